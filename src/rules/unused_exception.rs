use super::{Problem, Rule};
use crate::shown;

declare_rule! {
    /// An exception silences nothing.
    ///
    /// An `[[allow]]` in `corsctl.toml` keeps one rule silent about one entry. Here the rule had nothing
    /// against that entry in any list of this run, or no list has it: the entry was mended or went, or
    /// the exception never fitted. It would silence the next mistake of that kind without anybody
    /// noticing. The entry is named as it stands in the list, or by its origin.
    ///
    /// Example: an exception from `insecure-origin` for `http://tool.example`, in whose place the list
    /// has `https://tool.example` by now: remove the exception.
    ///
    /// Ignore it if only some of the lists are linted at a time; better, give the exception the `path` of
    /// its lists.
    name: "unused-exception",
    severity: Warning,
    fix: none,
    checks: [],
    cases: [
        idle(&["https://tool.example"], "http://tool.example", "insecure-origin"),
        idle(&["https://tool.example/"], "https://tool.example", "path"),
        idle(&["https://tool.example/app", "https://tool.example"], "https://tool.example/", "path"),
        excused(&["http://tool.example"], "http://tool.example", "insecure-origin"),
        excused(&["https://Tool.example/app"], "https://tool.example", "path"),
        excused(&["https://a.example", "https://a.example/"], "https://a.example", "duplicate"),
        excused(&["*"], "*", "wildcard"),
    ],
}

/// What there is to say of an exception.
pub(crate) fn problem(origin: &str, rule: &Rule) -> Problem {
    let message = format!(
        "`{}` has nothing against {} in the lists of this run; remove the exception",
        rule.name,
        shown::fit(origin)
    );
    Problem::new(&(0..origin.len()), message)
}
