//! Small libraries in memory, for tests.

use super::{Insights, learn};
use crate::config::{Config, Vocabulary};
use crate::document::{Body, Document, Shape, Telling, Tells, account, failures};
use crate::library::{Languages, Library, LinkedTitles, PageIx, Pages, Texts, gather, select};
use crate::markdown::{LinkKind, RawLink, RawTarget, TextSection};
use crate::model::{
    ActionItem, ActionStatus, AsOf, Date, Incident, Instant, Narrative, PageKind, Phase, Severity, Sourced,
    TaxonomyKey, TimeOfDay, Zone,
};
use crate::search::{Segments, invert, statistics};
use crate::text::{ContentPath, Fingerprint, Span};
use crate::tracker::Tickets;
use std::ops::Deref;
use std::sync::Arc;

/// An incident being written down.
pub(crate) struct Sketch {
    path: ContentPath,
    pub(crate) shape: Shape,
    pub(crate) telling: Telling,
    body: Body,
}

/// A library and what its pages say.
pub(crate) struct Told {
    library: Library,
    texts: Texts,
}

impl Told {
    pub(crate) fn pages(&self) -> Pages<'_> {
        Pages::new(&self.library, &self.texts)
    }
}

impl Deref for Told {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.library
    }
}

/// A library with what was learnt from it.
pub(crate) struct Learnt {
    pub(crate) library: Told,
    pub(crate) insights: Insights,
}

/// A day, written `2024-01-31`.
pub(crate) fn day(text: &str) -> Date {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// An incident with an id, a title and a text.
pub(crate) fn incident(id: &str, title: &str, text: &str) -> Sketch {
    let path = ContentPath::new(&format!("{id}.md")).unwrap_or_else(|| panic!("{id}"));
    let shape = Shape {
        kind: PageKind::Incident,
        incident: Incident::new(Sourced::external("en".to_owned())),
        links: Vec::new(),
        aliases: Vec::new(),
        old_places: Vec::new(),
        named_files: Vec::new(),
        sections: Vec::new(),
        tells: Tells::default(),
        name: None,
    };
    let narrative = Narrative {
        severity_word: None,
        title: Sourced::external(title.to_owned()),
        trigger: None,
        detection: None,
        summary: None,
        description: None,
        impact: Vec::new(),
        timeline: Vec::new(),
    };
    let telling = Telling {
        narrative,
        extra: serde_json::Map::new(),
        headings: Vec::new(),
        anchors: Vec::new(),
        event_anchors: Vec::new(),
        links: Vec::new(),
        excerpt: String::new(),
        mitigation: String::new(),
        failures: Vec::new(),
    };
    let text = TextSection { text: text.to_owned(), ..TextSection::default() };
    Sketch { path, shape, telling, body: Body { text: vec![text], ..Body::default() } }
}

impl Sketch {
    fn fields(&mut self) -> &mut Incident {
        &mut self.shape.incident
    }

    pub(crate) fn on(mut self, date: &str) -> Sketch {
        self.fields().date = Some(Sourced::external(day(date)));
        self
    }

    pub(crate) fn term(mut self, taxonomy: TaxonomyKey, terms: &[&str]) -> Sketch {
        self.fields().terms.extend(terms.iter().map(|term| (taxonomy, Sourced::external((*term).to_owned()))));
        self
    }

    pub(crate) fn filed(self, cause: &str, service: &str) -> Sketch {
        self.term(TaxonomyKey::CAUSES, &[cause]).term(TaxonomyKey::SERVICES, &[service])
    }

    pub(crate) fn trigger(mut self, trigger: &str) -> Sketch {
        self.telling.narrative.trigger = Some(Sourced::external(trigger.to_owned()));
        self
    }

    pub(crate) fn severity(mut self, severity: u8) -> Sketch {
        self.fields().severity = Some(Sourced::external(Severity(severity)));
        self
    }

    pub(crate) fn recurs(mut self, id: &str) -> Sketch {
        self.fields().recurs.push(Sourced::external(id.to_owned()));
        self
    }

    pub(crate) fn related(mut self, id: &str) -> Sketch {
        self.fields().related.push(Sourced::external(id.to_owned()));
        self
    }

    pub(crate) fn link(mut self, id: &str) -> Sketch {
        self.shape.links.push(RawTarget { kind: LinkKind::Page, destination: format!("{id}.md") });
        self
    }

    /// Milestones in minutes after noon of its day.
    pub(crate) fn milestone(mut self, phase: Phase, minutes: i8) -> Sketch {
        let date = self.fields().day().unwrap_or_else(|| panic!("a day first"));
        let time = TimeOfDay::constant(12 + minutes / 60, minutes % 60, 0, 0);
        let at = Instant::local(date, time, &Zone::UTC).unwrap_or_else(|| panic!("{date} {time}"));
        self.fields().milestones.set(phase, Sourced::external(at));
        self
    }

    pub(crate) fn action(
        mut self,
        text: &str,
        status: ActionStatus,
        due: Option<&str>,
        closed: Option<&str>,
        kind: Option<&str>,
    ) -> Sketch {
        let action = ActionItem::new(Sourced::external(text.to_owned()));
        self.fields().actions.push(ActionItem {
            status,
            due: due.map(day),
            closed: closed.map(day),
            kind: kind.map(str::to_owned),
            ..action
        });
        self
    }

    /// Any other change.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Sketch)) -> Sketch {
        change(&mut self);
        self
    }
}

/// The settings of a library without settings.
pub(crate) fn config() -> Config {
    Config::read("").value
}

/// The settings that a book.toml means.
pub(crate) fn config_with(book_toml: &str) -> Config {
    let checked = Config::read(book_toml);
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    checked.value
}

/// The library of these incidents.
pub(crate) fn library(sketches: Vec<Sketch>) -> Told {
    let document = |sketch: Sketch| {
        let Sketch { path, shape, mut telling, body } = sketch;
        let links = shape.links.iter().map(|target| RawLink {
            kind: target.kind,
            destination: target.destination.clone(),
            text: String::new(),
            span: Span::default(),
            in_front_matter: false,
        });
        telling.links.extend(links);
        let tells = Tells::of(&telling.narrative, crate::lexicon::built_in());
        let name = (shape.kind != PageKind::Incident).then(|| telling.narrative.title.value.clone());
        let (lexicon, modes) = (crate::lexicon::built_in(), crate::failure::built_in());
        let mut shape = Shape { tells, name, ..shape };
        if shape.kind == PageKind::Incident {
            telling.failures = {
                let parts = account(&telling.narrative, &[], &body.text, lexicon, modes);
                failures(&parts, &mut shape.incident, modes)
            };
        }
        Arc::new(Document::new(path, Fingerprint::default(), shape, telling, body))
    };
    let documents: Vec<Arc<Document>> = sketches.into_iter().map(document).collect();
    told(&documents, &config())
}

/// The library of these documents.
pub(crate) fn told(documents: &[Arc<Document>], config: &Config) -> Told {
    let titles = LinkedTitles::of_all(documents);
    let languages = Languages::of([].iter(), config);
    let selection = select(documents, &titles, &[], &Vocabulary::default(), &languages, config).remove(0);
    let library = gather(selection, &Tickets::default(), Fingerprint::default(), config).value;
    let texts = Texts::of(&library, documents);
    Told { library, texts }
}

/// What is learnt from these incidents as of the end of 2025.
pub(crate) fn learnt(sketches: Vec<Sketch>) -> Learnt {
    learnt_with(sketches, &config())
}

/// The same under settings.
pub(crate) fn learnt_with(sketches: Vec<Sketch>, config: &Config) -> Learnt {
    let library = library(sketches);
    let statistics = statistics(&invert(library.pages(), config, &mut Segments::default()));
    let insights = learn(library.pages(), &statistics, config, AsOf(day("2025-12-31")));
    Learnt { library, insights }
}

impl Learnt {
    pub(crate) fn page(&self, id: &str) -> PageIx {
        let found = self.library.iter().find(|(_, page)| page.id == id);
        found.unwrap_or_else(|| panic!("no incident {id}")).0
    }

    pub(crate) fn id(&self, page: PageIx) -> &str {
        &self.library.page(page).id
    }

    /// The ids of an incident's related ones.
    pub(crate) fn related(&self, id: &str) -> Vec<&str> {
        self.insights.related[self.page(id).0].iter().map(|related| self.id(related.page)).collect()
    }

    /// The ids of each recurring group.
    pub(crate) fn groups(&self) -> Vec<Vec<&str>> {
        self.insights
            .recurring
            .iter()
            .map(|issue| issue.members.iter().map(|member| self.id(*member)).collect())
            .collect()
    }
}

/// Incidents that share nothing: every word of each text is its own, so that a library has some size.
pub(crate) fn others(count: usize) -> Vec<Sketch> {
    (0..count)
        .map(|index| {
            let text: Vec<String> = (0..12).map(|word| format!("word{}x{word}", letters(index))).collect();
            incident(&format!("other-{index:03}"), &format!("Matter {}", letters(index)), &text.join(" "))
                .on(&format!("2023-{:02}-{:02}", index / 28 % 12 + 1, index % 28 + 1))
                .filed(&format!("cause {}", letters(index)), &format!("service {}", letters(index)))
        })
        .collect()
}

/// A number as a word.
pub(crate) fn letters(number: usize) -> String {
    number.to_string().bytes().map(|digit| char::from(digit - b'0' + b'a')).collect()
}
