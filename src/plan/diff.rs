//! A change as people read it, and as tools apply it.

use std::borrow::Cow;

use similar::TextDiff;

use crate::shown;

/// A unified diff of two states of a file; empty if nothing differs. `git apply` and `patch` take it
/// in the folder that the name is relative to, unless it shows secrets: they are masked wherever in the
/// text they stand.
pub fn diff(name: &str, old: &str, new: &str) -> String {
    let [old, new] = [old, new].map(lines);
    let [old, new] = [&old, &new].map(|lines| lines.iter().map(AsRef::as_ref).collect::<Vec<_>>());
    let diff = TextDiff::configure()
        .diff_slices::<str>(&old, &new)
        .unified_diff()
        .header(&header("a", name), &header("b", name))
        .to_string();
    shown::mask_urls(&diff).into_owned()
}

/// A name as git writes it: in quotes if it has characters that can't be shown.
fn header(side: &str, name: &str) -> String {
    let name = format!("{side}/{name}");
    if shown::escape(&name) == name {
        // without a tab behind it, `patch` takes the first space of a name for its end
        let end = if name.contains(' ') { "\t" } else { "" };
        return format!("{name}{end}");
    }
    let byte = |byte: u8| match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        other => format!("\\{other:03o}"),
    };
    format!("\"{}\"", name.bytes().map(byte).collect::<String>())
}

/// The lines of a text as a diff shows them. `similar`'s own end at a carriage return too, which ends
/// no line for who applies the diff.
fn lines(text: &str) -> Vec<Cow<'_, str>> {
    let lines = text.split_inclusive('\n');
    let lines = lines.map(|line| match line.strip_suffix('\n') {
        Some(line) => line.into(),
        None => format!("{line}\n\\ No newline at end of file").into(),
    });
    lines.collect()
}
