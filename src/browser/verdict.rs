//! What each browser makes of it.

/// What becomes of a request; the later, the worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The page gets the answer.
    #[default]
    Allowed,
    /// The page gets the answer if the user says yes to a permission question.
    Prompt,
    /// The page gets an error.
    Blocked,
}

impl Verdict {
    /// Its name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Prompt => "prompt",
            Self::Blocked => "blocked",
        }
    }

    /// What to tell people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Allowed => "gets through",
            Self::Prompt => "asks the user first",
            Self::Blocked => "is blocked",
        }
    }
}

/// A browser that people have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Chrome, and whatever else is made of Chromium.
    Chrome,
    /// Firefox.
    Firefox,
    /// Safari, and every browser on iOS.
    Safari,
}

impl Browser {
    /// All of them, in the order of the machine output.
    pub const ALL: [Self; 3] = [Self::Chrome, Self::Firefox, Self::Safari];

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Chrome => "Chrome",
            Self::Firefox => "Firefox",
            Self::Safari => "Safari",
        }
    }

    /// Its name in machine output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chrome => "chrome",
            Self::Firefox => "firefox",
            Self::Safari => "safari",
        }
    }
}

/// The verdict of the standards, and of each browser where it differs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdicts {
    /// Fetch and Mixed Content, to the letter.
    pub spec: Verdict,
    /// Chrome.
    pub chrome: Verdict,
    /// Firefox.
    pub firefox: Verdict,
    /// Safari.
    pub safari: Verdict,
}

impl Verdicts {
    /// The same verdict from all.
    pub const fn all(verdict: Verdict) -> Self {
        Self::new(verdict, verdict, verdict, verdict)
    }

    pub(super) const fn new(
        spec: Verdict,
        chrome: Verdict,
        firefox: Verdict,
        safari: Verdict,
    ) -> Self {
        Self {
            spec,
            chrome,
            firefox,
            safari,
        }
    }

    /// The verdict of one browser.
    pub fn of(self, browser: Browser) -> Verdict {
        match browser {
            Browser::Chrome => self.chrome,
            Browser::Firefox => self.firefox,
            Browser::Safari => self.safari,
        }
    }

    /// What is left after two gates in a row: of each pair, the worse.
    pub fn and(self, other: Self) -> Self {
        Self::new(
            self.spec.max(other.spec),
            self.chrome.max(other.chrome),
            self.firefox.max(other.firefox),
            self.safari.max(other.safari),
        )
    }

    /// Whether no browser goes on from here, so that there is nothing left to try.
    pub fn is_dead_end(self) -> bool {
        Browser::ALL
            .iter()
            .all(|browser| self.of(*browser) == Verdict::Blocked)
    }
}

impl FromIterator<Self> for Verdicts {
    /// What is left after any number of gates.
    fn from_iter<I: IntoIterator<Item = Self>>(verdicts: I) -> Self {
        verdicts.into_iter().fold(Self::default(), Self::and)
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict::{Allowed, Blocked, Prompt};
    use super::*;

    #[test]
    fn the_worse_verdict_counts_for_each_browser_alone() {
        let mixed = Verdicts::new(Blocked, Prompt, Blocked, Allowed);
        let local = Verdicts::new(Allowed, Blocked, Prompt, Allowed);
        let both = Verdicts::new(Blocked, Blocked, Blocked, Allowed);
        assert_eq!(mixed.and(local), both);
        assert_eq!(local.and(mixed), both);
        assert_eq!([mixed, local].into_iter().collect::<Verdicts>(), both);
        assert_eq!(
            Verdicts::from_iter([]),
            Verdicts::all(Allowed),
            "no gate lets all in"
        );
    }

    #[test]
    fn a_dead_end_is_one_for_every_browser_whatever_the_standard_says() {
        for (verdicts, expected) in [
            (Verdicts::all(Blocked), true),
            (Verdicts::new(Allowed, Blocked, Blocked, Blocked), true),
            (Verdicts::new(Blocked, Allowed, Allowed, Allowed), false),
            (Verdicts::new(Blocked, Prompt, Blocked, Blocked), false),
            (Verdicts::new(Blocked, Blocked, Blocked, Prompt), false),
        ] {
            assert_eq!(verdicts.is_dead_end(), expected, "{verdicts:?}");
        }
    }

    #[test]
    fn each_browser_has_its_own_verdict() {
        let verdicts = Verdicts::new(Allowed, Allowed, Prompt, Blocked);
        let found = Browser::ALL.map(|browser| (browser.name(), verdicts.of(browser).name()));
        let expected = [
            ("chrome", "allowed"),
            ("firefox", "prompt"),
            ("safari", "blocked"),
        ];
        assert_eq!(found, expected);
    }
}
