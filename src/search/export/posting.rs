//! The documents of a term as text, and back.

use crate::search::pack::{PackReader, Writer, best_k, gaps, read_ascending, write_ascending};

/// The highest impact.
pub(in crate::search) const MOST_IMPACT: u8 = 15;
/// From this many documents on, a term says itself how its gaps are coded.
const OWN_K: usize = 4;

/// A document that has a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) struct Posting {
    /// Its number.
    pub document: u32,
    /// How much the term says of it: BM25's share of frequency and length, 1 to [`MOST_IMPACT`].
    pub impact: u8,
    /// Whether its title has the term.
    pub in_title: bool,
}

/// How gaps between `count` documents out of `documents` are coded where the term does not say: by the mean gap.
fn derived_k(documents: u32, count: u32) -> u32 {
    let mean = u64::from(documents) * 69 / (100 * u64::from(count.max(1)));
    if mean == 0 { 0 } else { mean.ilog2() }
}

/// Small differences of either sign as small numbers.
fn zigzag(impact: u8, base: u8) -> u32 {
    let difference = i32::from(impact) - i32::from(base);
    (if difference < 0 { -2 * difference - 1 } else { 2 * difference }).unsigned_abs()
}

fn unzigzag(value: u32, base: u8) -> u8 {
    let half = value.div_ceil(2);
    let impact = if value % 2 == 1 { u32::from(base).saturating_sub(half) } else { u32::from(base) + half };
    u8::try_from(impact).unwrap_or(MOST_IMPACT).min(MOST_IMPACT)
}

/// Writes a term's postings, ascending by document. `documents` is how many the index has.
pub(in crate::search) fn write_postings(postings: &[Posting], documents: u32) -> String {
    let mut writer = Writer::default();
    let count = u32::try_from(postings.len()).unwrap_or(u32::MAX);
    writer.gamma(count);
    let numbers: Vec<u32> = postings.iter().map(|posting| posting.document).collect();
    let k = if postings.len() < OWN_K {
        derived_k(documents, count)
    } else {
        let k = best_k(gaps(&numbers));
        writer.bits(k, 5);
        k
    };
    gaps(&numbers).for_each(|gap| writer.rice(gap, k));
    let base = most_common(postings);
    writer.bits(u32::from(base), 4);
    if postings.len() > 1 {
        let differences = postings.iter().map(|posting| zigzag(posting.impact, base));
        let k = best_k(differences.clone()).min(3);
        writer.bits(k, 2);
        differences.for_each(|difference| writer.rice(difference, k));
    }
    let titles: Vec<u32> = postings.iter().zip(0..).filter(|(posting, _)| posting.in_title).map(|(_, at)| at).collect();
    write_ascending(&mut writer, &titles);
    writer.finish()
}

/// Reads what [`write_postings`] wrote.
pub(in crate::search) fn read_postings(text: &str, documents: u32) -> Vec<Posting> {
    let mut reader = PackReader::new(text);
    let count = reader.gamma();
    let k = if (count as usize) < OWN_K { derived_k(documents, count) } else { reader.bits(5) };
    let mut postings = Vec::new();
    let mut next = 0_u32;
    for _ in 0..count {
        if reader.is_at_end() {
            break;
        }
        let document = next.wrapping_add(reader.rice(k));
        postings.push(Posting { document, impact: 0, in_title: false });
        next = document.wrapping_add(1);
    }
    let base = u8::try_from(reader.bits(4)).unwrap_or(0);
    if let [only] = postings.as_mut_slice() {
        only.impact = base;
    } else {
        let k = reader.bits(2);
        postings.iter_mut().for_each(|posting| posting.impact = unzigzag(reader.rice(k), base));
    }
    for at in read_ascending(&mut reader) {
        if let Some(posting) = postings.get_mut(at as usize) {
            posting.in_title = true;
        }
    }
    // A file that was damaged names documents that are not there.
    postings.retain(|posting| posting.document < documents);
    postings
}

fn most_common(postings: &[Posting]) -> u8 {
    let mut counts = [0_usize; MOST_IMPACT as usize + 1];
    postings.iter().for_each(|posting| counts[usize::from(posting.impact.min(MOST_IMPACT))] += 1);
    let most = (0..=MOST_IMPACT).rev().max_by_key(|impact| counts[usize::from(*impact)]);
    most.unwrap_or(0)
}

/// Writes where each document of a term has it, in the order of its postings: how the first places and how the gaps
/// after them are coded, then for each document how many there are and where.
pub(in crate::search) fn write_positions<'a>(documents: impl Iterator<Item = &'a [u32]> + Clone) -> String {
    let firsts = documents.clone().filter_map(|positions| positions.first().copied());
    let later = documents.clone().flat_map(|positions| gaps(positions).skip(1));
    let (first_k, later_k) = (best_k(firsts), best_k(later));
    let mut writer = Writer::default();
    writer.bits(first_k, 5);
    writer.bits(later_k, 5);
    for positions in documents {
        writer.gamma(u32::try_from(positions.len()).unwrap_or(u32::MAX));
        gaps(positions)
            .zip(std::iter::once(first_k).chain(std::iter::repeat(later_k)))
            .for_each(|(gap, k)| writer.rice(gap, k));
    }
    writer.finish()
}

/// Reads what [`write_positions`] wrote for `count` documents.
pub(in crate::search) fn read_positions(text: &str, count: usize) -> Vec<Vec<u32>> {
    let mut reader = PackReader::new(text);
    let (first_k, later_k) = (reader.bits(5), reader.bits(5));
    let one = |reader: &mut PackReader<'_>| {
        let mut positions: Vec<u32> = Vec::new();
        for _ in 0..reader.gamma() {
            if reader.is_at_end() {
                break;
            }
            let position = match positions.last() {
                None => reader.rice(first_k),
                Some(last) => last.wrapping_add(1).wrapping_add(reader.rice(later_k)),
            };
            positions.push(position);
        }
        positions
    };
    (0..count).map(|_| one(&mut reader)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn postings_survive(found in prop::collection::btree_map(0_u32..5000, (1_u8..=15, any::<bool>()), 1..300)) {
            let postings: Vec<Posting> = found
                .iter()
                .map(|(document, (impact, in_title))| Posting { document: *document, impact: *impact, in_title: *in_title })
                .collect();
            prop_assert_eq!(read_postings(&write_postings(&postings, 5000), 5000), postings);
        }

        #[test]
        fn positions_survive(found in prop::collection::vec(prop::collection::btree_set(0_u32..9000, 1..40), 1..20)) {
            let lists: Vec<Vec<u32>> = found.iter().map(|set| set.iter().copied().collect()).collect();
            let text = write_positions(lists.iter().map(Vec::as_slice));
            prop_assert_eq!(read_positions(&text, lists.len()), lists);
        }

        #[test]
        fn damaged_postings_name_no_document_that_is_not_there(text in "[A-Za-z0-9_-]{0,60}") {
            let postings = read_postings(&text, 100);
            prop_assert!(postings.iter().all(|posting| posting.document < 100));
        }
    }

    #[test]
    fn a_word_of_one_document_takes_four_characters() {
        let rare = [Posting { document: 777, impact: 9, in_title: false }];
        assert_eq!(write_postings(&rare, 10_000).len(), 4);
    }
}
