//! What happens when the program itself is wrong.
//!
//! Owns the panic hook. It only writes to the log, from whichever thread: the
//! terminal belongs to the loop, which ends in order when a task of its breaks.

use color_eyre::config::{HookBuilder, Theme};

/// Sends panics to the log, without colours, from now on.
///
/// # Errors
/// Where the hooks were installed before.
pub fn install() -> color_eyre::Result<()> {
    let (on_panic, on_error) = HookBuilder::default()
        .theme(Theme::new())
        .display_env_section(false)
        .display_location_section(true)
        .into_hooks();
    on_error.install()?;
    std::panic::set_hook(Box::new(move |info| {
        tracing::error!("{}", on_panic.panic_report(info));
    }));
    Ok(())
}
