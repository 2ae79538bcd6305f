//! The wire: connections in, answers out, or no answer.
//!
//! Owns the accept loop and the connections. It is hyper by hand and not
//! `axum::serve` for two reasons. A scenario must be able to end a connection
//! without a byte of an answer: hyper closes it when the service fails, while
//! under axum a service cannot fail (a panic would, but a panic ends the program).
//! And whoever drops the server ends its connections too, because the loop owns them.

use std::{io, time::Duration};

use axum::{
    Extension, Router,
    response::{IntoResponse, Response},
};
use hyper::{server::conn::http1, service::Service};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// How long to wait when the system has no descriptor left for a connection.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(100);

/// Marks a response that must not be sent, and is the error that the service fails with instead.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the scenario gives no answer")]
struct NoAnswer;

/// A response that ends the connection instead of being sent.
pub fn no_answer() -> Response {
    (Extension(NoAnswer), ()).into_response()
}

/// Serves until dropped.
pub async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, router.clone()));
                }
                Err(error) => pause_after(&error).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

/// A peer that left while it waited is no reason to pause; a lack of descriptors is, or the loop would spin.
async fn pause_after(error: &io::Error) {
    if error.kind() != io::ErrorKind::ConnectionAborted {
        tokio::time::sleep(PAUSE_AFTER_ERROR).await;
    }
}

async fn connection(stream: TcpStream, router: Router) {
    let service = TowerToHyperService::new(router);
    let answer = hyper::service::service_fn(move |request| {
        let answering = service.call(request);
        async move {
            match answering.await {
                Ok(response) if response.extensions().get::<NoAnswer>().is_some() => Err(NoAnswer),
                Ok(response) => Ok(response),
                Err(never) => match never {},
            }
        }
    });
    // A connection that breaks is the peer's business, and a cut one is the scenario's.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}
