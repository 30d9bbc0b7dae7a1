use super::*;
use crate::config::{Config, Vocabulary};
use crate::library::{Languages, LinkedTitles, Pages, Texts, gather, select};
use std::sync::Arc;

const VOCABULARY: &str = "[causes.certificate-expiry]\nsynonyms = [\"cert expired\"]\n[causes.ssl]\ndeprecated = \"certificate-expiry\"\n\
    [causes.\"it's, well\"]\n[causes.comma]\ndeprecated = \"it's, well\"\n[causes.true]\n[causes.yep]\ndeprecated = \"true\"\n\
    [causes.old]\ndeprecated = \"\"\n";

fn fixes(files: &[(&str, &str)]) -> TermFixes {
    let config = Config::read("[folders.old.defaults]\ncauses = [\"ssl\"]\n").value;
    let path = ContentPath::new("vocabulary.toml").unwrap();
    let vocabulary = Vocabulary::read(&path, VOCABULARY, &config.taxonomies).value;
    let sources: Vec<Source> =
        files.iter().map(|(path, text)| Source::new(ContentPath::new(path).unwrap(), *text)).collect();
    let documents: Vec<_> =
        sources.iter().map(|source| Arc::new(parse(source, &config, &Survey::alone(source, &config)).value)).collect();
    let titles = LinkedTitles::of_all(&documents);
    let selection =
        select(&documents, &titles, &[], &vocabulary, &Languages::of([].iter(), &config), &config).remove(0);
    let tickets = crate::tracker::Tickets::default();
    let library = gather(selection, &tickets, Default::default(), &config).value;
    let texts = Texts::of(&library, &documents);
    fix_terms(Pages::new(&library, &texts), &sources, &config)
}

/// What becomes of one file, and what is left to people.
fn check(text: &str, expected: &str, left: &[&str]) {
    let fixes = fixes(&[("a.md", text)]);
    let new = fixes.files.first().map_or(text, |file| &file.new);
    let said: Vec<&str> = fixes.left.iter().map(|found| found.message.as_str()).collect();
    assert_eq!((new, said.as_slice()), (expected, left));
}

#[test]
fn only_the_bytes_of_the_term_change() {
    check(
        "---\r\ntitle: A  # ssl\r\ncauses:   [ 'ssl',other ] # ssl again\r\ntags: [ssl]\r\n---\r\n\r\nssl\r\n",
        "---\r\ntitle: A  # ssl\r\ncauses:   [ 'certificate-expiry',other ] # ssl again\r\ntags: [ssl]\r\n---\r\n\r\nssl\r\n",
        &[],
    );
}

#[test]
fn every_way_to_write_a_term_is_kept() {
    for (before, after) in [
        ("causes: ssl", "causes: certificate-expiry"),
        ("causes: \"cert expired\"", "causes: \"certificate-expiry\""),
        ("causes:\n  - ssl   # why\n  - disk", "causes:\n  - certificate-expiry   # why\n  - disk"),
        ("causes:\n- name: ssl\n  note: x", "causes:\n- name: certificate-expiry\n  note: x"),
        ("causes: disk, Cert Expired; café", "causes: disk, certificate-expiry; café"),
        ("causes: \"disk,ssl\"", "causes: \"disk,certificate-expiry\""),
        ("causes: {name: ssl}", "causes: {name: ssl}"),
        ("causes: [comma]", "causes: [\"it's, well\"]"),
        ("causes: ['comma']", "causes: ['it''s, well']"),
        ("causes: [yep]", "causes: [\"true\"]"),
        ("causes: [old]", "causes: [old]"),
        ("causes: >-\n  ssl", "causes: >-\n  certificate-expiry"),
        ("cause: ssl\nroot_causes: [disk]", "cause: certificate-expiry\nroot_causes: [disk]"),
    ] {
        check(&format!("---\ntitle: A\n{before}\n---\nText\n"), &format!("---\ntitle: A\n{after}\n---\nText\n"), &[]);
    }
    check(
        "+++\ntitle = 'A'\ncauses = [ 'ssl', ] # x\n+++\n",
        "+++\ntitle = 'A'\ncauses = [ 'certificate-expiry', ] # x\n+++\n",
        &[],
    );
    check("+++\ntitle = 'A'\ncauses = ['comma']\n+++\n", "+++\ntitle = 'A'\ncauses = [\"it's, well\"]\n+++\n", &[]);
    check(
        "{\n\t\"title\": \"A\",\n\t\"causes\": [\"ss\\u006c\"]\n}\n",
        "{\n\t\"title\": \"A\",\n\t\"causes\": [\"certificate-expiry\"]\n}\n",
        &[],
    );
}

#[test]
fn what_a_program_should_not_touch_is_left_to_people() {
    let there = "---\ntitle: A\ncauses: [ssl, certificate-expiry]\n---\n";
    check(there, there, &["`certificate-expiry` is there already: remove `ssl`"]);
    let both = "---\ntitle: A\ncauses: [ssl, cert expired]\n---\n";
    let one = "---\ntitle: A\ncauses: [certificate-expiry, cert expired]\n---\n";
    check(both, one, &["`certificate-expiry` is there already: remove `cert expired`"]);
    let escaped = "---\ntitle: A\ncauses: \"\\x73sl\"\n---\n";
    check(
        escaped,
        escaped,
        &["`ssl` is to become `certificate-expiry`, and is written in a way that only people can change"],
    );
    let list = "---\ntitle: A\ncauses: disk, comma\n---\n";
    check(list, list, &["`comma` is to become `it's, well`, and is written in a way that only people can change"]);
    let fixes = fixes(&[("old/a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n")]);
    assert!(fixes.files.is_empty());
    assert_eq!(fixes.left[0].message, "`ssl` is to become `certificate-expiry`, and comes from book.toml");
}

#[test]
fn slips_become_the_agreed_or_the_usual_term_and_ties_stay() {
    let file = |name: &str, causes: &str, tags: &str| {
        (format!("{name}.md"), format!("---\ntitle: {name}\ncauses: [{causes}]\ntags: [{tags}]\n---\n"))
    };
    let files = [
        file("a", "certificate-expriy", "timeout"),
        file("b", "certificate-expiry", "timeouts"),
        file("c", "other", "timeouts, region"),
        file("d", "othor", "regions"),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let fixes = fixes(&files);
    assert_eq!(fixes.files.len(), 1);
    assert_eq!(fixes.files[0].new, "---\ntitle: a\ncauses: [certificate-expiry]\ntags: [timeouts]\n---\n");
    insta::assert_snapshot!(fixes.files[0].diff("content/a.md"), @r"
    --- content/a.md
    +++ content/a.md
    @@ -2,4 +2,4 @@
     title: a
    -causes: [certificate-expriy]
    -tags: [timeout]
    +causes: [certificate-expiry]
    +tags: [timeouts]
     ---
    ");
}

#[test]
fn fixing_twice_changes_nothing_more() {
    let text = "---\ntitle: A\ncauses: [ssl, yep, \"comma\", certificate-expriy]\n---\n";
    let once = fixes(&[("a.md", text)]);
    let again = fixes(&[("a.md", &once.files[0].new)]);
    assert!(again.files.is_empty(), "{again:?}");
}
