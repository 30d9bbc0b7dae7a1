//! Old places that two pages claim.

use crate::diagnostic::{Code, Diagnostic};
use crate::library::Library;
use crate::text::{ContentPath, OutputPath};
use std::collections::BTreeMap;

/// Redirects that would lie where a page or another redirect is.
pub(super) fn collisions(library: &Library, found: &mut Vec<Diagnostic>) {
    let mut taken: BTreeMap<&OutputPath, &ContentPath> =
        library.pages.iter().map(|page| (&page.output, page.path())).collect();
    for page in &library.pages {
        for place in page.shape.old_places.iter().filter(|place| **place != page.output) {
            match taken.get(place) {
                Some(first) => {
                    let message = format!("the old place `{place}` is that of `{first}` already; no redirect is made");
                    let found_here = Diagnostic::new(Code::DuplicatePath, page.path(), None, message);
                    found.push(found_here.help("Take it off one of the two pages."));
                }
                None => {
                    taken.insert(place, page.path());
                }
            }
        }
    }
}
