//! Provisional; the `body` branch has the real one.
#[derive(Default)]
pub(super) struct SideBySide {
    open: Vec<Option<Part>>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Original,
    Translation,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Open(Part),
    Close(Part),
    Other,
}
impl SideBySide {
    pub(super) fn feed(&mut self, tag: &str) -> Mark {
        if tag.starts_with("<span") {
            let part = if tag.contains("data-ttu-id") {
                Some(Part::Translation)
            } else if tag.contains("sxs-lookup") {
                Some(Part::Original)
            } else {
                None
            };
            self.open.push(part);
            part.map_or(Mark::Other, Mark::Open)
        } else if tag.starts_with("</span") {
            self.open.pop().flatten().map_or(Mark::Other, Mark::Close)
        } else {
            Mark::Other
        }
    }
    pub(super) fn in_original(&self) -> bool {
        self.open.contains(&Some(Part::Original))
    }
}
