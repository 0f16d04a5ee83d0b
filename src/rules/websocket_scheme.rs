use super::{Check, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// The scheme is that of a WebSocket.
    ///
    /// The `Origin` of a WebSocket's handshake is that of the page that opens it, which is http or
    /// https (RFC 6455, section 4.1; HTML Standard). `ws:` and `wss:` never stand there.
    ///
    /// Example: `wss://tool.example` should be `https://tool.example`.
    ///
    /// Never ignore it: the entry does nothing.
    name: "websocket-scheme",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        fires("wss://tool.example", 0..3, &["https://tool.example"]),
        fires("WS://tool.example:8080", 0..2, &["http://tool.example:8080"]),
        fires("w\tss://tool.example", 0..4, &["https://tool.example"]),
        quiet("https://tool.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let (Shape::WebSocket, Some(scheme)) = (candidate.shape(), candidate.web_scheme()) else {
        return None;
    };
    let message = format!("a WebSocket's Origin is that of its page, which comes over {scheme}");
    Some(Problem::new(&candidate.parts().scheme, message).replace(scheme))
}
