//! What a probe found: a short story for people, one document for scripts.

use std::collections::BTreeMap;
use std::io::{self, Write};

use owo_colors::OwoColorize;
use serde::Serialize;

use super::{Look, spelling, wrap};
use crate::browser::{self, Browser};
use crate::diagnostic::Severity;
use crate::probe::{Probe, Status};
use crate::shown;

/// A probe in JSON.
#[derive(Serialize)]
pub(super) struct Probed<'a> {
    url: &'a str,
    origin: &'a str,
    request: Request<'a>,
    verdict: Verdict,
    blocked_by: Option<&'static str>,
    steps: Vec<Step<'a>>,
    advice: &'a [String],
}

#[derive(Serialize)]
struct Request<'a> {
    method: &'a str,
    headers: BTreeMap<&'a str, &'a str>,
    credentials: &'static str,
}

#[derive(Serialize)]
struct Verdict {
    spec: &'static str,
    chrome: &'static str,
    firefox: &'static str,
    safari: &'static str,
}

#[derive(Serialize)]
struct Step<'a> {
    name: &'static str,
    status: &'static str,
    detail: &'a str,
    /// What the browsers' consoles say of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    console: Option<&'a str>,
}

impl<'a> Probed<'a> {
    pub(super) fn of(probe: &'a Probe) -> Self {
        let headers = probe.headers.iter();
        let verdicts = probe.verdicts;
        Self {
            url: &probe.url,
            origin: &probe.origin,
            request: Request {
                method: &probe.method,
                headers: headers
                    .map(|(name, value)| (name.as_str(), value.as_str()))
                    .collect(),
                credentials: match probe.with_credentials {
                    true => "include",
                    false => "omit",
                },
            },
            verdict: Verdict {
                spec: verdicts.spec.name(),
                chrome: verdicts.chrome.name(),
                firefox: verdicts.firefox.name(),
                safari: verdicts.safari.name(),
            },
            blocked_by: probe.blocked_by,
            steps: probe
                .steps
                .iter()
                .map(|step| Step {
                    name: step.name,
                    status: step.status.name(),
                    detail: &step.detail,
                    console: step.console.as_deref(),
                })
                .collect(),
            advice: &probe.advice,
        }
    }
}

/// Writes all probes as one JSON array.
pub fn json(probes: &[Probe], out: &mut dyn Write) -> io::Result<()> {
    let documents: Vec<Probed<'_>> = probes.iter().map(Probed::of).collect();
    spelling::write(&mut *out, &documents)?;
    writeln!(out)
}

/// Tells a person what happened, step by step, and what to do about it.
pub fn story(probe: &Probe, look: Look, out: &mut dyn Write) -> io::Result<()> {
    writeln!(
        out,
        "{} {} {}",
        shown::escape(&probe.origin).style(look.bold()),
        "→".style(look.gutter()),
        shown::escape(&probe.url)
    )?;
    for step in &probe.steps {
        let style = match step.status {
            Status::Passed => look.good(),
            Status::Failed => look.severity(Severity::Error),
            Status::Unknown => look.severity(Severity::Warning),
        };
        let text = format!("{}: {}", step.name, step.detail);
        writeln!(
            out,
            "  {} {}",
            step.status.sign().style(style),
            hang(&text, 4)
        )?;
        if let Some(console) = &step.console {
            let text = format!("in the console: {console}");
            writeln!(out, "    {}", hang(&text, 4).style(look.gutter()))?;
        }
    }
    let verdicts = Browser::ALL.map(|browser| {
        let verdict = probe.verdicts.of(browser);
        let style = match verdict {
            browser::Verdict::Allowed => look.good(),
            browser::Verdict::Prompt => look.severity(Severity::Warning),
            browser::Verdict::Blocked => look.severity(Severity::Error),
        };
        format!("{} {}", browser.title(), verdict.words().style(style))
    });
    writeln!(out, "  {}", verdicts.join(", "))?;
    if !probe.advice.is_empty() {
        writeln!(out, "\n  {}", "What to do:".style(look.bold()))?;
    }
    for advice in &probe.advice {
        writeln!(out, "  - {}", hang(advice, 4))?;
    }
    writeln!(out)
}

/// Text of any length, its further lines under its first one.
fn hang(text: &str, indent: usize) -> String {
    let lines = wrap(&shown::escape(text), indent);
    lines.replace('\n', &format!("\n{}", " ".repeat(indent)))
}
