//! Where a path may lead that begins at a root which the content folder is not: that of the site it was written for
//! (`static/`, `public/`), of a folder above the page, of the repository.

use crate::text::ContentPath;

/// The folders whose files other generators put at the root of a site.
const ROOTS: [&str; 3] = ["static", "public", "assets"];

/// Where `/path` may lie for a page, the likeliest first.
pub(super) fn places<'a>(here: &'a ContentPath, path: &'a str) -> impl Iterator<Item = ContentPath> + 'a {
    let path = path.trim_start_matches('/');
    let mut folders = vec![here.folder()];
    while let Some(folder) = folders.last().filter(|folder| !folder.is_empty()) {
        folders.push(folder.rsplit_once('/').map_or("", |(above, _)| above));
    }
    folders.reverse();
    let below = folders.into_iter().flat_map(move |folder| {
        let plain = std::iter::once(format!("{folder}/{path}"));
        plain.chain(ROOTS.into_iter().map(move |root| format!("{folder}/{root}/{path}")))
    });
    // From the root of a repository that the content folder lies in: `/docs/img/a.png`.
    let above = path.match_indices('/').map(|(at, _)| path[at + 1..].to_owned());
    below.chain(above).filter_map(|path| ContentPath::new(&path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_comes_first_and_the_parents_after_it() {
        let here = ContentPath::new("team/a.md").unwrap();
        let found: Vec<String> = places(&here, "/docs/x.png").map(|path| path.to_string()).collect();
        assert_eq!(found.first().map(String::as_str), Some("docs/x.png"));
        assert!(
            ["static/docs/x.png", "team/docs/x.png", "team/static/docs/x.png", "x.png"]
                .iter()
                .all(|path| found.iter().any(|found| found == path))
        );
    }
}
