//! Bodies as trees of blocks.

use super::tree::{Block, Inline, Item, blocks};
use pulldown_cmark::{Options, Parser};

fn read(text: &str) -> Vec<Block> {
    let events: Vec<_> = Parser::new_ext(text, Options::all() & !Options::ENABLE_YAML_STYLE_METADATA_BLOCKS)
        .into_offset_iter()
        .collect();
    blocks(&events, 0)
}

fn paragraph(text: &str) -> Inline {
    match read(text).into_iter().next() {
        Some(Block::Paragraph(inline)) => inline,
        other => panic!("no paragraph: {other:?}"),
    }
}

#[test]
fn inline_text_keeps_what_facts_are_marked_with() {
    let inline = paragraph("**Due** ~~soon~~ `x`<br>see [#12](https://e.org/12) and [[INC-1]] ");
    assert_eq!(inline.text, "Due soon x\nsee #12 and INC-1");
    assert_eq!((inline.strong[0].clone(), inline.struck[0].clone(), inline.code[0].clone()), (0..3, 4..8, 9..10));
    assert_eq!(inline.links, [(15..18, "https://e.org/12".to_owned()), (23..28, "INC-1".to_owned())]);
}

#[test]
fn lists_keep_their_boxes_and_nested_blocks() {
    let blocks = read("1. [x] done\n2. open\n\n   - inner\n");
    let Block::List { ordered: true, items } = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!(items[0].task, Some(true));
    assert_eq!(items[1].blocks.len(), 2);
    assert!(matches!(&items[1].blocks[1], Block::List { ordered: false, items } if items.len() == 1));
}

#[test]
fn definitions_are_items_of_a_list() {
    let blocks = read("Severity\n: SEV-2\n\nOwner\n\n: Ada\n\n  More.\n");
    let Block::List { items, .. } = &blocks[0] else { panic!("{blocks:?}") };
    let text = |item: &Item| match &item.blocks[0] {
        Block::Paragraph(inline) => (inline.text.clone(), inline.strong.clone()),
        other => panic!("{other:?}"),
    };
    let (first, strong) = text(&items[0]);
    assert_eq!((first.as_str(), strong.first()), ("Severity: SEV-2", Some(&(0..8))));
    assert_eq!((text(&items[1]).0.as_str(), items[1].blocks.len()), ("Owner: Ada", 2));
}

#[test]
fn tables_are_cells() {
    let blocks = read("| a | b |\n|---|---|\n| **1** | 2 |\n| 3 |\n");
    let Block::Table { head, rows, .. } = &blocks[0] else { panic!("{blocks:?}") };
    assert_eq!((head.len(), rows.len(), rows[0][0].text.as_str()), (2, 2, "1"));
}

#[test]
fn originals_are_left_out() {
    let text = "# <a name=\"a\"></a><span data-ttu-id=\"1\">Préparation</span><span class=\"sxs-lookup\">\
                <span data-stu-id=\"1\">Preparation</span></span>\n";
    let blocks = read(text);
    assert!(matches!(&blocks[0], Block::Heading { level: 1, inline } if inline.text == "Préparation"), "{blocks:?}");
}

#[test]
fn deep_nesting_is_flattened() {
    let text = format!("{}x\n\ny\n", "> ".repeat(100_000));
    let blocks = read(&text);
    assert!(matches!(blocks.last(), Some(Block::Paragraph(inline)) if inline.text == "y"));
    let text: String = (0..200).map(|depth| format!("{}- a{depth}\n", "  ".repeat(depth))).collect();
    assert_eq!(read(&text).len(), 1);
}
