//! A decision replayed together: the week is opened where the class parted, the room votes, and all
//! ways on are shown under the same luck.

use super::Group;
use crate::play::Talk;
use crate::words;
use engine::branch::{Manner, Path};
use engine::class::{LUCKS, with};
use engine::luck::Luck;
use engine::model::Style;
use engine::paired::luck;
use engine::score::percent;
use scenario::codec::link::Route;

/// A way on.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    pub mv: u8,
    pub id: String,
    pub label: String,
    pub style: Style,
    /// Weeks of the class that went this way.
    pub taken: usize,
    /// How the week ends so, under its own luck.
    pub on_time: bool,
    /// `Friday 14:10`, or `never`.
    pub ready: String,
    /// 0 to 100.
    pub engagement: f64,
    pub hours: f64,
    pub score: f64,
    /// Of 100 weeks of other luck played so, how many are on time.
    pub chance: f64,
    /// Leads to the week right after this move.
    pub fragment: String,
}

/// The decision, before the vote and after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    pub scene: u8,
    pub id: String,
    pub title: String,
    pub when: String,
    pub place: String,
    pub situation: String,
    pub talk: Vec<Talk>,
    /// How many weeks of the class came here by the very moves that this one did, and in all.
    pub alike: usize,
    pub met: usize,
    /// The luck it is played under.
    pub seed: u32,
    pub ways: Vec<Way>,
    /// Leads to the week at this decision.
    pub fragment: String,
}

/// Opens the scene as most of the class came to it; `None` where nobody did.
pub fn together(group: &Group, scene: u8) -> Option<Together> {
    let program = &group.loaded.program;
    let before = |path: &Path| path.iter().position(|m| m.0 == scene);
    // Finished weeks first: they have a manner to go on in to the end.
    let there: Vec<_> = group.weeks.iter().filter_map(|w| Some((w, before(&w.path)?))).collect();
    let alike = |path: &[(u8, u8)]| there.iter().filter(|(w, at)| w.path[..*at] == *path).count();
    let most = there.iter().map(|(w, at)| alike(&w.path[..*at])).max()?;
    let (week, at) = there
        .iter()
        .filter(|(w, at)| alike(&w.path[..*at]) == most)
        .min_by_key(|(w, at)| (w.end.is_none(), &w.path[..*at], w.seed, &w.path))
        .copied()?;
    let prefix = &week.path[..at];
    let place = group.page(week.seed, prefix).place()?;
    let whole = whole(group, &week.path);
    let mut ways = Vec::with_capacity(place.moves.len());
    for button in place.moves {
        let mv = button.index as u8;
        let Some(path) = with(program, &whole, scene, mv) else { continue };
        let o = program.outcome(&program.replay(Luck::of_seed(week.seed), &path)?);
        let made = (0..LUCKS).filter(|i| program.replay(luck(*i), &path).is_some_and(|s| program.outcome(&s).on_time)).count();
        let people = &o.engagement[..program.members];
        ways.push(Way {
            mv,
            id: button.id,
            label: button.label,
            style: button.style.unwrap_or(Style::Directive),
            taken: there.iter().filter(|(w, at)| w.path[*at].1 == mv).count(),
            on_time: o.on_time,
            ready: words::moment(o.finish),
            engagement: people.iter().map(|e| percent(*e)).sum::<f64>() / people.len().max(1) as f64,
            hours: o.hours(),
            score: o.score(),
            chance: 100.0 * made as f64 / f64::from(LUCKS),
            fragment: fragment(group, week.seed, &path[..=at]),
        });
    }
    Some(Together {
        scene,
        id: place.scene,
        title: place.title,
        when: place.when,
        place: place.place,
        situation: place.situation,
        talk: place.talk,
        alike: most,
        met: there.len(),
        seed: week.seed,
        ways,
        fragment: fragment(group, week.seed, prefix),
    })
}

/// A week's path played on to its end in its own manner.
fn whole(group: &Group, path: &[(u8, u8)]) -> Path {
    let program = &group.loaded.program;
    let mut all = path.to_vec();
    if let Some(mut s) = program.replay(luck(0), path) {
        all.extend(Manner::of_path(program, path).play_on(program, luck(0), &mut s));
    }
    all
}

/// The link to a week that is played so far.
fn fragment(group: &Group, seed: u32, path: &[(u8, u8)]) -> String {
    let page = group.page(seed, path);
    page.line.as_ref().map_or_else(String::new, |line| Route::Play(page.link(line)).to_string())
}

#[cfg(test)]
mod tests {
    use super::together;
    use crate::class::{Class, tests::link};
    use engine::model::Style;

    #[test]
    fn the_room_meets_the_decision_as_most_met_it() {
        let text = [
            link(7, Style::Directive, &[], 99),
            link(7, Style::Directive, &[1], 99),
            link(9, Style::Collaborative, &[], 99),
            link(9, Style::Directive, &[], 2),
        ];
        let class = Class::of(&text.join("\n"));
        let group = &class.groups[0];
        let scene = group.weeks[0].path[1].0;
        let t = together(group, scene).expect("three came there");
        assert_eq!((t.alike, t.met, t.seed), (2, 3, 7));
        assert!(t.ways.len() >= 2 && t.talk.len() > 1 && t.fragment.contains("seed=7&moves="), "{t:?}");
        assert_eq!(t.ways.iter().map(|w| w.taken).sum::<usize>(), 3);
        // The way that a week of the class went ends as that week did.
        let own = group.weeks.iter().find(|w| w.seed == 7 && w.path[1].1 == t.ways[0].mv).and_then(|w| w.end).expect("finished");
        assert_eq!((own.on_time, own.score()), (t.ways[0].on_time, t.ways[0].score));
        assert!(together(group, 63).is_none());
    }
}
