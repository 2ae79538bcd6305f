//! What is written to a connection instead of an answer.
//!
//! Owns the few things that a broken server does and that an HTTP library will not:
//! stop in the middle, say nothing, go on for ever, reset. A script is played once,
//! on a connection whose request was read whole; then the connection is closed. It
//! never reads, decides or counts anything: which script is played is `fault`'s.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

/// One thing to do. Empty scripts close the connection without a byte.
#[derive(Debug, Clone)]
pub enum Step {
    /// Write these bytes.
    Send(Vec<u8>),
    /// Write these bytes so many times, with this pause behind each.
    Repeat(Vec<u8>, usize, Duration),
    /// Say nothing more until the peer has left.
    Silence,
    /// Break the connection off, as a machine does that has forgotten it.
    Reset,
}

/// Things to do in this order.
pub type Script = Vec<Step>;

/// Plays a script to its end, or until the peer no longer listens.
///
/// # Errors
/// The system's, mostly because the peer has left.
pub async fn play(script: Script, stream: &mut TcpStream) -> io::Result<()> {
    for step in script {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Repeat(bytes, times, pause) => {
                for _ in 0..times {
                    stream.write_all(&bytes).await?;
                    if !pause.is_zero() {
                        tokio::time::sleep(pause).await;
                    }
                }
            }
            Step::Silence => while stream.read(&mut [0; 1024]).await? > 0 {},
            Step::Reset => stream.set_zero_linger()?,
        }
    }
    Ok(())
}
