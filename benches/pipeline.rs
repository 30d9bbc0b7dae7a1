//! The pipeline in memory, stage by stage: `cargo bench --bench pipeline -- [N…] [--rounds R]` (1,000 and 10,000
//! postmortems unless told; three rounds).
//!
//! Measured: parse, gather, index, learn, check and render of N generated postmortems of about 10 KB (words by Zipf's
//! law from a seeded generator, front matter, a timeline table, a code block, action items, links), without reading or
//! writing the disk. Printed: the median of each stage over the rounds, the sum, the peak memory of the process, and how
//! long `serve` takes to plan the site anew when the title or the severity of one postmortem was changed.
//! Growth is linear when the sum for each thousand stays the same from row to row.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a benchmark measures and prints")]

use casebook::build::{Input, Memo, Stage, build};
use casebook::config::Config;
use casebook::model::{AsOf, Date};
use casebook::text::{ContentPath, Source};
use casebook::workspace::{Change, Depth, Reading, Workspace};
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// How many edits are made of each kind.
const EDITS: usize = 41;

/// xorshift64*: the same numbers on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap_or(0) % limit
    }
}

const SYLLABLES: [&str; 24] = [
    "ka", "lo", "mi", "re", "tan", "ver", "stor", "con", "pro", "net", "ser", "vi", "ce", "la", "ten", "cy", "fail",
    "over", "data", "base", "que", "ue", "roll", "back",
];
const CAUSES: [&str; 12] = [
    "certificate-expiry",
    "config-change",
    "capacity",
    "dns",
    "deadlock",
    "memory-leak",
    "retry-storm",
    "bad-deploy",
    "third-party",
    "clock-skew",
    "disk-full",
    "feature-flag",
];
const HEADINGS: [&str; 6] = ["Summary", "Impact", "Detection", "Root cause", "Resolution", "Lessons learned"];

struct Generator {
    random: Random,
    words: Vec<String>,
}

impl Generator {
    fn new() -> Generator {
        let mut random = Random(0x00CA_5EB0_0C00_0001);
        let words = (0..25_000)
            .map(|_| (0..2 + random.below(3)).map(|_| SYLLABLES[random.below(SYLLABLES.len())]).collect())
            .collect();
        Generator { random, words }
    }

    /// Rank r with a probability of about 1/r: the r-th power of a uniform number does well enough.
    fn word(&mut self) -> String {
        let mut rank = self.words.len();
        for _ in 0..1 + self.random.below(3) {
            rank = 1 + self.random.below(rank);
        }
        self.words[rank - 1].clone()
    }

    fn sentence(&mut self, count: usize) -> String {
        let words: Vec<String> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    fn postmortem(&mut self, index: usize, of: usize) -> Source {
        let (year, month, day) = (2016 + self.random.below(10), 1 + self.random.below(12), 1 + self.random.below(28));
        let date = format!("{year}-{month:02}-{day:02}");
        let start = self.random.below(16);
        let mut text = format!(
            "---\nid: INC-{index:06}\ntitle: {}\ndate: {date}\nstarted: {date}T{start:02}:05:00Z\n\
             resolved: {date}T{:02}:30:00Z\nseverity: sev{}\nservices: [svc-{}, svc-{}]\ncauses: [{}]\nteams: [team-{}]\n\
             categories: [cat-{}]\ntags: [{}, {}, {}]\n---\n",
            self.sentence(6),
            start + 1 + self.random.below(6),
            1 + self.random.below(4),
            self.random.below(20),
            20 + self.random.below(20),
            CAUSES[self.random.below(CAUSES.len())],
            self.random.below(6),
            self.random.below(4),
            self.word(),
            self.word(),
            self.word(),
        );
        for heading in HEADINGS {
            let _ = write!(text, "\n## {heading}\n\n");
            for _ in 0..10 {
                let _ = write!(text, "{}. ", self.sentence(15));
            }
            text.push('\n');
        }
        text.push_str("\n## Timeline\n\n| Time (UTC) | Event |\n| --- | --- |\n");
        for hour in start..start + 8 {
            let _ = writeln!(text, "| {hour:02}:{:02} | {} |", self.random.below(60), self.sentence(10));
        }
        let _ = write!(text, "\n```yaml\nretry:\n  max: {}\n```\n\n## Action items\n\n", self.random.below(9));
        for _ in 0..4 {
            let other = self.random.below(of);
            let _ = writeln!(text, "- [ ] {}, see [{other}](inc-{other:06}.md)", self.sentence(8));
        }
        let path = ContentPath::new(&format!("inc-{index:06}.md")).unwrap_or_else(|| unreachable!("a plain name"));
        Source::new(path, text)
    }
}

fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "?".to_owned(), |peak| peak.trim().to_owned())
}

/// The median time until every page of a site has its place again after `from` has become `to` in one postmortem.
fn edited(input: &mut Input, edits: usize, from: &str, to: &str) -> Duration {
    let mut workspace = Workspace::new(Reading::new(input.clone(), ""), Memo::default());
    workspace.snapshot(Depth::Full);
    let mut times: Vec<Duration> = Vec::new();
    for edit in 0..edits {
        let page = &mut input.pages[edit * 7];
        *page = Source::new(page.path.clone(), page.text.replacen(from, to, 1));
        let reading = Reading::new(input.clone(), "");
        let begun = Instant::now();
        workspace.apply(Change::Read(Box::new(reading)));
        workspace.snapshot(Depth::Facts);
        times.push(begun.elapsed());
    }
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() {
    let mut sizes = Vec::new();
    let mut rounds = 3;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--rounds" => rounds = args.next().and_then(|n| n.parse().ok()).unwrap_or(rounds),
            _ => sizes.extend(arg.parse::<usize>()),
        }
    }
    if sizes.is_empty() {
        sizes = vec![1_000, 10_000];
    }
    for size in sizes {
        let mut generator = Generator::new();
        let pages: Vec<Source> = (0..size).map(|index| generator.postmortem(index, size)).collect();
        let bytes: usize = pages.iter().map(|page| page.text.len()).sum();
        let mut input = Input {
            pages,
            assets: Vec::new(),
            vocabulary: None,
            trackers: Vec::new(),
            theme: casebook::source::read_theme(None, std::path::Path::new("."), &[]).value,
            config: Config::read("").value.into(),
            as_of: AsOf(Date::constant(2026, 11, 23)),
            diagnostics: Vec::new(),
        };
        let mut stages: Vec<(Stage, Vec<Duration>)> = Vec::new();
        let mut files = 0;
        for _ in 0..rounds {
            let mut marks: Vec<(Stage, Instant)> = Vec::new();
            let pages = input.pages.clone();
            let planned = build(&mut input, &mut Memo::default(), |stage| marks.push((stage, Instant::now())));
            files = planned.plan.all().value.len();
            let end = Instant::now();
            input.pages = pages;
            let ends: Vec<Instant> = marks.iter().skip(1).map(|(_, at)| *at).chain([end]).collect();
            for ((stage, from), to) in marks.into_iter().zip(ends) {
                match stages.iter_mut().find(|(known, _)| *known == stage) {
                    Some((_, times)) => times.push(to - from),
                    None => stages.push((stage, vec![to - from])),
                }
            }
        }
        println!(
            "{size} postmortems, {:.1} MB, {files} files, median of {rounds}, peak memory {}",
            bytes as f64 / 1e6,
            peak_memory()
        );
        let mut sum = 0.0;
        for (stage, mut times) in stages {
            times.sort_unstable();
            let median = times[times.len() / 2].as_secs_f64();
            sum += median;
            println!("  {:<8} {:>8.3} s", stage.name(), median);
        }
        println!("  {:<8} {sum:>8.3} s, {:.3} s for each thousand", "sum", sum / (size as f64 / 1000.0));
        for (name, from, to) in
            [("retitled", "\ntitle: ", "\ntitle: Again "), ("regraded", "\nseverity: sev", "\nseverity: sev1 # ")]
        {
            println!("  {name:<8} {:>8.3} s", edited(&mut input, EDITS, from, to).as_secs_f64());
        }
    }
}
