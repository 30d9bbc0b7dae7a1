//! The survey of a library, and what is kept of it between builds: the evidence of each source.

use crate::config::Config;
use crate::survey::{Conventions, Evidence, PageEvidence, Survey, scan};
use crate::text::{Fingerprint, Source};
use rayon::prelude::*;
use std::collections::HashMap;
use std::sync::Arc;

/// Sources that are scanned and whose evidence is added up together.
const AT_A_TIME: usize = 256;

/// What earlier surveys found.
#[derive(Clone, Default)]
pub(super) struct SurveyMemo {
    evidence: HashMap<Fingerprint, Arc<PageEvidence>>,
    survey: Arc<Survey>,
}

impl SurveyMemo {
    /// Surveys all sources; the conventions for each of them, in their order.
    pub(super) fn survey(&mut self, sources: &[Source], config: &Config) -> (Arc<Survey>, Vec<Arc<Conventions>>) {
        let known = &self.evidence;
        let look = |source: &Source| match known.get(&source.fingerprint) {
            Some(evidence) => Arc::clone(evidence),
            None => Arc::new(scan(source, &config.lexicon)),
        };
        let looked: Vec<(Vec<Arc<PageEvidence>>, Evidence)> = sources
            .par_chunks(AT_A_TIME)
            .map(|sources| {
                let pages: Vec<Arc<PageEvidence>> = sources.iter().map(look).collect();
                let mut evidence = Evidence::default();
                sources.iter().zip(&pages).for_each(|(source, page)| evidence.add(source, page));
                (pages, evidence)
            })
            .collect();
        let mut pages = Vec::with_capacity(sources.len());
        let mut evidence = Evidence::default();
        for (some, of_some) in looked {
            pages.extend(some);
            evidence = evidence.merge(of_some);
        }
        let survey = Arc::new(Survey::of(evidence, config));
        let conventions =
            sources.par_iter().zip(&pages).map(|(source, page)| survey.conventions(source, page, config)).collect();
        self.evidence = sources.iter().map(|source| source.fingerprint).zip(pages).collect();
        self.survey = Arc::clone(&survey);
        (survey, conventions)
    }

    /// The conventions for one source as the last survey has them.
    pub(super) fn conventions(&self, source: &Source, config: &Config) -> Arc<Conventions> {
        match self.evidence.get(&source.fingerprint) {
            Some(page) => self.survey.conventions(source, page, config),
            None => self.survey.conventions(source, &scan(source, &config.lexicon), config),
        }
    }
}
