//! What the gates say about a request, and which of them counts.

use std::net::IpAddr;

use reqwest::header::{HeaderName, HeaderValue};
use url::{Host, Url};

use super::{Log, Status, TOKEN};
use crate::browser::{Answer, Block, Browser, Fetch, Header, Page, Request, Verdict};
use crate::network;
use crate::shown;

/// What blocks the most browsers; of several, the first. A failure only counts where a browser would
/// have come that far.
pub(super) fn blocked_by(log: &Log) -> Option<&'static str> {
    let count = |block: &&Block| {
        let verdicts = Browser::ALL.map(|browser| block.verdicts().of(browser));
        let blocked = verdicts
            .iter()
            .filter(|verdict| **verdict == Verdict::Blocked);
        blocked.count()
    };
    let blocks = log.blocks.iter().filter(|block| count(block) > 0);
    // of equals, `max_by_key` takes the last
    let culprit = blocks.rev().max_by_key(count);
    match culprit {
        Some(block) if block.verdicts().is_dead_end() => Some(block.name()),
        _ => log.failure.or(culprit.map(Block::name)),
    }
}

/// Whether to go on: to a port that no browser uses nothing is sent.
pub(super) fn gate_one(request: &Request, log: &mut Log) -> bool {
    let blocks = request.before_traffic();
    let is_bad_port = |block: &Block| matches!(block, Block::BadPort(_));
    let may_go = !blocks.iter().any(is_bad_port);
    if blocks.is_empty() {
        let text = format!("the page may ask {}", shown::without_user(request.url()));
        log.step("mixed-content", Status::Passed, text);
    }
    for block in blocks {
        let detail = block.to_string();
        let name = match is_bad_port(&block) {
            true => "port",
            false => "mixed-content",
        };
        log.block(name, block, detail);
    }
    may_go
}

/// Judged by what was connected to, or would have been.
pub(super) fn gate_two(page: &Page, reached: &[(Request, IpAddr)], log: &mut Log) {
    const NAME: &str = "local-network";
    let space = page.space().name();
    let assumed = match page.is_space_assumed() {
        true => format!(" (the page is taken to be {space}; --page-space says otherwise)"),
        false => String::new(),
    };
    let mut blocks = reached
        .iter()
        .filter_map(|(request, ip)| request.at_address(*ip));
    match (blocks.next(), reached.first()) {
        (Some(block), _) => {
            let detail = format!("{block}{assumed}");
            log.block(NAME, block, detail);
        }
        (None, Some((_, ip))) => {
            let text = format!("{ip} is not more private than the page{assumed}");
            log.step(NAME, Status::Passed, text);
        }
        (None, None) => {
            let text = "no connection, so the address isn't known";
            log.step(NAME, Status::Unknown, text);
        }
    }
}

/// The address that a URL names itself.
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    match url.host()? {
        Host::Ipv4(ip) => Some(ip.into()),
        Host::Ipv6(ip) => Some(ip.into()),
        Host::Domain(_) => None,
    }
}

/// An answer as the browsers' checks look at it.
pub(super) fn judged(answer: &network::Answer) -> Answer {
    let header =
        |(name, value): (&HeaderName, &HeaderValue)| Header::new(name.as_str(), value.as_bytes());
    Answer::new(
        answer.status.as_u16(),
        answer.headers.iter().map(header).collect(),
    )
}

/// A header that a page sets. What needs permission may be a secret: that it is there is enough.
pub(super) fn shown_header(header: &Header, fetch: &Fetch) -> (String, String) {
    let name = header.name.to_ascii_lowercase();
    let value = match header.value == TOKEN.as_bytes() {
        false if fetch.unsafe_headers().contains(&name) && name != "content-type" => "***".into(),
        _ => String::from_utf8_lossy(&header.value),
    };
    (name, value.into_owned())
}
