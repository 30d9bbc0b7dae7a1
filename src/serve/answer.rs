//! Answers: types, entity tags, ranges (RFC 9110), without knowing where the bytes are from.

use crate::source::{FileStamp, open_within};
use crate::text::{ContentPath, Fingerprint};
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use http_range_header::parse_range_header;
use std::fs::Metadata;
use std::io::SeekFrom;
use std::ops::RangeInclusive;
use std::path::Path;
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_stream::wrappers::ReceiverStream;

/// How much of a file is read at a time, in bytes.
const PIECE: usize = 64 * 1024;

/// What is sent with every answer: nothing is guessed from content, nothing is given to pages of other sites, and a
/// browser asks again before it uses what it has.
const ALWAYS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (header::X_FRAME_OPTIONS, "SAMEORIGIN"),
    (header::CACHE_CONTROL, "no-cache"),
];

/// Which part of something is sent.
enum BodyPart {
    Whole,
    Range(RangeInclusive<u64>),
    Unchanged,
    OutOfRange,
}

/// The type of a file by its name.
pub(super) fn content_type(name: &str) -> String {
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let is_text = kind.type_() == "text"
        || matches!(kind.subtype().as_str(), "javascript" | "json" | "xml")
        || matches!(kind.suffix().map(|suffix| suffix.as_str()), Some("xml" | "json"));
    if is_text { format!("{kind}; charset=utf-8") } else { kind.to_string() }
}

/// A short answer in words.
pub(super) fn words(status: StatusCode, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(format!("{text}\n")));
    *response.status_mut() = status;
    finish(response, "text/plain; charset=utf-8", None)
}

/// Bytes that are there.
pub(super) fn bytes(request: &HeaderMap, status: StatusCode, name: &str, bytes: Bytes) -> Response<Body> {
    let tag = format!("\"{:032x}\"", Fingerprint::of(&[&bytes]).0);
    let length = bytes.len() as u64;
    let is_page = status == StatusCode::OK;
    let part = if is_page { part(request, &tag, length) } else { BodyPart::Whole };
    let body = match &part {
        BodyPart::Whole => Body::from(bytes),
        BodyPart::Range(range) => {
            // A range that was validated lies in the bytes.
            let place = |at: u64| usize::try_from(at).unwrap_or(usize::MAX);
            Body::from(bytes.slice(place(*range.start())..=place(*range.end())))
        }
        BodyPart::Unchanged | BodyPart::OutOfRange => Body::empty(),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    if let BodyPart::Whole = part {
        // Said in so many words: an answer to HEAD has no body to count.
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    partial(&mut response, &part, length);
    finish(response, &content_type(name), is_page.then_some(tag))
}

/// A file of the content folder, read as it is sent.
pub(super) async fn file(request: &HeaderMap, content: &Path, path: &ContentPath, name: &str) -> Response<Body> {
    let Ok((mut file, metadata)) = open(content, path).await else {
        return words(StatusCode::NOT_FOUND, "This file cannot be read any more.");
    };
    let length = metadata.len();
    let tag = tag(&metadata);
    let part = part(request, &tag, length);
    let (start, length_sent) = match &part {
        BodyPart::Whole => (0, length),
        BodyPart::Range(range) => (*range.start(), range.end() - range.start() + 1),
        BodyPart::Unchanged | BodyPart::OutOfRange => (0, 0),
    };
    if file.seek(SeekFrom::Start(start)).await.is_err() {
        return words(StatusCode::NOT_FOUND, "This file cannot be read any more.");
    }
    let mut response = Response::new(streamed(file.take(length_sent)));
    partial(&mut response, &part, length);
    if matches!(part, BodyPart::Whole | BodyPart::Range(_)) {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length_sent));
    }
    let kind = content_type(name);
    if is_document(&kind) {
        // A file that its author attached is no page of ours: nothing in it runs, and it sees nothing of the site.
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    }
    finish(response, &kind, Some(tag))
}

/// Whether a browser shows files of a type as documents that can run script.
fn is_document(kind: &str) -> bool {
    ["html", "xml", "svg", "xsl"].iter().any(|word| kind.contains(word))
}

/// A regular file, and not what lies behind a link that has taken its place, or that of a folder on the way to it.
async fn open(content: &Path, path: &ContentPath) -> std::io::Result<(File, Metadata)> {
    let (content, path) = (content.to_owned(), path.clone());
    let opened = tokio::task::spawn_blocking(move || open_within(&content, &path)).await;
    let (file, metadata) = opened.map_err(std::io::Error::other)??;
    Ok((File::from_std(file), metadata))
}

fn tag(metadata: &Metadata) -> String {
    format!("\"{:032x}\"", Fingerprint::of_value(&FileStamp::of(metadata)).0)
}

fn streamed(mut file: tokio::io::Take<File>) -> Body {
    let (sender, receiver) = tokio::sync::mpsc::channel::<std::io::Result<Bytes>>(2);
    tokio::spawn(async move {
        loop {
            let mut piece = Vec::with_capacity(PIECE);
            let read = (&mut file).take(PIECE as u64).read_to_end(&mut piece).await;
            let is_over = !matches!(read, Ok(read) if read > 0);
            let sent = match read {
                Ok(0) => return,
                Ok(_) => sender.send(Ok(piece.into())).await,
                Err(error) => sender.send(Err(error)).await,
            };
            if is_over || sent.is_err() {
                return;
            }
        }
    });
    Body::from_stream(ReceiverStream::new(receiver))
}

/// What a request wants of something with this tag and length. More than one range is answered with the whole, which
/// RFC 9110 §14.2 allows.
fn part(request: &HeaderMap, tag: &str, length: u64) -> BodyPart {
    let has = |value: &HeaderValue| {
        let value = value.to_str().unwrap_or("");
        value == "*" || value.split(',').any(|other| other.trim().trim_start_matches("W/") == tag)
    };
    if request.get_all(header::IF_NONE_MATCH).iter().any(has) {
        return BodyPart::Unchanged;
    }
    let Some(range) = request.get(header::RANGE).and_then(|value| value.to_str().ok()) else { return BodyPart::Whole };
    if request.get(header::IF_RANGE).is_some_and(|value| value.as_bytes() != tag.as_bytes()) {
        return BodyPart::Whole;
    }
    let Ok(ranges) = parse_range_header(range) else { return BodyPart::Whole };
    match ranges.validate(length) {
        Ok(ranges) => match <[RangeInclusive<u64>; 1]>::try_from(ranges) {
            Ok([range]) => BodyPart::Range(range),
            Err(_) => BodyPart::Whole,
        },
        Err(_) => BodyPart::OutOfRange,
    }
}

fn partial(response: &mut Response<Body>, part: &BodyPart, length: u64) {
    let (status, range) = match part {
        BodyPart::Whole => (None, None),
        BodyPart::Range(range) => {
            (Some(StatusCode::PARTIAL_CONTENT), Some(format!("bytes {}-{}/{length}", range.start(), range.end())))
        }
        BodyPart::Unchanged => (Some(StatusCode::NOT_MODIFIED), None),
        BodyPart::OutOfRange => (Some(StatusCode::RANGE_NOT_SATISFIABLE), Some(format!("bytes */{length}"))),
    };
    if let Some(status) = status {
        *response.status_mut() = status;
    }
    if let Some(range) = range.and_then(|range| HeaderValue::from_str(&range).ok()) {
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    response.headers_mut().insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
}

fn finish(mut response: Response<Body>, kind: &str, tag: Option<String>) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let values = [(header::CONTENT_TYPE, Some(kind.to_owned())), (header::ETAG, tag)];
    for (name, value) in values {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            headers.insert(name, value);
        }
    }
    response
}
