//! The evidence for pairs of incidents, indexed: for each term, trigger and link, the incidents that have it.

use super::author_claim::{AuthorClaim, author_claims};
use super::broken::Broken;
use super::common::Common;
use super::likeness::{Likeness, Scratch};
use super::planned::is_planned_work;
use super::rarity::rarity;
use super::recurrence_cue::{RecurrenceCue, cues};
use super::thresholds::{
    MOST_PAIRED, MOST_PROPOSED, OWN_TAXONOMY, PROPOSES_CLAIM, PROPOSES_FILED, PROPOSES_TRIGGER, TERM_WEIGHTS,
    common_from,
};
use super::title::Titles;
use super::word_reader::WordReaders;
use crate::config::Config;
use crate::library::{Library, PageIx, Pages, Term};
use crate::model::TaxonomyKey;
use crate::search::TermStatistics;
use crate::text::slug;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// A library's incidents and all evidence that two of them belong together.
pub(super) struct PairEvidence<'a> {
    pub(super) library: Pages<'a>,
    pub(super) likeness: Likeness<'a>,
    /// For each taxonomy and term, how rare it is among incidents: 0 (all have it) to 1 (two have it).
    rarities: Vec<Vec<f64>>,
    pub(super) titles: Titles<'a>,
    pub(super) summaries: Titles<'a>,
    /// What broke, how, and by what.
    pub(super) broken: Broken,
    /// For each page, its trigger in `trigger_members`; `None` where none is stated.
    triggers: Vec<Option<usize>>,
    trigger_members: Vec<Vec<PageIx>>,
    /// For each page, the claims about it and another one, by the other one.
    claims: Vec<Vec<(PageIx, AuthorClaim)>>,
    /// For each page, the cue of recurrence in its text.
    cues: Vec<Option<RecurrenceCue>>,
    /// For each page, whether it tells of planned work.
    planned: Vec<bool>,
    /// Incidents by cause and service (indexes of terms).
    filed: BTreeMap<(usize, usize), Vec<PageIx>>,
}

impl<'a> PairEvidence<'a> {
    /// Gathers the evidence of a library.
    pub(super) fn new(library: Pages<'a>, statistics: &'a TermStatistics, config: &Config) -> PairEvidence<'a> {
        let incidents = library.incidents.len();
        let lexicon = &*config.lexicon;
        let common = Common::new();
        let readers = WordReaders::new(&common);
        let rarities = library
            .terms
            .iter()
            .map(|index| index.terms.iter().map(|term| rarity(term.incidents.len(), incidents)).collect())
            .collect();
        let (triggers, trigger_members) = triggers(library);
        // Each of these reads every text or every word.
        let ((likeness, titles), (summaries, (claims, cues))) = rayon::join(
            || (Likeness::new(&library, statistics, &common), Titles::new(library, &readers)),
            || {
                rayon::join(
                    || Titles::summaries(library, &readers, lexicon),
                    || (author_claims(library, lexicon), cues(library, lexicon)),
                )
            },
        );
        let filed = filed(&library);
        let broken = Broken::new(library, &readers, config);
        let planned = library.par_iter().map(|page| is_planned_work(page, config)).collect();
        PairEvidence {
            library,
            likeness,
            rarities,
            titles,
            summaries,
            broken,
            triggers,
            trigger_members,
            claims,
            cues,
            planned,
            filed,
        }
    }

    /// The terms of a taxonomy that two incidents share, with how much that says (0 to 1), rarest first.
    pub(super) fn shared_terms(&self, taxonomy: TaxonomyKey, a: PageIx, b: PageIx) -> Vec<(&Term, f64)> {
        let index = self.library.terms_of(taxonomy);
        let mut shared: Vec<(&Term, f64)> =
            self.shared(taxonomy, a, b).map(|(term, says)| (&index.terms[term], says)).collect();
        shared.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.slug.cmp(&b.0.slug)));
        shared
    }

    fn shared(&self, taxonomy: TaxonomyKey, a: PageIx, b: PageIx) -> impl Iterator<Item = (usize, f64)> {
        let index = self.library.terms_of(taxonomy);
        let weight = TERM_WEIGHTS.iter().find(|(key, _)| *key == taxonomy).map_or(OWN_TAXONOMY, |(_, weight)| *weight);
        let rarities = &self.rarities[usize::from(taxonomy.0)];
        let theirs = &index.of_page[b.0];
        index.of_page[a.0]
            .iter()
            .filter(|term| theirs.contains(term))
            .map(move |term| (*term, weight * rarities[*term]))
    }

    /// How much the terms that two incidents share leave open that they have nothing to do with each other: 1 for
    /// nothing shared, towards 0 for much.
    pub(super) fn terms_leave(&self, a: PageIx, b: PageIx) -> f64 {
        self.taxonomies().flat_map(|key| self.shared(key, a, b)).map(|(_, says)| 1.0 - says).product()
    }

    /// Every taxonomy but those of failures, of which `broken` knows more.
    pub(super) fn taxonomies(&self) -> impl Iterator<Item = TaxonomyKey> + use<> {
        let all = (0..u8::try_from(self.library.terms.len()).unwrap_or(u8::MAX)).map(TaxonomyKey);
        all.filter(|key| key.of_failures().is_none())
    }

    /// Whether two incidents both name terms of a taxonomy, but none in common.
    pub(super) fn disagree(&self, taxonomy: TaxonomyKey, a: PageIx, b: PageIx) -> bool {
        let of_page = &self.library.terms_of(taxonomy).of_page;
        let (a, b) = (&of_page[a.0], &of_page[b.0]);
        !a.is_empty() && !b.is_empty() && !a.iter().any(|term| b.contains(term))
    }

    /// The strongest claim of an author about two incidents.
    pub(super) fn claim(&self, a: PageIx, b: PageIx) -> Option<AuthorClaim> {
        let of_a = &self.claims[a.0];
        of_a.binary_search_by_key(&b, |(page, _)| *page).ok().map(|at| of_a[at].1)
    }

    /// Whether a page tells of planned work.
    pub(super) fn is_planned(&self, page: PageIx) -> bool {
        self.planned.get(page.0).is_some_and(|planned| *planned)
    }

    /// The cue of recurrence in an incident's text.
    pub(super) fn cue(&self, page: PageIx) -> Option<RecurrenceCue> {
        self.cues[page.0]
    }

    /// The incidents that an author's claim connects with this one.
    pub(super) fn claims_of(&self, page: PageIx) -> &[(PageIx, AuthorClaim)] {
        &self.claims[page.0]
    }

    /// The rarity of a trigger that two incidents share: 0 to 1.
    pub(super) fn shared_trigger(&self, a: PageIx, b: PageIx) -> Option<f64> {
        let trigger = self.triggers[a.0].filter(|trigger| self.triggers[b.0] == Some(*trigger))?;
        Some(rarity(self.trigger_members[trigger].len(), self.library.incidents.len()))
    }

    /// Incidents by cause and service (indexes of terms), newest first; only where there are two or more.
    pub(super) fn filed(&self) -> impl Iterator<Item = ((usize, usize), &[PageIx])> {
        self.filed.iter().map(|(terms, members)| (*terms, members.as_slice()))
    }

    /// The incidents filed under a cause and a service, newest first; empty for fewer than two.
    pub(super) fn filed_under(&self, terms: (usize, usize)) -> &[PageIx] {
        self.filed.get(&terms).map_or(&[], Vec::as_slice)
    }

    /// The pairs of cause and service that two incidents are both filed under.
    pub(super) fn filed_together(&self, a: PageIx, b: PageIx) -> impl Iterator<Item = (usize, usize)> {
        let of_b: Vec<(usize, usize)> = pairs(&self.library, b).collect();
        pairs(&self.library, a).filter(move |pair| of_b.contains(pair))
    }

    /// Whether two incidents share a term of a taxonomy.
    pub(super) fn shares(&self, taxonomy: TaxonomyKey, a: PageIx, b: PageIx) -> bool {
        self.shared(taxonomy, a, b).next().is_some()
    }

    /// Incidents by trigger.
    pub(super) fn by_trigger(&self) -> impl Iterator<Item = &[PageIx]> {
        self.trigger_members.iter().map(Vec::as_slice)
    }

    /// Adds to every incident that shares a term, a trigger or a claim with `page` how much that says; returns how many
    /// additions were made.
    pub(super) fn add_by_structure(&self, page: PageIx, scratch: &mut Scratch) -> usize {
        let mut additions = 0;
        let mut add = |members: &[PageIx], amount: f64| {
            let proposed = &members[..members.len().min(MOST_PROPOSED)];
            additions += proposed.len();
            for other in proposed.iter().filter(|other| **other != page) {
                #[expect(clippy::cast_possible_truncation, reason = "a score for choosing candidates")]
                scratch.add(*other, amount as f32);
            }
        };
        let limit = common_from(self.library.incidents.len()).min(MOST_PROPOSED);
        for key in self.taxonomies() {
            let index = self.library.terms_of(key);
            for term in &index.of_page[page.0] {
                let members = &index.terms[*term].incidents;
                if members.len() <= limit {
                    let weight =
                        TERM_WEIGHTS.iter().find(|(own, _)| *own == key).map_or(OWN_TAXONOMY, |(_, weight)| *weight);
                    add(members, weight * self.rarities[usize::from(key.0)][*term]);
                }
            }
        }
        for filed in pairs(&self.library, page) {
            if let Some(members) = self.filed.get(&filed) {
                add(members, PROPOSES_FILED);
            }
        }
        if let Some(trigger) = self.triggers[page.0] {
            add(&self.trigger_members[trigger], PROPOSES_TRIGGER);
        }
        // What authors say comes before all that was reckoned.
        let claimed: Vec<PageIx> = self.claims[page.0].iter().map(|(other, _)| *other).collect();
        add(&claimed, PROPOSES_CLAIM);
        additions
    }
}

fn triggers(library: Pages<'_>) -> (Vec<Option<usize>>, Vec<Vec<PageIx>>) {
    let mut triggers = vec![None; library.pages.len()];
    let mut members: Vec<Vec<PageIx>> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for (index, page) in library.incidents() {
        let Some(trigger) = &page.narrative().trigger else { continue };
        let place = *known.entry(slug(&trigger.value)).or_insert(members.len());
        if place == members.len() {
            members.push(Vec::new());
        }
        members[place].push(index);
        triggers[index.0] = Some(place);
    }
    (triggers, members)
}

fn filed(library: &Library) -> BTreeMap<(usize, usize), Vec<PageIx>> {
    let mut filed: BTreeMap<(usize, usize), Vec<PageIx>> = BTreeMap::new();
    for index in library.incidents.iter().rev() {
        for pair in pairs(library, *index) {
            filed.entry(pair).or_default().push(*index);
        }
    }
    filed.retain(|_, members| members.len() > 1);
    filed
}

/// The causes and services of an incident, each with each; the first few of each, lest a page with a hundred tags
/// of each kind make ten thousand.
fn pairs(library: &Library, page: PageIx) -> impl Iterator<Item = (usize, usize)> {
    let causes = library.terms_of(TaxonomyKey::CAUSES).of_page[page.0].iter().take(MOST_PAIRED);
    let services = &library.terms_of(TaxonomyKey::SERVICES).of_page[page.0];
    causes.flat_map(move |cause| services.iter().take(MOST_PAIRED).map(move |service| (*cause, *service)))
}
