use super::{Check, Concern, Edit, Glance, Member, Problem};

declare_rule! {
    /// The server's own origin is listed.
    ///
    /// A page that the server itself delivers asks for nothing across origins, so its requests pass
    /// without an entry. Which origin that is, is known with `--server`. The entry is only reported
    /// where another one keeps the list from being empty.
    ///
    /// Example: `https://home.example` in the list of the server at `https://home.example/audiobookshelf`.
    ///
    /// Ignore it where a tool is served from the same scheme, host and port as another server that
    /// goes by this list.
    name: "own-origin",
    severity: Note,
    fix: Safe,
    checks: [Check::Member(check), Check::Glance(glance)],
    cases: [
        served(
            "https://home.example/audiobookshelf",
            &listed(&["https://tool.example", "https://Home.example/"], 1, Some(&[])),
        ),
        served("http://[::1]:80", &listed(&["http://[::1]", "https://tool.example"], 0, Some(&[]))),
        served("https://home.example", &quiet_list(&["https://home.example", "http://localhost"])),
        served("https://home.example", &quiet_list(&["https://home.example"])),
        served("https://home.example", &quiet_list(&["http://home.example", "https://home.example:8443"])),
        quiet_list(&["https://home.example", "https://tool.example"]),
    ],
}

fn glance(entry: &Glance<'_>) -> Concern {
    Concern::perhaps(entry.is_own())
}

fn check(entry: &Member<'_>) -> Option<Problem> {
    let own = entry.list.owner.origin.as_ref()?;
    if entry.origin()? != own || !entry.list.has_use {
        return None;
    }
    let message = format!("{own} is the server itself: its own pages need no entry");
    let all = 0..entry.candidate.text().len();
    Some(Problem::new(&all, message).edit(Edit::Become(Vec::new())))
}
