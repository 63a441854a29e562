//! The week as the facilitator has to know it: people, decisions, what is hidden, and the habits.

use super::{Block, Source, named, plain, quoted, style};
use crate::words;
use engine::Program;
use engine::model::effects::{Cond, Effect};
use engine::model::scenario::{Scene, Style};
use engine::program::CondP;

pub fn people(source: &Source) -> Vec<Block> {
    let row = |m: &engine::model::scenario::Member| {
        let about: Vec<String> = [&m.role, &m.about].into_iter().map(|t| plain(t)).filter(|t| !t.is_empty()).collect();
        vec![named(&m.name, &m.id), if about.is_empty() { "Of the team.".to_owned() } else { about.join(". ").replace("..", ".") }]
    };
    vec![Block::Table { head: vec!["Who", "What to know"], rows: source.scenario.team.iter().map(row).collect() }]
}

/// Titles of scenes for a sentence, each once, at most three.
fn titles(scenes: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    scenes.for_each(|t| {
        if !all.contains(&t) && all.len() < 3 {
            all.push(t);
        }
    });
    all
}

/// Whether players are told what kind of problem it is at all.
fn is_problem(scene: &Scene) -> bool {
    !matches!(&scene.situation.unless, Some(Cond::All(list)) if list.is_empty())
}

/// Scenes whose problem is new to everybody: moments for asking.
pub fn asked_of(source: &Source) -> Vec<String> {
    titles(source.scenario.scenes.iter().filter(|s| is_problem(s) && !s.situation.familiar).map(|s| quoted(&named(&s.title, &s.id))))
}

/// Scenes whose problem is familiar and severe: moments for telling.
pub fn told_of(source: &Source) -> Vec<String> {
    let told = source.scenario.scenes.iter().filter(|s| is_problem(s) && s.situation.familiar && s.situation.severe);
    titles(told.map(|s| quoted(&named(&s.title, &s.id))))
}

/// Whether every week comes by a scene: without it no way leads to the end.
fn always(program: &Program, scene: usize) -> bool {
    let mut seen = vec![false; program.scenes.len()];
    let mut open = vec![usize::from(program.start)];
    while let Some(at) = open.pop() {
        if at == scene || at >= seen.len() || std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let mut ends = true;
        for (when, to) in &program.scenes[at].next {
            open.push(usize::from(*to));
            if *when == CondP::Always {
                ends = false;
                break;
            }
        }
        if ends {
            return false;
        }
    }
    true
}

/// What a scene is about: how it opens.
fn opening(source: &Source, scene: &Scene) -> Option<String> {
    let sure = scene.lines.iter().find(|l| l.when.is_none());
    let line = sure.or(scene.lines.first())?;
    let opens = if sure.is_some() { "It opens" } else { "In some weeks it opens" };
    let text = plain(&line.text);
    match line.who.as_deref().map(|w| if w == "you" { "You".to_owned() } else { source.name(w) }) {
        _ if text.is_empty() => None,
        Some(who) => Some(format!("{opens} with {who}: \u{201c}{text}\u{201d}")),
        None => Some(format!("{opens}: {text}")),
    }
}

pub fn decisions(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let mut blocks = Vec::new();
    if s.scenes.len() > source.decisions {
        blocks.push(Block::Text(format!(
            "A week has {}. The scenario has {}, as some come only in some weeks.",
            words::count(source.decisions, "decision"),
            words::count(s.scenes.len(), "scene")
        )));
    }
    for (i, scene) in s.scenes.iter().enumerate() {
        blocks.push(Block::Heading(format!("{}: {}", words::moment(scene.at.0), named(&scene.title, &scene.id))));
        let mut about = Vec::new();
        let place = plain(&scene.place);
        let with = source.names(&scene.with);
        about.extend((!place.is_empty()).then(|| format!("{}.", place.trim_end_matches('.'))));
        about.extend((!with.is_empty()).then(|| format!("With {with}.")));
        if is_problem(scene) {
            let kind = if scene.situation.familiar { "A familiar kind of problem" } else { "A new kind of problem" };
            about.push(format!(
                "{kind}{}",
                if scene.situation.severe { format!(", and a wrong step can cost the {}.", s.at_stake()) } else { ".".to_owned() }
            ));
        }
        about.extend((!always(source.program, i)).then(|| "It comes only in some weeks.".to_owned()));
        about.extend(opening(source, scene));
        if !about.is_empty() {
            blocks.push(Block::Text(about.join(" ")));
        }
        let row = |m: &engine::model::scenario::Move| {
            let sometimes = if m.offered.is_some() { " (not always offered)" } else { "" };
            vec![format!("{}{sometimes}", named(&m.label, &m.id)), style(m.style), plain(&m.because.text)]
        };
        blocks.push(Block::Table { head: vec!["Move", "Style", "What it does"], rows: scene.moves.iter().map(row).collect() });
        let pairs: Vec<String> = s
            .habits
            .iter()
            .filter(|h| scene.habits.contains(&h.id))
            .map(|h| format!("{} / {}", plain(&h.directive), plain(&h.collaborative)))
            .collect();
        if !pairs.is_empty() {
            blocks.push(Block::Text(format!("Shows: {}.", pairs.join("; "))));
        }
        if let Some(own) = scene.own_words.as_deref().map(plain).filter(|t| !t.is_empty()) {
            blocks.push(Block::Text(format!("Asked in the player\u{2019}s own words: {own}")));
        }
        blocks.push(Block::Text(format!("Ask: {}", question(source, scene))));
    }
    blocks
}

/// A question to the room about one decision.
fn question(source: &Source, scene: &Scene) -> String {
    let s = source.scenario;
    let mut moves = scene.moves.iter();
    let reveals = |e: &[Effect]| s.facts.iter().any(|f| reveals(e, &f.id));
    let promises = |e: &[Effect]| s.flags.iter().any(|f| f.promise && sets(e, &f.id));
    if scene.own_words.is_some() {
        "Who reads their answer aloud? What is in it that no move on the screen said?".to_owned()
    } else if moves.clone().any(|m| promises(&m.effects)) {
        "Whose word was given here, and who had to keep it?".to_owned()
    } else if is_problem(scene) && scene.situation.severe && scene.situation.familiar {
        "Who asked here, and what did asking cost? Who told, and what made it right or wrong to tell?".to_owned()
    } else if is_problem(scene) && !scene.situation.familiar && !moves.clone().any(|m| reveals(&m.effects)) {
        "Nobody had met this before. What did those who decided alone rest their decision on?".to_owned()
    } else if moves.any(|m| reveals(&m.effects)) {
        "What did you know after this that you did not know before, and what brought it out?".to_owned()
    } else {
        match scene.with.as_slice() {
            [one] => format!("How would {} tell this at home in the evening, after each of the moves?", source.name(one)),
            [] => "What did you expect to happen after your move, and what did happen?".to_owned(),
            _ => "What did the team have after this scene that it did not have before, and what did that cost?".to_owned(),
        }
    }
}

/// Calls `f` for each effect, those that come under a condition or by chance too.
fn each(effects: &[Effect], f: &mut dyn FnMut(&Effect)) {
    for effect in effects {
        f(effect);
        if let Effect::Chance { then, or, .. } | Effect::Answer { then, or, .. } | Effect::When { then, or, .. } = effect {
            each(then, f);
            each(or, f);
        }
    }
}

fn any(effects: &[Effect], is: impl Fn(&Effect) -> bool) -> bool {
    let mut found = false;
    each(effects, &mut |e| found |= is(e));
    found
}

fn reveals(effects: &[Effect], id: &str) -> bool {
    any(effects, |e| matches!(e, Effect::Reveal { fact } if fact == id))
}

fn sets(effects: &[Effect], id: &str) -> bool {
    any(effects, |e| matches!(e, Effect::Set { flag } if flag == id))
}

fn asks(cond: &Cond, fact: &str) -> bool {
    match cond {
        Cond::All(list) | Cond::Any(list) => list.iter().any(|c| asks(c, fact)),
        Cond::Not(inner) => asks(inner, fact),
        Cond::Knows(id) => id == fact,
        _ => false,
    }
}

/// Whether knowing a fact changes what a scene's moves do, or which there are.
fn matters(scene: &Scene, fact: &str) -> bool {
    let when = |e: &Effect| matches!(e, Effect::When { cond, .. } if asks(cond, fact));
    let offered = |m: &engine::model::scenario::Move| m.offered.as_ref().is_some_and(|c| asks(c, fact));
    any(&scene.enter, when)
        || scene.moves.iter().any(|m| any(&m.effects, when) || offered(m))
        || scene.next.iter().any(|n| n.when.as_ref().is_some_and(|c| asks(c, fact)))
}

pub fn facts(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let row = |f: &engine::model::scenario::Fact| {
        let mut ways: Vec<String> = Vec::new();
        for scene in &s.scenes {
            let title = named(&scene.title, &scene.id);
            if reveals(&scene.enter, &f.id) {
                ways.push(format!("{title}: by itself"));
            }
            let moves = scene.moves.iter().filter(|m| reveals(&m.effects, &f.id));
            ways.extend(moves.map(|m| format!("{title}: {} ({})", quoted(&named(&m.label, &m.id)), style(m.style))));
        }
        let where_: Vec<String> =
            s.scenes.iter().filter(|scene| matters(scene, &f.id)).map(|scene| named(&scene.title, &scene.id)).collect();
        let out = if ways.is_empty() { "Nothing in this scenario brings it out.".to_owned() } else { format!("{}.", ways.join("; ")) };
        let matters = if where_.is_empty() { "In what is said.".to_owned() } else { format!("{}.", where_.join("; ")) };
        vec![named(&f.text, &f.id), source.name(&f.known_by), out, matters]
    };
    if s.facts.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Text(
            "These are known to somebody on the team from the first morning, and to no player. Found in time they cost little.".to_owned(),
        ),
        Block::Table {
            head: vec!["What", "Who knows it", "What brings it out", "Where it counts"],
            rows: s.facts.iter().map(row).collect(),
        },
    ]
}

pub fn habits(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let row = |h: &engine::model::scenario::Habit| {
        let mut scenes: Vec<String> =
            s.scenes.iter().filter(|scene| scene.habits.contains(&h.id)).map(|scene| named(&scene.title, &scene.id)).collect();
        // Scenes that stand for each other have one title.
        scenes.dedup();
        let scenes = if scenes.is_empty() { "In no decision.".to_owned() } else { format!("{}.", scenes.join("; ")) };
        vec![named(&h.directive, &h.id), named(&h.collaborative, &h.id), scenes]
    };
    if s.habits.is_empty() {
        return Vec::new();
    }
    vec![
        Block::Text(format!(
            "Neither side is the better one by itself. The debrief shows where each player stood; most people stand on both sides in one week. The {} side plans, assigns and checks; the {} side asks, explains and clears the way.",
            Style::Directive.name(),
            Style::Collaborative.name()
        )),
        Block::Table { head: vec!["Directive", "Collaborative", "Where it shows"], rows: s.habits.iter().map(row).collect() },
    ]
}
