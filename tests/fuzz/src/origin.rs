//! Texts, taken apart.

use corsctl::origin::{Candidate, Origin, Shape, Span};
use url::Url;

/// Parts cover their text, and its origin is the one that the `url` crate reads off it.
pub fn origin(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else {
        return;
    };
    let candidate = Candidate::parse(text);
    let parts = candidate.parts();
    let mut end = 0;
    for part in parts.spans() {
        assert_eq!(part.start, end, "{parts:?}");
        assert!(text.is_char_boundary(part.end), "{parts:?}");
        end = part.end;
    }
    assert_eq!(end, text.len(), "{parts:?}");
    check_spans(text, &candidate.secrets());
    if let Shape::Several(pieces) = candidate.shape() {
        check_spans(text, pieces);
    }
    let core = &text[parts.leading.end..parts.trailing.start];
    check_shape(&candidate, core);
    check_origin(&candidate, core);
}

/// Spans in order that don't overlap, hold something, and cut no character.
fn check_spans(text: &str, spans: &[Span]) {
    for span in spans {
        assert!(!text[span.clone()].is_empty(), "{spans:?}");
    }
    for pair in spans.windows(2) {
        assert!(pair[0].end <= pair[1].start, "{spans:?}");
    }
}

/// What a URL parser takes for a web address is one, or more, or a pattern, or a scheme written twice.
fn check_shape(candidate: &Candidate<'_>, core: &str) {
    let shape = candidate.shape();
    let is_web = Url::parse(core).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let is_meant = matches!(
        shape,
        Shape::Web | Shape::Several(_) | Shape::Pattern | Shape::Misspelt(_)
    );
    assert!(!is_web || is_meant, "{core:?} is {shape:?}");
}

fn check_origin(candidate: &Candidate<'_>, core: &str) {
    let origin = candidate.origin();
    assert_eq!(Origin::of(candidate.text()).as_ref(), origin);
    if let Some(origin) = origin {
        let again = Candidate::parse(origin.as_str());
        assert!(again.is_exact(), "{origin} became {:?}", again.origin());
        let port = origin.port().map(|port| format!(":{port}"));
        let parts = [
            origin.scheme(),
            "://",
            origin.host(),
            &port.unwrap_or_default(),
        ];
        assert_eq!(parts.concat(), origin.as_str());
    }
    if *candidate.shape() == Shape::Web {
        let expected = Url::parse(core)
            .ok()
            .map(|url| url.origin().ascii_serialization());
        let expected = expected.filter(|origin| is_one_address(origin));
        assert_eq!(origin.map(Origin::as_str), expected.as_deref(), "{core:?}");
    }
}

/// Whether a text reads as one address and nothing else: the URL Standard lets commas, quotation marks
/// and `*` into a host.
fn is_one_address(origin: &str) -> bool {
    let candidate = Candidate::parse(origin);
    let parts = candidate.parts();
    *candidate.shape() == Shape::Web && parts.leading.is_empty() && parts.trailing.is_empty()
}
