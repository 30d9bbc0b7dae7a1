//! Side-by-side translations: pages in which every sentence stands twice.
//!
//! Translation services write `<span data-ttu-id="…">translation</span>` and directly after it
//! `<span class="sxs-lookup"><span data-stu-id="…">original</span></span>`. A reader wants one of the two. This tracker
//! is fed with the inline tags of a page as they come and knows in which of them the text between stands.

/// One of the two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TranslationSide {
    /// What was translated.
    Original,
    /// The page's own language.
    Translation,
}

/// What a tag means for the two texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A part begins.
    Open(TranslationSide),
    /// A part ends.
    Close(TranslationSide),
    /// Neither.
    Other,
}

/// Where one is between the tags fed so far.
#[derive(Clone, Debug, Default)]
pub(super) struct SideBySide {
    /// The open spans, outermost first; `None` for a span that is neither part.
    open: Vec<Option<TranslationSide>>,
    /// How many of them are originals.
    originals: usize,
}

impl SideBySide {
    /// Takes one inline tag (`<span …>`, `</span>`, anything else).
    pub(super) fn feed(&mut self, tag: &str) -> Mark {
        if is_span(tag, "</") {
            return match self.open.pop().flatten() {
                Some(part) => {
                    self.originals -= usize::from(part == TranslationSide::Original);
                    Mark::Close(part)
                }
                None => Mark::Other,
            };
        }
        if !is_span(tag, "<") {
            return Mark::Other;
        }
        let part = if tag.contains("sxs-lookup") {
            Some(TranslationSide::Original)
        } else if tag.contains("data-ttu-id") {
            Some(TranslationSide::Translation)
        } else {
            None
        };
        self.open.push(part);
        self.originals += usize::from(part == Some(TranslationSide::Original));
        part.map_or(Mark::Other, Mark::Open)
    }

    /// Whether the text that follows is an original.
    pub(super) fn in_original(&self) -> bool {
        self.originals > 0
    }

    /// A block ends, and no inline tag reaches past it: whatever was left open is closed.
    pub(super) fn end_block(&mut self) {
        self.open.clear();
        self.originals = 0;
    }
}

/// Whether `tag` begins with `<span` or `</span`, in any case, and not with a longer name.
fn is_span(tag: &str, opening: &str) -> bool {
    let Some(name) = tag.strip_prefix(opening) else { return false };
    let is_name = name.get(..4).is_some_and(|name| name.eq_ignore_ascii_case("span"));
    is_name && !name[4..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_span_is_closed_by_its_own_end() {
        let mut sides = SideBySide::default();
        assert_eq!(sides.feed(r#"<span data-ttu-id="a-1">"#), Mark::Open(TranslationSide::Translation));
        assert!(!sides.in_original());
        assert_eq!(sides.feed("</span>"), Mark::Close(TranslationSide::Translation));
        assert_eq!(sides.feed(r#"<span class="sxs-lookup">"#), Mark::Open(TranslationSide::Original));
        assert_eq!(sides.feed(r#"<span data-stu-id="a-1">"#), Mark::Other);
        assert!(sides.in_original());
        assert_eq!(sides.feed("</span>"), Mark::Other);
        assert!(sides.in_original());
        assert_eq!(sides.feed("</SPAN>"), Mark::Close(TranslationSide::Original));
        assert!(!sides.in_original());
    }

    #[test]
    fn other_tags_and_stray_ends_change_nothing() {
        let mut sides = SideBySide::default();
        for tag in ["</span>", "<br>", "<spanner>", "<a name=\"sxs-lookup\">", "<!-- <span> -->", "<"] {
            assert_eq!(sides.feed(tag), Mark::Other, "{tag}");
            assert!(!sides.in_original());
        }
        sides.feed(r#"<span class="sxs-lookup">"#);
        sides.end_block();
        assert!(!sides.in_original());
    }
}
