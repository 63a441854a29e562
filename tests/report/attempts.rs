//! Sample attempts: a whole week by Tin Can, one left unfinished, a whole week by cmi5 without a pass
//! mark, and one failed.

use super::sample::{START, setup, week};
use super::store::Store;
use portal::{Event, Launch, Report, Rule, Success, Xapi};

const ACTOR: &str = r#"{"objectType":"Agent","name":"Anna","account":{"homePage":"https://portal.example","name":"7"}}"#;
const DATA: &str = r#"{"launchMode":"Normal","contextTemplate":{"contextActivities":{"grouping":[{"id":"https://publisher.example/au"}]},"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"s-1"}}}"#;

/// A launch with a registration of its own: attempts of one would be one.
fn launch(entry: (&str, &str), number: u8) -> Launch {
    let registration = format!("760e3480-ba55-4991-94b0-01820dbd23a{number}");
    let pairs = [
        entry,
        ("endpoint", "https://lrs.example/xapi/"),
        ("actor", ACTOR),
        ("registration", registration.as_str()),
        ("activityId", "https://portal.example/activity/1"),
    ];
    let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    Launch::read(&query).ok().flatten().expect("a launch of our own making")
}

/// One session, and the store it was told to.
fn attempt(entry: (&str, &str), rule: Rule, reports: &[Report], random: u8, end: Event) -> Store {
    let mut store = if entry.0 == "fetch" { Store::cmi5(DATA) } else { Store::default() };
    let mut host = Xapi::new(launch(entry, random), &setup(rule), [random; 16], "");
    store.drive(&mut host, Event::Open, START);
    let mut now = START;
    for report in reports {
        now += 45_000;
        store.drive(&mut host, Event::Report(Box::new(report.clone())), now);
    }
    store.drive(&mut host, end, now + 60_000);
    store
}

/// Each attempt's store, with all it was asked and told.
pub fn stores() -> [Store; 4] {
    let (tin_can, cmi5) = (("auth", "Basic eA=="), ("fetch", "https://portal.example/xapi/fetch"));
    let friday = Rule { success: Success::Friday, ..Rule::default() };
    let failed = Rule { pass_mark: Some(100.0), ..Rule::default() };
    let whole = week(7, &[1, 0, 1, 2, 0, 1], true);
    [
        attempt(tin_can, friday, &whole, 1, Event::Finish),
        attempt(tin_can, Rule::default(), &whole[..3], 2, Event::Leave),
        attempt(cmi5, Rule::default(), &whole, 3, Event::Finish),
        attempt(cmi5, failed, &whole, 4, Event::Finish),
    ]
}
