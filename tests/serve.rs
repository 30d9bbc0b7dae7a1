//! `casebook serve` as authors meet it: the real binary, real files, real events, plain HTTP.

use super::support::{AS_OF, cache, folder};
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long anything may take on a busy machine before a test gives up.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server; it ends with the test.
struct Server {
    child: Child,
    port: u16,
    base: String,
    said: Arc<Mutex<String>>,
}

/// An answer.
#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let wanted = |line: &&str| line.split(':').next().is_some_and(|key| key.eq_ignore_ascii_case(name));
        self.head.lines().find(wanted).map(|line| line[name.len() + 1..].trim())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(dir: &Path, more: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
        command
            .args(["serve", dir.to_str().unwrap(), "--port", "0", "--as-of", AS_OF])
            .args(more)
            .env("XDG_CACHE_HOME", cache());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let said = Arc::new(Mutex::new(String::new()));
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let mut first = String::new();
        while !first.starts_with("serving") {
            first.clear();
            assert!(out.read_line(&mut first).unwrap() > 0, "it ended at once: {}", {
                let mut text = String::new();
                let _ = errors.read_to_string(&mut text);
                text
            });
        }
        said.lock().unwrap().push_str(&first);
        for reader in [Box::new(out) as Box<dyn BufRead + Send>, Box::new(errors)] {
            let said = Arc::clone(&said);
            std::thread::spawn(move || {
                for line in reader.lines().map_while(Result::ok) {
                    let mut said = said.lock().unwrap();
                    said.push_str(&line);
                    said.push('\n');
                }
            });
        }
        let url = first.split_whitespace().nth(1).unwrap().trim_end_matches(',').to_owned();
        let rest = url.strip_prefix("http://localhost:").unwrap();
        let (port, base) = rest.split_once('/').unwrap();
        Server { child, port: port.parse().unwrap(), base: format!("/{base}"), said }
    }

    /// One request with headers of the test's own.
    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut request = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request.push_str(&format!("Host: localhost:{}\r\n", self.port));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).unwrap();
        let end = all.windows(4).position(|part| part == b"\r\n\r\n").unwrap_or(all.len() - 4);
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut body = all[end + 4..].to_vec();
        if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
            body = unchunked(&body);
        }
        Answer { status, head, body }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", &format!("{}{path}", self.base), &[])
    }

    /// Waits until a page says something, or does not any more.
    fn wait(&self, path: &str, wanted: impl Fn(&Answer) -> bool) -> Answer {
        let begun = Instant::now();
        loop {
            let answer = self.get(path);
            if wanted(&answer) {
                return answer;
            }
            assert!(begun.elapsed() < PATIENCE, "{path} stays {} {}\n{}", answer.status, answer.text(), self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn wait_for_text(&self, path: &str, text: &str) {
        self.wait(path, |answer| answer.text().contains(text));
    }

    fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    /// Waits until the terminal says something more often than before.
    fn wait_for_words(&self, text: &str, times: usize) {
        let begun = Instant::now();
        while self.said().matches(text).count() < times {
            assert!(begun.elapsed() < PATIENCE, "never said `{text}` {times} times: {}", self.said());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until every file of a cold build is served as it is there.
    fn check_like_cold(&self, dir: &Path) {
        let out = TempDir::new().unwrap();
        let site = out.path().join("site");
        let arguments = ["build", dir.to_str().unwrap(), "--out", site.to_str().unwrap(), "--drafts", "--quiet"];
        super::support::casebook(&arguments);
        let begun = Instant::now();
        loop {
            let wrong = files(&site).into_iter().find(|path| {
                let name = path.strip_prefix(&site).unwrap().to_str().unwrap();
                let cold = fs::read(path).unwrap();
                name != ".casebook-site.json" && without_script(&self.get(name).body) != cold
            });
            let Some(wrong) = wrong else { break };
            assert!(begun.elapsed() < PATIENCE, "{} is not that of a cold build", wrong.display());
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

fn unchunked(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|part| part == b"\r\n") {
        let Ok(size) = usize::from_str_radix(&String::from_utf8_lossy(&body[..end]), 16) else { break };
        if size == 0 || body.len() < end + 4 + size {
            break;
        }
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 4 + size..];
    }
    whole
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(dir).sort_by_file_name().into_iter().map(Result::unwrap);
    entries.filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

/// A page as the builder made it.
fn without_script(body: &[u8]) -> Vec<u8> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(_) => return body.to_vec(),
    };
    let Some(start) = text.find("<script src=\"").and_then(|_| text.rfind("<script src=\"")) else {
        return body.to_vec();
    };
    if !text[start..].contains("__casebook/reload.js") {
        return body.to_vec();
    }
    let end = start + text[start..].find("</script>").unwrap() + "</script>".len();
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

fn page(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2024-03-01\ncauses: [disk-full]\nstatus: final\n---\n\n## Summary\n\n{body}\n")
}

fn library() -> TempDir {
    let (a, b) = (page("First matter", "The disk was full."), page("Second matter", "The disk was full again."));
    folder(&[
        ("book.toml", b"[book]\ntitle = \"Library\"\n".as_slice()),
        ("content/a.md", a.as_bytes()),
        ("content/in/b.md", b.as_bytes()),
        ("content/in/picture.png", b"0123456789"),
    ])
}

/// As vim and most careful editors save: a swap file, a copy aside, a rename.
fn save_by_rename(path: &Path, text: &str) {
    let name = path.file_name().unwrap().to_str().unwrap();
    let swap = path.with_file_name(format!(".{name}.swp"));
    fs::write(&swap, "vim").unwrap();
    fs::write(path.with_file_name("4913"), "").unwrap();
    fs::remove_file(path.with_file_name("4913")).unwrap();
    let backup = path.with_file_name(format!("{name}~"));
    fs::rename(path, &backup).unwrap();
    fs::write(path, text).unwrap();
    fs::remove_file(&backup).unwrap();
    fs::remove_file(&swap).unwrap();
}

/// As VS Code saves: the file is emptied and written.
fn save_in_place(path: &Path, text: &str) {
    let mut file = File::create(path).unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file.sync_all().unwrap();
}

#[test]
fn what_editors_do_is_seen_and_nothing_is_left_stale() {
    let dir = library();
    let content = dir.path().join("content");
    let server = Server::start(dir.path(), &[]);
    server.wait_for_text("a.html", "The disk was full.");

    save_by_rename(&content.join("a.md"), &page("First matter", "Saved by vim."));
    server.wait_for_text("a.html", "Saved by vim.");
    save_in_place(&content.join("a.md"), &page("Renamed matter", "Saved by VS Code."));
    server.wait_for_text("a.html", "Saved by VS Code.");
    server.wait_for_text("causes/disk-full.html", "Renamed matter");
    server.wait_for_text("index.html", "Renamed matter");
    fs::rename(content.join("a.md"), content.join("moved.md")).unwrap();
    server.wait("a.html", |answer| answer.status == 404);
    server.wait_for_text("moved.html", "Saved by VS Code.");
    fs::create_dir_all(content.join("deep/er")).unwrap();
    fs::write(content.join("deep/er/c.md"), page("Third matter", "In a new folder.")).unwrap();
    server.wait_for_text("deep/er/c.html", "In a new folder.");
    // A watch on the new folder is there.
    save_by_rename(&content.join("deep/er/c.md"), &page("Third matter", "And changed there."));
    server.wait_for_text("deep/er/c.html", "And changed there.");
    fs::rename(content.join("in"), content.join("elsewhere")).unwrap();
    server.wait_for_text("elsewhere/b.html", "Second matter");
    server.wait("in/b.html", |answer| answer.status == 404);
    save_in_place(&content.join("elsewhere/b.md"), &page("Second matter", "Changed after the move."));
    server.wait_for_text("elsewhere/b.html", "Changed after the move.");
    fs::remove_file(content.join("moved.md")).unwrap();
    server.wait("moved.html", |answer| answer.status == 404);
    server.check_like_cold(dir.path());
}

#[test]
fn a_translation_is_shown_as_soon_as_its_original() {
    let dir = folder(&[
        ("a.md", page("Replica lag", "It lagged.").as_bytes()),
        ("b.md", page("Disk full", "It was full.").as_bytes()),
    ]);
    let server = Server::start(dir.path(), &[]);
    server.wait("a.html", |answer| answer.status == 200);
    assert_eq!(server.get("fr/a.html").status, 404);
    save_in_place(&dir.path().join("a.fr.md"), "---\ntitle: Retard de la réplique\n---\n\nElle était en retard.\n");
    server.wait_for_text("fr/a.html", "Elle était en retard.");
    assert!(server.get("a.html").text().contains("href=\"fr/a.html\""), "the original leads to it");
    assert!(server.get("fr/b.html").text().contains("It was full."), "the original stands in");
    save_by_rename(&dir.path().join("a.fr.md"), "---\ntitle: Retard de la réplique\n---\n\nUne minute de retard.\n");
    server.wait_for_text("fr/a.html", "Une minute de retard.");
    server.wait_for_text("fr/years/2024.html", "Retard de la réplique");
    server.check_like_cold(dir.path());
}

#[test]
fn settings_and_theme_are_watched_too_and_what_is_wrong_with_them_changes_nothing() {
    let dir = library();
    let server = Server::start(dir.path(), &[]);
    save_by_rename(&dir.path().join("book.toml"), "[book]\ntitle = \"Another name\"\n");
    server.wait_for_text("index.html", "Another name");
    save_in_place(&dir.path().join("book.toml"), "[book\ntitle = 1\n");
    server.wait_for_words("the last good state is shown", 1);
    assert!(server.get("index.html").text().contains("Another name"));
    save_in_place(&dir.path().join("book.toml"), "[book]\ntitle = \"Third name\"\n");
    server.wait_for_text("index.html", "Third name");
    server.wait_for_words("mended", 1);

    let templates = dir.path().join("theme/templates");
    fs::create_dir_all(&templates).unwrap();
    fs::write(
        templates.join("articles.html"),
        "{% extends \"casebook/articles.html\" %}{% block main %}Own{% endblock %}",
    )
    .unwrap();
    server.wait("articles/index.html", |answer| answer.status == 200);
    let good = server.get("articles/index.html").text();
    save_in_place(&templates.join("articles.html"), "{% if %}");
    server.wait_for_words("the last good state is shown", 2);
    assert_eq!(server.get("articles/index.html").status, 200);
    assert!(!good.is_empty());
    fs::remove_dir_all(dir.path().join("theme")).unwrap();
    server.wait_for_words("mended", 2);
    server.check_like_cold(dir.path());
}

#[test]
fn a_bad_save_keeps_the_last_good_page_and_says_where_it_is_wrong() {
    let dir = library();
    let path = dir.path().join("content/a.md");
    let server = Server::start(dir.path(), &[]);
    save_in_place(&path, "---\ntitle: [\n---\n\nHalf written.\n");
    server.wait_for_words("the last good state is shown", 1);
    assert!(server.said().contains("content/a.md:"), "{}", server.said());
    assert!(server.get("a.html").text().contains("The disk was full."));
    // Other pages go on.
    save_in_place(&dir.path().join("content/in/b.md"), &page("Second matter", "Meanwhile."));
    server.wait_for_text("in/b.html", "Meanwhile.");
    assert!(server.get("a.html").text().contains("The disk was full."));
    save_in_place(&path, &page("First matter", "Whole again."));
    server.wait_for_text("a.html", "Whole again.");
    server.wait_for_words("mended", 1);

    // A file that cannot be read any more. Root reads everything, so it is made too large for anybody.
    File::options().write(true).open(&path).unwrap().set_len(65 << 20).unwrap();
    server.wait_for_words("the last good state is shown", 2);
    assert!(server.get("a.html").text().contains("Whole again."));
    save_by_rename(&path, &page("First matter", "Readable again."));
    server.wait_for_text("a.html", "Readable again.");
}

#[cfg(unix)]
#[test]
fn a_file_made_unreadable_keeps_its_page_where_permissions_count() {
    use std::os::unix::fs::PermissionsExt;
    let dir = library();
    let path = dir.path().join("content/a.md");
    let server = Server::start(dir.path(), &[]);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o0)).unwrap();
    let is_refused = File::open(&path).is_err();
    if is_refused {
        server.wait_for_words("the last good state is shown", 1);
    }
    assert!(server.get("a.html").text().contains("The disk was full."));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    save_in_place(&path, &page("First matter", "Readable again."));
    server.wait_for_text("a.html", "Readable again.");
}

/// A file system of its own of 256 KiB over a folder, where the test may mount one.
#[cfg(target_os = "linux")]
struct SmallDisk<'a>(&'a Path);

#[cfg(target_os = "linux")]
impl<'a> SmallDisk<'a> {
    fn over(folder: &'a Path) -> Option<SmallDisk<'a>> {
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"]).arg(folder).output();
        mount.is_ok_and(|done| done.status.success()).then_some(SmallDisk(folder))
    }
}

#[cfg(target_os = "linux")]
impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).output();
    }
}

/// An editor on a full disk empties the file and fails to write it. Where no small disk can be mounted, the file is
/// emptied by hand: the server sees the same.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_costs_no_page() {
    let dir = library();
    let (content, text) = (dir.path().join("content"), page("First matter", &"The disk was full. ".repeat(400)));
    let files: Vec<(PathBuf, Vec<u8>)> =
        files(&content).into_iter().map(|path| (path.clone(), fs::read(path).unwrap())).collect();
    let disk = SmallDisk::over(&content);
    for (path, bytes) in files.iter().filter(|_| disk.is_some()) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    save_in_place(&content.join("a.md"), &text);
    let server = Server::start(dir.path(), &[]);
    server.wait_for_text("a.html", "The disk was full.");
    if disk.is_some() {
        let filled = File::create(content.join(".fill")).unwrap().write_all(&vec![0; 1 << 20]);
        assert!(filled.is_err(), "the disk is larger than it should be");
    }
    File::create(content.join("a.md")).unwrap();
    if disk.is_some() {
        // What emptying has set free is taken by somebody else.
        let _ = File::create(content.join(".more")).unwrap().write_all(&vec![0; 1 << 20]);
        assert!(fs::write(content.join("a.md"), &text).is_err());
    }
    server.wait_for_words("the last good state is shown", 1);
    assert!(server.get("a.html").text().contains("The disk was full."));
    let _ = fs::remove_file(content.join(".fill"));
    save_in_place(&content.join("a.md"), &page("First matter", "There is room again."));
    server.wait_for_text("a.html", "There is room again.");
    drop(server);
}

#[test]
fn the_folder_may_go_and_come_back() {
    let dir = library();
    let content = dir.path().join("content");
    let server = Server::start(dir.path(), &[]);
    server.wait_for_text("a.html", "The disk was full.");
    fs::rename(&content, dir.path().join("aside")).unwrap();
    server.wait_for_words("the last good state is shown", 1);
    assert!(server.get("a.html").text().contains("The disk was full."));
    fs::rename(dir.path().join("aside"), &content).unwrap();
    server.wait_for_words("mended", 1);
    save_in_place(&content.join("a.md"), &page("First matter", "Back again."));
    server.wait_for_text("a.html", "Back again.");
    fs::remove_dir_all(&content).unwrap();
    server.wait_for_words("the last good state is shown", 2);
    fs::create_dir(&content).unwrap();
    fs::write(content.join("new.md"), page("New matter", "A new beginning.")).unwrap();
    server.wait_for_text("new.html", "A new beginning.");
    server.wait("a.html", |answer| answer.status == 404);
    save_by_rename(&content.join("new.md"), &page("New matter", "And on it goes."));
    server.wait_for_text("new.html", "And on it goes.");
    server.check_like_cold(dir.path());
}

#[test]
fn a_branch_switch_is_one_change() {
    let dir = library();
    let git = |arguments: &[&str]| {
        let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
        let done = Command::new("git").current_dir(dir.path()).args(identity).args(arguments).output().unwrap();
        assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q", "-b", "main"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "main"]);
    git(&["checkout", "-qb", "other"]);
    for number in 0..500 {
        let path = dir.path().join(format!("content/many/{number:03}.md"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, page(&format!("Matter {number}"), "One of many.")).unwrap();
    }
    fs::write(dir.path().join("content/a.md"), page("First matter", "On the other branch.")).unwrap();
    git(&["add", "."]);
    git(&["commit", "-qm", "other"]);
    git(&["checkout", "-q", "main"]);
    let server = Server::start(dir.path(), &[]);
    server.wait_for_words("up to date", 1);
    git(&["checkout", "-q", "other"]);
    server.wait_for_text("a.html", "On the other branch.");
    server.wait_for_text("many/499.html", "One of many.");
    let builds = server.said().matches("shown after").count();
    // One or two; where git itself is kept waiting, a few more.
    assert!(builds <= 10, "{builds} builds for one switch");
    git(&["checkout", "-q", "main"]);
    server.wait("many/499.html", |answer| answer.status == 404);
    server.check_like_cold(dir.path());
}

#[test]
fn polling_sees_the_same_and_the_output_folder_never_starts_a_build() {
    let dir = library();
    let server = Server::start(dir.path(), &["--poll"]);
    assert!(server.said().contains("twice a second"));
    save_in_place(&dir.path().join("content/a.md"), &page("First matter", "Seen by polling."));
    server.wait_for_text("a.html", "Seen by polling.");

    // A library without settings is its own content folder, and its site lies in it.
    let plain = folder(&[("a.md", page("First matter", "Plain.").as_bytes())]);
    let server = Server::start(plain.path(), &[]);
    super::support::casebook(&["build", plain.path().to_str().unwrap(), "--quiet"]);
    super::support::casebook(&["build", plain.path().to_str().unwrap(), "--quiet"]);
    // One event, and no moment at which the file is empty.
    let aside = plain.path().join(".a.md.new");
    fs::write(&aside, page("First matter", "Changed.")).unwrap();
    fs::rename(&aside, plain.path().join("a.md")).unwrap();
    server.wait_for_text("a.html", "Changed.");
    // It can be read before it is said.
    server.wait_for_words("shown after", 1);
    assert_eq!(server.said().matches("shown after").count(), 1, "{}", server.said());
}

#[test]
fn drafts_are_shown_and_marked_and_search_works() {
    let dir = library();
    let draft = page("Unfinished matter", "Xylophone.").replace("final", "draft");
    fs::write(dir.path().join("content/draft.md"), draft).unwrap();
    let server = Server::start(dir.path(), &[]);
    let shown = server.get("draft.html").text();
    assert!(shown.contains("Xylophone") && shown.to_lowercase().contains("draft"), "{shown}");
    server.wait_for_words("up to date", 1);
    let read = |name: &str| {
        Some(server.get(&format!("search/{name}"))).filter(|file| file.status == 200).map(|file| file.text())
    };
    let searcher = casebook::search::Searcher::open(read).unwrap();
    assert_eq!(searcher.search("xylophone", 10, casebook::search::Order::Relevance).unwrap().total, 1);
    server.check_like_cold(dir.path());
}

#[test]
fn answers_have_types_tags_ranges_and_say_what_is_not_there() {
    let dir = library();
    fs::write(dir.path().join("book.toml"), "[output.html]\nsite-url = \"https://example.org/team/library/\"\n")
        .unwrap();
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.base, "/team/library/");
    let home = server.get("");
    assert_eq!((home.status, home.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(server.get("feed.xml").header("content-type"), Some("text/xml; charset=utf-8"));
    assert_eq!(server.get("api/library.json").header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(server.get("search/index.js").header("content-type"), Some("text/javascript; charset=utf-8"));
    let to_base = server.ask("GET", "/", &[]);
    assert_eq!((to_base.status, to_base.header("location")), (307, Some("/team/library/")));
    let to_folder = server.get("causes");
    assert_eq!((to_folder.status, to_folder.header("location")), (307, Some("/team/library/causes/")));

    for (path, whole) in [("in/picture.png", "0123456789".to_owned()), ("llms.txt", server.get("llms.txt").text())] {
        let url = format!("{}{path}", server.base);
        let part = server.ask("GET", &url, &[("Range", "bytes=2-4")]);
        assert_eq!((part.status, part.text()), (206, whole[2..=4].to_owned()), "{path}");
        assert_eq!(part.header("content-range"), Some(&*format!("bytes 2-4/{}", whole.len())));
        assert_eq!(server.ask("GET", &url, &[("Range", "bytes=999999-")]).status, 416);
        assert_eq!(server.ask("GET", &url, &[("Range", "bytes=-3")]).text(), whole[whole.len() - 3..]);
        let tag = server.get(path).header("etag").unwrap().to_owned();
        let same = server.ask("GET", &url, &[("If-None-Match", &tag)]);
        assert_eq!((same.status, same.body.len()), (304, 0));
        assert_eq!(server.ask("GET", &url, &[("Range", "bytes=2-4"), ("If-Range", "\"old\"")]).status, 200);
        let head = server.ask("HEAD", &url, &[]);
        assert_eq!(
            (head.status, head.body.len(), head.header("content-length")),
            (200, 0, Some(&*whole.len().to_string()))
        );
    }
    let missing = server.get("no/such/page.html");
    assert_eq!(missing.status, 404);
    // Wherever it is shown, its links start at the root.
    assert!(missing.text().contains("<base href=\"/team/library/\">"), "{}", missing.text());
    assert_eq!(server.ask("POST", &server.base, &[]).status, 405);
}

#[test]
fn nothing_but_the_site_is_served_and_to_nobody_else() {
    let dir = library();
    fs::write(dir.path().join("secret.txt"), "do not publish").unwrap();
    let server = Server::start(dir.path(), &[]);
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/content/../../secret.txt",
        "/in/%2e%2e%2f%2e%2e%2fsecret.txt",
        "/%2e%2e%5csecret.txt",
        "/..\\secret.txt",
        "//etc/passwd",
        "/%00",
        "/in//picture.png",
        "/./in/picture.png",
        "/content/a.md",
        "/book.toml",
        "/__casebook/../../secret.txt",
        "/%ff",
    ] {
        let answer = server.ask("GET", path, &[]);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("do not publish"), "{path}");
    }
    let own = format!("localhost:{}", server.port);
    for host in ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "", "10.0.0.1", "localhost.evil.example"]
    {
        assert_eq!(server.ask("GET", "/", &[("Host", host)]).status, 403, "{host}");
    }
    for host in [own.clone(), format!("127.0.0.1:{}", server.port), format!("[::1]:{}", server.port)] {
        assert_eq!(server.ask("GET", "/", &[("Host", &host)]).status, 200, "{host}");
    }
    let same = format!("http://{own}");
    assert_eq!(server.ask("GET", "/", &[("Origin", &same)]).status, 200);
    for path in ["/", "/__casebook/events?page=index.html&looks=x", "/__casebook/reload.js"] {
        assert_eq!(server.ask("GET", path, &[("Origin", "https://evil.example")]).status, 403, "{path}");
        assert_eq!(server.ask("GET", path, &[("Origin", "null")]).status, 403, "{path}");
        let embedded = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "no-cors")];
        assert_eq!(server.ask("GET", path, &embedded).status, 403, "{path}");
    }
    let followed = [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate")];
    let page = server.ask("GET", "/", &followed);
    assert_eq!(page.status, 200);
    assert_eq!(page.header("access-control-allow-origin"), None);
}

#[test]
fn it_goes_on_when_nobody_listens_to_the_terminal_any_more() {
    let dir = library();
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.args(["serve", dir.path().to_str().unwrap(), "--port", "0"]).env("XDG_CACHE_HOME", cache());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    // As `casebook serve 2>&1 | head -n 1` does; the pipes are closed after it.
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    drop(child.stderr.take());
    let port = first.split(['/', ':']).find_map(|part| part.parse().ok()).unwrap();
    let server = Server { child, port, base: "/".to_owned(), said: Arc::default() };
    save_in_place(&dir.path().join("content/a.md"), "---\ntitle: [\n---\n");
    save_in_place(&dir.path().join("content/a.md"), &page("First matter", "Nobody was told."));
    server.wait_for_text("a.html", "Nobody was told.");
    save_in_place(&dir.path().join("content/a.md"), &page("First matter", "And again."));
    server.wait_for_text("a.html", "And again.");
}

#[test]
fn a_taken_port_is_said_and_ctrl_c_ends_it() {
    let dir = library();
    let mut server = Server::start(dir.path(), &[]);
    let port = server.port.to_string();
    let refused = super::support::casebook(&["serve", dir.path().to_str().unwrap(), "--port", &port]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(super::support::printed(&refused).contains("--port"), "{}", super::support::printed(&refused));
    #[cfg(unix)]
    {
        // An open page does not keep it from ending.
        let mut stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        let request =
            format!("GET /__casebook/events?page=index.html HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", server.port);
        stream.write_all(request.as_bytes()).unwrap();
        let mut first = [0; 12];
        stream.read_exact(&mut first).unwrap();
        let killed = Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let begun = Instant::now();
        loop {
            if let Some(status) = server.child.try_wait().unwrap() {
                assert_eq!(status.code(), Some(0));
                break;
            }
            assert!(begun.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn a_connection_that_does_not_say_what_it_wants_is_closed() {
    let dir = library();
    let server = Server::start(dir.path(), &[]);
    let mut slow = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
    slow.set_read_timeout(Some(PATIENCE)).unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nHost: local").unwrap();
    let begun = Instant::now();
    let mut all = Vec::new();
    let _ = slow.read_to_end(&mut all);
    assert!(begun.elapsed() < PATIENCE, "it waits for ever");
    assert_eq!(server.get("").status, 200);
}

#[test]
fn nothing_of_the_settings_or_of_attached_files_runs_as_the_site() {
    let dir = folder(&[
        ("book.toml", b"[output.html]\nsite-url = \"https://x.example/a'b&c/\"\n"),
        ("content/a.md", b"# A\n"),
        ("content/report.html", b"<p>All well.</p>"),
        ("content/graph.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("content/note.txt", b"text"),
    ]);
    let server = Server::start(dir.path(), &[]);
    let missing = server.get("nowhere");
    assert_eq!(missing.status, 404);
    assert!(!missing.text().contains("a'b&c") && missing.text().contains("<base href="), "{}", missing.text());
    for (name, expected) in [("report.html", Some("sandbox")), ("graph.svg", Some("sandbox")), ("note.txt", None)] {
        let answer = server.get(name);
        assert_eq!((answer.status, answer.header("content-security-policy")), (200, expected), "{name}");
    }
    assert_eq!(server.get("a.html").header("content-security-policy"), None);
}

#[cfg(unix)]
#[test]
fn a_folder_swapped_for_a_link_is_not_followed_for_a_moment() {
    let (dir, outside) = (folder(&[("a.md", b"# A\n"), ("img/a.png", b"ours")]), folder(&[("a.png", b"SECRET")]));
    let server = Server::start(dir.path(), &[]);
    assert_eq!(server.get("img/a.png").body, b"ours");
    let (img, kept) = (dir.path().join("img"), dir.path().with_extension("kept"));
    for _ in 0..3 {
        fs::rename(&img, &kept).unwrap();
        std::os::unix::fs::symlink(outside.path(), &img).unwrap();
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_millis(400) {
            assert!(!server.get("img/a.png").text().contains("SECRET"));
        }
        fs::remove_file(&img).unwrap();
        fs::rename(&kept, &img).unwrap();
        server.wait("img/a.png", |answer| answer.body == b"ours");
    }
}
