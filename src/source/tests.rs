//! The whole of the room, on a real disk.

use super::*;
use crate::diagnostic::Level;
use proptest::prelude::*;
use std::fs;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn read(dir: &TempDir) -> (Vec<String>, Vec<String>, Vec<String>) {
    let Checked { value, diagnostics } = read_sources(dir.path(), "vocabulary.toml", &[dir.path().join("site")]);
    let found = diagnostics.iter().map(|d| format!("{} {}", d.code.name(), d.subject.path())).collect();
    let pages = value.pages.iter().map(|page| page.path.to_string()).collect();
    (pages, value.assets.iter().map(|asset| asset.path.to_string()).collect(), found)
}

#[test]
fn pages_assets_and_vocabulary_are_told_apart_and_sorted() {
    let dir = folder(&[
        ("b.md", b"b"),
        ("a/z.MARKDOWN", b"z"),
        ("a/graph.png", b"png"),
        ("vocabulary.toml", b""),
        ("a/vocabulary.toml", b""),
        ("a b/#1 \"x\" 100% 🔥.md", b""),
    ]);
    let (pages, assets, found) = read(&dir);
    assert_eq!(pages, ["a b/#1 \"x\" 100% 🔥.md", "a/z.MARKDOWN", "b.md"]);
    assert_eq!(assets, ["a/graph.png", "a/vocabulary.toml"]);
    assert!(found.is_empty(), "{found:?}");
    assert!(read_sources(dir.path(), "vocabulary.toml", &[]).value.vocabulary.is_some());
}

#[test]
fn what_is_there_for_tools_is_left_out() {
    let dir = folder(&[
        (".git/a.md", b""),
        (".obsidian/a.md", b""),
        (".hidden.md", b""),
        ("node_modules/x/README.md", b""),
        ("target/CACHEDIR.TAG", b""),
        ("target/doc/a.md", b""),
        ("shops/target/outage.md", b""),
        ("old-site/.casebook-site.json", b"{}"),
        ("old-site/a.md", b""),
        ("site/a.md", b""),
        ("a.md~", b""),
        ("#a.md#", b""),
        ("a.md.swp", b""),
        ("4913", b""),
    ]);
    assert_eq!(read(&dir), (vec!["shops/target/outage.md".to_owned()], vec![], vec![]));
}

#[test]
fn odd_bytes_are_read_and_reported() {
    let dir = folder(&[("bom.md", b"\xEF\xBB\xBF# A"), ("latin.md", b"caf\xe9"), ("empty.md", b""), ("one.md", b"-")]);
    let Checked { value, diagnostics } = read_sources(dir.path(), "", &[]);
    let texts: Vec<&str> = value.pages.iter().map(|page| &*page.text).collect();
    assert_eq!(texts, ["# A", "", "café", "-"]);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(diagnostics[0].subject.path(), "latin.md");
}

#[test]
fn a_page_of_fifty_megabytes_is_read_and_one_of_sixty_five_refused_unread() {
    let dir = folder(&[]);
    fs::write(dir.path().join("large.md"), "x".repeat(50 << 20)).unwrap();
    fs::File::create(dir.path().join("huge.md")).unwrap().set_len(65 << 20).unwrap();
    let (pages, _, found) = read(&dir);
    assert_eq!(pages, ["large.md"]);
    assert_eq!(found, ["too-large huge.md"]);
}

#[test]
fn a_missing_folder_is_a_finding() {
    let Checked { value, diagnostics } = read_sources(Path::new("/nowhere/at/all"), "", &[]);
    assert!(value.pages.is_empty());
    assert_eq!(diagnostics[0].code, Code::UnreadableFile);
}

#[cfg(unix)]
#[test]
fn a_file_that_went_after_it_was_seen_is_not_there_and_nothing_is_wrong() {
    let dir = folder(&[("a.md", b"# A")]);
    let read = |path: &str| read_source(dir.path(), ContentPath::new(path).unwrap(), LARGEST_PAGE);
    assert!(read("a.md").is_some_and(|read| read.value.is_some()));
    assert!(read("b.md").is_none());
    fs::create_dir(dir.path().join("b.md")).unwrap();
    assert_eq!(read("b.md").unwrap().diagnostics[0].code, Code::UnreadableFile);
}

#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret.md", b"secret")]);
    let dir = folder(&[("a/b.md", b"")]);
    symlink(outside.path(), dir.path().join("out")).unwrap();
    symlink(outside.path().join("secret.md"), dir.path().join("out.md")).unwrap();
    symlink(dir.path(), dir.path().join("a/up")).unwrap();
    symlink("nothing", dir.path().join("gone.md")).unwrap();
    let Checked { value, diagnostics } = read_sources(dir.path(), "", &[]);
    assert_eq!(value.pages.len(), 1);
    let found: Vec<(&str, Level)> = diagnostics.iter().map(|d| (d.subject.path(), d.level)).collect();
    for expected in
        [("out", Level::Warning), ("out.md", Level::Warning), ("a/up", Level::Info), ("gone.md", Level::Warning)]
    {
        assert!(found.contains(&expected), "{expected:?} in {found:?}");
    }
    assert_eq!(found.len(), 4);
}

#[cfg(unix)]
#[test]
fn names_that_cannot_be_published_are_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let dir = folder(&[("a\\b.md", b""), ("bell\u{7}.md", b""), ("new\nline/c.md", b"")]);
    fs::write(dir.path().join(OsStr::from_bytes(b"caf\xe9.md")), b"").unwrap();
    let (pages, _, mut found) = read(&dir);
    found.sort();
    assert!(pages.is_empty());
    let expected = ["a\u{FFFD}b.md", "bell\u{FFFD}.md", "caf\u{FFFD}.md", "new\u{FFFD}line"];
    assert_eq!(found, expected.map(|path| format!("bad-name {path}")));
}

#[test]
fn settings_are_found_or_replaced() {
    let dir = folder(&[("book.toml", b"\xEF\xBB\xBF[book]"), ("docs/a.md", b""), ("other/x.toml", b"# x")]);
    let book = find(Some(dir.path()), None).unwrap();
    assert_eq!((book.text.as_str(), book.path.is_some()), ("[book]", true));
    let none = find(Some(&dir.path().join("docs")), None).unwrap();
    assert_eq!((none.text.as_str(), none.path), ("", None));
    let explicit = dir.path().join("other/x.toml");
    assert_eq!(find(None, Some(&explicit)).unwrap().root, dir.path().join("other"));
    assert_eq!(find(Some(dir.path()), Some(&explicit)).unwrap().root, dir.path());
    assert!(matches!(find(Some(&dir.path().join("no")), None), Err(ReadError::NoFolder(_))));
    assert!(matches!(find(Some(&explicit), None), Err(ReadError::NotAFolder(_))));
    assert!(matches!(find(None, Some(&dir.path().join("no.toml"))), Err(ReadError::Unreadable { .. })));
}

#[test]
fn a_theme_is_laid_over_path_by_path() {
    let dir = folder(&[
        ("theme/templates/base.html", b"own"),
        ("theme/assets/logo.svg", b"<svg/>"),
        ("theme/notes.txt", b"not read"),
        ("extra.css", b"a{}"),
    ]);
    let css = ["extra.css".to_owned(), "../secret.css".to_owned(), "missing.css".to_owned(), "/etc/passwd".to_owned()];
    let Checked { value, diagnostics } = read_theme(Some(&dir.path().join("theme")), dir.path(), &css);
    assert_eq!(value.get("templates/base.html"), Some(b"own".as_slice()));
    assert!(value.built_in.contains_key("templates/base.html"));
    assert_eq!(value.own.keys().collect::<Vec<_>>(), ["assets/logo.svg", "templates/base.html"]);
    assert_eq!(value.additional_css, [("extra.css".to_owned(), b"a{}".to_vec())]);
    assert_eq!(diagnostics.len(), 3);
    let Checked { value, diagnostics } = read_named(dir.path(), ["extra.css", "../secret.svg"].into_iter());
    assert_eq!(value, [("extra.css".to_owned(), b"a{}".to_vec())]);
    assert_eq!(diagnostics.len(), 1);
}

/// What happens to a folder.
/// Gives every file below a folder the time of an archive.
fn with_time_of_an_archive(dir: &Path) {
    let time = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let files = walkdir::WalkDir::new(dir).into_iter().map(Result::unwrap).filter(|entry| entry.file_type().is_file());
    files.for_each(|entry| File::options().append(true).open(entry.path()).unwrap().set_modified(time).unwrap());
}

#[cfg(unix)]
#[test]
fn files_of_one_size_and_time_that_change_places_are_told_apart() {
    let dir = folder(&[("a.md", b"# A"), ("b.md", b"# B"), ("one/c.md", b"# C"), ("two/c.md", b"# D")]);
    with_time_of_an_archive(dir.path());
    // Until then everything is read again in any case.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let read =
        |folder: &Folder| folder.sources().value.pages.iter().map(|page| page.text.to_string()).collect::<Vec<_>>();
    let mut kept = Folder::read(dir.path(), "vocabulary.toml", &[]);
    let seen = stamp(dir.path(), &[]);
    assert!(seen.is_some());
    for (one, other) in [("a.md", "b.md"), ("one", "two")] {
        let before = read(&kept);
        assert!(!kept.rescan(&Default::default()));
        let place = |name: &str| dir.path().join(name);
        for (from, to) in [(one, "aside"), (other, one), ("aside", other)] {
            fs::rename(place(from), place(to)).unwrap();
        }
        assert!(kept.rescan(&Default::default()), "{one}");
        assert_ne!(read(&kept), before);
        assert_eq!(read(&kept), read(&Folder::read(dir.path(), "vocabulary.toml", &[])));
        assert_ne!(stamp(dir.path(), &[]), seen);
    }
}

#[derive(Clone, Debug)]
enum Act {
    Write(usize, u8),
    Replace(usize, u8),
    Remove(usize),
    Rename(usize, usize),
    RemoveFolder(usize),
    RenameFolder(usize, usize),
}

const NAMES: [&str; 8] =
    ["a.md", "b.md", "inner/a.md", "inner/deep/c.md", "other/p.png", "vocabulary.toml", ".a.md.swp", "site/x.html"];
const FOLDERS: [&str; 4] = ["inner", "inner/deep", "other", "site"];

fn act() -> impl Strategy<Value = Act> {
    let (name, folder) = (0..NAMES.len(), 0..FOLDERS.len());
    prop_oneof![
        4 => (name.clone(), 0..6_u8).prop_map(|(name, text)| Act::Write(name, text)),
        2 => (name.clone(), 0..6_u8).prop_map(|(name, text)| Act::Replace(name, text)),
        1 => name.clone().prop_map(Act::Remove),
        1 => (name.clone(), name).prop_map(|(from, to)| Act::Rename(from, to)),
        1 => folder.clone().prop_map(Act::RemoveFolder),
        1 => (folder.clone(), folder).prop_map(|(from, to)| Act::RenameFolder(from, to)),
    ]
}

/// Does it, as far as it can be done, and says which paths a watcher would name.
fn done(dir: &Path, act: &Act) -> Vec<PathBuf> {
    let write = |path: &Path, text: u8| {
        let _ = fs::create_dir_all(path.parent().unwrap());
        let _ = fs::write(path, format!("# Page {text}\n"));
    };
    match act {
        Act::Write(name, text) => {
            let path = dir.join(NAMES[*name]);
            write(&path, *text);
            vec![path]
        }
        Act::Replace(name, text) => {
            let (path, aside) = (dir.join(NAMES[*name]), dir.join("aside~"));
            write(&aside, *text);
            let _ = fs::create_dir_all(path.parent().unwrap());
            let _ = fs::rename(&aside, &path);
            vec![aside, path]
        }
        Act::Remove(name) => {
            let path = dir.join(NAMES[*name]);
            let _ = fs::remove_file(&path);
            vec![path]
        }
        Act::Rename(from, to) => {
            let (from, to) = (dir.join(NAMES[*from]), dir.join(NAMES[*to]));
            let _ = fs::rename(&from, &to);
            vec![from, to]
        }
        Act::RemoveFolder(folder) => {
            let path = dir.join(FOLDERS[*folder]);
            let _ = fs::remove_dir_all(&path);
            vec![path]
        }
        Act::RenameFolder(from, to) => {
            let (from, to) = (dir.join(FOLDERS[*from]), dir.join(FOLDERS[*to]));
            let _ = fs::rename(&from, &to);
            vec![from, to]
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_folder_kept_in_step_is_a_folder_read_anew(acts in prop::collection::vec(act(), 1..12)) {
        let dir = folder(&[("a.md", b"# A"), ("inner/a.md", b"# A"), ("site/.casebook-site.json", b"{}")]);
        let root = fs::canonicalize(dir.path()).unwrap();
        let read = || Folder::read(&root, "vocabulary.toml", &[]);
        let mut kept = read();
        for act in &acts {
            let paths = done(&root, act);
            kept.touch(&paths);
            let (kept, anew) = (kept.sources(), read().sources());
            let shown = |checked: &Checked<Sources>| {
                let Sources { pages, assets, vocabulary } = checked.value.clone();
                let texts = pages.into_iter().chain(vocabulary).map(|page| (page.path, page.text)).collect::<Vec<_>>();
                (texts, assets, checked.diagnostics.clone())
            };
            prop_assert_eq!(shown(&kept), shown(&anew), "after {:?}", act);
        }
    }
}
