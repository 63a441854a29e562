//! What can be taken away: the transcript as JSON, and one row a decision as CSV.

use super::forecasts::Soon;
use super::{App, Kept, Library, Loaded, words};
use engine::line::Step;
use engine::model::State;
use engine::model::scenario::Line as Said;
use engine::score::percent;
use engine::{Line, Outcome};
use json::{self, Node, Value};
use scenario::codec::link::Route;
use scenario::codec::mend;

/// The version of the transcript's form: 2 is 1 with the decisions' score of a finished week.
pub const VERSION: u32 = 2;

impl App {
    /// The measures at one moment; the forecast only where it was worked out.
    fn metrics(&self, s: &State) -> Node {
        let (scenario, program) = (&self.loaded.scenario, &self.loaded.program);
        let facts = scenario.facts.iter().enumerate().filter(|(i, _)| s.facts & (1 << i) != 0);
        let mut members = Vec::new();
        if let Some(f) = self.forecasts.settled(program, s) {
            members.push(("on_time", f.on_time.into()));
            members.push(("finish", Node::texts(vec![words::moment(f.early), words::moment(f.late)])));
        }
        members.push(("engagement", self.by_member(s)));
        members.push(("team_hours", super::play::hours(program, s).0.into()));
        members.push(("facts", Node::texts(facts.map(|(_, f)| f.id.clone()).collect())));
        Node::object(members)
    }

    /// Engagement of 0 to 100 by member.
    fn by_member(&self, s: &State) -> Node {
        let team = self.loaded.scenario.team.iter().enumerate();
        Node::object(team.map(|(m, member)| (member.id.as_str(), percent(self.loaded.program.engagement(&s.people[m])).into())))
    }

    /// Lines as `Name: text`, or the text alone.
    fn said(&self, lines: &[Said], when: &[engine::program::CondP], s: &State) -> Node {
        let texts = self.talk(lines, when, s).into_iter().map(|t| {
            let text: String = t.text.into_iter().map(|s| s.text).collect();
            t.who.map_or_else(|| text.clone(), |who| format!("{who}: {text}"))
        });
        Node::texts(texts.collect())
    }

    fn row(&self, step: &Step) -> Node {
        let Loaded { scenario, program, .. } = &self.loaded;
        let (scene, compiled) = (&scenario.scenes[step.before.scene as usize], &program.scenes[step.before.scene as usize]);
        let (m, mc) = (&scene.moves[step.mv as usize], &compiled.moves[step.mv as usize]);
        Node::object([
            ("scene", scene.id.as_str().into()),
            ("at", scene.at.to_string().into()),
            ("title", scene.title.as_str().into()),
            ("lines", self.said(&scene.lines, &compiled.lines, &step.before)),
            ("move", m.id.as_str().into()),
            ("style", m.style.name().into()),
            ("label", m.label.as_str().into()),
            ("reaction", self.said(&m.reaction, &mc.reaction, &step.after)),
            ("after", self.metrics(&step.after)),
        ])
    }

    /// The transcript of the line in hand, with the forecasts known so far: what is printed and
    /// downloaded, the same bytes on every machine. Its form: `transcript` (the version), what was
    /// played, `steps` (a decision each) and, of a finished week, `outcome`; in full in
    /// `public/schema/transcript-2.json`.
    pub fn transcript_text(&self) -> String {
        let Some(line) = &self.line else { return String::new() };
        let Loaded { scenario, program, edition, .. } = &self.loaded;
        let mut members = vec![
            ("transcript", VERSION.into()),
            ("scenario", scenario.id.as_str().into()),
            ("edition", edition.as_str().into()),
            ("seed", line.seed.into()),
            ("moves", self.move_ids(line).join(".").into()),
        ];
        if !self.set.is_empty() {
            members.push(("set", Node::object(self.set.iter().map(|(id, value)| (id.as_str(), (*value).into())))));
        }
        if !self.team.text.is_empty() {
            members.push(("team", self.team.text.as_str().into()));
        }
        members.extend([("steps", Node::new(Value::List(line.steps.iter().map(|s| self.row(s)).collect())))]);
        if line.state.over() {
            members.push(("outcome", self.end(line, &program.outcome(&line.state))));
        }
        json::pretty(&Node::object(members))
    }

    fn end(&self, line: &Line, o: &Outcome) -> Node {
        let late = if o.finish == 0 { Node::new(Value::Null) } else { o.late.into() };
        Node::object([
            ("on_time", o.on_time.into()),
            ("finish", words::moment(o.finish).into()),
            ("late_minutes", late),
            ("broken_promise", o.broken_promise.into()),
            ("engagement", self.by_member(&line.state)),
            ("team_hours", o.hours().into()),
            ("meeting_hours", (f64::from(o.met) / 60.0).into()),
            ("overtime_hours", (f64::from(o.overtime) / 60.0).into()),
            ("score", o.score().into()),
            ("decisions_score", line.decided(&self.loaded.program).map_or(Node::new(Value::Null), Node::from)),
        ])
    }

    /// Asks for the forecasts after each move, which the transcript holds.
    pub fn want_transcript(&mut self) {
        let Some(line) = self.line.clone() else { return };
        (0..line.steps.len()).for_each(|step| self.want(&line, step, true, Soon::Last));
    }

    /// One row a decision, for a spreadsheet.
    pub fn csv(&self) -> String {
        let Some(line) = &self.line else { return String::new() };
        let Loaded { scenario, program, edition, .. } = &self.loaded;
        // Spreadsheets take a file without this mark for one in the code page of their system.
        let mut out = String::from("\u{feff}scenario,edition,seed,decision,at,scene,move,style,on_time");
        scenario.team.iter().for_each(|m| out += &format!(",engagement_{}", m.id));
        out += ",team_hours\r\n";
        for (i, step) in line.steps.iter().enumerate() {
            let scene = &scenario.scenes[step.before.scene as usize];
            let m = &scene.moves[step.mv as usize];
            let s = &step.after;
            let on_time = self.forecasts.settled(program, s).map_or_else(String::new, |f| words::number(f.on_time));
            out += &format!(
                "{},{edition},{},{},{},{},{},{},{on_time}",
                scenario.id,
                line.seed,
                i + 1,
                scene.at,
                scene.id,
                m.id,
                m.style.name()
            );
            (0..program.members).for_each(|m| out += &format!(",{}", words::number(percent(program.engagement(&s.people[m])))));
            out += &format!(",{}\r\n", words::number(super::play::hours(program, s).0));
        }
        out
    }
}

/// The transcript of a link's play, with all forecasts: what `by-friday play --json` prints.
///
/// # Errors
/// What is wrong with the link, in words.
pub fn transcript_json(fragment: &str) -> Result<String, String> {
    let link = match mend::read(fragment).map_err(|e| e.to_string())?.route {
        Route::Play(link) | Route::Debrief(link) | Route::Map(link) | Route::Why(link) => link,
        _ => return Err("The link leads to no play.".to_owned()),
    };
    let mut app = App::new(Kept::default());
    app.loaded = (app.library.load)(&link.scenario, link.edition.as_deref())?;
    app.carry(&link.team)?;
    app.assume(&link.set);
    transcript_in(app, link.seed.unwrap_or(0), &link.moves, link.after)
}

/// The transcript of a play of any loaded scenario; `team`: who comes from another week, as in links.
///
/// # Errors
/// What is wrong with the team, or which move is not possible, and what is offered instead.
pub fn transcript_of(loaded: Loaded, team: &str, seed: u32, moves: &[String]) -> Result<String, String> {
    let mut app = App::holding(Library::WHOLE, loaded, Kept::default());
    app.carry(team)?;
    transcript_in(app, seed, moves, false)
}

fn transcript_in(mut app: App, seed: u32, moves: &[String], after: bool) -> Result<String, String> {
    let (line, read) = app.replay(seed, moves, after);
    if read < moves.len() {
        let scene = app.loaded.scenario.scenes.get(line.state.scene as usize);
        let offered = app.loaded.program.offered(&line.state);
        let ids = scene.map_or_else(Vec::new, |s| {
            let offered = s.moves.iter().enumerate().filter(|(i, _)| offered & (1 << i) != 0);
            offered.map(|(_, m)| m.id.clone()).collect()
        });
        let here = scene.map_or("the week is over".to_owned(), |s| format!("\u{201c}{}\u{201d} offers {}", s.id, words::list(&ids)));
        return Err(format!("Move {} is \u{201c}{}\u{201d}, but {here}.", read + 1, moves[read]));
    }
    app.line = Some(line);
    app.want_transcript();
    let program = app.loaded.program.clone();
    app.forecasts.finish(&program);
    Ok(app.transcript_text())
}
