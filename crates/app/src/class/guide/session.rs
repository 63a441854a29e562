//! What the session is for, how long its parts take, and what to send before it.

use super::week::{asked_of, told_of};
use super::{Block, Source, plain};
use crate::words;

/// Lengths of sessions that are planned, in minutes.
const SESSIONS: [u32; 2] = [60, 90];
/// Talk about one decision takes so many minutes.
const DECISION: u32 = 8;

pub fn aims(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let mut blocks = Vec::new();
    if !s.summary.trim().is_empty() {
        blocks.push(Block::Text(plain(&s.summary)));
    }
    let mut aims = vec![format!(
        "Everyone has led the same {} and can say what two or three of their {} did to the deadline and to the people.",
        if s.deadline.day() > 0 { "week" } else { "day" },
        words::count(source.decisions, "decision")
    )];
    if !s.facts.is_empty() {
        aims.push("They have seen what was known in the team all along, and what brought it out or kept it in.".to_owned());
    }
    let (asked, told) = (asked_of(source), told_of(source));
    if !asked.is_empty() && !told.is_empty() {
        aims.push(format!(
            "They can tell a moment for asking (here: {}) from a moment for telling (here: {}), and give the reason.",
            words::list(&asked),
            words::list(&told)
        ));
    } else {
        aims.push("They can give a moment for telling and a moment for asking from their own week, and the reason.".to_owned());
    }
    if !s.habits.is_empty() {
        aims.push(format!(
            "They have found their own side in the {} of habits, and one they would change.",
            words::count(s.habits.len(), "pair")
        ));
    }
    aims.push("Each leaves with one thing to do differently, and a date for it.".to_owned());
    blocks.push(Block::List(aims));
    blocks
}

/// Rounded up to five.
fn fives(minutes: u32) -> u32 {
    minutes.div_ceil(5) * 5
}

/// The parts of a session: minutes and what is done. They add up to `total`.
pub fn plan(total: u32, play: u32, decisions: u32, facts: bool, habits: bool) -> Vec<(u32, String)> {
    let (opening, own) = (5, if total > 60 { 15 } else { 10 });
    // Some read slowly; and there has to be a talk behind it.
    let play = fives(play + 5);
    let inside = opening + own + play + 20 <= total;
    let mut rest = total - opening - own - if inside { play } else { 0 };
    let mut parts = vec![(opening, "Say what is to come: one week, no right way, and a talk about what each way did.".to_owned())];
    if inside {
        parts.push((play, "Everybody plays, alone or in pairs, and sends the link at the end.".to_owned()));
    }
    let figures = if rest >= 40 { 10 } else { 5 };
    rest -= figures;
    let before = if inside { "" } else { " The week has been played before." };
    parts.push((figures, format!("Look at all weeks side by side: when they were ready, how people felt, what it took in hours.{before}")));
    let hidden = if facts { if rest >= 30 { 10 } else { 5 } } else { 0 };
    let pairs = if habits && rest >= 40 { 10 } else { 0 };
    rest -= hidden + pairs;
    let count = (rest / DECISION).clamp(1, decisions.max(1));
    let talk = if count == 1 {
        "Talk about one decision: the one over which the room divides most.".to_owned()
    } else {
        format!("Talk about {count} decisions: those over which the room divides most, in the order of the week.")
    };
    parts.push((rest, talk));
    if hidden > 0 {
        parts.push((hidden, "What was hidden: who found it, when, and by what question.".to_owned()));
    }
    if pairs > 0 {
        parts.push((pairs, "The pairs of habits: each finds their own side.".to_owned()));
    }
    parts.push((own, "To one\u{2019}s own work: one thing to do differently, said to a neighbour, with a date.".to_owned()));
    parts
}

pub fn timing(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let mut blocks = vec![Block::Text(format!(
        "To play takes about {} minutes, for {}. Talk about one decision takes seven or eight minutes; nobody has time for all of them, so choose the ones over which the room divides.",
        s.minutes.max(1),
        words::count(source.decisions, "decision")
    ))];
    for total in SESSIONS {
        blocks.push(Block::Heading(format!("{total} minutes")));
        let mut at = 0;
        let rows = plan(total, s.minutes.max(1), source.decisions as u32, !s.facts.is_empty(), !s.habits.is_empty());
        let row = |(minutes, what): (u32, String)| {
            at += minutes;
            vec![format!("{} to {at}", at - minutes), what]
        };
        blocks.push(Block::Table { head: vec!["Minutes", "What"], rows: rows.into_iter().map(row).collect() });
    }
    blocks
}

pub fn before(source: &Source) -> Vec<Block> {
    let heading = |t: &str| Block::Heading(t.to_owned());
    let text = |t: &str| Block::Text(t.to_owned());
    let mut blocks = vec![
        heading("One luck for all, or each their own"),
        text(
            "Open the scenario and copy the address from the browser. It holds seed= and a number: the luck of the week. Sent with it, everyone has the same week, and weeks side by side differ by their decisions alone. That is best for a first session. Without seed= each has a luck of their own; that shows how far luck goes, and is best for a second round.",
        ),
        heading("Styles shown, or blind"),
        text(
            "With &blind=1 at its end the link hides the style of each move until the debrief. People then choose what they would do, not what they think is wanted. Play blind where the room knows what the session is about; show the styles where the words are new to it and it should learn to see them.",
        ),
        heading("What comes back"),
        text(
            "At the end everybody shares the link of their week: it holds the decisions and nothing about the person. Ask for it with a name or a made-up name in front of it. The downloads (JSON or CSV) and statements of a record store do as well. Paste all of them on the page for classes (#/class): it works on your device, and nothing is sent anywhere.",
        ),
        heading("For you"),
    ];
    let mut own = vec!["Play it twice yourself, once each way, and read the debrief of both.".to_owned()];
    if !source.scenario.facts.is_empty() {
        own.push("Read what is hidden, so that no question of yours gives it away too early.".to_owned());
    }
    own.push("Tell people that answers in their own words stay on their own device unless they share them.".to_owned());
    own.push(
        "Say beforehand who will see the weeks. A week that counts towards somebody\u{2019}s appraisal is played differently.".to_owned(),
    );
    blocks.push(Block::List(own));
    blocks
}

#[cfg(test)]
mod tests {
    use super::plan;

    #[test]
    fn the_parts_of_a_session_add_up_to_it() {
        for total in [60, 90] {
            for play in 1..=200 {
                for (decisions, facts, habits) in [(1, false, false), (3, true, false), (13, true, true), (60, false, true)] {
                    let parts = plan(total, play, decisions, facts, habits);
                    assert_eq!(parts.iter().map(|p| p.0).sum::<u32>(), total, "{play} {parts:?}");
                    assert!(parts.iter().all(|p| p.0 >= 5), "{play} {parts:?}");
                }
            }
        }
        let whats: Vec<String> = plan(60, 20, 13, true, true).into_iter().map(|p| format!("{} {}", p.0, p.1)).collect();
        assert!(whats[1].starts_with("25 Everybody plays") && whats[3].contains("one decision"), "{whats:?}");
        let long = plan(60, 45, 13, true, true);
        assert!(long[1].1.contains("played before") && long.iter().all(|p| !p.1.starts_with("Everybody plays")), "{long:?}");
    }
}
