//! Broken answers, byte by byte.
//!
//! Owns the writing of what the table names. Everything starts from the honest
//! answer or from a plain refusal, so that a fault differs from a real answer in one
//! thing and not in many.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{
    super::script::{Script, Step},
    Honest,
};

/// What a large answer has in its body: 50 MiB, in blocks.
const BLOCK: usize = 64 * 1024;
const BLOCKS: usize = 800;
/// The gap between the bytes of an answer that drips: far below any time-out between two bytes.
const DRIP: Duration = Duration::from_millis(100);
/// Text that acts on a terminal, hides, turns around, or poses as the confirmation.
pub const EVIL: &str = "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m\u{202e}eerf\u{2066}\u{200b}\u{e0041}\r\n\
                        Type BUY to confirm: BUY";

/// The confirmation's own words.
pub const POSING: &str = "Type BUY to confirm: BUY   ↵ buys now";
/// Waits that make no sense, or much too much.
pub const PAST: &str = "retry-after: Wed, 14 Jan 2015 10:30:00 GMT\r\n";
pub const ABSURD: &str = "retry-after: 99999999999999999999\r\n";
pub const NEGATIVE: &str = "retry-after: -5\r\n";
pub const SOON: &str = "retry-after: soon\r\n";
pub const TWICE: &str = "retry-after: 1\r\nretry-after: 3\r\n";

/// A head with these headers (each with its line break) and then the body, whatever the headers say of it.
pub fn head(status: u16, headers: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} X\r\nconnection: close\r\n{headers}\r\n{body}").into_bytes()
}

/// A whole answer with a JSON body.
fn whole(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    head(status, &format!("content-type: application/json\r\n{headers}content-length: {length}\r\n"), body)
}

/// A script that sends this and closes.
fn sends(bytes: Vec<u8>) -> Script {
    vec![Step::Send(bytes)]
}

/// The first part of some bytes.
fn first(bytes: &[u8], count: usize) -> Vec<u8> {
    bytes.get(..count).unwrap_or(bytes).to_vec()
}

/// A failure envelope.
fn refusal_body(message: &str) -> String {
    json!({"success": false, "message": message}).to_string()
}

/// A well-formed refusal.
pub fn refusal(status: u16) -> Script {
    with_headers(status, "")
}

/// A well-formed refusal with more headers.
pub fn with_headers(status: u16, headers: &str) -> Script {
    sends(whole(status, headers, &refusal_body("Not this time")))
}

/// A refusal that asks to be left alone until a date, by the server's own clock.
pub fn until(status: u16, wait: Duration) -> Script {
    let now = SystemTime::now();
    // A date has whole seconds, so that a short wait ends with the next one.
    let then = now + wait.max(Duration::from_secs(1));
    let [now, then] = [now, then].map(httpdate::fmt_http_date);
    with_headers(status, &format!("date: {now}\r\nretry-after: {then}\r\n"))
}

/// A whole answer with this status and body.
pub fn answers(status: u16, body: &str) -> Script {
    sends(whole(status, "", body))
}

/// 204.
pub fn no_content() -> Script {
    sends(head(204, "", ""))
}

/// A page for people, from a proxy.
pub fn html(status: u16) -> Script {
    let body = "<html><head><title>Bad gateway</title></head><body>Please try again</body></html>";
    sends(head(status, &format!("content-type: text/html\r\ncontent-length: {}\r\n", body.len()), body))
}

/// Points elsewhere.
pub fn redirect(status: u16, location: &str) -> Script {
    sends(head(status, &format!("location: {location}\r\ncontent-length: 0\r\n"), ""))
}

/// A refusal that ends five bytes early.
pub fn cut_refusal(_: &Honest) -> Script {
    let bytes = whole(404, "", &refusal_body("Not this time"));
    sends(first(&bytes, bytes.len() - 5))
}

/// Half a mebibyte of opening brackets: whoever reads it without a bound runs out of stack.
pub fn deep(_: &Honest) -> Script {
    answers(201, &"[".repeat(1 << 19))
}

/// A mebibyte that would be a hundred in memory, were all its values kept.
pub fn many_values(_: &Honest) -> Script {
    answers(201, &format!("[{}[]]", "[],".repeat(300_000)))
}

/// A head of several megabytes.
pub fn large_head(honest: &Honest) -> Script {
    let line = format!("x-filler: {}\r\n", "y".repeat(1000));
    sends(whole(201, &line.repeat(5000), &honest.body()))
}

/// A message of half a mebibyte.
pub fn long_text(_: &Honest) -> Script {
    answers(404, &refusal_body(&"Very long. ".repeat(50_000)))
}

/// A refusal with evil text wherever text may stand.
pub fn evil_refusal(_: &Honest) -> Script {
    let body = json!({"success": false, "message": EVIL, "errors": {"area_code": [EVIL], EVIL: EVIL}});
    answers(422, &body.to_string())
}

/// A refusal that finds more wrong than a screen holds.
pub fn many_errors(_: &Honest) -> Script {
    let errors: Vec<_> = (0..50).map(|at| json!({"field": format!("field_{at}"), "message": EVIL.repeat(5)})).collect();
    answers(422, &json!({"success": false, "message": EVIL.repeat(9), "errors": errors}).to_string())
}

/// A server error whose body is no JSON, and evil as it stands; so is a header, as far as headers go.
pub fn evil_error(_: &Honest) -> Script {
    let body = format!("<html>{EVIL}</html>");
    let headers = format!("server: \u{202e}evil\u{200b}\r\ncontent-length: {}\r\n", body.len());
    sends(head(500, &headers, &body))
}

/// A refusal that poses as the confirmation.
pub fn posing(_: &Honest) -> Script {
    let gap = " ".repeat(60);
    answers(404, &refusal_body(&format!("Nothing found.{gap}{POSING}")))
}

impl Honest {
    /// The documented body.
    pub fn body(&self) -> String {
        self.json.to_string()
    }

    /// The documented answer.
    pub fn whole(&self) -> Vec<u8> {
        whole(201, "", &self.body())
    }

    /// The documented answer, sent by hand.
    pub fn sent(&self) -> Script {
        sends(self.whole())
    }

    /// So many bytes of the documented answer.
    pub fn first(&self, count: usize) -> Script {
        sends(first(&self.whole(), count))
    }

    /// All but the last so many bytes of the documented answer.
    pub fn without_last(&self, count: usize) -> Script {
        self.first(self.whole().len().saturating_sub(count))
    }

    /// The documented body behind a head of this status and these headers.
    pub fn behind(&self, status: u16, headers: &str) -> Script {
        sends(head(status, headers, &self.body()))
    }

    /// The documented body as if it were this long.
    pub fn as_long_as(&self, length: impl Fn(usize) -> String) -> Script {
        let length = length(self.body().len());
        self.behind(201, &format!("content-type: application/json\r\ncontent-length: {length}\r\n"))
    }

    /// The documented answer after what a proxy may say before it.
    pub fn after_interim(&self) -> Script {
        let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n".to_vec();
        [sends(interim), self.sent()].concat()
    }

    /// The documented answer with every header twice.
    pub fn doubled_headers(&self) -> Script {
        let headers = format!("content-type: application/json\r\ncontent-length: {}\r\ndate: x\r\n", self.body().len());
        self.behind(201, &headers.repeat(2))
    }

    /// Half of a whole JSON text, well delivered.
    pub fn half_json(&self) -> Script {
        let body = self.body();
        answers(201, body.get(..body.len() / 2).unwrap_or_default())
    }

    /// A chunked answer whose last chunk never comes.
    pub fn unfinished_chunks(&self) -> Script {
        let body = self.body();
        let head = "HTTP/1.1 201 X\r\ntransfer-encoding: chunked\r\n\r\n";
        sends(format!("{head}{:x}\r\n{body}\r\n", body.len()).into_bytes())
    }

    /// A chunked answer that drips for ever.
    pub fn dripping(_: &Self) -> Script {
        let head = "HTTP/1.1 201 X\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
        vec![Step::Send(head.into_bytes()), Step::Repeat(b"1\r\n \r\n".to_vec(), usize::MAX, DRIP)]
    }

    /// The documented answer with 50 MiB of spaces before it, of honest length.
    pub fn large(&self) -> Script {
        let body = self.body();
        let length = body.len() + BLOCK * BLOCKS;
        let start = head(201, &format!("content-type: application/json\r\ncontent-length: {length}\r\n"), "");
        let padding = Step::Repeat(vec![b' '; BLOCK], BLOCKS, Duration::ZERO);
        vec![Step::Send(start), padding, Step::Send(body.into_bytes())]
    }

    /// A text that never ends, in an answer without a length.
    pub fn endless(_: &Self) -> Script {
        let start = head(201, "content-type: application/json\r\n", r#"{"success":true,"message":""#);
        vec![Step::Send(start), Step::Repeat(vec![b'A'; BLOCK], usize::MAX, Duration::ZERO)]
    }

    /// The documented answer with one value in place of another, at a JSON pointer.
    pub fn with(&self, changes: &[(&str, Value)]) -> Value {
        let mut json = self.json.clone();
        for (pointer, value) in changes {
            if let Some(place) = json.pointer_mut(pointer) {
                *place = value.clone();
            }
        }
        json
    }

    /// The documented answer so changed, with a status.
    pub fn changed(&self, status: u16, changes: &[(&str, Value)]) -> Script {
        answers(status, &self.with(changes).to_string())
    }

    /// The documented answer without a field of its `data`.
    pub fn without(&self, field: &str) -> Script {
        let mut json = self.json.clone();
        if let Some(data) = json.pointer_mut("/data").and_then(Value::as_object_mut) {
            data.shift_remove(field);
        }
        answers(201, &json.to_string())
    }

    /// The documented answer with two numbers in it, of which two readers may take different ones.
    pub fn two_numbers(&self) -> Script {
        answers(201, &self.body().replacen(r#""number":"#, r#""number":"+14155550100","number":"#, 1))
    }

    /// The documented answer with evil text wherever text may stand but in what names the number.
    pub fn evil(&self) -> Script {
        let fields = ["/message", "/data/country", "/data/source", "/data/agent_id", "/data/created_at"];
        self.changed(201, &fields.map(|field| (field, EVIL.into())))
    }

    /// The documented answer with evil text as id and number.
    pub fn evil_number(&self) -> Script {
        let id = format!("pn_{EVIL}");
        let number = format!("+14155550142{EVIL}");
        self.changed(201, &[("/data/id", id.into()), ("/data/number", number.into())])
    }

    /// The other name of this machine: the same server, but another host.
    pub fn elsewhere(&self) -> String {
        let port = self.host.rsplit(':').next().unwrap_or_default();
        format!("http://localhost:{port}/v1/phone-numbers")
    }

    /// How long a rate limit lasts.
    pub fn rate_limit(&self) -> Duration {
        self.pace.retry_after
    }
}
