//! The colours of the site and whether they can be read.

/// An opaque colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// Named colours. The names are those of the style sheet's custom properties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Palette(Vec<(String, Colour)>);

/// Text and the ground that it stands on somewhere in the theme.
const PAIRS: [(&str, &str); 24] = [
    ("ink", "ground"),
    ("ink", "raised"),
    ("ink", "mark"),
    ("quiet", "mark"),
    ("accent", "mark"),
    ("quiet", "ground"),
    ("quiet", "raised"),
    ("accent", "ground"),
    ("accent", "raised"),
    ("accent", "accent-ground"),
    ("quiet", "accent-ground"),
    ("bad", "ground"),
    ("bad", "raised"),
    ("bad", "bad-ground"),
    ("warn", "ground"),
    ("warn", "warn-ground"),
    ("good", "ground"),
    ("good", "raised"),
    ("good", "good-ground"),
    ("sev-1", "ground"),
    ("sev-2", "ground"),
    ("sev-3", "ground"),
    ("sev-4", "ground"),
    ("sev-5", "ground"),
];
/// What WCAG 2.2 AA asks of text (success criterion 1.4.3).
const ENOUGH: f64 = 4.5;

impl Colour {
    /// Reads `#rgb` or `#rrggbb`.
    pub fn parse(text: &str) -> Option<Colour> {
        let digits = text.trim().strip_prefix('#')?;
        let values: Vec<u8> =
            digits.chars().map(|c| c.to_digit(16).and_then(|n| u8::try_from(n).ok())).collect::<Option<_>>()?;
        match *values.as_slice() {
            [r, g, b] => Some(Colour([r * 17, g * 17, b * 17])),
            [r, r2, g, g2, b, b2] => Some(Colour([r * 16 + r2, g * 16 + g2, b * 16 + b2])),
            _ => None,
        }
    }

    /// How it is written in a style sheet.
    pub fn css(self) -> String {
        let [r, g, b] = self.0;
        format!("#{r:02x}{g:02x}{b:02x}")
    }

    /// Relative luminance (WCAG 2.2): 0 is black, 1 is white.
    fn luminance(self) -> f64 {
        let linear = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of two colours (WCAG 2.2), from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

impl Palette {
    /// A palette of these colours.
    pub(super) fn new<'a>(colours: impl Iterator<Item = (&'a str, Colour)>) -> Palette {
        Palette(colours.map(|(name, colour)| (name.to_owned(), colour)).collect())
    }

    /// Changes a colour; a name that the theme does not have is left alone.
    pub(super) fn set(&mut self, name: &str, colour: Colour) {
        if let Some((_, known)) = self.0.iter_mut().find(|(known, _)| known == name) {
            *known = colour;
        }
    }

    /// The colour of a name.
    pub fn get(&self, name: &str) -> Option<Colour> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, colour)| *colour)
    }

    /// Every colour by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Colour)> {
        self.0.iter().map(|(name, colour)| (name.as_str(), *colour))
    }

    /// Texts that are hard to read on their grounds, with the contrast.
    pub(super) fn too_faint(&self) -> Vec<(&'static str, &'static str, f64)> {
        PAIRS
            .into_iter()
            .filter_map(|(text, ground)| {
                let contrast = self.get(text)?.contrast(self.get(ground)?);
                (contrast < ENOUGH).then_some((text, ground, contrast))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#0bf").map(Colour::css).as_deref(), Some("#00bbff"));
        assert_eq!(Colour::parse(" #0B5cAd").map(Colour::css).as_deref(), Some("#0b5cad"));
        for not in ["red", "#12", "#12345", "#ggg", "rgb(1,2,3)", "", "#0b5cad;"] {
            assert_eq!(Colour::parse(not), None, "{not}");
        }
    }

    #[test]
    fn contrast_is_what_the_standard_says() {
        let contrast = |a: &str, b: &str| Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap());
        assert_eq!(contrast("#000", "#fff").round(), 21.0);
        // The grey that is just too faint, and its neighbour that is not.
        assert!(contrast("#777777", "#ffffff") < 4.5);
        assert!(contrast("#767676", "#ffffff") >= 4.5);
    }
}
