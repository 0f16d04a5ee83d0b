//! Servers that repeat the token which they were just told: it is nowhere to be found afterwards.

use std::fs;
use std::path::Path;
use std::thread;

use crate::servers::as_admin;
use crate::stand_in::{API_KEY, Reply, Request, StandIn};

/// A token of which each piece can be told in whatever letters and encodings it is repeated. It is as
/// long as an API key, and has what URLs, JSON and XML write in another way.
const TOKEN: &str = "S3cr3T.s3cr3t\"S3CR3T{s3cr3t}s3cr3t^s3cr3t|S3cr3t`s3cr3t\\s3cr3t<s3cr3t>S3cr3t&s3cr3t's3cr3t_s3cr3t-s3cr3t%s3cr3t.s3cr3t.s3cr3t";

/// The same, as far as a host can be called so.
const TOKEN_OF_A_HOST: &str = "S3cr3T.s3cr3tS3CR3T-s3cr3t.s3cr3ts3cr3t.s3cr3t";

/// Whether a piece of it is there.
fn leaks(text: &[u8]) -> bool {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    text.contains("s3cr3t") || text.contains(API_KEY)
}

/// All that stands in a folder: names and contents.
pub fn all_files(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        all.extend(path.file_name().unwrap().as_encoded_bytes());
        all.push(b'\n');
        all.extend(match path.is_dir() {
            true => all_files(&path),
            false => fs::read(&path).unwrap(),
        });
    }
    all
}

type Echo = fn(&Request, &str) -> Reply;

/// What a server can repeat the token in; the request says whether it is about the settings.
const ECHOES: &[(&str, Echo)] = &[
    ("an error's body", |_, token| Reply::text(400, token)),
    ("the end of what is quoted of an error", |_, token| {
        Reply::text(403, format!("{}{token}", "x".repeat(110)))
    }),
    ("an error's JSON", |_, token| {
        Reply::json(500, serde_json::json!({ "error": token }).to_string())
    }),
    ("a web page", |_, token| {
        Reply::html(200, format!("<p>{token}</p>"))
    }),
    ("a redirect's path", |_, token| {
        Reply::html(302, "").with("location", &format!("/{token}/api/settings"))
    }),
    ("a redirect's host", |_, token| {
        Reply::html(302, "").with("location", &format!("https://{token}/api/settings"))
    }),
    ("a redirect's query", |_, token| {
        Reply::html(302, "").with(
            "location",
            &format!("https://sso.example/?t={token}#{token}"),
        )
    }),
    ("a sign-in", |_, token| {
        Reply::text(401, "").with("www-authenticate", &format!("Bearer realm=\"{token}\""))
    }),
    ("the time to come back", |_, token| {
        Reply::text(429, "").with("retry-after", token)
    }),
    ("a version", |_, token| {
        let settings = serde_json::json!({ "version": token, "app": "audiobookshelf",
            "serverVersion": token, "isInit": true });
        let mut answer = settings.clone();
        answer["serverSettings"] = settings;
        Reply::json(200, answer.to_string())
    }),
    ("an entry", |_, token| {
        Reply::list(&serde_json::json!(["https://a.example", token]).to_string())
    }),
    ("part of an entry", |_, token| {
        Reply::list(&serde_json::json!([format!("https://a.example/?{token}#")]).to_string())
    }),
    ("an entry in other letters", |_, token| {
        Reply::list(&serde_json::json!([token.to_ascii_uppercase()]).to_string())
    }),
    ("an entry that spells it in escapes", |_, token| {
        let units = token.encode_utf16().map(|unit| format!("\\u{unit:04x}"));
        Reply::list(&format!("[\"{}\"]", units.collect::<String>()))
    }),
    ("a value that is no string", |_, token| {
        Reply::list(&serde_json::json!([{ "key": token }]).to_string())
    }),
    ("what stands in the place of the list", |_, token| {
        Reply::list(&serde_json::json!(token).to_string())
    }),
    ("the headers of CORS", |_, token| {
        Reply::text(200, "")
            .with("access-control-allow-origin", token)
            .with("access-control-allow-headers", token)
            .with("access-control-allow-methods", token)
            .with("cross-origin-resource-policy", token)
    }),
    ("a redirect where the page may follow", |_, token| {
        Reply::text(302, "")
            .with("access-control-allow-origin", "*")
            .with("access-control-allow-headers", "authorization")
            .with("location", &format!("/{token}"))
    }),
    (
        "the answer to a write alone",
        |request, token| match request.body.len() {
            0..3 => Reply::list("[]"),
            _ => Reply::text(400, token),
        },
    ),
    (
        "the list behind a write alone",
        |request, token| match request.body.len() {
            0..3 => Reply::list("[]"),
            _ => Reply::list(&serde_json::json!([token]).to_string()),
        },
    ),
];

/// All that speaks to a server, and what is left behind.
const COMMANDS: &[&[&str]] = &[
    &["list"],
    &["list", "--format", "json"],
    &["lint"],
    &["lint", "--fix", "--unsafe-fixes", "--yes"],
    &["lint", "--diff"],
    &["lint", "--format", "json"],
    &["lint", "--format", "sarif"],
    &["add", "https://b.example"],
    &["add", "--dry-run", "https://b.example"],
    &["add", "--format", "json", "https://b.example"],
    &["add", "--probe", "http://localhost:3000"],
    &["remove", "https://a.example"],
    &["set", "--yes", "https://c.example"],
    &["undo", "--dry-run"],
    &["undo"],
    &["probe", "http://localhost:3000", "http://localhost:3001"],
    &[
        "probe",
        "--format",
        "json",
        "http://localhost:3000",
        "http://localhost:3001",
    ],
    &["history"],
    &["history", "--format", "json"],
];

#[test]
fn a_token_that_the_server_repeats_is_nowhere_to_be_found() {
    thread::scope(|scope| {
        for (name, echo) in ECHOES {
            scope.spawn(move || {
                let token = match *name {
                    "a redirect's host" => TOKEN_OF_A_HOST,
                    _ => TOKEN,
                };
                let server = StandIn::start("2.36.0");
                let url = server.url();
                let sandbox = tempfile::tempdir().unwrap();
                let folder = sandbox.path();
                // a write that succeeds, so that there is a history
                let first = ["add", "-v", "--server", &url, "https://a.example"];
                let output = as_admin(folder, &first).output().unwrap();
                assert!(output.status.success());
                server.intercept(|request, _| Some(echo(request, token)));
                for arguments in COMMANDS {
                    let output = as_admin(folder, arguments)
                        .args(["-v", "--server", &url])
                        .env("CORSCTL_TOKEN", token)
                        .output()
                        .unwrap();
                    let printed = [output.stdout, output.stderr].concat();
                    let told = String::from_utf8_lossy(&printed);
                    assert!(!leaks(&printed), "{name}: {arguments:?}: {told}");
                    assert!(
                        output.status.code().is_some_and(|code| code < 6),
                        "{name}: {told}"
                    );
                }
                let kept = all_files(folder);
                assert!(kept.windows(7).any(|name| name == b"history"));
                assert!(!leaks(&kept), "{name}: {}", String::from_utf8_lossy(&kept));
            });
        }
    });
}
