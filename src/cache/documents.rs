//! What was understood of the files of a library: the next build parses those alone that have changed.
//!
//! A file for each library: a head, then a record for each document, one after the other, so that neither writing nor
//! reading needs room for all of them at a time. Every record has a checksum, and anything that is not as it was written
//! makes the whole file worth nothing: a page is never made of what may be wrong. What was parsed since lies in a second
//! file like it beside the first, until it is so much that all are written anew.

use super::{folder, for_audience, forget_old, program, sealed};
use crate::build::{Memo, Parsed};
use crate::config::{Audiences, Config};
use crate::diagnostic::{Checked, Diagnostic};
use crate::document::Document;
use crate::text::Fingerprint;
use rayon::prelude::*;
use std::collections::HashSet;
use std::fs;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Documents that are turned into bytes at a time.
const AT_A_TIME: usize = 256;
/// A document of more bytes than this is parsed each time, so that a damaged length cannot ask for more.
const LARGEST: u32 = 64 << 20;
/// One document in so many is few enough to be written into the second file.
const FEW: usize = 8;
/// Bytes of a fingerprint.
const WIDTH: usize = 16;

/// The kept documents of one library.
pub struct KeptDocuments {
    path: Option<PathBuf>,
    /// The program and the settings that they were parsed by.
    stamp: Fingerprint,
    /// Whom the build is for: what they may not read is not kept for it either.
    audiences: Audiences,
    /// Those that are there.
    known: HashSet<Fingerprint>,
    /// Those that are in the first file.
    settled: HashSet<Fingerprint>,
}

impl KeptDocuments {
    /// The place for the library in `root`.
    pub fn of(root: &Path, config: &Config) -> KeptDocuments {
        let stamp = Fingerprint::of_value(&(program(), config.fingerprint_of_parsing()));
        let path = folder(&for_audience("documents", config.audiences.chosen()), root);
        let audiences = config.audiences.clone();
        KeptDocuments { path, stamp, audiences, known: HashSet::new(), settled: HashSet::new() }
    }

    /// A memo of the documents that are there.
    pub fn recall(&mut self, config: &Config) -> Memo {
        let Some(path) = &self.path else { return Memo::default() };
        let mut documents = self.read(path, config).unwrap_or_default();
        self.settled = documents.iter().map(|(fingerprint, _)| *fingerprint).collect();
        documents.extend(self.read(&since(path), config).unwrap_or_default());
        self.known = documents.iter().map(|(fingerprint, _)| *fingerprint).collect();
        Memo::of(config.fingerprint(), documents.into_iter())
    }

    /// Keeps the documents of a memo, where some are not there yet. What cannot be written is not kept.
    pub fn keep(&self, memo: &Memo) {
        let Some(path) = &self.path else { return };
        let mut documents = memo.documents();
        documents.retain(|(_, parsed)| self.may_be_kept(&parsed.value));
        if documents.iter().all(|(fingerprint, _)| self.known.contains(fingerprint)) {
            return;
        }
        let others = || documents.iter().filter(|(fingerprint, _)| !self.settled.contains(fingerprint)).copied();
        if others().count() * FEW <= documents.len() {
            self.replace(&since(path), &others().collect::<Vec<_>>());
        } else if self.replace(path, &documents) {
            let _ = fs::remove_file(since(path));
        }
    }

    fn may_be_kept(&self, document: &Document) -> bool {
        let audience = document.shape.incident.audience.as_ref().map(|found| found.value.as_str());
        !self.audiences.are_configured() || self.audiences.may_read(audience)
    }

    /// Writes a file aside and renames it; whether it is there now.
    fn replace(&self, path: &Path, documents: &[(Fingerprint, &Parsed)]) -> bool {
        // One name for all: what a process that was killed left there is written over. Should two write at a time, the
        // checksums find it.
        let aside = path.with_extension("new");
        let written = self.write(documents, &aside).is_ok() && fs::rename(&aside, path).is_ok();
        if !written {
            let _ = fs::remove_file(&aside);
        }
        path.parent().into_iter().for_each(forget_old);
        written
    }

    /// Writes the head and the records, each piece of the library in parallel.
    fn write(&self, documents: &[(Fingerprint, &Parsed)], to: &Path) -> io::Result<()> {
        let mut file = BufWriter::with_capacity(1 << 20, sealed::create(to)?);
        file.write_all(&self.stamp.0.to_le_bytes())?;
        for some in documents.chunks(AT_A_TIME) {
            let records: Vec<Option<Vec<u8>>> =
                some.par_iter().map(|(fingerprint, parsed)| record(self.stamp, *fingerprint, parsed)).collect();
            records.iter().flatten().try_for_each(|record| file.write_all(record))?;
        }
        // Whatever a crash leaves of it is found by its checksums.
        file.flush()
    }

    /// Reads the records in parallel; `None` when anything is not as it was written.
    fn read(&self, path: &Path, config: &Config) -> Option<Vec<(Fingerprint, Parsed)>> {
        let mut file = BufReader::with_capacity(1 << 20, sealed::open(path).ok()?);
        let mut stamp = [0; WIDTH];
        file.read_exact(&mut stamp).ok()?;
        if u128::from_le_bytes(stamp) != self.stamp.0 {
            return None;
        }
        let records = std::iter::from_fn(move || next_record(&mut file).transpose());
        let read = |record: io::Result<(Head, Vec<u8>)>| {
            let (Head { fingerprint, checksum: said, .. }, bytes) = record.ok()?;
            let is_whole = checksum(self.stamp, fingerprint, &bytes) == said;
            is_whole.then(|| Some((fingerprint, parsed(fingerprint, &bytes, config)?)))
        };
        let all: Option<Vec<Option<(Fingerprint, Parsed)>>> = records.par_bridge().map(read).collect();
        Some(all?.into_iter().flatten().collect())
    }
}

/// The second file, of what was parsed since the first was written.
fn since(path: &Path) -> PathBuf {
    path.with_extension("since")
}

/// What stands before the bytes of a document.
#[derive(Clone, Copy)]
struct Head {
    /// Whose bytes they are: the fingerprint of the document's source.
    fingerprint: Fingerprint,
    /// Identity of all that this record says, and of who says it.
    checksum: Fingerprint,
    /// How many bytes they are.
    length: u32,
}

impl Head {
    const SIZE: usize = 2 * WIDTH + 4;

    fn to_bytes(self) -> [u8; Head::SIZE] {
        let mut bytes = [0; Head::SIZE];
        bytes[..WIDTH].copy_from_slice(&self.fingerprint.0.to_le_bytes());
        bytes[WIDTH..2 * WIDTH].copy_from_slice(&self.checksum.0.to_le_bytes());
        bytes[2 * WIDTH..].copy_from_slice(&self.length.to_le_bytes());
        bytes
    }

    fn of_bytes(bytes: &[u8; Head::SIZE]) -> Option<Head> {
        let number = |at: usize| Some(Fingerprint(u128::from_le_bytes(bytes[at..at + WIDTH].try_into().ok()?)));
        let length = u32::from_le_bytes(bytes[2 * WIDTH..].try_into().ok()?);
        (length <= LARGEST).then_some(Head { fingerprint: number(0)?, checksum: number(WIDTH)?, length })
    }
}

/// The next record of a file; `None` at its end, an error where it makes no sense.
fn next_record(file: &mut impl Read) -> io::Result<Option<(Head, Vec<u8>)>> {
    let mut start = Vec::with_capacity(Head::SIZE);
    file.take(Head::SIZE as u64).read_to_end(&mut start)?;
    if start.is_empty() {
        return Ok(None);
    }
    let head = start.as_slice().try_into().ok().and_then(Head::of_bytes).ok_or(io::ErrorKind::InvalidData)?;
    let mut bytes = Vec::with_capacity(head.length as usize);
    file.take(u64::from(head.length)).read_to_end(&mut bytes)?;
    if bytes.len() < head.length as usize {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some((head, bytes)))
}

fn checksum(stamp: Fingerprint, fingerprint: Fingerprint, bytes: &[u8]) -> Fingerprint {
    sealed::checksum(&[&stamp.0.to_le_bytes(), &fingerprint.0.to_le_bytes()], bytes)
}

/// A document as a record; `None` for one that is too large to keep.
fn record(stamp: Fingerprint, fingerprint: Fingerprint, parsed: &Parsed) -> Option<Vec<u8>> {
    let said: (&Document, &[Diagnostic]) = (&parsed.value, &parsed.diagnostics);
    // The head goes before what it is about.
    let mut record = postcard::to_extend(&said, vec![0; Head::SIZE]).ok()?;
    let bytes = &record[Head::SIZE..];
    let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= LARGEST)?;
    let head = Head { fingerprint, checksum: checksum(stamp, fingerprint, bytes), length };
    record[..Head::SIZE].copy_from_slice(&head.to_bytes());
    Some(record)
}

/// The document of a record's bytes, where they are one.
fn parsed(fingerprint: Fingerprint, bytes: &[u8], config: &Config) -> Option<Parsed> {
    let (document, diagnostics): (Document, Vec<Diagnostic>) = postcard::from_bytes(bytes).ok()?;
    let is_sound = document.fingerprint == fingerprint && document.is_sound(config);
    is_sound.then(|| Arc::new(Checked::new(Arc::new(document), diagnostics)))
}

#[cfg(test)]
mod tests;
