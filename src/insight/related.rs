//! Related incidents: the best of what evidence and likeness propose, without near copies of each other.

use super::Related;
use super::author_claim::AuthorClaim;
use super::likeness::{Likeness, Scratch};
use super::pair_evidence::PairEvidence;
use super::reason::{reasons, strength_with};
use super::thresholds::{
    AKIN_FROM, CANDIDATES, MODE_AKIN_FROM, NAMED_THING, NEAR_COPY, NEAR_COPY_COUNTS, RANKED, RELATED_FROM, TELLING_MODE,
};
use crate::library::PageIx;
use rayon::prelude::*;

/// How many are shown.
const MOST: usize = 6;

/// An incident and how strong the evidence is that it belongs to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    pub(super) page: PageIx,
    pub(super) strength: f64,
}

/// For each page the incidents with the strongest evidence, the strongest first; below the floor only one, where there is no
/// other and the same thing failed in the same way.
pub(super) fn ranked(evidence: &PairEvidence<'_>) -> Vec<Vec<Ranked>> {
    let candidates = candidates(evidence);
    let overlaps: Vec<Vec<f64>> = candidates
        .par_iter()
        .enumerate()
        .map(|(page, others)| {
            others.iter().map(|other| evidence.likeness.overlap_of_parts(PageIx(page), *other)).collect()
        })
        .collect();
    let crowds = Likeness::crowds(&overlaps);
    candidates
        .into_par_iter()
        .zip(overlaps)
        .enumerate()
        .map(|(page, (others, overlaps))| {
            let page = PageIx(page);
            let mut ranked: Vec<(Ranked, f64)> = others
                .into_iter()
                .zip(overlaps)
                .map(|(other, overlap)| {
                    let (near, order) = evidence.likeness.near(overlap, other, &crowds);
                    (Ranked { page: other, strength: strength_with(evidence, page, other, near) }, order)
                })
                .filter(|(ranked, _)| ranked.strength >= AKIN_FROM)
                .collect();
            ranked.sort_by(|(a, near_a), (b, near_b)| {
                b.strength.total_cmp(&a.strength).then(near_b.total_cmp(near_a)).then(a.page.cmp(&b.page))
            });
            if ranked.first().is_some_and(|(first, _)| first.strength >= RELATED_FROM) {
                ranked.retain(|(one, _)| one.strength >= RELATED_FROM);
            } else {
                ranked.retain(|(one, _)| is_akin(evidence, page, *one));
                ranked.truncate(1);
            }
            ranked.truncate(RANKED);
            ranked.into_iter().map(|(ranked, _)| ranked).collect()
        })
        .collect()
}

/// Whether the same thing, which not all have, failed in the same way, or anything in a way that says why and that few have.
fn is_akin(evidence: &PairEvidence<'_>, page: PageIx, other: Ranked) -> bool {
    let shared = evidence.broken.shared(page, other.page);
    shared.mode > 0.0 && shared.things.iter().any(|says| *says >= NAMED_THING)
        || shared.cause_mode >= TELLING_MODE && other.strength >= MODE_AKIN_FROM
}

/// For each page, the others that are worth a closer look.
fn candidates(evidence: &PairEvidence<'_>) -> Vec<Vec<PageIx>> {
    let pages = evidence.library.pages.len();
    (0..pages)
        .into_par_iter()
        .map_init(Scratch::default, |scratch, page| {
            let page = PageIx(page);
            if !evidence.library.page(page).is_incident() {
                return Vec::new();
            }
            scratch.fit(pages);
            propose(evidence, page, scratch);
            scratch.take_best(CANDIDATES)
        })
        .collect()
}

/// Adds up the evidence for each other incident; returns the number of additions.
fn propose(evidence: &PairEvidence<'_>, page: PageIx, scratch: &mut Scratch) -> usize {
    evidence.likeness.add_alike(page, scratch) + evidence.add_by_structure(page, scratch)
}

/// For each page its related incidents with reasons.
pub(super) fn related(evidence: &PairEvidence<'_>, ranked: &[Vec<Ranked>]) -> Vec<Vec<Related>> {
    ranked
        .par_iter()
        .enumerate()
        .map(|(page, ranked)| {
            let page = PageIx(page);
            varied(evidence, page, ranked)
                .into_iter()
                .map(|one| Related {
                    page: one.page,
                    score: one.strength,
                    reasons: reasons(evidence, page, one.page).into(),
                })
                .filter(|related| !related.reasons.is_empty())
                .collect()
        })
        .collect()
}

/// The strongest, each near copy of one already chosen counting for less; what an author names never does.
fn varied(evidence: &PairEvidence<'_>, page: PageIx, ranked: &[Ranked]) -> Vec<Ranked> {
    let mut rest: Vec<(Ranked, f64)> = ranked.iter().map(|one| (*one, one.strength)).collect();
    let mut chosen: Vec<Ranked> = Vec::new();
    while chosen.len() < MOST {
        // Of equals the first, which is the strongest.
        let best = rest.iter().enumerate().rev().max_by(|a, b| a.1.1.total_cmp(&b.1.1));
        let Some((at, (_, worth))) = best.map(|(at, one)| (at, *one)) else { break };
        // The first one is what is nearest, however far.
        if worth < RELATED_FROM && !chosen.is_empty() {
            break;
        }
        let (next, _) = rest.remove(at);
        for (other, worth) in &mut rest {
            let named = evidence.claim(page, other.page) >= Some(AuthorClaim::Related);
            if !named && evidence.likeness.alike(next.page, other.page) >= NEAR_COPY {
                *worth *= NEAR_COPY_COUNTS;
            }
        }
        chosen.push(next);
    }
    chosen.sort_by(|a, b| b.strength.total_cmp(&a.strength).then(a.page.cmp(&b.page)));
    chosen
}

#[cfg(test)]
mod tests {
    use super::super::Reason;
    use super::super::pair_evidence::PairEvidence;
    use super::super::testing::{Learnt, incident, learnt, letters, others};
    use super::*;
    use crate::model::TaxonomyKey;
    use crate::search::Analyzer;
    use std::collections::BTreeSet;

    fn terms(learnt: &Learnt, page: PageIx) -> BTreeSet<String> {
        let page = learnt.library.pages().page(page);
        let mut terms = BTreeSet::new();
        let mut analyzer = Analyzer::default();
        let incident = page.incident();
        let stated = [&page.narrative().trigger, &page.narrative().summary]
            .into_iter()
            .flatten()
            .chain(incident.terms.iter().map(|(_, term)| term));
        let sections = page.body().text.iter().map(|section| section.text.as_str());
        for text in [page.title()].into_iter().chain(sections).chain(stated.map(|found| found.value.as_str())) {
            analyzer.analyze(text, "en", |token| {
                terms.insert(token.term.to_owned());
            });
        }
        terms
    }

    /// Every reason, checked against both documents.
    fn check_reasons(learnt: &Learnt) -> usize {
        let mut checked = 0;
        for (page, related) in learnt.insights.related.iter().enumerate() {
            for one in related {
                assert!(!one.reasons.is_empty() && (0.0..=1.0).contains(&one.score));
                let both = [PageIx(page), one.page];
                for reason in &*one.reasons {
                    checked += 1;
                    match reason {
                        Reason::SameWords(words) | Reason::SameTitle(words) | Reason::SameSummary(words) => {
                            for word in words {
                                let mut analyzer = Analyzer::default();
                                let mut whole = None;
                                analyzer.analyze(word, "en", |token| {
                                    whole.get_or_insert_with(|| token.term.to_owned());
                                });
                                let whole = whole.unwrap();
                                assert!(both.iter().all(|page| terms(learnt, *page).contains(&whole)), "{word}");
                            }
                        }
                        Reason::SameFailure(things, _) => {
                            let texts = both.map(|page| {
                                let page = learnt.library.pages().page(page);
                                let sections = page.body().text.iter().map(|section| section.text.as_str());
                                sections.chain([page.title()]).collect::<String>().to_lowercase()
                            });
                            let services =
                                |page: PageIx| learnt.library.terms_of(TaxonomyKey::SERVICES).of(page).any(|_| true);
                            for thing in things {
                                let has = |at: usize| texts[at].contains(&thing.to_lowercase()) || services(both[at]);
                                assert!(has(0) && has(1), "{thing}");
                            }
                        }
                        Reason::Corrected | Reason::RecurrenceCue => unreachable!("these are reasons of groups"),
                        Reason::SameTerms(key, slugs) => {
                            let index = learnt.library.terms_of(*key);
                            let has = |page: PageIx, slug: &str| index.of(page).any(|term| term.slug == slug);
                            assert!(slugs.iter().all(|slug| both.iter().all(|page| has(*page, slug))));
                        }
                        Reason::SameTrigger(trigger) => {
                            let of = |page: PageIx| learnt.library.pages().page(page).narrative().trigger.clone();
                            assert!(both.iter().all(|page| of(*page).is_some_and(|own| own.value == *trigger)));
                        }
                        Reason::Claimed(_) => {
                            let named = |from: PageIx, to: PageIx| {
                                let from = learnt.library.page(from);
                                let references = from.related.iter().chain(&from.recurs);
                                let links = from.links.iter().filter_map(|link| match link.target {
                                    crate::library::Target::Page { page, .. } => Some(page),
                                    _ => None,
                                });
                                references.filter_map(|reference| reference.page()).chain(links).any(|page| page == to)
                            };
                            assert!(named(both[0], both[1]) || named(both[1], both[0]));
                        }
                    }
                }
            }
        }
        checked
    }

    #[test]
    fn every_reason_is_true_of_both() {
        let mut sketches = others(20);
        sketches.extend([
            incident("a", "Pool exhausted on checkout", "The connection pool of pgbouncer ran dry after a deploy.")
                .filed("pool", "checkout")
                .trigger("Sale campaign"),
            incident("b", "Checkout pool exhausted again", "pgbouncer refused connections; the pool was too small.")
                .filed("pool", "checkout")
                .link("a"),
            incident("c", "Search slow", "Elasticsearch heap; pgbouncer was innocent.")
                .trigger("Sale campaign")
                .related("b"),
            incident("d", "Search red", "Elasticsearch shards unassigned, heap full.").recurs("c"),
        ]);
        let learnt = learnt(sketches);
        assert!(check_reasons(&learnt) >= 12);
        assert_eq!(learnt.related("a")[0], "b");
        assert_eq!(learnt.related("d")[0], "c");
    }

    #[test]
    fn texts_alone_are_enough_and_unlike_ones_give_nothing() {
        let mut sketches = others(20);
        sketches.extend([
            incident("a", "Hub down", "kube-lego failed to renew the certificate of the ingress controller"),
            incident("b", "Proxy refuses", "the certificate at the ingress was stale, as kube-lego could not renew it"),
        ]);
        let learnt = learnt(sketches);
        assert_eq!(learnt.related("a"), ["b"]);
        assert_eq!(learnt.related("b"), ["a"]);
        assert_eq!(learnt.related("other-003"), [""; 0]);
        let words = &learnt.insights.related[learnt.page("a").0][0].reasons;
        assert!(matches!(&words[0], Reason::SameWords(words) if words.contains(&"kube-lego".to_owned())), "{words:?}");
    }

    #[test]
    fn near_copies_do_not_fill_the_list() {
        let mut sketches = others(80);
        let copied = "replica lag grew until the failover promoted a stale follower and writes vanished";
        sketches
            .extend((0..8).map(|copy| incident(&format!("copy-{copy}"), &format!("Lag {}", letters(copy)), copied)));
        sketches.push(incident(
            "a",
            "Writes lost",
            &format!("{copied} while the backup vault was sealed by quorum loss"),
        ));
        sketches.push(incident("b", "Vault sealed", "the backup vault was sealed by quorum loss, nobody had the keys"));
        let learnt = learnt(sketches);
        let related = learnt.related("a");
        assert!(related.contains(&"b"), "{related:?}");
        assert!(related.len() <= MOST);
    }

    #[test]
    fn what_every_incident_has_ties_none_together() {
        let sketches = (0..30)
            .map(|index| {
                incident(
                    &letters(index),
                    &format!("Outage {}", letters(index)),
                    &format!("acme outage x{}y", letters(index)),
                )
                .term(TaxonomyKey::TEAMS, &["platform"])
            })
            .collect();
        let learnt = learnt(sketches);
        assert!(learnt.insights.related.iter().all(Vec::is_empty));
    }

    #[test]
    fn work_grows_in_proportion_to_the_library() {
        let work = |count: usize| {
            let sketches = (0..count)
                .map(|index| {
                    let text: Vec<String> = (1..30).map(|step| format!("w{}", letters(index * step % 320))).collect();
                    incident(&letters(index), &format!("Matter {}", letters(index % 91)), &text.join(" "))
                        .filed(&letters(index % 7), &letters(index % 13))
                        .trigger(&letters(index % 5))
                })
                .collect();
            let library = super::super::testing::library(sketches);
            let statistics = crate::search::statistics(&crate::search::invert(
                library.pages(),
                &super::super::testing::config(),
                &mut crate::search::Segments::default(),
            ));
            let evidence = PairEvidence::new(library.pages(), &statistics, &super::super::testing::config());
            let mut scratch = Scratch::default();
            scratch.fit(library.pages.len());
            let mut additions = 0;
            for page in &library.incidents {
                additions += propose(&evidence, *page, &mut scratch);
                scratch.take_best(CANDIDATES);
            }
            additions / count
        };
        let bound = 24 * 64 + 8 * 64;
        let (small, large) = (work(3000), work(6000));
        assert!(small > 500 && small.max(large) <= bound && large < small * 3 / 2, "{small} {large}");
    }

    #[test]
    fn threads_change_nothing() {
        let sketches = || {
            (0..60)
                .map(|index| {
                    let text: Vec<String> = (1..20).map(|step| format!("w{}", letters(index * step % 31))).collect();
                    incident(&letters(index), &format!("Matter {}", letters(index % 9)), &text.join(" "))
                        .filed(&letters(index % 7), &letters(index % 5))
                })
                .collect()
        };
        let with = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| format!("{:?}", learnt(sketches()).insights))
        };
        assert_eq!(with(1), with(4));
    }
}
