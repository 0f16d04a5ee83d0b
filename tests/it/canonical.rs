//! The short road against the full one: what is proved from a text's bytes alone must be what the URL
//! parser and all rules say.

mod roads;

use corsctl::origin::{Canonical, is_plainly_exact};

use roads::compare;

/// How many texts; `cargo test --release` looks at millions.
const TEXTS: usize = if cfg!(debug_assertions) {
    60_000
} else {
    4_000_000
};

const HEADS: &[&str] = &[
    "https://",
    "http://",
    "http:/",
    "https:",
    "HTTP://",
    "ws://",
    "ftp://",
    "app://",
    "https://https://",
    "https:://",
    "http://http:",
    "",
];
const LABELS: &[&str] = &[
    "a",
    "tool",
    "example",
    "com",
    "co",
    "uk",
    "github",
    "io",
    "localhost",
    "local",
    "nas",
    "lan",
    "home",
    "internal",
    "www",
    "your-tool",
    "yourdomain",
    "my-awesome",
    "changeme",
    "tld",
    "org",
    "0",
    "1",
    "255",
    "256",
    "127",
    "192",
    "10",
    "08",
    "0x",
    "0x7f",
    "0xg",
    "1e3",
    "0b1",
    "a1",
    "1a",
    "-",
    "a-",
    "-a",
    "a--b",
    "xn--",
    "xn--a",
    "xn--bcher-kva",
    "xn-",
    "xxn--a",
    "x",
    "null",
    "http",
    "https",
    "arpa",
    "Tool",
    "a_b",
    "b\u{fc}cher",
    "\u{df}",
    "*",
    "%61",
    "\u{ad}",
];
const IN_BRACKETS: &[&str] = &[
    "[::1]",
    "[2001:db8::1]",
    "[1:0:0:2:0:0:0:3]",
    "[::ffff:102:304]",
    "[::ffff:1.2.3.4]",
    "[::1.2.3.4]",
    "[2001:DB8::1]",
    "[2001:db8:0::1]",
    "[2001:db8::01]",
    "[0:0:0:0:0:0:0:1]",
    "[1:0:0:2:3::4]",
    "[fe80::1%25eth0]",
    "[::1",
    "[]",
];
const PORTS: &[&str] = &[
    "", ":8443", ":22", ":8080", ":", ":0", ":1", ":7", ":80", ":443", ":6000", ":08080", ":65535",
    ":65536", ":99999", ":100000", ":8443", ":a", ":+80", ":-1", ":80:80", ":10080",
];
const TAILS: &[&str] = &[
    "",
    "/",
    "/app/index.html",
    "/?next=home",
    "?a=%40b",
    "#/start",
    "//a",
    ".",
    "?",
    "#",
    " ",
    "\t",
    ",",
    ")",
    "\0",
    "@a",
    "/@a",
    "/%40a",
    "/a,b",
    "/a:b",
    "/a*",
    "/a?b#c?d",
];
const BYTES: &[u8] = b"abxyz019-.:/@ \t\r\n*%_[]\\?#,;|\"'<>~!$&()=+^`{}AXZ\0\x7f";

/// Numbers that look random and are always the same (Marsaglia, "Xorshift RNGs").
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    /// One of `from`; nearly always one of the first ones, which are plain.
    fn pick<'a>(&mut self, from: &[&'a str], plain: usize) -> &'a str {
        match self.roll(8) {
            0 => from[self.roll(from.len())],
            _ => from[self.roll(plain)],
        }
    }

    /// An origin, or nearly one.
    fn text(&mut self) -> String {
        let mut text = self.pick(HEADS, 2).to_owned();
        if self.roll(8) == 0 {
            let numbers = [(); 4].map(|()| self.roll(300).to_string());
            text.push_str(&numbers.join("."));
        } else if self.roll(20) == 0 {
            text.push_str(self.pick(IN_BRACKETS, 4));
        } else {
            for number in 0..=self.roll(4) {
                if number > 0 {
                    text.push('.');
                }
                text.push_str(self.pick(LABELS, 21));
            }
        }
        if self.roll(50) == 0 {
            // around the limits of labels and names
            let label = "l".repeat(60 + self.roll(6));
            text.push_str(&[label.as_str(); 5][..=self.roll(5)].join("."));
        }
        text.push_str(self.pick(PORTS, 4));
        if self.roll(4) == 0 {
            text.push_str(self.pick(TAILS, 6));
        }
        if self.roll(3) == 0 {
            self.mutate(&mut text);
        }
        text
    }

    /// Takes a character out, puts another in, or both.
    fn mutate(&mut self, text: &mut String) {
        let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        ends.push(text.len());
        let at = ends[self.roll(ends.len())];
        let byte = char::from(BYTES[self.roll(BYTES.len())]);
        let kind = self.roll(3);
        if kind > 0 && at < text.len() {
            text.remove(at);
        }
        if kind < 2 {
            text.insert(at, byte);
        }
    }
}

#[test]
fn what_is_proved_canonical_is_so_to_the_url_parser_and_all_rules() {
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let (mut proved, mut rare, mut quiet) = (0, 0, 0);
    for _ in 0..TEXTS {
        let text = dice.text();
        let (is_proved, is_of_concern) = compare(&text);
        proved += usize::from(is_proved);
        rare += usize::from(!is_proved && is_plainly_exact(&text));
        quiet += usize::from(!is_of_concern);
    }
    // a test of texts that are nearly all refused, or all accepted, would find nothing
    assert!(
        proved > TEXTS / 20 && proved < TEXTS / 2,
        "{proved} of {TEXTS} were proved"
    );
    assert!(rare > TEXTS / 200, "{rare} of {TEXTS} have rare hosts");
    assert!(quiet > TEXTS / 40, "{quiet} of {TEXTS} concern no rule");
}

#[test]
fn rare_hosts_are_exact_as_the_host_parser_writes_them() {
    for (text, is_exact) in [
        ("http://[::1]", true),
        ("http://[2001:db8::1]:3000", true),
        ("https://[::ffff:102:304]", true),
        ("https://[::ffff:1.2.3.4]", false),
        ("https://[2001:DB8::1]", false),
        ("https://[::1", false),
        ("https://[::1]:443", false),
        ("https://[::1]/", false),
        ("https://xn--bcher-kva.example", true),
        ("https://xn--bcher-kva.example:8443", true),
        ("https://xn--a.example", false),
        ("https://XN--bcher-kva.example", false),
        ("https://r3---sn.example", true),
        ("https://1.2.3", false),
    ] {
        assert_eq!(is_plainly_exact(text), is_exact, "{text}");
    }
}

#[test]
fn usual_entries_take_the_short_road() {
    for (text, is_proved) in [
        ("https://tool.example", true),
        ("http://nas", true),
        ("http://localhost:3000", true),
        ("http://192.168.1.5:13378", true),
        ("https://a-b.c--d.example:8443", true),
        ("http://tool.example:443", true),
        ("https://tool.example:443", false),
        ("https://tool.example:0", false),
        ("https://tool.example:", false),
        ("https://tool.example.", false),
        ("https://tool..example", false),
        ("https://tool.example/", false),
        ("https://Tool.example", false),
        ("https://xn--bcher-kva.example", false),
        ("https://1.2.3", false),
        ("https://1.2.3.04", false),
        ("https://a.0x7f", false),
        ("https://", false),
        ("http://[::1]", false),
        ("app://tool", false),
        ("tool.example", false),
        ("", false),
    ] {
        assert_eq!(Canonical::prove(text).is_some(), is_proved, "{text}");
    }
}
