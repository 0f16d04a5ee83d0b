//! A case: what a page fetches, and what the servers answer.

use std::iter;

/// What stands behind a header's name and a colon and a space, once for each time the header is
/// sent. Each character is one byte on the wire (Latin-1), so that bytes no text has can be sent.
///
/// `{origin}` is what the page sends as its Origin, `{ORIGIN}` the same in capitals; `{page}`,
/// `{target}` and `{third}` are the origins of the three servers, `{at target}` is the target without
/// its scheme, `{next}` is the path of the next hop, and `{hop}` its number.
pub type Values = &'static [&'static str];

/// Request headers; `{128}` in a value stands for that many digits.
pub type Headers = &'static [(&'static str, &'static str)];

/// Which page fetches.
#[derive(Clone, Copy, PartialEq)]
pub enum Page {
    /// One with an origin.
    Plain,
    /// One in a sandboxed frame: its origin is `null`.
    Sandboxed,
}

/// What a page asks of `fetch()`.
#[derive(Clone, Copy)]
pub struct Fetch {
    pub page: Page,
    pub method: &'static str,
    pub headers: Headers,
    /// `credentials: "include"` rather than `"omit"`.
    pub is_credentialed: bool,
}

impl Fetch {
    /// What needs no preflight.
    pub const GET: Self = Self::method("GET");
    /// What needs one.
    pub const PUT: Self = Self::method("PUT");

    pub const fn method(method: &'static str) -> Self {
        Self {
            page: Page::Plain,
            method,
            headers: &[],
            is_credentialed: false,
        }
    }

    pub const fn headers(self, headers: Headers) -> Self {
        Self { headers, ..self }
    }

    pub const fn credentialed(self, is_credentialed: bool) -> Self {
        Self {
            is_credentialed,
            ..self
        }
    }

    pub const fn sandboxed(self) -> Self {
        Self {
            page: Page::Sandboxed,
            ..self
        }
    }

    /// The request headers with their values spelt out.
    pub fn spelt(&self) -> Vec<(&'static str, String)> {
        let spell = |value: &str| match value.split_once('{').and_then(|(before, rest)| {
            let (length, after) = rest.split_once('}')?;
            let digits = "1".repeat(length.parse().ok()?);
            Some(format!("{before}{digits}{after}"))
        }) {
            Some(spelt) => spelt,
            None => value.to_owned(),
        };
        let headers = self.headers.iter();
        headers.map(|(name, value)| (*name, spell(value))).collect()
    }
}

/// What a server sends back.
#[derive(Clone, Default)]
pub struct Answer {
    pub status: u16,
    /// As they stand on the wire, with placeholders.
    pub lines: Vec<String>,
}

impl Answer {
    pub fn new(status: u16) -> Self {
        Self {
            status,
            lines: Vec::new(),
        }
    }

    /// With these lines, which need not even be headers.
    pub fn with_lines(mut self, lines: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.lines.extend(lines.into_iter().map(Into::into));
        self
    }

    /// With `name` once for each value.
    pub fn with(self, name: &str, values: Values) -> Self {
        self.with_lines(values.iter().map(|value| format!("{name}: {value}")))
    }

    /// Lets `origin` in.
    pub fn allows(self, origin: Values) -> Self {
        self.with("Access-Control-Allow-Origin", origin)
    }

    /// Lets it in with its cookies.
    pub fn allows_credentials(self) -> Self {
        self.with("Access-Control-Allow-Credentials", &["true"])
    }

    /// What leaves nothing to be wished for but the origin.
    pub fn willing(status: u16) -> Self {
        Self::new(status)
            .allows_credentials()
            .with("Access-Control-Allow-Methods", &["PUT, PATCH, DELETE"])
            .with("Access-Control-Allow-Headers", &["Authorization, X-A"])
    }
}

/// Answers at one address.
#[derive(Clone)]
pub struct Hop {
    /// To OPTIONS.
    pub preflight: Answer,
    /// To everything else.
    pub request: Answer,
}

/// One fetch, and what comes of it.
pub struct Case {
    /// What it probes.
    pub group: &'static str,
    /// In which form; unique within the group.
    pub name: String,
    pub fetch: Fetch,
    /// The target's answers, then those at the addresses that redirects lead to.
    pub hops: Vec<Hop>,
}

impl Case {
    /// A case without redirects.
    pub fn new(
        (group, name): (&'static str, &str),
        fetch: Fetch,
        preflight: Answer,
        request: Answer,
    ) -> Self {
        Self {
            group,
            name: name.to_owned(),
            fetch,
            hops: iter::once(Hop { preflight, request }).collect(),
        }
    }

    /// `group: name`.
    pub fn title(&self) -> String {
        format!("{}: {}", self.group, self.name)
    }
}
