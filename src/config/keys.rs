//! The keys of `corsctl.toml`: what may stand where, and what it is for.

use std::fmt;

/// A table of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// What stands above all others.
    File,
    /// What is different in some files.
    Paths,
    /// An exception.
    Allow,
    /// A server.
    Server,
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "this file",
            Self::Paths => "`[[paths]]`",
            Self::Allow => "`[[allow]]`",
            Self::Server => "a server's table",
        })
    }
}

/// What kind of value belongs to a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text that says something.
    Text,
    /// Text that may be empty: an entry can be, too.
    Entry,
    /// One text or more.
    Texts,
    /// A table.
    Table,
    /// Tables of the same form.
    Tables,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text | Self::Entry => "text in quotes",
            Self::Texts => "a list of texts in quotes",
            Self::Table => "a table",
            Self::Tables => "a list of tables",
        })
    }
}

/// A key.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// Where it stands.
    pub table: Table,
    /// How it is written.
    pub name: &'static str,
    /// What belongs to it.
    pub kind: Kind,
    /// Whether its table needs it.
    pub is_needed: bool,
    /// What it is for, without a full stop.
    pub about: &'static str,
}

/// All keys, in the order of the documentation.
pub const KEYS: &[Key] = &[
    may(
        Table::File,
        "fail-on",
        Kind::Text,
        "which findings make the exit code 1: error, warning, note, or never",
    ),
    may(
        Table::File,
        "rules",
        Kind::Table,
        "what each rule's findings are: error, warning, note, or ignore",
    ),
    may(
        Table::File,
        "paths",
        Kind::Tables,
        "what is different in some files; later ones win",
    ),
    may(
        Table::File,
        "allow",
        Kind::Tables,
        "exceptions: a rule says nothing about an entry",
    ),
    may(
        Table::File,
        "servers",
        Kind::Table,
        "servers, each by a name",
    ),
    needs(
        Table::Paths,
        "path",
        Kind::Text,
        "in which files, by a pattern as in .gitignore",
    ),
    may(
        Table::Paths,
        "pointers",
        Kind::Texts,
        "where their lists are, as in \"/cors/origins\" or \"/clients/*/webOrigins\"",
    ),
    may(
        Table::Paths,
        "rules",
        Kind::Table,
        "what each rule's findings are in them",
    ),
    needs(
        Table::Allow,
        "origin",
        Kind::Entry,
        "the entry, as it stands in the list",
    ),
    needs(
        Table::Allow,
        "rule",
        Kind::Text,
        "which rule says nothing about it",
    ),
    needs(
        Table::Allow,
        "reason",
        Kind::Text,
        "it tells whoever reads this next why it is fine, and when it no longer is",
    ),
    may(
        Table::Allow,
        "path",
        Kind::Text,
        "in which files only, by a pattern as in .gitignore",
    ),
    needs(
        Table::Server,
        "url",
        Kind::Text,
        "its address, up to the sub-path if it has one",
    ),
    may(
        Table::Server,
        "token-file",
        Kind::Text,
        "the file that holds its token, as seen from this file's folder",
    ),
    may(
        Table::Server,
        "token-env",
        Kind::Text,
        "the name of the environment variable that holds its token",
    ),
];

const fn may(table: Table, name: &'static str, kind: Kind, about: &'static str) -> Key {
    Key {
        table,
        name,
        kind,
        is_needed: false,
        about,
    }
}

const fn needs(table: Table, name: &'static str, kind: Kind, about: &'static str) -> Key {
    let key = may(table, name, kind, about);
    Key {
        is_needed: true,
        ..key
    }
}

impl Table {
    /// Its keys.
    pub fn keys(self) -> impl Iterator<Item = &'static Key> {
        KEYS.iter().filter(move |key| key.table == self)
    }

    /// The key of that name.
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }
}

/// What people call a token who are about to write one into the file; in lower case, without hyphens
/// and underlines.
const TOKENS: [&str; 11] = [
    "accesstoken",
    "apikey",
    "apitoken",
    "authorization",
    "bearer",
    "credentials",
    "key",
    "pass",
    "password",
    "secret",
    "token",
];

/// Whether a key of that name would hold a token.
pub fn is_for_token(name: &str) -> bool {
    let name = name.to_lowercase().replace(['-', '_'], "");
    TOKENS.contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use super::{KEYS, is_for_token};

    #[test]
    fn each_key_stands_once_in_its_table_and_is_never_taken_for_a_token() {
        for (index, key) in KEYS.iter().enumerate() {
            assert_eq!(key.table.key(key.name), Some(&KEYS[index]));
            assert!(!is_for_token(key.name), "{}", key.name);
            assert!(
                !key.about.is_empty() && !key.about.ends_with('.'),
                "{}",
                key.name
            );
        }
    }
}
