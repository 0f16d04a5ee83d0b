use super::{Check, Edit, Problem};
use crate::entry::{Value, kind_of_json};

declare_rule! {
    /// Something else stands where the list should be.
    ///
    /// `null` switches the feature off, and Audiobookshelf before 2.31.0 stored a plain string without
    /// a word; neither lets anyone in. The fix makes a list of the one string, or an empty list.
    ///
    /// Example: `{"allowedOrigins": "https://tool.example"}` should be
    /// `{"allowedOrigins": ["https://tool.example"]}`.
    ///
    /// Never ignore it: the setting does nothing.
    name: "not-a-list",
    severity: Error,
    fix: Unsafe,
    checks: [Check::Value(check)],
    cases: [
        instead("\"https://tool.example\"", Some(&["https://tool.example"])),
        instead("null", Some(&[])),
        instead("{}", None),
        quiet("https://tool.example"),
    ],
}

fn check(value: &Value) -> Option<Problem> {
    let Value::NotAList(json) = value else {
        return None;
    };
    let message = format!("{} stands where the list should be", kind_of_json(json));
    let problem = Problem::new(&(0..json.len()), message);
    Some(match serde_json::from_str(json) {
        Ok(serde_json::Value::String(text)) => problem.edit(Edit::Become(vec![text])),
        Ok(serde_json::Value::Null) => problem.edit(Edit::Become(Vec::new())),
        _ => problem,
    })
}
