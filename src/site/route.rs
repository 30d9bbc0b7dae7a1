//! Routes: the paths of the site's own pages, decided here and nowhere else.

use crate::text::OutputPath;

/// The home page.
pub fn home() -> OutputPath {
    root("index.html")
}

/// The index of a taxonomy's terms.
pub fn taxonomy(name: &str) -> OutputPath {
    OutputPath::in_folder(name, "index.html")
}

/// A page of a term's list; the first is `services/checkout.html`, the second `services/checkout/2.html`.
pub fn term(taxonomy: &str, slug: &str, number: usize) -> OutputPath {
    numbered(taxonomy, slug, number)
}

/// A term's feed. Atom alone: a library has thousands of terms, and every reader of feeds reads Atom.
pub fn term_feed(taxonomy: &str, slug: &str) -> OutputPath {
    OutputPath::in_folder(taxonomy, &format!("{}.xml", beside_index(slug)))
}

/// The index of recurring issues.
pub fn recurring() -> OutputPath {
    OutputPath::in_folder("recurring", "index.html")
}

/// One recurring issue.
pub fn recurring_issue(key: &str) -> OutputPath {
    OutputPath::in_folder("recurring", &format!("{}.html", beside_index(key)))
}

/// The overview of actions.
pub fn actions() -> OutputPath {
    OutputPath::in_folder("actions", "index.html")
}

/// A page of the list of all incidents: `incidents/all.html`, `incidents/all/2.html`.
pub fn incidents(number: usize) -> OutputPath {
    numbered("incidents", "all", number)
}

/// Where the list of all incidents is looked for too.
pub fn incidents_folder() -> OutputPath {
    OutputPath::in_folder("incidents", "index.html")
}

/// A page of a list of actions: `actions/open.html`, `actions/open/2.html`.
pub fn action_list(name: &str, number: usize) -> OutputPath {
    numbered("actions", name, number)
}

/// The review of actions for the weekly meeting.
pub fn review() -> OutputPath {
    OutputPath::in_folder("actions", "review.html")
}

/// How policies are kept.
pub fn policies() -> OutputPath {
    OutputPath::in_folder("actions", "policies.html")
}

/// The due dates of open actions as a calendar.
pub fn calendar() -> OutputPath {
    root("actions.ics")
}

/// What postmortems lack.
pub fn completeness() -> OutputPath {
    root("completeness.html")
}

/// The postmortems that lack a part.
pub fn lacking(part: &str) -> OutputPath {
    OutputPath::in_folder("completeness", &format!("{part}.html"))
}

/// What costs most lately.
pub fn priorities() -> OutputPath {
    root("priorities.html")
}

/// The trends.
pub fn trends() -> OutputPath {
    root("trends.html")
}

/// The reading list for newcomers.
pub fn reading() -> OutputPath {
    root("reading.html")
}

/// The search page.
pub fn search() -> OutputPath {
    root("search.html")
}

/// The list of articles.
pub fn articles() -> OutputPath {
    OutputPath::in_folder("articles", "index.html")
}

/// The page for a URL that leads nowhere.
pub fn not_found() -> OutputPath {
    root("404.html")
}

/// The library's feed of a format.
pub fn feed(format: &str) -> OutputPath {
    root(&format!("feed.{format}"))
}

/// The library for other programs.
pub fn api() -> OutputPath {
    OutputPath::in_folder("api", "library.json")
}

/// A file of the search index.
pub fn index_file(name: &str) -> OutputPath {
    OutputPath::in_folder("search", name)
}

/// A file of the theme, named by its content.
pub fn asset(name: &str) -> OutputPath {
    OutputPath::in_folder("assets", name)
}

/// A picture that stands in a text, named by its content.
pub fn picture(name: &str) -> OutputPath {
    OutputPath::in_folder("pictures", name)
}

/// A file at the root.
pub fn root(name: &str) -> OutputPath {
    OutputPath::in_folder("", name)
}

/// A slug as a file's name beside the `index.html` of its folder, which a term may be called like. No slug has a `_`.
fn beside_index(slug: &str) -> &str {
    if slug == "index" { "index_" } else { slug }
}

fn numbered(folder: &str, name: &str, number: usize) -> OutputPath {
    let name = beside_index(name);
    match number {
        1 => OutputPath::in_folder(folder, &format!("{name}.html")),
        _ => OutputPath::in_folder(folder, &format!("{name}/{number}.html")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_called_index_is_not_the_index() {
        assert_ne!(term("services", "index", 1), taxonomy("services"));
        assert_ne!(term("services", "index", 1), term("services", "index-2", 1));
        assert_ne!(recurring_issue("index"), recurring());
        assert_eq!(term("services", "404", 1).as_str(), "services/404.html");
    }
}
