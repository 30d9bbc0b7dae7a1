//! Tables: scrollable, with headers that say what they head.

use super::open::OpenTable;
use super::renderer::Renderer;
use pulldown_cmark::{Alignment, Tag, TagEnd};
use std::ops::Range;

impl<'e> Renderer<'e> {
    pub(super) fn start_table_part(&mut self, tag: &'e Tag<'e>, range: &Range<usize>) {
        match tag {
            Tag::Table(alignments) => {
                self.table = Some(OpenTable { alignments, column: 0, in_head: false });
                // Wide tables scroll by themselves, and by keyboard too.
                self.out.push("<div class=\"table-wrap\" tabindex=\"0\" role=\"group\"");
                self.out.attribute("aria-label", self.labels.table);
                self.out.push("><table>\n");
            }
            Tag::TableHead => {
                self.start_row(true);
                self.out.push("<thead>\n<tr>");
            }
            Tag::TableRow => {
                self.start_row(false);
                self.open_event("<tr>", range);
            }
            Tag::TableCell => self.start_cell(),
            _ => {}
        }
    }

    fn start_row(&mut self, in_head: bool) {
        if let Some(table) = &mut self.table {
            (table.column, table.in_head) = (0, in_head);
        }
    }

    fn start_cell(&mut self) {
        self.plain.gap();
        let Some(table) = &mut self.table else { return };
        let alignment = table.alignments.get(table.column).copied().unwrap_or(Alignment::None);
        table.column += 1;
        self.out.push(if table.in_head { "<th scope=\"col\"" } else { "<td" });
        // Classes, because a content security policy forbids style attributes.
        self.out.push(match alignment {
            Alignment::None => ">",
            Alignment::Left => " class=\"align-left\">",
            Alignment::Center => " class=\"align-center\">",
            Alignment::Right => " class=\"align-right\">",
        });
    }

    pub(super) fn end_table_part(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Table => {
                self.table = None;
                self.out.push("</tbody>\n</table></div>\n");
            }
            TagEnd::TableHead => self.out.push("</tr>\n</thead>\n<tbody>\n"),
            TagEnd::TableRow => self.out.push("</tr>\n"),
            TagEnd::TableCell => {
                let in_head = self.table.as_ref().is_some_and(|table| table.in_head);
                self.out.push(if in_head { "</th>" } else { "</td>" });
            }
            _ => {}
        }
    }
}
