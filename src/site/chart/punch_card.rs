//! The punch card: a week of hours, with larger dots where more incidents began.

use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};

/// The height of a day.
const ROW: f64 = 17.0;
/// The radius of the largest dot.
const LARGEST: f64 = 7.0;
/// The radius of the smallest dot that can be seen.
const SMALLEST: f64 = 1.5;

/// How often something began at each hour of each weekday.
pub(super) struct PunchCard<'a> {
    /// What it shows.
    pub(super) title: &'a str,
    /// The same for those who do not see it.
    pub(super) description: &'a str,
    /// The names of the days, from top to bottom.
    pub(super) days: [&'a str; 7],
    /// The counts.
    pub(super) hours: &'a [[usize; 24]; 7],
}

/// The week as SVG, the area of a dot in proportion to its count; empty when there is none.
pub(super) fn draw(card: &PunchCard<'_>) -> String {
    let most = card.hours.iter().flatten().copied().max().unwrap_or(0);
    if most == 0 {
        return String::new();
    }
    let left = card.days.iter().map(|day| text_width(day)).fold(0.0, f64::max).min(WIDTH / 4.0) + 12.0;
    let place = (WIDTH - left) / 24.0;
    let largest = LARGEST.min(place / 2.0);
    let bottom = 7.0 * ROW;
    let mut svg = Svg::new("punch", false, card.title, card.description);
    for (day, (name, hours)) in card.days.iter().zip(card.hours).enumerate() {
        let y = (day as f64 + 0.5) * ROW;
        svg.text("label", (0.0, y + 4.0), Anchor::Start, name);
        svg.line("grid", (left, y), (WIDTH, y));
        for (hour, count) in hours.iter().enumerate().filter(|(_, count)| **count > 0) {
            let radius = ((*count as f64 / most as f64).sqrt() * largest).max(SMALLEST);
            svg.open_group(&format!("{name}, {hour:02}:00–{:02}:00: {count}", hour + 1));
            svg.dot("c1", (left + (hour as f64 + 0.5) * place, y), radius);
            svg.close_group();
        }
    }
    for hour in [0, 6, 12, 18, 24] {
        let (x, text) = (left + f64::from(hour) * place, format!("{hour:02}:00"));
        svg.line("tick", (x.min(WIDTH - 0.5), bottom), (x.min(WIDTH - 0.5), bottom + 4.0));
        let middle = x.min(WIDTH - text_width(&text) / 2.0);
        svg.text("label", (middle, bottom + LINE + 2.0), Anchor::Middle, &text);
    }
    svg.finish(bottom + LINE + 6.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(hours: &[[usize; 24]; 7]) -> String {
        draw(&PunchCard {
            title: "Hours",
            description: "of starts",
            days: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
            hours,
        })
    }

    #[test]
    fn the_area_of_a_dot_is_its_count() {
        let mut hours = [[0; 24]; 7];
        hours[0][0] = 4;
        hours[6][23] = 1;
        let drawn = week(&hours);
        assert!(
            drawn.contains("<title>Mon, 00:00–01:00: 4</title><circle class=\"c1\" cx=\"40.7\" cy=\"8.5\" r=\"6.8\"/>"),
            "{drawn}"
        );
        assert!(drawn.contains("<title>Sun, 23:00–24:00: 1</title>") && drawn.contains("r=\"3.4\""), "{drawn}");
        assert_eq!(drawn.matches("<circle").count(), 2);
    }

    #[test]
    fn a_week_without_a_start_draws_nothing() {
        assert_eq!(week(&[[0; 24]; 7]), "");
    }
}
