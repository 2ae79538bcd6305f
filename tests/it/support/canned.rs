//! An API that says what it is told to, and keeps every byte that it was sent.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// A request as it came over the wire.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// Request line and headers.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Raw {
    /// The first line.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    /// The headers, names in small letters, in alphabetical order.
    pub fn headers(&self) -> Vec<(String, String)> {
        let fields = self.head.lines().skip(1).filter_map(|line| line.split_once(": "));
        let mut headers: Vec<_> = fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
        headers.sort();
        headers
    }
}

/// An answer to give.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: String,
    body: String,
}

impl Reply {
    /// A status and a JSON body.
    pub fn new(status: u16, body: &str) -> Self {
        Self { status, headers: String::new(), body: body.to_owned() }
    }

    /// The same with one more header.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers = format!("{}{name}: {value}\r\n", self.headers);
        self
    }

    /// A list that is empty and whole.
    pub fn empty_list() -> Self {
        Self::new(200, r#"{"success":true,"data":[],"pagination":{"has_more":false}}"#)
    }
}

/// The server. Dropping it closes its port.
pub struct Canned {
    /// What `VANTAX_BASE_URL` says.
    pub base: String,
    seen: Arc<Mutex<Vec<Raw>>>,
    server: JoinHandle<()>,
}

impl Canned {
    /// Answers each purchase with the next of these, a status and a JSON body, and every list with an empty one.
    pub async fn start(purchases: &[(u16, &str)]) -> Self {
        let purchases = purchases.iter().map(|(status, body)| Reply::new(*status, body)).collect();
        Self::playing(purchases, Reply::empty_list()).await
    }

    /// Answers each purchase and release with the next of these, and every list with the same.
    pub async fn playing(mut purchases: Vec<Reply>, list: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/v1", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&seen);
        purchases.reverse();
        let server = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                // A client that has gone wants no answer.
                let Ok(request) = read(&mut stream).await else { continue };
                let is_write = !request.head.starts_with("GET ");
                log.lock().unwrap().push(request);
                let mut next = || purchases.pop().unwrap_or(Reply::new(500, ""));
                let reply = if is_write { next() } else { list.clone() };
                let _ = write(&mut stream, &reply).await;
            }
        });
        Self { base, seen, server }
    }

    /// Every purchase request so far.
    pub fn posts(&self) -> Vec<Raw> {
        self.seen.lock().unwrap().iter().filter(|raw| raw.head.starts_with("POST ")).cloned().collect()
    }

    /// Every release request so far.
    pub fn deletes(&self) -> Vec<Raw> {
        self.seen.lock().unwrap().iter().filter(|raw| raw.head.starts_with("DELETE ")).cloned().collect()
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<Raw> {
        self.seen.lock().unwrap().clone()
    }
}

impl Drop for Canned {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn read(stream: &mut TcpStream) -> io::Result<Raw> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Ok(Raw { head: head.to_owned(), body: body.to_owned() });
            }
        }
        let mut chunk = [0; 4096];
        let count = stream.read(&mut chunk).await?;
        if count == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes.extend_from_slice(&chunk[..count]);
    }
}

async fn write(stream: &mut TcpStream, Reply { status, headers, body }: &Reply) -> io::Result<()> {
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n{headers}connection: close\r\n\r\n"
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await?;
    stream.shutdown().await
}
