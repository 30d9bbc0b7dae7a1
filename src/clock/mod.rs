//! Dates, times and zones as people write them.

mod around;
mod date;
mod digits;
mod scan;
mod stamp;
mod style;
mod time;
mod zone;

pub use date::{Day, Order};
pub use stamp::{Stamp, dates_within, window_within};
pub use style::Style;
pub use zone::{
    ambiguous as ambiguous_zones, explained as explained_zones, whole as whole_zone, zone_name, zone_remark,
    zone_remark_written, zone_within,
};

use crate::lexicon::Lexicon;
use crate::model::{Date, Instant, TimeOfDay, Zone};
use scan::Scan;
use zone::Minus;

/// The date that `text` is, in any form that names a year; of a date with a time, the date. Impossible days are
/// `None`.
pub fn parse_date(text: &str, lexicon: &Lexicon) -> Option<Date> {
    parse_date_in(text, Order::default(), lexicon)
}

/// The date that `text` is, where both numbers of `03/04/2024` may be the day and this order decides.
pub fn parse_date_in(text: &str, order: Order, lexicon: &Lexicon) -> Option<Date> {
    let stamp = whole(text, order, lexicon)?;
    stamp.day?.full()
}

/// The instant that `text` is: RFC 3339 and every looser form with a date and a time. Without a zone it is in
/// `default_zone`.
pub fn parse_instant(text: &str, default_zone: &Zone, lexicon: &Lexicon) -> Option<Instant> {
    parse_instant_in(text, default_zone, Order::default(), lexicon)
}

/// The instant that `text` is, where this order decides which of two numbers is the day.
pub fn parse_instant_in(text: &str, default_zone: &Zone, order: Order, lexicon: &Lexicon) -> Option<Instant> {
    let stamp = whole(text, order, lexicon)?;
    Instant::local(stamp.day?.full()?, stamp.time?, stamp.zone.as_ref().unwrap_or(default_zone))
}

/// The time of day that `text` is.
pub fn parse_time(text: &str, lexicon: &Lexicon) -> Option<TimeOfDay> {
    let mut scan = Scan::new(text.trim(), lexicon);
    let found = time::clock(&mut scan)?;
    scan.is_done().then_some(found.time)
}

/// A stamp that is all of `text`.
fn whole(text: &str, order: Order, lexicon: &Lexicon) -> Option<Stamp> {
    let text = text.trim();
    let style = Style { lexicon, zones: &[], order, dotted: false, hours: false, minus: Minus::Offset };
    let (stamp, end) = stamp::read(text, style)?;
    let rest = text[end..].trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ')'));
    (rest.is_empty() && stamp.until.is_none()).then_some(stamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;
    use crate::model::parse_zone;

    #[test]
    fn instants_are_read_in_every_form_of_front_matter() {
        let pst = parse_zone("PST").unwrap();
        for (text, instant) in [
            ("2021-03-04T09:30:00Z", "2021-03-04T09:30:00Z"),
            ("2021-03-04T9:30:00", "2021-03-04T17:30:00Z"),
            ("2019-10-02 21:00+0000", "2019-10-02T21:00:00Z"),
            ("2021-03-04 14:00 UTC", "2021-03-04T14:00:00Z"),
            ("2021-03-04 14:00:00 -05:00", "2021-03-04T19:00:00Z"),
            ("2024-01-31T09:00:00-05:00[America/New_York]", "2024-01-31T14:00:00Z"),
            ("2026-05-04T17:44:58.455897Z", "2026-05-04T17:44:58Z"),
            ("2017-02-02T15:37:36+11:00", "2017-02-02T04:37:36Z"),
            ("March 4, 2021 at 2:00 PM PST", "2021-03-04T22:00:00Z"),
            ("4 mars 2021 à 14h30 CET", "2021-03-04T13:30:00Z"),
            ("03/04/2021 14:00", "2021-03-04T22:00:00Z"),
            ("14:00 UTC on 4 March 2021", "2021-03-04T14:00:00Z"),
            ("2021/03/04, 14:00 (UTC)", "2021-03-04T14:00:00Z"),
        ] {
            assert_eq!(parse_instant(text, &pst, built_in()).map(Instant::rfc3339).as_deref(), Some(instant), "{text}");
        }
        for text in [
            "2021-03-04",
            "2024-02-30T10:00",
            "14:00",
            "yesterday",
            "",
            "2021-03-04 25:00",
            "2021-03-04 14:00 it broke",
        ] {
            assert_eq!(parse_instant(text, &pst, built_in()), None, "{text}");
        }
    }

    #[test]
    fn dates_are_read_with_or_without_a_time() {
        for (text, date) in [
            ("2024-02-29", "2024-02-29"),
            ("2024-01-31T09:00:00-05:00", "2024-01-31"),
            ("1628-08-10", "1628-08-10"),
            ("12 March 2024", "2024-03-12"),
            ("Monday, 4 March 2024", "2024-03-04"),
            ("12/31/2023", "2023-12-31"),
        ] {
            assert_eq!(parse_date(text, built_in()).map(|date| date.to_string()).as_deref(), Some(date), "{text}");
        }
        for text in
            ["2024-02-30", "2023-02-29", "March 2024", "2024", "12 March", "2024-01-02 broke", &"1".repeat(1_000_000)]
        {
            assert_eq!(parse_date(text, built_in()), None, "{}", &text[..text.len().min(40)]);
        }
    }
}
