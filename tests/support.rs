//! What several tests need: folders, the real binary, builds in memory.

use casebook::build::{Input, Memo, Understood, build, finished, understand};
use casebook::config::Config;
use casebook::model::{AsOf, Date};
use casebook::search::{IndexFile, Segments, export, invert};
use casebook::site::{Artifact, Content};
use casebook::text::{Asset, ContentPath, Source};
use casebook::tracker::Export;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;
use tempfile::TempDir;

/// The day all tests are built for.
pub const AS_OF: &str = "2026-11-23";

/// A folder with these files.
pub fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let dir = TempDir::new().unwrap();
    for (path, bytes) in files {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

/// Runs the real binary, as of the day of the tests.
pub fn casebook(args: &[&str]) -> Output {
    command(args).output().unwrap()
}

/// The real binary with these arguments, as of the day of the tests.
pub fn command(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.args(args);
    if matches!(args.first(), Some(&"build" | &"check")) && !args.contains(&"--as-of") {
        command.args(["--as-of", AS_OF]);
    }
    command.env_remove("SOURCE_DATE_EPOCH").env("XDG_CACHE_HOME", cache());
    command
}

/// What is kept between runs is kept for this run of the tests alone.
pub fn cache() -> &'static Path {
    static CACHE: LazyLock<TempDir> = LazyLock::new(|| TempDir::new().unwrap());
    CACHE.path()
}

/// What a run printed, both streams.
pub fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Builds a folder and answers with the run; the site is in `out`.
pub fn build_folder(dir: &Path, out: &Path) -> Output {
    casebook(&["build", dir.to_str().unwrap(), "--out", out.to_str().unwrap(), "--quiet"])
}

/// A site in memory.
pub struct Built {
    /// What it was built from.
    pub understood: Understood,
    /// Every file, sorted by path.
    pub artifacts: Vec<Artifact>,
}

/// A library in memory: pages and other files by path, and a book.toml.
pub fn library(files: &[(&str, &str)]) -> Built {
    let text = |name: &str| files.iter().find(|(path, _)| *path == name).map(|(_, text)| *text);
    let config = Config::read(text("book.toml").unwrap_or(""));
    let source = |(path, text): &(&str, &str)| Source::new(ContentPath::new(path).unwrap(), *text);
    let (pages, others): (Vec<_>, Vec<_>) = files.iter().partition(|(path, _)| path.ends_with(".md"));
    let exports = config.value.trackers.iter().filter_map(|tracker| {
        let path = tracker.export.as_ref()?.as_str();
        Some(Export { tracker: tracker.name.clone(), path: path.to_owned(), text: text(path)?.to_owned() })
    });
    let exports: Vec<Export> = exports.collect();
    let input = Input {
        pages: pages.into_iter().map(source).collect(),
        assets: others
            .iter()
            .filter(|(path, _)| !path.ends_with(".toml") && exports.iter().all(|export| export.path != *path))
            .map(|(path, text)| Asset { path: ContentPath::new(path).unwrap(), size: text.len() as u64, pixels: None })
            .collect(),
        vocabulary: files.iter().find(|(path, _)| *path == "vocabulary.toml").map(source),
        trackers: exports,
        theme: casebook::source::read_theme(None, std::path::Path::new("."), &[]).value,
        config: config.value.into(),
        as_of: AsOf(Date::constant(2026, 11, 23)),
        diagnostics: config.diagnostics,
    };
    built(input)
}

/// Builds a site in memory.
pub fn built(mut input: Input) -> Built {
    let planned = build(&mut input, &mut Memo::default(), |_| {});
    let mut understood = planned.understood;
    let artifacts = planned.plan.all().unpack(&mut understood.diagnostics);
    understood.diagnostics = finished(understood.diagnostics, &input.config);
    Built { understood, artifacts }
}

/// The sample library, understood, and its search index.
pub struct Sample {
    /// What was understood of it.
    pub understood: Understood,
    /// The files of its index.
    pub index: Vec<IndexFile>,
}

/// The sample library, read once.
pub fn sample() -> &'static Sample {
    static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let config = Config::read(&fs::read_to_string(root.join("book.toml")).unwrap()).value;
        let sources = casebook::source::read_sources(&root.join("content"), "vocabulary.toml", &[]).value;
        let input = Input {
            pages: sources.pages,
            assets: sources.assets,
            vocabulary: sources.vocabulary,
            trackers: casebook::source::read_exports(root, &config).value,
            theme: casebook::source::read_theme(None, root, &[]).value,
            config: config.into(),
            as_of: AsOf(Date::constant(2026, 11, 23)),
            diagnostics: Vec::new(),
        };
        let understood = understand(&input, &mut Memo::default(), |_| {});
        let pages = understood.pages();
        let index = export(pages, &invert(pages, &input.config, &mut Segments::default()), &input.config);
        Sample { understood, index }
    });
    &SAMPLE
}

/// The bytes of an artifact as text.
pub fn text_of(artifact: &Artifact) -> &str {
    match &artifact.content {
        Content::Bytes(bytes) => std::str::from_utf8(bytes).unwrap_or(""),
        Content::CopyOf(_) => "",
    }
}

/// One page of a built library.
pub fn page<'a>(built: &'a Built, path: &str) -> &'a str {
    let artifact = built.artifacts.iter().find(|artifact| artifact.path.as_str() == path);
    text_of(artifact.unwrap_or_else(|| panic!("there is no {path} among {:?}", paths(built))))
}

/// The paths of all artifacts.
pub fn paths(built: &Built) -> Vec<&str> {
    built.artifacts.iter().map(|artifact| artifact.path.as_str()).collect()
}

/// A fenced block: its info string, its content, and where the content lies in the case file.
pub struct Block {
    /// What stands behind its first fence.
    pub info: String,
    /// The text in it.
    pub content: String,
    /// Where the text lies in the file.
    pub range: std::ops::Range<usize>,
}

/// The blocks of a case file, which fences of four backticks hold.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        match (&open, line.strip_prefix("````")) {
            (None, Some(info)) => open = Some((info.trim().to_owned(), at + line.len())),
            (Some((info, from)), Some(_)) => {
                blocks.push(Block { info: info.clone(), content: text[*from..at].to_owned(), range: *from..at });
                open = None;
            }
            _ => {}
        }
        at += line.len();
    }
    assert!(open.is_none(), "a fence is not closed");
    blocks
}
