//! Postmortems that other pages link by their title. A title is a word of its page, but here it is a name.

use crate::document::Document;
use crate::markdown::LinkKind;
use crate::model::PageKind;
use crate::text::{ContentPath, slug};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// The slugs of the titles that some page of the library may mean, by the path of the postmortem that has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct LinkedTitles(BTreeMap<ContentPath, String>);

impl LinkedTitles {
    /// Looks for postmortems whose titles stand in wiki links, or in `related`, `recurs` and `procedures`.
    pub fn of_all(documents: &[Arc<Document>]) -> LinkedTitles {
        let mut names: HashSet<String> = HashSet::new();
        for shape in documents.iter().map(|document| &document.shape) {
            let wiki = shape.links.iter().filter(|link| link.kind == LinkKind::Wiki);
            names.extend(wiki.map(|link| slug(link.destination.split('#').next().unwrap_or_default())));
            let incident = &shape.incident;
            let named = [&incident.related, &incident.recurs, &incident.procedures].into_iter().flatten();
            names.extend(named.map(|name| slug(&name.value)));
        }
        names.remove("");
        if names.is_empty() {
            return LinkedTitles::default();
        }
        let postmortems = documents.iter().filter(|document| document.shape.kind == PageKind::Incident);
        let titles = postmortems.filter_map(|document| {
            let title = slug(&document.telling.narrative.title.value);
            names.contains(&title).then(|| (document.path.clone(), title))
        });
        LinkedTitles(titles.collect())
    }

    /// The title that a postmortem may be linked by, as a slug.
    pub fn of(&self, path: &ContentPath) -> Option<String> {
        self.0.get(path).cloned()
    }
}
