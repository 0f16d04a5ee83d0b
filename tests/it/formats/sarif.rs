//! What the schema of SARIF 2.1.0 asks of the objects that we write. The schema is too long to keep;
//! the numbers are the standard's sections.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{LISTS, printed, repository};

/// What a property holds.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// One of these texts.
    Of(&'static [&'static str]),
    /// Text that is a URI reference, percent-encoded.
    Uri,
    /// 16 or more hexadecimal digits.
    Hex,
    Bool,
    /// A number, at least this.
    From(u64),
    Object(&'static str),
    /// An array of objects, at least so many; no two are the same if the schema says so.
    Objects(&'static str, usize),
    /// Texts, no two the same.
    Texts,
}

use Kind::{Bool, From, Hex, Object, Objects, Of, Text, Texts, Uri};

/// A property's name, what it holds, and whether it must be there.
type Property = (&'static str, Kind, bool);

const LEVEL: Kind = Of(&["none", "note", "warning", "error"]);

/// Each object and its properties. It has no others.
const SCHEMA: &[(&str, &[Property])] = &[
    (
        "sarifLog",
        &[
            ("$schema", Uri, false),
            ("version", Of(&["2.1.0"]), true),
            ("runs", Objects("run", 0), true),
        ],
    ), // 3.13
    (
        "run",
        &[
            // 3.14
            ("tool", Object("tool"), true),
            ("invocations", Objects("invocation", 0), false),
            ("originalUriBaseIds", Object("originalUriBaseIds"), false),
            ("results", Objects("result", 0), false),
            (
                "columnKind",
                Of(&["utf16CodeUnits", "unicodeCodePoints"]),
                false,
            ),
        ],
    ),
    ("tool", &[("driver", Object("driver"), true)]),
    (
        "driver",
        &[
            // 3.19
            ("name", Text, true),
            ("informationUri", Uri, false),
            ("semanticVersion", Text, false),
            ("rules", Objects("rule", 0), false),
        ],
    ),
    (
        "rule",
        &[
            // 3.49
            ("id", Text, true),
            ("shortDescription", Object("message"), false),
            ("fullDescription", Object("message"), false),
            ("help", Object("help"), false),
            ("helpUri", Uri, false),
            ("defaultConfiguration", Object("configuration"), false),
            ("properties", Object("ruleProperties"), false),
        ],
    ),
    ("configuration", &[("level", LEVEL, false)]),
    (
        "ruleProperties",
        &[
            // GitHub's documentation
            ("tags", Texts, false),
            (
                "precision",
                Of(&["very-high", "high", "medium", "low"]),
                false,
            ),
            (
                "problem.severity",
                Of(&["error", "warning", "recommendation"]),
                false,
            ),
        ],
    ),
    ("help", &[("text", Text, true), ("markdown", Text, false)]),
    ("message", &[("text", Text, true)]), // 3.11
    (
        "originalUriBaseIds",
        &[("%SRCROOT%", Object("artifactLocation"), false)],
    ),
    (
        "invocation",
        &[
            // 3.20
            ("executionSuccessful", Bool, true),
            (
                "toolExecutionNotifications",
                Objects("notification", 0),
                false,
            ),
        ],
    ),
    (
        "notification",
        &[
            // 3.58
            ("level", LEVEL, false),
            ("message", Object("message"), true),
            ("locations", Objects("location", 0), false),
        ],
    ),
    (
        "result",
        &[
            // 3.27
            ("ruleId", Text, false),
            ("ruleIndex", From(0), false),
            ("level", LEVEL, false),
            ("message", Object("message"), true),
            ("locations", Objects("location", 0), false),
            ("partialFingerprints", Object("fingerprints"), false),
            ("fixes", Objects("fix", 0), false),
        ],
    ),
    ("fingerprints", &[("corsctl/v1", Hex, false)]),
    (
        "location",
        &[("physicalLocation", Object("physicalLocation"), false)],
    ),
    (
        "physicalLocation",
        &[
            ("artifactLocation", Object("artifactLocation"), true),
            ("region", Object("region"), false),
        ],
    ), // 3.29
    (
        "artifactLocation",
        &[
            // 3.4
            ("uri", Uri, false),
            ("uriBaseId", Of(&["%SRCROOT%"]), false),
            ("description", Object("message"), false),
        ],
    ),
    (
        "region",
        &[
            // 3.30
            ("startLine", From(1), true),
            ("startColumn", From(1), false),
            ("endLine", From(1), false),
            ("endColumn", From(1), false),
        ],
    ),
    (
        "fix",
        &[
            ("description", Object("message"), false),
            ("artifactChanges", Objects("artifactChange", 1), true),
        ],
    ), // 3.55
    (
        "artifactChange",
        &[
            ("artifactLocation", Object("artifactLocation"), true),
            ("replacements", Objects("replacement", 1), true),
        ],
    ),
    (
        "replacement",
        &[
            ("deletedRegion", Object("region"), true),
            ("insertedContent", Object("message"), false),
        ],
    ), // 3.57
];

fn check(value: &Value, object: &str, path: &str) {
    let (_, properties) = SCHEMA.iter().find(|(name, _)| *name == object).unwrap();
    let fields = value
        .as_object()
        .unwrap_or_else(|| panic!("{path} is no object"));
    for name in fields.keys() {
        let is_known = properties.iter().any(|(known, ..)| known == name);
        assert!(is_known, "{path}.{name} is unknown");
    }
    for (name, kind, is_required) in *properties {
        let path = format!("{path}.{name}");
        match value.get(name) {
            Some(value) => check_kind(value, *kind, &path),
            None => assert!(!is_required, "{path} is missing"),
        }
    }
}

fn check_kind(value: &Value, kind: Kind, path: &str) {
    let text = value.as_str().unwrap_or_default();
    let is_right = match kind {
        Text => value.is_string(),
        Of(texts) => texts.contains(&text),
        Uri => is_uri(text),
        Hex => text.len() >= 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit()),
        Bool => value.is_boolean(),
        From(least) => value.as_u64().is_some_and(|number| number >= least),
        Object(name) => {
            check(value, name, path);
            true
        }
        Objects(name, least) => {
            let items = value.as_array().unwrap();
            for (index, item) in items.iter().enumerate() {
                check(item, name, &format!("{path}[{index}]"));
            }
            // results may be equal, all others may not
            let distinct: BTreeSet<String> = items.iter().map(Value::to_string).collect();
            items.len() >= least && (name == "result" || distinct.len() == items.len())
        }
        Texts => value.as_array().unwrap().iter().all(Value::is_string),
    };
    assert!(is_right, "{path} is {value}");
}

/// RFC 3986: nothing but its characters, `%` with two digits, and no colon in the first segment of
/// what has no scheme.
fn is_uri(text: &str) -> bool {
    let is_escape = |rest: &str| {
        let digits = rest.get(..2);
        digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let escapes = text.split('%').skip(1).all(is_escape);
    let letters = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let segment = text.split('/').next().unwrap_or_default();
    let has_scheme = ["http:", "https:", "file:"].contains(&segment);
    escapes && text.chars().all(letters) && (has_scheme || !segment.contains(':'))
}

/// The run of a document that keeps to the schema.
fn run_of(report: &str) -> Value {
    let mut document: Value = serde_json::from_str(report).unwrap();
    check(&document, "sarifLog", "");
    document["runs"][0].take()
}

#[test]
fn sarif_keeps_to_its_schema() {
    let repository = repository();
    std::fs::write(
        repository.path().join("lists/a:b %é#?.txt"),
        "https://a.example/\n",
    )
    .unwrap();
    let arguments = [&["lint", "--format", "sarif", "a:b %é#?.txt"][..], &LISTS].concat();
    let run = run_of(&printed(&repository, &arguments));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let results = run["results"].as_array().unwrap();
    assert!(results.iter().any(|result| result.get("fixes").is_some()));
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    for rule in rules {
        let fired = results.iter().any(|result| result["ruleId"] == rule["id"]);
        assert!(fired, "{rule} didn't fire");
    }
    let fingerprints: BTreeSet<_> = results
        .iter()
        .map(|result| result["partialFingerprints"]["corsctl/v1"].as_str())
        .collect();
    assert_eq!(fingerprints.len(), results.len());
    let location = &results[0]["locations"][0]["physicalLocation"]["artifactLocation"];
    assert_eq!(location["uri"], "lists/a%3Ab%20%25%C3%A9%23%3F.txt");
    let invocation = &run["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    let notifications = invocation["toolExecutionNotifications"].as_array().unwrap();
    assert_eq!(notifications.len(), 2);
}

#[test]
fn sarif_keeps_to_its_schema_when_there_is_little_to_say() {
    let repository = repository();
    for (arguments, is_clean) in [
        (
            &["https://a.example", "--ignore", "missing-http-twin"][..],
            true,
        ),
        (&["", "http://[::1]/](x)"], false),
    ] {
        let arguments = [&["check", "--format", "sarif"][..], arguments].concat();
        let run = run_of(&printed(&repository, &arguments));
        assert_eq!(run["results"].as_array().unwrap().is_empty(), is_clean);
        assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    }
}

#[test]
fn a_file_outside_the_repository_has_an_absolute_uri() {
    let (repository, elsewhere) = (repository(), tempfile::tempdir().unwrap());
    let path = elsewhere.path().join("l.txt");
    std::fs::write(&path, "https://a.example/\n").unwrap();
    let arguments = ["lint", "--format", "sarif", path.to_str().unwrap()];
    let run = run_of(&printed(&repository, &arguments));
    let location = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
    let uri = location["uri"].as_str().unwrap();
    assert!(
        uri.starts_with("file:///") && uri.ends_with("/l.txt"),
        "{uri}"
    );
    assert_eq!(location.get("uriBaseId"), None);
}
