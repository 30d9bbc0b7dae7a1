//! Every number that decides what `insight` claims: what it means, and where it comes from.
//!
//! Where a line names texts, the number was tried on them: the twins are the halves of 242 public postmortems, the groups
//! those that were written down by hand before anything was tuned (`docs/insight.md`, `benches/insight.rs`). "By hand" says
//! that somebody chose it from reading, and that no other value was measured. `tests/insight.rs` holds what all of them together
//! find in the sample library. What limits a list on a page without deciding a claim stands where the list
//! is made.

use crate::model::TaxonomyKey;

// How alike two texts are (`likeness`).

/// How many of a page's terms are asked for candidates: its heaviest. Twins: 48 found the same related incidents at twice the
/// work.
pub(super) const CANDIDATE_TERMS: usize = 24;
/// The most entries of a term that are asked: those in which it weighs most. Twins: four times as many entries of twice as
/// many terms found one of 404 more, and took 50,000 incidents twice the time.
pub(super) const LONGEST_LIST: usize = 64;
/// In a library so small that even the rarest shared word is in every tenth page, likeness means less. From this rarity on
/// (see `TermStatistics::rarity`) words count in full: that of a word which 2 of 10 pages have. By hand.
pub(super) const FULL_RARITY: f32 = 1.5;
/// Likeness begins beyond this overlap. By hand.
pub(super) const CHANCE: f64 = 0.01;
/// And beyond so many times the library's mean overlap: all that its incidents have in common by being from one company and
/// in one jargon. Means of the folders with groups: 0.02 to 0.03.
pub(super) const CHANCE_PER_MEAN: f64 = 1.25;
/// The overlap of texts that say the same in other words; copies have more. By hand.
pub(super) const FULL_OVERLAP: f64 = 0.40;
/// How many pairs each incident gives to the mean. By hand.
pub(super) const MEAN_SAMPLES: usize = 4;
/// How many of the nearest are an incident's crowd. Twins: local scaling (the same overlap says more of a pair when the other
/// one has no nearer neighbours) and weighted Jaccard together found the other half first for 90 %, cosines for 62 %.
pub(super) const CROWD: usize = 2;
/// The power to which nearness to the crowd counts. Twins, as above.
pub(super) const CROWD_POWER: f64 = 0.65;
/// A crowd is never taken for farther away than this part of the usual one. By hand.
pub(super) const LEAST_CROWD: f64 = 1.0 / 8.0;
/// From how many terms on a text counts in full: two texts of five words each that share two are not alike. By hand.
pub(super) const FULL_TEXT_TERMS: f64 = 10.0;

/// From how many pages on a word or a term is too common to be evidence for any pair: a tenth of a large library, up to
/// a third of a small one. By hand.
pub(super) fn common_from(pages: usize) -> usize {
    (pages / 10).max((pages / 3).clamp(2, 10))
}

// What titles and summaries say (`title`).

/// Characters of a section that belong to the summary. By hand.
pub(super) const LONGEST_SUMMARY: usize = 1200;
/// From which rarity on hardly any other has a word: of 30 texts three have it, of 10,000 eight. Groups of Chia-Network: with
/// common words alike summaries joined what did not belong together.
pub(super) const RARE_WORD: f64 = 0.85;

// What texts say of earlier incidents (`recurrence_cue`).

/// Bytes of a section that are searched for cues. By hand.
pub(super) const CUE_BYTES: usize = 2400;

// How much each kind of evidence says, 0 to 1 (`pair_evidence`, `reason`). All by hand: only their order matters much.

/// That two incidents share a term of a taxonomy which only they have. What broke and why says much, who repaired it little.
pub(super) const TERM_WEIGHTS: [(TaxonomyKey, f64); 5] = [
    (TaxonomyKey::CAUSES, 0.50),
    (TaxonomyKey::TAGS, 0.30),
    (TaxonomyKey::SERVICES, 0.30),
    (TaxonomyKey::CATEGORIES, 0.15),
    (TaxonomyKey::TEAMS, 0.10),
];
/// The same for a taxonomy of the library's own.
pub(super) const OWN_TAXONOMY: f64 = 0.20;
/// That an author says in front matter that it came back.
pub(super) const CLAIM_RECURS: f64 = 0.90;
/// That a text says that it was like the other one.
pub(super) const CLAIM_RESEMBLES: f64 = 0.80;
/// That `related` names it.
pub(super) const CLAIM_RELATED: f64 = 0.80;
/// That a text links to it or names it.
pub(super) const CLAIM_LINKED: f64 = 0.45;
/// That both have the same rare trigger.
pub(super) const TRIGGER: f64 = 0.50;
/// That the same thing failed in the same way, where only they tell of either. By hand.
pub(super) const FAILURE: f64 = 0.60;
/// Things that say less are not named in a reason. By hand.
pub(super) const NAMED_THING: f64 = 0.25;
/// That their titles are of the same words.
pub(super) const TITLE: f64 = 0.40;
/// That their summaries are of the same words.
pub(super) const SUMMARY: f64 = 0.90;
/// The most that alike texts say.
pub(super) const TEXT: f64 = 0.85;

// Which pairs are looked at (`pair_evidence`, `related`, `recurrence`).

/// The most incidents that one claim, one trigger or one cause on one service proposes for another. With 128 the same related
/// incidents were found.
pub(super) const MOST_PROPOSED: usize = 64;
/// The most causes, and the most services, of one page that are paired, lest a page with a hundred tags of each kind make ten
/// thousand pairs. By hand.
pub(super) const MOST_PAIRED: usize = 8;
/// How much the same cause on the same service adds to a candidate. By hand.
pub(super) const PROPOSES_FILED: f64 = 0.4;
/// How much the same trigger adds. By hand.
pub(super) const PROPOSES_TRIGGER: f64 = 0.3;
/// How much a claim adds: what authors say comes before all that was reckoned. By hand.
pub(super) const PROPOSES_CLAIM: f64 = 1.0;
/// How many candidates are looked at closely. With 48 the same related incidents were found.
pub(super) const CANDIDATES: usize = 40;
/// How many of them can be chosen from. By hand; 24 cost time at 10,000.
pub(super) const RANKED: usize = 12;
/// In lists up to this length every pair is looked at, in longer ones each with as many that follow. By hand.
pub(super) const NEIGHBOURS: usize = 16;

// What is related (`related`, `reason`).

/// Below this strength nothing is shown: a wrong relation costs more trust than a missing one. By hand.
pub(super) const RELATED_FROM: f64 = 0.28;
/// Where nothing reaches it, the nearest incident is shown from this strength on, if the same thing failed in the same way. By hand.
pub(super) const AKIN_FROM: f64 = 0.06;
/// Or from this strength on, whatever it was that failed, if both causes tell of a rare way to fail. Both by hand, on the 48 incidents
/// of seven folders that had nothing related: of six that got one, three were useful, two weak and one wrong.
pub(super) const MODE_AKIN_FROM: f64 = 0.12;
/// How much such a way says at least. By hand.
pub(super) const TELLING_MODE: f64 = 0.4;
/// Two incidents whose texts are this alike are near copies. By hand.
pub(super) const NEAR_COPY: f64 = 0.80;
/// By how much each near copy among those already chosen makes a further one count. By hand.
pub(super) const NEAR_COPY_COUNTS: f64 = 0.60;
/// Reasons that say less than this are not worth a reader's time, unless there is no other. By hand.
pub(super) const WORTH_NAMING: f64 = 0.04;

// What is one issue (`one_issue`).

/// From which score on two incidents that fail in the same way are one issue (`pair_features`). On moj, agrc, mybinder and the sample
/// library 47 of the 56 pairs above it were right or fine before services, teams and causes had their say.
pub(super) const ISSUE_SCORE: f64 = 2.3;
/// How much a shared symptom ("slow", "login failed") counts of what a shared cause would. By hand, after reading the groups of three
/// folders that no weight was set on, where most wrong pairs shared nothing else.
pub(super) const SYMPTOM: f64 = 0.5;
/// The score from which on two incidents are one issue whose titles do not name the same thing and that share no telling way to
/// fail, nor, with like titles, any that says why. By hand, on the same folders.
pub(super) const THIN_SCORE: f64 = 3.3;
/// A thing that more titles name is as good as none: the company's own name. By hand, on the same folders.
pub(super) const RARE_SUBJECT: f64 = 0.7;
/// Texts that share less than this have nothing to do with each other, whatever else is the same. By hand, on the same folders.
pub(super) const THIN_TEXT: f64 = 0.10;
/// Bytes at the beginning of a page in which planned work is announced. By hand.
pub(super) const ANNOUNCED_WITHIN: usize = 500;
/// So many words at the beginning and end of two titles make them one sentence about two things. By hand.
pub(super) const SAME_SENTENCE: usize = 2;
/// The most things of a page that are paired with its modes to find others. By hand.
pub(super) const MOST_THINGS: usize = 8;
/// A cause is rare when at most this share of the incidents have it. By hand.
pub(super) const RARE_CAUSE: f64 = 0.06;
/// And always when no more than so many have it. By hand.
pub(super) const RARE_CAUSE_COUNT: usize = 3;
/// A cause of which at least half the incidents are on one service may be this frequent. By hand.
pub(super) const OWN_CAUSE: f64 = 0.12;
/// Or have so many incidents. By hand.
pub(super) const OWN_CAUSE_COUNT: usize = 6;
/// How many times as many incidents as chance would file under both must share a cause and a service. By hand.
pub(super) const BEYOND_CHANCE: f64 = 2.0;
/// A shared trigger must be rarer than this. By hand.
pub(super) const RARE_TRIGGER: f64 = 0.5;
/// Texts that have to do with each other. By hand, set anew with the measure.
pub(super) const AKIN: f64 = 0.04;
/// Texts about the same thing. By hand, set anew with the measure.
pub(super) const ALIKE: f64 = 0.25;
/// Texts that say the same. Of the pairs of 0.40 to 0.65 among 242 reports of many companies half were one issue, which is no
/// claim to make.
pub(super) const SAME: f64 = 0.70;
/// Texts that say the same share at least so many telling words: two sentences each that name one product are short, not the
/// same. By hand.
pub(super) const SAME_WORDS: usize = 4;
/// Titles that have much in common. By hand.
pub(super) const TITLE_ALIKE: f64 = 0.30;
/// Titles that say the same. By hand.
pub(super) const TITLE_SAME: f64 = 0.60;
/// Of so many telling words. By hand.
pub(super) const TITLE_WORDS: usize = 2;
/// How alike the texts under such titles must be: "connectivity issue" is a title for many an issue. By hand.
pub(super) const TITLE_TEXT: f64 = 0.35;
/// From which overlap on summaries say the same: it makes an issue, and is a reason. By hand, kept while it stood the test of the
/// groups.
pub(super) const SUMMARY_SAME: f64 = 0.18;
/// Under titles that share nothing, accounts must share so much too. By hand, on moj.
pub(super) const SUMMARY_ACCOUNT: f64 = 0.15;
/// So many of the shared words hardly any other summary has. Groups of Chia-Network, where five common words had joined two.
pub(super) const SUMMARY_WORDS: usize = 4;
/// Texts alike enough for the later one to mean the earlier one where it says that it happened before. By hand.
pub(super) const CUE_ALIKE: f64 = 0.12;

// What is one group (`recurrence`, `issue`).

/// Members of one group agree at least so strongly. By hand.
pub(super) const AGREEMENT: f64 = 0.40;
/// More than this share of the pairs between two groups must agree for the groups to be one. By hand.
pub(super) const COHERENT: f64 = 0.5;
/// A claim about more incidents than this at once is a claim about nothing. By hand.
pub(super) const LARGEST_GROUP: usize = 64;
/// The share of members that must have a cause or a service for it to name the group. By hand.
pub(super) const NAMING: f64 = 0.75;

// Further claims: `mention`, `procedures`, `reading`, `priorities`, `trends`, `anniversary`.

/// Shorter ids are words of the language. By hand.
pub(super) const SHORTEST_ID: usize = 4;
/// Words shorter than this tell nothing about a procedure. By hand.
pub(super) const SHORTEST_PROCEDURE_WORD: usize = 4;
/// How many articles of a service or a cause are looked at. By hand.
pub(super) const MOST_PROCEDURES_OF_TERM: usize = 30;
/// An action that says only "the runbook", in an incident that refers to more procedures than this, means none of them
/// for certain. By hand.
pub(super) const MOST_PROCEDURES_MEANT: usize = 3;
/// What a page that mentions an incident is worth: somebody found it worth a link. By hand.
pub(super) const MENTION_COUNTS: usize = 3;
/// What costs less than this costs nothing that can be told. By hand.
pub(super) const LEAST_COST: f64 = 0.05;
/// Below this many points quartiles say less than the points themselves. By hand.
pub(super) const FEWEST_FOR_QUARTILES: usize = 5;
/// How many days before and after count as around a day. By hand.
pub(super) const DAYS_AROUND: i64 = 3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_is_a_share_of_the_library() {
        assert_eq!([2, 9, 25, 42, 200, 10_000].map(common_from), [2, 3, 8, 10, 20, 1000]);
    }
}
