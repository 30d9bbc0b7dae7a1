//! `casebook init`.

use super::args::Init;
use super::exit::{Failure, Outcome};
use std::fs;
use std::path::PathBuf;

/// The template of postmortems; `new` falls back on it.
pub(super) const TEMPLATE: &str = include_str!("init/template.md");

/// Makes a new library. Nothing that exists is touched: if any of its files is there, none is written.
pub(super) fn run(args: &Init) -> Result<Outcome, Failure> {
    let today = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::now()).date();
    let first = include_str!("init/first.md").replace("{{date}}", &today.to_string());
    let first_path = format!("content/incidents/{today}-first-postmortem.md");
    let files = [
        ("book.toml", include_str!("init/book.toml")),
        ("content/_index.md", include_str!("init/index.md")),
        (first_path.as_str(), first.as_str()),
        ("template.md", TEMPLATE),
        (".gitignore", "site/\n"),
    ];
    let paths: Vec<(PathBuf, &str)> = files.iter().map(|(path, text)| (args.dir.join(path), *text)).collect();
    if let Some((taken, _)) = paths.iter().find(|(path, _)| path.exists()) {
        return Err(Failure::Exists(taken.clone()));
    }
    for (path, text) in &paths {
        let folder = path.parent().unwrap_or(&args.dir);
        let failed = |source| Failure::Write { path: path.clone(), source };
        fs::create_dir_all(folder).map_err(failed)?;
        fs::write(path, text).map_err(|source| Failure::Write { path: path.clone(), source })?;
        println!("{}", path.display());
    }
    let dir = args.dir.display();
    println!("\nA library is in {dir}. Now run `casebook build {dir}` and open {dir}/site/index.html.");
    Ok(Outcome::Done)
}
