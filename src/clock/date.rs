//! Days as people write them.

use super::scan::Scan;
use crate::lexicon::{Lexicon, WordList};
use crate::model::Date;

/// Which comes first in `03/04/2024`, where both readings are possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// As in the United States; what English pages are taken for.
    #[default]
    MonthFirst,
    /// As nearly everywhere else.
    DayFirst,
}

impl Order {
    /// The order of a language (BCP 47).
    pub fn of(language: &str) -> Order {
        let english = language.get(..2).is_none_or(|start| start.eq_ignore_ascii_case("en"));
        if english && !language.get(2..).is_some_and(|region| region.eq_ignore_ascii_case("-gb")) {
            Order::MonthFirst
        } else {
            Order::DayFirst
        }
    }
}

/// A day whose year may have been left out (`Feb 21`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    year: Option<i16>,
    month: i8,
    day: i8,
}

impl Day {
    fn new(year: Option<u32>, month: u32, day: u32) -> Option<Day> {
        let year = year.map(i16::try_from).transpose().ok()?;
        let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
        // 2024 stands for a year that is not named: it has every day that a year can have.
        Date::new(year.unwrap_or(2024), month, day).ok()?;
        Some(Day { year, month, day })
    }

    /// The date, if the year was written.
    pub fn full(self) -> Option<Date> {
        Date::new(self.year?, self.month, self.day).ok()
    }

    /// The date; a year that was left out is the one that brings it nearest to `near`.
    pub fn near(self, near: Option<Date>) -> Option<Date> {
        if self.year.is_some() {
            return self.full();
        }
        let near = near?;
        (-1..=1)
            .filter_map(|step| Date::new(near.year().checked_add(step)?, self.month, self.day).ok())
            .min_by_key(|date| near.until(*date).map_or(i32::MAX, |span| span.get_days().abs()))
    }
}

/// A day at this place: `2018-01-18`, `Jan 18 2018`, `18 janvier 2018`, `18.01.2018`, `1/18/2018`, `2018年1月18日`,
/// with or without the day of the week.
pub(super) fn day(scan: &mut Scan<'_>, order: Order) -> Option<Day> {
    scan.attempt(|scan| {
        weekday(scan);
        let day = numbers(scan, order).or_else(|| scan.attempt(month_first))?;
        if scan.attempt(bracketed_weekday).is_none() {
            scan.attempt(weekday_behind);
        }
        Some(day)
    })
}

fn numbers(scan: &mut Scan<'_>, order: Order) -> Option<Day> {
    scan.attempt(year_first)
        .or_else(|| scan.attempt(with_signs))
        .or_else(|| scan.attempt(|scan| three_numbers(scan, order)))
        .or_else(|| scan.attempt(day_then_month))
}

fn weekday(scan: &mut Scan<'_>) {
    let _ = scan.attempt(|scan| {
        let mut word = scan.word()?;
        if scan.lexicon().has(WordList::DayArticles, &word) {
            (scan.spaces() > 0).then_some(())?;
            // "le 18 janvier" has none.
            if scan.peek().is_some_and(|c| c.is_ascii_digit()) {
                return Some(());
            }
            word = scan.word()?;
        }
        // "segunda-feira" is two words.
        let whole = scan.attempt(|scan| {
            scan.take('-').then_some(())?;
            let whole = format!("{word}-{}", scan.word()?);
            is_weekday(&whole, scan.lexicon()).then_some(whole)
        });
        (whole.is_some() || is_weekday(&word, scan.lexicon())).then_some(())?;
        scan.take_any(&['.', ',']);
        scan.take(',');
        (scan.spaces() > 0).then_some(())?;
        Some(())
    });
}

fn bracketed_weekday(scan: &mut Scan<'_>) -> Option<()> {
    scan.spaces();
    scan.take_any(&['(', '（'])?;
    let word = scan.word()?;
    scan.take('.');
    scan.take_any(&[')', '）'])?;
    (is_weekday(&word, scan.lexicon()) || scan.lexicon().has(WordList::WeekdaySigns, &word)).then_some(())
}

/// `2025-07-26 Saturday`, `12 March 2024, Tuesday`: the whole name, since "Sat" and "mar" are words of their own.
fn weekday_behind(scan: &mut Scan<'_>) -> Option<()> {
    scan.take(',');
    (scan.spaces() > 0).then_some(())?;
    let word = scan.word()?;
    let is_whole = scan.lexicon().words(WordList::Weekdays).any(|day| day == word);
    (is_whole && scan.at_boundary() && scan.peek() != Some('-')).then_some(())
}

fn is_weekday(word: &str, lexicon: &Lexicon) -> bool {
    let is = |day: &str| day == word || (word.len() >= 3 && word.len() <= 4 && day.starts_with(word));
    lexicon.words(WordList::Weekdays).any(is)
}

/// `2018-01-18`, `2018/1/18`, `2018.01.18`.
fn year_first(scan: &mut Scan<'_>) -> Option<Day> {
    let (year, _) = scan.digits(4, 4)?;
    let separator = scan.take_any(&['-', '/', '.', '‑'])?;
    let (month, _) = scan.digits(1, 2)?;
    scan.take(separator).then_some(())?;
    let (day, _) = scan.digits(1, 2)?;
    end_of_number(*scan)?;
    Day::new(Some(year), month, day)
}

/// `2018年1月18日`, `2018 年 1 月 18 号`, `2018년 1월 18일`, and the same without the year.
fn with_signs(scan: &mut Scan<'_>) -> Option<Day> {
    let year = scan.attempt(|scan| {
        let (year, _) = scan.digits(4, 4)?;
        scan.spaces();
        scan.take_any(&['年', '년'])?;
        scan.spaces();
        Some(year)
    });
    let (month, _) = scan.digits(1, 2)?;
    scan.spaces();
    scan.take_any(&['月', '월'])?;
    scan.spaces();
    let (day, _) = scan.digits(1, 2)?;
    let signed = scan.attempt(|scan| {
        scan.spaces();
        scan.take_any(&['日', '号', '號', '일'])
    });
    (signed.is_some() || year.is_some()).then_some(())?;
    end_of_number(*scan)?;
    Day::new(year, month, day)
}

/// `18.01.2018`, `1/18/2018`, `18-01-2018`, `1/18/18`.
fn three_numbers(scan: &mut Scan<'_>, order: Order) -> Option<Day> {
    let (first, _) = scan.digits(1, 2)?;
    let separator = scan.take_any(&['/', '.', '-'])?;
    let (second, _) = scan.digits(1, 2)?;
    scan.take(separator).then_some(())?;
    let year = match scan.digits(2, 4)? {
        (year, 4) => year,
        (year, 2) if separator == '/' => 2000 + year,
        _ => return None,
    };
    end_of_number(*scan)?;
    let day_first = separator == '.' || first > 12 || (order == Order::DayFirst && second <= 12);
    let (month, day) = if day_first { (second, first) } else { (first, second) };
    Day::new(Some(year), month, day)
}

/// `18 January 2018`, `18th of January, 2018`, `1er mars`, `19. April`, `18-Jan-2018`.
fn day_then_month(scan: &mut Scan<'_>) -> Option<Day> {
    let (day, _) = scan.digits(1, 2)?;
    ordinal(scan);
    if scan.spaces() == 0 {
        scan.take('-').then_some(())?;
    }
    let mut word = scan.word()?;
    if scan.lexicon().has(WordList::MonthLinks, &word) {
        (scan.spaces() > 0).then_some(())?;
        word = scan.word()?;
    }
    let month = scan.lexicon().month(&word)? as u32 + 1;
    let year = scan.attempt(year_after);
    end_of_number(*scan)?;
    (year.is_some() || !scan.lexicon().has(WordList::AmbiguousMonths, &word)).then_some(())?;
    Day::new(year, month, day)
}

/// `January 18, 2018`, `Jan. 18th`, `Sep 27 2017`.
fn month_first(scan: &mut Scan<'_>) -> Option<Day> {
    let word = scan.word()?;
    let month = scan.lexicon().month(&word)? as u32 + 1;
    scan.take('.');
    (scan.spaces() > 0).then_some(())?;
    let (day, _) = scan.digits(1, 2)?;
    // "May 10:30" is no day.
    if scan.peek() == Some(':') && scan.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    ordinal(scan);
    let year = scan.attempt(year_after);
    end_of_number(*scan)?;
    (year.is_some() || !scan.lexicon().has(WordList::AmbiguousMonths, &word)).then_some(())?;
    Day::new(year, month, day)
}

fn ordinal(scan: &mut Scan<'_>) {
    let _ = scan.attempt(|scan| {
        let word = scan.word()?;
        scan.lexicon().has(WordList::Ordinals, &word).then_some(())
    });
    scan.take_any(&['.', 'º', '°']);
}

fn year_after(scan: &mut Scan<'_>) -> Option<u32> {
    scan.take('.');
    scan.take_any(&[',', '-']);
    scan.spaces();
    if scan.lexicon().words(WordList::YearLinks).any(|word| scan.take_text(word)) {
        scan.spaces();
    }
    let (year, _) = scan.digits(4, 4)?;
    // "April 19, 1130 UTC" would be year 1130; nothing here is as old.
    let is_time = scan.rest().strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    (year >= 1500 && !is_time).then_some(year)
}

/// What follows a date's last number is neither part of a longer number nor of a name.
fn end_of_number(scan: Scan<'_>) -> Option<()> {
    let mut rest = scan.rest().chars();
    match rest.next() {
        None => Some(()),
        Some('T' | 't') => rest.next().is_some_and(|c| c.is_ascii_digit()).then_some(()),
        Some(c) if c.is_ascii_alphanumeric() => None,
        Some('.' | '-' | '/') => (!rest.next().is_some_and(|c| c.is_ascii_digit())).then_some(()),
        Some(_) => Some(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::built_in;

    fn read(text: &str, order: Order) -> Option<String> {
        let mut scan = Scan::new(text, built_in());
        let found = day(&mut scan, order)?;
        let date = found.near(Some(Date::constant(2018, 2, 20)))?;
        Some(format!("{date}|{}", scan.rest()))
    }

    #[test]
    fn days_have_many_forms() {
        for (text, date) in [
            ("2018-01-18, SSL", "2018-01-18|, SSL"),
            ("2018/1/8 x", "2018-01-08| x"),
            ("2018-01-18T09:30", "2018-01-18|T09:30"),
            ("Sep 27 2017 13:06", "2017-09-27| 13:06"),
            ("Feb 21, 13:00", "2018-02-21|, 13:00"),
            ("19. April, 11:00", "2018-04-19|, 11:00"),
            ("December 15th, 2021 at", "2021-12-15| at"),
            ("Wednesday, April 9, 2025", "2025-04-09|"),
            ("le mardi 1er mars 2022", "2022-03-01|"),
            ("3 août 2023 :", "2023-08-03| :"),
            ("13/02/2024", "2024-02-13|"),
            ("02/13/2024", "2024-02-13|"),
            ("03/04/2024", "2024-03-04|"),
            ("31.12.2023", "2023-12-31|"),
            ("2024年3月5日（火） x", "2024-03-05| x"),
            ("3月5日 x", "2018-03-05| x"),
            ("2024 年 3 月 5 号（周二）x", "2024-03-05|x"),
            ("2024년 3월 5일(화) x", "2024-03-05| x"),
            ("segunda-feira, 4 de março de 2024", "2024-03-04|"),
            ("lunedì 4 marzo 2024", "2024-03-04|"),
            ("12. März 2024: x", "2024-03-12|: x"),
            ("4 set 2023", "2023-09-04|"),
            ("пн, 4 марта 2024", "2024-03-04|"),
            ("5-Jan-2024", "2024-01-05|"),
            ("Dec 28", "2017-12-28|"),
        ] {
            assert_eq!(read(text, Order::MonthFirst).as_deref(), Some(date), "{text}");
        }
        assert_eq!(read("03/04/2024", Order::DayFirst).as_deref(), Some("2024-04-03|"));
    }

    #[test]
    fn impossible_days_are_none() {
        for text in [
            "2024-02-30",
            "2024-13-01",
            "1.2.3.4",
            "10.128.0.7",
            "2018-01",
            "May 10:30",
            "12345-01-01",
            "3 nodes",
            "Set 5 replicas",
            "5 out of 7",
            "Gen 2 hosts",
            "3月",
            "monday",
        ] {
            assert_eq!(read(text, Order::MonthFirst), None, "{text}");
        }
    }
}
