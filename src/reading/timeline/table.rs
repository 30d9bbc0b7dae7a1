//! Timelines that are tables: the time in any column, perhaps the day in another, perhaps two clocks.

use super::EntryReader;
use super::entry::{Open, SENTENCE};
use crate::clock::{Stamp, Style, zone_within};
use crate::lexicon::{Lexicon, TimelineColumn as Column, WordList, plain};
use crate::markdown::Inline;
use crate::model::{Phase, Zone};

/// What a column is for, by its header; `None` where it is anything else.
fn column(header: &str, lexicon: &Lexicon) -> Option<Column> {
    let (header, lexicon) = (plain(header), lexicon);
    lexicon.timeline_column(&header).or_else(|| {
        // "Date and Time in CET", "Time UTC", "Heure de Paris".
        let named = lexicon.start_of(WordList::TimeColumnOpenings, &header).is_some()
            || zone_within(&header.to_uppercase(), lexicon).is_some();
        named.then_some(Column::Time)
    })
}

/// The zone that the header of a column of times names: "Time (JST)".
pub(super) fn zone_of_times(header: &Inline, lexicon: &Lexicon) -> Option<Zone> {
    let is_time = || column(&header.text, lexicon) == Some(Column::Time);
    zone_within(&header.text, lexicon).filter(|_| header.text.len() < 60 && is_time())
}

/// Which columns of a table are what.
struct Layout {
    time: usize,
    date: Option<usize>,
    event: Option<usize>,
    phase: Option<usize>,
    aside: Vec<usize>,
    zone: Option<Zone>,
}

impl EntryReader<'_> {
    /// Adds the rows of a table, if it is a timeline.
    pub(super) fn table(&mut self, head: &[Inline], rows: &[Vec<Inline>]) {
        let Some(layout) = layout(head, rows, self.style) else { return };
        // Without a header the first entry stands where the header should.
        let headless = head.get(layout.time).is_some_and(|cell| Stamp::at_start(&cell.text, self.style).is_some());
        if headless {
            self.row(head, &layout);
        }
        for row in rows {
            self.row(row, &layout);
        }
    }

    fn row(&mut self, row: &[Inline], layout: &Layout) {
        let Some(cell) = row.get(layout.time) else { return };
        let text = event(row, layout);
        let phase = named_phase(row, layout, self.style.lexicon);
        let date = layout.date.and_then(|date| row.get(date)).and_then(|cell| Stamp::at_start(&cell.text, self.style));
        let time = Stamp::at_start(&cell.text, self.style);
        let span = row.first().map_or(cell.span, |first| first.span);
        let stamp = match (time, date) {
            (Some((mut time, _)), Some((date, _))) => {
                time.day = time.day.or(date.day);
                Some(time)
            }
            (Some((time, _)), None) => Some(time),
            (None, date) => date.map(|(date, _)| date),
        };
        match stamp {
            Some(stamp) => {
                let zone = layout.zone.clone().unwrap_or_else(|| self.zone.clone());
                self.open_in(stamp, &text, phase, span, &zone);
            }
            None if !text.is_empty() => {
                let mut open = Open::unknown(span);
                open.add(&text, SENTENCE);
                open.phase = phase;
                self.open = Some(open);
            }
            None => {}
        }
        self.close();
    }
}

/// Finds the columns; `None` when no column holds times.
fn layout(head: &[Inline], rows: &[Vec<Inline>], style: Style<'_>) -> Option<Layout> {
    let columns: Vec<Option<Column>> = head.iter().map(|cell| column(&cell.text, style.lexicon)).collect();
    // How many cells of a column begin with a stamp; a few rows are enough to see.
    let stamped = |index: usize, time: bool| {
        let cells = rows.iter().take(40).filter_map(|row| row.get(index));
        cells
            .filter(|cell| Stamp::at_start(&cell.text, style).is_some_and(|(stamp, _)| !time || stamp.time.is_some()))
            .count()
    };
    let enough = rows.len().min(40).div_ceil(2).max(1);
    let zone_of = |index: usize| zone_within(&head[index].text, style.lexicon);
    let named = |index: &usize| matches!(columns[*index], Some(Column::Time | Column::Date));
    let time = (0..head.len())
        .filter(|index| named(index) && stamped(*index, true) > 0)
        // Of two clocks the one whose zone is named.
        .max_by_key(|index| (zone_of(*index).is_some(), stamped(*index, true), std::cmp::Reverse(*index)))
        .or_else(|| (0..head.len()).filter(|index| named(index)).find(|index| stamped(*index, false) >= enough))
        .or_else(|| (0..head.len()).find(|index| columns[*index].is_none() && stamped(*index, true) >= enough))
        .or_else(|| {
            let headless = |index: &usize| Stamp::at_start(&head[*index].text, style).is_some();
            (0..head.len()).find(|index| headless(index) && stamped(*index, false) >= enough)
        })?;
    let find = |wanted: Column| (0..head.len()).find(|index| *index != time && columns[*index] == Some(wanted));
    let date = find(Column::Date).or_else(|| {
        let dates = (0..head.len()).filter(|index| *index != time && columns[*index] == Some(Column::Aside));
        dates.into_iter().find(|index| stamped(*index, false) >= enough)
    });
    let aside = (0..head.len())
        .filter(|index| *index != time && matches!(columns[*index], Some(Column::Aside | Column::Time | Column::Date)))
        .collect();
    Some(Layout { time, date, event: find(Column::Event), phase: find(Column::Phase), aside, zone: zone_of(time) })
}

/// What happened: the column of events, else all columns that are nothing else.
fn event(row: &[Inline], layout: &Layout) -> String {
    if let Some(cell) = layout.event.and_then(|event| row.get(event))
        && !cell.text.is_empty()
    {
        return cell.text.clone();
    }
    let rest = row.iter().enumerate().filter(|(index, cell)| {
        *index != layout.time && Some(*index) != layout.phase && !layout.aside.contains(index) && !cell.text.is_empty()
    });
    rest.map(|(_, cell)| cell.text.as_str()).collect::<Vec<_>>().join(" — ")
}

/// The milestone that the phase's column or bold words at the start of the event name.
fn named_phase(row: &[Inline], layout: &Layout, lexicon: &Lexicon) -> Option<Phase> {
    let cell = |index: Option<usize>| index.and_then(|index| row.get(index));
    let labelled = cell(layout.phase)
        .and_then(|cell| Phase::from_name(&plain(&cell.text)).or_else(|| lexicon.phase_of_label(&cell.text)));
    labelled.or_else(|| {
        let event = cell(layout.event)
            .or_else(|| row.iter().enumerate().find(|(index, _)| *index != layout.time).map(|(_, cell)| cell))?;
        let strong = event.strong.first().filter(|strong| strong.start == 0)?;
        lexicon.phase_of_label(&event.text[strong.clone()])
    })
}
