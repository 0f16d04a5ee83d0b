use unicode_security::{RestrictionLevel, RestrictionLevelDetection, skeleton};
use url::Host;

use super::{Check, Concern, Glance, Member, Problem};
use crate::origin::{Candidate, Traits};

declare_rule! {
    /// The host looks like another one.
    ///
    /// It mixes scripts that no language writes together (a Cyrillic `а` among Latin letters), or reads
    /// like another host of the list (UTS 39, "Restriction-Level Detection", "Confusable Detection"). Such names are made to be taken for somebody else's.
    ///
    /// Example: `https://xn--ggle-55da.com`, which reads `gооgle.com`.
    ///
    /// Ignore it once you have compared the name, letter by letter, with where it should lead.
    name: "confusable-host",
    severity: Warning,
    fix: none,
    checks: [Check::Candidate(Traits::ODD_HOST, mixed), Check::Member(alike), Check::Glance(glance)],
    cases: [
        stays("https://xn--ggle-55da.com", 8..25),
        stays("https://gооgle.com", 8..20),
        listed(&["https://apple.com", "https://xn--80ak6aa92e.com"], 1, None),
        listed(&["https://modern.example", "https://modem.example"], 1, None),
        quiet("https://xn--bcher-kva.example"),
        quiet("https://xn--80ak6aa92e.com"),
        quiet("https://東京タワーa.jp"),
        quiet("https://tool.example"),
        quiet_list(&["https://tool.example", "http://tool.example:8080"]),
        quiet_list(&["https://tool.example", "https://toot.example"]),
    ],
}

fn mixed(candidate: &Candidate<'_>) -> Option<Problem> {
    // only a label that starts so is written otherwise in Unicode
    let could_mix = matches!(candidate.host(), Some(Host::Domain(name)) if is_idn(name));
    let named = could_mix.then(|| names(candidate)).flatten();
    let (ascii, unicode) = named.filter(|(_, unicode)| !unicode.is_ascii())?;
    let is_usual = |label: &str| {
        is_plain(label) || label.detect_restriction_level() <= RestrictionLevel::HighlyRestrictive
    };
    if unicode.split('.').all(is_usual) {
        return None;
    }
    let message = format!("{unicode} ({ascii}) mixes scripts that aren't written together");
    Some(Problem::new(&candidate.parts().host, message))
}

fn glance(entry: &Glance<'_>) -> Concern {
    Concern::perhaps(!entry.is_alone())
}

fn alike(entry: &Member<'_>) -> Option<Problem> {
    let (ascii, unicode) = names(entry.candidate)?;
    let other = entry.look_alike()?;
    let message = format!("{unicode} ({ascii}) looks like {other}, which is listed too");
    Some(Problem::new(&entry.candidate.parts().host, message))
}

/// Whether a label plainly mixes nothing: it is of digits and Latin letters, all of which are allowed in names.
fn is_plain(label: &str) -> bool {
    let is_plain = |c: char| {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '\u{df}'..='\u{f6}' | '\u{f8}'..='\u{ff}')
    };
    label.chars().all(is_plain)
}

fn is_idn(host: &str) -> bool {
    host.as_bytes().windows(4).any(|start| start == b"xn--")
}

/// What a host in ASCII looks like: its skeleton (UTS 39, section 4).
pub(super) fn look(host: &str) -> Vec<u8> {
    if is_idn(host) {
        let (unicode, _) = idna::domain_to_unicode(host);
        return skeleton(&unicode).collect::<String>().into();
    }
    plain_look(host)
}

/// The same for one without `xn--`.
pub(super) fn plain_look(host: &str) -> Vec<u8> {
    let mut look = Vec::new();
    write_plain_look(host, &mut look);
    look
}

/// The same in the place of an earlier one.
pub(super) fn write_plain_look(host: &str, look: &mut Vec<u8>) {
    // no character looks like more than two
    look.resize(2 * host.len(), 0);
    let mut end = 0;
    for byte in host.bytes() {
        let (first, second) = LOOKS[usize::from(byte)];
        look[end] = first;
        end += 1;
        if let Some(second) = second {
            look[end] = second;
            end += 1;
        }
    }
    look.truncate(end);
}

/// What each character of a host looks like.
const LOOKS: [(u8, Option<u8>); 256] = {
    let mut looks = [(0, None); 256];
    let mut byte = 0;
    while byte < 256 {
        looks[byte] = match byte as u8 {
            b'0' => (b'O', None),
            b'1' => (b'l', None),
            b'm' => (b'r', Some(b'n')),
            b'`' => (b'\'', None),
            b'"' => (b'\'', Some(b'\'')),
            itself => (itself, None),
        };
        byte += 1;
    }
    looks
};

/// The host name in ASCII and in Unicode.
fn names(candidate: &Candidate<'_>) -> Option<(String, String)> {
    candidate.web_scheme()?;
    let Host::Domain(ascii) = candidate.host()? else {
        return None;
    };
    let (unicode, _) = idna::domain_to_unicode(ascii);
    Some((ascii.to_owned(), unicode))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_plainly_mixes_nothing_is_usual() {
        let plain: Vec<char> = ('\0'..='\u{2ff}')
            .filter(|c| is_plain(&c.to_string()))
            .collect();
        assert!(plain.len() > 90, "{plain:?}");
        for one in &plain {
            for other in &plain {
                let level = format!("a{one}{other}").as_str().detect_restriction_level();
                assert!(level <= RestrictionLevel::SingleScript, "{one}{other}");
            }
        }
    }

    #[test]
    fn hosts_in_ascii_look_as_unicode_says() {
        for byte in 0..=127 {
            // as they stand in hosts (URL Standard, "forbidden domain code point")
            let c = char::from(byte);
            if c.is_ascii_lowercase() || c.is_ascii_digit() || "-._~!$&'()*+,;=`{}\"".contains(c) {
                for host in [format!("a{c}b"), format!("m{c}{c}0m1")] {
                    let expected: String = skeleton(&host).collect();
                    assert_eq!(look(&host), expected.as_bytes());
                }
            }
        }
        assert_eq!(look("xn--80ak6aa92e.com"), look("apple.com"));
    }
}
