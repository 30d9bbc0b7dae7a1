//! The files of an index, read as they are needed and decoded: what `export` wrote.

use super::answer::{Hit, SearchError};
use super::export::{
    FileKind, MANIFEST, Manifest, Posting, read_front_coded, read_positions, read_postings, unwrapped,
};
use super::pack::{ALPHABET, PackReader, read_ascending};
use super::rank::Parts;
use super::spell::Spelled;
use crate::model::Date;
use serde_json::Value;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Gives the text of a file by its name.
type Read<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// An index. Files are kept once they are read.
pub(super) struct IndexReader<'a> {
    read: Box<Read<'a>>,
    /// What there is.
    pub manifest: Manifest,
    files: RefCell<HashMap<String, Rc<BTreeMap<String, Value>>>>,
}

/// A term in its shard.
#[derive(Clone, Copy)]
pub(super) struct TermLocation {
    shard: usize,
    term: usize,
}

/// A value of a field.
pub(super) struct FieldValue {
    /// What it is called.
    pub name: String,
    /// Other ways to write it.
    pub aliases: Vec<String>,
    /// The documents that have it.
    pub documents: Vec<u32>,
}

impl<'a> IndexReader<'a> {
    /// Opens an index; `read` gives the text of a file by its name.
    pub(super) fn open(read: impl Fn(&str) -> Option<String> + 'a) -> Result<IndexReader<'a>, SearchError> {
        let damaged = || SearchError::Damaged(MANIFEST.to_owned());
        let text = read(MANIFEST).ok_or_else(damaged)?;
        let parts: Value = unwrapped(&text).and_then(|json| serde_json::from_str(json).ok()).ok_or_else(damaged)?;
        let manifest = Manifest::read(&parts["index"].to_string()).ok_or(SearchError::Version)?;
        Ok(IndexReader { read: Box::new(read), manifest, files: RefCell::default() })
    }

    /// A document as a result.
    pub(super) fn hit(&self, document: u32, parts: Parts, score: f64) -> Result<Hit, SearchError> {
        let size = self.manifest.cards();
        let (part, at) = (document as usize / size, document as usize % size);
        let file = self.part(FileKind::Cards, part)?;
        let card = &file[&key(FileKind::Cards, part)][at];
        let text = |at: usize| card[at].as_str().unwrap_or_default().to_owned();
        let rank = usize::try_from(card[3].as_u64().unwrap_or(0)).unwrap_or(0);
        let severity = rank.checked_sub(1).and_then(|rank| self.manifest.severities().get(rank));
        Ok(Hit {
            document,
            url: text(1),
            title: text(0),
            date: text(2),
            severity: severity.cloned().unwrap_or_default(),
            score,
            parts,
        })
    }

    /// The values of a field.
    pub(super) fn values(&self, field: usize) -> Result<Vec<FieldValue>, SearchError> {
        let file = self.part(FileKind::Fields, field)?;
        let values = file[&key(FileKind::Fields, field)].as_array().cloned().unwrap_or_default();
        let value = |value: &Value| FieldValue {
            name: value[0].as_str().unwrap_or_default().to_owned(),
            aliases: strings(&value[1]),
            documents: read_ascending(&mut PackReader::new(value[2].as_str().unwrap_or_default())),
        };
        Ok(values.iter().map(value).collect())
    }

    /// The day of each document; `None` for those without one.
    pub(super) fn days(&self) -> Result<Vec<Option<Date>>, SearchError> {
        let file = self.part(FileKind::Days, 0)?;
        let part = &file[&key(FileKind::Days, 0)];
        let documents = self.manifest.documents();
        let mut days = vec![None; usize::try_from(part[0].as_u64().unwrap_or(0)).unwrap_or(0).min(documents)];
        let mut reader = PackReader::new(part[2].as_str().unwrap_or_default());
        if let Some(mut day) = part[1].as_str().and_then(|first| first.parse::<Date>().ok()) {
            let k = reader.bits(5);
            while days.len() < documents {
                let gap = i64::from(reader.rice(k));
                day = day.checked_add(jiff::Span::new().try_days(gap).unwrap_or_default()).unwrap_or(day);
                days.push(Some(day));
            }
        }
        Ok(days)
    }

    /// For each document how long it lasted, in minutes and one; 0 where that is unknown.
    pub(super) fn minutes(&self) -> Result<Vec<u32>, SearchError> {
        let file = self.part(FileKind::Minutes, 0)?;
        let mut reader = PackReader::new(file[&key(FileKind::Minutes, 0)].as_str().unwrap_or_default());
        let k = reader.bits(5);
        Ok((0..self.manifest.documents()).map(|_| reader.rice(k)).collect())
    }

    /// The words of a part of the vocabulary.
    pub(super) fn vocabulary(&self, part: usize) -> Result<Vec<Spelled>, SearchError> {
        let file = self.part(FileKind::Spelling, part)?;
        let body = &file[&key(FileKind::Spelling, part)];
        let words = read_front_coded(body[0].as_str().unwrap_or_default());
        let frequencies = body[1].as_str().unwrap_or_default().bytes();
        let value = |c: u8| ALPHABET.iter().position(|known| *known == c).unwrap_or(0);
        Ok(words.into_iter().zip(frequencies).map(|(word, c)| Spelled { word, frequency: value(c) }).collect())
    }

    /// The forms of a shard.
    pub(super) fn forms(&self, shard: usize) -> Result<Vec<String>, SearchError> {
        let file = self.part(FileKind::Terms, shard)?;
        Ok(read_front_coded(file[&key(FileKind::Terms, shard)][0].as_str().unwrap_or_default()))
    }

    /// Where the terms of a form are.
    pub(super) fn places(&self, form: &str) -> Result<Vec<TermLocation>, SearchError> {
        let shard = self.manifest.terms_part(form);
        let file = self.part(FileKind::Terms, shard)?;
        let body = &file[&key(FileKind::Terms, shard)];
        let Some(wanted) = self.forms(shard)?.iter().position(|known| known == form) else { return Ok(Vec::new()) };
        let mut references = PackReader::new(body[1].as_str().unwrap_or_default());
        let mut terms = 0;
        let mut places = Vec::new();
        for at in 0..=wanted {
            for _ in 0..references.gamma() {
                let back = references.gamma() as usize - 1;
                let term = if back == 0 { terms } else { usize::saturating_sub(terms, back) };
                terms += usize::from(back == 0);
                if at == wanted {
                    places.push(TermLocation { shard, term });
                }
                if references.is_at_end() {
                    return Err(self.damaged(FileKind::Terms, shard));
                }
            }
        }
        Ok(places)
    }

    /// The documents of a term.
    pub(super) fn postings(&self, place: TermLocation) -> Result<Vec<Posting>, SearchError> {
        let file = self.part(FileKind::Terms, place.shard)?;
        let all = file[&key(FileKind::Terms, place.shard)][2].as_str().unwrap_or_default();
        let own = all.split('.').nth(place.term).ok_or_else(|| self.damaged(FileKind::Terms, place.shard))?;
        Ok(read_postings(own, u32::try_from(self.manifest.documents()).unwrap_or(u32::MAX)))
    }

    /// Where each of a term's `count` documents has it.
    pub(super) fn positions(&self, place: TermLocation, count: usize) -> Result<Vec<Vec<u32>>, SearchError> {
        let file = self.part(FileKind::Positions, place.shard)?;
        let all = file[&key(FileKind::Positions, place.shard)].as_str().unwrap_or_default();
        let own = all.split('.').nth(place.term).ok_or_else(|| self.damaged(FileKind::Positions, place.shard))?;
        Ok(read_positions(own, count))
    }

    fn damaged(&self, kind: FileKind, number: usize) -> SearchError {
        SearchError::Damaged(self.manifest.file(kind, number).unwrap_or_else(|| key(kind, number)))
    }

    /// The file that has a part.
    fn part(&self, kind: FileKind, number: usize) -> Result<Rc<BTreeMap<String, Value>>, SearchError> {
        let damaged = || self.damaged(kind, number);
        let name = self.manifest.file(kind, number).ok_or_else(damaged)?;
        if let Some(file) = self.files.borrow().get(&name) {
            return Ok(Rc::clone(file));
        }
        let text = (self.read)(&name).ok_or_else(damaged)?;
        let parts: BTreeMap<String, Value> =
            unwrapped(&text).and_then(|json| serde_json::from_str(json).ok()).ok_or_else(damaged)?;
        if !parts.contains_key(&key(kind, number)) {
            return Err(damaged());
        }
        let file = Rc::new(parts);
        self.files.borrow_mut().insert(name, Rc::clone(&file));
        Ok(file)
    }
}

/// The name of a part inside its file.
fn key(kind: FileKind, number: usize) -> String {
    format!("{}{number}", kind.letter())
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect()).unwrap_or_default()
}
