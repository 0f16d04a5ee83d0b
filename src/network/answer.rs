//! What comes back: a head, and a body that ends, in time and in length.

use std::borrow::Cow;
use std::io::Read;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{HeaderMap, HeaderValue};

use super::Failure;
use crate::secret::Secret;
use crate::shown;

/// A server takes no more than 10 MB of settings; this is three times as much.
const MOST_BYTES: usize = 32 << 20;

/// An answer whose body is still to come.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// Its headers, repeated ones apart.
    pub headers: HeaderMap,
    /// Who it is from.
    pub address: Option<SocketAddr>,
    pub(super) response: Response,
    pub(super) timeout: Duration,
    pub(super) deadline: Instant,
}

impl Answer {
    /// A header, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// When to come back, in words, if it asks for fewer requests.
    pub fn retry_after(&self) -> String {
        match self.header("retry-after") {
            Some(seconds) if seconds.bytes().all(|byte| byte.is_ascii_digit()) => {
                format!("in {seconds} s")
            }
            Some(date) => format!("after {}", shown::escape(date)),
            None => "in some minutes".to_owned(),
        }
    }

    /// Hides a token in the headers, where somebody may have repeated it: what is made of them may cut
    /// it short or spell it in another way, and then nobody would find it.
    pub fn hide(&mut self, token: &Secret) {
        for value in self.headers.values_mut() {
            if let Cow::Owned(hidden) = token.hidden_in(value.as_bytes())
                && let Ok(hidden) = HeaderValue::from_bytes(&hidden)
            {
                *value = hidden;
            }
        }
    }

    /// The whole body, decompressed.
    pub fn body(&mut self) -> Result<Vec<u8>, Failure> {
        let mut bytes = Vec::new();
        let mut piece = vec![0; 1 << 16];
        loop {
            let count = self.response.read(&mut piece).map_err(|error| {
                let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
                cause.map_or_else(
                    || Failure::Cut(error.to_string()),
                    |cause| Failure::of(cause, self.response.url(), self.timeout),
                )
            })?;
            if count == 0 {
                return Ok(bytes);
            }
            bytes.extend_from_slice(&piece[..count]);
            if bytes.len() > MOST_BYTES {
                return Err(Failure::TooLong);
            }
            // each piece may come in time and the whole never
            if Instant::now() > self.deadline {
                return Err(Failure::NoAnswer(self.timeout));
            }
        }
    }
}
