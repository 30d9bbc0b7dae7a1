//! The one table of codes. `check --explain CODE` prints a row of it; `[check.levels]` changes its levels.

use super::Level;
use serde::{Deserialize, Serialize};

/// A row of the table of codes.
#[derive(Debug)]
pub struct CodeInfo {
    /// The name, in kebab case: what `[check.levels]` and every printed form use.
    pub name: &'static str,
    /// The level it has unless the settings say otherwise.
    pub level: Level,
    /// What is reported.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What sets it off.
    pub example: &'static str,
    /// What to write instead: also the remedy of a finding that has none of its own.
    pub instead: &'static str,
}

macro_rules! codes {
    ($($variant:ident $name:literal $level:ident
        what $what:literal
        why $why:literal
        example $example:literal
        instead $instead:literal)*) => {
        /// Identifies a rule.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $(#[doc = $what] $variant,)*
        }

        /// Every code, in the table's order.
        pub const CODES: &[Code] = &[$(Code::$variant),*];

        impl Code {
            /// This code's row.
            pub fn info(self) -> &'static CodeInfo {
                match self {
                    $(Code::$variant => &CodeInfo {
                        name: $name, level: Level::$level,
                        what: $what, why: $why, example: $example, instead: $instead,
                    },)*
                }
            }
        }
    };
}

impl Code {
    /// Whether it is about work to do or wording to mend, and not about what a build reads, leaves out or cannot link: `check`
    /// tells those, and a build only counts them.
    pub fn is_advice(self) -> bool {
        matches!(
            self,
            Code::ActionOverdue
                | Code::UnmatchedCorrection
                | Code::MissingSection
                | Code::UnknownTicket
                | Code::TicketConflict
                | Code::PolicyBroken
                | Code::StaleDraft
                | Code::UnknownTerm
                | Code::DeprecatedTerm
                | Code::NearTerm
                | Code::DateSlip
                | Code::UnknownZone
                | Code::UnlikelyDate
                | Code::ImpossibleOrder
                | Code::NarrowPageNamed
        )
    }
}

codes! {
    // Reading.
    UnreadableFile "unreadable-file" Error
        what "A file or folder could not be read."
        why "Its incident would be missing from the library without anyone noticing."
        example "A file without read permission in the content folder."
        instead "Make the file readable, or move it out of the content folder."
    LinkOutside "link-outside" Warning
        what "A symbolic link in the content folder was not followed."
        why "A link can lead out of the folder, or in a circle, and would publish what lies there."
        example "content/secrets -> /etc"
        instead "Copy the files into the content folder."
    OutsideLibrary "outside-library" Warning
        what "A folder that the settings name lies outside the library."
        why "Whoever can change book.toml would decide what is read from your disk, or which folder of it is written."
        example "build-dir = \"../../www\""
        instead "Name a folder of the library, or say where the site goes with --out."
    ActiveFile "active-file" Warning
        what "A file that browsers open as a page, with something in it that runs; it was left out."
        why "It would run as part of the site: it could read what its readers can, and change what they see."
        example "report.html with a script, graph.svg with onload="
        instead "Save it as a picture or without scripts, or set `[markdown] unsafe-html = true` if you trust every author."
    BadEncoding "bad-encoding" Warning
        what "A Markdown file is not UTF-8; it was read in the encoding that its bytes suggest."
        why "A wrong guess shows wrong letters."
        example "A file saved as Latin-1 or UTF-16 by an old editor."
        instead "Save the file as UTF-8."
    TooLarge "too-large" Error
        what "A Markdown file is larger than a postmortem can be."
        why "Rendering it would hold up every build; it is most likely a log that belongs into an attachment."
        example "A log of 200 MB saved as incident.md."
        instead "Move the log into a file of its own and link it."
    EmptyFile "empty-file" Warning
        what "A Markdown file has nothing in it."
        why "It becomes an empty page; most likely it could not be written, or was begun and forgotten."
        example "A file of 0 bytes after an editor ran out of disk."
        instead "Write it, or delete it."
    BadName "bad-name" Error
        what "A file's name cannot be published."
        why "Names with bytes that are not Unicode cannot become a URL."
        example "A file name in Latin-1 from an old archive."
        instead "Rename the file."
    // Front matter.
    UnclosedFrontMatter "unclosed-front-matter" Error
        what "Front matter is opened but never closed."
        why "Without the closing line nobody can tell where the text begins, and every field would be lost."
        example "---\ntitle: Queue stuck\n\nThe queue …"
        instead "Write the closing line (`---`, `+++` or `}`) after the last field."
    BadFrontMatter "bad-front-matter" Error
        what "Front matter is not valid YAML, TOML or JSON."
        why "Its fields cannot be read."
        example "title: Queue: stuck"
        instead "Correct the syntax; quote values that contain a colon."
    MendedFrontMatter "mended-front-matter" Warning
        what "A value in the front matter is not valid YAML; it was read as the text that it seems to be."
        why "Other tools may lose it, or the whole front matter with it."
        example "title: Queue stuck: what to do"
        instead "Put the value in quotes."
    RefusedFrontMatter "refused-front-matter" Error
        what "Front matter uses YAML anchors, aliases, tags or merge keys, or is too large or too deep."
        why "Aliases can blow a few lines up to gigabytes; front matter needs none of these."
        example "a: &x [1]\nb: *x"
        instead "Write the value out."
    DuplicateKey "duplicate-key" Error
        what "Front matter has the same key twice."
        why "Only one of the values can count, and which one is chance."
        example "severity: sev1\nseverity: sev3"
        instead "Keep one of the two."
    UnknownKey "unknown-key" Warning
        what "A key looks like a misspelt field."
        why "Unknown keys are kept as `extra` but mean nothing to the library."
        example "serverity: sev1"
        instead "Correct the key, or declare it under [front_matter.aliases]."
    WrongType "wrong-type" Error
        what "A field has a value of a kind that it cannot have."
        why "The value is left out of the library."
        example "timeline: yesterday"
        instead "Write the value in the form that the field has."
    BadDate "bad-date" Error
        what "A date or time cannot be read."
        why "The incident would be missing from its year, its timeline and every duration."
        example "started: 2024-02-30"
        instead "Write dates as 2024-02-28 and instants as 2024-02-28T14:05:00+01:00."
    ImpossibleOrder "impossible-order" Warning
        what "A milestone lies before one that must come first."
        why "Durations would be negative, and the library leaves them out."
        example "started: 2024-03-01T10:00Z, resolved: 2024-03-01T09:00Z"
        instead "Correct the day, the time or the zone of one of the two."
    UnlikelyDate "unlikely-date" Warning
        what "A date lies before computers or in the future."
        why "It is most likely a slip of the pen, and it moves the incident to the wrong end of every list."
        example "date: 1628-06-01"
        instead "Correct the date."
    UnknownSeverity "unknown-severity" Error
        what "A severity is not on the library's scale."
        why "The incident would be missing from its severity's page and from every count."
        example "severity: serv1"
        instead "Use a name of the scale, or add the word under [severities]."
    AudienceNotEnforced "audience-not-enforced" Error
        what "A page names its audience, and the settings have no `[audiences]`."
        why "Published, it would be open to everybody; so it is left out of the site, whatever the field says."
        example "audience: security"
        instead "Name the audiences under [audiences] in book.toml, or remove the field to publish the page for everybody."
    UnknownAudience "unknown-audience" Error
        what "A page or a part of it names an audience that the settings do not know, or in a way that is not understood."
        why "Nobody can tell who may read it, so it is left out of every site."
        example "audience: securty"
        instead "Use a name of the settings' [audiences]."
    TooManyTerms "too-many-terms" Warning
        what "A page has more terms than `[limits]` lets it have."
        why "Each term gets a page of its own; a page of thousands of them is a list that got into the wrong field."
        example "tags: a list of 5,000 host names."
        instead "Keep the terms that the page is about, or raise [limits] terms."
    NarrowPageNamed "narrow-page-named" Warning
        what "A page quotes the title or the id of a page that fewer people may read."
        why "The page itself is left out of their site, and its name is told there all the same."
        example "See INC-0042, in a page for everybody, where INC-0042 is for the security team."
        instead "Say it in other words, or mark the words for the same audience: [text]{audience=NAME}."
    UnknownValue "unknown-value" Error
        what "A field with a fixed set of values has another one."
        why "The value is left out of the library."
        example "status: finnal"
        instead "Use one of the values that the field knows."
    LikelySecret "likely-secret" Warning
        what "A page holds what looks like a key, a token, a private key or a password."
        why "Whoever reads the page, its history or the site's search index can use it."
        example "A token that was pasted with the command that failed."
        instead "Take it out, and make it worthless: it is in the history. If it is none, add its name to [check] allow-secrets."
    EmailAddress "email-address" Info
        what "A page names somebody's e-mail address. Off unless [check.levels] gives it a level."
        why "It is a person's, and a page that many can read is found by machines that collect addresses."
        example "Reported by ada@firm.test"
        instead "Name a role or a team instead."
    IpAddress "ip-address" Info
        what "A page names an IP address. Off unless [check.levels] gives it a level."
        why "It may be a person's, or tell strangers how a network is built."
        example "Requests came from 8.8.8.8"
        instead "Leave it out, or use an address of the blocks for documentation, such as 192.0.2.1."
    // Links.
    BrokenLink "broken-link" Warning
        what "A relative link leads to a file that is not there."
        why "A reader in the middle of an incident meets a dead end."
        example "[runbook](../runbooks/failover.md), which was moved"
        instead "Correct the path, or remove the link."
    BrokenAnchor "broken-anchor" Warning
        what "A link names a heading that its page does not have."
        why "The reader lands at the top and must search for the passage."
        example "[root cause](incident.md#rootcause)"
        instead "Use the anchor of an existing heading."
    BrokenImage "broken-image" Warning
        what "An image is not there."
        why "The page shows a gap where the graph should be."
        example "![latency](img/latncy.png)"
        instead "Correct the path, or add the image."
    ForeignMark "foreign-mark" Info
        what "A mark of another tool is not understood."
        why "Readers see it as text, or miss what it would have put there."
        example "{{< chart src=\"a.csv\" >}}"
        instead "Write it as Markdown, or remove it."
    RemoteImage "remote-image" Info
        what "A picture lies on another host; a link to it is shown in its place."
        why "Loading it would tell that host who reads what, and the page would change or break with it."
        example "![latency](https://images.example.com/latency.png)"
        instead "Put it beside the text, or load such pictures with `[markdown] remote-images = true`."
    UnsafeLink "unsafe-link" Warning
        what "A link has a scheme that can run code; it was dropped."
        why "`javascript:` and the like run in the reader's browser."
        example "[click](javascript:alert(1))"
        instead "Link to a page."
    UnknownId "unknown-id" Warning
        what "`related`, `recurs` or `procedures` names a page that does not exist."
        why "The connection that the author meant is lost."
        example "recurs: [INC-9999]"
        instead "Use the id or the path of an existing page."
    AmbiguousLink "ambiguous-link" Error
        what "A wiki link or an id fits several pages."
        why "Any choice would be chance."
        example "[[redis]] with redis.md in two folders"
        instead "Write the id or the path of the page that is meant."
    // Identity.
    DuplicateId "duplicate-id" Error
        what "Two pages have the same id."
        why "Links, feeds and the API cannot tell them apart."
        example "Two copies of one file with `id: INC-12`."
        instead "Give one of them another id."
    DuplicatePath "duplicate-path" Error
        what "Two pages or files would be published under one path; only the first is."
        why "One would overwrite the other."
        example "README.md and index.md in one folder"
        instead "Rename one of them."
    CaseCollision "case-collision" Warning
        what "Two paths differ only in case."
        why "On many disks they are the same file, and one would overwrite the other."
        example "Redis.md and redis.md"
        instead "Rename one of them."
    // Substance.
    ActionWithoutOwner "action-without-owner" Info
        what "An open action has no owner."
        why "What nobody owns does not get done."
        example "- [ ] raise the limit"
        instead "Name an owner: `@name`, an owner column or `owner:`."
    ActionOverdue "action-overdue" Warning
        what "An open action's due date has passed."
        why "Until it is done the incident can happen again."
        example "due: 2024-01-31, still open"
        instead "Finish it, drop it with a reason, or agree on a new date."
    FixNotMade "fix-not-made" Info
        what "An incident happened again while an action from an earlier time was still open."
        why "The promise that was to end it was not kept in time; a gate on this keeps it from happening once more."
        example "\"Set a pool limit\" of INC-5 was still open when INC-16 happened"
        instead "Finish the action, or drop it and say why."
    FixDidNotHold "fix-did-not-hold" Info
        what "An incident happened again after an action from an earlier time was done."
        why "What was done did not end it; something else is needed."
        example "\"Renew by machine\" of INC-1 was done when INC-12 happened"
        instead "Agree on another action in the latest postmortem."
    UnmatchedCorrection "unmatched-correction" Warning
        what "An entry of `recurring` in book.toml names no recurring issue and no incident that it could be about."
        why "The correction has no effect: the incident was renamed, or the group is found no longer."
        example "[[recurring.silence]] group = \"inc-99\""
        instead "Name the group by the id of one of its incidents, or remove the entry."
    MissingSection "missing-section" Warning
        what "A postmortem lacks a section that its severity asks for."
        why "What is not written down is not learnt."
        example "A sev1 postmortem without action items."
        instead "Add the section, or change [severities] in book.toml."
    UnreadableExport "unreadable-export" Warning
        what "An export of a tracker cannot be read."
        why "Actions keep what their postmortems say, which is older than what the tracker knows."
        example "[trackers.jira] export = \"jira.csv\", which nobody put there"
        instead "Export again into the library's folder, as CSV or JSON."
    ExportColumn "export-column" Warning
        what "An export lacks a column."
        why "What the column says of tickets is not known."
        example "[trackers.jira.columns] due = \"Deadline\" where the export has Due date"
        instead "Name the column as the export does, under [trackers.NAME.columns]."
    ExportValue "export-value" Warning
        what "A date or a status in an export is not understood."
        why "The action keeps what its postmortem says."
        example "A status `In Klärung` that is not mapped."
        instead "Say what it means under [trackers.NAME.statuses], or how dates are written under date-formats."
    UnknownTicket "unknown-ticket" Warning
        what "The `ref` of an action is a ticket that its tracker's export lacks."
        why "Nobody can tell from here whether it was done."
        example "ref: OPS-9999"
        instead "Correct the `ref`, or export again."
    TicketConflict "ticket-conflict" Warning
        what "Front matter states of an action what its ticket says otherwise."
        why "The library shows what the ticket says; the postmortem tells its readers something else."
        example "status: done, where the tracker has the ticket open"
        instead "Take the field out of front matter, or correct it or the ticket."
    PolicyBroken "policy-broken" Warning
        what "A promise of a policy was not kept in time and still is not."
        why "A fix that is not made lets the incident happen again; a postmortem that nobody reviewed teaches nobody."
        example "actions-close-within = \"28 days\", and an open action 40 days after the incident"
        instead "Keep it now, or change the policy in book.toml."
    Incomplete "incomplete" Info
        what "A postmortem lacks something that the completeness rules ask for."
        why "What is not written down is not learnt."
        example "A sev1 postmortem without lapses."
        instead "Add what is missing, or change [completeness] in book.toml."
    BlamingWords "blaming-words" Info
        what "A wording blames people; off unless the settings give it a level."
        why "Who expects blame tells less, and a person as the cause hides what let it happen."
        example "The outage was caused by human error."
        instead "Say what made it easy and what let it through."
    MissingTranslation "missing-translation" Info
        what "A page has no translation into a language of the library; off unless the settings give it a level."
        why "Its readers meet a text in another language."
        example "incidents/a.md without incidents/a.fr.md, where other pages have a French one"
        instead "Translate it, or leave it: the original stands in for it."
    StaleDraft "stale-draft" Warning
        what "A postmortem has been a draft for too long."
        why "Drafts are not published; what was learnt stays with its author."
        example "status: draft, 60 days after the incident"
        instead "Finish it and set `status: review` or `final`."
    UnknownTerm "unknown-term" Warning
        what "A term is not in the vocabulary."
        why "Terms drift apart and lists miss incidents."
        example "causes: [cert-expired] where the vocabulary has certificate-expiry"
        instead "Use a term of the vocabulary, or add this one to it."
    DeprecatedTerm "deprecated-term" Warning
        what "A term was replaced by another one."
        why "Its page will be empty while new incidents are filed under its successor."
        example "causes: [ssl] where the vocabulary says certificate-expiry"
        instead "Use the successor."
    NearTerm "near-term" Warning
        what "Two terms are nearly the same."
        why "One issue is filed under two names, and neither list is complete."
        example "causes: [certificate-expiry] here, [certificates-expiry] there"
        instead "Use one spelling."
    LoneTerm "lone-term" Info
        what "A term that only one page uses, in a taxonomy whose other terms are shared."
        why "It groups nothing: most likely there is a term already under which others would find the page."
        example "causes: [nginx-buffer-size] once, beside forty incidents under config-change"
        instead "Use a term that others use too, or agree on this one in vocabulary.toml."
    DateSlip "date-slip" Warning
        what "One entry of a timeline has another year or month than those around it."
        why "An entry of the wrong year makes an incident of many months."
        example "2022-01-11 14:40 between 2023-01-11 14:34 and 2023-01-11 14:51"
        instead "Correct the date."
    UnknownZone "unknown-zone" Warning
        what "An abbreviation beside times is the name of several time zones."
        why "Times in the wrong zone make wrong durations, so these have no zone at all."
        example "14:05 GST, which may be Gulf, Guam or South Georgia"
        instead "Write the offset, or say on the page what the abbreviation means."
    Inferred "inferred" Info
        what "A fact was read out of the text."
        why "It shows what the library understood, so that a wrong reading can be corrected."
        example "The date in `# 2018-01-18, Certificate expired`."
        instead "State it in front matter to make it certain."
    // Settings and theme.
    BadSettings "bad-settings" Error
        what "book.toml or vocabulary.toml is not valid."
        why "The library cannot be built the way you meant."
        example "title = Postmortems"
        instead "Correct the line."
    VocabularyConflict "vocabulary-conflict" Error
        what "An entry of vocabulary.toml contradicts another one."
        why "A word that means two terms, or a parent that does not exist, files incidents under whatever comes first."
        example "[causes.ssl] deprecated = \"tls\" and [causes.tls] deprecated = \"ssl\""
        instead "Let every word mean one term, and every parent and successor be a term."
    UnknownSetting "unknown-setting" Warning
        what "A key of book.toml is not known."
        why "It has no effect."
        example "[book] tilte = …"
        instead "Correct the name, or remove the key."
    LowContrast "low-contrast" Warning
        what "A colour of [theme.light] or [theme.dark] makes text hard to read."
        why "Readers with weaker eyes, on a bad screen or in the sun cannot read it (WCAG 2.2, 1.4.3)."
        example "quiet = \"#aaaaaa\" on ground = \"#ffffff\""
        instead "Make one of the two darker or lighter until their contrast is 4.5."
    BadTemplate "bad-template" Error
        what "A template does not compile or cannot be rendered."
        why "Its pages cannot be made."
        example "{{ page.tilte }}"
        instead "Correct the template, or remove it to use the built-in one."
}

impl Code {
    /// The printed name.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// The code of a printed name.
    pub fn from_name(name: &str) -> Option<Code> {
        CODES.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn names_are_unique_and_every_row_is_told_in_full() {
        let names: BTreeSet<_> = CODES.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), CODES.len());
        for code in CODES {
            let info = code.info();
            assert_eq!(Code::from_name(info.name), Some(*code));
            for sentence in [info.what, info.why, info.instead] {
                assert!(sentence.ends_with('.'), "{}: {sentence}", info.name);
            }
            assert!(!info.example.is_empty());
        }
    }
}
