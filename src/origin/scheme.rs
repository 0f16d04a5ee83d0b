//! The schemes that can stand before a host, and who sends them.

/// Who registers a scheme, and so what its host means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The app's own pages in a web view; every app made with that toolkit has the same origin.
    App,
    /// A browser extension whose id is the same everywhere.
    Extension,
    /// A browser extension whose id is made anew on every install.
    PerInstallExtension,
}

/// A scheme other than http and https whose pages send `scheme://host` as their origin.
#[derive(Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name, without the colon.
    pub name: &'static str,
    /// What its host means.
    pub kind: Kind,
    /// Who sends it.
    pub sender: &'static str,
}

const fn scheme(name: &'static str, kind: Kind, sender: &'static str) -> Scheme {
    Scheme { name, kind, sender }
}

/// The schemes that web views and browsers are known to send.
pub const SCHEMES: &[Scheme] = &[
    scheme("app", Kind::App, "Cordova apps on iOS, Electron apps"),
    scheme("capacitor", Kind::App, "Capacitor apps on iOS"),
    scheme(
        "chrome-extension",
        Kind::Extension,
        "extensions of Chrome and its kin",
    ),
    scheme("ionic", Kind::App, "Ionic apps on iOS"),
    scheme("ms-appx-web", Kind::App, "Windows web apps"),
    scheme(
        "moz-extension",
        Kind::PerInstallExtension,
        "extensions of Firefox",
    ),
    scheme(
        "safari-web-extension",
        Kind::PerInstallExtension,
        "extensions of Safari",
    ),
    scheme("tauri", Kind::App, "Tauri apps on macOS, Linux and iOS"),
    scheme(
        "vscode-webview",
        Kind::PerInstallExtension,
        "views inside Visual Studio Code",
    ),
    scheme("wails", Kind::App, "Wails apps"),
];

/// Schemes whose pages, if they have any, have an opaque origin: browsers send `null`.
pub const OPAQUE: &[&str] = &[
    "about",
    "blob",
    "content",
    "data",
    "file",
    "filesystem",
    "ftp",
    "javascript",
    "mailto",
    "tel",
    "view-source",
];

/// The app scheme of that name (lower case).
pub fn find(name: &str) -> Option<&'static Scheme> {
    SCHEMES.iter().find(|scheme| scheme.name == name)
}

/// The schemes that pages come over.
pub const WEB: [&str; 2] = ["http", "https"];

/// Whether pages come over it: http or https.
pub fn is_web(name: &str) -> bool {
    WEB.contains(&name)
}

/// The port that http or https has if none is written.
pub fn default_port(name: &str) -> Option<u16> {
    match name {
        "http" => Some(80),
        "https" => Some(443),
        _ => None,
    }
}

/// The one of http and https that a misspelt scheme was meant to be.
///
/// One slip always counts. Two count only where the rest is plain enough (`htpss`), and in the
/// `hxxp` that keeps people from clicking, so that `ftp`, `smtp` or `rtsp` stay what they are.
pub fn meant(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let is_plain = name.starts_with("ht") && name.len() > 4 || name.starts_with("hxxp");
    let reach = if is_plain { 2 } else { 1 };
    ["https", "http"]
        .into_iter()
        .map(|scheme| (strsim::osa_distance(scheme, &name), scheme))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= reach)
        .map(|(_, scheme)| scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_schemes_are_recognised_and_others_left_alone() {
        for (name, scheme) in [
            ("htps", Some("https")),
            ("hhtps", Some("https")),
            ("ttps", Some("https")),
            ("hxxps", Some("https")),
            ("httpss", Some("https")),
            ("htp", Some("http")),
            ("htttp", Some("http")),
            ("HXXP", Some("http")),
            ("hap", None),
            ("hcp", None),
            ("ftp", None),
            ("ftps", None),
            ("smtp", None),
            ("rtsp", None),
            ("tauri", None),
        ] {
            assert_eq!(meant(name), scheme, "{name}");
        }
    }

    #[test]
    fn no_known_scheme_looks_misspelt() {
        let names = SCHEMES
            .iter()
            .map(|scheme| scheme.name)
            .chain(OPAQUE.iter().copied());
        for name in names {
            assert_eq!(meant(name), None, "{name}");
        }
    }
}
