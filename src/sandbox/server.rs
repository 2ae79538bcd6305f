//! The wire: connections in, answers out, or something else instead.
//!
//! Owns the accept loop and the connections. It is hyper by hand and not
//! `axum::serve` for two reasons. A scenario must be able to break an answer byte
//! by byte: the service then fails with a [`Script`], hyper hands the connection
//! back untouched, and the script is played on it. And whoever drops the server
//! ends its connections too, because the loop owns them.

use std::{error::Error as _, future::poll_fn, io, time::Duration};

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

use super::script::{Script, play};

/// How long to wait when the system has no descriptor left for a connection.
const PAUSE_AFTER_ERROR: Duration = Duration::from_millis(100);

/// Marks a response that must not be sent, and is the error that the service fails with instead.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the scenario gives no proper answer")]
struct Instead(Script);

/// A response that is not sent: the script is played, and the connection ends.
pub fn instead(script: Script) -> Response {
    (Extension(Instead(script)), ()).into_response()
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
        Box::pin(async move {
            match answering.await {
                Ok(mut response) => response.extensions_mut().remove::<Instead>().map_or(Ok(response), Err),
                Err(never) => match never {},
            }
        })
    });
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), answer);
    // A connection that breaks is the peer's business.
    let Err(error) = poll_fn(|context| connection.poll_without_shutdown(context)).await else { return };
    if let Some(Instead(script)) = error.source().and_then(|source| source.downcast_ref()) {
        let mut stream = connection.into_parts().io.into_inner();
        let _ = play(script.clone(), &mut stream).await;
    }
}
