//! The backlog month by month: how many are open, and beneath how many were opened (up) and closed (down).

use super::bars::step;
use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};

/// The height of the plot of what is open.
const OPEN: f64 = 72.0;
/// The height of the plot of what moved, up and down together.
const MOVED: f64 = 72.0;
/// Room above each plot.
const TOP: f64 = 20.0;
/// The share of a month's place that its bar takes.
const BAR: f64 = 0.7;

/// One month.
pub(super) struct Month {
    /// In full.
    pub(super) name: String,
    /// What may be written beneath it.
    pub(super) tick: Option<String>,
    /// Opened in it, closed in it, open at its end.
    pub(super) counts: [usize; 3],
}

/// What the plot says.
pub(super) struct Backlog<'a> {
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    /// What is opened, closed and open.
    pub(super) names: [&'a str; 3],
    /// Oldest first.
    pub(super) months: Vec<Month>,
}

/// The plot as SVG; empty when there is nothing to show.
pub(super) fn draw(backlog: &Backlog<'_>) -> String {
    let highest = |index: usize| backlog.months.iter().map(|month| month.counts[index]).max().unwrap_or(0);
    let (opened, closed, open) = (highest(0), highest(1), highest(2));
    if opened + closed + open == 0 {
        return String::new();
    }
    let left = text_width(&open.max(opened).max(closed).to_string()) + 8.0;
    let place = (WIDTH - left) / backlog.months.len() as f64;
    let width = (place * BAR).min(32.0);
    let mut svg = Svg::new("backlog", false, backlog.title, backlog.description);
    // What is open, from its base line up.
    let open_base = TOP + OPEN;
    let open_step = step(open.max(1));
    let open_scale = OPEN / (open.max(1).div_ceil(open_step) * open_step) as f64;
    svg.text("label", (left, TOP - 8.0), Anchor::Start, backlog.names[2]);
    for level in (0..=open.max(1).div_ceil(open_step)).map(|level| level * open_step) {
        let y = open_base - level as f64 * open_scale;
        svg.line(if level == 0 { "axis" } else { "grid" }, (left, y), (WIDTH, y));
        svg.text("label", (left - 5.0, y + 4.0), Anchor::End, &level.to_string());
    }
    // What moved, from its line up and down, in one scale.
    let top = open_base + TOP + 12.0;
    let moved_scale = MOVED / (opened + closed).max(1) as f64;
    let line = top + opened as f64 * moved_scale;
    for (level, y) in [(opened, top), (closed, line + closed as f64 * moved_scale)] {
        if level > 0 {
            svg.line("grid", (left, y), (WIDTH, y));
            svg.text("label", (left - 5.0, y + 4.0), Anchor::End, &level.to_string());
        }
    }
    svg.line("axis", (left, line), (WIDTH, line));
    let bottom = top + MOVED;
    let mut free_from = left;
    for (index, month) in backlog.months.iter().enumerate() {
        let x = left + place * index as f64 + (place - width) / 2.0;
        let [opened, closed, open] = month.counts.map(|count| count as f64);
        if month.counts.iter().any(|count| *count > 0) {
            svg.open_group(&told(month, &backlog.names));
            svg.rect("open", [x, open_base - open * open_scale, width, open * open_scale]);
            svg.rect("opened", [x, line - opened * moved_scale, width, opened * moved_scale]);
            svg.rect("closed", [x, line, width, closed * moved_scale]);
            svg.close_group();
        }
        if let Some(tick) = &month.tick {
            let wide = text_width(tick);
            let at = x.min(WIDTH - wide);
            if at >= free_from {
                svg.line("tick", (x, bottom), (x, bottom + 4.0));
                svg.text("label", (at, bottom + LINE), Anchor::Start, tick);
                free_from = at + wide + 8.0;
            }
        }
    }
    let [opened, closed, _] = backlog.names;
    let end = svg.legend(left, bottom + LINE + 8.0, &[("opened", opened), ("closed", closed)]);
    svg.finish(end + 2.0)
}

/// `March 2024: opened 3, closed 1, open 12`.
fn told(month: &Month, names: &[&str; 3]) -> String {
    let parts: Vec<String> = names.iter().zip(month.counts).map(|(name, count)| format!("{name} {count}")).collect();
    format!("{}: {}", month.name, parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_open_stands_above_what_moved() {
        let months = [[2, 0, 2], [0, 0, 2], [1, 3, 0]].into_iter().enumerate().map(|(index, counts)| Month {
            name: format!("month {index}"),
            tick: (index == 0).then(|| "2026".to_owned()),
            counts,
        });
        let names = ["opened", "closed", "open"];
        let backlog = Backlog { title: "Backlog", description: "by month", names, months: months.collect() };
        let drawn = draw(&backlog);
        assert!(drawn.contains("<title>month 2: opened 1, closed 3, open 0</title>"), "{drawn}");
        // Two opened, three closed: five parts of seventy-two, the line after two of them.
        assert_eq!(drawn.matches("class=\"opened\"").count(), 3, "two months and the legend");
        assert!(drawn.contains("height=\"43.2\""), "three closed: {drawn}");
        assert_eq!(draw(&Backlog { months: Vec::new(), ..backlog }), "");
    }
}
