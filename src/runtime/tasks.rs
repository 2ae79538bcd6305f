//! Where tasks run.
//!
//! Owns the thread that everything that waits runs on: the network, the sandbox,
//! timers, signals. The loop has the main thread to itself, so that neither holds
//! the other up, not even where the terminal takes no output any more. The thread
//! starts with the first task, which comes behind the first frame: nobody waits for
//! it. Called by the executor; a test's executor runs its tasks beside the loop
//! instead, where a test can hold the time.

use std::{
    io,
    sync::{Mutex, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use tokio::{
    runtime::{Builder, Handle, Runtime},
    sync::oneshot,
    task::JoinHandle,
};

use super::signals::Signals;

/// How long a helper thread stays without work, so that an idle program soon has none to wake up.
const IDLE_THREAD: Duration = Duration::from_millis(100);

/// The place of an executor's tasks.
#[derive(Debug)]
pub(super) enum Tasks {
    /// In the runtime that the executor is used in.
    Beside,
    /// On a thread of their own.
    Apart(Apart),
}

/// A thread for tasks, from the first task on; it ends when this is dropped, and nobody waits for that.
#[derive(Debug)]
pub(super) struct Apart {
    /// What the thread begins with.
    signals: Mutex<Option<Signals>>,
    running: OnceLock<Option<Running>>,
}

#[derive(Debug)]
struct Running {
    handle: Handle,
    /// Dropping it ends the thread.
    _until: oneshot::Sender<()>,
}

impl Tasks {
    /// A thread that also reports signals, once it runs.
    pub(super) fn apart(signals: Signals) -> Self {
        Self::Apart(Apart { signals: Mutex::new(Some(signals)), running: OnceLock::new() })
    }

    /// Starts a task; `None` where there is no thread for it.
    pub(super) fn spawn<F: Future<Output: Send> + Send + 'static>(&self, task: F) -> Option<JoinHandle<F::Output>> {
        match self {
            Self::Beside => Some(tokio::spawn(task)),
            Self::Apart(apart) => Some(apart.running()?.handle.spawn(task)),
        }
    }
}

impl Apart {
    fn running(&self) -> Option<&Running> {
        let begin = || {
            let running = begin().inspect_err(|error| tracing::error!(%error, "no thread for tasks")).ok()?;
            if let Some(signals) = self.signals.lock().unwrap_or_else(PoisonError::into_inner).take() {
                running.handle.spawn(signals.report());
            }
            Some(running)
        };
        self.running.get_or_init(begin).as_ref()
    }
}

fn begin() -> io::Result<Running> {
    let runtime = runtime()?;
    let handle = runtime.handle().clone();
    let (until, ended) = oneshot::channel();
    thread::Builder::new().name("tasks".to_owned()).spawn(move || {
        let _dropped = runtime.block_on(ended);
        // Not dropped: that waits for what blocks, and a name look-up may hang for minutes.
        runtime.shutdown_background();
    })?;
    Ok(Running { handle, _until: until })
}

/// A runtime for one thread.
pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().thread_keep_alive(IDLE_THREAD).enable_all().build()
}
