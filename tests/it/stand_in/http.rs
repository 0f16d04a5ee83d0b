//! HTTP/1.1 as far as the tests need it: bodies have a `Content-Length`, connections are kept.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::thread;
use std::time::Duration;

/// A request or an answer as it stands on the wire.
pub struct Message {
    /// The request line or the status line.
    pub first_line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As many bytes as `Content-Length` says.
    pub body: Vec<u8>,
}

impl Message {
    /// The next one on a connection; none once the other side has closed it.
    pub fn read(stream: &mut impl BufRead) -> io::Result<Option<Self>> {
        let Some(first_line) = line(stream)? else {
            return Ok(None);
        };
        let mut headers = Vec::new();
        while let Some(line) = line(stream)?.filter(|line| !line.is_empty()) {
            let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
            headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
        let length = header(&headers, "content-length").map_or(Ok(0), str::parse);
        let mut body = vec![0; length.map_err(io::Error::other)?];
        stream.read_exact(&mut body)?;
        Ok(Some(Self {
            first_line,
            headers,
            body,
        }))
    }
}

fn line(stream: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if stream.read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    let text = String::from_utf8_lossy(&bytes);
    Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()))
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let (_, value) = headers.iter().find(|(known, _)| known == name)?;
    Some(value)
}

/// What came in.
#[derive(Clone, Debug)]
pub struct Request {
    /// `PATCH`, as sent.
    pub method: String,
    /// The target as sent, with its query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// Undecoded.
    pub body: Vec<u8>,
    /// The connection it came on; the first is 0.
    pub connection: usize,
}

impl Request {
    /// The next one on a connection; none once the client has closed it.
    pub fn read(stream: &mut impl BufRead, connection: usize) -> io::Result<Option<Self>> {
        let Some(message) = Message::read(stream)? else {
            return Ok(None);
        };
        let mut words = message.first_line.split(' ').map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else {
            return Err(io::ErrorKind::InvalidData.into());
        };
        Ok(Some(Self {
            method,
            path,
            headers: message.headers,
            body: message.body,
            connection,
        }))
    }

    /// The first header of that name, which is given in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// What goes back.
pub enum Reply {
    /// An answer. `Content-Length` is added unless a header says how long the body is, truly or not.
    Answer {
        /// The status code.
        status: u16,
        /// Sent as they stand.
        headers: Vec<(String, String)>,
        /// Sent as it stands, but for `HEAD`.
        body: Vec<u8>,
    },
    /// 200, and JSON white space of that many bytes that no header announces.
    Flood(u64),
    /// These bytes, and then the connection is closed. No bytes: closed without an answer.
    Raw(Vec<u8>),
    /// Nothing, until the client gives up or the stand-in is dropped.
    Hang,
    /// These bytes, and then nothing more.
    Stall(Vec<u8>),
    /// These bytes, and then a space every 20 ms.
    Drip(Vec<u8>),
    /// The first bytes, and then the others again and again, until the client goes away.
    Endless(Vec<u8>, Vec<u8>),
    /// The request is handled as ever, but this is what the client gets to see of it.
    After(Box<Reply>),
}

impl Reply {
    /// An answer without any headers.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer {
            status,
            headers: Vec::new(),
            body: body.into(),
        }
    }

    /// An HTML page.
    pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, body).with("content-type", "text/html; charset=utf-8")
    }

    /// A JSON document.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, body).with("content-type", "application/json; charset=utf-8")
    }

    /// Settings with that list, as it stands.
    pub fn list(list: &str) -> Self {
        Self::json(
            200,
            format!(r#"{{"serverSettings":{{"allowedOrigins":{list},"version":"2.36.0"}}}}"#),
        )
    }

    /// Plain text.
    pub fn text(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, body).with("content-type", "text/plain; charset=utf-8")
    }

    /// The same answer with one more header. What is no answer has none.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// This reply, after the request has been handled as ever: what was written stays written.
    pub fn after(self) -> Self {
        Self::After(Box::new(self))
    }

    /// Sends it; whether the connection is good for another request.
    ///
    /// An answer goes out in one write: with two, Nagle's algorithm and delayed acknowledgements
    /// could add 40 ms that no real server has.
    pub fn send<S: Read + Write>(
        self,
        request: &Request,
        stream: &mut BufReader<S>,
    ) -> io::Result<bool> {
        match self {
            Self::Answer {
                status,
                headers,
                body,
            } => {
                let says_length = |(name, _): &(String, String)| {
                    ["content-length", "transfer-encoding"].contains(&&*name.to_ascii_lowercase())
                };
                let is_sized = !headers.iter().any(says_length);
                let mut bytes = format!("HTTP/1.1 {status} {}\r\n", reason(status));
                for (name, value) in &headers {
                    bytes.push_str(&format!("{name}: {value}\r\n"));
                }
                if is_sized {
                    bytes.push_str(&format!("content-length: {}\r\n", body.len()));
                }
                bytes.push_str("\r\n");
                let mut bytes = bytes.into_bytes();
                if request.method != "HEAD" {
                    bytes.extend(body);
                }
                put(stream, &bytes)?;
                let closes = |value: &str| value.eq_ignore_ascii_case("close");
                let is_last = request.header("connection").is_some_and(closes)
                    || header(&headers, "connection").is_some_and(closes);
                Ok(is_sized && !is_last)
            }
            Self::Flood(length) => {
                put(
                    stream,
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n",
                )?;
                io::copy(&mut io::repeat(b' ').take(length), stream.get_mut())?;
                Ok(false)
            }
            Self::Raw(bytes) => {
                put(stream, &bytes)?;
                Ok(false)
            }
            Self::Hang => {
                io::copy(stream, &mut io::sink())?;
                Ok(false)
            }
            Self::Stall(bytes) => {
                put(stream, &bytes)?;
                Self::Hang.send(request, stream)
            }
            Self::Drip(bytes) => {
                put(stream, &bytes)?;
                loop {
                    thread::sleep(Duration::from_millis(20));
                    put(stream, b" ")?;
                }
            }
            Self::Endless(head, piece) => {
                put(stream, &head)?;
                // many at once: the client is to be busy, not the stand-in
                let pieces = piece.repeat((1 << 16) / piece.len() + 1);
                loop {
                    put(stream, &pieces)?;
                }
            }
            Self::After(reply) => reply.send(request, stream),
        }
    }
}

fn put<S: Read + Write>(stream: &mut BufReader<S>, bytes: &[u8]) -> io::Result<()> {
    stream.get_mut().write_all(bytes)?;
    stream.get_mut().flush()
}

/// What Node's http module writes after the status; nobody reads it.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        413 => "Payload Too Large",
        502 => "Bad Gateway",
        _ => "",
    }
}
