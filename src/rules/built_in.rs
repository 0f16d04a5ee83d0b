use super::{Check, Concern, Edit, Glance, Member, Problem};
use crate::origin::Reach;

declare_rule! {
    /// Audiobookshelf allows this origin anyway.
    ///
    /// Once its list is not empty, it also lets in `http://localhost` and `capacitor://localhost`, for
    /// its own apps. The entry is only reported where another one keeps the list from being empty, and
    /// where the list is Audiobookshelf's: at the root of a file or under `allowedOrigins`.
    ///
    /// Example: `capacitor://localhost`.
    ///
    /// Ignore it for another server's list.
    name: "built-in",
    severity: Note,
    fix: Safe,
    checks: [Check::Member(check), Check::Glance(glance)],
    cases: [
        listed(&["https://tool.example", "http://localhost"], 1, Some(&[])),
        listed(&["capacitor://localhost", "https://tool.example"], 0, Some(&[])),
        quiet_list(&["http://localhost", "capacitor://localhost"]),
        quiet_list(&["https://tool.example", "https://localhost"]),
    ],
}

/// What the server lets in by itself; seen in 2.28.0 to 2.36.0.
const BUILT_IN: [&str; 2] = ["http://localhost", "capacitor://localhost"];

pub(super) fn is_built_in(origin: &str) -> bool {
    BUILT_IN.contains(&origin)
}

fn glance(entry: &Glance<'_>) -> Concern {
    Concern::perhaps(entry.reach() == Reach::Loopback)
}

fn check(entry: &Member<'_>) -> Option<Problem> {
    if !entry.list.owner.is_audiobookshelf || !entry.list.has_use {
        return None;
    }
    let origin = entry
        .origin()
        .filter(|origin| is_built_in(origin.as_str()))?;
    let message = format!("Audiobookshelf lets {origin} in anyway, as the list isn't empty");
    let all = 0..entry.candidate.text().len();
    Some(Problem::new(&all, message).edit(Edit::Become(Vec::new())))
}
