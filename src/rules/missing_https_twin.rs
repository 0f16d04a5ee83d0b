use super::{Check, Concern, Glance, Member, Problem, Twin};
use crate::origin::Reach;

declare_rule! {
    /// The tool may come over http, but not over https.
    ///
    /// `http://tool.example` and `https://tool.example` are different origins. Most sites redirect to
    /// https, and browsers try it first, so that the page that really loads is not the one listed. On
    /// this machine https is rare, so it is not asked for; on a private network it is only a note.
    ///
    /// Example: `http://tool.example` without `https://tool.example`.
    ///
    /// Ignore it for a tool that has no https.
    name: "missing-https-twin",
    severity: Warning,
    fix: Unsafe,
    checks: [Check::Member(check), Check::Glance(glance)],
    cases: [
        listed(&["http://tool.example"], 0, Some(&["http://tool.example", "https://tool.example"])),
        listed(&["http://192.168.1.5"], 0, Some(&["http://192.168.1.5", "https://192.168.1.5"])),
        quiet_list(&["http://tool.example", "https://tool.example"]),
        quiet_list(&["http://tool.example:8080"]),
        quiet_list(&["http://localhost"]),
        quiet_list(&["https://tool.example"]),
    ],
}

fn glance(entry: &Glance<'_>) -> Concern {
    let lacks = || entry.missing_twin() == Some(Twin::Https);
    Concern::perhaps(entry.reach() != Reach::Loopback && lacks())
}

fn check(entry: &Member<'_>) -> Option<Problem> {
    entry.lacking(|origin| {
        let reach = entry.candidate.reach()?;
        let twin = origin.twin().filter(|_| origin.scheme() == "http")?;
        let message =
            format!("{twin} is another origin and isn't listed; most tools are opened over https");
        let problem = Problem::new(&entry.candidate.parts().scheme, message);
        match reach {
            Reach::Loopback => None,
            Reach::Private => Some((twin, problem.only_a_note())),
            Reach::Public => Some((twin, problem)),
        }
    })
}
