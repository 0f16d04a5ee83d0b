use super::{Check, Concern, Edit, Glance, Member, Problem, Twin};
use crate::origin::{Canonical, Reach, Span};

declare_rule! {
    /// The tool may come over https, but not over http.
    ///
    /// That is how it should be, unless somebody also opens the tool over plain http: the two are
    /// different origins. Listing the http one lets in whoever can touch that network.
    ///
    /// Example: `https://tool.example` without `http://tool.example`.
    ///
    /// Ignore it, as nearly everybody can: it is a note for the day when the tool says "Failed to fetch".
    name: "missing-http-twin",
    severity: Note,
    fix: Unsafe,
    checks: [Check::Member(check), Check::Glance(glance), Check::Note(note)],
    cases: [
        listed(&["https://tool.example"], 0, Some(&["https://tool.example", "http://tool.example"])),
        quiet_list(&["http://tool.example", "https://tool.example"]),
        quiet_list(&["https://tool.example:8443"]),
        quiet_list(&["https://localhost"]),
        quiet_list(&["http://tool.example"]),
    ],
}

fn glance(entry: &Glance<'_>) -> Concern {
    // it has nothing else to say, and says it of most entries
    match entry.reach() != Reach::Loopback && entry.missing_twin() == Some(Twin::Http) {
        true => Concern::Once,
        false => Concern::None,
    }
}

fn check(entry: &Member<'_>) -> Option<Problem> {
    entry.lacking(|origin| {
        let reach = entry.candidate.reach();
        reach.filter(|reach| *reach != Reach::Loopback)?;
        let twin = origin.twin().filter(|_| origin.scheme() == "https")?;
        let problem = problem(twin.as_str(), &entry.candidate.parts().scheme);
        Some((twin, problem))
    })
}

fn note(canonical: &Canonical<'_>) -> Problem {
    let scheme = 0..canonical.scheme().len();
    let twin = ["http", &canonical.as_str()[scheme.end..]].concat();
    problem(&twin, &scheme).edit(Edit::Also(twin))
}

fn problem(twin: &str, scheme: &Span) -> Problem {
    let rest = " isn't listed; needed only if the tool is also opened over http";
    Problem::new(scheme, [twin, rest].concat())
}
