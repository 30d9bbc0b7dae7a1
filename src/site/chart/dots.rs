//! Durations on a logarithmic scale, every incident a point; above a thousand points bars that count them.

use super::svg::{Anchor, LETTERS, LINE, Svg, WIDTH, text_width};
use crate::text::shorten;
use std::collections::BTreeMap;

/// The radius of a point.
const RADIUS: f64 = 3.0;
/// How far one point of a column is from the next, where there is room.
const STEP: f64 = 4.6;
/// The least height of a lane of points.
const LANE: f64 = 22.0;
/// The greatest height of a column: where it would be higher, its points move together.
const HIGHEST: f64 = 72.0;
/// Above this many points they are counted in bars: a page of more links is no reading.
pub(super) const MOST_POINTS: usize = 1000;
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
    /// The lanes from top to bottom; those without a point are left out.
    pub(super) lanes: Vec<LaneHead>,
    /// The points.
    pub(super) points: Vec<Dot>,
    /// A duration in words.
    pub(super) duration: &'a dyn Fn(i64) -> String,
}

/// What is known of a lane.
pub(super) struct LaneHead {
    /// The class of its bars.
    pub(super) class: String,
    /// Its name.
    pub(super) name: String,
    /// First quartile, median, third quartile in minutes; `None` where there are too few points.
    pub(super) quartiles: Option<[f64; 3]>,
}

/// One point.
pub(super) struct Dot {
    pub(super) lane: usize,
    pub(super) class: String,
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

    /// The minutes at a place.
    fn minutes(&self, x: f64) -> i64 {
        let share = ((x - self.left) / (self.right - self.left)).clamp(0.0, 1.0);
        (self.from + share * (self.to - self.from)).exp().round() as i64
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
    let mut columns: Vec<BTreeMap<i64, Vec<&Dot>>> = dots.lanes.iter().map(|_| BTreeMap::new()).collect();
    let widest = dots.lanes.iter().map(|lane| text_width(&lane.name)).fold(0.0, f64::max);
    // Long names stand above their lanes: beside them they would leave the points no room.
    let (name_room, left) = if widest > WIDTH / 4.0 { (LINE, 8.0) } else { (0.0, widest + 14.0) };
    let scale = Scale::new(left, WIDTH - 14.0, &dots.points);
    for point in &dots.points {
        if let Some(lane) = columns.get_mut(point.lane) {
            let column = (scale.x(point.minutes as f64) / (RADIUS * 2.0)).floor() as i64;
            lane.entry(column).or_default().push(point);
        }
    }
    let lanes: Vec<Lane<'_>> = dots
        .lanes
        .iter()
        .zip(columns)
        .filter(|(_, columns)| !columns.is_empty())
        .map(|(head, columns)| Lane { head, columns })
        .collect();
    let one_by_one = dots.points.len() <= MOST_POINTS;
    let fullest = lanes.iter().map(Lane::fullest).max().unwrap_or(1);
    let height = |lane: &Lane<'_>| {
        let room = if one_by_one {
            (lane.fullest() as f64 * STEP).min(HIGHEST)
        } else {
            HIGHEST * lane.fullest() as f64 / fullest as f64
        };
        name_room + (room + 2.0 * RADIUS).max(LANE)
    };
    let top = 4.0;
    let bottom = top + lanes.iter().map(height).sum::<f64>();
    let mut svg = Svg::new("durations", one_by_one, dots.title, dots.description);
    let mut from = top;
    for lane in &lanes {
        if let Some([first, _, third]) = lane.head.quartiles {
            let (to, left) = (from + height(lane), scale.x(first));
            let top = from + name_room;
            svg.rect("quartiles", [left, top + 1.0, scale.x(third) - left, to - top - 2.0]);
        }
        from += height(lane);
    }
    axis(&mut svg, &scale, bottom, dots.duration);
    let mut from = top;
    for lane in &lanes {
        let to = from + height(lane);
        from += name_room;
        let name_at = if name_room > 0.0 { from - 3.0 } else { (from + to) / 2.0 + 4.0 };
        svg.text("label", (0.0, name_at), Anchor::Start, &shorten(&lane.head.name, LETTERS));
        if one_by_one {
            lane.points(&mut svg, dots, &scale, (from + to) / 2.0);
        } else {
            lane.bars(&mut svg, dots, &scale, to, HIGHEST / fullest as f64);
        }
        // Over the points: among many it would not be seen.
        if let Some([_, median, _]) = lane.head.quartiles {
            svg.line("median", (scale.x(median), from + 1.0), (scale.x(median), to - 1.0));
        }
        from = to;
    }
    svg.finish(bottom + LINE + 6.0)
}

/// The points of one kind by column from left to right.
struct Lane<'a> {
    head: &'a LaneHead,
    columns: BTreeMap<i64, Vec<&'a Dot>>,
}

impl Lane<'_> {
    fn fullest(&self) -> usize {
        self.columns.values().map(Vec::len).max().unwrap_or(1)
    }

    /// Every point by itself: the first of a column in the middle, then one below, one above and so on.
    fn points(&self, svg: &mut Svg, dots: &Dots<'_>, scale: &Scale, middle: f64) {
        for column in self.columns.values() {
            let step = STEP.min(HIGHEST / column.len() as f64);
            for (level, point) in column.iter().enumerate() {
                let side = if level % 2 == 0 { 1.0 } else { -1.0 };
                let y = middle + side * level.div_ceil(2) as f64 * step;
                let told = format!("{}: {}", point.name, (dots.duration)(point.minutes));
                svg.open_link(&point.href, &told, dots.points.len() <= MOST_STOPS);
                svg.dot(&point.class, (scale.x(point.minutes as f64), y), RADIUS);
                svg.close_link();
            }
        }
    }

    /// How many points each column has, as a bar.
    fn bars(&self, svg: &mut Svg, dots: &Dots<'_>, scale: &Scale, base: f64, unit: f64) {
        let width = RADIUS * 2.0;
        for (column, points) in &self.columns {
            let x = *column as f64 * width;
            let (least, most) = (scale.minutes(x), scale.minutes(x + width));
            svg.open_group(&format!("{}–{}: {}", (dots.duration)(least), (dots.duration)(most), points.len()));
            let height = (points.len() as f64 * unit).max(1.0);
            svg.rect(&self.head.class, [x, base - 1.0 - height, width - 1.0, height]);
            svg.close_group();
        }
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
        let middle = x.min(WIDTH - half).max(half);
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
            class: ["sev-1", "sev-none"][*lane].to_owned(),
            minutes: *minutes,
            name: format!("Incident {index}"),
            href: format!("incidents/{index}.html"),
        });
        draw(&Dots {
            title: "Time to resolve",
            description: "n = 2",
            lanes: vec![
                LaneHead { class: "sev-1".to_owned(), name: "sev1".to_owned(), quartiles },
                LaneHead { class: "sev-none".to_owned(), name: "unknown".to_owned(), quartiles: None },
            ],
            points: points.collect(),
            duration: &|minutes| format!("{minutes} min"),
        })
    }

    #[test]
    fn points_lie_in_lanes_on_a_logarithmic_scale() {
        insta::assert_snapshot!(dots(&[(0, 60), (0, 60), (1, 240)], Some([60.0, 120.0, 240.0])).replace("><", ">\n<"), @r##"
        <svg viewBox="0 0 360 70" class="chart durations" role="group" aria-label="Time to resolve" font-size="12.5">
        <desc>n = 2</desc>
        <rect class="quartiles" x="65.1" y="5" width="280.9" height="20"/>
        <line class="axis" x1="65.1" y1="48" x2="346" y2="48" stroke="currentColor"/>
        <line class="tick" x1="65.1" y1="48" x2="65.1" y2="52" stroke="currentColor"/>
        <text class="label" x="65.1" y="66" text-anchor="middle" fill="currentColor">60 min</text>
        <line class="tick" x1="346" y1="48" x2="346" y2="52" stroke="currentColor"/>
        <text class="label" x="334.5" y="66" text-anchor="middle" fill="currentColor">240 min</text>
        <text class="label" x="0" y="19" text-anchor="start" fill="currentColor">sev1</text>
        <a href="incidents/0.html" aria-label="Incident 0: 60 min">
        <title>Incident 0: 60 min</title>
        <circle class="sev-1" cx="65.1" cy="15" r="3"/>
        </a>
        <a href="incidents/1.html" aria-label="Incident 1: 60 min">
        <title>Incident 1: 60 min</title>
        <circle class="sev-1" cx="65.1" cy="10.4" r="3"/>
        </a>
        <line class="median" x1="205.6" y1="5" x2="205.6" y2="25" stroke="currentColor"/>
        <text class="label" x="0" y="41" text-anchor="start" fill="currentColor">unknown</text>
        <a href="incidents/2.html" aria-label="Incident 2: 240 min">
        <title>Incident 2: 240 min</title>
        <circle class="sev-none" cx="346" cy="37" r="3"/>
        </a>
        </svg>
        "##);
    }

    #[test]
    fn long_names_stand_above_their_lanes() {
        let name = "org.example.identity.session-token-refresh-coordinator";
        let drawn = draw(&Dots {
            title: "By service",
            description: "n = 1",
            lanes: vec![LaneHead { class: "c1".to_owned(), name: name.to_owned(), quartiles: None }],
            points: vec![Dot {
                lane: 0,
                class: "c1".to_owned(),
                minutes: 1,
                name: "A".to_owned(),
                href: "a.html".to_owned(),
            }],
            duration: &|minutes| format!("{minutes} min"),
        });
        let cut = &name[..LETTERS];
        assert!(
            drawn.contains(&format!("x=\"0\" y=\"17\" text-anchor=\"start\" fill=\"currentColor\">{cut}…<")),
            "{drawn}"
        );
        assert!(drawn.contains("cx=\"8\" cy=\"31\""), "the point has the whole width beneath it: {drawn}");
    }

    #[test]
    fn up_to_a_thousand_every_incident_is_a_point_of_its_own() {
        let same: Vec<(usize, i64)> = (0..MOST_POINTS).map(|_| (0, 60)).collect();
        let drawn = dots(&same, None);
        assert_eq!(drawn.matches("<circle").count(), MOST_POINTS);
        let places: std::collections::BTreeSet<&str> =
            drawn.split("cy=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(places.len() > 500, "points of one column move together and do not hide each other: {}", places.len());
    }

    #[test]
    fn many_points_are_counted_in_bars_and_none_is_lost() {
        let many: Vec<(usize, i64)> =
            (0..20_000).map(|index| (index % 2, 1 + (index as i64 * 7919) % 500_000)).collect();
        let drawn = dots(&many, None);
        assert!(drawn.len() < 60_000 && !drawn.contains("<a "), "{}", drawn.len());
        let counted: usize = drawn
            .split("<g><title>")
            .skip(1)
            .filter_map(|group| group.split("</title>").next()?.rsplit(": ").next()?.parse::<usize>().ok())
            .sum();
        assert_eq!(counted, 20_000);
    }

    #[test]
    fn nothing_to_show_draws_nothing() {
        assert_eq!(dots(&[], None), "");
        assert!(dots(&[(0, 0)], None).contains("<circle"));
    }
}
