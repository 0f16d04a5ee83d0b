//! What the API answers.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::shown;

/// How long a version may be, in characters.
const LONGEST_VERSION: usize = 40;

/// The list of allowed origins, as the request that stores it.
///
/// Each element stands on a line of its own and is written as the server wrote it, so that a diff
/// reads well and nothing is lost, whatever kind of value it is.
#[derive(Clone, Debug)]
pub struct AllowedOrigins(String);

/// Why there is no list in an answer.
#[derive(Debug)]
pub enum Malformed {
    /// It is no JSON.
    Syntax(serde_json::Error),
    /// It is JSON of another kind.
    Shape,
    /// It has the settings, and no list among them: the server is too old.
    Absent {
        /// Which one it is, if it says so; fit to be shown.
        version: Option<String>,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    #[serde(borrow)]
    server_settings: Settings<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Settings<'a> {
    /// `null` is a list too: one that is switched off.
    #[serde(borrow, default, deserialize_with = "present")]
    allowed_origins: Option<&'a RawValue>,
    #[serde(default)]
    version: Value,
}

fn present<'de: 'a, 'a, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl AllowedOrigins {
    /// Takes the list from the answer to a `PATCH /api/settings`.
    pub fn of(answer: &[u8]) -> Result<Self, Malformed> {
        let body: Body<'_> = match serde_json::from_slice(answer) {
            Ok(body) => body,
            Err(error) if error.is_data() => return Err(Malformed::Shape),
            Err(error) => return Err(Malformed::Syntax(error)),
        };
        let Settings {
            allowed_origins,
            version,
        } = body.server_settings;
        let version = || version.as_str().map(fit);
        let absent = || Malformed::Absent { version: version() };
        let list = allowed_origins.ok_or_else(absent)?.get();
        let elements: Option<Vec<&RawValue>> = serde_json::from_str(list).ok();
        let list = match elements.as_deref() {
            None => list.to_owned(),
            Some([]) => "[]".to_owned(),
            Some(elements) => {
                let elements: Vec<&str> = elements.iter().map(|element| element.get()).collect();
                format!("[\n    {}\n  ]", elements.join(",\n    "))
            }
        };
        Ok(Self(format!("{{\n  \"allowedOrigins\": {list}\n}}\n")))
    }

    /// Takes a request that was made from this one's.
    pub fn from_request(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The body of the request that stores the list.
    pub fn request(&self) -> &str {
        &self.0
    }

    /// The elements as they are written; what is no list is the only one.
    fn elements(&self) -> (bool, Vec<&RawValue>) {
        let settings = serde_json::from_str::<Settings<'_>>(&self.0).ok();
        let Some(list) = settings.and_then(|settings| settings.allowed_origins) else {
            return (false, Vec::new());
        };
        match serde_json::from_str(list.get()) {
            Ok(elements) => (true, elements),
            Err(_) => (false, vec![list]),
        }
    }
}

/// The same values in the same order, however they are written.
impl PartialEq for AllowedOrigins {
    fn eq(&self, other: &Self) -> bool {
        // half a surrogate pair is no value to serde_json: it is compared as it is written
        let value = |json: &RawValue| serde_json::from_str::<Value>(json.get()).ok();
        let is_same = |(left, right): (&&RawValue, &&RawValue)| {
            left.get() == right.get()
                || value(left).is_some_and(|value_of_left| Some(value_of_left) == value(right))
        };
        let (is_list, ours) = self.elements();
        let (is_list_too, theirs) = other.elements();
        is_list == is_list_too
            && ours.len() == theirs.len()
            && ours.iter().zip(&theirs).all(is_same)
    }
}

/// What a server tells anybody, at `GET /status`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    app: String,
    /// As in `2.36.0`; fit to be shown.
    #[serde(rename = "serverVersion")]
    pub version: String,
    /// Whether it has a user.
    pub is_init: bool,
}

impl Status {
    /// Reads an answer; `None` if it is not that of an Audiobookshelf.
    pub fn of(answer: &[u8]) -> Option<Self> {
        let mut status: Self = serde_json::from_slice(answer).ok()?;
        status.version = fit(&status.version);
        (status.app == "audiobookshelf").then_some(status)
    }
}

/// A version fit to be shown, whatever the server calls one. One that is too long isn't cut: nobody
/// would find the token in what is left of it.
fn fit(version: &str) -> String {
    match version.chars().nth(LONGEST_VERSION) {
        None => shown::escape(version).into_owned(),
        Some(_) => "of an endless version".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(list: &str) -> AllowedOrigins {
        let answer =
            format!(r#"{{"serverSettings":{{"allowedOrigins":{list},"version":"2.36.0"}}}}"#);
        AllowedOrigins::of(answer.as_bytes()).unwrap()
    }

    #[test]
    fn a_list_is_the_request_that_stores_it() {
        for (list, request) in [
            ("[]", "{\n  \"allowedOrigins\": []\n}\n"),
            ("null", "{\n  \"allowedOrigins\": null\n}\n"),
            (
                "\"https://a.example\"",
                "{\n  \"allowedOrigins\": \"https://a.example\"\n}\n",
            ),
            (
                r#"["https://a.example",1e400,{"a":[ 1 ]},"\ud800"]"#,
                "{\n  \"allowedOrigins\": [\n    \"https://a.example\",\n    1e400,\n    {\"a\":[ 1 ]},\n    \"\\ud800\"\n  ]\n}\n",
            ),
        ] {
            assert_eq!(read(list).request(), request);
        }
    }

    #[test]
    fn lists_are_compared_by_value() {
        assert_eq!(
            read(r#"["\u0061",{"a":1,"b":2}]"#),
            read(r#"[ "a", {"b":2,"a":1} ]"#)
        );
        assert_ne!(read(r#"["a","b"]"#), read(r#"["b","a"]"#));
        assert_eq!(read(r#"["\ud800", 1]"#), read(r#"["\ud800",1]"#));
        assert_ne!(read("[]"), read("null"));
        assert_ne!(read("\"a\""), read("[\"a\"]"));
    }

    #[test]
    fn answers_without_a_list_are_told_apart() {
        let malformed = |answer: &str| AllowedOrigins::of(answer.as_bytes()).unwrap_err();
        assert!(matches!(malformed(""), Malformed::Syntax(_)));
        assert!(matches!(malformed("<html>"), Malformed::Syntax(_)));
        assert!(matches!(
            malformed("{\"serverSettings\":{"),
            Malformed::Syntax(_)
        ));
        assert!(matches!(malformed("[]"), Malformed::Shape));
        assert!(matches!(malformed("{}"), Malformed::Shape));
        assert!(matches!(
            malformed("{\"serverSettings\":null}"),
            Malformed::Shape
        ));
        let Malformed::Absent { version } = malformed(r#"{"serverSettings":{"version":"2.27.0"}}"#)
        else {
            panic!("a server that is too old")
        };
        assert_eq!(version.as_deref(), Some("2.27.0"));
    }
}
