//! What MDX adds to Markdown for programs: imports and exports, which say nothing to a reader.

use std::collections::BTreeSet;
use std::ops::Range;

/// A body of MDX without them. Each is blanked, so that every place in the text stays where it is.
pub fn without_code(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let (mut is_fenced, mut is_code) = (false, false);
    for line in text.split_inclusive('\n') {
        if line.starts_with("```") || line.starts_with("~~~") {
            is_fenced = !is_fenced;
        }
        // A statement goes on to the next empty line.
        is_code = !is_fenced
            && !line.trim().is_empty()
            && (is_code || line.starts_with("import ") || line.starts_with("export "));
        if is_code { blank(line, &mut plain) } else { plain.push_str(line) }
    }
    dated_components(&mut plain);
    plain
}

/// Attributes of components that say when something was.
const DATES: [&str; 5] = ["date", "datetime", "time", "timestamp", "at"];

/// `<Update date="2024-05-02T10:00:00Z">` becomes `**Update 2024-05-02T10:00:00Z**`, a paragraph of its own: the component
/// would show its name and date. What does not fit into its place is left as it is. The tags that end such components go.
fn dated_components(plain: &mut String) {
    let mut from = 0;
    let mut ends: BTreeSet<String> = BTreeSet::new();
    let mut is_fenced = false;
    while let Some(length) =
        plain[from..].find('\n').map(|end| end + 1).or(Some(plain.len() - from)).filter(|end| *end > 0)
    {
        let line = &plain[from..from + length];
        is_fenced ^= line.starts_with("```") || line.starts_with("~~~");
        if !is_fenced && let Some(Dated { name, range, shown }) = dated_component(line) {
            ends.insert(format!("</{name}>"));
            plain.replace_range(from + range.start..from + range.end, &shown);
        }
        let line = &plain[from..from + length];
        if !is_fenced && let Some((at, end)) = ends.iter().find_map(|end| Some((line.find(end.as_str())?, end))) {
            plain.replace_range(from + at..from + at + end.len(), &" ".repeat(end.len()));
        }
        from += length;
    }
}

/// The tag of a component with a date.
struct Dated {
    name: String,
    range: Range<usize>,
    /// What is shown in its place, as long as it.
    shown: String,
}

/// The tag that a line begins with, if it is that of a component with a date, and what is shown in its place.
fn dated_component(line: &str) -> Option<Dated> {
    let start = line.len() - line.trim_start().len();
    let tag = line[start..].strip_prefix('<').filter(|tag| tag.starts_with(|c: char| c.is_ascii_uppercase()))?;
    let end = tag.find('>')?;
    let (name, attributes) = tag[..end].split_once(char::is_whitespace)?;
    let date = DATES.iter().find_map(|key| attribute(attributes, key))?;
    let shown = format!("**{name} {date}**\n\n");
    let length = end + 2;
    let plain = name.chars().all(|c| c.is_ascii_alphanumeric()) && !date.contains(['*', '`', '<', '\n']);
    (plain && shown.len() <= length).then(|| Dated {
        name: name.to_owned(),
        range: start..start + length,
        shown: format!("{shown:<length$}"),
    })
}

/// The value of an attribute in quotes.
fn attribute<'t>(attributes: &'t str, key: &str) -> Option<&'t str> {
    attributes.match_indices(key).find_map(|(at, _)| {
        let fresh = attributes[..at].chars().next_back().is_none_or(char::is_whitespace);
        let value = attributes[at + key.len()..].trim_start().strip_prefix('=')?.trim_start();
        let value = value.strip_prefix('{').unwrap_or(value).trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\'') && fresh)?;
        value[1..].split_once(quote).map(|(value, _)| value)
    })
}

/// As many bytes of nothing; line ends stay.
fn blank(text: &str, to: &mut String) {
    to.extend(text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dated_component_leaves_no_tag() {
        let text = "<Update date=\"2024-05-02T10:00:00Z\">\n  It runs again.\n</Update>\n\n```\n</Update>\n```\n";
        let plain = without_code(text);
        assert_eq!(plain.len(), text.len());
        assert!(!without_code("<Update date=\"2024-05-02\">All sent.</Update>\n").contains("</"));
        let words: Vec<&str> = plain.split_whitespace().collect();
        assert_eq!(words, ["**Update", "2024-05-02T10:00:00Z**", "It", "runs", "again.", "```", "</Update>", "```"]);
    }

    #[test]
    fn what_is_for_programs_goes_and_all_else_stays_in_its_place() {
        let text = "import A from 'a';\nexport const b = {\n  c: 1,\n};\n\nText é.\n\n```js\nimport d;\n```\n";
        let plain = without_code(text);
        assert_eq!(plain.len(), text.len());
        assert_eq!(plain.split_whitespace().collect::<Vec<_>>(), ["Text", "é.", "```js", "import", "d;", "```"]);
        assert_eq!(plain.find("é"), text.find("é"));
    }
}
