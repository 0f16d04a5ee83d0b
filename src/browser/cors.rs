//! Gate 3: whether an answer lets an origin in. Fetch, section 4.10 "CORS check".

use std::fmt;

use url::Url;

use super::Answer;
use super::block::Reason;

/// Why an answer doesn't let an origin in.
///
/// The standard only says "failure"; the kinds are those that browsers tell apart. Values are shown
/// with what isn't UTF-8 replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoCors {
    /// There is no `Access-Control-Allow-Origin`.
    Missing,
    /// There are several, or one with several values in it.
    Several {
        /// All of it.
        value: String,
        /// How many header lines there are.
        lines: usize,
    },
    /// It is nothing that an origin could be.
    Invalid {
        /// What it is.
        value: String,
    },
    /// It is another origin.
    Other {
        /// What it is.
        value: String,
        /// What was sent.
        origin: String,
    },
    /// It is `*`, but the request carries credentials.
    WildcardWithCredentials,
    /// The request carries credentials, and `Access-Control-Allow-Credentials` isn't `true`.
    Credentials {
        /// What it is, if there is any.
        value: Option<String>,
    },
}

/// The check, for what was sent as `Origin`. It holds whatever the answer's status is.
pub(super) fn check(answer: &Answer, origin: &str, with_credentials: bool) -> Result<(), NoCors> {
    const NAME: &str = "Access-Control-Allow-Origin";
    let value = answer.get(NAME).ok_or(NoCors::Missing)?;
    if value == b"*" {
        return match with_credentials {
            true => Err(NoCors::WildcardWithCredentials),
            false => Ok(()),
        };
    }
    if value != origin.as_bytes() {
        return Err(blame(&value, answer.lines(NAME).count(), origin));
    }
    let credentials = answer.get("Access-Control-Allow-Credentials");
    if with_credentials && credentials.as_deref() != Some(b"true") {
        let value = credentials.map(|value| shown(&value));
        return Err(NoCors::Credentials { value });
    }
    Ok(())
}

/// Which of its sentences Chromium picks for a value that is neither `*` nor the origin.
fn blame(value: &[u8], lines: usize, origin: &str) -> NoCors {
    let value = shown(value);
    if value.contains([' ', ',']) {
        NoCors::Several { value, lines }
    } else if value == "null" || Url::parse(&value).is_ok() {
        let origin = origin.to_owned();
        NoCors::Other { value, origin }
    } else {
        NoCors::Invalid { value }
    }
}

fn shown(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

impl fmt::Display for NoCors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => {
                f.write_str("the server doesn't let this origin in: its answer has no Access-Control-Allow-Origin")
            }
            Self::Several { value, lines: 1 } => {
                write!(f, "Access-Control-Allow-Origin has several values where one is allowed: {value}")
            }
            Self::Several { value, lines } => {
                write!(f, "the answer has {lines} Access-Control-Allow-Origin headers where one is allowed: {value}")
            }
            Self::Invalid { value } => {
                write!(f, "the server lets in “{value}”, which is no origin")
            }
            Self::Other { value, origin } => {
                write!(f, "the server lets in {value}, but the browser sends {origin}")
            }
            Self::WildcardWithCredentials => {
                f.write_str("the server lets in *, which doesn't count for requests with credentials")
            }
            Self::Credentials { value: None } => {
                f.write_str("the server lets the origin in, but takes no credentials: Access-Control-Allow-Credentials is missing")
            }
            Self::Credentials { value: Some(value) } => {
                write!(f, "the server lets the origin in, but takes no credentials: Access-Control-Allow-Credentials is “{value}” and must be “true”")
            }
        }
    }
}

impl Reason for NoCors {
    fn name(&self) -> &'static str {
        match self {
            Self::Missing => "allow-origin-missing",
            Self::Several { .. } => "allow-origin-repeated",
            Self::Invalid { .. } => "allow-origin-invalid",
            Self::Other { .. } => "allow-origin-mismatch",
            Self::WildcardWithCredentials => "wildcard-with-credentials",
            Self::Credentials { .. } => "allow-credentials-missing",
        }
    }

    fn chrome(&self) -> Option<String> {
        Some(match self {
            Self::Missing => "No 'Access-Control-Allow-Origin' header is present on the requested resource.".to_owned(),
            Self::Several { value, .. } => format!(
                "The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed."
            ),
            Self::Invalid { value } => format!(
                "The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'."
            ),
            Self::Other { value, .. } => format!(
                "The 'Access-Control-Allow-Origin' header has a value '{value}' that is not equal to the supplied origin."
            ),
            Self::WildcardWithCredentials => "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.".to_owned(),
            Self::Credentials { value } => format!(
                "The value of the 'Access-Control-Allow-Credentials' header in the response is '{}' which must be 'true' when the request's credentials mode is 'include'.",
                value.as_deref().unwrap_or_default()
            ),
        })
    }

    /// Firefox counts lines; what is in a line only has to match.
    fn firefox(&self) -> Option<&'static str> {
        Some(match self {
            Self::Missing => "CORSMissingAllowOrigin",
            Self::Several { lines: 2.., .. } => "CORSMultipleAllowOriginNotAllowed",
            Self::Several { .. } | Self::Invalid { .. } | Self::Other { .. } => {
                "CORSAllowOriginNotMatchingOrigin"
            }
            Self::WildcardWithCredentials => "CORSNotSupportingCredentials",
            Self::Credentials { .. } => "CORSMissingAllowCredentials",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::browser::Header;

    const ORIGIN: &str = "https://tool.example";

    fn answer(origins: &[&[u8]], credentials: &[&str]) -> Answer {
        let origins = origins
            .iter()
            .map(|value| Header::new("Access-Control-Allow-Origin", *value));
        let credentials = credentials
            .iter()
            .map(|value| Header::new("access-control-allow-credentials", *value));
        Answer::new(401, origins.chain(credentials).collect())
    }

    fn other(value: &str) -> Result<(), NoCors> {
        Err(NoCors::Other {
            value: value.to_owned(),
            origin: ORIGIN.to_owned(),
        })
    }

    fn several(value: &str, lines: usize) -> Result<(), NoCors> {
        let value = value.to_owned();
        Err(NoCors::Several { value, lines })
    }

    fn invalid(value: &str) -> Result<(), NoCors> {
        let value = value.to_owned();
        Err(NoCors::Invalid { value })
    }

    #[test]
    fn only_the_origin_itself_and_a_lone_star_let_it_in() {
        let own = ORIGIN.as_bytes();
        for (lines, expected) in [
            (&[own][..], Ok(())),
            (&[b" \thttps://tool.example\t "], Ok(())),
            (&[b"*"], Ok(())),
            (&[b" * "], Ok(())),
            (&[], Err(NoCors::Missing)),
            (&[b""], invalid("")),
            (&[b"https://tool.example/"], other("https://tool.example/")),
            (
                &[b"https://tool.example:443"],
                other("https://tool.example:443"),
            ),
            (&[b"HTTPS://tool.example"], other("HTTPS://tool.example")),
            (&[b"https://Tool.example"], other("https://Tool.example")),
            (&[b"http://tool.example"], other("http://tool.example")),
            (&[b"null"], other("null")),
            (&[b"NULL"], invalid("NULL")),
            (&[b"tool.example"], invalid("tool.example")),
            (&[b"**"], invalid("**")),
            (
                &[b"https://tool.example\x0b"],
                other("https://tool.example\u{b}"),
            ),
            (&[b"\xff"], invalid("\u{fffd}")),
            (
                &[b"https://tool.example,"],
                several("https://tool.example,", 1),
            ),
            (&[b"a b"], several("a b", 1)),
            (
                &[own, own],
                several("https://tool.example, https://tool.example", 2),
            ),
            (&[b"*", b"*"], several("*, *", 2)),
            (&[own, b""], several("https://tool.example, ", 2)),
        ] {
            let found = check(&answer(lines, &[]), ORIGIN, false);
            assert_eq!(found, expected, "{lines:?}");
        }
    }

    #[test]
    fn credentials_need_the_origin_by_name_and_a_literal_true() {
        let missing = |value: Option<&str>| {
            let value = value.map(str::to_owned);
            Err(NoCors::Credentials { value })
        };
        let own = ORIGIN.as_bytes();
        for (origin, credentials, expected) in [
            (own, &["true"][..], Ok(())),
            (own, &["\ttrue "], Ok(())),
            (own, &[], missing(None)),
            (own, &["True"], missing(Some("True"))),
            (own, &["1"], missing(Some("1"))),
            (own, &["true", "true"], missing(Some("true, true"))),
            (b"*", &["true"], Err(NoCors::WildcardWithCredentials)),
            (b"https://b.example", &["true"], other("https://b.example")),
        ] {
            let found = check(&answer(&[origin], credentials), ORIGIN, true);
            assert_eq!(found, expected, "{origin:?} {credentials:?}");
        }
    }

    #[test]
    fn null_is_an_origin_like_any_other() {
        for (origin, expected) in [("null", true), ("*", true), (ORIGIN, false)] {
            let found = check(&answer(&[origin.as_bytes()], &[]), "null", false);
            assert_eq!(found.is_ok(), expected, "{origin}");
        }
    }
}
