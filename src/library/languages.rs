//! Which files are translations of which, and where files belong: a function of their paths and the settings, known before anything is parsed.
//!
//! A translation lies beside its original (`a.fr.md` beside `a.md` or `a.en.md`) or at the same place in a folder of its
//! language (`fr/incidents/a.md` for `incidents/a.md` or `en/incidents/a.md`). The settings list the languages, or the
//! names of files tell: then a language needs a file that has a counterpart, and pages that introduce folders do not
//! count for it, since a README is often translated where nothing else is.

use super::exported;
use crate::config::Config;
use crate::text::{ContentPath, OutputPath, Source, detect_language, language_tag, primary_language};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The languages of a library, and where its translations belong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Languages {
    /// The tags of all languages that have an edition; the library's own is the first.
    pub tags: Vec<String>,
    placed: HashMap<ContentPath, Placed>,
}

/// A file that belongs elsewhere: its path says its language, or an export gave it a name of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Placed {
    /// Where it belongs.
    place: ContentPath,
    /// The index of its language in [`Languages::tags`]; `None` where its path does not say one.
    language: Option<usize>,
}

/// How a path may be read: the tag in it, and the path without.
type Reading = (String, ContentPath);

impl Languages {
    /// Finds out about these Markdown files.
    pub fn of<'a>(sources: impl Iterator<Item = &'a Source>, config: &Config) -> Languages {
        let own = language_tag(&config.language).unwrap_or_else(|| config.language.clone());
        let sources: Vec<&Source> = sources.collect();
        let places = exported::places(sources.iter().copied()).into_iter();
        let placed: HashMap<_, _> = places.map(|(path, place)| (path, Placed { place, language: None })).collect();
        let mut readings: Vec<(&ContentPath, Option<Reading>, Option<Reading>)> = sources
            .iter()
            .map(|source| (&source.path, by_folder(&source.path, &own), by_name(&source.path, &own)))
            .collect();
        if config.languages.is_empty() {
            drop_other_words(&mut readings, &sources, &own);
        }
        take_region(&mut readings, &own, config);
        if config.languages.is_empty() && readings.iter().all(|(_, folder, name)| folder.is_none() && name.is_none()) {
            return Languages { tags: vec![own], placed };
        }
        let (folders, names) = match config.languages.as_slice() {
            [] => (found_folders(&readings, &sources, &own), found_names(&readings, &own)),
            listed => {
                let all: BTreeSet<String> = listed.iter().cloned().chain([own.clone()]).collect();
                (all.clone(), all)
            }
        };
        let mut others: Vec<String> = config.languages.iter().filter(|tag| **tag != own).cloned().collect();
        if config.languages.is_empty() {
            others = folders.union(&names).filter(|tag| **tag != own).cloned().collect();
        }
        let mut tags = vec![own];
        tags.extend(others);
        dedup(&mut tags);
        let mut languages = Languages { tags, placed };
        if languages.tags.len() == 1 {
            return languages;
        }
        let is_listed = !config.languages.is_empty();
        let siblings = siblings(&readings);
        for (path, folder, name) in &readings {
            let reading = match (folder, name) {
                (Some((tag, place)), _) if folders.contains(tag) => Some((tag, place)),
                (_, Some((tag, place))) if names.contains(tag) && (is_listed || siblings[&key(place)] > 1) => {
                    Some((tag, place))
                }
                _ => None,
            };
            if let Some((tag, place)) = reading
                && let Some(language) = languages.tags.iter().position(|known| known == tag)
            {
                languages.placed.insert((*path).clone(), Placed { place: place.clone(), language: Some(language) });
            }
        }
        languages
    }

    /// Where a file belongs: its path without what tells its language, and without what an export put into its name.
    pub fn place<'a>(&'a self, path: &'a ContentPath) -> &'a ContentPath {
        self.placed.get(path).map_or(path, |placed| &placed.place)
    }

    /// The index of a file's language in [`Languages::tags`].
    pub fn language(&self, path: &ContentPath) -> usize {
        self.placed.get(path).and_then(|placed| placed.language).unwrap_or(0)
    }

    /// The files with what their paths say.
    pub fn placed<'a>(&self, sources: &'a [Source]) -> Cow<'a, [Source]> {
        if self.placed.is_empty() {
            return Cow::Borrowed(sources);
        }
        Cow::Owned(sources.iter().map(|source| self.source(source)).collect())
    }

    /// One file with what its path says.
    pub fn source(&self, source: &Source) -> Source {
        match self.placed.get(&source.path) {
            Some(Placed { place, language }) => {
                source.placed(place, language.and_then(|language| self.tags.get(language)).map(String::as_str))
            }
            None => source.clone(),
        }
    }
}

/// The tag of a part of a path. The library's own language may be written without its region.
fn tag(text: &str, own: &str) -> Option<String> {
    let tag = language_tag(text)?;
    Some(if tag == primary_language(own) { own.to_owned() } else { tag })
}

/// The library's own language may also be written with a region that the settings leave out, where there is only one:
/// `en-us/` is the folder of a library in `en`, unless there is an `en-gb/` or an `en/` too.
fn take_region(readings: &mut [(&ContentPath, Option<Reading>, Option<Reading>)], own: &str, config: &Config) {
    let is_own = |tag: &str| primary_language(tag) == own && !config.languages.iter().any(|listed| listed == tag);
    let tags = readings.iter().flat_map(|(_, folder, name)| [folder, name]).flatten().map(|(tag, _)| tag);
    let written: BTreeSet<String> = tags.filter(|tag| is_own(tag)).cloned().collect();
    if written.len() == 1 {
        for (tag, _) in readings.iter_mut().flat_map(|(_, folder, name)| [folder, name]).flatten() {
            if written.contains(tag) {
                own.clone_into(tag);
            }
        }
    }
}

/// Pages of one tag whose texts are looked at.
const SAMPLE: usize = 12;

/// `it/` may be a team and `redis.io.md` a page on a host: a tag counts only where no text, or at least one, is in its language.
fn drop_other_words(readings: &mut [(&ContentPath, Option<Reading>, Option<Reading>)], sources: &[&Source], own: &str) {
    let tags = readings.iter().flat_map(|(_, folder, name)| [folder, name]).flatten().map(|(tag, _)| tag);
    let tags: BTreeSet<String> = tags.filter(|tag| *tag != own).cloned().collect();
    let is_of = |reading: &Option<Reading>, tag: &str| reading.as_ref().is_some_and(|(found, _)| found == tag);
    for tag in tags {
        let all =
            readings.iter().zip(sources).filter(|((_, folder, name), _)| is_of(folder, &tag) || is_of(name, &tag));
        let written = all.filter_map(|(_, source)| written_in(own_words(&source.text))).take(SAMPLE);
        let written: Vec<&str> = written.collect();
        if !written.is_empty() && !written.contains(&primary_language(&tag).as_str()) {
            for (_, folder, name) in readings.iter_mut() {
                folder.take_if(|(found, _)| *found == tag);
                name.take_if(|(found, _)| *found == tag);
            }
        }
    }
}

/// Short words that are met in most English sentences, and together in no other language.
const ENGLISH: [&str; 8] = [" the ", " and ", " of ", " to ", " was ", " were ", " by ", " for "];

/// The language of a text; of one that is too short to tell, English by its short words.
fn written_in(text: &str) -> Option<&'static str> {
    let is_english = || {
        let head = text.get(..text.floor_char_boundary(1_500))?;
        (ENGLISH.iter().filter(|word| head.contains(**word)).count() >= 3).then_some("en")
    };
    detect_language(text).or_else(is_english)
}

/// A text without the front matter that it begins with.
fn own_words(text: &str) -> &str {
    let body = text.strip_prefix("---").and_then(|rest| Some(rest.split_once("\n---")?.1));
    body.unwrap_or(text)
}

/// `fr/a.md`: French, `a.md`.
fn by_folder(path: &ContentPath, own: &str) -> Option<Reading> {
    let (first, rest) = path.as_str().split_once('/')?;
    Some((tag(first, own)?, ContentPath::new(rest)?))
}

/// `x/a.fr.md`: French, `x/a.md`.
fn by_name(path: &ContentPath, own: &str) -> Option<Reading> {
    let (stem, language) = path.stem().rsplit_once('.').filter(|(stem, _)| !stem.is_empty())?;
    let ending = path.name().rsplit_once('.')?.1;
    let folder = path.folder();
    let place = if folder.is_empty() { format!("{stem}.{ending}") } else { format!("{folder}/{stem}.{ending}") };
    Some((tag(language, own)?, ContentPath::new(&place)?))
}

/// What translations of one page have in common: where they are published.
fn key(place: &ContentPath) -> OutputPath {
    OutputPath::of_page(place)
}

fn is_introduction(place: &ContentPath) -> bool {
    let key = key(place);
    key.as_str() == "index.html" || key.as_str().ends_with("/index.html")
}

/// How many languages each page would have if every tag in a name were one.
fn siblings(readings: &[(&ContentPath, Option<Reading>, Option<Reading>)]) -> HashMap<OutputPath, usize> {
    let mut siblings: HashMap<OutputPath, BTreeSet<&str>> = HashMap::new();
    for (path, _, name) in readings {
        let (tag, place) = name.as_ref().map_or(("", *path), |(tag, place)| (tag.as_str(), place));
        siblings.entry(key(place)).or_default().insert(tag);
    }
    siblings.into_iter().map(|(key, tags)| (key, tags.len())).collect()
}

/// The languages of names that have a counterpart.
fn found_names(readings: &[(&ContentPath, Option<Reading>, Option<Reading>)], own: &str) -> BTreeSet<String> {
    let siblings = siblings(readings);
    let names = readings.iter().filter_map(|(_, _, name)| name.as_ref());
    let told = names.filter(|(_, place)| !is_introduction(place) && siblings[&key(place)] > 1);
    let mut found: BTreeSet<String> = told.map(|(tag, _)| tag.clone()).collect();
    if !found.is_empty() {
        found.insert(own.to_owned());
    }
    found
}

/// The languages of folders of which at least half of the pages have a counterpart in the library's own language: a
/// folder of a department (`it`, `hr`) may share a name or two with another. A copy is no counterpart, nor is what other folders
/// have too, such as a template.
fn found_folders(
    readings: &[(&ContentPath, Option<Reading>, Option<Reading>)],
    sources: &[&Source],
    own: &str,
) -> BTreeSet<String> {
    let texts: HashMap<&ContentPath, &str> = sources.iter().map(|source| (&source.path, &*source.text)).collect();
    let written: HashMap<(&str, &ContentPath), &str> = readings
        .iter()
        .filter_map(|(path, folder, _)| folder.as_ref().map(|(tag, place)| (path, tag, place)))
        .filter_map(|(path, tag, place)| Some(((tag.as_str(), place), *texts.get(path)?)))
        .collect();
    let is_copy = |tag: &str, place: &ContentPath| {
        let text = written.get(&(tag, place)).filter(|text| !text.trim().is_empty());
        text.is_some() && text == texts.get(place)
    };
    // Places in folders that are named for no language.
    let elsewhere: HashSet<&str> = readings
        .iter()
        .filter(|(_, folder, _)| folder.is_none())
        .filter_map(|(path, _, _)| Some(path.as_str().split_once('/')?.1))
        .collect();
    let mut folders: BTreeMap<&str, Vec<&ContentPath>> = BTreeMap::new();
    for (tag, place) in readings.iter().filter_map(|(_, folder, _)| folder.as_ref()) {
        folders.entry(tag).or_default().push(place);
    }
    let nothing = Vec::new();
    let originals: HashSet<&ContentPath> = folders.get(own).unwrap_or(&nothing).iter().copied().collect();
    let at_the_root: HashSet<&ContentPath> = readings.iter().map(|(path, _, _)| *path).collect();
    let mut found = BTreeSet::new();
    for (tag, places) in folders.iter().filter(|(tag, _)| **tag != own) {
        let pages: Vec<&&ContentPath> = places.iter().filter(|place| !is_introduction(place)).collect();
        let translated = pages.iter().filter(|place| {
            let is_at_the_root = at_the_root.contains(**place) && !elsewhere.contains(place.as_str());
            originals.contains(**place) || is_at_the_root && !is_copy(tag, place)
        });
        let (count, all) = (translated.clone().count(), pages.len());
        if count > 0 && count * 2 >= all {
            found.insert((*tag).to_owned());
            if translated.clone().any(|place| originals.contains(*place)) {
                found.insert(own.to_owned());
            }
        }
    }
    found
}

fn dedup(tags: &mut Vec<String>) {
    let mut seen = HashSet::new();
    tags.retain(|tag| seen.insert(tag.clone()));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in these paths: the tags, and each file that does not belong where it lies.
    fn found(settings: &str, paths: &str) -> String {
        let config = Config::read(settings).value;
        let paths: Vec<ContentPath> = paths.split_whitespace().map(|path| ContentPath::new(path).unwrap()).collect();
        let languages =
            Languages::of(paths.iter().map(|path| Source::new(path.clone(), "")).collect::<Vec<_>>().iter(), &config);
        let mut lines = vec![languages.tags.join(" ")];
        for path in paths.iter().filter(|path| languages.placed.contains_key(path)) {
            lines.push(format!("{path}={}:{}", languages.tags[languages.language(path)], languages.place(path)));
        }
        lines.join(" ")
    }

    #[test]
    fn translations_are_found_by_their_names() {
        for (paths, wanted) in [
            ("a.md b.md", "en"),
            ("a.md a.fr.md b.md", "en fr a.fr.md=fr:a.md"),
            ("a.fr.md b.md", "en"),
            ("a.md a.fr.md b.fr.md", "en fr a.fr.md=fr:a.md"),
            ("a.en.md a.fr.md", "en fr a.en.md=en:a.md a.fr.md=fr:a.md"),
            ("x/a.md x/a.PT-br.md", "en pt-BR x/a.PT-br.md=pt-BR:x/a.md"),
            ("a.md a.v2.md a.draft.md", "en"),
            ("a.md a.en.md", "en"),
            ("README.md README.zh-CN.md a.md", "en"),
            ("_index.md _index.fr.md a.md a.fr.md", "en fr _index.fr.md=fr:_index.md a.fr.md=fr:a.md"),
            (
                "_index.md x/README.md x/README.fr.md a.md a.fr.md",
                "en fr x/README.fr.md=fr:x/README.md a.fr.md=fr:a.md",
            ),
        ] {
            assert_eq!(found("", paths), wanted, "{paths}");
        }
    }

    #[test]
    fn translations_are_found_by_their_folders() {
        for (paths, wanted) in [
            ("fr/a.md en/a.md", "en fr fr/a.md=fr:a.md en/a.md=en:a.md"),
            ("fr/x/a.md x/a.md fr/x/b.md", "en fr fr/x/a.md=fr:x/a.md fr/x/b.md=fr:x/b.md"),
            ("fr/a.md b.md", "en"),
            ("fr/a.md de/a.md", "en"),
            ("it/README.md README.md it/laptops.md", "en"),
            ("it/onboarding.md onboarding.md it/laptops.md it/printers.md", "en"),
            ("it/template.md template.md payments/template.md", "en"),
            ("incidents/fr/a.md incidents/a.md", "en"),
            ("fr/a.md en/a.md c.md", "en fr fr/a.md=fr:a.md en/a.md=en:a.md"),
        ] {
            assert_eq!(found("", paths), wanted, "{paths}");
        }
        for (settings, paths, wanted) in [
            ("", "en-us/a.md fr-fr/a.md", "en fr-FR en-us/a.md=en:a.md fr-fr/a.md=fr-FR:a.md"),
            ("", "en-us/a.md en-gb/a.md a.md", "en en-GB en-US en-us/a.md=en-US:a.md en-gb/a.md=en-GB:a.md"),
            ("", "en/a.md en-us/a.md", "en en-US en/a.md=en:a.md en-us/a.md=en-US:a.md"),
            ("[book]\nlanguages = [\"en-US\"]", "en-us/a.md a.md", "en en-US en-us/a.md=en-US:a.md"),
            ("", "a.md a.en-us.md", "en"),
        ] {
            assert_eq!(found(settings, paths), wanted, "{paths}");
        }
        assert_eq!(found("[book]\nlanguage = \"de\"", "fr/a.md de/a.md"), "de fr fr/a.md=fr:a.md de/a.md=de:a.md");
        assert_eq!(
            found("[book]\nlanguage = \"en-GB\"", "fr/a.md en/a.md"),
            "en-GB fr fr/a.md=fr:a.md en/a.md=en-GB:a.md"
        );
    }

    #[test]
    fn the_settings_may_say_it_outright() {
        let book = "[book]\nlanguages = [\"en\", \"fr\"]";
        assert_eq!(found(book, "a.fr.md"), "en fr a.fr.md=fr:a.md");
        assert_eq!(found(book, "fr/b.md a.de.md a.md"), "en fr fr/b.md=fr:b.md");
        assert_eq!(found(book, "README.md README.fr.md"), "en fr README.fr.md=fr:README.md");
        assert_eq!(found("[book]\nlanguages = [\"en\"]", "a.md a.fr.md"), "en");
        assert_eq!(found("[book]\nlanguages = [\"fr\", \"fr\"]", "a.md a.fr.md"), "en fr a.fr.md=fr:a.md");
    }
}
