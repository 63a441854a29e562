//! What can be taken away: the transcript as JSON, and one row a decision as CSV.

use super::{App, Kept, Loaded, load};
use crate::codec::link::{self, Route};
use crate::engine::math::three;
use crate::engine::score::percent;
use crate::engine::{Line, Outcome};
use crate::model::State;
use crate::model::scenario::Line as Said;
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of the transcript's form.
pub const VERSION: u32 = 1;

/// A week from beginning to where it stands: the same bytes on every machine.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Transcript {
    pub transcript: u32,
    pub scenario: String,
    pub edition: String,
    pub seed: u32,
    pub moves: String,
    pub steps: Vec<Row>,
    /// Where the week is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<End>,
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    pub scene: String,
    pub at: String,
    pub title: String,
    /// Each as `Name: text`, or the text alone.
    pub lines: Vec<String>,
    #[serde(rename = "move")]
    pub mv: String,
    pub style: &'static str,
    pub label: String,
    pub reaction: Vec<String>,
    /// After the move.
    pub after: Metrics,
}

/// The measures at one moment.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Metrics {
    /// 0 to 1, if you go on as you have; left out where it was not asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_time: Option<f64>,
    /// 10th and 90th percentile of the finish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finish: Option<[String; 2]>,
    /// 0 to 100 by member.
    pub engagement: BTreeMap<String, f64>,
    pub team_hours: f64,
    pub facts: Vec<String>,
}

/// How the week ended.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct End {
    pub on_time: bool,
    pub finish: String,
    pub late_minutes: u32,
    pub broken_promise: bool,
    pub engagement: BTreeMap<String, f64>,
    pub team_hours: f64,
    pub meeting_hours: f64,
    pub overtime_hours: f64,
    pub score: f64,
}

impl App {
    fn metrics(&self, s: &State) -> Metrics {
        let (scenario, program) = (&self.loaded.scenario, &self.loaded.program);
        let forecast = self.forecasts.settled(program, s);
        let facts = scenario.facts.iter().enumerate().filter(|(i, _)| s.facts & (1 << i) != 0);
        Metrics {
            on_time: forecast.map(|f| three(f.on_time)),
            finish: forecast.map(|f| [super::words::moment(f.early), super::words::moment(f.late)]),
            engagement: self.by_member(s),
            team_hours: super::play::hours(program, s).0,
            facts: facts.map(|(_, f)| f.id.clone()).collect(),
        }
    }

    fn by_member(&self, s: &State) -> BTreeMap<String, f64> {
        let team = self.loaded.scenario.team.iter().enumerate();
        team.map(|(m, member)| (member.id.clone(), three(percent(self.loaded.program.engagement(&s.people[m]))))).collect()
    }

    fn said(&self, lines: &[Said], when: &[crate::engine::program::CondP], s: &State) -> Vec<String> {
        let texts = self.talk(lines, when, s).into_iter().map(|t| {
            let text: String = t.text.into_iter().map(|s| s.text).collect();
            t.who.map_or_else(|| text.clone(), |who| format!("{who}: {text}"))
        });
        texts.collect()
    }

    /// The transcript of the line in hand, with the forecasts known so far.
    pub fn transcript(&self) -> Option<Transcript> {
        let line = self.line.as_ref()?;
        let Loaded { scenario, program, edition, .. } = &self.loaded;
        let rows = line.steps.iter().map(|step| {
            let (scene, compiled) = (&scenario.scenes[step.before.scene as usize], &program.scenes[step.before.scene as usize]);
            let (m, mc) = (&scene.moves[step.mv as usize], &compiled.moves[step.mv as usize]);
            Row {
                scene: scene.id.clone(),
                at: scene.at.to_string(),
                title: scene.title.clone(),
                lines: self.said(&scene.lines, &compiled.lines, &step.before),
                mv: m.id.clone(),
                style: m.style.name(),
                label: m.label.clone(),
                reaction: self.said(&m.reaction, &mc.reaction, &step.after),
                after: self.metrics(&step.after),
            }
        });
        Some(Transcript {
            transcript: VERSION,
            scenario: scenario.id.clone(),
            edition: edition.clone(),
            seed: line.seed,
            moves: self.move_ids(line).join("."),
            steps: rows.collect(),
            outcome: line.state.over().then(|| self.end(line, &program.outcome(&line.state))),
        })
    }

    fn end(&self, line: &Line, o: &Outcome) -> End {
        End {
            on_time: o.on_time,
            finish: super::words::moment(o.finish),
            late_minutes: o.late,
            broken_promise: o.broken_promise,
            engagement: self.by_member(&line.state),
            team_hours: three(o.hours()),
            meeting_hours: three(f64::from(o.met) / 60.0),
            overtime_hours: three(f64::from(o.overtime) / 60.0),
            score: three(o.score()),
        }
    }

    /// The transcript as it is printed and downloaded.
    pub fn transcript_text(&self) -> String {
        self.transcript().and_then(|t| serde_json::to_string_pretty(&t).ok()).map_or_else(String::new, |t| t + "\n")
    }

    /// Asks for the forecasts after each move, which the transcript holds.
    pub fn want_transcript(&mut self) {
        let Some(line) = &self.line else { return };
        for step in &line.steps {
            self.forecasts.want(&self.loaded.program, &step.after, false);
        }
    }

    /// One row a decision, for a spreadsheet.
    pub fn csv(&self) -> String {
        let Some(t) = self.transcript() else { return String::new() };
        let members: Vec<&String> = self.loaded.scenario.team.iter().map(|m| &m.id).collect();
        let mut out = String::from("scenario,edition,seed,decision,at,scene,move,style,on_time");
        members.iter().for_each(|m| out += &format!(",engagement_{m}"));
        out += ",team_hours\r\n";
        for (i, row) in t.steps.iter().enumerate() {
            let on_time = row.after.on_time.map_or_else(String::new, |v| v.to_string());
            out += &format!("{},{},{},{},{},{},{},{},{on_time}", t.scenario, t.edition, t.seed, i + 1, row.at, row.scene, row.mv, row.style);
            members.iter().for_each(|m| out += &format!(",{}", row.after.engagement[*m]));
            out += &format!(",{}\r\n", row.after.team_hours);
        }
        out
    }
}

/// The transcript of a link's play, with all forecasts: what `by-friday play --json` prints.
///
/// # Errors
/// What is wrong with the link, in words.
pub fn transcript_json(fragment: &str) -> Result<String, String> {
    let link = match link::read(fragment).map_err(|e| e.to_string())? {
        Route::Play(link) | Route::Debrief(link) => link,
        _ => return Err("The link leads to no play.".to_owned()),
    };
    let loaded = load(&link.scenario).ok_or_else(|| link::BadLink::Scenario(link.scenario.clone()).to_string())?;
    transcript_of(loaded, link.seed.unwrap_or(0), &link.moves, link.after)
}

/// The transcript of a play of any loaded scenario.
///
/// # Errors
/// Which move is not possible, and what is offered instead.
pub fn transcript_of(loaded: Loaded, seed: u32, moves: &[String], after: bool) -> Result<String, String> {
    let mut app = App { loaded, ..App::new(Kept::new()) };
    let (line, read) = app.replay(seed, moves, after);
    if read < moves.len() {
        let scene = app.loaded.scenario.scenes.get(line.state.scene as usize);
        let offered = app.loaded.program.offered(&line.state);
        let ids = scene.map_or_else(Vec::new, |s| {
            let offered = s.moves.iter().enumerate().filter(|(i, _)| offered & (1 << i) != 0);
            offered.map(|(_, m)| m.id.clone()).collect()
        });
        let here = scene.map_or("the week is over".to_owned(), |s| format!("\u{201c}{}\u{201d} offers {}", s.id, super::words::list(&ids)));
        return Err(format!("Move {} is \u{201c}{}\u{201d}, but {here}.", read + 1, moves[read]));
    }
    app.line = Some(line);
    app.want_transcript();
    let program = app.loaded.program.clone();
    app.forecasts.finish(&program);
    Ok(app.transcript_text())
}
