//! xAPI statements (1.0.3, part 2), as JSON text.

use super::launch::Template;
use super::record::Record;
use super::summary::{Decision, End, Report};
use super::vocabulary as v;
use super::{clock, wire};

/// What all statements of a session have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The learner, as JSON text from the portal.
    pub actor: String,
    /// The activity that was launched.
    pub activity: String,
    pub registration: Option<String>,
    /// cmi5's context template; empty in Tin Can.
    pub template: Template,
    /// cmi5: its categories are added, and the launched activity is the portal's to describe.
    pub cmi5: bool,
    pub scenario: String,
    pub title: String,
    pub language: String,
}

/// The id and time (milliseconds since 1970) of something said, and the time spent in the session
/// so far.
#[derive(Clone, Copy, Debug)]
pub struct Stamp<'a> {
    pub id: &'a str,
    pub at: u64,
    pub spent: u64,
}

/// What a statement says, beside its frame.
struct Said<'a> {
    verb: v::Verb,
    object: String,
    result: Option<String>,
    categories: &'a [&'a str],
    parent: Option<&'a str>,
    extensions: &'a [(&'a str, String)],
}

/// A number of up to three decimals.
fn number(x: f64) -> String {
    json::number(x)
}

/// A score out of 100.
fn score(end: &End) -> String {
    let scaled = number(f64::from(end.told()) / 100.0);
    wire::object([("scaled", scaled), ("raw", end.told().to_string()), ("min", "0".into()), ("max", "100".into())])
}

/// What an outcome is beside its score.
fn outcome(end: &End) -> String {
    wire::object([(v::ON_TIME, end.on_time.to_string()), (v::ENGAGEMENT, number(end.engagement)), (v::TEAM_HOURS, number(end.team_hours))])
}

impl Frame {
    fn map(&self, text: &str) -> String {
        wire::object([(self.language.as_str(), wire::text(text))])
    }

    /// The launched activity. cmi5 9.4: its id is the portal's.
    fn launched(&self) -> String {
        let mut members = vec![("objectType", wire::text("Activity")), ("id", wire::text(&self.activity))];
        if !self.cmi5 {
            let definition = wire::object([("name", self.map(&self.title)), ("type", wire::text(v::SIMULATION))]);
            members.push(("definition", definition));
        }
        wire::object(members)
    }

    /// The scenario itself, whatever id the portal launched it by.
    fn about_scenario(&self) -> String {
        let definition = wire::object([("name", self.map(&self.title)), ("type", wire::text(v::SIMULATION))]);
        wire::object([("objectType", wire::text("Activity")), ("id", wire::text(&v::scenario(&self.scenario))), ("definition", definition)])
    }

    fn statement(&self, stamp: Stamp, said: Said) -> String {
        let mut members = vec![
            ("id", wire::text(stamp.id)),
            ("actor", self.actor.clone()),
            ("verb", wire::object([("id", wire::text(said.verb.0)), ("display", wire::object([("en", wire::text(said.verb.1))]))])),
            ("object", said.object),
        ];
        members.extend(said.result.map(|r| ("result", r)));
        let scenario = v::scenario(&self.scenario);
        let grouping = (scenario != self.activity).then_some(scenario.as_str());
        let added = [("category", said.categories), ("parent", said.parent.as_slice()), ("grouping", grouping.as_slice())];
        members.push(("context", self.template.context(self.registration.as_deref(), &self.language, &added, said.extensions)));
        members.push(("timestamp", wire::text(&clock::timestamp(stamp.at))));
        wire::object(members)
    }

    /// cmi5-defined statements are about the launched activity and say so (7.1.3, 9.6.2).
    fn defined(&self, stamp: Stamp, verb: v::Verb, result: Option<String>, extensions: &[(&str, String)]) -> String {
        let moves_on = [v::COMPLETED, v::PASSED, v::FAILED].contains(&verb);
        let categories: &[&str] = match (self.cmi5, moves_on) {
            (false, _) => &[],
            (true, false) => &[v::CMI5],
            (true, true) => &[v::CMI5, v::MOVE_ON],
        };
        self.statement(stamp, Said { verb, object: self.launched(), result, categories, parent: None, extensions })
    }

    pub fn initialized(&self, stamp: Stamp) -> String {
        self.defined(stamp, v::INITIALIZED, None, &[])
    }

    /// Not in cmi5, whose sessions end with `terminated` alone.
    pub fn suspended(&self, stamp: Stamp) -> String {
        let result = wire::object([("duration", wire::text(&clock::duration(stamp.spent)))]);
        self.defined(stamp, v::SUSPENDED, Some(result), &[])
    }

    /// cmi5 9.5.4.1: with the session's duration.
    pub fn terminated(&self, stamp: Stamp) -> String {
        let result = wire::object([("duration", wire::text(&clock::duration(stamp.spent)))]);
        self.defined(stamp, v::TERMINATED, Some(result), &[])
    }

    /// A record as this session tells it, at a time of its own. What is cmi5-allowed (7.1.3) goes
    /// without its category and has the launched activity as its parent.
    pub fn told(&self, record: &Record, at: u64) -> String {
        let stamp = Stamp { id: &record.id, at, spent: 0 };
        let extensions: Vec<(&str, String)> = record.extensions.iter().map(|(k, t)| (k.as_str(), t.clone())).collect();
        let result = Some(record.result.clone());
        if ![v::ANSWERED, v::SCORED].contains(&record.verb) {
            return self.defined(stamp, record.verb, result, &extensions);
        }
        let object = if record.object.is_empty() { self.about_scenario() } else { record.object.clone() };
        let parent = Some(self.activity.as_str());
        self.statement(stamp, Said { verb: record.verb, object, result, categories: &[], parent, extensions: &extensions })
    }

    /// A decision. The response is the move's id.
    pub fn answered(&self, stamp: Stamp, d: &Decision, report: &Report) -> Record {
        let choices: Vec<String> =
            d.choices.iter().map(|(choice, label)| wire::object([("id", wire::text(choice)), ("description", self.map(label))])).collect();
        let mut definition =
            vec![("name", self.map(&d.title)), ("type", wire::text(v::INTERACTION)), ("interactionType", wire::text("choice"))];
        if !choices.is_empty() {
            definition.push(("choices", wire::list(&choices)));
        }
        let object = wire::object([
            ("objectType", wire::text("Activity")),
            ("id", wire::text(&v::decision(&self.scenario, &d.scene))),
            ("definition", wire::object(definition)),
        ]);
        let mut effect = vec![(v::STYLE, wire::text(d.style))];
        effect.extend(d.on_time.map(|c| (v::CHANGE_ON_TIME, number(c))));
        effect.push((v::CHANGE_ENGAGEMENT, number(d.engagement)));
        let taken = u64::from(d.ordinal) * 100 / u64::from(report.on_the_way).max(1);
        effect.push((v::PROGRESS, taken.min(99).to_string()));
        let mut result = vec![("response", wire::text(&d.mv))];
        result.extend(d.latency.map(|ms| ("duration", wire::text(&clock::duration(ms)))));
        result.push(("extensions", wire::object(effect)));
        let mut more = vec![(v::ORDINAL, d.ordinal.to_string())];
        // Only where it is known: what a device alone still held was taken at a time nobody kept.
        more.extend(d.at.map(|_| (v::TAKEN, wire::text(&clock::timestamp(stamp.at)))));
        Record { object, ..record(stamp, v::ANSWERED, wire::object(result), report, more) }
    }

    /// cmi5 9.5.1 keeps scores to `passed` and `failed`; where there is neither, this allowed
    /// statement about the scenario carries it.
    pub fn scored(&self, stamp: Stamp, end: &End, report: &Report) -> Record {
        let result = wire::object([("score", score(end)), ("extensions", outcome(end))]);
        record(stamp, v::SCORED, result, report, Vec::new())
    }

    pub fn completed(&self, stamp: Stamp, end: &End, report: &Report) -> Record {
        let mut result = vec![("completion", "true".to_owned())];
        if !self.cmi5 {
            result.push(("score", score(end)));
        }
        result.push(("duration", wire::text(&clock::duration(stamp.spent))));
        result.push(("extensions", outcome(end)));
        record(stamp, v::COMPLETED, wire::object(result), report, Vec::new())
    }

    /// `passed` or `failed`. `mastery`: the portal's own mark as it wrote it, which decided it
    /// (cmi5 9.6.3.2).
    pub fn judged(&self, stamp: Stamp, passed: bool, end: &End, report: &Report, mastery: Option<&str>) -> Record {
        let result = wire::object([
            ("success", passed.to_string()),
            ("score", score(end)),
            ("duration", wire::text(&clock::duration(stamp.spent))),
            ("extensions", outcome(end)),
        ]);
        let more = mastery.map(|m| (v::MASTERY_SCORE, m.to_owned())).into_iter().collect();
        record(stamp, if passed { v::PASSED } else { v::FAILED }, result, report, more)
    }
}

/// What is said of an attempt: its edition and seed stand in each statement's context.
fn record(stamp: Stamp, verb: v::Verb, result: String, report: &Report, more: Vec<(&str, String)>) -> Record {
    let attempt = [(v::EDITION, wire::text(&report.edition)), (v::SEED, report.seed.to_string())];
    let extensions = attempt.into_iter().chain(more).map(|(k, t)| (k.to_owned(), t)).collect();
    Record { id: stamp.id.to_owned(), verb, at: stamp.at, object: String::new(), result, extensions }
}
