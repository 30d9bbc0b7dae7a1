//! The exports of trackers: files of the library's folder, read as text.

use super::{decode, read_at_most};
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::tracker::Export;
use std::fs;
use std::path::Path;

/// An export larger than this is no export, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Reads the exports that the settings name, from the library's folder `root` and from nowhere else.
pub fn read_exports(root: &Path, config: &Config) -> Checked<Vec<Export>> {
    let mut exports = Vec::new();
    let mut diagnostics = Vec::new();
    for tracker in &config.trackers {
        let Some(path) = &tracker.export else { continue };
        match read(root, &root.join(path.as_str())) {
            Ok(text) => {
                exports.push(Export { tracker: tracker.name.clone(), path: path.as_str().to_owned(), text });
            }
            Err(why) => {
                let message = format!("the export {path} of {} cannot be read: {why}", tracker.name);
                let span = tracker.export_span;
                diagnostics.push(Diagnostic::about(Code::UnreadableExport, Subject::Settings, span, message));
            }
        }
    }
    Checked::new(exports, diagnostics)
}

fn read(root: &Path, path: &Path) -> Result<String, String> {
    let (root, real) = (fs::canonicalize(root), fs::canonicalize(path).map_err(|error| error.to_string())?);
    // A link may lead anywhere; only what lies in the library's folder is its.
    if root.map_or(true, |root| !real.starts_with(root)) {
        return Err("it leads out of the library's folder".to_owned());
    }
    match read_at_most(&real, LARGEST) {
        Ok(Some(bytes)) => Ok(decode(bytes).text),
        Ok(None) => Err(format!("it is larger than {} MiB", LARGEST >> 20)),
        Err(error) => Err(error.to_string()),
    }
}
