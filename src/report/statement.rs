//! xAPI statements (1.0.3, part 2), as JSON text.

use super::launch::Template;
use super::summary::{Decision, End, Report};
use super::vocabulary as v;
use super::{clock, wire};
use crate::json;

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

/// A statement's id and time (milliseconds since 1970), and the time spent in the session so far.
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
    extensions: Vec<(&'a str, String)>,
}

/// A number of up to three decimals.
fn number(x: f64) -> String {
    json::number(x)
}

/// A score out of 100.
fn score(end: &End) -> String {
    let scaled = number(f64::from(end.score) / 100.0);
    wire::object([("scaled", scaled), ("raw", end.score.to_string()), ("min", "0".into()), ("max", "100".into())])
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
        members.push(("context", self.template.context(self.registration.as_deref(), &self.language, &added, &said.extensions)));
        members.push(("timestamp", wire::text(&clock::timestamp(stamp.at))));
        wire::object(members)
    }

    /// cmi5-defined statements are about the launched activity and say so (7.1.3, 9.6.2).
    fn defined(&self, stamp: Stamp, verb: v::Verb, result: Option<String>, extensions: Vec<(&str, String)>) -> String {
        let moves_on = [v::COMPLETED, v::PASSED, v::FAILED].contains(&verb);
        let categories: &[&str] = match (self.cmi5, moves_on) {
            (false, _) => &[],
            (true, false) => &[v::CMI5],
            (true, true) => &[v::CMI5, v::MOVE_ON],
        };
        self.statement(stamp, Said { verb, object: self.launched(), result, categories, parent: None, extensions })
    }

    pub fn initialized(&self, stamp: Stamp) -> String {
        self.defined(stamp, v::INITIALIZED, None, Vec::new())
    }

    /// Not in cmi5, whose sessions end with `terminated` alone.
    pub fn suspended(&self, stamp: Stamp) -> String {
        let result = wire::object([("duration", wire::text(&clock::duration(stamp.spent)))]);
        self.defined(stamp, v::SUSPENDED, Some(result), Vec::new())
    }

    /// cmi5 9.5.4.1: with the session's duration.
    pub fn terminated(&self, stamp: Stamp) -> String {
        let result = wire::object([("duration", wire::text(&clock::duration(stamp.spent)))]);
        self.defined(stamp, v::TERMINATED, Some(result), Vec::new())
    }

    fn attempt(report: &Report) -> Vec<(&'static str, String)> {
        vec![(v::EDITION, wire::text(&report.edition)), (v::SEED, report.seed.to_string())]
    }

    /// A decision: cmi5-allowed (7.1.3), so without its category; the launched activity is its
    /// parent. The response is the move's id.
    pub fn answered(&self, stamp: Stamp, d: &Decision, report: &Report) -> String {
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
        let mut effect = vec![(v::STYLE, wire::text(d.style.name()))];
        effect.extend(d.on_time.map(|c| (v::CHANGE_ON_TIME, number(c))));
        effect.push((v::CHANGE_ENGAGEMENT, number(d.engagement)));
        let taken = u64::from(d.ordinal) * 100 / u64::from(report.on_the_way).max(1);
        effect.push((v::PROGRESS, taken.min(99).to_string()));
        let mut result = vec![("response", wire::text(&d.mv))];
        result.extend(d.latency.map(|ms| ("duration", wire::text(&clock::duration(ms)))));
        result.push(("extensions", wire::object(effect)));
        let mut extensions = Frame::attempt(report);
        extensions.push((v::ORDINAL, d.ordinal.to_string()));
        let parent = Some(self.activity.as_str());
        self.statement(stamp, Said { verb: v::ANSWERED, object, result: Some(wire::object(result)), categories: &[], parent, extensions })
    }

    /// cmi5 9.5.1 keeps scores to `passed` and `failed`; where there is neither, this allowed
    /// statement about the scenario carries it.
    pub fn scored(&self, stamp: Stamp, end: &End, report: &Report) -> String {
        let result = wire::object([("score", score(end)), ("extensions", outcome(end))]);
        let said = Said {
            verb: v::SCORED,
            object: self.about_scenario(),
            result: Some(result),
            categories: &[],
            parent: Some(&self.activity),
            extensions: Frame::attempt(report),
        };
        self.statement(stamp, said)
    }

    pub fn completed(&self, stamp: Stamp, end: &End, report: &Report) -> String {
        let mut result = vec![("completion", "true".to_owned())];
        if !self.cmi5 {
            result.push(("score", score(end)));
        }
        result.push(("duration", wire::text(&clock::duration(stamp.spent))));
        result.push(("extensions", outcome(end)));
        self.defined(stamp, v::COMPLETED, Some(wire::object(result)), Frame::attempt(report))
    }

    /// `passed` or `failed`. `mastery`: the portal's own mark as it wrote it, which decided it
    /// (cmi5 9.6.3.2).
    pub fn judged(&self, stamp: Stamp, passed: bool, end: &End, report: &Report, mastery: Option<&str>) -> String {
        let result = wire::object([
            ("success", passed.to_string()),
            ("score", score(end)),
            ("duration", wire::text(&clock::duration(stamp.spent))),
            ("extensions", outcome(end)),
        ]);
        let mut extensions = Frame::attempt(report);
        extensions.extend(mastery.map(|m| (v::MASTERY_SCORE, m.to_owned())));
        self.defined(stamp, if passed { v::PASSED } else { v::FAILED }, Some(result), extensions)
    }
}
