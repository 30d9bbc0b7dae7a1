//! The whole of the room, on a real disk.

use super::*;
use crate::site::Content;
use crate::source::OUTPUT_MARKER;
use crate::text::ContentPath;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

mod locked;

/// A content folder with a picture, and a place for a site.
struct World {
    dir: TempDir,
    known: RefCell<KnownFiles>,
}

impl World {
    fn new() -> World {
        let dir = TempDir::new().unwrap();
        fs::create_dir_all(dir.path().join("content/img")).unwrap();
        fs::write(dir.path().join("content/img/a.png"), "picture").unwrap();
        World { dir, known: RefCell::default() }
    }

    fn content(&self) -> PathBuf {
        self.dir.path().join("content")
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("site")
    }

    fn lock(&self) -> Lock {
        Lock::take(&self.content(), &self.out(), Duration::ZERO, || {}).unwrap()
    }

    /// Publishes a site of these files; the content of `@path` is a copy of a content file.
    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, PublishError> {
        // A file and a manifest of the same tick of the clock cannot be told apart; a person is slower than that.
        std::thread::sleep(Duration::from_millis(12));
        let (published, site) = publish(&artifacts(files), &self.content(), &self.out(), &self.known.borrow())?;
        *self.known.borrow_mut() = site.known;
        Ok(published)
    }

    /// Every file of the site but the manifest, with its text.
    fn site(&self) -> BTreeMap<String, String> {
        let files = walkdir::WalkDir::new(self.out()).into_iter().map(Result::unwrap);
        files
            .filter(|entry| entry.file_type().is_file() && entry.file_name() != OUTPUT_MARKER)
            .map(|entry| {
                let path = entry.path().strip_prefix(self.out()).unwrap().to_string_lossy().into_owned();
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .collect()
    }

    fn assert_site(&self, files: &[(&str, &str)]) {
        let expected: BTreeMap<String, String> =
            files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(self.site(), expected);
        let beside: Vec<_> = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert!(beside.iter().all(|name| !name.to_string_lossy().contains("casebook-new")), "{beside:?}");
    }

    fn modified(&self, path: &str) -> SystemTime {
        fs::metadata(self.out().join(path)).unwrap().modified().unwrap()
    }
}

/// Publishes these artifacts.
fn publish(
    artifacts: &[Artifact],
    content: &Path,
    out: &Path,
    known: &KnownFiles,
) -> Result<(Published, SiteOnDisk), PublishError> {
    let lock = Lock::take(content, out, Duration::ZERO, || {})?;
    staged(&lock, artifacts, content, known)?.publish()
}

fn staged<'a>(
    lock: &'a Lock,
    artifacts: &'a [Artifact],
    content: &Path,
    known: &KnownFiles,
) -> Result<Staged<'a, ()>, PublishError> {
    let places: Vec<&OutputPath> = artifacts.iter().map(|artifact| &artifact.path).collect();
    let make = |place: &OutputPath| artifacts.iter().find(|artifact| artifact.path == *place).cloned().map(Ok);
    stage(lock, &places, content, known, make)
}

fn artifacts(files: &[(&str, &str)]) -> Vec<Artifact> {
    let artifact = |(path, text): &(&str, &str)| {
        let path = OutputPath::new(path).unwrap();
        match text.strip_prefix('@') {
            Some(from) => Artifact { path, content: Content::CopyOf(ContentPath::new(from).unwrap()) },
            None => Artifact::new(path, *text),
        }
    };
    files.iter().map(artifact).collect()
}

fn counts(published: Published) -> (usize, usize, usize) {
    (published.written, published.kept, published.removed)
}

#[test]
fn a_first_site_is_written_and_a_second_run_touches_nothing() {
    let world = World::new();
    let files = [("index.html", "home"), ("a/b/c.html", "page"), ("img/a.png", "@img/a.png")];
    assert_eq!(world.publish(&files).unwrap(), Published { written: 3, kept: 0, removed: 0, bytes: 15 });
    world.assert_site(&[("index.html", "home"), ("a/b/c.html", "page"), ("img/a.png", "picture")]);
    let before = (world.modified("a/b/c.html"), world.modified("img/a.png"), world.modified(OUTPUT_MARKER));
    assert_eq!(counts(world.publish(&files).unwrap()), (0, 3, 0));
    assert_eq!(before, (world.modified("a/b/c.html"), world.modified("img/a.png"), world.modified(OUTPUT_MARKER)));
}

#[test]
fn only_what_changed_is_written_and_what_is_gone_is_removed_with_its_folder() {
    let world = World::new();
    world.publish(&[("a.html", "a"), ("b.html", "b"), ("x/y/z.html", "z")]).unwrap();
    fs::write(world.out().join("CNAME"), "example.com").unwrap();
    let before = world.modified("a.html");
    assert_eq!(counts(world.publish(&[("a.html", "a"), ("b.html", "B"), ("new/c.html", "c")]).unwrap()), (2, 1, 1));
    world.assert_site(&[("a.html", "a"), ("b.html", "B"), ("new/c.html", "c"), ("CNAME", "example.com")]);
    assert_eq!(world.modified("a.html"), before);
    assert!(!world.out().join("x").exists());
}

#[test]
fn folders_with_files_of_others_stay() {
    let world = World::new();
    world.publish(&[("a.html", "a"), ("x/y/z.html", "z")]).unwrap();
    fs::write(world.out().join("x/mine.txt"), "mine").unwrap();
    world.publish(&[("a.html", "a")]).unwrap();
    world.assert_site(&[("a.html", "a"), ("x/mine.txt", "mine")]);
    assert!(!world.out().join("x/y").exists());
}

#[test]
fn what_a_person_changed_in_the_site_is_repaired() {
    let world = World::new();
    let files = [("a.html", "text"), ("b.html", "b"), ("img/a.png", "@img/a.png")];
    world.publish(&files).unwrap();
    std::thread::sleep(Duration::from_millis(12));
    fs::write(world.out().join("a.html"), "TEXT").unwrap();
    fs::write(world.out().join("img/a.png"), "PICTURE").unwrap();
    fs::remove_file(world.out().join("b.html")).unwrap();
    assert_eq!(counts(world.publish(&files).unwrap()), (3, 0, 0));
    world.assert_site(&[("a.html", "text"), ("b.html", "b"), ("img/a.png", "picture")]);
    assert_eq!(counts(world.publish(&files).unwrap()), (0, 3, 0));
}

#[test]
fn a_changed_picture_is_copied_again() {
    let world = World::new();
    let files = [("img/a.png", "@img/a.png")];
    world.publish(&files).unwrap();
    std::thread::sleep(Duration::from_millis(12));
    fs::write(world.content().join("img/a.png"), "PICTURE").unwrap();
    assert_eq!(counts(world.publish(&files).unwrap()), (1, 0, 0));
    world.assert_site(&[("img/a.png", "PICTURE")]);
    // The same bytes with another time, as after a fresh clone, are no change.
    std::thread::sleep(Duration::from_millis(12));
    fs::write(world.content().join("img/a.png"), "PICTURE").unwrap();
    assert_eq!(counts(world.publish(&files).unwrap()), (0, 1, 0));
}

#[cfg(unix)]
#[test]
fn pictures_of_one_size_and_time_that_change_places_are_copied_again() {
    let world = World::new();
    let files = [("img/a.png", "@img/a.png"), ("pic/a.png", "@pic/a.png"), ("pic/b.png", "@pic/b.png")];
    fs::create_dir(world.content().join("pic")).unwrap();
    fs::write(world.content().join("pic/a.png"), "another").unwrap();
    fs::write(world.content().join("pic/b.png"), "a third").unwrap();
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    for (_, picture) in files {
        let place = world.content().join(&picture[1..]);
        fs::File::options().append(true).open(place).unwrap().set_modified(time).unwrap();
    }
    world.publish(&files).unwrap();
    assert_eq!(counts(world.publish(&files).unwrap()), (0, 3, 0));
    let swap = |one: &str, other: &str| {
        std::thread::sleep(Duration::from_millis(12));
        for (from, to) in [(one, "aside"), (other, one), ("aside", other)] {
            fs::rename(world.content().join(from), world.content().join(to)).unwrap();
        }
    };
    swap("pic/a.png", "pic/b.png");
    assert_eq!(counts(world.publish(&files).unwrap()), (2, 1, 0));
    world.assert_site(&[("img/a.png", "picture"), ("pic/a.png", "a third"), ("pic/b.png", "another")]);
    fs::write(world.content().join("img/b.png"), "a 4th..").unwrap();
    fs::remove_file(world.content().join("pic/b.png")).unwrap();
    let files = &files[..2];
    world.publish(files).unwrap();
    swap("img", "pic");
    world.publish(files).unwrap();
    world.assert_site(&[("img/a.png", "a third"), ("pic/a.png", "picture")]);
}

#[test]
fn folders_that_are_not_ours_are_refused() {
    let world = World::new();
    fs::create_dir(world.out()).unwrap();
    assert_eq!(counts(world.publish(&[("a", "a")]).unwrap()), (1, 0, 0), "an empty one is fine");
    fs::remove_file(world.out().join(OUTPUT_MARKER)).unwrap();
    let error = world.publish(&[("a", "a")]).unwrap_err();
    assert!(matches!(&error, PublishError::NotOurs { entry, .. } if entry == "a"), "{error}");
    fs::write(world.out().join(OUTPUT_MARKER), "{}").unwrap();
    assert!(matches!(world.publish(&[("a", "a")]), Err(PublishError::DamagedManifest(_))));
    let into =
        |out: PathBuf| publish(&artifacts(&[("a", "a")]), &world.content(), &out, &KnownFiles::new()).unwrap_err();
    assert!(matches!(into(world.content()), PublishError::OutOverContent { .. }));
    assert!(matches!(into(world.content().join("../content/.")), PublishError::OutOverContent { .. }));
    assert!(matches!(into(world.dir.path().to_owned()), PublishError::OutOverContent { .. }));
    assert!(matches!(into(PathBuf::from("/")), PublishError::OutIsRoot(_)));
    assert!(matches!(into(world.content().join("img/a.png")), PublishError::OutIsFile(_)));
}

#[test]
fn a_file_of_somebody_else_is_never_overwritten() {
    let world = World::new();
    world.publish(&[("a.html", "a")]).unwrap();
    for (path, text) in [("b.html", "mine"), ("same.html", "same")] {
        fs::write(world.out().join(path), text).unwrap();
    }
    let error = world.publish(&[("a.html", "changed"), ("b.html", "b"), ("same.html", "same")]).unwrap_err();
    assert!(
        matches!(&error, PublishError::Foreign(paths) if paths.len() == 1 && paths[0].as_str() == "b.html"),
        "{error}"
    );
    world.assert_site(&[("a.html", "a"), ("b.html", "mine"), ("same.html", "same")]);
}

#[test]
fn a_copy_that_cannot_be_made_leaves_the_old_site() {
    let world = World::new();
    world.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    assert!(world.publish(&[("a.html", "changed"), ("c.png", "@img/gone.png")]).is_err());
    world.assert_site(&[("a.html", "a"), ("b.html", "b")]);
}

#[test]
fn a_swap_that_fails_in_the_middle_is_undone() {
    let world = World::new();
    world.publish(&[("a.html", "a"), ("b", "b"), ("c/d.html", "d"), ("gone/e.html", "e")]).unwrap();
    let manifest = fs::read(world.out().join(OUTPUT_MARKER)).unwrap();
    let new = artifacts(&[("a.html", "changed"), ("b/f.html", "f"), ("c", "c"), ("new/deep/g.html", "g")]);
    let (content, out) = (world.content(), world.out());
    {
        let lock = Lock::take(&content, &out, Duration::ZERO, || {}).unwrap();
        let staged = staged(&lock, &new, &content, &KnownFiles::new()).unwrap();
        fs::remove_file(staged.staging.new_files().unwrap().join("new/deep/g.html")).unwrap();
        assert!(staged.publish().is_err());
    }
    world.assert_site(&[("a.html", "a"), ("b", "b"), ("c/d.html", "d"), ("gone/e.html", "e")]);
    assert_eq!(fs::read(world.out().join(OUTPUT_MARKER)).unwrap(), manifest);
    assert!(!world.out().join("new").exists());
    publish(&new, &content, &out, &KnownFiles::new()).unwrap();
    world.assert_site(&[("a.html", "changed"), ("b/f.html", "f"), ("c", "c"), ("new/deep/g.html", "g")]);
}

#[test]
fn a_run_that_was_killed_in_the_middle_is_finished_by_the_next() {
    let world = World::new();
    world.publish(&[("a.html", "a"), ("b.html", "b")]).unwrap();
    let mut manifest = Manifest::from_json(&fs::read(world.out().join(OUTPUT_MARKER)).unwrap()).unwrap();
    for path in ["a.html", "c.html"] {
        manifest.files.insert(OutputPath::new(path).unwrap(), Entry { fingerprint: None, size: 0 });
    }
    fs::write(world.out().join(OUTPUT_MARKER), manifest.to_json()).unwrap();
    fs::write(world.out().join("c.html"), "half").unwrap();
    fs::create_dir_all(world.dir.path().join(".site.casebook-new/new/x")).unwrap();
    assert_eq!(counts(world.publish(&[("a.html", "a"), ("c.html", "c")]).unwrap()), (1, 1, 1));
    world.assert_site(&[("a.html", "a"), ("c.html", "c")]);
    assert_eq!(counts(world.publish(&[("a.html", "a"), ("c.html", "c")]).unwrap()), (0, 2, 0));
}

#[cfg(unix)]
#[test]
fn links_in_the_site_are_not_written_through() {
    use std::os::unix::fs::symlink;
    let world = World::new();
    let outside = TempDir::new().unwrap();
    fs::write(outside.path().join("a.html"), "outside").unwrap();
    fs::write(outside.path().join("z.html"), "outside").unwrap();
    world.publish(&[("a.html", "a"), ("x/z.html", "z"), ("x/a.html", "a")]).unwrap();
    fs::remove_file(world.out().join("a.html")).unwrap();
    symlink(outside.path().join("a.html"), world.out().join("a.html")).unwrap();
    world.publish(&[("a.html", "a"), ("x/z.html", "z"), ("x/a.html", "a")]).unwrap();
    assert!(!fs::symlink_metadata(world.out().join("a.html")).unwrap().is_symlink());
    fs::remove_dir_all(world.out().join("x")).unwrap();
    symlink(outside.path(), world.out().join("x")).unwrap();
    let error = world.publish(&[("a.html", "a"), ("x/z.html", "z")]).unwrap_err();
    assert!(matches!(error, PublishError::LinkInTheWay(_)), "{error}");
    world.publish(&[("a.html", "a")]).unwrap();
    for name in ["a.html", "z.html"] {
        assert_eq!(fs::read_to_string(outside.path().join(name)).unwrap(), "outside");
    }
    symlink(outside.path(), world.dir.path().join("linked")).unwrap();
    let linked = world.dir.path().join("linked/");
    assert!(matches!(publish(&[], &world.content(), &linked, &KnownFiles::new()), Err(PublishError::OutIsLink(_))));
    symlink("/etc/hostname", world.content().join("img/link.png")).unwrap();
    let error = world.publish(&[("a.html", "a"), ("l.png", "@img/link.png")]).unwrap_err();
    assert!(matches!(error, PublishError::NotAFile(_)), "{error}");
}

#[test]
fn two_sites_of_the_same_artifacts_are_the_same_to_the_last_byte() {
    let (one, two) = (World::new(), World::new());
    let files = [("index.html", "home"), ("img/a.png", "@img/a.png")];
    one.publish(&[("old.html", "old")]).unwrap();
    one.publish(&files).unwrap();
    two.publish(&files).unwrap();
    let manifest = |world: &World| fs::read_to_string(world.out().join(OUTPUT_MARKER)).unwrap();
    assert_eq!((one.site(), manifest(&one)), (two.site(), manifest(&two)));
}

#[test]
fn a_file_is_not_what_the_manifest_says_because_it_is_as_old_and_as_long() {
    let world = World::new();
    let files = [("a.html", "old"), ("b.html", "b")];
    world.publish(&files).unwrap();
    // As another build leaves it that ends first: its file, of one size with ours, and then our manifest.
    let manifest = fs::read(world.out().join(OUTPUT_MARKER)).unwrap();
    fs::write(world.out().join("a.html"), "OLD").unwrap();
    std::thread::sleep(Duration::from_millis(12));
    fs::write(world.out().join(OUTPUT_MARKER), manifest).unwrap();
    let lock = world.lock();
    assert_eq!(as_published(&lock, &world.known.borrow()), None);
    drop(lock);
    assert_eq!(counts(world.publish(&files).unwrap()), (1, 1, 0));
    world.assert_site(&files);
}

#[test]
fn a_file_is_known_by_its_looks_and_only_by_them() {
    let world = World::new();
    let files = [("a.html", "a"), ("img/a.png", "@img/a.png")];
    world.publish(&files).unwrap();
    let claim = claim::claim(&world.lock()).unwrap();
    let known = KnownFiles::from([("a.html", "x"), ("img/a.png", "y")].map(|(path, content)| {
        let stamp = FileStamp::of(&fs::metadata(world.out().join(path)).unwrap());
        let fingerprint = Fingerprint::of(&[content.as_bytes()]);
        (OutputPath::new(path).unwrap(), KnownFile { fingerprint, stamp, copied_from: None })
    }));
    // What is kept is believed without reading, so that it must be right: here it is not.
    assert!(!look::all_untouched(&claim, &known));
    assert!(look::all_untouched(&claim, &KnownFiles::new()));
    fs::File::options().append(true).open(world.out().join("a.html")).unwrap().set_modified(SystemTime::now()).unwrap();
    let looks = |path: &str| FileStamp::of(&fs::metadata(world.out().join(path)).unwrap());
    assert_ne!(known[&OutputPath::new("a.html").unwrap()].stamp, looks("a.html"));
    assert_eq!(counts(world.publish(&files).unwrap()), (0, 2, 0));
}
