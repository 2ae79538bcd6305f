//! A server of a few lines for tests.
//!
//! Owns a listener on the loopback. It records the bytes of every request and
//! plays the given replies, one a connection, in order; connections beyond them
//! are counted and closed.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::domain::BaseUrl;

/// How much a flood sends, in bytes.
pub(super) const FLOOD: usize = 50 << 20;

/// What to do with one connection.
pub(super) enum Reply {
    /// Read the request, send these bytes, close.
    Bytes(Vec<u8>),
    /// Read the request, send these bytes, and say nothing more, for ever.
    Hang(Vec<u8>),
    /// Read the request, send these bytes, then these over and over until 50 MiB are sent or nobody listens.
    Flood(Vec<u8>, &'static [u8]),
    /// Close without reading.
    Slam,
    /// Take the connection and do nothing at all.
    Mute,
}

/// A running server.
pub(super) struct Canned {
    pub(super) address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Canned {
    pub(super) async fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let record = Arc::clone(&requests);
        tokio::spawn(async move {
            let mut replies = replies.into_iter();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let turn = record.lock().unwrap().len();
                record.lock().unwrap().push(String::new());
                tokio::spawn(play(stream, replies.next().unwrap_or(Reply::Slam), Arc::clone(&record), turn));
            }
        });
        Self { address, requests }
    }

    /// One that answers every connection with one of these, in order.
    pub(super) async fn answering(answers: Vec<Vec<u8>>) -> Self {
        Self::start(answers.into_iter().map(Reply::Bytes).collect()).await
    }

    pub(super) fn base(&self) -> BaseUrl {
        BaseUrl::parse(&format!("http://{}/v1", self.address)).unwrap()
    }

    /// The requests so far, one a connection; empty for a connection without a whole request.
    pub(super) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn play(mut stream: TcpStream, reply: Reply, record: Arc<Mutex<Vec<String>>>, turn: usize) {
    if let Reply::Slam = reply {
        return;
    }
    if let Reply::Mute = reply {
        return std::future::pending().await;
    }
    let Some(request) = whole_request(&mut stream).await else { return };
    record.lock().unwrap()[turn] = request;
    match reply {
        Reply::Bytes(bytes) => {
            stream.write_all(&bytes).await.ok();
            stream.shutdown().await.ok();
        }
        Reply::Hang(bytes) => {
            stream.write_all(&bytes).await.ok();
            std::future::pending::<()>().await;
        }
        Reply::Flood(head, bytes) => {
            stream.write_all(&head).await.ok();
            let block = bytes.repeat((64 * 1024) / bytes.len());
            for _ in 0..FLOOD.div_ceil(block.len()) {
                if stream.write_all(&block).await.is_err() {
                    return;
                }
            }
            std::future::pending::<()>().await;
        }
        Reply::Slam | Reply::Mute => {}
    }
}

/// Reads one request up to the end of its body.
async fn whole_request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        if body.len() >= length.unwrap_or(0) {
            return Some(text);
        }
    }
}

/// A whole answer with a JSON body.
pub(super) fn http(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!("HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n{headers}content-length: {length}\r\n\r\n{body}")
        .into_bytes()
}
