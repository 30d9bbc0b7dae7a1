//! `casebook new`.

use super::args::New;
use super::exit::{Failure, Outcome};
use super::init::TEMPLATE;
use super::opened::{Overrides, as_of, plain, wish};
use crate::source::{ReadError, content_folder, read_text, settings};
use crate::text::slug;
use std::fs;
use std::io;

/// Writes a new postmortem from the library's template.md, or from the built-in one, and says where.
pub(super) fn run(args: &New) -> Result<Outcome, Failure> {
    let (book, config, _) = settings(&wish(args.dir.as_deref(), &args.common, &Overrides::default()))?;
    let severity = match &args.severity {
        Some(word) => {
            let step = config.severities.parse(word).ok_or_else(|| {
                Failure::NoSuchSeverity(word.clone(), config.severities.names().collect::<Vec<_>>().join(", "))
            })?;
            config.severities.name(step).to_owned()
        }
        None => String::new(),
    };
    let today = as_of(&args.common)?.0;
    let name = slug(&args.title);
    if args.title.trim().is_empty() {
        return Err(Failure::NoTitle);
    }
    let content = content_folder(&book, &config);
    let incidents = content.join("incidents");
    let folder = if incidents.is_dir() { incidents } else { content };
    let path = folder.join(format!("{today}-{name}.md"));
    let template = match read_text(&book.root.join("template.md")) {
        Ok(text) => text,
        Err(ReadError::Unreadable { source, .. }) if source.kind() == io::ErrorKind::NotFound => TEMPLATE.to_owned(),
        Err(error) => return Err(error.into()),
    };
    // JSON's quoting is also YAML's and TOML's.
    let title = serde_json::Value::from(args.title.as_str()).to_string();
    let text = template
        .replace("{{title}}", &title)
        .replace("{{id}}", &format!("{today}-{name}"))
        .replace("{{date}}", &today.to_string())
        .replace("{{severity}}", &severity);
    let failed = |source| Failure::Write { path: path.clone(), source };
    fs::create_dir_all(&folder).map_err(failed)?;
    let file = fs::OpenOptions::new().write(true).create_new(true).open(&path);
    match file.and_then(|mut file| io::Write::write_all(&mut file, text.as_bytes())) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(Failure::Exists(path)),
        Err(source) => Err(Failure::Write { path, source }),
        Ok(()) => {
            println!("{}", plain(&path).display());
            Ok(Outcome::Done)
        }
    }
}
