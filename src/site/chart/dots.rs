//! Durations on a logarithmic scale, every incident a point.

use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};
use std::collections::BTreeSet;

/// The radius of a point.
const RADIUS: f64 = 3.5;
/// How high a lane of points is.
const LANE: f64 = 34.0;
/// How many points fit above and below the middle of a lane.
const LEVELS: usize = 3;
/// Above this many points they are no links any more: the table has them all.
const MOST_LINKS: usize = 400;
/// Above this many points none is a stop for the tab key: the table has them all.
const MOST_STOPS: usize = 40;
/// Where a duration may be marked, in minutes: 1, 5 and 15 minutes, 1 and 4 hours, 1, 3, 10, 30, 100 and 300 days.
const MARKS: [i64; 11] = [1, 5, 15, 60, 240, 1440, 4320, 14_400, 43_200, 144_000, 432_000];

/// Durations, each in the lane of its kind.
pub(super) struct Dots<'a> {
    /// What it shows.
    pub(super) title: &'a str,
    /// The same for those who do not see it.
    pub(super) description: &'a str,
    /// Class and name of each lane, from top to bottom.
    pub(super) lanes: Vec<(String, String)>,
    /// The points.
    pub(super) points: Vec<Dot>,
    /// First quartile, median, third quartile in minutes; `None` where there are too few points.
    pub(super) quartiles: Option<[f64; 3]>,
    /// A duration in words.
    pub(super) duration: &'a dyn Fn(i64) -> String,
}

/// One point.
pub(super) struct Dot {
    pub(super) lane: usize,
    pub(super) minutes: i64,
    pub(super) name: String,
    pub(super) href: String,
}

/// Minutes to a place from left to right.
struct Scale {
    left: f64,
    right: f64,
    from: f64,
    to: f64,
}

impl Scale {
    fn new(left: f64, right: f64, points: &[Dot]) -> Scale {
        let minutes = || points.iter().map(|point| point.minutes.max(1));
        let (least, most) = (minutes().min().unwrap_or(1), minutes().max().unwrap_or(1));
        // From mark to mark, so that no point hangs in the air.
        let from = MARKS.iter().rev().find(|mark| **mark <= least).copied().unwrap_or(1);
        let to = MARKS.iter().find(|mark| **mark >= most).copied().unwrap_or(most);
        let to = if to == from { from * 4 } else { to };
        Scale { left, right, from: (from as f64).ln(), to: (to as f64).ln() }
    }

    fn x(&self, minutes: f64) -> f64 {
        let share = (minutes.max(1.0).ln() - self.from) / (self.to - self.from);
        self.left + share.clamp(0.0, 1.0) * (self.right - self.left)
    }
}

/// The points as SVG; empty when there is none.
pub(super) fn draw(dots: &Dots<'_>) -> String {
    if dots.points.is_empty() {
        return String::new();
    }
    let used: Vec<usize> =
        (0..dots.lanes.len()).filter(|lane| dots.points.iter().any(|point| point.lane == *lane)).collect();
    let widest = used.iter().map(|lane| text_width(&dots.lanes[*lane].1)).fold(0.0, f64::max);
    let scale = Scale::new(widest.min(WIDTH / 4.0) + 10.0, WIDTH - 14.0, &dots.points);
    let (top, links) = (4.0, dots.points.len() <= MOST_LINKS);
    let bottom = top + LANE * used.len() as f64;
    let mut svg = Svg::new("durations", links, dots.title, dots.description);
    if let Some([first, median, third]) = dots.quartiles {
        svg.rect("quartiles", [scale.x(first), top, scale.x(third) - scale.x(first), bottom - top]);
        svg.line("median", (scale.x(median), top), (scale.x(median), bottom));
    }
    axis(&mut svg, &scale, bottom, dots.duration);
    for (place, lane) in used.iter().enumerate() {
        let middle = top + LANE * (place as f64 + 0.5);
        let (class, name) = &dots.lanes[*lane];
        svg.text("label", (0.0, middle + 4.0), Anchor::Start, name);
        let mut taken: BTreeSet<(i64, usize)> = BTreeSet::new();
        for point in dots.points.iter().filter(|point| point.lane == *lane) {
            let x = scale.x(point.minutes as f64);
            let column = (x / (RADIUS * 2.0)).floor() as i64;
            // The first free level of its column; where all are taken it would lie on another point.
            let Some(level) = (0..=LEVELS * 2).find(|level| taken.insert((column, *level))) else { continue };
            let side = if level % 2 == 0 { 1.0 } else { -1.0 };
            let y = middle + side * level.div_ceil(2) as f64 * (LANE / 2.0 - RADIUS) / LEVELS as f64;
            let told = format!("{}: {}", point.name, (dots.duration)(point.minutes));
            if links {
                svg.open_link(&point.href, &told, dots.points.len() <= MOST_STOPS);
                svg.dot(class, (x, y), RADIUS);
                svg.close_link();
            } else {
                svg.dot(class, (x, y), RADIUS);
            }
        }
    }
    svg.finish(bottom + LINE + 6.0)
}

fn axis(svg: &mut Svg, scale: &Scale, bottom: f64, duration: &dyn Fn(i64) -> String) {
    svg.line("axis", (scale.left, bottom), (scale.right, bottom));
    let mut free_from = 0.0;
    for mark in MARKS.iter().copied().filter(|mark| {
        let at = (*mark as f64).ln();
        at >= scale.from - 1e-9 && at <= scale.to + 1e-9
    }) {
        let (x, text) = (scale.x(mark as f64), duration(mark));
        let half = text_width(&text) / 2.0;
        svg.line("tick", (x, bottom), (x, bottom + 4.0));
        let middle = x.min(WIDTH - half);
        if middle - half >= free_from {
            svg.text("label", (middle, bottom + LINE + 2.0), Anchor::Middle, &text);
            free_from = middle + half + 8.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dots(points: &[(usize, i64)], quartiles: Option<[f64; 3]>) -> String {
        let points = points.iter().enumerate().map(|(index, (lane, minutes))| Dot {
            lane: *lane,
            minutes: *minutes,
            name: format!("Incident {index}"),
            href: format!("incidents/{index}.html"),
        });
        draw(&Dots {
            title: "Time to resolve",
            description: "n = 2",
            lanes: vec![("sev-1".to_owned(), "sev1".to_owned()), ("sev-none".to_owned(), "unknown".to_owned())],
            points: points.collect(),
            quartiles,
            duration: &|minutes| format!("{minutes} min"),
        })
    }

    #[test]
    fn points_lie_in_lanes_on_a_logarithmic_scale() {
        insta::assert_snapshot!(dots(&[(0, 60), (0, 60), (1, 240)], Some([60.0, 120.0, 240.0])).replace("><", ">\n<"), @r##"
        <svg viewBox="0 0 480 93" class="chart durations" role="group" aria-label="Time to resolve" font-size="12">
        <desc>n = 2</desc>
        <rect class="quartiles" x="56.2" y="4" width="409.8" height="68"/>
        <line class="median" x1="261.1" y1="4" x2="261.1" y2="72" stroke="currentColor"/>
        <line class="axis" x1="56.2" y1="72" x2="466" y2="72" stroke="currentColor"/>
        <line class="tick" x1="56.2" y1="72" x2="56.2" y2="76" stroke="currentColor"/>
        <text class="label" x="56.2" y="89" text-anchor="middle" fill="currentColor">60 min</text>
        <line class="tick" x1="466" y1="72" x2="466" y2="76" stroke="currentColor"/>
        <text class="label" x="456.9" y="89" text-anchor="middle" fill="currentColor">240 min</text>
        <text class="label" x="0" y="25" text-anchor="start" fill="currentColor">sev1</text>
        <a href="incidents/0.html" aria-label="Incident 0: 60 min">
        <title>Incident 0: 60 min</title>
        <circle class="sev-1" cx="56.2" cy="21" r="3.5"/>
        </a>
        <a href="incidents/1.html" aria-label="Incident 1: 60 min">
        <title>Incident 1: 60 min</title>
        <circle class="sev-1" cx="56.2" cy="16.5" r="3.5"/>
        </a>
        <text class="label" x="0" y="59" text-anchor="start" fill="currentColor">unknown</text>
        <a href="incidents/2.html" aria-label="Incident 2: 240 min">
        <title>Incident 2: 240 min</title>
        <circle class="sev-none" cx="466" cy="55" r="3.5"/>
        </a>
        </svg>
        "##);
    }

    #[test]
    fn many_points_stay_a_small_drawing() {
        let many: Vec<(usize, i64)> =
            (0..20_000).map(|index| (index % 2, 1 + (index as i64 * 7919) % 500_000)).collect();
        let drawn = dots(&many, None);
        assert!(drawn.len() < 120_000 && !drawn.contains("<a "), "{}", drawn.len());
    }

    #[test]
    fn nothing_to_show_draws_nothing() {
        assert_eq!(dots(&[], None), "");
        assert!(dots(&[(0, 0)], None).contains("<circle"));
    }
}
