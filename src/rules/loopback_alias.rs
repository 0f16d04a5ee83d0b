use super::{Check, Concern, Glance, Member, Problem, built_in};
use crate::origin::{Reach, scheme};

declare_rule! {
    /// One name of this machine is listed, the other isn't.
    ///
    /// `localhost` and `127.0.0.1` lead to the same place, but to a browser they are different
    /// origins: what counts is what stands in the address bar.
    ///
    /// Example: `http://localhost:3000` without `http://127.0.0.1:3000`.
    ///
    /// Ignore it if the tool is only ever opened under one of them.
    name: "loopback-alias",
    severity: Note,
    fix: Unsafe,
    checks: [Check::Member(check), Check::Glance(glance)],
    cases: [
        listed(&["http://localhost:3000"], 0, Some(&["http://localhost:3000", "http://127.0.0.1:3000"])),
        listed(&["http://127.0.0.1:3000"], 0, Some(&["http://127.0.0.1:3000", "http://localhost:3000"])),
        quiet_list(&["http://localhost:3000", "http://127.0.0.1:3000"]),
        quiet_list(&["http://127.0.0.1"]),
        quiet_list(&["capacitor://localhost"]),
        quiet_list(&["http://192.168.1.5:3000"]),
    ],
}

fn glance(entry: &Glance<'_>) -> Concern {
    Concern::perhaps(entry.reach() == Reach::Loopback)
}

fn check(entry: &Member<'_>) -> Option<Problem> {
    entry.lacking(|origin| {
        let alias = match origin.host() {
            "localhost" => "127.0.0.1",
            "127.0.0.1" => "localhost",
            _ => return None,
        };
        let other = origin.with_host(alias);
        let is_allowed =
            entry.list.owner.is_audiobookshelf && built_in::is_built_in(other.as_str());
        if !scheme::is_web(origin.scheme()) || is_allowed {
            return None;
        }
        let message = format!("{other} isn't listed; to a browser it is another origin");
        Some((other, Problem::new(&entry.candidate.parts().host, message)))
    })
}
