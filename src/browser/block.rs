//! Why something is blocked, in everybody's words.

use std::fmt;

use super::cors::NoCors;
use super::local_network::MorePrivate;
use super::mixed_content::Mixed;
use super::port::BadPort;
use super::preflight::NotAllowed;
use super::redirect::NotFollowed;
use super::{Verdict, Verdicts};

/// What stands between a page and an answer.
///
/// Its [`Display`](fmt::Display) is a plain sentence. What each browser makes of it is part of it: not
/// everything stops all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// The port is one that browsers refuse.
    BadPort(BadPort),
    /// A page that came encrypted asks for something unencrypted.
    MixedContent(Mixed),
    /// A page asks for something in a more private network than its own.
    LocalNetwork(MorePrivate),
    /// The server asked beforehand doesn't let the page's origin in.
    PreflightCors(NoCors),
    /// The server asked beforehand doesn't let this request in.
    Preflight(NotAllowed),
    /// The answer itself doesn't let the page's origin in.
    Cors(NoCors),
    /// The answer is a redirect that a browser doesn't follow.
    Redirect(NotFollowed),
}

/// What each kind of block has to say for itself; its `Display` is the plain sentence.
pub(super) trait Reason: fmt::Display {
    /// Kebab case, for machine output.
    fn name(&self) -> &'static str;

    /// What Chrome's console says; for CORS, what follows "has been blocked by CORS policy: ".
    fn chrome(&self) -> Option<String>;

    /// What to search for when Firefox's console says it: the page of MDN for CORS, the sentence's
    /// beginning for others.
    fn firefox(&self) -> Option<&'static str>;

    /// Who is blocked; all, unless they differ.
    fn verdicts(&self) -> Verdicts {
        Verdicts::all(Verdict::Blocked)
    }
}

/// What Chrome says first if it was the preflight's answer that had the wrong headers.
const CHROME_PREFLIGHT: &str = "Response to preflight request doesn't pass access control check: ";

impl Block {
    fn reason(&self) -> &dyn Reason {
        match self {
            Self::BadPort(reason) => reason,
            Self::MixedContent(reason) => reason,
            Self::LocalNetwork(reason) => reason,
            Self::PreflightCors(reason) | Self::Cors(reason) => reason,
            Self::Preflight(reason) => reason,
            Self::Redirect(reason) => reason,
        }
    }

    /// Its name in machine output (`blocked_by`).
    pub fn name(&self) -> &'static str {
        self.reason().name()
    }

    /// What each browser makes of it.
    pub fn verdicts(&self) -> Verdicts {
        self.reason().verdicts()
    }

    /// What Chrome's console says if Chrome blocks it; of CORS, the part that follows "has been
    /// blocked by CORS policy: ".
    pub fn chrome(&self) -> Option<String> {
        let sentence = self.reason().chrome()?;
        let is_access_check = match self {
            Self::PreflightCors(_) => true,
            Self::Preflight(reason) => reason.is_access_check(),
            _ => false,
        };
        Some(match is_access_check {
            true => format!("{CHROME_PREFLIGHT}{sentence}"),
            false => sentence,
        })
    }

    /// What to search for if Firefox blocks it: for CORS, the key that is the name of MDN's page about
    /// it; for others, the beginning of the console's sentence.
    pub fn firefox(&self) -> Option<&'static str> {
        self.reason().firefox()
    }
}

impl fmt::Display for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.reason().fmt(f)
    }
}

#[cfg(test)]
mod tests;
