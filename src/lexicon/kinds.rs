//! What words may mean, where no noun of the model says it.

/// A set of meanings with their names in the files of languages.
macro_rules! kinds {
    ($(#[$doc:meta])* $type:ident: $($(#[$each:meta])* $variant:ident $name:literal,)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $type { $($(#[$each])* $variant),* }

        $crate::model::names!($type: $($variant $name),*);
    };
}

kinds! {
    /// What a label of a fact says.
    LabelKind:
    /// The day of the incident.
    Date "date",
    /// From when until when it went on.
    Window "window",
    /// How bad it was.
    Severity "severity",
    /// How far the postmortem has come.
    Status "status",
    /// What was affected.
    Services "services",
    /// Whose it is.
    Teams "teams",
    /// What kind it is.
    Categories "categories",
    /// Any other terms.
    Tags "tags",
    /// Kinds of causes.
    Causes "causes",
    /// What set it off.
    Trigger "trigger",
    /// How it was noticed.
    Detection "detection",
    /// What happened, in short.
    Summary "summary",
    /// Who wrote it.
    Authors "authors",
    /// Who read it.
    Reviewers "reviewers",
    /// The zone of its times.
    Zone "zone",
    /// How long it took.
    Duration "duration",
    /// How long a part of it took.
    TimeToResolve "time-to-resolve",
}

kinds! {
    /// Which part of an action a label or a column is.
    ActionKey:
    /// Who does it.
    Owner "owner",
    /// Until when.
    Due "due",
    /// When it was done.
    Closed "closed",
    /// How far it has come.
    Status "status",
    /// Where it is tracked.
    Ticket "ticket",
    /// What kind of action it is.
    Kind "kind",
    /// How urgent it is.
    Priority "priority",
}

kinds! {
    /// Other columns of a table of actions.
    ActionColumn:
    /// What is to be done.
    What "what",
    /// A number of the row.
    Number "number",
}

kinds! {
    /// Columns of a timeline that is a table.
    TimelineColumn:
    /// When.
    Time "time",
    /// On which day.
    Date "date",
    /// What happened.
    Event "event",
    /// Which milestone it is.
    Phase "phase",
    /// Who, how sure, where: in the table for those who look closer.
    Aside "aside",
}

kinds! {
    /// Units of durations.
    Unit:
    /// Seconds.
    Second "second",
    /// Minutes.
    Minute "minute",
    /// Hours.
    Hour "hour",
    /// Days.
    Day "day",
    /// Weeks.
    Week "week",
}

kinds! {
    /// Numbers in words.
    NumberWord:
    /// 0.5
    Half "half",
    /// 1
    One "one",
    /// 2
    Two "two",
    /// 3
    Three "three",
}

kinds! {
    /// The months, in order.
    Month:
    /// January.
    January "january",
    /// February.
    February "february",
    /// March.
    March "march",
    /// April.
    April "april",
    /// May.
    May "may",
    /// June.
    June "june",
    /// July.
    July "july",
    /// August.
    August "august",
    /// September.
    September "september",
    /// October.
    October "october",
    /// November.
    November "november",
    /// December.
    December "december",
}

kinds! {
    /// What a page is, by the words of its type, its tags and its folders.
    PageType:
    /// Something broke, and this tells of it.
    Incident "incident",
    /// Work that was planned.
    Maintenance "maintenance",
    /// A runbook, a guide, a procedure.
    Guide "guide",
    /// To be copied and filled in.
    Template "template",
}

kinds! {
    /// What a title speaks of.
    TitleTopic:
    /// Planned work.
    Work "work",
    /// Something that broke.
    Failure "failure",
    /// A report of what broke.
    Report "report",
}

kinds! {
    /// What a text speaks of.
    TextTopic:
    /// Work that is announced.
    Announced "announced",
    /// Work that was done.
    Done "done",
    /// Something that is being looked into.
    Investigated "investigated",
    /// A remark about the times of a page may follow.
    Times "times",
    /// How far a page has come may follow.
    Status "status",
    /// A guide says so of itself.
    Instructs "instructs",
}

kinds! {
    /// Why a phrase blames.
    BlameKind:
    /// A person as the cause.
    Error "error",
    /// A judgement of somebody's character.
    Judgement "judgement",
    /// What somebody should have done.
    Hindsight "hindsight",
    /// What somebody forgot.
    Omission "omission",
    /// Whose fault it was.
    Fault "fault",
}

pub(super) use kinds;
