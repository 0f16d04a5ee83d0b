//! Text made fit to be shown: secrets masked, what can't be seen escaped.
//!
//! Whatever comes from outside goes through here before it reaches a terminal or a report.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::Path;

use memchr::memchr3;
use url::Url;

use crate::json_string;
use crate::origin::{AT_SIGNS, Candidate, Span, is_invisible, url_secrets};

/// The candidate with each byte of its user name and password replaced by a `*`, so that spans
/// into the original fit this text too.
pub fn mask(text: &str) -> Cow<'_, str> {
    // nearly no text has a byte that one of them begins with
    let has_any = || AT_SIGNS.iter().any(|at| text.contains(at));
    let [plain, encoded, wide] = AT_SIGNS.map(|at| at.as_bytes()[0]);
    if memchr3(plain, encoded, wide, text.as_bytes()).is_none() || !has_any() {
        return Cow::Borrowed(text);
    }
    stars(text, Candidate::parse(text).secrets())
}

/// The same for every string in JSON of any shape.
pub fn mask_json(json: &str) -> Cow<'_, str> {
    if !json.contains('@') {
        return Cow::Borrowed(json);
    }
    let secrets = json_string::strings(json).flat_map(|token| {
        let raw = &json[token.clone()];
        let text = json_string::decode(raw).unwrap_or_default();
        let secrets = Candidate::parse(&text).secrets().into_iter();
        let written = |offset| token.start + json_string::raw_offset(raw, offset);
        secrets
            .map(|secret| written(secret.start)..written(secret.end))
            .collect::<Vec<_>>()
    });
    stars(json, secrets.collect())
}

/// Text of any kind with what stands between `//` and `@` masked, as in `postgres://user:pw@host`.
pub fn mask_urls(text: &str) -> Cow<'_, str> {
    stars(text, url_secrets(text))
}

fn stars(text: &str, secrets: Vec<Span>) -> Cow<'_, str> {
    if secrets.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut masked = text.to_owned();
    for secret in secrets {
        let stars = "*".repeat(secret.len());
        masked.replace_range(secret, &stars);
    }
    Cow::Owned(masked)
}

/// A URL without user name and password.
pub fn without_user(url: &Url) -> Url {
    let mut url = url.clone();
    // what can't be taken out isn't in it
    _ = url.set_username("");
    _ = url.set_password(None);
    url
}

/// A candidate fit to be shown to people: secrets masked, what can't be seen escaped.
pub fn fit(text: &str) -> String {
    escape(&mask(text)).into_owned()
}

/// A path fit to be shown; a URL that was given in the place of one may hold a secret.
pub fn path(path: &Path) -> String {
    escape(&mask_urls(&path.to_string_lossy())).into_owned()
}

/// The text of a JSON pointer, with the secrets masked in the URLs that are its keys.
pub fn mask_pointer(pointer: &str) -> Cow<'_, str> {
    if !pointer.contains('@') {
        return Cow::Borrowed(pointer);
    }
    let tokens = pointer.split('/').map(|token| {
        let key = token.replace("~1", "/").replace("~0", "~");
        mask_urls(&key).replace('~', "~0").replace('/', "~1")
    });
    Cow::Owned(tokens.collect::<Vec<_>>().join("/"))
}

/// A word as a shell takes it.
pub fn shell(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-/:~@%+,".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", escape(text).replace('\'', "'\\''"))
}

/// What CI runners take for a command to them, wherever in a line of the log it stands: GitHub's and
/// Azure's. Its first character is written out.
const COMMANDS: [&str; 2] = ["##[", "##vso["];

/// The text on one line, with every character written out that would otherwise be invisible,
/// move the cursor, or change the direction of writing.
pub fn escape(text: &str) -> Cow<'_, str> {
    match hidden(text).next() {
        Some(_) => Cow::Owned(Shown::new(text).text),
        None => Cow::Borrowed(text),
    }
}

/// The characters that are written out, and where they stand.
pub fn hidden(text: &str) -> impl Iterator<Item = (usize, char)> {
    let begins_command = |at| COMMANDS.iter().any(|start| text[at..].starts_with(start));
    let characters = text.char_indices();
    characters.filter(move |(at, c)| is_hidden(*c) || *c == '#' && begins_command(*at))
}

/// An escaped text that a line may begin with: in quotes if a runner of GitHub's would take the line for
/// a command.
pub fn opening(text: String) -> String {
    match text.trim_start().starts_with("::") {
        true => format!("\"{text}\""),
        false => text,
    }
}

/// An escaped text that knows where the bytes of the original went.
#[derive(Debug)]
pub struct Shown {
    /// The escaped text.
    pub text: String,
    /// Offset in the original and in the escaped text, behind each escaped character.
    moved: Vec<(usize, usize)>,
}

impl Shown {
    /// Escapes `original`.
    pub fn new(original: &str) -> Self {
        let mut text = String::with_capacity(original.len());
        let mut moved = Vec::new();
        let mut end = 0;
        for (at, c) in hidden(original) {
            text.push_str(&original[end..at]);
            push_escaped(&mut text, c);
            end = at + c.len_utf8();
            moved.push((end, text.len()));
        }
        text.push_str(&original[end..]);
        Self { text, moved }
    }

    /// Where a span of the original stands in the escaped text.
    pub fn span(&self, original: &Span) -> Span {
        self.offset(original.start)..self.offset(original.end)
    }

    fn offset(&self, original: usize) -> usize {
        let before = self.moved.partition_point(|(at, _)| *at <= original);
        match before.checked_sub(1).map(|last| self.moved[last]) {
            Some((at, shown)) => shown + (original - at),
            None => original,
        }
    }
}

fn is_hidden(c: char) -> bool {
    let is_common = matches!(c, ' '..='~' | '\u{ae}'..='\u{2ff}');
    !is_common && is_hidden_anywhere(c)
}

fn is_hidden_anywhere(c: char) -> bool {
    c.is_control() || is_invisible(c) || is_noncharacter(c) || (c.is_whitespace() && c != ' ')
}

/// What stands for nothing (Unicode, section 23.7). XML can't hold all of them, not even escaped.
fn is_noncharacter(c: char) -> bool {
    matches!(u32::from(c), 0xfdd0..=0xfdef) || u32::from(c) & 0xfffe == 0xfffe
}

fn push_escaped(text: &mut String, c: char) {
    match c {
        '\n' => text.push_str("\\n"),
        '\r' => text.push_str("\\r"),
        '\t' => text.push_str("\\t"),
        // a String takes whatever is written to it
        other => _ = write!(text, "<U+{:04X}>", u32::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_common_is_hidden() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_hidden(c), is_hidden_anywhere(c), "{c:?}");
        }
    }

    #[test]
    fn secrets_become_stars_of_the_same_length() {
        assert_eq!(
            mask("https://user:pw@tool.example"),
            "https://*******@tool.example"
        );
        assert_eq!(
            mask("https://ü:p@tool.example"),
            "https://****@tool.example"
        );
        assert_eq!(
            mask("https://tool.example/@user"),
            "https://tool.example/@user"
        );
        assert_eq!(
            mask_json(r#"{"a\"b":"https:\/\/u:p@x","b":["//v@y/@z", "u:p@x", "@"]}"#),
            r#"{"a\"b":"https:\/\/***@x","b":["//*@y/@z", "***@x", "@"]}"#
        );
        assert_eq!(
            mask_pointer("/https:~1~1u:p@x/0/a~0b@c"),
            "/https:~1~1***@x/0/a~0b@c"
        );
        assert_eq!(
            path(Path::new("https://u:p@x/a\u{1b}")),
            "https://***@x/a<U+001B>"
        );
        assert_eq!(
            mask_urls("# postgres://u:p@db/x, me@tool.example // https://tool.example/@x"),
            "# postgres://***@db/x, me@tool.example // https://tool.example/@x"
        );
    }

    #[test]
    fn hidden_characters_are_written_out_and_spans_follow() {
        let original = "\u{feff}ab\u{200b}c\n\u{202e}d\u{1b}";
        let shown = Shown::new(original);
        assert_eq!(shown.text, "<U+FEFF>ab<U+200B>c\\n<U+202E>d<U+001B>");
        let at = |text: &str| original.find(text).map(|at| at..at + text.len()).unwrap();
        assert_eq!(&shown.text[shown.span(&at("ab"))], "ab");
        assert_eq!(&shown.text[shown.span(&at("\u{200b}"))], "<U+200B>");
        assert_eq!(&shown.text[shown.span(&at("d"))], "d");
        assert_eq!(shown.span(&(0..original.len())), 0..shown.text.len());
        assert_eq!(escape("a ###[error]#"), "a #<U+0023>#[error]#");
        assert_eq!(escape("plain ü 漢 ## #["), "plain ü 漢 ## #[");
        assert_eq!(
            escape("\u{fffd}\u{fffe}\u{10ffff}\u{fdd0}"),
            "\u{fffd}<U+FFFE><U+10FFFF><U+FDD0>"
        );
    }
}
