//! What MDX adds to Markdown for programs: imports, exports and comments, which say nothing to a reader.

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
    while let Some(start) = plain.find("{/*") {
        let Some(length) = plain[start..].find("*/}").map(|end| end + 3) else { break };
        let mut blanked = String::with_capacity(length);
        blank(&plain[start..start + length], &mut blanked);
        plain.replace_range(start..start + length, &blanked);
    }
    plain
}

/// As many bytes of nothing; line ends stay.
fn blank(text: &str, to: &mut String) {
    to.extend(text.bytes().map(|byte| if matches!(byte, b'\n' | b'\r') { char::from(byte) } else { ' ' }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_programs_goes_and_all_else_stays_in_its_place() {
        let text =
            "import A from 'a';\nexport const b = {\n  c: 1,\n};\n\nText {/* no */}é.\n\n```js\nimport d;\n```\n";
        let plain = without_code(text);
        assert_eq!(plain.len(), text.len());
        assert_eq!(plain.split_whitespace().collect::<Vec<_>>(), ["Text", "é.", "```js", "import", "d;", "```"]);
        assert_eq!(plain.find("é"), text.find("é"));
    }
}
