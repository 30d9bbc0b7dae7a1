use super::*;

fn tickets(settings: &str, path: &str, text: &str) -> Checked<Tickets> {
    let config = Config::read(settings).value;
    let export = Export { tracker: "t".to_owned(), path: path.to_owned(), text: text.to_owned() };
    Tickets::read(&[export], &config)
}

fn told(tickets: &Tickets, label: &str) -> String {
    let Some(told) = tickets.find(&TrackerRef { label: label.to_owned(), url: None }) else {
        return "elsewhere".to_owned();
    };
    let url = told.url.unwrap_or_default();
    let Some(ticket) = told.ticket else { return format!("missing: {} {url}", told.is_missing) };
    let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    format!(
        "{} {} due {} closed {} {url}",
        ticket.status.map_or("?", ActionStatus::name),
        ticket.owner.as_deref().unwrap_or("nobody"),
        day(ticket.due),
        day(ticket.closed),
    )
}

const LINKED: &str = "[trackers.t]\nexport = \"t.csv\"\nlink = \"https://jira.example.com/browse/{key}\"\n";

#[test]
fn jira_exports_are_read_as_jira_writes_them() {
    let text = "Summary,Issue key,Issue id,Status,Resolution,Assignee,Due Date,Created,Resolved\n\
        \"Limit, pools\",OPS-1,1001,Done,Done,Ada Okafor,31/Jan/26,01/Jan/26 9:05 AM,11/Feb/26 3:05 PM\n\
        Alert,OPS-2,1002,In Progress,,,,2026-01-01T10:00:00.000+0000,\n\
        Drill,OPS-3,1003,Closed,Won't Do,Ben,,,2026-02-01 10:00\n";
    let read = tickets(LINKED, "t.csv", text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let told = |label| told(&read.value, label);
    assert_eq!(told("OPS-1"), "done Ada Okafor due 2026-01-31 closed 2026-02-11 https://jira.example.com/browse/OPS-1");
    assert_eq!(told("OPS-2"), "in-progress nobody due - closed - https://jira.example.com/browse/OPS-2");
    assert_eq!(told("OPS-3"), "dropped Ben due - closed 2026-02-01 https://jira.example.com/browse/OPS-3");
    assert_eq!(told("OPS-9"), "missing: true https://jira.example.com/browse/OPS-9");
    assert_eq!(told("PAY-9"), "elsewhere");
}

#[test]
fn github_exports_are_lists_of_objects() {
    let text = r#"[{"number":12,"state":"CLOSED","stateReason":"NOT_PLANNED","assignees":[{"login":"ada"}],
        "closedAt":"2026-02-01T10:00:00Z","url":"https://github.com/larkspur/web/issues/12"},
        {"number":13,"state":"OPEN","assignees":[],"closedAt":null,"url":"https://github.com/larkspur/web/issues/13"}]"#;
    let read = tickets("[trackers.t]\nexport = \"t.json\"\n", "t.json", text);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let closed = "dropped ada due - closed 2026-02-01 https://github.com/larkspur/web/issues/12";
    assert_eq!(told(&read.value, "larkspur/web#12"), closed);
    assert_eq!(told(&read.value, "#12"), closed);
    assert_eq!(told(&read.value, "#13"), "open nobody due - closed - https://github.com/larkspur/web/issues/13");
    assert_eq!(told(&read.value, "#14"), "missing: true ");
    assert_eq!(told(&read.value, "other/repo#12"), "elsewhere");
}

#[test]
fn azure_devops_exports_are_tables_or_nested_objects() {
    let csv =
        "ID;State;Assigned To;Target Date;Closed Date\n77;Active;Ada Okafor <ada@example.com>;5/31/2026 12:00:00 AM;\n";
    let nested = r#"{"count":1,"value":[{"id":77,"fields":{"System.State":"Active","System.AssignedTo":{"displayName":"Ada Okafor"},
        "Microsoft.VSTS.Scheduling.TargetDate":"2026-05-31T00:00:00Z"}}]}"#;
    for (path, text) in [("t.csv", csv), ("t.json", nested)] {
        let read = tickets(LINKED, path, text);
        assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
        let expected = "in-progress Ada Okafor due 2026-05-31 closed - https://jira.example.com/browse/77";
        assert_eq!(told(&read.value, "AB#77"), expected, "{path}");
    }
}

#[test]
fn columns_and_words_can_be_mapped() {
    let settings = "[trackers.t]\nexport = \"t.tsv\"\nprefixes = [\"T\"]\ndate-formats = [\"%d/%m/%Y\"]\n\
        [trackers.t.columns]\nkey = \"Vorgang\"\nstatus = [\"Zustand\"]\ndue = \"Frist\"\n\
        [trackers.t.statuses]\n\"In Klärung\" = \"open\"\n";
    let read = tickets(settings, "t.tsv", "Vorgang\tZustand\tFrist\nT1\tin klärung\t03/04/2026\n");
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    assert_eq!(told(&read.value, "T1"), "open nobody due 2026-04-03 closed - ");
}

#[test]
fn a_tracker_without_an_export_has_links() {
    let config = Config::read("[trackers.t]\nlink = \"https://x.example.com/{key}\"\n").value;
    let tickets = Tickets::read(&[], &config).value;
    assert_eq!(told(&tickets, "OPS-1"), "missing: false https://x.example.com/OPS-1");
    assert_eq!(told(&tickets, "example.org/wiki"), "elsewhere");
}

#[test]
fn what_is_not_understood_is_told_once_at_its_place() {
    let text = "key,status,due\nA-1,frobbed,soon\nA-2,frobbed,\n";
    let read = tickets(LINKED, "t.csv", text);
    let found: Vec<(&str, &str)> = read
        .diagnostics
        .iter()
        .map(|found| (found.message.as_str(), found.span.map_or("", |span| span.text(text))))
        .collect();
    assert_eq!(
        found,
        [
            ("`soon` is not a date", "A-1,frobbed,soon"),
            ("`frobbed` is a status that Casebook does not know", "A-1,frobbed,soon"),
        ]
    );
    assert_eq!(told(&read.value, "A-1"), "? nobody due - closed - https://jira.example.com/browse/A-1");
}

#[test]
fn exports_that_cannot_be_read_say_why() {
    for (path, text, message) in [
        ("t.xlsx", "PK", "`.xlsx` is no export that can be read: use .csv, .tsv or .json"),
        ("t.json", "{\"a\": }", "this is no JSON: expected value at line 1 column 7"),
        ("t.json", "{}", "no column looks like the key of a ticket"),
        ("t.csv", "key,status\n", "the export has no ticket in it"),
        ("t.csv", "name,x\na,b\n", "no column looks like the key of a ticket"),
    ] {
        let read = tickets(LINKED, path, text);
        assert_eq!(read.diagnostics.first().map(|found| found.message.as_str()), Some(message), "{path} {text}");
        assert_eq!(told(&read.value, "OPS-1"), "missing: false https://jira.example.com/browse/OPS-1");
    }
}

#[test]
fn the_category_decides_where_the_status_is_a_word_of_the_team() {
    let text = "sep=;\r\nIssue key;Status;Status Category;Due date\r\nOPS-1;Shipped to prod;Done;\r\n\
        OPS-2;Waiting on vendor;In Progress;\r\nOPS-3;Reopened;Done;\r\nOPS-4;frobbed;Other;\r\n";
    let read = tickets(LINKED, "t.csv", text);
    let status = |label: &str| told(&read.value, label).split(' ').next().unwrap().to_owned();
    assert_eq!(["OPS-1", "OPS-2", "OPS-3"].map(status), ["done", "in-progress", "open"]);
    let places: Vec<&str> = read.diagnostics.iter().map(|found| found.span.unwrap().text(text)).collect();
    assert_eq!(places, ["OPS-4;frobbed;Other;"]);
    let nested = r#"{"issues": [{"key": "A-1", "fields": {"status": {"name": "Parked", "statusCategory": {"key": "indeterminate"}}}}]}"#;
    assert!(
        told(&tickets("[trackers.t]\nexport = \"t.json\"\n", "t.json", nested).value, "A-1").starts_with("in-progress")
    );
}
