//! What opens a server.

use std::env;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::json_string;
use crate::origin::Span;
use crate::secret::Secret;
use crate::shown;

/// Where a token is looked for when no file is named, in that order.
pub const VARIABLES: [&str; 3] = ["CORSCTL_TOKEN", "ABS_TOKEN", "AUDIOBOOKSHELF_API_KEY"];

/// A token has some hundred bytes; a server takes no header of more than 16 KB.
const MOST_BYTES: u64 = 8192;

/// How every token of Audiobookshelf begins, being a JSON web token (RFC 7519): `{"` in Base64.
const HEAD: &str = "eyJ";

/// Whether what should be the name of a file is the token itself.
pub fn is_token(name: &str) -> bool {
    take(name).is_ok_and(|token| token.expose().starts_with(HEAD))
}

/// Takes the text of a file or a variable: a token, maybe as it stands in a header, and what an
/// editor has left around it.
fn take(text: &str) -> Result<Secret, Flaw> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let token = match text.get(..7) {
        Some(head) if head.eq_ignore_ascii_case("bearer ") => text[7..].trim_start(),
        _ => text,
    };
    let token = ['"', '\'']
        .iter()
        .find_map(|quote| token.strip_prefix(*quote)?.strip_suffix(*quote))
        .unwrap_or(token);
    // a line of an environment file
    let is_line = VARIABLES.iter().any(|name| token.starts_with(name));
    if token.is_empty() {
        Err(Flaw::Empty)
    } else if !is_line && token.bytes().all(|byte| byte.is_ascii_graphic()) {
        Ok(Secret::new(token))
    } else {
        Err(Flaw::NotAToken)
    }
}

/// What is wrong with a token, which must not be shown itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flaw {
    Empty,
    NotAToken,
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody gave one.
    #[error(
        "no token: make an API key in Audiobookshelf, as an admin (Settings → API Keys → Add API Key), and \
         give it with `--token-file FILE` or in CORSCTL_TOKEN{}",
        empty_ones(empty)
    )]
    Missing {
        /// The variables that are set to nothing.
        empty: Vec<&'static str>,
    },
    /// The operating system refused.
    #[error("can't read {place}")]
    Unreadable {
        /// Which file; fit to be shown.
        place: String,
        /// What it said.
        source: io::Error,
    },
    /// What was named is no file, but the token itself.
    #[error(
        "`--token-file` takes the name of a file, and this looks like the token itself; put it into a file of its \
         own, and as others may have seen it, make another one first"
    )]
    NoFile,
    /// There is no such variable.
    #[error("{place} is not set")]
    Unset {
        /// Which variable; fit to be shown.
        place: String,
    },
    /// There is nothing in it.
    #[error("{place} is empty; put the API key there, and nothing else")]
    Empty {
        /// Which file or variable; fit to be shown.
        place: String,
    },
    /// There is something else in it.
    #[error("{place} holds something else than a token; put the API key there, and nothing else")]
    NotAToken {
        /// Which file or variable; fit to be shown.
        place: String,
    },
}

fn empty_ones(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [name] => format!(" ({name} is set, but empty)"),
        names => format!(" ({} are set, but empty)", names.join(" and ")),
    }
}

/// A token from a file, and whether others than its owner can read that file. It is [known](Tokens) from now on.
pub fn from_file(path: &Path) -> Result<(Secret, bool), Error> {
    let place = format!("the token file {}", shown::path(path));
    let (text, is_open) = read(path).map_err(|source| match path.to_str() {
        Some(name) if is_token(name) => Error::NoFile,
        _ => Error::Unreadable {
            place: place.clone(),
            source,
        },
    })?;
    match text.as_deref().map(take) {
        Some(Ok(secret)) => {
            remember(&secret);
            Ok((secret, is_open))
        }
        Some(Err(Flaw::Empty)) => Err(Error::Empty { place }),
        Some(Err(Flaw::NotAToken)) | None => Err(Error::NotAToken { place }),
    }
}

/// What is in a file, unless it is too long or no text, and whether others can read it.
fn read(path: &Path) -> io::Result<(Option<String>, bool)> {
    let file = File::open(path)?;
    let is_open = can_be_read_by_others(&file)?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    let is_short = bytes.len() as u64 <= MOST_BYTES;
    let text = String::from_utf8(bytes).ok().filter(|_| is_short);
    Ok((text, is_open))
}

/// A pipe (`--token-file <(pass show abs)`) is nobody else's business.
#[cfg(unix)]
fn can_be_read_by_others(file: &File) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata()?;
    Ok(metadata.is_file() && metadata.permissions().mode() & 0o044 != 0)
}

/// Elsewhere a file's owner is the only one by default.
#[cfg(not(unix))]
fn can_be_read_by_others(_: &File) -> io::Result<bool> {
    Ok(false)
}

/// A token from the first of the [`VARIABLES`] that holds one. One that is empty counts as not set:
/// that is how a CI hands over a secret that it keeps to itself.
pub fn from_environment() -> Result<Secret, Error> {
    let mut empty = Vec::new();
    for name in VARIABLES {
        match from_variable(name, name) {
            Err(Error::Unset { .. }) => {}
            Err(Error::Empty { .. }) => empty.push(name),
            token => return token,
        }
    }
    Err(Error::Missing { empty })
}

/// The tokens that this run has read. One must not get anywhere but to its own server, and what is written
/// elsewhere knows nothing of servers: that is why they are known everywhere.
static READ: Mutex<Vec<Secret>> = Mutex::new(Vec::new());

fn remember(token: &Secret) {
    let mut all = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if !all.contains(token) {
        all.push(token.clone());
    }
}

/// The tokens that this run has read, or that stand in the environment.
#[derive(Debug)]
pub struct Tokens(Vec<Secret>);

impl Tokens {
    /// All of them so far.
    pub fn known() -> Self {
        let values = VARIABLES.iter().filter_map(env::var_os);
        let tokens = values.filter_map(|value| take(value.to_str()?).ok());
        let all = READ.lock().unwrap_or_else(PoisonError::into_inner);
        Self(tokens.chain(all.iter().cloned()).collect())
    }

    /// Whether one is in a text.
    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|token| token.is_in(text.as_bytes()))
    }

    /// Whether one is in a string in JSON of any shape, however it is spelt there.
    pub fn are_in_json(&self, json: &str) -> bool {
        let is_in_string = |string: Span| {
            let text = json_string::decode(&json[string]);
            text.is_some_and(|text| self.are_in(&text))
        };
        // without an escape there is but one spelling
        self.are_in(json)
            || !self.0.is_empty()
                && json.contains('\\')
                && json_string::strings(json).any(is_in_string)
    }
}

/// The token in an environment variable, which is called `place` in messages. It is [known](Tokens) from now on.
pub fn from_variable(name: &str, place: &str) -> Result<Secret, Error> {
    let place = place.to_owned();
    let Some(value) = env::var_os(name) else {
        return Err(Error::Unset { place });
    };
    match value.to_str().map_or(Err(Flaw::NotAToken), take) {
        Ok(secret) => {
            remember(&secret);
            Ok(secret)
        }
        Err(Flaw::Empty) => Err(Error::Empty { place }),
        Err(Flaw::NotAToken) => Err(Error::NotAToken { place }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_in_the_place_of_a_files_name_is_not_repeated() {
        for name in ["eyJs3cr3t", " \"eyJs3cr3t\"", "Bearer eyJs3cr3t"] {
            let error = from_file(Path::new(name)).unwrap_err();
            assert!(matches!(error, Error::NoFile), "{name}");
            assert!(!error.to_string().contains("s3cr3t"), "{error}");
        }
        assert!(matches!(
            from_file(Path::new("no/such.key")),
            Err(Error::Unreadable { .. })
        ));
    }

    #[test]
    fn a_token_is_taken_out_of_what_a_paste_left_around_it() {
        for (text, token) in [
            ("abc", Ok("abc")),
            ("\u{feff}  abc\r\n", Ok("abc")),
            ("Bearer abc\n", Ok("abc")),
            ("", Err(Flaw::Empty)),
            (" \n", Err(Flaw::Empty)),
            ("\"abc\"", Ok("abc")),
            ("'abc'\n", Ok("abc")),
            ("'abc", Ok("'abc")),
            ("\"\"", Err(Flaw::Empty)),
            ("a b", Err(Flaw::NotAToken)),
            ("CORSCTL_TOKEN=abc", Err(Flaw::NotAToken)),
            ("a\nb", Err(Flaw::NotAToken)),
            ("ü", Err(Flaw::NotAToken)),
            ("bearer\u{a0}x", Err(Flaw::NotAToken)),
        ] {
            let found = take(text);
            assert_eq!(
                found.as_ref().map(Secret::expose),
                token.as_ref().map(|t| *t),
                "{text:?}"
            );
        }
    }
}
