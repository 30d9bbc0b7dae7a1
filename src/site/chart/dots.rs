//! Durations on a logarithmic scale, every incident a point.

use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};
use std::collections::BTreeMap;

/// The radius of a point.
const RADIUS: f64 = 3.5;
/// How far one point of a column is from the next.
const STEP: f64 = 5.5;
/// The least height of a lane of points.
const LANE: f64 = 26.0;
/// The most points of a column; where there are more, those hide behind the others.
const LEVELS: usize = 21;
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
    let scale = Scale::new(widest.min(WIDTH / 4.0) + 14.0, WIDTH - 14.0, &dots.points);
    let (top, links) = (4.0, dots.points.len() <= MOST_LINKS);
    let lanes: Vec<Lane<'_>> = used.iter().map(|lane| Lane::new(dots, *lane, &scale)).collect();
    let bottom = top + lanes.iter().map(Lane::height).sum::<f64>();
    let mut svg = Svg::new("durations", links, dots.title, dots.description);
    if let Some([first, median, third]) = dots.quartiles {
        svg.rect("quartiles", [scale.x(first), top, scale.x(third) - scale.x(first), bottom - top]);
        svg.line("median", (scale.x(median), top), (scale.x(median), bottom));
    }
    axis(&mut svg, &scale, bottom, dots.duration);
    let mut from = top;
    for lane in &lanes {
        let middle = from + lane.height() / 2.0;
        from += lane.height();
        svg.text("label", (0.0, middle + 4.0), Anchor::Start, lane.name);
        for (point, x, level) in &lane.points {
            let side = if level % 2 == 0 { 1.0 } else { -1.0 };
            let y = middle + side * level.div_ceil(2) as f64 * STEP;
            if links {
                let told = format!("{}: {}", point.name, (dots.duration)(point.minutes));
                svg.open_link(&point.href, &told, dots.points.len() <= MOST_STOPS);
            }
            svg.dot(lane.class, (*x, y), RADIUS);
            if links {
                svg.close_link();
            }
        }
    }
    svg.finish(bottom + LINE + 6.0)
}

/// The points of one kind, those of a column beside each other: each with its place from left to right and its level,
/// 0 in the middle, then one below, one above and so on.
struct Lane<'a> {
    class: &'a str,
    name: &'a str,
    points: Vec<(&'a Dot, f64, usize)>,
}

impl<'a> Lane<'a> {
    fn new(dots: &'a Dots<'_>, lane: usize, scale: &Scale) -> Lane<'a> {
        let mut columns: BTreeMap<i64, usize> = BTreeMap::new();
        let mut points = Vec::new();
        for point in dots.points.iter().filter(|point| point.lane == lane) {
            let x = scale.x(point.minutes as f64);
            let level = columns.entry((x / (RADIUS * 2.0)).floor() as i64).or_default();
            if *level < LEVELS {
                points.push((point, x, *level));
                *level += 1;
            }
        }
        let (class, name) = &dots.lanes[lane];
        Lane { class, name, points }
    }

    fn height(&self) -> f64 {
        let levels = self.points.iter().map(|(_, _, level)| level + 1).max().unwrap_or(0);
        (levels as f64 * STEP + 2.0 * RADIUS).max(LANE)
    }
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
        <svg viewBox="0 0 480 77" class="chart durations" role="group" aria-label="Time to resolve" font-size="12">
        <desc>n = 2</desc>
        <rect class="quartiles" x="63" y="4" width="403" height="52"/>
        <line class="median" x1="264.5" y1="4" x2="264.5" y2="56" stroke="currentColor"/>
        <line class="axis" x1="63" y1="56" x2="466" y2="56" stroke="currentColor"/>
        <line class="tick" x1="63" y1="56" x2="63" y2="60" stroke="currentColor"/>
        <text class="label" x="63" y="73" text-anchor="middle" fill="currentColor">60 min</text>
        <line class="tick" x1="466" y1="56" x2="466" y2="60" stroke="currentColor"/>
        <text class="label" x="455.5" y="73" text-anchor="middle" fill="currentColor">240 min</text>
        <text class="label" x="0" y="21" text-anchor="start" fill="currentColor">sev1</text>
        <a href="incidents/0.html" aria-label="Incident 0: 60 min">
        <title>Incident 0: 60 min</title>
        <circle class="sev-1" cx="63" cy="17" r="3.5"/>
        </a>
        <a href="incidents/1.html" aria-label="Incident 1: 60 min">
        <title>Incident 1: 60 min</title>
        <circle class="sev-1" cx="63" cy="11.5" r="3.5"/>
        </a>
        <text class="label" x="0" y="47" text-anchor="start" fill="currentColor">unknown</text>
        <a href="incidents/2.html" aria-label="Incident 2: 240 min">
        <title>Incident 2: 240 min</title>
        <circle class="sev-none" cx="466" cy="43" r="3.5"/>
        </a>
        </svg>
        "##);
    }

    #[test]
    fn many_points_stay_a_small_drawing() {
        let many: Vec<(usize, i64)> =
            (0..20_000).map(|index| (index % 2, 1 + (index as i64 * 7919) % 500_000)).collect();
        let drawn = dots(&many, None);
        assert!(drawn.len() < 200_000 && !drawn.contains("<a "), "{}", drawn.len());
    }

    #[test]
    fn nothing_to_show_draws_nothing() {
        assert_eq!(dots(&[], None), "");
        assert!(dots(&[(0, 0)], None).contains("<circle"));
    }
}
