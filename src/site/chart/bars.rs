//! Stacked bars over time.

use super::svg::{Anchor, LINE, Svg, WIDTH, text_width};

/// How high the tallest bar may be.
const HEIGHT: f64 = 120.0;
/// Room above the plot for half a line of text.
const TOP: f64 = 8.0;
/// The share of its place that a bar takes.
const BAR: f64 = 0.8;

/// Bars over time, one for each period.
pub(super) struct Bars<'a> {
    /// A class of the whole.
    pub(super) kind: &'a str,
    /// What it shows.
    pub(super) title: &'a str,
    /// The same for those who do not see it.
    pub(super) description: &'a str,
    /// Class and name of each part of a bar, the lowest first.
    pub(super) series: Vec<(String, String)>,
    /// The bars, oldest first.
    pub(super) bars: Vec<Bar>,
}

/// One bar.
pub(super) struct Bar {
    /// The period in full.
    pub(super) name: String,
    /// What may be written beneath it; `None` where nothing is.
    pub(super) tick: Option<String>,
    /// How high each part is.
    pub(super) counts: Vec<usize>,
}

/// The bars as SVG; empty when there is nothing to show.
pub(super) fn draw(bars: &Bars<'_>) -> String {
    let highest = bars.bars.iter().map(|bar| bar.counts.iter().sum()).max().unwrap_or(0);
    if highest == 0 {
        return String::new();
    }
    let step = step(highest);
    let scale = HEIGHT / (highest.div_ceil(step) * step) as f64;
    let left = text_width(&highest.to_string()) + 8.0;
    let place = (WIDTH - left) / bars.bars.len() as f64;
    let base = TOP + HEIGHT;
    let mut svg = Svg::new(bars.kind, false, bars.title, bars.description);
    for level in (0..=highest.div_ceil(step)).map(|level| level * step) {
        let y = base - level as f64 * scale;
        svg.line(if level == 0 { "axis" } else { "grid" }, (left, y), (WIDTH, y));
        svg.text("label", (left - 5.0, y + 4.0), Anchor::End, &level.to_string());
    }
    let mut free_from = left;
    for (index, bar) in bars.bars.iter().enumerate() {
        let x = left + place * index as f64;
        let width = (place * BAR).min(32.0);
        let inset = (place - width) / 2.0;
        if bar.counts.iter().any(|count| *count > 0) {
            svg.open_group(&told(bar, &bars.series));
            let mut y = base;
            for (count, (class, _)) in bar.counts.iter().zip(&bars.series) {
                let height = *count as f64 * scale;
                y -= height;
                svg.rect(class, [x + inset, y, width, height]);
            }
            svg.close_group();
        }
        if let Some(tick) = &bar.tick {
            let wide = text_width(tick);
            let at = (x + inset).min(WIDTH - wide);
            if at >= free_from {
                svg.line("tick", (x + inset, base), (x + inset, base + 4.0));
                svg.text("label", (at, base + LINE), Anchor::Start, tick);
                free_from = at + wide + 8.0;
            }
        }
    }
    let used = |index: usize| bars.bars.iter().any(|bar| bar.counts.get(index).is_some_and(|count| *count > 0));
    let legend: Vec<(&str, &str)> = bars
        .series
        .iter()
        .enumerate()
        .filter(|(index, _)| used(*index))
        .map(|(_, (class, name))| (class.as_str(), name.as_str()))
        .collect();
    let bottom = svg.legend(left, base + LINE + 8.0, &legend);
    svg.finish(bottom + 2.0)
}

/// A round step so that there are at most five lines.
pub(super) fn step(highest: usize) -> usize {
    let mut unit = 1;
    loop {
        for factor in [1, 2, 5] {
            if highest <= 5 * factor * unit {
                return factor * unit;
            }
        }
        unit *= 10;
    }
}

/// `March 2024: 3 (sev1 1, sev2 2)`.
fn told(bar: &Bar, series: &[(String, String)]) -> String {
    let parts: Vec<String> = bar
        .counts
        .iter()
        .zip(series)
        .filter(|(count, _)| **count > 0)
        .map(|(count, (_, name))| format!("{name} {count}"))
        .collect();
    format!("{}: {} ({})", bar.name, bar.counts.iter().sum::<usize>(), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(counts: &[[usize; 2]]) -> String {
        let bars = counts.iter().enumerate().map(|(index, counts)| Bar {
            name: format!("month {index}"),
            tick: (index == 0).then(|| "2024".to_owned()),
            counts: counts.to_vec(),
        });
        draw(&Bars {
            kind: "months",
            title: "Incidents",
            description: "by month",
            series: vec![("sev-1".to_owned(), "sev1".to_owned()), ("sev-2".to_owned(), "R & D".to_owned())],
            bars: bars.collect(),
        })
    }

    #[test]
    fn bars_are_stacked_from_the_base_line() {
        insta::assert_snapshot!(bars(&[[1, 1], [0, 0], [0, 3]]).replace("><", ">\n<"), @r##"
        <svg viewBox="0 0 360 170" class="chart months" role="img" aria-label="Incidents" font-size="12.5">
        <title>Incidents</title>
        <desc>by month</desc>
        <line class="axis" x1="15.3" y1="128" x2="360" y2="128" stroke="currentColor"/>
        <text class="label" x="10.3" y="132" text-anchor="end" fill="currentColor">0</text>
        <line class="grid" x1="15.3" y1="88" x2="360" y2="88" stroke="currentColor"/>
        <text class="label" x="10.3" y="92" text-anchor="end" fill="currentColor">1</text>
        <line class="grid" x1="15.3" y1="48" x2="360" y2="48" stroke="currentColor"/>
        <text class="label" x="10.3" y="52" text-anchor="end" fill="currentColor">2</text>
        <line class="grid" x1="15.3" y1="8" x2="360" y2="8" stroke="currentColor"/>
        <text class="label" x="10.3" y="12" text-anchor="end" fill="currentColor">3</text>
        <g>
        <title>month 0: 2 (sev1 1, R &amp; D 1)</title>
        <rect class="sev-1" x="56.8" y="88" width="32" height="40"/>
        <rect class="sev-2" x="56.8" y="48" width="32" height="40"/>
        </g>
        <line class="tick" x1="56.8" y1="128" x2="56.8" y2="132" stroke="currentColor"/>
        <text class="label" x="56.8" y="144" text-anchor="start" fill="currentColor">2024</text>
        <g>
        <title>month 2: 3 (R &amp; D 3)</title>
        <rect class="sev-2" x="286.6" y="8" width="32" height="120"/>
        </g>
        <rect class="sev-1" x="15.3" y="154" width="10" height="10"/>
        <text class="label" x="30.3" y="163" text-anchor="start" fill="currentColor">sev1</text>
        <rect class="sev-2" x="70.5" y="154" width="10" height="10"/>
        <text class="label" x="85.5" y="163" text-anchor="start" fill="currentColor">R &amp; D</text>
        </svg>
        "##);
    }

    #[test]
    fn nothing_to_show_draws_nothing() {
        assert_eq!(bars(&[]), "");
        assert_eq!(bars(&[[0, 0]]), "");
    }

    #[test]
    fn steps_are_round() {
        assert_eq!([1, 5, 6, 11, 26, 300].map(step), [1, 1, 2, 5, 10, 100]);
    }
}
