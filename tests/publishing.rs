//! Publishing with the real binary on real folders.

use crate::support::{build_folder, casebook, command, folder, printed};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use tempfile::TempDir;

const PAGE: (&str, &[u8]) = ("a.md", b"---\ntitle: A\ndate: 2024-03-01\ntags: [x]\n---\nText\n");

fn files(dir: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
    let mut all = BTreeMap::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let modified = entry.metadata().unwrap().modified().unwrap();
                all.insert(path.strip_prefix(dir).unwrap().to_owned(), (fs::read(&path).unwrap(), modified));
            }
        }
    }
    all
}

#[test]
fn the_same_input_gives_the_same_bytes_and_a_second_build_touches_nothing() {
    let dir = folder(&[PAGE, ("b.md", b"# 2024-05-01, B\n\nSee [a](a.md).\n"), ("img/x.png", b"png")]);
    let (one, two) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (one, two) = (one.path().join("site"), two.path().join("site"));
    assert!(build_folder(dir.path(), &one).status.success());
    assert!(build_folder(dir.path(), &two).status.success());
    let first = files(&one);
    let bytes = |files: &BTreeMap<PathBuf, (Vec<u8>, SystemTime)>| -> BTreeMap<PathBuf, Vec<u8>> {
        let site = files.iter().filter(|(path, _)| !path.to_string_lossy().starts_with('.'));
        site.map(|(path, (bytes, _))| (path.clone(), bytes.clone())).collect()
    };
    assert_eq!(bytes(&first), bytes(&files(&two)));
    assert_eq!(first[Path::new("img/x.png")].0, b"png");
    assert!(build_folder(dir.path(), &one).status.success());
    for (path, (_, modified)) in files(&one) {
        if !path.to_string_lossy().starts_with('.') {
            assert_eq!(first[&path].1, modified, "{}", path.display());
        }
    }
}

#[test]
fn what_is_gone_is_removed_and_what_is_not_ours_is_kept() {
    let dir = folder(&[PAGE, ("b.md", b"# B\n")]);
    let out = TempDir::new().unwrap();
    let out = out.path().join("site");
    assert!(build_folder(dir.path(), &out).status.success());
    fs::write(out.join("CNAME"), "example.com").unwrap();
    fs::remove_file(dir.path().join("b.md")).unwrap();
    assert!(build_folder(dir.path(), &out).status.success());
    assert!(!out.join("b.html").exists());
    assert!(out.join("a.html").exists() && out.join("CNAME").exists());
}

#[test]
fn a_folder_that_casebook_did_not_make_is_refused() {
    let dir = folder(&[PAGE]);
    let out = folder(&[("precious.txt", b"mine")]);
    let run = build_folder(dir.path(), out.path());
    assert_eq!(run.status.code(), Some(2), "{}", printed(&run));
    assert_eq!(files(out.path()).len(), 1);
    let run = casebook(&["build", dir.path().to_str().unwrap(), "--out", dir.path().to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2), "{}", printed(&run));
}

#[test]
fn a_failed_build_leaves_the_old_site_whole() {
    let dir = folder(&[PAGE]);
    let out = TempDir::new().unwrap();
    let out = out.path().join("site");
    assert!(build_folder(dir.path(), &out).status.success());
    let before = files(&out);
    fs::create_dir_all(dir.path().join("theme/templates")).unwrap();
    fs::write(dir.path().join("book.toml"), "[book]\nsrc = \".\"\n").unwrap();
    fs::write(dir.path().join("theme/templates/incident.html"), "{{ page.tilte }}").unwrap();
    let run = build_folder(dir.path(), &out);
    let said = printed(&run);
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.contains("incident.html:1:") && said.contains("tilte"), "{said}");
    assert_eq!(files(&out), before);
}

#[test]
fn two_pages_for_one_path_are_an_error() {
    let dir = folder(&[("x/README.md", &b"# One\n"[..]), ("x/index.md", b"# Two\n"), PAGE]);
    let run = casebook(&["check", dir.path().to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(1));
    assert!(printed(&run).contains("duplicate-path"), "{}", printed(&run));
}

#[test]
fn drafts_are_in_no_byte_of_the_site() {
    let dir = folder(&[
        PAGE,
        (
            "secret.md",
            b"---\nid: INC-SECRET\ntitle: Quokka leak\nstatus: draft\ndate: 2024-04-01\ntags: [quokka]\n---\nQuokka\n",
        ),
        ("b.md", b"---\ndate: 2024-05-01\nrelated: [INC-SECRET]\n---\nSee [there](secret.md).\n"),
    ]);
    let out = TempDir::new().unwrap();
    let out = out.path().join("site");
    build_folder(dir.path(), &out);
    for (path, (bytes, _)) in files(&out) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(
            !text.contains("quokka") && !text.contains("inc-secret") && !text.contains("secret.html"),
            "{}",
            path.display()
        );
    }
    let run = casebook(&["build", dir.path().to_str().unwrap(), "--out", out.to_str().unwrap(), "--drafts"]);
    assert!(out.join("secret.html").exists(), "{}", printed(&run));
}

/// Files are trusted by their looks only when they are some seconds old, and no program can make them older.
fn age() {
    std::thread::sleep(std::time::Duration::from_millis(2100));
}

#[test]
fn an_unchanged_library_is_recognised_and_says_the_same() {
    let dir = folder(&[
        ("book.toml", b"[book]\ntitle = \"Library\"\n".as_slice()),
        ("content/a.md", b"---\ntitle: A\ndate: 2024-01-01\nstatus: unheard-of\n---\n\nSee [nothing](missing.md).\n"),
    ]);
    age();
    let out = dir.path().join("out");
    let build = || {
        let (dir, out) = (dir.path().to_str().unwrap(), out.to_str().unwrap());
        let run = super::support::casebook(&["build", dir, "--out", out, "--timings"]);
        let text = super::support::printed(&run);
        // Stages that did not run are not timed, and nothing is counted.
        let stages: Vec<String> =
            text.lines().filter(|line| line.ends_with(" s")).map(|line| line[..5].to_owned()).collect();
        let said: Vec<String> = text
            .lines()
            .filter(|line| !line.ends_with(" s") && !line.starts_with("parsed "))
            .map(str::to_owned)
            .collect();
        (said, stages, run.status.code())
    };
    let (first, stages, code) = build();
    assert!(stages.contains(&"parse".to_owned()), "{first:?}");
    assert!(first.iter().any(|line| line.contains("missing.md")), "{first:?}");
    let (second, stages, second_code) = build();
    assert!(!stages.contains(&"parse".to_owned()), "{second:?}");
    let findings = |said: &[String]| said[1..].to_vec();
    assert_eq!((findings(&second), second_code), (findings(&first), code));
    assert!(second[0].contains("0 files written"), "{second:?}");

    // A page that somebody changed, a page that somebody removed, a new day's content: all of it is built.
    let page = fs::read(out.join("a.html")).unwrap();
    fs::write(out.join("a.html"), "spoilt").unwrap();
    assert!(build().1.contains(&"parse".to_owned()));
    assert_eq!(fs::read(out.join("a.html")).unwrap(), page);
    fs::remove_file(out.join("index.html")).unwrap();
    assert!(build().1.contains(&"parse".to_owned()));
    assert!(out.join("index.html").exists());
    fs::write(dir.path().join("content/a.md"), "---\ntitle: B\ndate: 2024-01-01\n---\n").unwrap();
    assert!(build().1.contains(&"parse".to_owned()));
    assert!(
        fs::read_to_string(out.join("a.html")).unwrap().contains("<h1>B")
            || fs::read_to_string(out.join("a.html")).unwrap().contains(">B<")
    );
    fs::write(dir.path().join("book.toml"), "[book]\ntitle = \"Renamed\"\n").unwrap();
    assert!(build().1.contains(&"parse".to_owned()));
    assert!(fs::read_to_string(out.join("index.html")).unwrap().contains("Renamed"));
}

#[test]
fn what_is_kept_back_is_in_no_byte_of_the_site() {
    let front = [
        "draft: true",
        "hidden: true",
        "unlisted: yes",
        "published: false",
        "publish: false",
        "status: Entwurf",
        "audience: security",
        "audience: public",
        "status: &a draft",
        "draft: true\nbroken: [",
    ];
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for (index, front) in front.iter().enumerate() {
        let text = format!(
            "---\n{front}\ntitle: zqcanary{index}\ntags: [zqcanary]\nauthors: [zqcanary]\n---\nzqcanary\n\n![zqcanary](img/zqcanary{index}.png)\n\n<img src=\"img/zqcanary-raw{index}.png\">\n"
        );
        files.push((format!("kept{index}.md"), text.into_bytes()));
        files.push((format!("img/zqcanary{index}.png"), b"zqcanary".to_vec()));
        files.push((format!("img/zqcanary-raw{index}.png"), b"zqcanary".to_vec()));
    }
    files.push(("_drafts/e.md".into(), b"# zqcanary\n\nzqcanary\n".to_vec()));
    files.push(("bundle/index.md".into(), b"---\ndraft: true\n---\n# zqcanary\n".to_vec()));
    files.push(("bundle/img/zqcanary.png".into(), b"zqcanary".to_vec()));
    files.push((
        "shown.md".into(),
        b"---\ntitle: Shown\npublished: 2024-03-01\ndraft: false\n---\nText\n\n![x](img/shared.png)\n".to_vec(),
    ));
    files.push(("also.md".into(), b"---\ntitle: B\ndraft: true\n---\n![x](img/shared.png)\n".to_vec()));
    files.push(("img/shared.png".into(), b"shared".to_vec()));
    files.push(("img/unnamed.png".into(), b"unnamed".to_vec()));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
    let dir = folder(&files);
    let out = dir.path().join("site");
    let run = casebook(&["build", dir.path().to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert!(printed(&run).contains("audience-not-enforced"), "{}", printed(&run));
    let mut folders = vec![out.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let leaks =
                bytes.windows(8).any(|window| window == b"zqcanary") || path.to_string_lossy().contains("zqcanary");
            assert!(!leaks, "{}", path.display());
        }
    }
    for file in ["shown.html", "img/shared.png", "img/unnamed.png"] {
        assert!(out.join(file).exists(), "{file}");
    }
}

/// The bytes of every file of a site but the manifest.
fn site(out: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = files(out).into_iter().filter(|(path, _)| !path.to_string_lossy().starts_with('.'));
    files.map(|(path, (bytes, _))| (path, bytes)).collect()
}

/// Two libraries of the same pages, which are of one size in both; some pages are in one of them alone.
fn twins() -> [TempDir; 2] {
    ["alpha", "omega"].map(|word| {
        let dir = TempDir::new().unwrap();
        for number in 0..40 {
            let name = if number % 8 == 0 { format!("{word}-{number}.md") } else { format!("page-{number}.md") };
            let day = number % 28 + 1;
            let text =
                format!("---\ntitle: Page {number} {word}\ndate: 2024-03-{day:02}\ntags: [x]\n---\nSaid {word}.\n");
            fs::write(dir.path().join(name), text).unwrap();
        }
        dir
    })
}

/// How many pairs of builds are tried; more with `CASEBOOK_PAIRS=100`.
fn pairs() -> usize {
    std::env::var("CASEBOOK_PAIRS").ok().and_then(|pairs| pairs.parse().ok()).unwrap_or(10)
}

#[test]
fn of_two_builds_at_once_each_leaves_a_whole_site() {
    let twins = twins();
    let dir = TempDir::new().unwrap();
    let cold = |(number, library): (usize, &TempDir)| {
        let out = dir.path().join(format!("cold-{number}"));
        assert!(build_folder(library.path(), &out).status.success());
        site(&out)
    };
    let whole: Vec<_> = twins.iter().enumerate().map(cold).collect();
    assert_ne!(whole[0], whole[1]);
    let shared = dir.path().join("shared");
    for pair in 0..pairs() {
        // Every second pair builds into a folder that is not there yet, the others into the site of the pair before.
        let first = dir.path().join(format!("first-{pair}/site"));
        let out = if pair % 2 == 0 { &first } else { &shared };
        let begin = |library: &TempDir| {
            let args = ["build", library.path().to_str().unwrap(), "--out", out.to_str().unwrap()];
            let mut command = command(&args);
            command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn().unwrap()
        };
        let order = if pair % 4 < 2 { [0, 1] } else { [1, 0] };
        let one = begin(&twins[order[0]]);
        std::thread::sleep(std::time::Duration::from_millis(pair as u64 * 37 % 400));
        let other = begin(&twins[order[1]]);
        for run in [one, other].map(|run| run.wait_with_output().unwrap()) {
            let said = printed(&run);
            let is_refused = run.status.code() == Some(2) && said.contains("another build is still writing");
            assert!(run.status.success() || is_refused, "pair {pair}: {said}");
        }
        let made = site(out);
        assert!(whole.contains(&made), "pair {pair}: {:?}", differences(&made, &whole));
        let beside = fs::read_dir(out.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name());
        assert!(beside.into_iter().all(|name| !name.to_string_lossy().contains("casebook-")), "pair {pair}");
        // A lone build afterwards believes nothing that is not so.
        assert!(build_folder(twins[pair % 2].path(), out).status.success());
        assert_eq!(site(out), whole[pair % 2], "pair {pair}");
    }
}

/// The paths in which a site differs from each of others.
fn differences(made: &BTreeMap<PathBuf, Vec<u8>>, whole: &[BTreeMap<PathBuf, Vec<u8>>]) -> Vec<Vec<PathBuf>> {
    let all = |whole: &BTreeMap<PathBuf, Vec<u8>>| {
        let paths = made.keys().chain(whole.keys()).filter(|path| made.get(*path) != whole.get(*path));
        paths.cloned().collect()
    };
    whole.iter().map(all).collect()
}
