//! The exports of trackers: files of the library's folder, read as text.

use super::read_own;
use crate::config::Config;
use crate::diagnostic::{Checked, Code, Diagnostic, Subject};
use crate::tracker::Export;
use std::path::Path;

/// An export larger than this is no export, in bytes.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Reads the exports that the settings name, from the library's folder `root` and from nowhere else.
pub fn read_exports(root: &Path, config: &Config) -> Checked<Vec<Export>> {
    let mut exports = Vec::new();
    let mut diagnostics = Vec::new();
    for tracker in &config.trackers {
        let Some(path) = &tracker.export else { continue };
        match read_own(root, path.as_str(), LARGEST) {
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
