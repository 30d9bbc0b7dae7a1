//! Colour and progress: on a terminal, and nowhere else.

use super::args::{Colour, Common};
use crate::build::Stage;
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// Whether findings are printed in colour; NO_COLOR (no-color.org) is honoured.
pub(super) fn colour(common: &Common) -> bool {
    wanted(common, std::io::stderr().is_terminal())
}

/// Whether answers are printed in colour.
pub(super) fn stdout_colour(common: &Common) -> bool {
    wanted(common, std::io::stdout().is_terminal())
}

fn wanted(common: &Common, on_terminal: bool) -> bool {
    match common.color {
        Colour::Always => true,
        Colour::Never => false,
        Colour::Auto => on_terminal && std::env::var_os("NO_COLOR").is_none(),
    }
}

/// Says a line. That nobody listens any more is no reason to stop what is being done, nor to fail.
pub(super) fn say(line: impl Display) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Says something beside the answer, to whoever listens.
pub(super) fn remark(text: impl Display) {
    let _ = write!(std::io::stderr(), "{text}");
}

/// Shows the stages as they go by, and remembers how long each took.
pub(super) struct Stages {
    bar: Option<ProgressBar>,
    marks: Vec<(&'static str, Instant)>,
}

impl Stages {
    pub(super) fn new(common: &Common) -> Stages {
        let shown = !common.quiet && std::io::stderr().is_terminal();
        let bar = shown.then(|| {
            let bar = ProgressBar::new_spinner();
            if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}") {
                bar.set_style(style);
            }
            bar.enable_steady_tick(Duration::from_millis(100));
            bar
        });
        Stages { bar, marks: Vec::new() }
    }

    /// A stage of the pipeline begins.
    pub(super) fn stage(&mut self, stage: Stage) {
        self.begin(stage.name());
    }

    /// Something begins.
    pub(super) fn begin(&mut self, name: &'static str) {
        self.marks.push((name, Instant::now()));
        if let Some(bar) = &self.bar {
            bar.set_message(name);
        }
    }

    /// Says something beside the answer while the stages are shown.
    pub(super) fn remark(&self, text: impl Display) {
        match &self.bar {
            Some(bar) => bar.suspend(|| remark(text)),
            None => remark(text),
        }
    }

    /// All is done: how long each part took, in order.
    pub(super) fn finish(self) -> Vec<(&'static str, Duration)> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let ends = self.marks.iter().skip(1).map(|(_, at)| *at).chain([Instant::now()]);
        self.marks.iter().zip(ends).map(|((name, from), to)| (*name, to - *from)).collect()
    }
}
