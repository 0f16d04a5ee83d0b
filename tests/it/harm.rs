//! Servers that mean harm: what they send has no end, or grows when it is read. The time and the memory
//! that it takes have bounds all the same, and nothing is written.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use crate::console::clean;
use crate::servers::Run;
use crate::stand_in::{API_KEY, Reply, StandIn};

/// How much address space corsctl gets, in KiB. Most runs need a tenth, the longest lists a half.
const MEMORY: &str = "1048576";

/// When a run counts as one that never ends: many times what the slowest takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(300);

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// Runs a command that may never end: then it is stopped, and the test has failed.
pub fn watch(mut command: Command, folder: &Path) -> Run {
    let [out, said] = ["out", "said"].map(|name| folder.join(name));
    let mut child = command
        .stdin(Stdio::null())
        .stdout(fs::File::create(&out).unwrap())
        .stderr(fs::File::create(&said).unwrap())
        .spawn()
        .unwrap();
    let start = Instant::now();
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if start.elapsed() > PATIENCE => {
                child.kill().unwrap();
                panic!("{command:?} never ends");
            }
            None => thread::sleep(Duration::from_millis(20)),
        }
    };
    let [out, said] = [out, said].map(|path| fs::read_to_string(path).unwrap());
    // none if it ran out of memory, or of stack
    let code = status.code();
    let code = code.unwrap_or_else(|| panic!("{status}: {said}"));
    Run { code, out, said }
}

/// Runs corsctl with little memory.
fn bounded(folder: &Path, arguments: &[&str]) -> Run {
    // elsewhere shells can't limit it
    let limit = if cfg!(target_os = "linux") {
        "ulimit -v"
    } else {
        ":"
    };
    let script = format!("{limit} {MEMORY} && exec corsctl \"$@\"");
    let mut command = clean(Command::new("sh"), folder);
    command
        .args(["-c", &script, "sh"])
        .args(arguments)
        .env("CORSCTL_TOKEN", API_KEY);
    watch(command, folder)
}

fn chunked(first: &str) -> Vec<u8> {
    format!("{HEAD}transfer-encoding: chunked\r\n\r\n{first}").into_bytes()
}

fn encoded(encoding: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("{HEAD}content-encoding: {encoding}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// A stream that, flushed, stands on a byte of its own, and so can go on with the same once more.
fn spaces(mut encoder: GzEncoder<Vec<u8>>) -> (Vec<u8>, Vec<u8>) {
    encoder.flush().unwrap();
    let head = encoder.get_ref().clone();
    encoder.write_all(&[b' '; 1 << 20]).unwrap();
    encoder.flush().unwrap();
    let piece = encoder.get_ref()[head.len()..].to_vec();
    (head, piece)
}

fn gzip() -> GzEncoder<Vec<u8>> {
    GzEncoder::new(Vec::new(), Compression::best())
}

fn empty_gzip() -> Vec<u8> {
    gzip().finish().unwrap()
}

fn deep(open: &str, inside: &str, close: &str) -> String {
    const LEVELS: usize = 100_000;
    format!("{}{inside}{}", open.repeat(LEVELS), close.repeat(LEVELS))
}

type Harm = fn() -> Reply;

/// What is sent instead of any answer, the exit code it leads to, and words that it is explained with.
const HARM: &[(&str, Harm, i32, &str)] = &[
    (
        "headers without end",
        || Reply::Endless(HEAD.into(), b"x-a: b\r\n".to_vec()),
        3,
        "can't be decoded (message head is too large)",
    ),
    (
        "a header without end",
        || Reply::Endless(format!("{HEAD}x: ").into(), b"a".to_vec()),
        3,
        "can't be decoded (message head is too large)",
    ),
    (
        "preliminary answers without end",
        || Reply::Endless(Vec::new(), b"HTTP/1.1 100 Continue\r\n\r\n".to_vec()),
        3,
        "no answer within 0.5 s",
    ),
    (
        "a chunk whose size has no end",
        || Reply::Endless(chunked("1;"), b"a".to_vec()),
        3,
        "can't be decoded (chunk extensions over limit)",
    ),
    (
        "trailers without end",
        || Reply::Endless(chunked("0\r\n"), b"a: b\r\n".to_vec()),
        3,
        "can't be decoded (chunk trailers",
    ),
    (
        "a body without end, byte by byte",
        || Reply::Endless(chunked(""), b"1\r\n \r\n".to_vec()),
        3,
        "no answer within 0.5 s",
    ),
    (
        "a body without end",
        || Reply::Endless(format!("{HEAD}\r\n").into(), vec![b' '; 1 << 16]),
        2,
        "longer than any settings",
    ),
    (
        "gzip that grows a thousand times, without end",
        || {
            let (head, piece) = spaces(gzip());
            Reply::Endless(encoded("gzip", &head), piece)
        },
        2,
        "longer than any settings",
    ),
    (
        "gzip that never begins",
        || {
            let named = b"\x1f\x8b\x08\x08\0\0\0\0\0\x03";
            Reply::Endless(encoded("gzip", named), b"a".to_vec())
        },
        3,
        "no answer within 0.5 s",
    ),
    (
        "gzip of nothing, without end",
        || {
            Reply::Endless(
                encoded("gzip", &empty_gzip()[..10]),
                b"\0\0\0\xff\xff".to_vec(),
            )
        },
        3,
        "no answer within 0.5 s",
    ),
    (
        "gzip of nothing, again and again",
        || Reply::Endless(encoded("gzip", &[]), empty_gzip()),
        3,
        "can't be decoded (there are extra bytes",
    ),
    // nobody asked for these: they are bytes like any
    (
        "gzip in gzip",
        || {
            let (head, piece) = spaces(gzip());
            let mut outer = gzip();
            outer.write_all(&[head, piece].concat()).unwrap();
            Reply::Raw(encoded("gzip, gzip", &outer.finish().unwrap()))
        },
        2,
        "what came back is no JSON",
    ),
    (
        "another compression",
        || {
            let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
            zlib.write_all(&[b' '; 1 << 20]).unwrap();
            Reply::Raw(encoded("deflate", &zlib.finish().unwrap()))
        },
        2,
        "what came back is no JSON",
    ),
    (
        "a compression of which nobody has heard",
        || Reply::Raw(encoded("br", b"\x8b\x00")),
        2,
        "what came back is no JSON",
    ),
    (
        "a version as deep as a well",
        || {
            let deep = deep("[", "", "]");
            Reply::json(
                200,
                format!(r#"{{"serverSettings":{{"allowedOrigins":[],"version":{deep}}}}}"#),
            )
        },
        2,
        "what came back is no JSON (recursion limit exceeded",
    ),
    (
        "a list as deep as a well that never ends",
        || Reply::list(&"[".repeat(100_000)),
        2,
        "what came back is no JSON (expected value",
    ),
];

#[test]
fn what_has_no_end_takes_no_memory_and_no_time() {
    thread::scope(|scope| {
        for (name, harm, code, words) in HARM {
            scope.spawn(move || {
                let server = StandIn::start("2.36.0");
                server.store(r#"["https://a.example"]"#);
                server.intercept(move |_, _| Some(harm()));
                let url = server.url();
                let timeout = if words.contains("0.5 s") { "0.5" } else { "60" };
                for arguments in [
                    &["list"][..],
                    &["add", "https://b.example"],
                    &["lint", "--fix"],
                ] {
                    let sandbox = tempfile::tempdir().unwrap();
                    let options = ["--server", &url, "--timeout", timeout, "-v"];
                    let run = bounded(sandbox.path(), &[arguments, &options].concat());
                    assert_eq!(run.code, *code, "{name}: {}", run.said);
                    assert!(run.said.contains(words), "{name}: {}", run.said);
                    assert!(run.said.len() < 1000, "{name}: {}", run.said);
                }
                let asked = server.requests();
                assert_eq!(
                    asked.len(),
                    3,
                    "{name}: what would come the same way isn't asked for again"
                );
                assert!(asked.iter().all(|request| request.body == b"{}"), "{name}");
                assert_eq!(server.list().unwrap(), r#"["https://a.example"]"#);
            });
        }
    });
}

/// A server that keeps what is written, and has that list before.
fn keeping(list: String) -> StandIn {
    let server = StandIn::start("2.36.0");
    let mut body = Reply::list(&list);
    server.intercept(move |request, _| {
        if request.body != b"{}" {
            let written = String::from_utf8_lossy(&request.body).into_owned();
            body = Reply::json(200, format!(r#"{{"serverSettings":{written}}}"#));
        }
        match &body {
            Reply::Answer {
                status,
                headers,
                body,
            } => Some(Reply::Answer {
                status: *status,
                headers: headers.clone(),
                body: body.clone(),
            }),
            _ => None,
        }
    });
    server
}

/// They are lists all the same, and are edited as any other.
#[test]
fn a_list_may_be_long_and_its_values_deep() {
    let many = |count: usize| {
        let entries = (0..count).map(|n| format!("\"https://h{n}.example\""));
        format!("[{}]", entries.collect::<Vec<_>>().join(","))
    };
    let lists: [(&str, String, usize); 4] = [
        ("a million entries", many(1_000_000), 1_000_000),
        ("a list as deep as a well", deep("[", "", "]"), 1),
        (
            "objects as deep as a well",
            format!("[{}]", deep(r#"{"a":"#, "1", "}")),
            1,
        ),
        (
            "an entry of four megabytes",
            format!("[\"{}\"]", "a".repeat(4 << 20)),
            1,
        ),
    ];
    thread::scope(|scope| {
        for (name, list, count) in lists {
            scope.spawn(move || {
                let server = keeping(list);
                let sandbox = tempfile::tempdir().unwrap();
                let run = |arguments: &[&str]| {
                    let options = ["--server", &server.url(), "--timeout", "300"];
                    let run = bounded(sandbox.path(), &[arguments, &options].concat());
                    assert_eq!(run.code, 0, "{name}: {}", run.said);
                    run
                };
                assert_eq!(run(&["list"]).out.lines().count(), count, "{name}");
                assert_eq!(
                    run(&["add", "https://b.example"]).out,
                    "added https://b.example\n"
                );
                let written = server.requests().pop().unwrap().body;
                assert!(
                    written.ends_with(b"\"https://b.example\"\n  ]\n}\n"),
                    "{name}"
                );
                if count == 1 {
                    let undone = run(&["undo"]).out;
                    assert_eq!(undone, "removed https://b.example\n", "{name}");
                }
            });
        }
    });
}
