//! `casebook check --fix-terms`: what `check::fix_terms` would replace, shown, agreed to, written.

use super::args::Check;
use super::exit::{Failure, Outcome};
use super::opened::{Opened, Overrides, open};
use super::terminal::{colour, stdout_colour};
use crate::build::{Memo, Stage, UnderstoodVariant, understand};
use crate::check::{FileFix, TermFixes, fix_terms};
use crate::diagnostic::render::{harmless_lines, human};
use crate::diagnostic::{Diagnostic, Level, Subject};
use crate::source::decode;
use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Bytes of a byte-order mark in UTF-8.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Rewrites terms in files. Drafts are rewritten too.
///
/// The outcome is [`Outcome::Done`] when nothing is left to rewrite: neither refused, nor declined, nor left to people.
pub(super) fn run(args: &Check) -> Result<Outcome, Failure> {
    let opened = open(args.dir.as_deref(), &args.common, &Overrides { drafts: true, ..Overrides::default() })?;
    let understood = understand(&opened.input, &mut Memo::default(), |_: Stage| {});
    let wrong = settings_errors(&opened, &understood.diagnostics);
    if !wrong.is_empty() {
        print_findings(&opened, &wrong, args);
        eprintln!("nothing was rewritten: the settings or the vocabulary have errors");
        return Ok(Outcome::Refused);
    }
    let mut fixes = TermFixes::default();
    for pages in understood.variants.iter().map(UnderstoodVariant::pages) {
        let TermFixes { files, left } = fix_terms(pages, &opened.input.pages, &opened.input.config);
        fixes.files.extend(files);
        fixes.left.extend(left);
    }
    show(&opened, &fixes, args)?;
    let count: usize = fixes.files.iter().map(|file| file.edits.len()).sum();
    if count == 0 {
        if !args.common.quiet {
            println!("no term needs to be rewritten{}", left_over(&fixes));
        }
        return Ok(outcome(&fixes));
    }
    let what = format!("{} in {}", counted(count, "term"), counted(fixes.files.len(), "file"));
    if !args.yes && !asked(&what)? {
        return Ok(Outcome::ContentErrors);
    }
    let mut refused = 0;
    for file in &fixes.files {
        if let Err(failure) = rewrite(&opened.content.join(file.path.as_str()), file) {
            eprintln!("error: {failure}");
            refused += 1;
        }
    }
    if !args.common.quiet {
        println!(
            "{} of {} rewritten{}",
            fixes.files.len() - refused,
            counted(fixes.files.len(), "file"),
            left_over(&fixes)
        );
    }
    Ok(if refused > 0 { Outcome::Refused } else { outcome(&fixes) })
}

fn outcome(fixes: &TermFixes) -> Outcome {
    if fixes.left.is_empty() { Outcome::Done } else { Outcome::ContentErrors }
}

fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

fn left_over(fixes: &TermFixes) -> String {
    match fixes.left.len() {
        0 => String::new(),
        left => format!("; {} left to you", counted(left, "term")),
    }
}

/// What makes it unsure what a term is to become.
fn settings_errors(opened: &Opened, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    let vocabulary = opened.input.vocabulary.as_ref().map(|source| &source.path);
    let is_settings = |subject: &Subject| match subject {
        Subject::Settings => true,
        Subject::Content(path) => Some(path) == vocabulary,
        Subject::Theme(_) | Subject::Export(_) => false,
    };
    diagnostics.iter().filter(|found| found.level == Level::Error && is_settings(&found.subject)).cloned().collect()
}

fn print_findings(opened: &Opened, findings: &[Diagnostic], args: &Check) {
    let text = |subject: &Subject| opened.text_of(subject);
    eprint!("{}", human(findings, &opened.texts(&text), colour(&args.common)));
}

/// The diff of every file, then what is left to people.
fn show(opened: &Opened, fixes: &TermFixes, args: &Check) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let colours = stdout_colour(&args.common);
    for file in &fixes.files {
        let path = opened.content.join(file.path.as_str()).to_string_lossy().into_owned();
        for line in harmless_lines(&file.diff(&path)).lines() {
            let line = line.trim_end();
            match line.as_bytes().first() {
                Some(b'+') if colours => writeln!(out, "\u{1b}[32m{line}\u{1b}[0m")?,
                Some(b'-') if colours => writeln!(out, "\u{1b}[31m{line}\u{1b}[0m")?,
                _ => writeln!(out, "{line}")?,
            }
        }
    }
    out.flush()?;
    drop(out);
    print_findings(opened, &fixes.left, args);
    Ok(())
}

/// Whether somebody says yes. Where nobody can be asked, nothing is written, and that is said.
fn asked(what: &str) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        eprintln!("nothing was written: {what} would be rewritten with --yes");
        return Ok(false);
    }
    eprint!("Rewrite {what}? [y/N] ");
    io::stderr().flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let yes = matches!(answer.trim().to_lowercase().as_str(), "y" | "yes");
    if !yes {
        eprintln!("nothing was written");
    }
    Ok(yes)
}

/// Puts the new text in the place of the old one: written beside it, with its permissions, and renamed over it. A file
/// that is not what was read is refused.
fn rewrite(path: &Path, file: &FileFix) -> Result<(), Failure> {
    let failed = |source| Failure::Write { path: path.to_owned(), source };
    let has_mark = unchanged(path, file)?;
    let mut bytes = if has_mark { MARK.to_vec() } else { Vec::new() };
    bytes.extend_from_slice(file.new.as_bytes());
    let beside = beside(path);
    let written = write_beside(&beside, path, &bytes).map_err(failed);
    // Once more, so that a save of the meantime is not lost.
    let done = written.and_then(|()| unchanged(path, file)).and_then(|_| fs::rename(&beside, path).map_err(failed));
    if done.is_err() {
        // It may never have been made; what matters is the first failure.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Whether the file begins with a byte-order mark; an error when it is not what was read, or not plain UTF-8.
fn unchanged(path: &Path, file: &FileFix) -> Result<bool, Failure> {
    let kind = fs::symlink_metadata(path).map_err(|_| Failure::Changed(path.to_owned()))?;
    if !kind.is_file() {
        return Err(Failure::Changed(path.to_owned()));
    }
    let bytes = fs::read(path).map_err(|_| Failure::Changed(path.to_owned()))?;
    let has_mark = bytes.starts_with(MARK);
    let text = if has_mark { &bytes[MARK.len()..] } else { &bytes };
    if text == file.old.as_bytes() {
        return Ok(has_mark);
    }
    let same_text = decode(bytes).text == file.old;
    Err(if same_text { Failure::NotUtf8(path.to_owned()) } else { Failure::Changed(path.to_owned()) })
}

/// A name in the same folder that the library does not take for content.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.casebook-{}", std::process::id()))
}

fn write_beside(beside: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).open(beside)?;
    file.write_all(bytes)?;
    file.set_permissions(fs::metadata(path)?.permissions())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::ContentPath;

    fn fix(old: &str, new: &str) -> FileFix {
        let path = ContentPath::new("a.md").unwrap();
        FileFix { path, old: old.to_owned(), new: new.to_owned(), edits: Vec::new() }
    }

    fn after(bytes: &[u8], fix: &FileFix) -> (Result<(), Failure>, Vec<u8>) {
        let dir = tempfile::TempDir::new().unwrap();
        let path = dir.path().join("a.md");
        fs::write(&path, bytes).unwrap();
        let done = rewrite(&path, fix);
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside the file");
        (done, fs::read(path).unwrap())
    }

    #[test]
    fn a_mark_at_the_beginning_stays() {
        let (done, bytes) = after("\u{FEFF}old\r\n".as_bytes(), &fix("old\r\n", "new\r\n"));
        assert!(done.is_ok());
        assert_eq!(bytes, "\u{FEFF}new\r\n".as_bytes());
    }

    #[test]
    fn a_file_that_is_not_what_was_read_is_refused() {
        let (done, bytes) = after(b"older", &fix("old", "new"));
        assert!(matches!(done, Err(Failure::Changed(_))));
        assert_eq!(bytes, b"older");
        let (done, bytes) = after(b"caf\xe9", &fix("café", "tea"));
        assert!(matches!(done, Err(Failure::NotUtf8(_))));
        assert_eq!(bytes, b"caf\xe9");
    }
}
