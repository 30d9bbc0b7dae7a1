//! `casebook check`.

use super::args::{Check, Deny, Format};
use super::exit::{Failure, Outcome};
use super::opened::{Overrides, open, outcome};
use super::terminal::colour;
use crate::build::{Stage, understand};
use crate::cache::KeptDocuments;
use crate::check::conventions;
use crate::config::nearest;
use crate::diagnostic::render::{explain, github, human, json, sarif, summary};
use crate::diagnostic::{CODES, Code, Subject};
use std::io::Write;

/// Reports everything that is wrong with a library, or explains a code, or rewrites terms.
pub(super) fn run(args: &Check) -> Result<Outcome, Failure> {
    let mut out = std::io::stdout().lock();
    if let Some(name) = &args.explain {
        let Some(code) = Code::from_name(name) else {
            let near = nearest(name, CODES.iter().map(|code| code.name()));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Failure::NoSuchCode(name.clone(), hint));
        };
        out.write_all(explain(code).as_bytes())?;
        return Ok(Outcome::Done);
    }
    if args.fix_terms {
        drop(out);
        return super::fix_terms::run(args);
    }
    let opened = open(args.dir.as_deref(), &args.common, &Overrides::default())?;
    opened.refuse_empty()?;
    let mut documents = KeptDocuments::of(&opened.root, &opened.input.config);
    let mut memo = documents.recall(&opened.input.config);
    let understood = understand(&opened.input, &mut memo, |_: Stage| {});
    let diagnostics = &understood.diagnostics;
    let text = |subject: &Subject| opened.text_of(subject);
    let texts = opened.texts(&text);
    let printed = match args.format {
        Format::Human => human(diagnostics, &texts, colour(&args.common)),
        Format::Json => json(diagnostics, &texts),
        Format::Sarif => sarif(diagnostics, &texts),
        Format::Github => github(diagnostics, &texts),
    };
    out.write_all(printed.as_bytes())?;
    if args.format == Format::Human && !args.common.quiet {
        for line in conventions(&understood.survey, understood.library(), &opened.input.config) {
            writeln!(out, "{line}")?;
        }
        let (pages, found) = (understood.library().pages.len(), summary(diagnostics));
        let found = if found.is_empty() { "nothing is wrong".to_owned() } else { found };
        writeln!(out, "{pages} page{}: {found}", if pages == 1 { "" } else { "s" })?;
    }
    out.flush()?;
    documents.keep(&memo);
    let has_secrets = diagnostics.iter().any(|found| found.code == Code::LikelySecret);
    match outcome(diagnostics, args.deny.contains(&Deny::Warnings)) {
        Outcome::Done if has_secrets && args.deny.contains(&Deny::Secrets) => Ok(Outcome::ContentErrors),
        outcome => Ok(outcome),
    }
}
