//! JSON as a Node server gives it back.

use serde_json::value::RawValue;

/// What `JSON.stringify(JSON.parse(text))` gives; none where the text is no JSON.
///
/// Made from the text, not from a `serde_json::Value`, which would sort the keys: its feature
/// `preserve_order`, asked for by the tests, would change the program that they test. Not imitated:
/// keys that stand twice or look like numbers, and strings with a surrogate that has no partner.
pub fn stringify(text: &str) -> Option<String> {
    serde_json::from_str::<&RawValue>(text).ok()?;
    let mut compact = String::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => string_end(rest),
            '-' | '0'..='9' => rest.find([',', ']', '}', ' ', '\t', '\r', '\n']),
            _ => Some(1),
        };
        let (token, after) = rest.split_at(end.unwrap_or(rest.len()));
        match first {
            '"' => match serde_json::from_str::<String>(token) {
                Ok(decoded) => compact.push_str(&serde_json::to_string(&decoded).ok()?),
                Err(_) => compact.push_str(token),
            },
            '-' | '0'..='9' => compact.push_str(&number(token.parse().ok()?)),
            _ => compact.push_str(token),
        }
        rest = after.trim_start();
    }
    Some(compact)
}

/// Where a string ends that begins the text: behind the first quote that no backslash escapes.
fn string_end(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let quote = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    })?;
    Some(quote + 2)
}

/// ECMAScript's `Number::toString`.
fn number(number: f64) -> String {
    if number == 0.0 {
        return "0".to_owned();
    }
    if (1e-6..1e21).contains(&number.abs()) {
        return number.to_string();
    }
    let text = format!("{number:e}");
    if text.contains("e-") {
        text
    } else {
        text.replace('e', "e+")
    }
}

/// The right side is what Node prints.
#[test]
fn json_comes_back_as_node_gives_it() {
    for (text, stringified) in [
        (" [ ] ", "[]"),
        (
            "{\"b\" : [1, true],\n\"a\": null}",
            "{\"b\":[1,true],\"a\":null}",
        ),
        ("[1.0, 1e2, -0, 0.50]", "[1,100,0,0.5]"),
        ("12345678901234567890", "12345678901234567000"),
        ("[1e21, 1e-7, 0.000001]", "[1e+21,1e-7,0.000001]"),
        (r#""\u00e9 \/ \" \\""#, r#""é / \" \\""#),
        (r#"["\\", "a ,b"]"#, r#"["\\","a ,b"]"#),
        (r#""\u0007\n""#, r#""\u0007\n""#),
    ] {
        assert_eq!(stringify(text).as_deref(), Some(stringified), "{text}");
    }
    assert_eq!(stringify("[1,]"), None);
}
