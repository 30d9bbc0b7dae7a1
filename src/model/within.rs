//! A time that a policy grants.

use super::Date;
use jiff::ToSpan;
use jiff::civil::Weekday;
use std::fmt;

/// The longest time that can be granted, in days: ten years.
const LONGEST: u32 = 3660;

/// `28 days`, `4 weeks`, `5 working days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Within {
    /// How many days.
    pub days: u32,
    /// Whether Saturdays and Sundays do not count.
    pub working: bool,
}

impl Within {
    /// The time that `text` says: a number and `day(s)`, `week(s)`, `working day(s)` or `business day(s)`.
    pub fn parse(text: &str) -> Option<Within> {
        let text = text.trim().to_ascii_lowercase();
        let (number, unit) = text.split_once(char::is_whitespace)?;
        let number: u32 = number.parse().ok()?;
        let unit: Vec<&str> = unit.split_whitespace().collect();
        let (days, working) = match unit.as_slice() {
            ["day" | "days"] => (number, false),
            ["week" | "weeks"] => (number.checked_mul(7)?, false),
            ["working" | "business", "day" | "days"] => (number, true),
            _ => return None,
        };
        (days <= LONGEST).then_some(Within { days, working })
    }

    /// The last day in time, counted from `day` (which is day 0).
    pub fn after(self, day: Date) -> Option<Date> {
        if !self.working {
            return day.checked_add(i64::from(self.days).days()).ok();
        }
        let is_free = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let mut start = day;
        while is_free(start) {
            start = start.yesterday().ok()?;
        }
        // Whole weeks have five working days each; the rest is walked.
        let mut end = start.checked_add(i64::from(self.days / 5 * 7).days()).ok()?;
        let mut rest = self.days % 5;
        while rest > 0 {
            end = end.tomorrow().ok()?;
            if !is_free(end) {
                rest -= 1;
            }
        }
        Some(end)
    }
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (working, plural) = (if self.working { "working " } else { "" }, if self.days == 1 { "" } else { "s" });
        write!(f, "{} {working}day{plural}", self.days)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        for (text, days, working) in [
            ("28 days", 28, false),
            ("1 day", 1, false),
            ("4 weeks", 28, false),
            ("5 Working Days", 5, true),
            ("2 business days", 2, true),
        ] {
            assert_eq!(Within::parse(text), Some(Within { days, working }), "{text}");
        }
        for text in ["", "days", "28", "-1 days", "soon", "99999 days", "2 months"] {
            assert_eq!(Within::parse(text), None, "{text}");
        }
    }

    #[test]
    fn working_days_leave_weekends_out() {
        let after = |text: &str, from: &str| {
            let day: Date = from.parse().unwrap();
            Within::parse(text).unwrap().after(day).unwrap().to_string()
        };
        // 2026-11-20 is a Friday.
        assert_eq!(after("1 working day", "2026-11-20"), "2026-11-23");
        assert_eq!(after("5 working days", "2026-11-20"), "2026-11-27");
        assert_eq!(after("1 working day", "2026-11-21"), "2026-11-23");
        assert_eq!(after("5 working days", "2026-11-22"), "2026-11-27");
        assert_eq!(after("11 working days", "2026-11-18"), "2026-12-03");
        assert_eq!(after("28 days", "2026-11-20"), "2026-12-18");
    }
}
