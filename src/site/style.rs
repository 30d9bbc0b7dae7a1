//! Style sheets: the settings' colours and fonts go in, and names of assets become the places of assets.

use crate::config::ThemeConfig;
use std::collections::BTreeMap;
use std::fmt::Write;

/// The sheet that the settings' colours and fonts go into.
const MAIN: &str = "casebook.css";

/// A style sheet ready to be published. `url(name)` with the name of an asset of the theme leads to that asset.
pub(super) fn sheet(name: &str, bytes: &[u8], assets: &BTreeMap<String, String>, theme: &ThemeConfig) -> Vec<u8> {
    let Ok(text) = std::str::from_utf8(bytes) else { return bytes.to_vec() };
    let mut out = if name == MAIN { properties(theme) } else { String::new() };
    let mut rest = text;
    while let Some(at) = rest.find("url(") {
        let (before, after) = rest.split_at(at + 4);
        out.push_str(before);
        rest = after;
        let Some((inside, _)) = after.split_once(')') else { break };
        let wanted = inside.trim().trim_matches(['"', '\'']);
        // Sheets and assets lie in one folder.
        if let Some(file) = assets.get(wanted).and_then(|place| place.rsplit('/').next()) {
            let _ = write!(out, "\"{file}\"");
            rest = &after[inside.len()..];
        }
    }
    out.push_str(rest);
    out.into_bytes()
}

/// The custom properties that the settings decide on.
fn properties(theme: &ThemeConfig) -> String {
    let mut out = String::from(":root{color-scheme:light dark");
    for (name, light) in theme.light.iter() {
        let dark = theme.dark.get(name).unwrap_or(light);
        // Writing to a string cannot fail.
        let _ = write!(out, ";--{name}:light-dark({},{})", light.css(), dark.css());
    }
    for (name, families) in [("font", &theme.font), ("mono-font", &theme.mono_font)] {
        if !families.trim().is_empty() {
            let _ = write!(out, ";--{name}:{families}");
        }
    }
    out.push_str("}\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn settings_become_properties_and_names_become_places() {
        let config = Config::read("[theme]\nfont = 'Inter, sans-serif'\n[theme.light]\naccent = \"#0a0\"\n").value;
        let assets = [("a.woff2".to_owned(), "assets/a.12.woff2".to_owned())].into();
        let css = "@font-face{src:url('a.woff2')}b{background:url(x.png)}c{d:url(";
        let text = |name| String::from_utf8(sheet(name, css.as_bytes(), &assets, &config.theme)).unwrap();
        assert_eq!(text("own.css"), "@font-face{src:url(\"a.12.woff2\")}b{background:url(x.png)}c{d:url(");
        let main = text("casebook.css");
        assert!(main.starts_with(":root{color-scheme:light dark;--accent:light-dark(#00aa00,#7db7f7);"), "{main}");
        assert!(main.contains(";--font:Inter, sans-serif}"), "{main}");
    }
}
