//! Days that stand beside those of front matter: in the name of the file, in the title.

use crate::clock::{Style, dates_within};
use crate::front_matter::Stated;
use crate::lexicon::Lexicon;
use crate::model::Date;
use crate::reading::date_of_name;
use crate::text::ContentPath;

/// Tools write `date` as an instant in UTC, and people name the file by their own day: where the two are neighbours and
/// the hour allows it, the day is the people's.
pub(super) fn local_day(stated: &mut Stated, place: &ContentPath, lexicon: &Lexicon) {
    let (Some(at), Some(date), Some(named)) = (stated.instant, &mut stated.claims.date, date_of_name(place, lexicon))
    else {
        return;
    };
    let is_utc = stated.has_zone && at.offset().seconds() == 0;
    let (hour, days) = (at.time().hour(), named.until(date.value).map_or(0, |span| span.get_days()));
    if is_utc && (days == 1 && hour < 12 || days == -1 && hour >= 10) {
        date.value = named;
    }
}

/// The date that a title names, if it names just one.
pub(super) fn only_date(title: &str, lexicon: &Lexicon) -> Option<Date> {
    if !title.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match dates_within(title, Style::of("en", lexicon)).as_slice() {
        [(date, _)] => Some(*date),
        _ => None,
    }
}
