//! Search: the browser's script and the native search give the same answers, and the right ones.

use crate::support::{library, sample, text_of};
use casebook::search::{IndexFile, Order, Searcher};
use proptest::prelude::*;
use rquickjs::{CatchResultExt, Context, Function, Object, Runtime};
use std::collections::HashMap;

/// The theme's script in an embedded engine, with the index's files in memory.
struct Script {
    runtime: Runtime,
    context: Context,
}

impl Script {
    fn new(files: &[IndexFile]) -> Script {
        let runtime = Runtime::new().unwrap();
        let context = Context::full(&runtime).unwrap();
        let texts: HashMap<String, String> = files.iter().map(|file| (file.name.clone(), file.text.clone())).collect();
        context.with(|ctx| {
            let read = Function::new(ctx.clone(), move |name: String| texts.get(&name).cloned()).unwrap();
            ctx.globals().set("readFile", read).unwrap();
            ctx.eval::<(), _>("globalThis.window = globalThis").unwrap();
            ctx.eval::<(), _>(include_str!("../theme/assets/search.js")).catch(&ctx).unwrap();
            // A file of the index is a script that hands over its parts; here it is run instead of loaded.
            ctx.eval::<(), _>(
                r#"
                const load = async (url) => {
                  const text = readFile(url.replace(/^search\//, ""));
                  if (text === undefined || text === null) throw new Error(url);
                  return new Function("casebookIndex", `let parts; casebookIndex = (own) => { parts = own; }; ${text}; return parts;`)();
                };
                const engine = CasebookSearch.open("", load);
                globalThis.ask = (text, sort) => {
                  globalThis.answer = "";
                  engine.search(text, { count: 10, sort }).then(
                    (found) => { globalThis.answer = JSON.stringify(found); },
                    (error) => { globalThis.answer = JSON.stringify({ error: String(error.message) }); },
                  );
                };
                globalThis.count = (text) => {
                  globalThis.answer = "";
                  engine.facets(text).then((found) => { globalThis.answer = JSON.stringify(found); });
                };
                globalThis.marks = (text, forms) => JSON.stringify(engine.marks(text, JSON.parse(forms)));
                "#,
            )
            .catch(&ctx)
            .unwrap();
        });
        Script { runtime, context }
    }

    fn call(&self, name: &str, arguments: (&str, &str)) -> serde_json::Value {
        self.context.with(|ctx| {
            let function: Function<'_> = ctx.globals().get(name).unwrap();
            function.call::<_, ()>(arguments).catch(&ctx).unwrap();
        });
        while self.runtime.execute_pending_job().unwrap_or(false) {}
        let text: String = self.context.with(|ctx| {
            let globals: Object<'_> = ctx.globals();
            globals.get("answer").unwrap()
        });
        serde_json::from_str(&text).unwrap()
    }

    fn marks(&self, text: &str, forms: &[String]) -> Vec<(usize, usize)> {
        let forms = serde_json::to_string(forms).unwrap();
        let found: String = self.context.with(|ctx| {
            let function: Function<'_> = ctx.globals().get("marks").unwrap();
            function.call((text, forms)).catch(&ctx).unwrap()
        });
        serde_json::from_str(&found).unwrap()
    }
}

fn native(files: &[IndexFile]) -> Searcher<'_> {
    Searcher::open(|name| files.iter().find(|file| file.name == name).map(|file| file.text.clone())).unwrap()
}

/// Some hundreds of queries made of the library's own words: whole, unfinished, misspelt, quoted, filtered, excluded.
fn queries(files: &[IndexFile]) -> Vec<String> {
    let library = sample().understood.pages();
    let mut queries: Vec<String> = [
        "certificate expired",
        "paymnt timeot",
        "\"connection pool\"",
        "pool -database",
        "severity:sev1",
        "severity:sev1 database after:2025-01",
        "service:checkout -deploy",
        "year:2025",
        "before:2025-06 cache",
        "kube-apiserver ERR_CONN_RESET getUserName 10.0.3.7 /var/lib/etcd",
        "2026-01-02T03:04:05Z level=error msg=\"dial tcp 10.1.2.3:5432: connect: connection refused\"",
        "servce:checkout",
        "service:nothing",
        "after:soon",
        "",
        "the",
        "\"the of\"",
        "\"",
        "l'incident d’accès",
        "証明書の期限",
        "Straße ΟΔΟΣ İstanbul",
        "a b c d e f g h i j k l m n o p q r s t u v w x y z",
        "\u{301}\u{200d}💥",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut words: Vec<String> = Vec::new();
    for (_, page) in library.iter() {
        for section in &page.body().text {
            words.extend(section.text.split_whitespace().map(str::to_owned));
        }
    }
    for (at, run) in words.chunks(6).enumerate().step_by(words.len() / 6 / 260 + 1) {
        let word = |index: usize| run.get(index).map_or("", String::as_str);
        queries.push(match at % 7 {
            0 => format!("{} {}", word(0), word(3)),
            1 => format!("\"{} {} {}\"", word(0), word(1), word(2)),
            2 => format!("{} {} {}", word(0), word(2), word(4).chars().take(3).collect::<String>()),
            3 => format!("{} {}", word(1), word(2).chars().rev().collect::<String>()),
            4 => run.join(" "),
            5 => format!("{} -{}", word(0), word(1)),
            _ => format!("{}x {}", word(0), word(5).chars().skip(1).collect::<String>()),
        });
    }
    assert!(queries.len() > 250 && files.len() > 1);
    queries
}

#[test]
fn the_browser_and_the_native_search_give_the_same_answers() {
    let files = sample().index.clone();
    let script = Script::new(&files);
    let searcher = native(&files);
    for (at, query) in queries(&files).iter().enumerate() {
        let (order, sort) = [
            (Order::Relevance, "relevance"),
            (Order::Newest, "newest"),
            (Order::Oldest, "oldest"),
            (Order::Longest, "longest"),
        ][if at % 5 == 0 { at / 5 % 4 } else { 0 }];
        let ours = searcher.search(query, 10, order).unwrap();
        let theirs = script.call("ask", (query, sort));
        let list =
            |key: &str| theirs["hits"].as_array().unwrap().iter().map(|hit| hit[key].to_string()).collect::<Vec<_>>();
        assert_eq!(
            list("document"),
            ours.hits.iter().map(|hit| hit.document.to_string()).collect::<Vec<_>>(),
            "{query}"
        );
        let scores: Vec<f64> =
            theirs["hits"].as_array().unwrap().iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
        assert_eq!(scores, ours.hits.iter().map(|hit| hit.score).collect::<Vec<_>>(), "{query}");
        assert_eq!(theirs["total"], ours.total, "{query}");
        assert_eq!(theirs["forms"], serde_json::json!(ours.forms), "{query}");
        let words: Vec<(&str, &str)> = theirs["words"]
            .as_array()
            .unwrap()
            .iter()
            .map(|word| (word["text"].as_str().unwrap(), word["state"].as_str().unwrap()))
            .collect();
        let own: Vec<(&str, String)> =
            ours.words.iter().map(|word| (word.text.as_str(), format!("{:?}", word.state).to_lowercase())).collect();
        assert_eq!(words, own.iter().map(|(text, state)| (*text, state.as_str())).collect::<Vec<_>>(), "{query}");
        assert_eq!(theirs["problems"].as_array().unwrap().len(), ours.problems.len(), "{query}");
    }
}

#[test]
fn every_document_is_found_by_its_title() {
    let library = sample().understood.pages();
    let files = sample().index.clone();
    let searcher = native(&files);
    for page in library.incidents().map(|(_, page)| page) {
        let answer = searcher.search(page.title(), 10, Order::Relevance).unwrap();
        let at = answer.hits.iter().position(|hit| hit.title == page.title());
        assert!(at.is_some_and(|at| at < 3), "{}: {at:?}", page.title());
    }
}

#[test]
fn facets_count_what_the_query_finds() {
    let files = sample().index.clone();
    let script = Script::new(&files);
    let searcher = native(&files);
    let total = |query: &str| searcher.search(query, 1, Order::Relevance).unwrap().total;
    for facet in script.call("count", ("database", "")).as_array().unwrap() {
        for value in facet["values"].as_array().unwrap() {
            let query = format!("database {}", value["query"].as_str().unwrap());
            assert_eq!(value["count"], total(&query), "{query}");
        }
    }
    // A chosen value leaves the others of its field to choose from.
    let chosen = script.call("count", ("severity:sev1", ""));
    let severity = chosen.as_array().unwrap().iter().find(|facet| facet["field"] == "severity").unwrap();
    assert!(severity["values"].as_array().unwrap().len() > 1);
    assert_eq!(severity["values"][0]["chosen"], true);
}

#[test]
fn a_missing_or_damaged_file_is_an_error_that_names_it() {
    let files = sample().index.clone();
    for damage in [0, 1, 2] {
        let damaged: Vec<IndexFile> = files
            .iter()
            .filter(|file| damage != 0 || !file.name.starts_with('a') && !file.name.starts_with('t'))
            .map(|file| {
                let cut = file.text.len() / 2;
                let cut = (cut..).find(|at| file.text.is_char_boundary(*at)).unwrap();
                let is_cut = damage > 0 && (file.name == "index.js") == (damage == 1);
                let text = if is_cut { file.text[..cut].to_owned() } else { file.text.clone() };
                IndexFile { name: file.name.clone(), text }
            })
            .collect();
        let read = |name: &str| damaged.iter().find(|file| file.name == name).map(|file| file.text.clone());
        let error = Searcher::open(read).and_then(|searcher| searcher.search("database", 10, Order::Relevance));
        assert!(error.unwrap_err().to_string().contains(".js"), "damage {damage}");
        if damage == 0 {
            let answer = Script::new(&damaged).call("ask", ("database", "relevance"));
            assert!(answer["error"].as_str().unwrap().contains(".js"), "{answer}");
        }
    }
}

#[test]
fn a_pasted_error_line_finds_its_sibling() {
    let files = sample().index.clone();
    let searcher = native(&files);
    let mut asked = 0;
    for (_, page) in sample().understood.pages().iter() {
        let lines = page.body().html.text.split("<pre").skip(1).flat_map(|block| block.split("</pre>").take(1));
        let Some(line) = lines
            .flat_map(|block| block.lines())
            .map(|line| line.split('>').next_back().unwrap_or(""))
            .map(|line| line.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"))
            .find(|line| line.len() > 50 && line.chars().any(|c| c.is_ascii_digit()))
        else {
            continue;
        };
        // Other times and ids: every digit is another one.
        let sibling: String = line
            .chars()
            .map(|c| c.to_digit(10).map_or(c, |digit| char::from(b'0' + ((digit + 3) % 10) as u8)))
            .collect();
        let answer = searcher.search(&sibling, 10, Order::Relevance).unwrap();
        assert!(answer.hits.iter().take(2).any(|hit| hit.title == page.title()), "{sibling}: {:?}", answer.hits);
        asked += 1;
    }
    assert!(asked >= 3, "{asked} lines");
}

#[test]
fn what_a_build_does_not_show_is_in_no_file_of_the_index() {
    let built = library(&[
        ("a.md", "---\ntitle: Shown\ndate: 2025-01-01\n---\nOrdinary words.\n"),
        (
            "b.md",
            "---\ntitle: Hidden xylophone\nstatus: draft\ndate: 2025-01-02\nservices: [zugspitze]\n---\nquincunx\n",
        ),
    ]);
    let files: Vec<&str> =
        built.artifacts.iter().filter(|artifact| artifact.path.as_str().starts_with("search/")).map(text_of).collect();
    assert!(files.len() >= 2);
    let read = |name: &str| {
        let path = format!("search/{name}");
        built.artifacts.iter().find(|artifact| artifact.path.as_str() == path).map(|found| text_of(found).to_owned())
    };
    let searcher = Searcher::open(read).unwrap();
    assert_eq!(searcher.search("ordinary", 10, Order::Relevance).unwrap().total, 1);
    for secret in ["xylophone", "quincunx", "zugspitze"] {
        assert_eq!(searcher.search(secret, 10, Order::Relevance).unwrap().total, 0, "{secret}");
        // Words are front-coded, so the middle of one would show too.
        assert!(files.iter().all(|text| !text.contains(&secret[2..])), "{secret}");
    }
}

#[test]
fn pieces_of_dotted_names_and_queries_of_stop_words_find_their_text() {
    let built = library(&[
        (
            "a.md",
            "---\ntitle: Crash\ndate: 2025-01-01\n---\nThrew java.lang.NullPointerException at start-up: plain C cannot open.\n",
        ),
        (
            "b.md",
            "---\ntitle: Quota\ndate: 2025-01-02\n---\nIt was `quota.DiskFull::tooLarge`, and not that this is. To be or not to be, in C#.\n",
        ),
        (
            "other.md",
            "---\ntitle: Other\ndate: 2025-01-03\n---\nThe exception to a pointer was null, not large: C++ (libstdc++) was unable to open.\n",
        ),
    ]);
    let (files, script) = opened(&built);
    for (query, expected) in [
        ("nullpointerexception", &["Crash"][..]),
        ("DiskFull", &["Quota"]),
        ("toolarge", &["Quota"]),
        ("\"not that this is\"", &["Quota"]),
        ("\"this that\"", &["Quota"]),
        ("this", &["Quota"]),
        ("the nullpointerexception", &["Crash"]),
        ("\"to be or not to be\"", &["Quota"]),
        ("C++", &["Other"]),
        ("c#", &["Quota"]),
        ("C", &["Crash"]),
        ("libstdc", &["Other"]),
        ("not", &["Quota", "Other"]),
        ("cannot", &["Crash"]),
        ("unable open", &["Other"]),
    ] {
        let titles: Vec<String> =
            native(&files).search(query, 10, Order::Relevance).unwrap().hits.into_iter().map(|hit| hit.title).collect();
        assert_eq!(titles, expected, "{query}");
        let theirs = script.call("ask", (query, "relevance"));
        let theirs: Vec<&str> =
            theirs["hits"].as_array().unwrap().iter().map(|hit| hit["title"].as_str().unwrap()).collect();
        assert_eq!(theirs, expected, "{query}");
    }
}

/// A library's search index, and the script that asks it.
fn opened(built: &crate::support::Built) -> (Vec<IndexFile>, Script) {
    let name = |artifact: &casebook::site::Artifact| artifact.path.as_str().strip_prefix("search/").map(str::to_owned);
    let artifacts = built.artifacts.iter();
    let files: Vec<IndexFile> = artifacts
        .filter_map(|artifact| Some(IndexFile { name: name(artifact)?, text: text_of(artifact).to_owned() }))
        .collect();
    let script = Script::new(&files);
    (files, script)
}

#[test]
fn a_page_that_says_it_in_other_words_is_found_too() {
    let mut texts = vec![
        (
            "a.md".to_owned(),
            "---\ntitle: Deploys blocked\ndate: 2025-01-01\n---\nUsers cannot deploy the shop.\n".to_owned(),
        ),
        (
            "b.md".to_owned(),
            "---\ntitle: Sign-in broken\ndate: 2025-01-02\n---\nUsers were unable to login.\n".to_owned(),
        ),
        ("c.md".to_owned(), "---\ntitle: Site was down\ndate: 2025-01-04\n---\nThe shop was down.\n".to_owned()),
        ("d.md".to_owned(), "---\ntitle: Shop outage\ndate: 2025-01-05\n---\nOutage of the shop.\n".to_owned()),
    ];
    texts
        .extend((1..6).map(|n| {
            (format!("l{n}.md"), format!("---\ntitle: Slow\ndate: 2025-02-0{n}\n---\nLogin took seconds.\n"))
        }));
    let texts: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (files, script) = opened(&library(&texts));
    for (query, wanted) in
        [("cannot login", "Sign-in broken"), ("shop down", "Shop outage"), ("shop down", "Site was down")]
    {
        let found = native(&files).search(query, 10, Order::Relevance).unwrap();
        assert!(found.hits.iter().any(|hit| hit.title == wanted), "{query}");
        let theirs = script.call("ask", (query, "relevance")).to_string();
        assert!(theirs.contains(wanted), "{query}: {theirs}");
    }
}

#[test]
fn identifiers_that_nothing_mentions_are_named() {
    let built = library(&[("a.md", "---\ntitle: Ingest died\ndate: 2025-01-01\n---\nThe pool timed out in ingest.\n")]);
    let (files, script) = opened(&built);
    for (query, expected) in [
        ("ERR_POOL_TIMEOUT ingest", &["ERR_POOL_TIMEOUT"][..]),
        ("qqq-zzz ingest", &["qqq-zzz"]),
        ("zzz9 ingest", &["zzz9"]),
        ("pool ingest", &[]),
        // A pasted line.
        ("2026-01-02T03:04:05Z level=error ingest pool timed out in the end of it all", &[]),
    ] {
        let words = native(&files).search(query, 10, Order::Relevance).unwrap().words;
        let dropped = |state: &str| state == "dropped";
        let told: Vec<String> = words
            .into_iter()
            .filter(|word| {
                matches!(word.state, casebook::search::WordState::Dropped)
                    && !word.text.chars().all(char::is_alphabetic)
            })
            .map(|word| word.text)
            .collect();
        assert_eq!(told, expected, "{query}");
        let theirs = script.call("ask", (query, "relevance"));
        let theirs: Vec<&str> = theirs["words"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|word| dropped(word["state"].as_str().unwrap()))
            .map(|word| word["text"].as_str().unwrap())
            .filter(|text| !text.chars().all(char::is_alphabetic))
            .collect();
        assert_eq!(theirs, expected, "{query}");
    }
}

#[test]
fn the_index_is_the_same_on_any_number_of_threads() {
    let library = sample().understood.pages();
    let config = casebook::config::Config::read("").value;
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            casebook::search::export(
                library,
                &casebook::search::invert(library, &config, &mut casebook::search::Segments::default()),
                &config,
            )
        })
    };
    assert!(on(1) == on(7));
}

#[test]
fn one_more_incident_leaves_the_cards_of_the_others_as_they_are() {
    let page = |number: usize| {
        let text =
            format!("---\ntitle: Incident {number}\ndate: 2024-01-01\n---\nword{} word{}\n", number % 7, number % 11);
        (format!("{number:04}.md"), text)
    };
    let pages: Vec<(String, String)> = (0..2_000).map(page).collect();
    let names = |count: usize| -> Vec<String> {
        let files: Vec<(&str, &str)> =
            pages[..count].iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let built = library(&files);
        let paths = built.artifacts.iter().map(|artifact| artifact.path.as_str().to_owned());
        paths.filter(|path| path.starts_with("search/c")).collect()
    };
    let (before, after) = (names(1_999), names(2_000));
    let changed = after.iter().filter(|name| !before.contains(name)).count();
    assert!(before.len() > 50 && changed == 1, "{changed} of {}", before.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_query_gives_the_same_answer_and_no_panic(query in "[ -~é日本ß\"’:-]{0,40}") {
        thread_local! {
            static BOTH: (Vec<IndexFile>, Script) = {
                let files = sample().index.clone();
                let script = Script::new(&files);
                (files, script)
            };
        }
        BOTH.with(|(files, script)| {
            let ours = native(files).search(&query, 10, Order::Relevance).unwrap();
            let theirs = script.call("ask", (&query, "relevance"));
            let documents: Vec<u64> =
                theirs["hits"].as_array().unwrap().iter().map(|hit| hit["document"].as_u64().unwrap()).collect();
            prop_assert_eq!(documents, ours.hits.iter().map(|hit| u64::from(hit.document)).collect::<Vec<_>>());
            let marked = script.marks(&query, &ours.forms);
            prop_assert_eq!(marked.len(), casebook::search::marks(&query, &ours.forms).len());
            Ok(())
        })?;
    }
}
