//! `casebook serve`.

use super::args::{Common, Serve};
use super::exit::{Failure, Outcome};
use super::opened::{Overrides, as_of, wish};
use super::terminal::{colour, remark, say};
use crate::diagnostic::render::{Texts, human};
use crate::diagnostic::{Level, Subject};
use crate::serve::{Event, Options, Report, Watching, serve};
use std::time::Duration;

/// Findings shown in full at a time before the rest is only counted.
const MOST_SHOWN: usize = 20;

/// Serves a library to its author until Ctrl-C. Drafts are shown, marked as such.
pub(super) fn run(args: &Serve) -> Result<Outcome, Failure> {
    let start = as_of(&args.common)?;
    let common = args.common.clone();
    let overrides = Overrides { out: None, drafts: true, is_for_others: !args.host.is_loopback() };
    let options = Options {
        library: wish(args.dir.as_deref(), &common, &overrides),
        as_of: Box::new(move || as_of(&common).unwrap_or(start)),
        host: args.host,
        port: args.port,
        poll: args.poll,
    };
    if !args.host.is_loopback() {
        remark(format_args!(
            "warning: with --host {} everybody who can reach this machine can read the library\n",
            args.host
        ));
    }
    let (open, common) = (args.open, args.common.clone());
    serve(options, move |event| tell(&event, open, &common))?;
    Ok(Outcome::Done)
}

fn tell(event: &Event, open: bool, common: &Common) {
    let say_unless_quiet = |text: String| {
        if !common.quiet {
            say(text);
        }
    };
    match event {
        Event::Ready { url, watching, instead_of } => {
            if let Some(port) = instead_of {
                say_unless_quiet(format!("port {port} is taken"));
            }
            let how = match watching {
                Watching::Events => "",
                Watching::Polling => ", looking for changes twice a second",
                Watching::PollingMount => ", looking for changes twice a second: this file system sends no events",
                Watching::PollingNoEvents => ", looking for changes twice a second: the system sends no events",
            };
            say(format_args!("serving {url}{how} (Ctrl-C stops)"));
            if open && let Err(error) = open::that_detached(url) {
                remark(format_args!("warning: cannot open a browser: {error}\n"));
            }
        }
        Event::Shown { files, took } => {
            let files = if *files == 1 { "1 file".to_owned() } else { format!("{files} files") };
            say_unless_quiet(format!("{files} changed, shown after {}", millis(*took)));
        }
        Event::Settled { new, summary, took } => {
            print(new, common);
            let summary = if summary.is_empty() { "nothing is wrong" } else { summary };
            say_unless_quiet(format!("search and related incidents up to date after {}: {summary}", millis(*took)));
        }
        Event::Held(report) => {
            print(report, common);
            remark("the last good state is shown until this is mended\n");
        }
        Event::WatchRefused { place, why } => {
            let place = place.as_ref().map_or_else(|| "a folder".into(), |place| place.to_string_lossy());
            remark(format_args!("warning: {place} is not watched ({why}): looking for changes twice a second\n"));
        }
        Event::Released => say_unless_quiet("mended".to_owned()),
    }
}

fn millis(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// Errors first, and not more than fit a screen.
fn print(report: &Report, common: &Common) {
    let mut shown: Vec<_> = report.diagnostics.iter().filter(|found| found.level == Level::Error).cloned().collect();
    let others = report.diagnostics.iter().filter(|found| found.level != Level::Error);
    let room = MOST_SHOWN.saturating_sub(shown.len());
    shown.extend(others.take(room).cloned());
    let text = |subject: &Subject| report.texts.get(subject).map(|text| &**text);
    let texts = Texts { text: &text, content_prefix: report.content_prefix.clone() };
    remark(human(&shown, &texts, colour(common)));
    if report.diagnostics.len() > shown.len() {
        let more = report.diagnostics.len() - shown.len();
        remark(format_args!("{more} more: `casebook check` shows them all\n\n"));
    }
}
