//! What `corsctl.toml` may say.

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::{any, prop_assert, proptest};
use proptest::sample::select;

use super::{Config, Level, NAME, Token};
use crate::severity::{FailOn, Severity};

mod mistakes;

const ALL: &str = r#"
fail-on = "never"

[rules]
insecure-origin = "note"
built-in = "ignore"

[[paths]]
path = "*.json"
pointers = ["/cors/origins", ""]
rules = { path = "warning", query = "error" }

[[paths]]
path = "legacy/"
rules = { path = "ignore" }

[[paths]]
path = "x/*.json"
pointers = ["/clients/*/webOrigins"]

[[allow]]
origin = "http://old.example"
rule = "insecure-origin"
reason = "the reader in the kitchen has no https"

[[allow]]
origin = ""
rule = "empty-entry"
reason = "it keeps the list from being empty"
path = "legacy/"

[servers.home]
url = "https://home.example/audiobookshelf/"
token-file = "keys/abs.key"

[servers.Nas-2_a]
url = "http://nas:13378"
token-env = "_ABS_2"

[servers]
attic = { url = "http://attic" }
"#;

fn parse(text: &str) -> Config {
    Config::parse(text, Path::new(NAME)).unwrap()
}

fn names(levels: &[Level]) -> Vec<(&str, Option<Severity>)> {
    let names = levels.iter().map(|(rule, level)| (rule.name, *level));
    names.collect()
}

#[test]
fn all_keys_are_read() {
    let config = parse(ALL);
    assert_eq!(config.fail_on, Some(FailOn::Never));
    let levels = [
        ("built-in", None),
        ("insecure-origin", Some(Severity::Note)),
    ];
    assert_eq!(names(&config.levels), levels);
    let exceptions = config.exceptions.iter().map(|exception| {
        let pattern = exception.pattern.as_ref();
        let pattern = pattern.map(super::Pattern::as_str);
        let written = &ALL[exception.span.clone()];
        (written, exception.rule.name, &*exception.reason, pattern)
    });
    assert_eq!(
        exceptions.collect::<Vec<_>>(),
        [
            (
                "\"http://old.example\"",
                "insecure-origin",
                "the reader in the kitchen has no https",
                None
            ),
            (
                "\"\"",
                "empty-entry",
                "it keeps the list from being empty",
                Some("legacy/")
            ),
        ]
    );
    let [first, second] = &config.exceptions[..] else {
        panic!("two exceptions");
    };
    assert_eq!((first.line, first.column), (22, 10));
    assert_eq!((second.line, second.column), (27, 10));
    let folder = std::env::current_dir().unwrap();
    let servers = config.servers.iter().map(|(name, server)| {
        let address = server.address.to_string();
        (name.as_str(), address, server.token.clone())
    });
    assert_eq!(
        servers.collect::<Vec<_>>(),
        [
            (
                "Nas-2_a",
                "http://nas:13378".to_owned(),
                Some(Token::Variable("_ABS_2".into()))
            ),
            ("attic", "http://attic".to_owned(), None),
            (
                "home",
                "https://home.example/audiobookshelf".to_owned(),
                Some(Token::File(folder.join("keys/abs.key")))
            ),
        ]
    );
}

#[test]
fn later_paths_win_and_pointers_are_the_last_ones_named() {
    let config = parse(ALL);
    let general = [
        ("built-in", None),
        ("insecure-origin", Some(Severity::Note)),
    ];
    let json = [
        ("path", Some(Severity::Warning)),
        ("query", Some(Severity::Error)),
    ];
    let legacy = [("path", None)];
    for (path, pointers, levels, exceptions) in [
        (None, vec![], general.to_vec(), 1),
        (Some("a.txt"), vec![], general.to_vec(), 1),
        (Some("../a.json"), vec![], general.to_vec(), 1),
        (
            Some("./a.json"),
            vec!["/cors/origins", ""],
            [&general[..], &json].concat(),
            1,
        ),
        (
            Some("legacy/a.json"),
            vec!["/cors/origins", ""],
            [&general[..], &json, &legacy].concat(),
            2,
        ),
        (
            Some("legacy/../x/a.json"),
            vec!["/clients/*/webOrigins"],
            [&general[..], &json].concat(),
            1,
        ),
    ] {
        let settings = config.settings_for(path.map(Path::new));
        let found: Vec<_> = settings
            .pointers
            .iter()
            .map(|pointer| pointer.as_str())
            .collect();
        assert_eq!(found, pointers, "{path:?}");
        assert_eq!(names(&settings.levels), levels, "{path:?}");
        assert_eq!(settings.exceptions.len(), exceptions, "{path:?}");
    }
}

#[test]
fn an_empty_file_says_nothing() {
    for text in ["", "\u{feff}", "# all as it is\n", "[rules]\n[servers]\n"] {
        let config = parse(text);
        assert_eq!(config.fail_on, None);
        assert!(config.levels.is_empty() && config.paths.is_empty());
        assert!(config.exceptions.is_empty() && config.servers.is_empty());
    }
}

#[test]
fn the_nearest_file_is_found_upwards() {
    let root = tempfile::tempdir().unwrap();
    let below = root.path().join("a/b");
    fs::create_dir_all(below.join(NAME)).unwrap();
    let find = || Config::find(&below).unwrap();
    assert_eq!(find().filter(|path| path.starts_with(root.path())), None);
    for folder in ["", "a"] {
        let path = root.path().join(folder).join(NAME);
        fs::write(&path, "").unwrap();
        assert_eq!(find(), Some(path));
    }
    let elsewhere = below.join("../..");
    assert_eq!(
        Config::find(&elsewhere).unwrap(),
        Some(root.path().join(NAME))
    );
}

#[test]
fn a_file_in_the_current_folder_has_a_short_name() {
    let here = std::env::current_dir().unwrap();
    assert_eq!(
        crate::paths::from_here(&here.join(NAME)),
        PathBuf::from(NAME)
    );
    let above = here.parent().unwrap().join(NAME);
    assert_eq!(crate::paths::from_here(&above), above);
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join(NAME);
    let show = |path: &Path| Config::read(path).unwrap_err().to_string();
    assert_eq!(show(&path), format!("can't read {}", path.display()));
    fs::write(&path, b"# a\n# \xc3\xa4\xff").unwrap();
    let words = "this isn't UTF-8; save the file as UTF-8";
    assert_eq!(show(&path), format!("{}:2:4: {words}", path.display()));
    fs::write(&path, b"\xff\xfe#\0").unwrap();
    assert_eq!(show(&path), format!("{}:1:1: {words}", path.display()));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_or_may_not_be_there_is_an_error() {
    let root = tempfile::tempdir().unwrap();
    let path = root.path().join(NAME);
    std::os::unix::fs::symlink(&path, &path).unwrap();
    let error = Config::find(root.path()).unwrap_err().to_string();
    assert_eq!(error, format!("can't read {}", path.display()));
}

proptest! {
    #![proptest_config(crate::origin::many_cases())]

    #[test]
    fn nothing_panics_on_any_text(text in any::<String>(), cut in any::<proptest::sample::Index>()) {
        _ = Config::parse(&text, Path::new(NAME));
        let cut = cut.index(ALL.len());
        _ = Config::parse(&format!("{}{text}{}", &ALL[..cut], &ALL[cut..]), Path::new(NAME));
    }

    #[test]
    fn a_token_is_never_repeated(
        table in select(vec!["", "[servers]", "[servers.home]", "[rules]", "[[paths]]", "[[allow]]"]),
        key in select(vec!["token", "API_KEY", "token-env", "token-file", "token-path", "reason", "x"]),
        (before, after) in select(vec![("'", "'"), ("'", ""), ("", ""), ("[", "]"), ("['", "']"), ("{ a = '", "' }"), ("\"\\x", "\"")]),
    ) {
        let text = format!("{table}\n{key} = {before}eyJs3.cr-3t{after}");
        let error = Config::parse(&text, Path::new(NAME)).unwrap_err();
        prop_assert!(!error.to_string().contains("s3"), "{}", error);
    }
}
