//! Answers' headers, and what they let through.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use corsctl::browser::{Answer, Block, Fetch, Header, Page, Request, Verdict};
use url::Url;

/// Nobody follows more redirects than this.
const FAR: usize = 25;

/// An answer lets in what a second reading of the standard lets in.
///
/// The first line is the fetch's method, its credentials mode, its page and its URL, the lines below its
/// headers. After an empty line comes the answer: its status, and its headers.
pub fn headers(data: &[u8]) {
    let end = data.windows(2).position(|two| two == b"\n\n");
    let (question, answer) = data.split_at(end.unwrap_or(data.len()));
    let Some((page, fetch)) = read_question(&String::from_utf8_lossy(question)) else {
        return;
    };
    let answer = read_answer(answer.get(2..).unwrap_or_default());
    check_lines(&answer);
    check_fetch(&fetch);
    let question = Question {
        origin: page.origin().to_owned(),
        with_credentials: fetch.is_with_credentials(),
        method: fetch.method().to_owned(),
        names: fetch.unsafe_headers(),
    };
    let is_own = page.is_same_origin(fetch.url());
    let request = Request::first(page, fetch);
    check_gates(&request);
    let spec = match request.check_preflight(&answer) {
        Ok(()) => Verdict::Allowed,
        Err(block) => check_block(&block),
    };
    assert_eq!(spec == Verdict::Allowed, question.is_allowed(&answer));
    check_way(request, is_own || question.is_in(&answer), &answer);
}

fn read_question(text: &str) -> Option<(Page, Fetch)> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut words = first.split(' ');
    let method = words.next()?;
    let with_credentials = words.next() == Some("include");
    let page = Page::at(words.next().unwrap_or("https://tool.example"), None)?;
    let url = words.next().unwrap_or("https://server.example/status");
    let headers = rest.split('\n').filter_map(|line| line.split_once(':'));
    let headers: Vec<(String, String)> = headers
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let fetch = Fetch::new(Url::parse(url).ok()?, method, &headers, with_credentials);
    Some((page, fetch.ok()?))
}

fn read_answer(bytes: &[u8]) -> Answer {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let status = lines
        .next()
        .and_then(|line| str::from_utf8(line).ok()?.parse().ok());
    let header = |line: &[u8]| {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = str::from_utf8(&line[..colon]).ok()?;
        Some(Header::new(name, &line[colon + 1..]))
    };
    Answer::new(status.unwrap_or(200), lines.filter_map(header).collect())
}

/// A value without spaces and tabs around it.
fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

fn is_token(text: &[u8]) -> bool {
    !text.is_empty()
        && text
            .iter()
            .all(|byte| byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(byte))
}

/// The lines of one name as one: Fetch, "get".
fn get(answer: &Answer, name: &str) -> Option<Vec<u8>> {
    let mut joined: Option<Vec<u8>> = None;
    for header in &answer.headers {
        if header.name.eq_ignore_ascii_case(name) {
            let mut value = joined.map_or(Vec::new(), |before| [&before, &b", "[..]].concat());
            value.extend(trim(&header.value));
            joined = Some(value);
        }
    }
    joined
}

/// The elements of a list of tokens; `None` if there are others.
fn tokens(answer: &Answer, name: &str) -> Option<Vec<String>> {
    let value = get(answer, name).unwrap_or_default();
    let elements = value.split(|byte| *byte == b',').map(trim);
    let elements = elements.filter(|element| !element.is_empty());
    elements
        .map(|element| is_token(element).then(|| String::from_utf8_lossy(element).into_owned()))
        .collect()
}

fn check_lines(answer: &Answer) {
    for header in &answer.headers {
        assert_eq!(answer.get(&header.name), get(answer, &header.name));
        let value = answer.get(&header.name).unwrap();
        let first = answer.lines(&header.name).next().unwrap();
        assert!(value.starts_with(first) && trim(first) == first);
    }
}

fn check_fetch(fetch: &Fetch) {
    assert!(is_token(fetch.method().as_bytes()));
    let names = fetch.unsafe_headers();
    assert!(names.is_sorted() && names.windows(2).all(|pair| pair[0] != pair[1]));
    for name in &names {
        assert_eq!(*name, name.to_ascii_lowercase());
        assert!(fetch.headers().iter().any(|header| header.is(name)));
    }
    for (index, header) in fetch.headers().iter().enumerate() {
        assert!(is_token(header.name.as_bytes()));
        assert!(
            !header
                .value
                .iter()
                .any(|byte| matches!(byte, 0 | b'\n' | b'\r'))
        );
        let others = &fetch.headers()[index + 1..];
        assert!(!others.iter().any(|other| other.is(&header.name)));
    }
}

/// All that can be said about a block can be said.
fn check_block(block: &Block) -> Verdict {
    let sentences = [
        Some(block.to_string()),
        block.chrome(),
        block.firefox().map(str::to_owned),
    ];
    assert!(
        sentences
            .iter()
            .flatten()
            .all(|sentence| !sentence.is_empty())
    );
    block.verdicts().spec
}

fn check_gates(request: &Request) {
    let addresses: [IpAddr; 4] = [
        Ipv4Addr::LOCALHOST.into(),
        Ipv4Addr::new(192, 168, 1, 5).into(),
        Ipv4Addr::new(93, 184, 215, 14).into(),
        Ipv6Addr::LOCALHOST.into(),
    ];
    let local = addresses
        .iter()
        .filter_map(|address| request.at_address(*address));
    for block in request.before_traffic().into_iter().chain(local) {
        check_block(&block);
    }
}

/// What the answer is to: the parts of a request that its checks ask for.
struct Question {
    origin: String,
    with_credentials: bool,
    method: String,
    /// The names of the headers that need permission.
    names: Vec<String>,
}

impl Question {
    /// Fetch, section "CORS check".
    fn is_in(&self, answer: &Answer) -> bool {
        match get(answer, "access-control-allow-origin") {
            None => false,
            Some(star) if star == b"*" => !self.with_credentials,
            Some(other) if other != self.origin.as_bytes() => false,
            Some(_) => {
                let credentials = get(answer, "access-control-allow-credentials");
                !self.with_credentials || credentials.is_some_and(|value| value == b"true")
            }
        }
    }

    /// Fetch, section "CORS-preflight fetch", step 7.
    fn is_allowed(&self, answer: &Answer) -> bool {
        let methods = tokens(answer, "access-control-allow-methods");
        let names = tokens(answer, "access-control-allow-headers");
        let (Some(methods), Some(names)) = (methods, names) else {
            return false;
        };
        let has = |list: &[String], word: &str| list.iter().any(|listed| listed == word);
        let has_star = |list: &[String]| !self.with_credentials && has(list, "*");
        let is_named = |name: &String| {
            let is_listed = names.iter().any(|listed| listed.eq_ignore_ascii_case(name));
            is_listed || has_star(&names) && name != "authorization"
        };
        let is_safe = matches!(&*self.method, "GET" | "HEAD" | "POST");
        self.is_in(answer)
            && matches!(answer.status, 200..=299)
            && (is_safe || has(&methods, &self.method) || has_star(&methods))
            && self.names.iter().all(is_named)
    }
}

/// Redirects end, and lead to http and https only; the first is followed if the answer lets the page in.
fn check_way(first: Request, is_in: bool, answer: &Answer) {
    let followed = first.follow(answer);
    assert_eq!(is_in, !matches!(followed, Err(Block::Cors(_))));
    let mut way = followed;
    for _ in 0..FAR {
        way = match way {
            Ok(Some(next)) => {
                assert!(matches!(answer.status, 301 | 302 | 303 | 307 | 308));
                assert!(
                    answer
                        .lines("location")
                        .any(|location| !location.is_empty())
                );
                assert!(matches!(next.url().scheme(), "http" | "https"));
                next.follow(answer)
            }
            Ok(None) => return,
            Err(block) => {
                check_block(&block);
                return;
            }
        }
    }
    panic!("more than {FAR} redirects");
}
