//! Who decided what: counts for each decision, the decisions that split the class, and the habits.

use super::{Group, view};
use crate::words;
use engine::class::{Found, Split};
use engine::model::Style;
use engine::paired::{MEASURES, Measure};
use engine::swing::Mean;

/// A move and who took it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub id: String,
    pub mv: u8,
    pub label: String,
    pub style: Style,
    pub count: usize,
    /// Places of those weeks in the group.
    pub weeks: Vec<usize>,
}

/// A decision of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub scene: u8,
    pub id: String,
    pub when: String,
    pub title: String,
    /// Weeks that came there.
    pub met: usize,
    /// Moves somebody could take, in the scenario's order.
    pub moves: Vec<Choice>,
}

/// Every decision that somebody of the group took, in the order of the week.
pub fn decisions(group: &Group) -> Vec<Decision> {
    let scenario = &group.loaded.scenario;
    let mut order: Vec<usize> = (0..scenario.scenes.len()).collect();
    order.sort_by_key(|s| (scenario.scenes[*s].at, *s));
    let decision = |s: usize| {
        let scene = &scenario.scenes[s];
        let took = |mv: usize| -> Vec<usize> {
            let here = |w: &super::Week| w.path.contains(&(s as u8, mv as u8));
            group.weeks.iter().enumerate().filter(|(_, w)| here(w)).map(|(i, _)| i).collect()
        };
        let choice = |(mv, m): (usize, &engine::model::scenario::Move)| {
            let weeks = took(mv);
            Choice { id: m.id.clone(), mv: mv as u8, label: m.label.clone(), style: m.style, count: weeks.len(), weeks }
        };
        let moves: Vec<Choice> = scene.moves.iter().enumerate().map(choice).collect();
        Decision {
            scene: s as u8,
            id: scene.id.clone(),
            when: words::short(scene.at.0),
            title: scene.title.clone(),
            met: moves.iter().map(|m| m.count).sum(),
            moves,
        }
    };
    order.into_iter().map(decision).filter(|d| d.met > 0).collect()
}

/// A decision that split the class, in words.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitView {
    pub scene: u8,
    pub id: String,
    pub when: String,
    pub title: String,
    /// Points of the score between those who took one move and those who took another (a deviation).
    pub size: f64,
    pub moves: Vec<SplitMove>,
    pub sentence: String,
}

/// A move of such a decision.
#[derive(Clone, Debug, PartialEq)]
pub struct SplitMove {
    pub id: String,
    pub mv: u8,
    pub label: String,
    pub style: Style,
    pub weeks: u32,
    /// Against the most common move, by measure: `+6% (4 to 8)`; empty for that move itself.
    pub by: Vec<(&'static str, String)>,
}

/// The decisions that split the class, the largest first; at most `most`.
pub fn splits(group: &Group, found: &Found, most: usize) -> Vec<SplitView> {
    found.splits.iter().filter(|s| s.size >= 0.05).take(most).map(|s| split(group, s)).collect()
}

/// A difference with its 95% interval.
fn difference(m: Measure, mean: &Mean) -> String {
    let (by, decimals, unit) = match m {
        Measure::OnTime => (100.0, 0, " in 100"),
        Measure::Engagement => (1.0, 1, ""),
        Measure::Hours => (1.0, 1, " h"),
        Measure::Score => (1.0, 1, ""),
    };
    let text = |x: f64| words::signed(x * by, decimals);
    let (low, high) = (text(mean.mean - mean.half), text(mean.mean + mean.half));
    let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
    format!("{}{unit}{range}", text(mean.mean))
}

fn split(group: &Group, s: &Split) -> SplitView {
    let scene = &group.loaded.scenario.scenes[s.scene as usize];
    let by = |t: &engine::class::Taken| {
        let of = |m: &Measure| (view::id(*m), difference(*m, &t.by[*m as usize]));
        if t.compared == 0 { Vec::new() } else { MEASURES.iter().map(of).collect() }
    };
    let moves: Vec<SplitMove> = s
        .moves
        .iter()
        .map(|t| {
            let m = &scene.moves[t.mv as usize];
            SplitMove { id: m.id.clone(), mv: t.mv, label: m.label.clone(), style: m.style, weeks: t.weeks, by: by(t) }
        })
        .collect();
    SplitView {
        scene: s.scene,
        id: scene.id.clone(),
        when: words::short(scene.at.0),
        title: scene.title.clone(),
        size: s.size,
        sentence: sentence(group, s, &moves),
        moves,
    }
}

/// What the decision was worth: the move furthest from the most common one.
fn sentence(group: &Group, s: &Split, moves: &[SplitMove]) -> String {
    let day = words::day(group.loaded.scenario.deadline.0);
    let far = s.moves.iter().enumerate().skip(1).filter(|(_, t)| t.compared > 0);
    let score = |t: &engine::class::Taken| t.by[Measure::Score as usize].mean;
    let far = far.max_by(|a, b| libm::fabs(score(a.1)).total_cmp(&libm::fabs(score(b.1))));
    let Some((i, t)) = far else {
        return "The moves were open in different weeks only, so they cannot be compared.".to_owned();
    };
    let mut parts = Vec::new();
    let clear = |m: Measure| Some(&t.by[m as usize]).filter(|mean| mean.clear() && libm::fabs(mean.mean) > 1e-9);
    if let Some(mean) = clear(Measure::OnTime) {
        let fate = if mean.mean > 0.0 { "make" } else { "miss" };
        parts.push(format!("{} more weeks of 100 {fate} {day}", words::fixed(100.0 * libm::fabs(mean.mean), 0)));
    }
    if let Some(mean) = clear(Measure::Engagement) {
        let more = if mean.mean > 0.0 { "more" } else { "less" };
        parts.push(format!("{} points {more} engagement", words::fixed(libm::fabs(mean.mean), 1)));
    }
    if let Some(mean) = clear(Measure::Hours) {
        let more = if mean.mean > 0.0 { "more" } else { "fewer" };
        parts.push(format!("{} {more} team hours", words::fixed(libm::fabs(mean.mean), 1)));
    }
    let (other, common) = (words::quoted(&moves[i].label), words::quoted(&moves[0].label));
    let asked = format!("Had all these weeks taken {other} in place of {common} and gone on in their own way: ");
    if parts.is_empty() { format!("{asked}no difference that stands clear of luck.") } else { format!("{asked}{}.", words::list(&parts)) }
}

/// A pair of habits over the class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub directive: String,
    pub collaborative: String,
    /// Weeks that showed one side alone, both, and the other alone.
    pub only_directive: usize,
    pub both: usize,
    pub only_collaborative: usize,
    /// Weeks that came to none of its decisions.
    pub neither: usize,
}

/// The scenario's pairs of habits over the class.
pub fn pairs(group: &Group) -> Vec<Pair> {
    let scenario = &group.loaded.scenario;
    let pair = |habit: &engine::model::scenario::Habit| {
        let mut pair = Pair {
            directive: habit.directive.clone(),
            collaborative: habit.collaborative.clone(),
            only_directive: 0,
            both: 0,
            only_collaborative: 0,
            neither: 0,
        };
        for week in &group.weeks {
            let shown = |style: Style| {
                week.path.iter().any(|(s, m)| {
                    let scene = &scenario.scenes[*s as usize];
                    scene.habits.contains(&habit.id) && scene.moves[*m as usize].style == style
                })
            };
            let side = match (shown(Style::Directive), shown(Style::Collaborative)) {
                (true, true) => &mut pair.both,
                (true, false) => &mut pair.only_directive,
                (false, true) => &mut pair.only_collaborative,
                (false, false) => &mut pair.neither,
            };
            *side += 1;
        }
        pair
    };
    scenario.habits.iter().map(pair).collect()
}

/// A fact and how many weeks came to know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub who: String,
    pub text: String,
    pub weeks: usize,
    pub of: usize,
}

/// The hidden facts over the finished weeks.
pub fn facts(group: &Group) -> Vec<Known> {
    let scenario = &group.loaded.scenario;
    let of = group.finished().count();
    let name = |id: &str| scenario.team.iter().find(|m| m.id == id).map_or_else(|| id.to_owned(), |m| m.name.clone());
    let facts = scenario.facts.iter().enumerate();
    facts
        .map(|(i, f)| Known {
            who: name(&f.known_by),
            text: f.text.clone(),
            weeks: group.finished().filter(|w| w.facts & (1 << i) != 0).count(),
            of,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{decisions, facts, pairs, splits};
    use crate::class::{Class, tests::link};
    use engine::job::finish;
    use engine::model::Style;

    #[test]
    fn counts_add_up_and_the_split_is_named() {
        let text = [link(7, Style::Directive, &[], 99), link(7, Style::Directive, &[8], 99), link(9, Style::Directive, &[], 3)];
        let mut class = Class::of(&text.join("\n"));
        // A week that is not finished counts where that is asked for.
        assert_eq!(decisions(&class.groups[0]).iter().map(|d| d.met).take(4).collect::<Vec<_>>(), [2; 4]);
        class.count_unfinished(true);
        let group = &class.groups[0];
        let all = decisions(group);
        assert!(all.windows(2).all(|w| w[0].scene != w[1].scene) && all.len() >= 12, "{}", all.len());
        assert_eq!(all.iter().map(|d| d.met).take(4).collect::<Vec<_>>(), [3, 3, 3, 2]);
        assert!(all.iter().all(|d| d.moves.iter().map(|m| m.count).sum::<usize>() == d.met));
        assert!(pairs(group).iter().all(|p| p.only_directive + p.both + p.only_collaborative + p.neither == 3));
        assert!(facts(group).iter().all(|f| f.of == 2));
        let mut job = group.job();
        finish(&mut job);
        let found = splits(group, &job.found().expect("done"), 3);
        assert_eq!(found.len(), 1);
        assert!(found[0].sentence.starts_with("Had all these weeks taken \u{201c}"), "{}", found[0].sentence);
        assert!(found[0].moves[0].by.is_empty() && found[0].moves[1].by.len() == 4, "{:?}", found[0].moves);
    }
}
