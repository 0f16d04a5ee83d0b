//! What real servers answered, asked of the stand-in again: it is as faithful as this shows.
//!
//! `tests/data/audiobookshelf/recorded.json` holds 51 exchanges with each of four versions, in order,
//! since they build on each other. A request stands once; its answers stand by the versions that gave
//! them. `<STATUS>`, `<STATUS_WITHOUT_USERS>` and `<SETTINGS>` are the version's own bodies, the last
//! one with `allowedOrigins` put in.

use std::collections::BTreeMap;
use std::io::{BufReader, Write};
use std::net::TcpStream;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::stand_in::{ADMIN_TOKEN, API_KEY, Bodies, Message, StandIn, USER_TOKEN, recorded};

#[derive(Deserialize)]
struct Recorded {
    versions: BTreeMap<String, Bodies>,
    exchanges: Vec<Exchange>,
}

#[derive(Deserialize)]
struct Exchange {
    name: String,
    /// Null where 2000 entries were sent, and not recorded.
    #[serde(default)]
    request: Value,
    /// By versions, with spaces between them.
    answers: BTreeMap<String, Value>,
}

impl Exchange {
    fn answer(&self, version: &str) -> &Value {
        let gave = |(versions, _): &(&String, &Value)| versions.split(' ').any(|it| it == version);
        self.answers.iter().find(gave).unwrap().1
    }
}

/// The body that a recorded answer stands for.
fn body(answer: &Value, bodies: &Bodies) -> String {
    match answer["body"].as_str().unwrap() {
        "<STATUS>" => bodies.status.get().to_owned(),
        "<STATUS_WITHOUT_USERS>" => bodies.status_without_users.get().to_owned(),
        "<SETTINGS>" => {
            let list = answer.get("allowedOrigins").map(Value::to_string);
            bodies.settings(list.as_deref())
        }
        text => text.to_owned(),
    }
}

/// Sends a recorded request, with the stand-in's tokens in the places of the real ones.
fn send(stream: &mut TcpStream, request: &Value) -> Message {
    let mut head = format!(
        "{} {} HTTP/1.1\r\n",
        request["method"].as_str().unwrap(),
        request["path"].as_str().unwrap()
    );
    for (name, value) in request["headers"].as_object().unwrap() {
        let value = value
            .as_str()
            .unwrap()
            .replace("<ADMIN_TOKEN>", ADMIN_TOKEN)
            .replace("<API_KEY>", API_KEY)
            .replace("<USER_TOKEN>", USER_TOKEN);
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let body = match &request["body"] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        json => json.to_string(),
    };
    // in one write, for the same reason as the answers
    let request = format!("{head}Content-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).unwrap();
    Message::read(&mut BufReader::new(stream)).unwrap().unwrap()
}

fn status(answer: &Message) -> u64 {
    let code = answer.first_line.split(' ').nth(1).unwrap();
    code.parse().unwrap()
}

/// The headers of an answer that were recorded, if they were there.
fn recorded_headers(answer: &Message) -> Value {
    let names = ["content-security-policy", "content-type"];
    answer
        .headers
        .iter()
        .filter(|(name, _)| names.contains(&name.as_str()) || name.starts_with("access-control-"))
        .map(|(name, value)| (name.clone(), Value::from(value.as_str())))
        .collect()
}

/// How many of 2000 entries a server gives back.
fn stored_of_2000(stream: &mut TcpStream, name: &str) -> usize {
    let entries: Vec<String> = (0..2000)
        .map(|n| format!("https://tool{n}.example"))
        .collect();
    let answer = send(
        stream,
        &json!({
            "method": "PATCH",
            "path": "/api/settings",
            "headers": {"Authorization": "Bearer <API_KEY>", "Content-Type": "application/json"},
            "body": {"allowedOrigins": entries},
        }),
    );
    assert_eq!(status(&answer), 200, "{name}");
    let answer: Value = serde_json::from_slice(&answer.body).unwrap();
    let list = answer["serverSettings"]["allowedOrigins"].as_array();
    list.map_or(0, Vec::len)
}

#[test]
fn the_stand_in_answers_as_the_servers_did() {
    let recorded: Recorded = serde_json::from_str(&recorded()).unwrap();
    assert_eq!(recorded.versions.len(), 4);
    assert_eq!(recorded.exchanges.len(), 51);
    for (version, bodies) in &recorded.versions {
        let stand_in = StandIn::start(version);
        let mut stream = TcpStream::connect(stand_in.address()).unwrap();
        for exchange in &recorded.exchanges {
            let name = format!("{version}: {}", exchange.name);
            // two things were done between exchanges, outside of them
            stand_in.set_initialised(exchange.name != "status before the first user exists");
            if exchange.name.starts_with("empty list: ") {
                stand_in.store("[]");
            }
            let wanted = exchange.answer(version);
            if exchange.request.is_null() {
                assert_eq!(wanted["status"], 200, "{name}");
                assert_eq!(
                    wanted["stored"],
                    stored_of_2000(&mut stream, &name),
                    "{name}"
                );
                continue;
            }
            let found = send(&mut stream, &exchange.request);
            assert_eq!(wanted["status"], status(&found), "{name}");
            assert_eq!(wanted["headers"], recorded_headers(&found), "{name}");
            let found = String::from_utf8(found.body).unwrap();
            assert_eq!(body(wanted, bodies), found, "{name}");
        }
        assert_eq!(stand_in.requests().len(), 51);
    }
}
