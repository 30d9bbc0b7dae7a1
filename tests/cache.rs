//! What is kept between runs, with the real binary: it saves work and changes nothing.

use crate::support::{AS_OF, folder, printed};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

const PAGES: usize = 12;

fn page(number: usize, text: &str) -> String {
    format!(
        "---\ntitle: Pool {number} exhausted\ndate: 2025-03-{:02}\nseverity: sev2\nservices: [checkout]\nodd: [0.1, {number}]\n\
         seveirty: x\n---\n## Summary\n\n{text}, see [another](p{:02}.md#summary) and [nothing](x.md).\n\n## Timeline\n\n\
         - 10:0{}: down\n- 10:30 UTC: up\n\n## Action items\n\n- [ ] Alert on it (owner: ada, due 2025-06-01)\n",
        number + 1,
        (number + 1) % PAGES,
        number % 10,
    )
}

struct Library {
    dir: TempDir,
    cache: TempDir,
    site: TempDir,
}

impl Library {
    fn new() -> Library {
        let dir = folder(&[]);
        (0..PAGES).for_each(|number| {
            fs::write(dir.path().join(format!("p{number:02}.md")), page(number, "The pool was too small")).unwrap();
        });
        Library { dir, cache: TempDir::new().unwrap(), site: TempDir::new().unwrap() }
    }

    fn edit(&self, number: usize, text: &str) {
        fs::write(self.dir.path().join(format!("p{number:02}.md")), page(number, text)).unwrap();
    }

    fn run(&self, cache: &Path, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        let run = command.args(args).arg(self.dir.path()).args(["--as-of", AS_OF]).env("XDG_CACHE_HOME", cache);
        run.env_remove("SOURCE_DATE_EPOCH").output().unwrap()
    }

    /// Builds with what is kept, and answers with what was parsed and what was there.
    fn build(&self) -> (usize, usize) {
        let site = self.site.path().join("site");
        let run = self.run(self.cache.path(), &["build", "--timings", "--out", site.to_str().unwrap()]);
        let said = printed(&run);
        assert_eq!(run.status.code(), Some(0), "{said}");
        let line = said.lines().find_map(|line| line.strip_prefix("parsed ")).unwrap_or_else(|| panic!("{said}"));
        let (parsed, kept) = line.split_once(", kept ").unwrap();
        (parsed.parse().unwrap(), kept.parse().unwrap())
    }

    /// The site is that of a build that knows nothing, byte for byte.
    fn check_like_cold(&self) {
        let (cache, site) = (TempDir::new().unwrap(), TempDir::new().unwrap());
        let site = site.path().join("site");
        let run = self.run(cache.path(), &["build", "--quiet", "--out", site.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(0), "{}", printed(&run));
        assert!(files(&self.site.path().join("site")) == files(&site), "a site that a cold build does not make");
        let check = |cache: &Path| printed(&self.run(cache, &["check"]));
        assert_eq!(check(self.cache.path()), check(TempDir::new().unwrap().path()));
        let search = |cache: &Path| {
            printed(
                &Command::new(env!("CARGO_BIN_EXE_casebook"))
                    .args(["search", "pool alert"])
                    .arg(self.dir.path())
                    .env("XDG_CACHE_HOME", cache)
                    .output()
                    .unwrap(),
            )
        };
        assert_eq!(search(self.cache.path()), search(TempDir::new().unwrap().path()));
    }

    /// The files that the documents are kept in.
    fn kept(&self) -> Vec<PathBuf> {
        let all = fs::read_dir(self.cache.path().join("casebook")).into_iter().flatten();
        let all = all.map(|entry| entry.unwrap().path());
        let mut all: Vec<PathBuf> =
            all.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("documents-")).collect();
        all.sort();
        all
    }
}

/// Every file of a site but the manifest of times.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                all.insert(path.strip_prefix(dir).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    all
}

#[test]
fn a_changed_library_is_built_by_a_new_process_from_what_the_last_one_understood() {
    let library = Library::new();
    assert_eq!(library.build(), (PAGES, 0));
    library.check_like_cold();
    library.edit(3, "The disk was full");
    assert_eq!(library.build(), (1, PAGES - 1));
    library.check_like_cold();
    fs::remove_file(library.dir.path().join("p07.md")).unwrap();
    fs::write(library.dir.path().join("new.md"), "# 2025-04-01, Certificate expired\n").unwrap();
    assert_eq!(library.build(), (1, PAGES - 1));
    library.check_like_cold();
    // Drafts are no matter of parsing, so that `serve` and `build --drafts` find what `build` left.
    let drafts = library.site.path().join("drafts");
    let run = library.run(library.cache.path(), &["build", "--timings", "--drafts", "--out", drafts.to_str().unwrap()]);
    assert!(printed(&run).contains(&format!("parsed 0, kept {PAGES}\n")), "{}", printed(&run));
    // Other settings may read everything differently.
    fs::write(library.dir.path().join("book.toml"), "[book]\nsrc = \".\"\nlanguage = \"de\"\n").unwrap();
    assert_eq!(library.build(), (PAGES, 0));
    library.check_like_cold();
}

#[test]
fn what_serve_understood_is_there_for_build() {
    let library = Library::new();
    let mut serve = Command::new(env!("CARGO_BIN_EXE_casebook"));
    serve.arg("serve").arg(library.dir.path()).args(["--port", "0", "--quiet"]);
    let mut serve = serve.env("XDG_CACHE_HOME", library.cache.path()).stdout(Stdio::null()).spawn().unwrap();
    let begun = Instant::now();
    // It is renamed into its place when it is whole.
    let is_whole = || library.kept().iter().any(|path| path.extension().is_none());
    while !is_whole() && begun.elapsed() < Duration::from_secs(60) {
        std::thread::sleep(Duration::from_millis(20));
    }
    serve.kill().unwrap();
    serve.wait().unwrap();
    assert_eq!(library.build(), (0, PAGES));
    library.check_like_cold();
}

#[test]
fn whatever_becomes_of_what_is_kept_the_site_is_the_same() {
    type Damage = fn(&mut Vec<u8>);
    let damages: [(&str, Damage); 6] = [
        ("a flipped byte", |bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 4;
        }),
        ("half of it", |bytes| bytes.truncate(bytes.len() / 2)),
        ("another version", |bytes| bytes[0] ^= 1),
        ("nothing in it", Vec::clear),
        ("something else", |bytes| *bytes = b"{\"a\": 1}".repeat(999)),
        ("lengths that lie", |bytes| bytes[48..52].copy_from_slice(&u32::MAX.to_le_bytes())),
    ];
    let library = Library::new();
    library.build();
    for (number, (what, damage)) in damages.into_iter().enumerate() {
        library.edit(number, what);
        for path in library.kept() {
            let mut bytes = fs::read(&path).unwrap();
            damage(&mut bytes);
            fs::write(&path, bytes).unwrap();
        }
        assert_eq!(library.build(), (PAGES, 0), "{what}");
        library.check_like_cold();
        library.edit(number, "The pool was too small");
        assert_eq!(library.build(), (1, PAGES - 1), "after {what} it is whole again");
    }
    fs::remove_dir_all(library.cache.path().join("casebook")).unwrap();
    library.edit(9, "The cache was deleted");
    assert_eq!(library.build(), (PAGES, 0));
    library.check_like_cold();
}

#[test]
fn a_cache_that_cannot_be_written_costs_nothing_but_time() {
    let mut library = Library::new();
    let nowhere = folder(&[("file", b"")]);
    library.run(&nowhere.path().join("file"), &["check"]);
    library.build();
    let casebook = library.cache.path().join("casebook");
    let mut rights = fs::metadata(&casebook).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&casebook, rights).unwrap();
    library.edit(1, "Nothing can be kept");
    assert_eq!(library.build(), (1, PAGES - 1));
    library.check_like_cold();
    // A file where the folder should be, and folders where files should be.
    for place in ["file", "file/in/it"] {
        let cache = nowhere.path().join(place);
        let said = printed(&library.run(&cache, &["check", "--quiet"]));
        assert_eq!(said, printed(&library.run(TempDir::new().unwrap().path(), &["check", "--quiet"])));
    }
    library.cache = TempDir::new().unwrap();
    library.build();
    for path in library.kept() {
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
    }
    library.edit(2, "A folder is in the way");
    assert_eq!(library.build(), (PAGES, 0));
    library.check_like_cold();
}

#[test]
fn what_nobody_has_written_for_long_is_cleared_away() {
    let library = Library::new();
    let folder = library.cache.path().join("casebook");
    let (old, new) = (folder.join("documents-of-a-library-that-is-gone"), folder.join("documents-of-another"));
    fs::create_dir_all(&folder).unwrap();
    for (path, days) in [(&old, 91), (&new, 89)] {
        let file = fs::File::create(path).unwrap();
        file.set_modified(SystemTime::now() - Duration::from_secs(days * 24 * 60 * 60)).unwrap();
    }
    library.build();
    assert_eq!((old.exists(), new.exists()), (false, true));
}

/// Every file of the cache whose name, or whose folder's name, begins like this.
fn kept_files(cache: &Path, kind: &str) -> Vec<PathBuf> {
    let list = |dir: &Path| -> Vec<PathBuf> { fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect() };
    let mut all: Vec<PathBuf> = list(&cache.join("casebook"));
    all.retain(|path| path.file_name().unwrap().to_string_lossy().starts_with(kind));
    let mut files: Vec<PathBuf> =
        all.into_iter().flat_map(|path| if path.is_dir() { list(&path) } else { vec![path] }).collect();
    files.sort();
    assert!(!files.is_empty(), "nothing of {kind} is kept");
    files
}

#[test]
fn whatever_becomes_of_a_kept_index_or_report_the_answer_is_the_same() {
    let library = Library::new();
    library.edit(3, "The pool was too small and [a page](gone.md) was missing");
    // What was changed a moment ago may change again without looking different, and is not kept.
    std::thread::sleep(Duration::from_millis(2500));
    let site = library.site.path().join("site");
    let search = ["search", "pool too small", "--json"];
    let build = ["build", "--out", site.to_str().unwrap()];
    for (kind, args) in [("search-", &search[..]), ("build-", &build)] {
        library.run(library.cache.path(), args);
        let expected = printed(&library.run(library.cache.path(), args));
        for path in kept_files(library.cache.path(), kind) {
            let whole = fs::read(&path).unwrap();
            for at in [whole.len() / 2, whole.len() - 1] {
                let mut spoilt = whole.clone();
                spoilt[at] ^= 1;
                fs::write(&path, spoilt).unwrap();
                assert_eq!(printed(&library.run(library.cache.path(), args)), expected, "{path:?}");
            }
            #[cfg(unix)]
            for device in ["/dev/zero", "/dev/full"] {
                fs::remove_file(&path).unwrap();
                std::os::unix::fs::symlink(device, &path).unwrap();
                assert_eq!(printed(&library.run(library.cache.path(), args)), expected, "{path:?}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn nobody_else_may_read_what_is_kept() {
    use std::os::unix::fs::PermissionsExt;
    let library = Library::new();
    std::thread::sleep(Duration::from_millis(2500));
    library.build();
    library.run(library.cache.path(), &["search", "pool"]);
    for kind in ["documents-", "search-", "build-", "files-"] {
        for path in kept_files(library.cache.path(), kind) {
            let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o077;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0, 0), "{path:?}");
        }
    }
}
