use super::{Check, Problem};
use crate::entry::{Value, kind_of_json};

declare_rule! {
    /// A value in the list is no string.
    ///
    /// Audiobookshelf compares each entry with the `Origin` header, which is a string, so a number,
    /// `null`, an object or a nested list never matches. Edits leave such values alone.
    ///
    /// Example: `["https://tool.example", 42]`.
    ///
    /// Ignore it if another program keeps something of its own in the list.
    name: "not-a-string",
    severity: Error,
    fix: none,
    checks: [Check::Value(check)],
    cases: [
        value("42"),
        value("null"),
        value("{\"url\":\"https://tool.example\"}"),
        value("[\"https://tool.example\"]"),
        quiet("https://tool.example"),
    ],
}

fn check(value: &Value) -> Option<Problem> {
    let Value::NotAString(json) = value else {
        return None;
    };
    let message = format!("{} never matches: an entry is a string", kind_of_json(json));
    Some(Problem::new(&(0..json.len()), message))
}
