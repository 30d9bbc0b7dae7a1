//! `casebook build`.

use super::args::Build;
use super::exit::{Failure, Outcome};
use super::opened::{Opened, Overrides, as_of, outcome, plain, wish};
use super::terminal::{Stages, colour, remark, say};
use crate::build::{UnderstoodVariant, Work, build, finished};
use crate::cache::{Counts, KeptDocuments, KeptFiles, KeptSite, KnownFiles, LastBuild, program};
use crate::diagnostic::render::{human, summary};
use crate::diagnostic::{Code, Diagnostic, Level, Subject};
use crate::model::AsOf;
use crate::publish::{Lock, Published, as_published, stage};
use crate::site::{Artifact, Plan};
use crate::source::{Located, locate, read_exports, stamp};
use crate::text::{Fingerprint, OutputPath};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Warnings shown in full before the rest is only counted.
const MOST_SHOWN: usize = 20;
/// How long a build waits for another one that writes the same site.
const PATIENCE: Duration = Duration::from_secs(120);

/// Builds and publishes the site. A theme that cannot be used leaves the old site as it is; errors in content, and pages on
/// which a template fails, cost what they are about, and the rest is published.
pub(super) fn run(args: &Build) -> Result<Outcome, Failure> {
    let mut stages = Stages::new(&args.common);
    let overrides = Overrides { out: args.out.as_deref(), drafts: args.drafts, is_for_others: true };
    let day = as_of(&args.common)?;
    let located = locate(&wish(args.dir.as_deref(), &args.common, &overrides))?;
    // The lock comes before anything is read, so that of two builds the one that ends last has read what is newest.
    let lock = Lock::take(&located.content, &located.out, PATIENCE, || {
        stages.begin("wait");
        stages.remark(format_args!("waiting for another build that is writing {}\n", located.out.display()));
    })?;
    stages.begin("read");
    let (kept, kept_files) = (KeptSite::of(&located.out), KeptFiles::of(&located.out));
    let known = kept_files.read();
    let made_of = made_of(&located, day);
    if let Some(last) = unchanged(&kept, made_of, &lock, &known) {
        let timings = stages.finish();
        remark(if colour(&args.common) { &last.report.1 } else { &last.report.0 });
        let published = Published { kept: last.files, ..Published::default() };
        conclude(args, last.counts, &located.out, published);
        print_timings(args, &timings, None);
        open_site(args, &located.out)?;
        return Ok(if last.has_errors { Outcome::ContentErrors } else { Outcome::Done });
    }
    let mut opened = Opened::of(located, day);
    opened.refuse_empty()?;
    let settings_are_wrong =
        opened.input.diagnostics.iter().any(|found| found.subject == Subject::Settings && found.level == Level::Error);
    if settings_are_wrong {
        stages.finish();
        remark(report(&opened, &opened.input.diagnostics, colour(&args.common)));
        return Ok(Outcome::Refused);
    }
    stages.begin("recall");
    let mut documents = KeptDocuments::of(&opened.root, &opened.input.config);
    let mut memo = documents.recall(&opened.input.config);
    let planned = build(&mut opened.input, &mut memo, |stage| stages.stage(stage));
    let places: Vec<&OutputPath> = planned.plan.places().collect();
    let failed = Failed::default();
    let staged = stage(&lock, &places, &opened.content, &known, |place| failed.or_stand_in(&planned.plan, place))?;
    let failed = failed.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    let templates = failed.iter().map(|(_, found)| found.clone());
    let diagnostics = planned.understood.diagnostics.iter().cloned().chain(templates).collect();
    let diagnostics = &finished(diagnostics, &opened.input.config);
    opened.recall_texts(shown(diagnostics));
    let is_bad = |found: &Diagnostic| found.code == Code::BadTemplate && found.level == Level::Error;
    let is_broken = planned.understood.diagnostics.iter().any(is_bad);
    if is_broken || !staged.failed.is_empty() || planned.plan.is_beyond_use(&failed) {
        stages.finish();
        remark(report(&opened, diagnostics, colour(&args.common)));
        remark("nothing was published: the theme has errors\n");
        return Ok(Outcome::ContentErrors);
    }
    stages.begin("publish");
    let (published, site) = staged.publish()?;
    let mut timings = stages.finish();
    let reports = (report(&opened, diagnostics, false), report(&opened, diagnostics, true));
    remark(if colour(&args.common) { &reports.1 } else { &reports.0 });
    let counts = counts(planned.understood.own(), failed.len());
    conclude(args, counts, &opened.out, published);
    // Nobody waits for what the next build will want to know.
    let begun = Instant::now();
    documents.keep(&memo);
    if site.known != known {
        kept_files.keep(&site.known);
    }
    timings.push(("keep", begun.elapsed()));
    print_timings(args, &timings, Some(planned.work));
    open_site(args, &opened.out)?;
    let outcome = outcome(diagnostics, false);
    if let Some(made_of) = made_of
        && outcome != Outcome::Refused
        && is_lasting(diagnostics)
    {
        kept.keep(&LastBuild {
            made_of: LastBuild::name_of(made_of),
            published: LastBuild::name_of(site.identity),
            counts,
            files: published.written + published.kept,
            report: reports,
            has_errors: outcome == Outcome::ContentErrors,
        });
    }
    Ok(outcome)
}

/// Identity of everything that a site is made of, by the looks of files; `None` while one was changed so lately that it
/// may change again without looking different.
fn made_of(located: &Located, day: AsOf) -> Option<Fingerprint> {
    let content = stamp(&located.content, &located.skip)?;
    let theme = Fingerprint::of_value(&located.theme().value);
    let exports = Fingerprint::of_value(&read_exports(&located.root, &located.config).value);
    let settings = (located.config.fingerprint(), located.book.text.as_str(), day);
    Some(Fingerprint::of_value(&(content, theme, exports, settings, program())))
}

/// The last build, where it was of the same and its site is as it left it.
fn unchanged(kept: &KeptSite, made_of: Option<Fingerprint>, lock: &Lock, known: &KnownFiles) -> Option<LastBuild> {
    let last = kept.last().filter(|last| made_of.is_some_and(|made_of| last.made_of == LastBuild::name_of(made_of)))?;
    let published = as_published(lock, known)?;
    (last.published == LastBuild::name_of(published)).then_some(last)
}

/// Whether what was found shows in the looks of files: one that could not be read may be readable the next time.
fn is_lasting(diagnostics: &[Diagnostic]) -> bool {
    !diagnostics.iter().any(|found| found.code == Code::UnreadableFile)
}

/// Pages whose templates fail on them.
#[derive(Default)]
struct Failed(Mutex<Vec<(OutputPath, Diagnostic)>>);

impl Failed {
    /// The file at a place, or the page that stands in for it; an error where there cannot be one.
    fn or_stand_in(&self, plan: &Plan, place: &OutputPath) -> Option<Result<Artifact, Diagnostic>> {
        let made = plan.file(place)?;
        Some(made.or_else(|found| {
            let page = plan.stand_in(place, &found).ok_or_else(|| found.clone());
            self.0.lock().unwrap_or_else(PoisonError::into_inner).push((place.clone(), found));
            page
        }))
    }
}

fn counts(own: &UnderstoodVariant, failed: usize) -> Counts {
    Counts {
        postmortems: own.library.incidents.len(),
        articles: own.library.articles.len(),
        drafts: own.hidden.len(),
        withheld: own.withheld.len(),
        failed,
    }
}

fn conclude(args: &Build, counts: Counts, out: &Path, published: Published) {
    let Counts { postmortems, articles, drafts, withheld, failed } = counts;
    let unmade = match failed {
        0 => String::new(),
        1 => "; 1 page could not be made and says so".to_owned(),
        failed => format!("; {failed} pages could not be made and say so"),
    };
    let left_out = match drafts {
        0 => String::new(),
        1 => " (1 draft left out: --drafts shows it)".to_owned(),
        drafts => format!(" ({drafts} drafts left out: --drafts shows them)"),
    };
    let for_others = match withheld {
        0 => String::new(),
        1 => " (1 page left out: it is for another audience)".to_owned(),
        withheld => format!(" ({withheld} pages left out: they are for other audiences)"),
    };
    let none = match (postmortems, articles) {
        (0, 1..) => "; no page reads as a postmortem: `casebook check` says what each folder was taken for",
        _ => "",
    };
    let counts = match (postmortems, articles) {
        (_, 0) => counted(postmortems, "postmortem"),
        _ => format!("{} and {}", counted(postmortems, "postmortem"), counted(articles, "other page")),
    };
    let out = plain(out);
    if !args.common.quiet {
        say(format_args!(
            "{counts} in {}{left_out}{for_others}: {} files written, {} unchanged, {} removed{unmade}{none}; open {}",
            out.display(),
            published.written,
            published.kept,
            published.removed,
            out.join("index.html").display(),
        ));
    }
}

/// Shows the site in the reader's browser, where that was asked for.
fn open_site(args: &Build, out: &Path) -> Result<(), Failure> {
    let path = out.join("index.html");
    match args.open {
        true => open::that_detached(&path).map_err(|source| Failure::NoBrowser { path, source }),
        false => Ok(()),
    }
}

/// `1 postmortem`, `2 postmortems`.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// How long each part took and how much of it was there already, where somebody wants to know.
fn print_timings(args: &Build, timings: &[(&str, Duration)], work: Option<Work>) {
    if !args.timings {
        return;
    }
    for (name, time) in timings {
        remark(format_args!("{name:<8} {:>8.3} s\n", time.as_secs_f64()));
    }
    let sum: Duration = timings.iter().map(|(_, time)| *time).sum();
    remark(format_args!("{:<8} {:>8.3} s\n", "sum", sum.as_secs_f64()));
    if let Some(Work { parsed, kept }) = work {
        remark(format_args!("parsed {parsed}, kept {kept}\n"));
    }
}

/// All errors, and the first warnings about what was read, left out or not linked.
fn shown(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let of = |level| diagnostics.iter().filter(move |found| found.level == level);
    let warnings = of(Level::Warning).filter(|found| !found.code.is_advice());
    of(Level::Error).chain(warnings.take(MOST_SHOWN)).collect()
}

/// What is shown of the findings; `check` shows everything.
fn report(opened: &Opened, diagnostics: &[Diagnostic], colour: bool) -> String {
    let bad = diagnostics.iter().filter(|found| matches!(found.level, Level::Error | Level::Warning)).count();
    let shown: Vec<Diagnostic> = shown(diagnostics).into_iter().cloned().collect();
    let text = |subject: &Subject| opened.text_of(subject);
    let mut report = if shown.is_empty() { String::new() } else { human(&shown, &opened.texts(&text), colour) };
    let counts = summary(diagnostics);
    if bad > shown.len() {
        report.push_str(&format!("{counts}: `casebook check {}` shows all\n", plain(&opened.root).display()));
    } else if bad > 0 {
        report.push_str(&format!("{counts}\n"));
    }
    report
}
