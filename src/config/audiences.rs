//! `[audiences]`: who may read what, from the few to everybody.

use super::wrong::{did_you_mean, wrong};
use crate::diagnostic::Diagnostic;
use crate::text::fold;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use std::fmt;
use toml::Spanned;

/// What the owner of an action is called where people are shown as roles.
pub const OWNER: &str = "owner";

/// `[audiences]`, with a table for each audience that has settings of its own: `[audiences.public]`.
#[derive(Clone, Debug, Default)]
pub(super) struct RawAudiences {
    pub(super) levels: Option<Vec<Spanned<String>>>,
    pub(super) default: Option<Spanned<String>>,
    pub(super) own: Vec<(Spanned<String>, RawAudience)>,
}

/// `[audiences.public]`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct RawAudience {
    people: Option<Spanned<String>>,
}

/// The keys of a table of one audience.
pub(super) const AUDIENCE_KEYS: [&str; 1] = ["people"];

impl RawAudiences {
    /// The settings of `self`, and those of `below` where `self` has none.
    pub(super) fn over(self, below: RawAudiences) -> RawAudiences {
        let RawAudiences { levels, default, own } = self;
        RawAudiences { levels: levels.or(below.levels), default: default.or(below.default), own }
    }
}

impl<'de> Deserialize<'de> for RawAudiences {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<RawAudiences, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = RawAudiences;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a table of audiences")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RawAudiences, A::Error> {
                let mut raw = RawAudiences::default();
                while let Some(key) = map.next_key::<Spanned<String>>()? {
                    match key.as_ref().as_str() {
                        "levels" => raw.levels = Some(map.next_value()?),
                        "default" => raw.default = Some(map.next_value()?),
                        _ => raw.own.push((key, map.next_value()?)),
                    }
                }
                Ok(raw)
            }
        }
        from.deserialize_map(Keys)
    }
}

/// The audiences of a library, from narrow to wide, and the one that this build is for. Whoever belongs to one may read
/// what is for it and for every wider one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Audiences {
    /// Narrow to wide; none where nothing is restricted by audience.
    names: Vec<String>,
    /// The place of the audience of pages that name none.
    default: usize,
    /// The place of the audience that this build is for.
    chosen: usize,
    /// The place of the narrowest audience that is shown roles instead of people's names.
    roles: Option<usize>,
}

impl Audiences {
    /// Whether the settings name any.
    pub fn are_configured(&self) -> bool {
        !self.names.is_empty()
    }

    /// The names, from narrow to wide.
    pub fn names(&self) -> impl Iterator<Item = &str> + Clone {
        self.names.iter().map(String::as_str)
    }

    /// The name that is meant, as the settings write it.
    pub fn find(&self, written: &str) -> Option<&str> {
        Some(self.names.get(self.place(written)?)?)
    }

    /// Whom this build is for; `None` where no audiences are configured.
    pub fn chosen(&self) -> Option<&str> {
        self.names.get(self.chosen).map(String::as_str)
    }

    /// Makes this a build for an audience; whether there is such a one.
    pub fn choose(&mut self, written: &str) -> bool {
        let place = self.place(written);
        self.chosen = place.unwrap_or(self.chosen);
        place.is_some()
    }

    /// Makes this a build for those who may read everything.
    pub fn choose_narrowest(&mut self) {
        self.chosen = 0;
    }

    /// Whether everything may be read by those whom this build is for.
    pub fn reads_everything(&self) -> bool {
        self.chosen == 0
    }

    /// Whether those whom this build is for are shown roles instead of people's names: so are all wider audiences.
    pub fn shows_roles(&self) -> bool {
        self.roles.is_some_and(|roles| roles <= self.chosen)
    }

    /// Whether those whom this build is for may read what others may not.
    pub fn reads_several(&self) -> bool {
        self.chosen + 1 < self.names.len()
    }

    /// The same for those whom something for `audience` is for; `None` where it is for nobody.
    pub fn of_readers(&self, audience: Option<&str>) -> Option<Audiences> {
        Some(Audiences { chosen: self.level(audience)?, ..self.clone() })
    }

    /// Whether something for `audience`, or for the default where it names none, may be read by those whom this build is
    /// for. What names an audience that there is not is for nobody.
    pub fn may_read(&self, audience: Option<&str>) -> bool {
        self.level(audience).is_some_and(|level| level >= self.chosen)
    }

    /// The narrower of two: of what is made of both. A name that there is not is the narrowest of all.
    pub fn narrower<'a>(&self, one: Option<&'a str>, other: Option<&'a str>) -> Option<&'a str> {
        if self.level(one) <= self.level(other) { one } else { other }
    }

    /// Whether something for `audience` is for fewer than something for `other`.
    pub fn is_narrower(&self, audience: Option<&str>, other: Option<&str>) -> bool {
        self.level(audience) < self.level(other)
    }

    /// The place of an audience; `None`, which is before all others, where there is no such audience.
    fn level(&self, audience: Option<&str>) -> Option<usize> {
        match audience {
            None => Some(self.default),
            Some(name) => self.names.iter().position(|known| known == name),
        }
    }

    fn place(&self, written: &str) -> Option<usize> {
        let written = fold(written.trim());
        self.names.iter().position(|known| fold(known) == written)
    }
}

/// `[audiences]`, and whom a site is for unless the command says: those of `[build] audience`, else everybody.
pub(super) fn audiences(
    raw: RawAudiences,
    build_for: Option<Spanned<String>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Audiences {
    let RawAudiences { levels, default, own } = raw;
    let mut audiences = Audiences::default();
    for level in levels.unwrap_or_default() {
        let name = level.as_ref().trim();
        if name.is_empty() || audiences.place(name).is_some() {
            let message = if name.is_empty() { "an audience needs a name" } else { "this audience is there twice" };
            let help = "Name each audience once, from the few who may read everything to everybody.".to_owned();
            wrong(diagnostics, level.span(), message.to_owned(), help);
        } else {
            audiences.names.push(name.to_owned());
        }
    }
    audiences.chosen = audiences.names.len().saturating_sub(1);
    let mut named = |written: Option<Spanned<String>>| {
        let written = written.filter(|written| !written.as_ref().trim().is_empty())?;
        let place = audiences.place(written.as_ref());
        if place.is_none() {
            not_an_audience(&written, &audiences, diagnostics);
        }
        place
    };
    let (default, chosen) = (named(default), named(build_for));
    audiences.default = default.unwrap_or(0);
    audiences.chosen = chosen.unwrap_or(audiences.chosen);
    for (name, RawAudience { people }) in own {
        let place = audiences.place(name.as_ref());
        if place.is_none() {
            not_an_audience(&name, &audiences, diagnostics);
        }
        match people.as_ref().map(|people| people.as_ref().as_str()) {
            None | Some("names") => {}
            Some("roles") => audiences.roles = place.into_iter().chain(audiences.roles).min(),
            Some(other) => {
                // What was meant may be to hide them.
                audiences.roles = place.into_iter().chain(audiences.roles).min();
                let span = people.as_ref().map_or(name.span(), Spanned::span);
                let message = format!("`{other}` is no way to show people");
                wrong(diagnostics, span, message, "Use \"names\" or \"roles\".".to_owned());
            }
        }
    }
    audiences
}

/// Reports an audience of the settings that there is not.
pub(super) fn not_an_audience(written: &Spanned<String>, known: &Audiences, diagnostics: &mut Vec<Diagnostic>) {
    let help = match known.are_configured() {
        true => did_you_mean(written.as_ref(), known.names()),
        false => "Name the audiences first: [audiences] levels = [\"security\", \"company\", \"public\"].".to_owned(),
    };
    wrong(diagnostics, written.span(), format!("`{}` is not an audience", written.as_ref()), help);
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    const LEVELS: &str = "[audiences]\nlevels = [\"security\", \"company\", \"public\"]\n";

    #[test]
    fn whoever_may_read_the_narrow_may_read_the_wide() {
        let mut audiences = Config::read(LEVELS).value.audiences;
        assert_eq!(audiences.chosen(), Some("public"), "a site is for everybody unless somebody says otherwise");
        assert!(audiences.may_read(Some("public")));
        assert!(!audiences.may_read(Some("company")) && !audiences.may_read(None) && !audiences.may_read(Some("")));
        assert!(audiences.choose("Company") && !audiences.choose("press"));
        assert!(audiences.may_read(Some("public")) && audiences.may_read(Some("company")));
        assert!(!audiences.may_read(Some("security")) && !audiences.may_read(None));
        audiences.choose_narrowest();
        assert!(audiences.may_read(None) && !audiences.may_read(Some("press")), "an unknown name is for nobody");
    }

    #[test]
    fn of_what_is_made_of_both_the_narrower_counts() {
        let audiences = Config::read(&format!("{LEVELS}default = \"company\"\n")).value.audiences;
        assert_eq!(audiences.narrower(Some("public"), None), None);
        assert_eq!(audiences.narrower(Some("security"), None), Some("security"));
        assert_eq!(audiences.narrower(Some("public"), Some("no such")), Some("no such"));
    }

    #[test]
    fn a_name_that_there_is_not_is_told_wherever_it_stands() {
        for (text, place) in [
            ("[audiences]\nlevels = [\"a\", \"A\"]\n", "\"A\""),
            ("[audiences]\nlevels = [\"a\"]\ndefault = \"b\"\n", "\"b\""),
            ("[build]\naudience = \"b\"\n[audiences]\nlevels = [\"a\"]\n", "\"b\""),
            ("[folders.x]\naudience = \"b\"\n", "\"b\""),
            ("[audiences]\nlevels = [\"a\"]\n[audiences.b]\npeople = \"roles\"\n", "b"),
            ("[audiences]\nlevels = [\"a\"]\n[audiences.a]\npeople = \"role\"\n", "\"role\""),
            ("[audiences]\nlevels = [\"a\"]\n[audiences.a]\nperson = \"roles\"\n", "person"),
        ] {
            let found = Config::read(text).diagnostics;
            let places: Vec<_> = found.iter().filter_map(|found| Some(found.span?.text(text))).collect();
            assert_eq!(places, [place], "{text}");
        }
    }
}
