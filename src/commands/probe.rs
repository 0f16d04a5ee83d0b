//! `probe`: will the browser get through?

use std::io::{self, Write};

use anyhow::{Context, ensure};

use super::judge::read;
use super::settings::Settings;
use super::{look, say, stdout, target};
use crate::browser::{AddressSpace, Browser, Fetch, Page, Verdict};
use crate::cli::{self, BrowserName, Credentials, PageSpace, Shape, Talk};
use crate::diagnostic::Severity;
use crate::entry::Entry;
use crate::exit::Exit;
use crate::probe::{Probe, Prober, Target};
use crate::report::probe::{json, story};

pub(super) fn run(args: &cli::Probe, talk: &Talk, settings: &Settings) -> anyhow::Result<Exit> {
    if args.servers.insecure || !args.servers.ca_cert.is_empty() {
        let text =
            "whether a browser trusts the certificate isn't looked at (--insecure, --ca-cert)";
        say(talk, Severity::Warning, text);
    }
    let pages = pages(&read(&args.origins)?, args.page_space)?;
    let mut prober = Prober::new(
        target::network_without_token(&args.servers)?,
        args.delay.unwrap_or_default(),
        args.ask.send,
    );
    let mut probes = Vec::new();
    for target in targets(args, settings, talk)? {
        for page in &pages {
            let probe = prober.probe(&target, page)?;
            if args.format == Shape::Text && !talk.quiet {
                let mut out = stdout();
                tell(&probe, talk, &mut out)?;
                out.flush()?;
            }
            probes.push(probe);
        }
    }
    if args.format == Shape::Json {
        let mut out = stdout();
        json(&probes, &mut out)?;
        out.flush()?;
    }
    Ok(exit(&probes, &args.browser))
}

/// Tells a person what was found out.
pub(super) fn tell(probe: &Probe, talk: &Talk, out: &mut dyn Write) -> io::Result<()> {
    story(probe, look(talk, &io::stdout()), out)
}

/// Blocked, if one of the browsers that count doesn't get through. A question is a way through.
pub(super) fn exit(probes: &[Probe], browsers: &[BrowserName]) -> Exit {
    let counts = |browser: &Browser| {
        browsers.is_empty() || browsers.iter().any(|name| Browser::from(*name) == *browser)
    };
    let is_blocked = |probe: &Probe| {
        let mut browsers = Browser::ALL.into_iter().filter(counts);
        browsers.any(|browser| probe.verdicts.of(browser) == Verdict::Blocked)
    };
    match probes.iter().any(is_blocked) {
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

fn pages(entries: &[Entry], space: Option<PageSpace>) -> anyhow::Result<Vec<Page>> {
    let space = space.map(AddressSpace::from);
    let page = |entry: &Entry| {
        let text = entry.value.text().unwrap_or_default();
        Page::at(text, space).with_context(|| {
            format!(
                "{} is no page's address, so it has no origin; `corsctl check` explains it",
                entry.value
            )
        })
    };
    let mut pages = Vec::new();
    for entry in entries {
        let page = page(entry)?;
        if !pages.contains(&page) {
            pages.push(page);
        }
    }
    Ok(pages)
}

fn targets(args: &cli::Probe, settings: &Settings, talk: &Talk) -> anyhow::Result<Vec<Target>> {
    if let Some(url) = &args.url {
        let with_credentials = args.ask.credentials == Credentials::Include;
        let fetch = Fetch::new(
            url.clone(),
            &args.ask.method,
            &headers(&args.ask.header)?,
            with_credentials,
        )?;
        return Ok(vec![Target::Endpoint(fetch)]);
    }
    let servers = target::servers_to_probe(&args.servers, settings, talk)?;
    ensure!(
        !servers.is_empty(),
        "probe what? `--server URL` names an Audiobookshelf, `--url URL` any endpoint"
    );
    Ok(servers)
}

/// Names and values. What is no header isn't repeated: it may be a secret.
fn headers(given: &[String]) -> anyhow::Result<Vec<(String, String)>> {
    let header = |text: &String| {
        let (name, value) = text
            .split_once(':')
            .context("a `--header` has no colon; it looks like `Content-Type: application/json`")?;
        let value = value.trim_matches([' ', '\t']);
        Ok((name.trim().to_owned(), value.to_owned()))
    };
    given.iter().map(header).collect()
}

impl From<PageSpace> for AddressSpace {
    fn from(space: PageSpace) -> Self {
        match space {
            PageSpace::Public => Self::Public,
            PageSpace::Local => Self::Local,
            PageSpace::Loopback => Self::Loopback,
        }
    }
}

impl From<BrowserName> for Browser {
    fn from(name: BrowserName) -> Self {
        match name {
            BrowserName::Chrome => Self::Chrome,
            BrowserName::Firefox => Self::Firefox,
            BrowserName::Safari => Self::Safari,
        }
    }
}
