use super::{Check, Edit, Problem};
use crate::origin::{Candidate, Shape, Traits};

declare_rule! {
    /// Several origins stand in one string.
    ///
    /// Each entry is compared as a whole, so a list inside an entry never matches. The fix makes an
    /// entry of each.
    ///
    /// Example: `https://a.example, https://b.example` should be two entries.
    ///
    /// Never ignore it: the entry does nothing.
    name: "several-in-one",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Candidate(Traits::OTHER_SHAPE, check)],
    cases: [
        fires("https://a.example,https://b.example", 0..35, &["https://a.example", "https://b.example"]),
        fires("a.example b.example/", 0..20, &["https://a.example", "https://b.example"]),
        fires("https://a.examplehttps://b.example", 0..34, &["https://a.example", "https://b.example"]),
        quiet("https://a.example/x,y"),
        quiet("https://a.example"),
    ],
}

fn check(candidate: &Candidate<'_>) -> Option<Problem> {
    let Shape::Several(pieces) = candidate.shape() else {
        return None;
    };
    let texts = pieces.iter().map(|piece| candidate.part(piece).to_owned());
    let edit = Edit::Become(texts.collect());
    let message = format!(
        "{} origins in one string; each needs an entry of its own",
        pieces.len()
    );
    Some(Problem::new(&candidate.parts().opaque, message).edit(edit))
}
