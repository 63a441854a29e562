//! Learners whose weeks are told to a record store by our own reporting, as portals launch it.

#![allow(dead_code)]

use super::sample::{START, setup, week};
use super::store::Store;
use portal::{Event, Launch, Report, Request, Rule, Xapi};
use scenario::codec::PlayLink;
use serde_json::{Value, json};

const DATA: &str = r#"{"launchMode":"Normal","contextTemplate":{"contextActivities":{"grouping":[{"id":"https://publisher.example/au"}]},"extensions":{"https://w3id.org/xapi/cmi5/context/extensions/sessionid":"s-1"}}}"#;

/// A learner at one portal, over several sessions.
pub struct Learner {
    pub name: &'static str,
    pub store: Store,
    cmi5: bool,
    number: u8,
    now: u64,
}

impl Learner {
    pub fn new(name: &'static str, number: u8, cmi5: bool) -> Learner {
        let store = if cmi5 { Store::cmi5(DATA) } else { Store::default() };
        Learner { name, store, cmi5, number, now: START + u64::from(number) * 1000 }
    }

    /// One session: launched, told each report, and left or finished.
    pub fn session(&mut self, reports: &[Report], end: Event) {
        let actor = json!({ "name": self.name, "account": { "homePage": "https://portal.example", "name": self.number.to_string() } });
        let entry = if self.cmi5 { ("fetch", "https://portal.example/xapi/fetch") } else { ("auth", "Basic eA==") };
        let pairs = [
            entry,
            ("endpoint", "https://lrs.example/xapi/"),
            ("actor", &actor.to_string()),
            ("registration", &format!("760e3480-ba55-4991-94b0-0182{:08x}", self.number)),
            ("activityId", "https://portal.example/activity/1"),
        ];
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let launch = Launch::read(&query).ok().flatten().expect("a launch of our own making");
        let mut host = Xapi::new(launch, &setup(Rule::default()), [self.number; 16], &self.store.seen.kept);
        (self.store.seen, self.store.fetched) = Default::default();
        self.now += 60_000;
        self.store.drive(&mut host, Event::Open, self.now);
        for report in reports {
            self.now += 45_000;
            let mut report = report.clone();
            // As the shell does where it was just opened: the time is when it is told.
            report.decisions.iter_mut().for_each(|d| d.at = None);
            self.store.drive(&mut host, Event::Report(Box::new(report)), self.now);
        }
        self.now += 60_000;
        self.store.drive(&mut host, end, self.now);
    }

    /// A whole week in one session; its link.
    pub fn whole(&mut self, seed: u32, picks: &[u8]) -> PlayLink {
        let reports = week(seed, picks, false);
        self.session(&reports, Event::Finish);
        link(reports.last().expect("a report at the end"))
    }
}

/// The week of a report.
pub fn link(report: &Report) -> PlayLink {
    PlayLink {
        scenario: report.scenario.clone(),
        edition: Some(report.edition.clone()),
        seed: Some(report.seed),
        moves: report.decisions.iter().map(|d| d.mv.clone()).collect(),
        ..PlayLink::default()
    }
}

/// Three learners, each with a whole week, and what they told; the last by cmi5.
pub fn three() -> Vec<(Learner, PlayLink)> {
    [("Anna", 1, false, &[1, 0, 1, 2][..]), ("Ben", 2, false, &[]), ("Cy", 3, true, &[0, 1, 2, 0, 1, 1])]
        .into_iter()
        .map(|(name, number, cmi5, picks)| {
            let mut learner = Learner::new(name, number, cmi5);
            let link = learner.whole(7 + u32::from(number / 3), picks);
            (learner, link)
        })
        .collect()
}

/// Answers in somebody else's quiz.
pub fn foreign(count: u32) -> Vec<Value> {
    let one = |i: u32| {
        json!({
            "id": format!("0f000000-0000-4000-8000-{i:012x}"),
            "actor": { "objectType": "Agent", "name": "Anna", "mbox": "mailto:anna@example.org" },
            "verb": { "id": "http://adlnet.gov/expapi/verbs/answered", "display": { "en": "answered" } },
            "object": { "objectType": "Activity", "id": format!("https://quiz.example/question/{i}") },
            "result": { "response": "b" },
            "timestamp": "2026-03-02T09:00:00.000Z",
        })
    };
    (0..count).map(one).collect()
}

/// The requests of a learner's sessions that carry statements, for a store whose statements lie
/// under `/xAPI/`: paths for addresses, and without a key.
pub fn sent(requests: &[Request]) -> Vec<Request> {
    let told = requests.iter().filter(|r| r.url.contains("/statements"));
    let one = |r: &Request| Request {
        url: r.url.replace("https://lrs.example/xapi/", "/xAPI/"),
        headers: r.headers.iter().filter(|h| h.0 != "Authorization").cloned().collect(),
        ..r.clone()
    };
    told.map(one).collect()
}
