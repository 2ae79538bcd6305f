//! Where tasks run.
//!
//! Owns the thread that everything that waits runs on: the network, the sandbox,
//! timers, signals. The loop has the main thread to itself, so that neither holds
//! the other up: a terminal that takes no output any more cannot keep a signal from
//! ending the program, not even before the first frame. Called by the executor; a
//! test's executor runs its tasks beside the loop instead, where a test can hold the
//! time.

use std::{io, thread, time::Duration};

use tokio::{
    runtime::{Builder, Handle, Runtime},
    sync::oneshot,
    task::JoinHandle,
};

/// How long a helper thread stays without work, so that an idle program soon has none to wake up.
const IDLE_THREAD: Duration = Duration::from_millis(100);

/// The place of an executor's tasks.
#[derive(Debug)]
pub(super) enum Tasks {
    /// In the runtime that the executor is used in.
    Beside,
    /// On a thread of their own, which ends when this is dropped; nobody waits for that.
    Apart {
        /// The way to it.
        handle: Handle,
        /// Dropping it ends the thread.
        _until: oneshot::Sender<()>,
    },
}

impl Tasks {
    /// A thread for tasks.
    ///
    /// # Errors
    /// Where the system has none.
    pub(super) fn apart() -> io::Result<Self> {
        let runtime = runtime()?;
        let handle = runtime.handle().clone();
        let (until, ended) = oneshot::channel();
        thread::Builder::new().name("tasks".to_owned()).spawn(move || {
            let _dropped = runtime.block_on(ended);
            // Not dropped: that waits for what blocks, and a name look-up may hang for minutes.
            runtime.shutdown_background();
        })?;
        Ok(Self::Apart { handle, _until: until })
    }

    /// Starts a task.
    pub(super) fn spawn<F: Future<Output: Send> + Send + 'static>(&self, task: F) -> JoinHandle<F::Output> {
        match self {
            Self::Beside => tokio::spawn(task),
            Self::Apart { handle, .. } => handle.spawn(task),
        }
    }
}

/// A runtime for one thread.
pub(super) fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().thread_keep_alive(IDLE_THREAD).enable_all().build()
}
