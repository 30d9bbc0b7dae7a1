//! Following a syntax through code in bounded steps and memory.
//!
//! syntect's own parser knows no bounds, and some syntaxes go in circles on some texts: 43 characters of one took all
//! memory there is. This follows the same definitions by the rules of Sublime Text (`context`, `push`, `set`, `pop`,
//! `with_prototype`), and counts: what takes more than code of its length may take is given up, whatever the language.

use std::collections::HashMap;
use std::fmt::Write;
use syntect::parsing::syntax_definition::{
    Context, ContextId, ContextReference, MatchOperation, MatchPattern, context_iter,
};
use syntect::parsing::{ClearAmount, ParseState, Region, Scope, SyntaxReference, SyntaxSet};

/// Contexts that are open at a time; deeper ones are not entered.
const DEEPEST: usize = 100;
/// Prototypes that go along with one context.
const MOST_PROTOTYPES: usize = 16;
/// What may be spent on each byte of code and on each block, in patterns looked at. Code that people write takes 14 to 358 a
/// byte (22 languages).
const PER_BYTE: usize = 1_000;
const PER_BLOCK: usize = 50_000;
/// What it costs to search a line for a pattern, and to make a pattern of what an earlier one found.
const SEARCH: usize = 25;
const MAKE: usize = 500;

/// More than may be spent.
pub(super) struct Spent;

/// The class of each open scope, the innermost last: its own, or its parent's.
#[derive(Clone, Default)]
struct Classes(Vec<Option<char>>);

/// Says which class marks a scope: `None` where the scope has no say, `Some(None)` where it has none.
pub(super) type ClassOf = fn(Scope) -> Option<Option<char>>;

/// An open context.
struct Level {
    context: &'static Context,
    prototypes: Vec<&'static Context>,
    /// What the pattern that opened it found, where patterns in it refer to that.
    found: Option<(Region, String)>,
    /// With the scopes of the context itself, and with those of its content too.
    around: Classes,
    inside: Classes,
}

/// A place in code, as far as its syntax goes.
pub(super) struct Walk {
    syntaxes: &'static SyntaxSet,
    class_of: ClassOf,
    stack: Vec<Level>,
    /// Where contexts begin that a prototype's pattern opened: prototypes below do not apply in them.
    opened_by_prototypes: Vec<usize>,
    left: usize,
}

/// The pattern that comes first.
struct Found {
    pattern: &'static MatchPattern,
    region: Region,
    is_of_prototype: bool,
    goes_round: bool,
}

/// What a line was searched for so far. Patterns live as long as the program, so their places tell them apart.
type Searched = HashMap<*const MatchPattern, Option<Region>>;

impl Walk {
    /// The beginning of code of so many bytes; `None` where the syntax has none.
    pub(super) fn new(
        syntaxes: &'static SyntaxSet,
        syntax: &SyntaxReference,
        class_of: ClassOf,
        length: usize,
    ) -> Option<Walk> {
        let left = PER_BLOCK + length * PER_BYTE;
        let mut walk = Walk { syntaxes, class_of, stack: Vec::new(), opened_by_prototypes: Vec::new(), left };
        let context = walk.context(&start(syntax)?)?;
        walk.open(context, Vec::new(), None, &Classes::default());
        Some(walk)
    }

    /// Writes a line in pieces of one class each.
    pub(super) fn line(&mut self, line: &str, mut write: impl FnMut(Option<char>, &str)) -> Result<(), Spent> {
        let mut searched = Searched::new();
        let (mut at, mut written) = (0, 0);
        // Where a context was opened without a step forward, and how many were open then: closing it would go round.
        let mut opened = None;
        loop {
            let depth = self.stack.len();
            self.opened_by_prototypes.retain(|start| *start < depth);
            let Some(found) = self.first(line, at, opened == Some((at, depth)), &mut searched)? else { break };
            if found.goes_round {
                let Some(next) = line.get(at..).and_then(|rest| rest.chars().next()) else { break };
                at += next.len_utf8();
                continue;
            }
            let Some((start, end)) = found.region.pos(0) else { break };
            if end <= at && matches!(found.pattern.operation, MatchOperation::Push(_)) {
                opened = Some((end, depth + 1));
            }
            write(self.inside().top(), line.get(written..start).unwrap_or(""));
            self.write_match(line, &found, start, end, &mut write);
            (at, written) = (end, end.max(written));
            if found.is_of_prototype {
                self.opened_by_prototypes.push(depth);
            }
            self.perform(line, &found)?;
        }
        write(self.inside().top(), line.get(written..).unwrap_or(""));
        Ok(())
    }

    /// What was spent so far on each byte of code of so many.
    #[cfg(test)]
    pub(super) fn spent(&self, length: usize) -> usize {
        (PER_BLOCK + length * PER_BYTE - self.left) / length
    }

    fn spend(&mut self, cost: usize) -> Result<(), Spent> {
        self.left = self.left.checked_sub(cost).ok_or(Spent)?;
        Ok(())
    }

    fn context(&self, id: &ContextId) -> Option<&'static Context> {
        reference(id)?.resolve(self.syntaxes).ok()
    }

    fn inside(&self) -> Classes {
        self.stack.last().map(|level| level.inside.clone()).unwrap_or_default()
    }

    /// The first of the patterns of the context, its prototype and those that go along with the contexts around it.
    fn first(
        &mut self,
        line: &str,
        at: usize,
        may_go_round: bool,
        searched: &mut Searched,
    ) -> Result<Option<Found>, Spent> {
        let from = self.opened_by_prototypes.last().copied().unwrap_or(0);
        let Some(top) = self.stack.last() else { return Ok(None) };
        let mut chain: Vec<(bool, &'static Context, usize)> = Vec::new();
        for (number, level) in self.stack.iter().enumerate().skip(from) {
            chain.extend(level.prototypes.iter().map(|prototype| (true, *prototype, number)));
        }
        let last = self.stack.len() - 1;
        let own = top.context.prototype.as_ref().and_then(|id| self.context(id));
        chain.extend(own.map(|prototype| (false, prototype, usize::MAX)));
        chain.push((false, top.context, last));
        let mut best: Option<(usize, Found)> = None;
        for (is_of_prototype, context, level) in chain {
            for (of, index) in context_iter(self.syntaxes, context) {
                self.spend(1)?;
                let Ok(pattern) = of.match_at(index) else { continue };
                let Some(region) = self.search(line, at, pattern, level, searched)? else { continue };
                let Some((start, end)) = region.pos(0) else { continue };
                let is_better =
                    best.as_ref().is_none_or(|(first, found)| start < *first || start == *first && found.goes_round);
                if is_better {
                    let goes_round = may_go_round && end <= at && matches!(pattern.operation, MatchOperation::Pop);
                    best = Some((start, Found { pattern, region, is_of_prototype, goes_round }));
                    if start == at && !goes_round {
                        return Ok(best.map(|(_, found)| found));
                    }
                }
            }
        }
        Ok(best.map(|(_, found)| found))
    }

    fn search(
        &mut self,
        line: &str,
        at: usize,
        pattern: &'static MatchPattern,
        level: usize,
        searched: &mut Searched,
    ) -> Result<Option<Region>, Spent> {
        match searched.get(&std::ptr::from_ref(pattern)) {
            Some(None) => return Ok(None),
            Some(Some(region)) if region.pos(0).is_some_and(|(start, _)| start >= at) => {
                return Ok(Some(region.clone()));
            }
            _ => {}
        }
        self.spend(SEARCH)?;
        let found = self.stack.get(level).and_then(|level| level.found.as_ref()).filter(|_| pattern.has_captures);
        let mut region = Region::new();
        let (is_there, is_lasting) = match found {
            Some((found, text)) => {
                let made = pattern.regex_with_refs(found, text);
                self.spend(MAKE)?;
                (made.search(line, at, line.len(), Some(&mut region)), false)
            }
            None => (pattern.regex().search(line, at, line.len(), Some(&mut region)), true),
        };
        let does_something = match &pattern.operation {
            MatchOperation::None => region.pos(0).is_some_and(|(start, end)| start < end),
            MatchOperation::Push(_) => self.stack.len() < DEEPEST,
            _ => true,
        };
        let region = is_there.then_some(region);
        if is_lasting && (region.is_none() || does_something) {
            searched.insert(pattern, region.clone());
        }
        Ok(region.filter(|_| does_something))
    }

    /// Writes what a pattern matched, with the scopes of the pattern and of its groups.
    fn write_match(
        &self,
        line: &str,
        found: &Found,
        start: usize,
        end: usize,
        write: &mut impl FnMut(Option<char>, &str),
    ) {
        let Some(top) = self.stack.last() else { return };
        let mut classes = match &found.pattern.operation {
            MatchOperation::Pop => top.around.clone(),
            _ => top.inside.clone(),
        };
        if let MatchOperation::Push(contexts) | MatchOperation::Set(contexts) = &found.pattern.operation {
            for context in contexts.iter().filter_map(|context| context.resolve(self.syntaxes).ok()) {
                classes.clear(context.clear_scopes.as_ref());
                classes.push(&context.meta_scope, self.class_of);
            }
        }
        classes.push(&found.pattern.scope, self.class_of);
        // Where groups begin, the longer first, and where they end, which comes before what begins there.
        let mut marks: Vec<(usize, usize, &[Scope])> = Vec::new();
        for (group, scopes) in found.pattern.captures.iter().flatten() {
            if let Some((from, to)) = found.region.pos(*group).filter(|(from, to)| from < to) {
                marks.push((from, usize::MAX - (to - from), scopes));
                marks.push((to, 0, scopes));
            }
        }
        marks.sort_by_key(|(at, order, _)| (*at, *order));
        let mut written = start;
        for (at, order, scopes) in marks {
            write(classes.top(), line.get(written..at).unwrap_or(""));
            written = at.max(written);
            match order {
                0 => classes.pop(scopes.len()),
                _ => classes.push(scopes, self.class_of),
            }
        }
        write(classes.top(), line.get(written..end).unwrap_or(""));
    }

    /// Opens and closes contexts as a pattern says.
    fn perform(&mut self, line: &str, found: &Found) -> Result<(), Spent> {
        let (contexts, mut kept) = match &found.pattern.operation {
            MatchOperation::None => return Ok(()),
            MatchOperation::Pop => {
                // The outermost context stays: there is always one.
                if self.stack.len() > 1 {
                    self.stack.pop();
                }
                return Ok(());
            }
            MatchOperation::Push(contexts) => (contexts, Vec::new()),
            MatchOperation::Set(contexts) => {
                (contexts, self.stack.pop().map_or_else(Vec::new, |level| level.prototypes))
            }
        };
        for (number, context) in contexts.iter().enumerate() {
            let mut prototypes = std::mem::take(&mut kept);
            if number + 1 == contexts.len() {
                let along = found.pattern.with_prototype.as_ref();
                prototypes.extend(along.and_then(|prototype| prototype.resolve(self.syntaxes).ok()));
            }
            let Ok(context) = context.resolve(self.syntaxes) else { return Err(Spent) };
            if prototypes.len() > MOST_PROTOTYPES || self.stack.len() > 2 * DEEPEST {
                return Err(Spent);
            }
            let refers = context.uses_backrefs || prototypes.iter().any(|prototype| prototype.uses_backrefs);
            let kept_text = refers.then(|| (found.region.clone(), line.to_owned()));
            let around = self.inside();
            self.open(context, prototypes, kept_text, &around);
        }
        if self.stack.is_empty() { Err(Spent) } else { self.spend(1) }
    }

    fn open(
        &mut self,
        context: &'static Context,
        prototypes: Vec<&'static Context>,
        found: Option<(Region, String)>,
        outside: &Classes,
    ) {
        let mut around = outside.clone();
        around.clear(context.clear_scopes.as_ref());
        around.push(&context.meta_scope, self.class_of);
        let mut inside = around.clone();
        inside.push(&context.meta_content_scope, self.class_of);
        self.stack.push(Level { context, prototypes, found, around, inside });
    }
}

impl Classes {
    fn top(&self) -> Option<char> {
        self.0.last().copied().flatten()
    }

    fn push(&mut self, scopes: &[Scope], class_of: ClassOf) {
        for scope in scopes {
            self.0.push(class_of(*scope).unwrap_or_else(|| self.top()));
        }
    }

    fn pop(&mut self, count: usize) {
        self.0.truncate(self.0.len().saturating_sub(count));
    }

    fn clear(&mut self, amount: Option<&ClearAmount>) {
        match amount {
            Some(ClearAmount::TopN(count)) => self.pop(*count),
            Some(ClearAmount::All) => self.0.clear(),
            None => {}
        }
    }
}

/// A reference to a context. syntect makes them while it links syntaxes, and has no function for anybody else; but it reads
/// and writes them.
fn reference(id: &ContextId) -> Option<ContextReference> {
    let id = serde_json::to_value(id).ok()?;
    serde_json::from_value(serde_json::json!({ "Direct": id })).ok()
}

/// The context that code of a syntax begins in. A new state of syntect's parser has it, and shows it.
fn start(syntax: &SyntaxReference) -> Option<ContextId> {
    let mut shown = String::new();
    write!(shown, "{:?}", ParseState::new(syntax)).ok()?;
    let number = |name: &str| -> Option<usize> {
        let (_, after) = shown.split_once(&format!("{name}: "))?;
        after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let id = serde_json::json!({ "syntax_index": number("syntax_index")?, "context_index": number("context_index")? });
    serde_json::from_value(id).ok()
}
