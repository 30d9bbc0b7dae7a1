//! What a library adds: a file of the same form as `modes.toml`.

use super::file::{ModeFile, Row};
use super::{BUILT_IN, FailureModes};
use crate::text::{Fingerprint, slug};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Why a library's own file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModeError {
    /// What is wrong.
    pub message: String,
    /// Where; `None` for the file as a whole.
    pub span: Option<Range<usize>>,
}

impl FailureModes {
    /// Those that the program knows, with what a file of the library adds, replaces or leaves out.
    pub fn with(own: &str) -> Result<FailureModes, ModeError> {
        let read = |error: toml::de::Error| ModeError { message: error.message().to_owned(), span: error.span() };
        let file: ModeFile = toml::from_str(own).map_err(read)?;
        let known: ModeFile = toml::from_str(BUILT_IN).map_err(read)?;
        for (rows, what) in [(&file.modes, "modes"), (&file.triggers, "triggers")] {
            keys(rows, what, own)?;
        }
        let is_known = |key: &String| known.modes.contains_key(key) || known.triggers.contains_key(key);
        if let Some(key) = file.without.iter().find(|key| !is_known(key)) {
            return Err(ModeError { message: format!("nothing is called `{key}`"), span: place(own, key) });
        }
        let own_rows = (file.modes.clone(), file.triggers.clone());
        let all = known.with(file);
        kinds(&all.modes, &own_rows.0)?;
        kinds(&all.triggers, &own_rows.1)?;
        Ok(FailureModes::of(all, Fingerprint::of(&[own.as_bytes(), BUILT_IN.as_bytes()])))
    }
}

/// Keys are names in URLs.
fn keys(rows: &BTreeMap<String, Row>, what: &str, own: &str) -> Result<(), ModeError> {
    let Some(key) = rows.keys().find(|key| slug(key) != **key || key.is_empty()) else { return Ok(()) };
    let message = format!("`{key}` is no name in a URL: write it as [{what}.{}]", slug(key));
    Err(ModeError { message, span: place(own, key) })
}

/// Every kind is there, and none leads round in a circle. What the program knows is in order.
fn kinds(all: &BTreeMap<String, Row>, own: &BTreeMap<String, Row>) -> Result<(), ModeError> {
    for (key, row) in own {
        let Some(kind) = &row.kind else { continue };
        let wrong = |message: String| Err(ModeError { message, span: Some(kind.span()) });
        let mut met = BTreeSet::from([key.as_str()]);
        let mut at = kind.as_ref().as_str();
        loop {
            let Some(row) = all.get(at) else { return wrong(format!("nothing is called `{at}`")) };
            if !met.insert(at) {
                return wrong(format!("`{key}` is a kind of itself"));
            }
            let Some(next) = &row.kind else { break };
            at = next.as_ref();
        }
    }
    Ok(())
}

/// Where a word first stands in a file.
fn place(text: &str, word: &str) -> Option<Range<usize>> {
    text.find(word).map(|at| at..at + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(modes: &FailureModes, text: &str) -> Vec<String> {
        modes.found(text).into_iter().filter_map(|mode| modes.get(mode)).map(|mode| mode.key.clone()).collect()
    }

    #[test]
    fn a_library_adds_modes_and_words() {
        let own = "[modes.bore-silted]\nname = \"bore silted\"\nkind = \"hardware\"\ntelling = true\nen = [\"bore … silted\"]\n\
                   [modes.disk-full]\nen = [\"the shelf is full\"]\n";
        let modes = FailureModes::with(own).expect("the file can be read");
        assert_eq!(keys(&modes, "In winter the bore was silted."), ["bore-silted"]);
        assert_eq!(keys(&modes, "Then the shelf is full."), ["disk-full"]);
        assert_eq!(keys(&modes, "No space left on device."), ["disk-full"]);
        let mode = modes.named("Bore silted", false).and_then(|mode| modes.get(mode)).expect("it has a name");
        assert_eq!((mode.name("de"), mode.is_telling), ("bore silted", true));
        assert_eq!(mode.kind.and_then(|kind| modes.get(kind)).map(|kind| kind.key.as_str()), Some("hardware"));
        assert_ne!(modes.identity(), super::super::built_in().identity());
    }

    #[test]
    fn a_library_leaves_modes_out() {
        let without = FailureModes::with("without = [\"disk-full\", \"capacity\"]").expect("the file can be read");
        assert_eq!(keys(&without, "The disk was full."), [""; 0]);
        assert_eq!(keys(&without, "Pods ran out of memory."), ["out-of-memory"]);
        let only =
            FailureModes::with("replace = true\n[modes.a]\nen = [\"a thing broke\"]").expect("the file can be read");
        assert_eq!(only.modes.len(), 1);
        assert_eq!(keys(&only, "The disk was full: a thing broke."), ["a"]);
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        let wrong = |own: &str| {
            let error = FailureModes::with(own).expect_err(own);
            (error.span.and_then(|span| own.get(span)).unwrap_or("").to_owned(), error.message)
        };
        assert_eq!(wrong("[modes.a]\nkind = \"nil\"\n"), ("\"nil\"".into(), "nothing is called `nil`".into()));
        assert_eq!(
            wrong("[modes.a]\nkind = \"b\"\n[modes.b]\nkind = \"a\"\n"),
            ("\"b\"".into(), "`a` is a kind of itself".into())
        );
        assert_eq!(wrong("without = [\"nil\"]").1, "nothing is called `nil`");
        assert!(wrong("[modes.\"A b\"]\nen = []\n").1.contains("[modes.a-b]"));
        let (place, message) = wrong("[modes.a]\nsymtom = true\n");
        assert!(place.contains("modes.a") && message.contains("`symtom` is neither"), "{place}: {message}");
    }
}
