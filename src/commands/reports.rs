//! Where findings go: to standard output, and into a file if that is asked for.

use std::fs::{self, File};
use std::io::{self, BufWriter, IntoInnerError, IsTerminal, Write};
use std::path::Path;
use std::ptr;

use anyhow::{Context, bail, ensure};
use supports_hyperlinks::Stream;

use super::settings::Settings;
use super::{Stdout, WORKFLOW, is_in_workflow, progress, say, stdout};
use crate::cli::{Color, Report, Talk};
use crate::diagnostic::Severity;
use crate::draft::{Draft, folder, past_links};
use crate::entry::Source;
use crate::lint::{Linted, Passed};
use crate::refusal::with_way_out;
use crate::report::{FULL, Format, JSONL, Look, Render, STATISTICS, Summary};
use crate::shown;

/// The format of a file whose name ends like that; the first that fits.
const ENDINGS: &[(&str, &str)] = &[
    ("sarif", "sarif"),
    ("sarif.json", "sarif"), // before `json`
    ("json", "json"),
    ("jsonl", "jsonl"),
    ("txt", "full"),
];

/// All that findings are told to.
pub(super) struct Reports {
    sinks: Vec<Sink>,
    /// What has been told so far.
    pub summary: Summary,
}

struct Sink {
    format: &'static Format,
    renderer: Box<dyn Render>,
    out: Out,
    /// What its errors are about, if they don't say so themselves.
    name: Option<String>,
}

impl Sink {
    fn tell(
        &mut self,
        tell: impl Fn(&mut dyn Render, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        let told = tell(self.renderer.as_mut(), self.out.writer());
        told.map_err(|error| named(error, self.name.as_deref()))
    }

    fn put(self) -> io::Result<()> {
        let put = self.out.put();
        put.map_err(|error| named(error, self.name.as_deref()))
    }
}

fn named(error: io::Error, name: Option<&str>) -> io::Error {
    match name {
        Some(name) => {
            let error = with_way_out(error);
            io::Error::new(error.kind(), format!("can't write {name}: {error}"))
        }
        None => error,
    }
}

enum Out {
    Stdout(BufWriter<Stdout>),
    /// Takes its place when it is whole.
    Draft(BufWriter<Draft>),
    /// What is no plain file can't be replaced.
    Device(BufWriter<File>),
}

impl Out {
    fn writer(&mut self) -> &mut dyn Write {
        match self {
            Self::Stdout(out) => out,
            Self::Draft(out) => out,
            Self::Device(out) => out,
        }
    }

    /// Lets go of what is written.
    fn put(mut self) -> io::Result<()> {
        self.writer().flush()?;
        match self {
            Self::Stdout(_) | Self::Device(_) => Ok(()),
            Self::Draft(out) => {
                let draft = out.into_inner().map_err(IntoInnerError::into_error)?;
                draft.sync()?;
                draft.put().map(drop)
            }
        }
    }
}

impl Reports {
    /// Opens what the options ask for.
    pub fn open(
        args: &Report,
        look: Look,
        talk: &Talk,
        settings: &Settings,
    ) -> anyhow::Result<Self> {
        if let Some(path) = &args.output_file {
            ensure!(
                path != Path::new("-"),
                "`--output-file -` is no file; without it, all goes to standard output"
            );
            settings.refuse_output(path)?;
        }
        let (on_terminal, in_file) = match &args.output_file {
            Some(path) => (None, Some((path, format_of(path, args.format)?))),
            None => (args.format, None),
        };
        let format = match on_terminal {
            Some(_) if args.statistics => {
                bail!("`--statistics` is a format of its own; `--output-file` can have another one")
            }
            Some(format) => format,
            None if args.statistics => &STATISTICS,
            None => usual(talk),
        };
        let links = talk.color != Color::Never && supports_hyperlinks::on(Stream::Stdout);
        let mut sinks = vec![Sink {
            format,
            renderer: format.renderer(Look { links, ..look }),
            out: Out::Stdout(stdout()),
            name: None,
        }];
        if let Some((path, format)) = in_file {
            let look = Look {
                color: false,
                least: Severity::Note,
                summary: true,
                ..look
            };
            sinks.push(Sink {
                format,
                renderer: format.renderer(look),
                out: open(path).with_context(|| format!("can't write {}", shown::path(path)))?,
                name: Some(shown::path(path)),
            });
        }
        let summary = Summary::default();
        Ok(Self { sinks, summary })
    }

    /// Nobody is told anything; it is only counted.
    pub fn silent() -> Self {
        Self {
            sinks: Vec::new(),
            summary: Summary::default(),
        }
    }

    /// Tells of an entry of a list.
    pub fn entry(&mut self, linted: &Linted<'_>) -> io::Result<()> {
        progress::count(1);
        self.summary.count(linted);
        self.each(|renderer, out| renderer.entry(linted, out))
    }

    /// How bad an entry's findings have to be for anybody to hear of it; `None` if every entry counts.
    pub fn least(&self) -> Option<Severity> {
        let leasts = self.sinks.iter().map(|sink| sink.renderer.least());
        leasts.min().flatten()
    }

    /// Whether all there is are lines of JSON, each of which stands by itself: [`ready`](Self::ready) takes them.
    pub fn are_lines(&self) -> bool {
        matches!(self.sinks.as_slice(), [sink] if ptr::eq(sink.format, &JSONL))
    }

    /// Counts entries that nobody has to hear of.
    pub fn passed(&mut self, passed: Passed) {
        progress::count(passed.entries);
        self.summary.entries += passed.entries;
        self.summary.notes += passed.notes;
    }

    /// Tells of what isn't to be told, as it is known.
    pub fn known(&mut self, linted: &Linted<'_>) {
        self.summary.known += linted.diagnostics.len();
        let sinks = self.sinks.iter_mut();
        sinks.for_each(|sink| sink.renderer.known(linted));
    }

    /// Hands on what has been counted and put in the format of standard output before.
    pub fn ready(&mut self, summary: &Summary, bytes: &[u8]) -> io::Result<()> {
        progress::count(summary.entries);
        let all = &mut self.summary;
        for (count, more) in [
            (&mut all.entries, summary.entries),
            (&mut all.errors, summary.errors),
            (&mut all.warnings, summary.warnings),
            (&mut all.notes, summary.notes),
            (&mut all.fixable, summary.fixable),
            (&mut all.consent, summary.consent),
        ] {
            *count += more;
        }
        self.each(|_, out| out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Tells of something that is in no list.
    pub fn aside(&mut self, linted: &Linted<'_>) -> io::Result<()> {
        self.summary.count_findings(linted);
        self.each(|renderer, out| renderer.aside(linted, out))
    }

    /// Tells of a list that couldn't be read.
    pub fn failure(&mut self, source: &Source, message: &str) -> io::Result<()> {
        self.summary.unread += 1;
        self.each(|renderer, out| renderer.failure(source, message, out))
    }

    /// Shows what was told so far; nobody watches the file.
    pub fn flush(&mut self) -> io::Result<()> {
        let watched = self.sinks.first_mut();
        watched.map_or(Ok(()), |sink| sink.tell(|_, out| out.flush()))
    }

    /// Tells that this was all, and puts the file in its place.
    pub fn finish(mut self) -> anyhow::Result<Summary> {
        let summary = self.summary;
        self.each(|renderer, out| renderer.finish(&summary, out))?;
        for sink in self.sinks {
            sink.put()?;
        }
        Ok(summary)
    }

    fn each(
        &mut self,
        tell: impl Fn(&mut dyn Render, &mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        self.sinks.iter_mut().try_for_each(|sink| sink.tell(&tell))
    }
}

/// What is printed where nobody says what.
fn usual(talk: &Talk) -> &'static Format {
    match Format::find("github") {
        Some(format) if is_in_workflow() && !io::stdout().is_terminal() => {
            let text = format!(
                "{WORKFLOW} is set: findings are annotations of the workflow; `--format full` prints them for people"
            );
            say(talk, Severity::Note, &text);
            format
        }
        _ => &FULL,
    }
}

/// In which format a file is wanted.
fn format_of(path: &Path, format: Option<&'static Format>) -> anyhow::Result<&'static Format> {
    if let Some(format) = format {
        return Ok(format);
    }
    let text = path.to_string_lossy();
    let known = ENDINGS
        .iter()
        .find(|(ending, _)| text.ends_with(&format!(".{ending}")))
        .and_then(|(_, format)| Format::find(format));
    known.with_context(|| {
        let name = shown::path(path);
        format!("in which format is {name} wanted? `--format FORMAT` says so")
    })
}

/// Writes a whole file, which takes its place when it is on the disk.
pub(super) fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let written = open(path).and_then(|mut out| {
        let written = out.writer().write_all(text.as_bytes());
        Ok(written.and_then(|()| out.put()).map_err(with_way_out)?)
    });
    written.with_context(|| format!("can't write {}", shown::path(path)))
}

fn open(path: &Path) -> anyhow::Result<Out> {
    let Ok(metadata) = fs::metadata(path) else {
        let target = past_links(path)?;
        ensure!(folder(&target).is_dir(), "there is no folder for it");
        let draft = Draft::new(&target).map_err(with_way_out)?;
        return Ok(Out::Draft(BufWriter::new(draft)));
    };
    ensure!(!metadata.is_dir(), "it is a folder");
    // opened for writing, so that a write-protected file is refused and not replaced
    let old = File::options().write(true).open(path);
    let old = old.map_err(with_way_out)?;
    Ok(match metadata.is_file() {
        true => {
            let target = fs::canonicalize(path)?;
            let draft = Draft::replacing(&target, &old).map_err(with_way_out)?;
            Out::Draft(BufWriter::new(draft))
        }
        false => Out::Device(BufWriter::new(old)),
    })
}
