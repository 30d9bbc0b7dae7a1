//! Wording that blames people: off unless `[check.levels]` gives `blaming-words` a level.
//!
//! Precise before complete: a phrase is told only where its words can hardly mean anything else. Kubernetes has
//! operators, OCSP has responders, and "the alert should have fired" blames nobody, so persons are named narrowly and
//! verbs are those of people. What is quoted, code, or a quotation is not the author's own wording.

use crate::markdown::Spanned;
use crate::text::fold;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// A phrase that blames, where it is, and what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blame {
    /// Its place, relative to the text that the events are of.
    pub range: Range<usize>,
    /// What to write instead, in the language of the text.
    pub instead: &'static str,
}

/// Why a phrase blames.
#[derive(Clone, Copy, Debug)]
enum BlameKind {
    /// A person as the cause.
    Error,
    /// A judgement of somebody's character.
    Judgement,
    /// What somebody should have done.
    Hindsight,
    /// What somebody forgot.
    Omission,
    /// Whose fault it was.
    Fault,
}

use BlameKind::{Error, Fault, Hindsight, Judgement, Omission};

/// Phrases, folded: words with alternatives, `{p}` for a person, `_?` for at most one word of any kind.
const ENGLISH: [(BlameKind, &str); 19] = [
    (Error, "human error|errors|mistake|mistakes"),
    (Error, "pilot error"),
    (Error, "fat finger|fingered|fingers|fingering"),
    (Judgement, "careless|carelessly|carelessness|negligent|negligently|negligence"),
    (Judgement, "incompetent|incompetence|stupid|stupidity|reckless|recklessly|recklessness|laziness|sloppiness"),
    (Judgement, "lack of care|diligence|discipline|common"),
    (Judgement, "poor|bad judgment|judgement"),
    (Hindsight, "should have known better"),
    (
        Hindsight,
        "{p} should|could have known|noticed|realised|realized|remembered|checked|tested|asked|verified|followed|read|thought|waited|seen|caught|spotted",
    ),
    (Hindsight, "{p} should|could have been more|paying"),
    (
        Omission,
        "{p} failed to notice|realise|realize|follow|read|check|verify|test|think|consider|communicate|escalate|inform|tell|document|remember|understand|review",
    ),
    (Omission, "{p} forgot|neglected|ignored|overlooked|disregarded|misread|misunderstood"),
    (Omission, "operator|operators|admin|admins|somebody|someone forgot|neglected"),
    (Omission, "{p} did not|n't bother|think|notice|realise|realize"),
    (Fault, "{p} s fault|mistake|mistakes|negligence|oversight|carelessness"),
    (Fault, "his|her fault|mistake|negligence|carelessness"),
    (Fault, "{p} was|were|is|are at|to fault|blame"),
    (Fault, "blame|blamed a|an|the|our _? {p}"),
    (Fault, "caused by a|an|the|one|our _? {p}"),
];

/// Persons of English texts, in the singular and the plural.
const PERSONS: &str = "engineer engineers developer developers administrator administrators sysadmin sysadmins technician \
    technicians employee employees contractor contractors intern interns colleague colleagues coworker dba he she";

const FRENCH: [(BlameKind, &str); 10] = [
    (Error, "erreur|erreurs|faute|fautes humaine|humaines"),
    (Judgement, "negligence|negligences|negligent|negligente|negligents|imprudence|etourderie|laxisme"),
    (Judgement, "incompetence|incompetent|incompetente|incompetents"),
    (Judgement, "manque de rigueur|serieux|vigilance|professionnalisme"),
    (
        Hindsight,
        "{p} aurait|auraient du verifier|savoir|remarquer|tester|relire|prevenir|voir|lire|suivre|demander|penser|faire",
    ),
    (Omission, "{p} a|ont oublie|neglige|ignore|meconnu"),
    (Omission, "{p} n a|ont pas verifie|respecte|suivi|lu|pense|teste|prevenu|remarque|relu"),
    (Omission, "quelqu un a oublie|neglige"),
    (Fault, "par sa|leur faute"),
    (Fault, "faute|cause|causee|causes|causees|provoque|provoquee d|de|par un|une|l|le|la|des _? {p}"),
];

/// Persons of French texts.
const PERSONNES: &str = "ingenieur ingenieurs ingenieure developpeur developpeurs developpeuse technicien techniciens \
    technicienne administrateur administrateurs administratrice exploitant exploitants stagiaire stagiaires prestataire \
    collegue collegues operateur operatrice salarie salaries employe employes";

/// What to write instead, in English and in French.
fn instead(kind: BlameKind, french: bool) -> &'static str {
    match (kind, french) {
        (Error, false) => {
            "Say what made the slip easy and what let it through: the tool, the procedure, the missing check."
        }
        (Error, true) => {
            "Dites ce qui rendait l'erreur facile et ce qui l'a laissée passer : l'outil, la procédure, le contrôle absent."
        }
        (Judgement, false) => {
            "Leave the judgement out; say what people saw and knew at the time, and what would have helped."
        }
        (Judgement, true) => {
            "Laissez le jugement de côté ; dites ce que l'on voyait et savait alors, et ce qui aurait aidé."
        }
        (Hindsight, false) => {
            "Say what was known at the time and what would have made it visible, not what somebody should have done."
        }
        (Hindsight, true) => {
            "Dites ce que l'on savait alors et ce qui l'aurait rendu visible, non ce que quelqu'un aurait dû faire."
        }
        (Omission, false) => {
            "Say what the step rested on (memory, a long list, no alarm) and what would carry the next person."
        }
        (Omission, true) => {
            "Dites sur quoi reposait l'étape (la mémoire, une longue liste, aucune alarme) et ce qui aidera la prochaine personne."
        }
        (Fault, false) => "Name the conditions that had to come together instead of a person.",
        (Fault, true) => "Nommez les conditions qui se sont réunies plutôt qu'une personne.",
    }
}

/// The phrases of a language, ready to be looked for.
struct Phrases {
    all: Vec<(BlameKind, Vec<&'static str>)>,
    /// The phrases that begin with a word.
    by_first: HashMap<&'static str, Vec<usize>, foldhash::fast::FixedState>,
    persons: HashSet<&'static str>,
    is_french: bool,
}

static IN_ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&ENGLISH, PERSONS, false));
static IN_FRENCH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(&FRENCH, PERSONNES, true));

impl Phrases {
    fn new(written: &[(BlameKind, &'static str)], persons: &'static str, is_french: bool) -> Phrases {
        let persons: Vec<&str> = persons.split_whitespace().collect();
        let all: Vec<(BlameKind, Vec<&str>)> =
            written.iter().map(|(kind, phrase)| (*kind, phrase.split_whitespace().collect())).collect();
        let mut by_first: HashMap<&str, Vec<usize>, _> = HashMap::default();
        for (index, (_, phrase)) in all.iter().enumerate() {
            match phrase.first() {
                Some(&"{p}") => persons.iter().for_each(|person| by_first.entry(person).or_default().push(index)),
                Some(first) => first.split('|').for_each(|word| by_first.entry(word).or_default().push(index)),
                None => {}
            }
        }
        Phrases { all, by_first, persons: persons.into_iter().collect(), is_french }
    }
}

/// The words of a block: their folded texts in one, and where each is there and in the source. Punctuation that ends a
/// phrase is a word of its own.
#[derive(Default)]
struct Words {
    folded: String,
    places: Vec<(Range<usize>, Range<usize>)>,
}

impl Words {
    fn add(&mut self, text: &str, source: Range<usize>) {
        let start = self.folded.len();
        if text.is_ascii() {
            self.folded.extend(text.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            self.folded.push_str(&fold(text));
        }
        self.places.push((start..self.folded.len(), source));
    }

    fn text(&self, index: usize) -> Option<&str> {
        self.places.get(index).map(|(folded, _)| &self.folded[folded.clone()])
    }

    /// Where the words from `first` up to `end` are in the source.
    fn source(&self, first: usize, end: usize) -> Range<usize> {
        self.places[first].1.start..self.places[end - 1].1.end
    }
}

/// The phrases that blame, in the order of the text. `text` is what the events were made from; languages other than
/// English and French are left alone.
pub fn blames(text: &str, events: &[Spanned<'_>], language: &str) -> Vec<Blame> {
    let primary = language.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase();
    let phrases: &Phrases = match primary.as_str() {
        "en" => &IN_ENGLISH,
        "fr" => &IN_FRENCH,
        _ => return Vec::new(),
    };
    let mut found = Vec::new();
    for words in own_words(text, events) {
        let mut at = 0;
        while let Some(word) = words.text(at) {
            let candidates = phrases.by_first.get(word).into_iter().flatten().map(|index| &phrases.all[*index]);
            let hit = candidates.filter_map(|(kind, phrase)| Some((*kind, matched(&words, at, phrase, phrases)?)));
            match hit.into_iter().next() {
                Some((kind, end)) => {
                    found.push(Blame { range: words.source(at, end), instead: instead(kind, phrases.is_french) });
                    at = end;
                }
                None => at += 1,
            }
        }
    }
    found
}

/// Where a phrase that begins at a word ends; `None` when the words are not the phrase.
fn matched(words: &Words, at: usize, phrase: &[&str], phrases: &Phrases) -> Option<usize> {
    let Some((first, rest)) = phrase.split_first() else { return Some(at) };
    let word = words.text(at)?;
    if *first == "_?" {
        let is_word = word.starts_with(char::is_alphanumeric);
        let skipped = || matched(words, at + 1, rest, phrases).filter(|_| is_word);
        return matched(words, at, rest, phrases).or_else(skipped);
    }
    let fits =
        if *first == "{p}" { phrases.persons.contains(word) } else { first.split('|').any(|other| other == word) };
    if fits { matched(words, at + 1, rest, phrases) } else { None }
}

/// The words of each block that are the author's own.
fn own_words(text: &str, events: &[Spanned<'_>]) -> Vec<Words> {
    let mut blocks = Vec::new();
    let mut words = Words::default();
    let (mut foreign, mut quote) = (0_usize, false);
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::BlockQuote(_)) => foreign += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::BlockQuote(_)) => foreign = foreign.saturating_sub(1),
            Event::Text(content) if foreign == 0 => cut(text, content, range, &mut quote, &mut words),
            Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) if !words.places.is_empty() => {
                words.add("`", range.clone());
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                blocks.push(std::mem::take(&mut words));
                quote = false;
            }
            _ => {}
        }
    }
    blocks.push(words);
    blocks
}

/// Adds the words of one text, found again in the source from the text's place on.
fn cut(source: &str, content: &str, range: &Range<usize>, quote: &mut bool, words: &mut Words) {
    let mut cursor = range.start;
    let mut place = |piece: &str| {
        let rest = source.get(cursor..range.end).unwrap_or("");
        let start = cursor + rest.find(piece).unwrap_or(0);
        let end = (start + piece.len()).min(range.end.max(start));
        cursor = end;
        start..end
    };
    let mut from = 0;
    for (at, c) in content.char_indices().chain([(content.len(), ' ')]) {
        if c.is_alphanumeric() {
            continue;
        }
        let piece = &content[from..at];
        if !piece.is_empty() {
            let range = place(piece);
            if !*quote {
                words.add(piece, range);
            }
        }
        from = at + c.len_utf8();
        match c {
            '"' => *quote = !*quote,
            '“' | '«' | '„' => *quote = true,
            '”' | '»' => *quote = false,
            '.' | '!' | '?' | ';' | ':' | ',' | '(' | ')' if !*quote => {
                let end = words.places.last().map_or(range.start, |(_, source)| source.end);
                words.add(c.encode_utf8(&mut [0; 4]), end..end);
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::events;

    fn told(text: &str, language: &str) -> Vec<String> {
        blames(text, &events(text), language).into_iter().map(|blame| text[blame.range].to_owned()).collect()
    }

    #[test]
    fn wording_that_blames_is_found_where_it_stands() {
        for (text, phrase) in [
            ("The cause was **human error**.", "human error"),
            ("It was a human\nerror.", "human\nerror"),
            ("A careless change.", "careless"),
            ("He should have known better.", "He should have known"),
            ("The on-call engineer should have checked the list.", "engineer should have checked"),
            ("The developer failed to read the runbook.", "developer failed to read"),
            ("Someone forgot to renew it.", "Someone forgot"),
            ("It was the engineer's mistake.", "engineer's mistake"),
            ("The outage was caused by a junior engineer.", "caused by a junior engineer"),
            ("The intern was at fault.", "intern was at fault"),
            ("A fat-fingered command.", "fat-fingered"),
        ] {
            assert_eq!(told(text, "en"), [phrase], "{text}");
        }
        for (text, phrase) in [
            ("C'est une erreur humaine.", "erreur humaine"),
            ("L'ingénieur aurait dû vérifier la liste.", "ingénieur aurait dû vérifier"),
            ("Le technicien n'a pas respecté la procédure.", "technicien n'a pas respecté"),
            ("Un stagiaire a oublié le certificat.", "stagiaire a oublié"),
            ("Panne causée par un développeur.", "causée par un développeur"),
        ] {
            assert_eq!(told(text, "fr"), [phrase], "{text}");
        }
    }

    #[test]
    fn what_blames_nobody_is_left_alone() {
        for text in [
            "The alert should have fired.",
            "The operator failed to reconcile, and the responder failed to answer.",
            "Lazy loading and a sloppy quorum.",
            "We do not write \"human error\", nor “careless”.",
            "> It was human error, said the press.",
            "    human error in a log\n\nThe `human error` counter.",
            "Engineers failed to reach the VPN.",
            "The user error rate rose. Their fault domain was hit.",
            "The client should have known the new address.",
            "This was human. Error rates rose.",
            "Caused by a change that an engineer made.",
        ] {
            assert_eq!(told(text, "en"), Vec::<String>::new(), "{text}");
        }
        for text in ["L'erreur est affichée.", "Il aurait fallu une alarme.", "L'opérateur mobile n'a pas répondu."]
        {
            assert_eq!(told(text, "fr"), Vec::<String>::new(), "{text}");
        }
        assert_eq!(told("menschliches Versagen, human error", "de"), Vec::<String>::new());
    }
}
