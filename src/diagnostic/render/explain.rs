//! What a code means.

use crate::diagnostic::Code;

/// A code's row in full.
pub fn explain(code: Code) -> String {
    let info = code.info();
    let example = info.example.replace('\n', "\n    ");
    format!(
        "{name} ({level})\n\nWhat it reports\n    {what}\n\nWhy it matters\n    {why}\n\nExample\n    {example}\n\nInstead\n    {instead}\n",
        name = info.name,
        level = info.level.name(),
        what = info.what,
        why = info.why,
        instead = info.instead,
    )
}
