//! What was probably meant by a name that doesn't exist.

/// How alike two names must be, from 0 to 1, for one to be taken for the other.
const LEAST: f64 = 0.7;

/// The name that is most like `name`, if one is.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    names
        .into_iter()
        .map(|known| (strsim::jaro_winkler(known, &name), known))
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .filter(|(likeness, _)| *likeness > LEAST)
        .map(|(_, known)| known)
}

/// The end of a sentence that says so, or nothing.
pub fn did_you_mean(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_misspelt_name_is_known_by_its_likeness() {
        for (name, meant) in [
            ("warn", Some("warning")),
            ("WARNING", Some("warning")),
            ("eror", Some("error")),
            ("silence", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, ["error", "warning", "note"]), meant, "{name}");
        }
    }
}
