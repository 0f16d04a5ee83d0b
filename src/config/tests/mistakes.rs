//! Every mistake with its exact words, and where it is.

use std::path::Path;

use crate::config::{Config, NAME};

const MISTAKES: &[(&str, &str)] = &[
    (
        "fail_on = 'note'",
        "1:1: `fail_on` is no key of this file, which has fail-on, rules, paths, allow, servers; did you mean `fail-on`?",
    ),
    (
        "fail-on = 'warn'",
        "1:11: `fail-on` is error, warning, note or never; did you mean `warning`?",
    ),
    (
        "fail-on = 'Never'",
        "1:11: `fail-on` is error, warning, note or never; did you mean `never`?",
    ),
    (
        "fail-on = ''",
        "1:11: `fail-on` is empty: which findings make the exit code 1: error, warning, note, or never",
    ),
    (
        "fail-on = true",
        "1:11: `fail-on` is text in quotes, not true or false",
    ),
    (
        "fail-on = 'ERROR'",
        "1:11: `fail-on` is error, warning, note or never; did you mean `error`?",
    ),
    (
        "nonsense = 1",
        "1:1: `nonsense` is no key of this file, which has fail-on, rules, paths, allow, servers",
    ),
    (
        "token = 's3cr3t'",
        "1:1: `token` has no place in this file, which others read too; put the token into a file of its own, named by `token-file`, or into an environment variable, named by `token-env`",
    ),
    ("rules = 'x'", "1:9: `rules` is a table, not text"),
    (
        "[rules]\npth = 'error'",
        "2:1: there is no rule `pth`; did you mean `path`?",
    ),
    (
        "[rules]\npath = 'warn'",
        "2:8: `path` is error, warning, note or ignore; did you mean `warning`?",
    ),
    (
        "[rules]\npath = 'off'",
        "2:8: `path` is error, warning, note or ignore",
    ),
    (
        "[rules]\npath = 1",
        "2:8: `path` is text in quotes, not a number",
    ),
    (
        "[rules]\npath = 'error'\nfail-on = 'note'",
        "3:1: `fail-on` belongs to the table above it here; move it to the top of the file",
    ),
    (
        "[paths]\npath = 'a'",
        "1:1: `paths` can stand here more than once; write its name in two brackets: `[[paths]]`",
    ),
    ("paths = 'a'", "1:9: `paths` is a list of tables, not text"),
    (
        "paths = ['a']",
        "1:10: each of `paths` is a table, not text",
    ),
    (
        "[[paths]]",
        "1:1: `[[paths]]` needs `path`: in which files, by a pattern as in .gitignore",
    ),
    (
        "[[paths]]\npath = 1979-05-27",
        "2:8: `path` is text in quotes, not a date or time",
    ),
    (
        "[[paths]]\npath = ' '",
        "2:8: `path` is empty: in which files, by a pattern as in .gitignore",
    ),
    (
        "[[paths]]\npath = '!a'",
        "2:8: a `!` has no place in `path`: name the files that are meant, not the others",
    ),
    (
        "[[paths]]\npath = '#a'",
        "2:8: a `path` that begins with `#` is a comment and matches nothing; write `\\#`",
    ),
    (
        "[[paths]]\npath = './a'",
        "2:8: `path` is seen from this file's folder and has neither `./` nor `../` in it",
    ),
    (
        "[[paths]]\npath = 'a[b'",
        "2:8: `path` is no pattern as in .gitignore: unclosed character class; missing ']'",
    ),
    (
        "[[paths]]\npath = 'a'\npointer = '/a'",
        "3:1: `pointer` is no key of `[[paths]]`, which has path, pointers, rules; did you mean `pointers`?",
    ),
    (
        "[[paths]]\npath = 'a'\npointers = '/a'",
        "3:12: `pointers` is a list of texts in quotes, not text",
    ),
    (
        "[[paths]]\npath = 'a'\npointers = []",
        "3:12: `pointers` is empty: where their lists are, as in \"/cors/origins\" or \"/clients/*/webOrigins\"",
    ),
    (
        "[[paths]]\npath = 'a'\npointers = ['/a', 'b', '/~', 3]",
        "3:19: `b` is no JSON pointer: it starts with `/`, as in `/b`, or is empty for the whole document\n3:24: `/~` is no JSON pointer: in a key, write `~0` for `~` and `~1` for `/`\n3:30: each of `pointers` is text in quotes, not a number",
    ),
    (
        "[[paths]]\npath = 'a'\nrules.path = 'eror'\nrules = []",
        "4:1: this isn't TOML: duplicate key",
    ),
    (
        "[[paths]]\npath = 'a'\nrules = { path = 'eror', pth = 'note' }",
        "3:18: `path` is error, warning, note or ignore; did you mean `error`?\n3:26: there is no rule `pth`; did you mean `path`?",
    ),
    (
        "[[paths]]\npath = 'a'\nfail-on = 'note'",
        "3:1: `fail-on` belongs to the table above it here; move it to the top of the file",
    ),
    (
        "[[allow]]\norigin = 'http://a'\nrule = 'insecure-orign'\nreason = 'x'",
        "3:8: there is no rule `insecure-orign`; did you mean `insecure-origin`?",
    ),
    (
        "[[allow]]\norigin = 'http://a'\nrule = 'insecure-origin'",
        "1:1: `[[allow]]` needs `reason`: it tells whoever reads this next why it is fine, and when it no longer is",
    ),
    (
        "[[allow]]\norigin = 'http://a'\nrule = 'insecure-origin'\nreason = ''",
        "4:10: `reason` is empty: it tells whoever reads this next why it is fine, and when it no longer is",
    ),
    (
        "[[allow]]\norigin = 'http://a'\nrule = 'insecure-origin'\nreason = 7",
        "4:10: `reason` is text in quotes, not a number",
    ),
    (
        "\n[[allow]]\npath = 'a\\'",
        "2:1: `[[allow]]` needs `origin`: the entry, as it stands in the list\n2:1: `[[allow]]` needs `rule`: which rule says nothing about it\n2:1: `[[allow]]` needs `reason`: it tells whoever reads this next why it is fine, and when it no longer is\n3:8: `path` is no pattern as in .gitignore: dangling '\\'",
    ),
    (
        "[[allow]]\norigins = ['http://a']\nrule = 'path'\nreason = 'x'",
        "1:1: `[[allow]]` needs `origin`: the entry, as it stands in the list\n2:1: `origins` is no key of `[[allow]]`, which has origin, rule, reason, path; did you mean `origin`?",
    ),
    (
        "allow = [{ origin = 'a', rule = 'path', reason = 'x' }, { rule = 'path', origin = 'a', reason = 'y' }]",
        "1:83: the same exception stands in line 1 already; remove one",
    ),
    ("servers = []", "1:11: `servers` is a table, not a list"),
    (
        "[servers]\nurl = 'https://a.example'",
        "2:1: `url` is no table; each server has one of its own, such as `[servers.home]`",
    ),
    (
        "[servers]\ntoken = 's3cr3t'",
        "2:1: `token` has no place in this file, which others read too; put the token into a file of its own, named by `token-file`, or into an environment variable, named by `token-env`",
    ),
    (
        "[servers.'home.example']\nurl = 'https://a.example'",
        "1:10: `home.example` can't be the name of a server: that starts with a letter, and has only letters, digits, `-` and `_` in it",
    ),
    (
        "[servers.2nd]\nurl = 'https://a.example'",
        "1:10: `2nd` can't be the name of a server: that starts with a letter, and has only letters, digits, `-` and `_` in it",
    ),
    (
        "[servers.home]",
        "1:1: a server's table needs `url`: its address, up to the sub-path if it has one",
    ),
    (
        "[servers.home]\nurl = 'home.example'",
        "2:7: `url` is no address of a server: the scheme is missing; perhaps https://home.example",
    ),
    (
        "[servers.home]\nurl = 'https://me:s3cr3t@home.example'",
        "2:7: `url` is no address of a server: a user name or password has no place in it: the token is all that is sent; perhaps https://home.example",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\napi-key = 's3cr3t'",
        "3:1: `api-key` has no place in this file, which others read too; put the token into a file of its own, named by `token-file`, or into an environment variable, named by `token-env`",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\nTOKEN = 's3cr3t'",
        "3:1: `TOKEN` has no place in this file, which others read too; put the token into a file of its own, named by `token-file`, or into an environment variable, named by `token-env`",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken_file = 'a'",
        "3:1: `token_file` is no key of a server's table, which has url, token-file, token-env; did you mean `token-file`?",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-file = 'a'\ntoken-env = 'A'",
        "4:13: `token-file` and `token-env` both say where the token is; remove one",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-file = ''",
        "3:14: `token-file` is empty: the file that holds its token, as seen from this file's folder",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-file = 'eyJs3cr3t.x'",
        "3:14: `token-file` is the name of a file, and what stands there looks like a token; put it into a file of its own",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-env = 's3cr3t-x'",
        "3:13: `token-env` is the name of an environment variable, such as HOME_ABS_KEY, and what stands there is none; if it is a token, it has no place in this file",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-env = '2s3cr3t'",
        "3:13: `token-env` is the name of an environment variable, such as HOME_ABS_KEY, and what stands there is none; if it is a token, it has no place in this file",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-env = 's3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3t'",
        "3:13: `token-env` is the name of an environment variable, such as HOME_ABS_KEY, and what stands there is none; if it is a token, it has no place in this file",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-env = ['s3cr3t']",
        "3:13: `token-env` is text in quotes, not a list",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ns3cr3t",
        "3:7: this isn't TOML: key with no value, expected `=`",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-file = s3cr3t",
        "3:14: this isn't TOML: string values must be quoted, expected literal string",
    ),
    (
        "[servers.home]\nurl = 'https://a.example'\ntoken-file = 's3cr3t",
        "3:21: this isn't TOML: invalid literal string, expected `'`",
    ),
    ("[rules]\n[rules]", "2:2: this isn't TOML: duplicate key"),
    ("a = 1\na = 2", "2:1: this isn't TOML: duplicate key"),
    (
        "\u{feff}fail-on = 1",
        "1:11: `fail-on` is text in quotes, not a number",
    ),
    (
        "a = '\u{e4}' \u{e4}",
        "1:9: this isn't TOML: unexpected key or value, expected newline, `#`",
    ),
    (
        "'\u{202e}\\n' = 1",
        "1:1: `<U+202E>\\n` is no key of this file, which has fail-on, rules, paths, allow, servers",
    ),
    (
        "'https://me:s3cr3t@a' = 1",
        "1:1: `https://*********@a` is no key of this file, which has fail-on, rules, paths, allow, servers",
    ),
    (
        "fail-on = 'all'\n[[allow]]\nreason = 1\n[rules]\nx = 'y'",
        "1:11: `fail-on` is error, warning, note or never\n2:1: `[[allow]]` needs `origin`: the entry, as it stands in the list\n2:1: `[[allow]]` needs `rule`: which rule says nothing about it\n3:10: `reason` is text in quotes, not a number\n5:1: there is no rule `x`; `corsctl rule` lists them",
    ),
    (
        "[rules]\npath = ''",
        "2:8: `path` is error, warning, note or ignore",
    ),
    (
        "[[allow]]\norigin = ''\nrule = ''\nreason = 'x'",
        "3:8: `rule` is empty: which rule says nothing about it",
    ),
    (
        "[servers.home]\nurl = ' '\ntoken-env = ''",
        "2:7: `url` is empty: its address, up to the sub-path if it has one\n3:13: `token-env` is empty: the name of the environment variable that holds its token",
    ),
    (
        "[servers]\nhome = 'https://home.example'",
        "2:1: `home` is no table; each server has one of its own, such as `[servers.home]`",
    ),
    (
        "[[allow]]\norigin = 'a'\nrule = 'path'\npath = 'x/'\nreason = 'x'\n[[allow]]\norigin = 'a'\nrule = 'path'\nreason = 'x'\n[[allow]]\norigin = 'a'\nrule = 'path'\npath = 'x/'\nreason = 'y'",
        "11:10: the same exception stands in line 2 already; remove one",
    ),
];

#[test]
fn each_mistake_is_told_with_its_place() {
    for (text, expected) in MISTAKES {
        let error = Config::parse(text, Path::new(NAME)).unwrap_err();
        let expected: Vec<_> = expected
            .lines()
            .map(|line| format!("{NAME}:{line}"))
            .collect();
        assert_eq!(error.to_string(), expected.join("\n"), "{text}");
    }
}
