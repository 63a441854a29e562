//! Questions, the turns a talk often takes, and what the numbers rest on.

use super::week::{asked_of, told_of};
use super::{Block, Source, named, plain, quoted};
use crate::words;
use engine::Line;
use engine::model::scenario::{Assumption, Status, Style};

pub fn questions(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let mut blocks = Vec::new();
    let mut add = |title: &str, list: Vec<String>| {
        let list: Vec<String> = list.into_iter().filter(|q| !q.is_empty()).collect();
        if !list.is_empty() {
            blocks.extend([Block::Heading(title.to_owned()), Block::List(list)]);
        }
    };
    add("The scenario\u{2019}s own", s.debrief.questions.iter().map(|q| plain(&q.text)).collect());
    let hidden = |f: &engine::model::scenario::Fact| {
        let who = source.name(&f.known_by);
        format!("{} Who heard it from {who}, and what had they asked? What would have made it easier for {who} to say?", plain(&f.text))
    };
    add("On what was hidden", s.facts.iter().map(hidden).collect());
    let shown = |id: &str| s.scenes.iter().any(|scene| scene.habits.iter().any(|h| h == id));
    let pair = |h: &engine::model::scenario::Habit| {
        format!(
            "{} or {}: which is yours on an ordinary day, and when is it the other?",
            quoted(&h.directive),
            lower(&quoted(&h.collaborative))
        )
    };
    add("On the habits", s.habits.iter().filter(|h| shown(&h.id)).map(pair).collect());
    add(
        "For any week",
        [
            "Which decision would you take again, although it cost you?",
            "Where did two of you decide differently and end at the same hour? What else was different then?",
            "Whose week would the team want to have again? How do you know?",
            "What will you do differently, and by when?",
        ]
        .map(str::to_owned)
        .to_vec(),
    );
    blocks
}

/// A quoted text that goes on a sentence.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    let mark = chars.next().unwrap_or('\u{201c}');
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{mark}{first}{}", chars.as_str())
}

/// What a scenario says, or where it says nothing, this.
fn or(text: &str, other: &str) -> String {
    let text = plain(text);
    if text.is_empty() { other.to_owned() } else { text }
}

pub fn turns(source: &Source) -> Vec<Block> {
    let s = source.scenario;
    let mut blocks =
        vec![Block::Text("No answer here ends a talk. Give the floor back after it: \u{201c}What was it in your week?\u{201d}".to_owned())];
    let mut turn = |said: &str, answer: String| {
        blocks.extend([Block::Heading(format!("\u{201c}{said}\u{201d}")), Block::Text(answer)]);
    };
    let told = told_of(source);
    let place = if told.is_empty() {
        " It serves where the work is familiar and time is short.".to_owned()
    } else {
        format!(" Look at {}: the work is familiar there and a wrong step is dear.", words::list(&told))
    };
    turn(
        "So directing is wrong.",
        format!(
            "No.{place} {}",
            or(
                &s.debrief.authority,
                "A clear word from one person is quick, and fairly used it is respected. It can use only what that person knows."
            )
        ),
    );
    let asked = asked_of(source);
    let place = if asked.is_empty() { String::new() } else { format!(" Look at {}: nobody had met that before.", words::list(&asked)) };
    turn(
        "Asking takes too long.",
        format!(
            "It takes time, and the debrief counts it. {}{place} {}",
            hours(source),
            or(&s.debrief.influence, "What it buys is what the others know, and that they say it sooner the next time.")
        ),
    );
    turn(
        "So it does not matter what I do.",
        or(
            &s.debrief.both,
            "Both ways can make the deadline. They leave different people behind, and those people come to work on Monday.",
        ),
    );
    turn(
        "I was only unlucky.",
        "Perhaps. Open the debrief: it plays your decisions beside the two pure ways under the same luck. If both of those were late too, the week was a hard one; if not, the decisions had their part. The swings name the ones that counted most.".to_owned(),
    );
    if !s.facts.is_empty() {
        turn(
            "Nobody told me.",
            "That is so. Ask who found out, and what they had asked. Then ask which such thing is known in your own team this week."
                .to_owned(),
        );
    }
    turn(
        "I would have done something else altogether.",
        "Good: say what. Which of the moves is nearest to it, and what would it change: the hours, what is known, how people feel? The program holds a few moves, not all.".to_owned(),
    );
    let w = &s.score;
    turn(
        "My score is higher, so I led better.",
        format!(
            "The score adds {} points for delivery, {} for how people feel and {} for the team\u{2019}s hours. Those weights are a choice. Ask what the room would weigh, and whose week would be best then.",
            w.delivery, w.engagement, w.hours
        ),
    );
    turn(
        "The model is wrong.",
        "In places it surely is. Every number it rests on stands on the page Why, with where it comes from. Change the one you doubt, and see whether the week comes out otherwise. If it does not, that is worth knowing too.".to_owned(),
    );
    blocks
}

/// What the two pure ways take in meetings.
fn hours(source: &Source) -> String {
    let met = |style| source.program.outcome(&Line::pure(source.program, 0, style).state).met;
    let (directive, collaborative) = (met(Style::Directive), met(Style::Collaborative));
    match collaborative.checked_sub(directive) {
        Some(more) if more >= 30 => format!(
            "Asking all the way takes about {} of the team\u{2019}s hours in meetings, telling all the way {}.",
            words::fixed(f64::from(collaborative) / 60.0, 0),
            words::fixed(f64::from(directive) / 60.0, 0)
        ),
        _ => "In this scenario the two ways take about as much of it.".to_owned(),
    }
}

fn row(a: &Assumption) -> Vec<String> {
    let status = if a.status == Status::Measured { "measured" } else { "assumed" };
    let source = plain(&a.source);
    vec![
        named(&a.name, &a.id),
        words::figure(a.value, &a.unit),
        status.to_owned(),
        if source.is_empty() { "The author\u{2019}s own.".to_owned() } else { source },
    ]
}

pub fn sources(source: &Source) -> Vec<Block> {
    let all = &source.scenario.assumptions;
    if all.is_empty() {
        return vec![Block::Text(
            "The scenario gives no assumptions of its own: it uses the program\u{2019}s, and numbers written into its moves, which are the author\u{2019}s. None of them was measured for this scenario.".to_owned(),
        )];
    }
    let measured: Vec<&Assumption> = all.iter().filter(|a| a.status == Status::Measured).collect();
    let assumed: Vec<&Assumption> = all.iter().filter(|a| a.status == Status::Assumed).collect();
    let count = |n: usize, what: &str| format!("{n} {what}");
    let mut blocks = vec![Block::Text(format!(
        "{} rest on published measurements, {} by the author of the scenario. All can be changed on the page Why, which shows what that does to a week.",
        count(measured.len(), if measured.len() == 1 { "number" } else { "numbers" }),
        count(assumed.len(), if assumed.len() == 1 { "is assumed" } else { "are assumed" })
    ).replacen("1 number rest", "1 number rests", 1))];
    let rows = measured.into_iter().chain(assumed).map(row).collect();
    blocks.push(Block::Table { head: vec!["Number", "Value", "Status", "Where it comes from"], rows });
    blocks
}

pub fn limits(source: &Source) -> Vec<Block> {
    let mut limits = vec![
        "It does not measure anybody. A week played here says nothing about how somebody leads at work.",
        "What was found between people in studies (that engaged people get more done) is used here as an effect within one week. That is an assumption.",
        "Two styles are a simplification. Most people use both before lunch.",
        "The people in it are made up, and react alike to the same words each time. Yours do not.",
        "One week is short: what a way of leading does to a team shows over months.",
    ];
    if source.program.members > 1 {
        limits.push("Members of the team do not talk to each other here unless a scene says so.");
    }
    vec![Block::List(limits.into_iter().map(str::to_owned).collect())]
}
