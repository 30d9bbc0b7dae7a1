//! The one gate: what this build may show. It comes first, so that no writer decides for itself.

use crate::config::Config;
use crate::document::Document;
use crate::model::Status;
use std::sync::Arc;

/// What is shown and what is not. Drafts are shown only where the settings say so.
pub(super) fn split(documents: Vec<Arc<Document>>, config: &Config) -> (Vec<Arc<Document>>, Vec<Arc<Document>>) {
    documents.into_iter().partition(|document| {
        let status = document.facts.incident.status.as_ref().map(|found| found.value);
        config.drafts || status != Some(Status::Draft)
    })
}
