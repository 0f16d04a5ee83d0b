//! From what came back to what is wrong.

use reqwest::StatusCode;

use super::Answer;
use super::address::Address;
use super::error::Problem;
use super::settings::Malformed;
use crate::shown;

/// How much of what a server says is repeated.
const LONGEST_QUOTE: usize = 120;

impl Problem {
    /// What a status means by itself.
    pub(super) fn of_status(answer: &Answer, to: &Address) -> Self {
        let said = quote(&answer.body);
        match answer.head.status {
            // "The plain HTTP request was sent to HTTPS port", and the like
            StatusCode::BAD_REQUEST if to.is_plain() && says(answer, b"HTTPS") => {
                Self::WantsHttps(to.with_other_scheme())
            }
            StatusCode::UNAUTHORIZED => match answer.head.header("www-authenticate") {
                Some(wanted) => Self::ProxyUnauthorized(shown::escape(wanted).into_owned()),
                None => Self::Unauthorized,
            },
            StatusCode::FORBIDDEN if answer.body == b"Forbidden" => Self::Forbidden,
            StatusCode::FORBIDDEN => Self::ProxyForbidden(said),
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            StatusCode::TOO_MANY_REQUESTS => Self::Busy(answer.head.retry_after()),
            status if status.is_server_error() || status == StatusCode::REQUEST_TIMEOUT => {
                Self::ServerError { status }
            }
            status => Self::Unexpected {
                status,
                quote: said,
            },
        }
    }

    /// Why a good answer is of no use.
    pub(super) fn of_content(answer: &Answer, malformed: Malformed) -> Self {
        let is_page = |kind: &str| kind.to_ascii_lowercase().starts_with("text/html");
        match malformed {
            Malformed::Absent { version } => Self::TooOld { version },
            _ if answer.head.header("content-type").is_some_and(is_page) => Self::WebPage,
            Malformed::Shape => Self::OtherJson,
            Malformed::Syntax(_) if answer.body.is_empty() => {
                Self::NoJson("it is empty".to_owned())
            }
            Malformed::Syntax(error) => Self::NoJson(error.to_string()),
        }
    }
}

fn says(answer: &Answer, word: &[u8]) -> bool {
    let mut windows = answer.body.windows(word.len());
    windows.any(|window| window == word)
}

/// What an answer says, for a person, in one line; nothing where that is a web page.
fn quote(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if text.is_empty() || text.starts_with('<') {
        return String::new();
    }
    let start: String = text.chars().take(LONGEST_QUOTE).collect();
    let dots = if start.len() < text.len() { "…" } else { "" };
    format!(": \"{}{dots}\"", shown::fit(&start))
}
