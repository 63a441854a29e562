//! Questions for the room, made from where this class split.

use super::decisions::{Decision, Known, Pair, SplitView};
use super::{Group, words};
use engine::class::Found;
use engine::paired::Measure;

/// Most questions; a talk of half an hour has room for no more.
const MOST: usize = 7;

/// A question, and the decision it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub scene: Option<u8>,
}

/// Questions for a class, the most telling first.
pub fn questions(
    group: &Group,
    found: Option<&Found>,
    decisions: &[Decision],
    splits: &[SplitView],
    facts: &[Known],
    pairs: &[Pair],
) -> Vec<Question> {
    let mut all: Vec<Question> = splits.iter().take(2).map(split).collect();
    all.extend(found.and_then(|f| two_ends(group, f)));
    all.extend(untold(facts));
    all.extend(one_sided(decisions));
    all.extend(even(pairs, group.weeks.len()));
    all.extend(splits.get(2).map(split));
    all.truncate(MOST);
    all
}

fn ask(text: String, scene: Option<u8>) -> Question {
    Question { text, scene }
}

/// Where the class parted and it mattered.
fn split(s: &SplitView) -> Question {
    let most: Vec<String> =
        s.moves.iter().take(3).map(|m| format!("{} chose {}", number(m.weeks as usize), words::quoted(&m.label))).collect();
    ask(
        format!(
            "{} ({}): {}. What did you see in the situation that made your move the right one, and what did you give up for it?",
            s.title,
            s.when,
            words::list(&most)
        ),
        Some(s.scene),
    )
}

/// Two weeks led equally well of which one came in on time: judging by the end.
fn two_ends(group: &Group, found: &Found) -> Option<Question> {
    let ends: Vec<(bool, f64)> =
        group.finished().zip(&found.weeks).filter_map(|(w, s)| Some((w.end?.on_time, s.of(Measure::OnTime)))).collect();
    let pairs = ends.iter().enumerate().flat_map(|(i, a)| ends[i + 1..].iter().map(move |b| (a, b)));
    let near = pairs.filter(|(a, b)| a.0 != b.0).map(|(a, b)| (libm::fabs(a.1 - b.1), a, b)).min_by(|x, y| x.0.total_cmp(&y.0))?;
    (near.0 < 0.05).then(|| {
        ask(
            format!(
                "Two of these weeks had about the same chance ({} and {}), and one came in on time while the other did not. Would you judge the two who led them differently? Would your own manager?",
                words::share(near.1.1),
                words::share(near.2.1)
            ),
            None,
        )
    })
}

/// What most of the class never learnt.
fn untold(facts: &[Known]) -> Option<Question> {
    let least = facts.iter().filter(|f| f.of > 1 && 2 * f.weeks < f.of).min_by_key(|f| f.weeks)?;
    let learnt = if least.weeks == 0 { "None of these weeks".to_owned() } else { format!("Only {} of {} weeks", least.weeks, least.of) };
    Some(ask(
        format!(
            "{learnt} came to know in time what {who} knew all along: {} What would {who} have needed from you to say it unasked?",
            sentence(&least.text),
            who = least.who
        ),
        None,
    ))
}

/// A decision that nearly all took the same way.
fn one_sided(decisions: &[Decision]) -> Option<Question> {
    let share = |d: &Decision| d.moves.iter().map(|m| m.count).max().unwrap_or(0) as f64 / d.met.max(1) as f64;
    let open = decisions.iter().filter(|d| d.met > 2 && share(d) >= 0.85 && d.moves.len() > 1);
    let most = open.max_by(|a, b| share(a).total_cmp(&share(b)).then(b.scene.cmp(&a.scene)))?;
    let taken = most.moves.iter().max_by_key(|m| m.count)?;
    let who = if taken.count == most.met { "All".to_owned() } else { format!("{} of {}", taken.count, most.met) };
    Some(ask(
        format!(
            "{} ({}): {who} chose {}. What would have to be different about that moment for the other way to be right?",
            most.title,
            most.when,
            words::quoted(&taken.label)
        ),
        Some(most.scene),
    ))
}

/// The pair of habits that the class is most evenly split on.
fn even(pairs: &[Pair], weeks: usize) -> Option<Question> {
    let apart = |p: &&Pair| p.only_directive.abs_diff(p.only_collaborative);
    let open = pairs.iter().filter(|p| 3 * p.only_directive >= weeks && 3 * p.only_collaborative >= weeks && weeks > 2);
    let p = open.min_by_key(apart)?;
    Some(ask(
        format!(
            "\u{201c}{}\u{201d} or \u{201c}{}\u{201d}: {} of these weeks show the first, {} the second. When is each of them what a team needs?",
            p.directive, p.collaborative, p.only_directive, p.only_collaborative
        ),
        None,
    ))
}

/// A small number as a word.
fn number(n: usize) -> String {
    const WORDS: [&str; 13] = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(n).map_or_else(|| n.to_string(), |w| (*w).to_owned())
}

/// A text that ends as a sentence does.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '?', '!']) { text.to_owned() } else { format!("{text}.") }
}

#[cfg(test)]
mod tests {
    use super::questions;
    use crate::class::decisions::{decisions, facts, pairs, splits};
    use crate::class::{Class, hand};
    use engine::job::finish;

    #[test]
    fn the_example_gives_questions_about_what_happened_in_it() {
        let class = Class::of(&hand::example());
        let group = &class.groups[0];
        let mut job = group.job();
        finish(&mut job);
        let found = job.found().expect("done");
        let all = questions(group, Some(&found), &decisions(group), &splits(group, &found, 3), &facts(group), &pairs(group));
        assert!((4..=7).contains(&all.len()), "{all:?}");
        assert!(all.iter().all(|q| q.text.ends_with('?') && !q.text.contains("..")), "{all:?}");
        assert!(all[0].scene.is_some() && all[0].text.contains(" chose "), "{all:?}");
        all.iter().for_each(|q| println!("{}\n", q.text));
    }
}
