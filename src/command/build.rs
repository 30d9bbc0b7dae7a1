//! `casebook build`.

use super::args::Build;
use super::exit::{Failure, Outcome};
use super::opened::{Opened, Overrides, open, outcome};
use super::terminal::{Stages, colour};
use crate::build::Memo;
use crate::diagnostic::render::{human, summary};
use crate::diagnostic::{Code, Diagnostic, Level, Subject};
use crate::publish::publish;
use std::time::Duration;

/// Warnings shown in full before the rest is only counted.
const MOST_SHOWN: usize = 20;

/// Builds and publishes the site. Errors in a theme would publish something wrong, so they leave the old site as it
/// is; errors in content cost what they are about, and the rest is published.
pub(super) fn run(args: &Build) -> Result<Outcome, Failure> {
    let mut stages = Stages::new(&args.common);
    stages.begin("read");
    let overrides = Overrides { out: args.out.as_deref(), drafts: args.drafts };
    let opened = open(args.dir.as_deref(), &args.common, &overrides)?;
    let settings_are_wrong =
        opened.input.diagnostics.iter().any(|found| found.subject == Subject::Settings && found.level == Level::Error);
    if settings_are_wrong {
        stages.finish();
        report(&opened, &opened.input.diagnostics, args);
        return Ok(Outcome::Refused);
    }
    let built = crate::build::build(&opened.input, &mut Memo::default(), |stage| stages.stage(stage));
    let diagnostics = &built.understood.diagnostics;
    if diagnostics.iter().any(|found| found.code == Code::BadTemplate && found.level == Level::Error) {
        stages.finish();
        report(&opened, diagnostics, args);
        eprintln!("nothing was published: the theme has errors");
        return Ok(Outcome::ContentErrors);
    }
    stages.begin("publish");
    let published = publish(&built.artifacts, &opened.content, &opened.out)?;
    let timings = stages.finish();
    report(&opened, diagnostics, args);
    if !args.common.quiet {
        let library = &built.understood.library;
        println!(
            "{} postmortems and {} articles in {}: {} files written, {} unchanged, {} removed",
            library.incidents.len(),
            library.articles.len(),
            opened.out.display(),
            published.written,
            published.kept,
            published.removed,
        );
    }
    if args.timings {
        print_timings(&timings);
    }
    Ok(outcome(diagnostics, false))
}

fn print_timings(timings: &[(&str, Duration)]) {
    for (name, time) in timings {
        eprintln!("{name:<8} {:>8.3} s", time.as_secs_f64());
    }
    let sum: Duration = timings.iter().map(|(_, time)| *time).sum();
    eprintln!("{:<8} {:>8.3} s", "sum", sum.as_secs_f64());
}

/// All errors and the first warnings; `check` shows everything.
fn report(opened: &Opened, diagnostics: &[Diagnostic], args: &Build) {
    let (errors, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        diagnostics.iter().filter(|found| found.level > Level::Info).partition(|found| found.level == Level::Error);
    let warnings = others.len();
    let shown: Vec<Diagnostic> = errors.into_iter().chain(others.into_iter().take(MOST_SHOWN)).cloned().collect();
    if shown.is_empty() {
        return;
    }
    let text = |subject: &Subject| opened.text_of(subject);
    eprint!("{}", human(&shown, &opened.texts(&text), colour(&args.common)));
    if warnings > MOST_SHOWN {
        eprintln!(
            "{} more warnings: `casebook check {}` shows them all\n",
            warnings - MOST_SHOWN,
            opened.root.display()
        );
    }
    eprintln!("{}", summary(diagnostics));
}
