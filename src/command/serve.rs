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
    let overrides = Overrides { out: None, drafts: true };
    let options = Options {
        wish: wish(args.dir.as_deref(), &common, &overrides),
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
    serve(options, move |news| tell(&news, open, &common))?;
    Ok(Outcome::Done)
}

fn tell(news: &Event, open: bool, common: &Common) {
    let say_unless_quiet = |text: String| {
        if !common.quiet {
            say(text);
        }
    };
    match news {
        Event::Ready { url, watching, instead_of } => {
            if let Some(port) = instead_of {
                say_unless_quiet(format!("port {port} is taken"));
            }
            let how = match watching {
                Watching::Events => "",
                Watching::Polling => ", looking for changes twice a second",
                Watching::PollingMount => ", looking for changes twice a second: this file system sends no events",
                Watching::PollingNoWatches => ", looking for changes twice a second: the system has no watches left",
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
        Event::Held(told) => {
            print(told, common);
            remark("the last good state is shown until this is mended\n");
        }
        Event::Released => say_unless_quiet("mended".to_owned()),
    }
}

fn millis(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// Errors first, and not more than fit a screen.
fn print(told: &Report, common: &Common) {
    let mut shown: Vec<_> = told.diagnostics.iter().filter(|found| found.level == Level::Error).cloned().collect();
    let others = told.diagnostics.iter().filter(|found| found.level != Level::Error);
    let room = MOST_SHOWN.saturating_sub(shown.len());
    shown.extend(others.take(room).cloned());
    let text = |subject: &Subject| told.texts.get(subject).map(|text| &**text);
    let texts = Texts { text: &text, content_prefix: told.content_prefix.clone() };
    remark(human(&shown, &texts, colour(common)));
    if told.diagnostics.len() > shown.len() {
        let more = told.diagnostics.len() - shown.len();
        remark(format_args!("{more} more: `casebook check` shows them all\n\n"));
    }
}
