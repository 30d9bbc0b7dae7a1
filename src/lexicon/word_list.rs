//! Lists of words that no noun of the model names, by what they do.

use super::kinds::kinds;

kinds! {
    /// Lists of words by what they do.
    WordList:
    /// Labels of quantities, wherever they stand.
    Quantities "quantities",
    /// Headings over labels of facts.
    FactSheets "fact-sheets",
    /// What may follow a word of section-openings.
    SectionLinks "section-links",
    /// What parts a heading of two: the first half decides.
    SectionJoints "section-joints",
    /// Taken off in front of a milestone.
    Articles "articles",
    /// A sentence with one of these does not say that it happened.
    Denials "denials",
    /// One of these before a phrase of a milestone leaves it open whether it happened.
    Doubts "doubts",
    /// What a milestone's label may end with beside its name: `Repaired declared`.
    MilestoneTails "milestone-tails",
    /// What a timeline says of somebody who notices that something is wrong.
    Noticing "noticing",
    /// What an update says that is not the last word.
    Unfinished "unfinished",
    /// Says in prose that something is going to be done.
    Promises "promises",
    /// A sentence that begins with one of these explains, or says under which condition.
    NoPromises "no-promises",
    /// What was done with something, as the past tense and the participle say it.
    DoneVerbs "done-verbs",
    /// The same, where the word is nothing else: "Got guidance".
    PastVerbs "past-verbs",
    /// Before such a participle, perhaps with other words between.
    DoneAuxiliaries "done-auxiliaries",
    /// Who did it, at the beginning: "We added …".
    DoneSubjects "done-subjects",
    /// After a verb in the past tense at the beginning of an action: "Added an alert", but not "Improved alerting".
    Determiners "determiners",
    /// After one of these an action tells what happened before: "Find out why the alert was removed".
    Subordinators "subordinators",
    /// Says anywhere in an action that it was done.
    DonePhrases "done-phrases",
    /// What a sentence ends with that says that something was done.
    DoneEndings "done-endings",
    /// Before a duration.
    DurationLeads "duration-leads",
    /// Between the parts of a duration.
    DurationJoints "duration-joints",
    /// What a value begins with that is an amount without a digit in front.
    AmountLeads "amount-leads",
    /// Beginnings of labels that are a time and no quantity.
    TimeLabels "time-labels",
    /// Values that name nobody and nothing, in lists of names.
    Nobody "nobody",
    /// What stands in a section that nobody has written yet.
    Unfilled "unfilled",
    /// Between the names of a list.
    NameJoints "name-joints",
    /// What headings put before the title.
    TitlePrefixes "title-prefixes",
    /// A title of these words alone tells a page from no other: its date stays in it.
    GenericTitleWords "generic-title-words",
    /// Before the number of an incident's id.
    IncidentIds "incident-ids",
    /// Titles of templates that nobody filled in.
    TitleHoles "title-holes",
    /// What stands within the brackets of such a title.
    TitleHoleParts "title-hole-parts",
    /// Within the title of a template, where the date should be.
    DateHoles "date-holes",
    /// Words of a heading that say that the page is a postmortem.
    IncidentNames "incident-names",
    /// Words of a first paragraph that tells of something that broke.
    Failures "failures",
    /// Words of the name of a file that is a template.
    TemplateNames "template-names",
    /// What the heading of a template begins with.
    TemplateStarts "template-starts",
    /// What the heading of a template ends with.
    TemplateEnds "template-ends",
    /// What the heading of a template has within.
    TemplatePhrases "template-phrases",
    /// Holes in the text of a template, letter for letter.
    TemplateHoles "template-holes",
    /// By which a paragraph calls itself an action, wherever it stands.
    ActionCallings "action-callings",
    /// The same, where the page has no section of actions.
    ActionNames "action-names",
    /// What a paragraph below an action begins with when it is done.
    DoneOpenings "done-openings",
    /// Within an action that is struck out because it was given up.
    GivenUp "given-up",
    /// Items that say that there is nothing to do.
    NoAction "no-action",
    /// Values of an action's labels that say nothing.
    NoValue "no-value",
    /// Names of groups of actions that say only that these are actions.
    PlainActionNames "plain-action-names",
    /// Before the date at the end of an action.
    DueLeads "due-leads",
    /// The same, where they belong to the date.
    DueOpenings "due-openings",
    /// What a piece after a comma begins with that says when an action is due.
    DuePieces "due-pieces",
    /// A ticket after one of these is part of the sentence.
    TicketLeads "ticket-leads",
    /// Words of a link that say only that it leads to a ticket.
    LinkWords "link-words",
    /// A link to a ticket after one of these is part of the sentence.
    LinkLeads "link-leads",
    /// What may follow a state: `done in #12`.
    StatusLinks "status-links",
    /// Pieces that are a priority.
    Priorities "priorities",
    /// What the header of a column of times begins with.
    TimeColumnOpenings "time-column-openings",
    /// Entries that are the whole incident, from and until.
    WholeIncident "whole-incident",
    /// Before a time at the end of an entry, letter for letter.
    EntryEnds "entry-ends",
    /// What a dated update on a status page begins with.
    UpdateLeads "update-leads",
    /// What may stand between that and its date.
    UpdateJoints "update-joints",
    /// Days of the week, or their first three or four letters.
    Weekdays "weekdays",
    /// Before a day of the week or of the month.
    DayArticles "day-articles",
    /// Between day and month.
    MonthLinks "month-links",
    /// Beginnings of months that are words of their own elsewhere: a day of such a month names its year.
    AmbiguousMonths "ambiguous-months",
    /// After the number of a day.
    Ordinals "ordinals",
    /// Between month and year.
    YearLinks "year-links",
    /// After a time of day: `10:05 Uhr`. An hour before one that is no unit needs no minutes.
    AfterTimes "after-times",
    /// Times of day.
    Noon "noon",
    /// Times of day.
    Midnight "midnight",
    /// Before a range of time.
    RangeOpenings "range-openings",
    /// Before a date or a time.
    StampOpenings "stamp-openings",
    /// Before a date or a time that is a guess.
    Approximately "approximately",
    /// The same, in brackets after it.
    GuessesInBrackets "guesses-in-brackets",
    /// The same, after it.
    GuessesAfter "guesses-after",
    /// Between the ends of a range.
    RangeJoints "range-joints",
    /// The same, where a word of range-openings announced it.
    AnnouncedJoints "announced-joints",
    /// Between a time and its day.
    TimeBeforeDay "time-before-day",
    /// Between a day and its time.
    DayBeforeTime "day-before-time",
    /// After a number that is no time: `16.55 GB`.
    AmountUnits "amount-units",
    /// Beginnings of the words of zone-remarks.
    TimesBeginnings "times-beginnings",
    /// Says that it happened before; letter for letter, anywhere in what tells of the incident.
    HappenedBefore "happened-before",
    /// Says that it only looked the same; the same way.
    OtherCause "other-cause",
    /// Days of the week in one sign, in brackets after a date.
    WeekdaySigns "weekday-signs",
    /// Ends with a full stop, and no sentence ends there.
    Abbreviations "abbreviations",
    /// What a sentence begins with that speaks of the page, not of the incident.
    AboutThePage "about-the-page",
    /// Taken off in front of a sentence that becomes a title.
    Hedges "hedges",
    /// Before the month that such a sentence begins with.
    MonthLeads "month-leads",
    /// What such a sentence begins with that only yields something: what comes after the comma says it.
    Concessions "concessions",
    /// The same, where it gives the reason.
    Reasons "reasons",
    /// What explains the first words of a sentence, after a comma, begins with.
    Appositions "appositions",
    /// Where a clause begins that explains and can be left out of a title; letter for letter.
    ClauseEnds "clause-ends",
    /// The same, where it says which, and is missed where little stands before it.
    LooseClauseEnds "loose-clause-ends",
    /// What a sentence begins with whose first clause is none.
    ClauseOpenings "clause-openings",
    /// Words that no title ends with.
    NoLastWord "no-last-word",
    /// Beginnings of words that liken what happened to what happened before.
    Likening "likening",
    /// Phrases that do.
    LikeningPhrases "likening-phrases",
    /// Words that deny a likeness, or that speak of the future.
    Parting "parting",
}

impl WordList {
    /// Whether its words are compared letter for letter rather than folded: with texts that are not folded, since a place
    /// in them is wanted, or that would cost too much to fold.
    pub(super) fn is_literal(self) -> bool {
        matches!(
            self,
            WordList::TemplateHoles
                | WordList::EntryEnds
                | WordList::HappenedBefore
                | WordList::OtherCause
                | WordList::ClauseEnds
                | WordList::LooseClauseEnds
                | WordList::AmountLeads
                | WordList::NameJoints
                | WordList::DuePieces
                | WordList::YearLinks
                | WordList::TimeBeforeDay
                | WordList::DayBeforeTime
                | WordList::TimesBeginnings
                | WordList::Hedges
                | WordList::Concessions
        )
    }
}
