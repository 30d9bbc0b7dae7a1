//! What a document must be to be read back from where it was kept.

use super::Document;
use crate::config::Config;

/// Values of any shape are kept as JSON text: the format of the rest does not say what comes next.
pub(super) mod as_json {
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::{Map, Value};

    pub(in super::super) fn serialize<S: Serializer>(map: &Map<String, Value>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&serde_json::to_string(map).map_err(S::Error::custom)?)
    }

    pub(in super::super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Map<String, Value>, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl Document {
    /// Whether everything in it that stands for something else stands for something, as it does in whatever was parsed
    /// under these settings. A checksum finds what was damaged, not what was forged.
    pub fn is_sound(&self, config: &Config) -> bool {
        let incident = &self.shape.incident;
        let links = self.telling.links.len();
        self.shape.links.len() == links
            && self.body.html.is_sound(links)
            && self.body.summary.is_sound(links)
            && incident.severity.as_ref().is_none_or(|found| usize::from(found.value.0) < config.severities.len())
            && incident.terms.iter().all(|(key, _)| usize::from(key.0) < config.taxonomies.len())
    }
}
