//! What a class's figures say: the spread of four measures, and luck apart from choice.

use super::Group;
use crate::words;
use engine::class::{Found, Spread};
use engine::paired::{MEASURES, Measure};
use engine::score::percent;

/// A measure over the class.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// `on-time`, `engagement`, `team-hours` or `score`.
    pub id: &'static str,
    pub name: String,
    /// The ends of the axis, in the measure's unit as shown.
    pub from: f64,
    pub to: f64,
    /// One value a finished week, lowest first; the middle one.
    pub values: Vec<f64>,
    pub middle: f64,
    /// All directive, all collaborative.
    pub directive: f64,
    pub collaborative: f64,
    /// The picture in words.
    pub text: String,
    /// Of what makes one week of the class differ from another, the share that is choice, 0 to 1.
    pub choice: f64,
    /// A week's deviation by choice and by luck, in the unit shown.
    pub by_choice: f64,
    pub by_luck: f64,
    pub apart: String,
}

/// The class at a glance.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    pub strips: Vec<Strip>,
    /// Each finished week: engagement and chance, in percent.
    pub dots: Vec<[f64; 2]>,
    /// The same of all directive and all collaborative.
    pub pure: [[f64; 2]; 2],
    /// How the weeks ended as they were played, each under its own luck.
    pub played: String,
    /// Luck and choice in one sentence.
    pub apart: String,
}

/// A measure's stable name.
pub fn id(m: Measure) -> &'static str {
    match m {
        Measure::OnTime => "on-time",
        Measure::Engagement => "engagement",
        Measure::Hours => "team-hours",
        Measure::Score => "score",
    }
}

/// How many of the unit shown make one of the engine's: chances are shown in percent.
fn shown(m: Measure) -> f64 {
    if m == Measure::OnTime { 100.0 } else { 1.0 }
}

/// A value with its unit: `84%`, `61`, `92.4 h`, `78`.
pub fn value(m: Measure, x: f64) -> String {
    match m {
        Measure::OnTime => format!("{}%", words::fixed(x, 0)),
        Measure::Hours => format!("{} h", words::fixed(x, 1)),
        Measure::Engagement | Measure::Score => words::fixed(x, 0),
    }
}

/// A measure's name in a sentence.
pub fn name(m: Measure, day: &str) -> String {
    match m {
        Measure::OnTime => format!("The chance of {day}"),
        Measure::Engagement => "Engagement at the end".to_owned(),
        Measure::Hours => "Team hours".to_owned(),
        Measure::Score => "Score".to_owned(),
    }
}

/// The view of a group's figures; `None` where no week of it is finished.
pub fn view(group: &Group, found: &Found) -> Option<View> {
    if found.weeks.is_empty() {
        return None;
    }
    let day = words::day(group.loaded.scenario.deadline.0);
    let strips: Vec<Strip> = MEASURES.iter().map(|m| strip(*m, &day, found)).collect();
    let dot = |s: &Spread| [s.of(Measure::Engagement), 100.0 * s.of(Measure::OnTime)];
    Some(View {
        apart: apart(&strips),
        dots: found.weeks.iter().map(dot).collect(),
        pure: [dot(&found.pure[0]), dot(&found.pure[1])],
        played: played(group, &day),
        strips,
    })
}

fn strip(m: Measure, day: &str, found: &Found) -> Strip {
    let (i, by) = (m as usize, shown(m));
    let mut values: Vec<f64> = found.weeks.iter().map(|w| w.mean[i] * by).collect();
    values.sort_by(f64::total_cmp);
    let n = values.len();
    let middle = if n % 2 == 1 { values[n / 2] } else { (values[n / 2 - 1] + values[n / 2]) / 2.0 };
    let [directive, collaborative] = [found.pure[0].mean[i] * by, found.pure[1].mean[i] * by];
    let (low, high) = (values[0], values[n - 1]);
    let (from, to) = match m {
        Measure::Hours => axis(low.min(directive).min(collaborative), high.max(directive).max(collaborative)),
        _ => (0.0, 100.0),
    };
    let all = found.choice[i] + found.luck[i];
    let choice = if all > 0.0 { found.choice[i] / all } else { 0.0 };
    let [by_choice, by_luck] = [libm::sqrt(found.choice[i]) * by, libm::sqrt(found.luck[i]) * by];
    let range = if n == 1 || value(m, low) == value(m, high) {
        format!("All of them {}", value(m, middle))
    } else {
        format!("From {} to {}, the middle week {}", value(m, low), value(m, high), value(m, middle))
    };
    let text = format!("{range}. All directive {}, all collaborative {}.", value(m, directive), value(m, collaborative));
    let apart = format!("{} choice, {} luck", words::share(choice), words::share(1.0 - choice));
    Strip { id: id(m), name: name(m, day), from, to, values, middle, directive, collaborative, text, choice, by_choice, by_luck, apart }
}

/// Ends of an axis, in tens.
fn axis(low: f64, high: f64) -> (f64, f64) {
    let (from, to) = (libm::floor(low / 10.0) * 10.0, libm::ceil(high / 10.0) * 10.0);
    (from, if to > from { to } else { from + 10.0 })
}

fn played(group: &Group, day: &str) -> String {
    let ends: Vec<_> = group.finished().filter_map(|w| w.end).collect();
    let made = ends.iter().filter(|o| o.on_time).count();
    let felt: f64 = ends.iter().map(|o| percent(o.mean)).sum::<f64>() / ends.len().max(1) as f64;
    let luck = match group.lucks() {
        1 => "all under the same luck".to_owned(),
        n => format!("under {n} different lucks, so these ends are not compared with each other"),
    };
    format!(
        "As they were played, {made} of {} made {day}, {luck}. The teams ended the week at an engagement of {} on average.",
        words::count(ends.len(), "week"),
        words::fixed(felt, 0)
    )
}

fn apart(strips: &[Strip]) -> String {
    let by = |id: &str| strips.iter().find(|s| s.id == id);
    let (Some(chance), Some(felt)) = (by("on-time"), by("engagement")) else { return String::new() };
    if strips.iter().all(|s| s.by_choice < 1e-9) {
        return "All these weeks took the same moves, so whatever differs between them is luck.".to_owned();
    }
    let lean = |s: &Strip, what: &str| match s.choice {
        c if c < 0.2 => format!("whether a week of this class {what} was mostly luck"),
        c if c < 0.5 => format!("whether a week of this class {what} was more luck than choice"),
        c if c < 0.8 => format!("whether a week of this class {what} was more choice than luck"),
        _ => format!("whether a week of this class {what} was mostly choice"),
    };
    let text = format!("{}; {}.", lean(chance, "came in on time"), lean(felt, "ended with a keener team"));
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::{axis, view};
    use crate::class::{Class, tests::link};
    use engine::job::finish;
    use engine::model::Style;

    #[test]
    fn the_spread_is_that_of_the_weeks_and_its_words_too() {
        let text = [link(7, Style::Directive, &[], 99), link(8, Style::Collaborative, &[], 99), link(9, Style::Directive, &[1, 5], 99)];
        let class = Class::of(&text.join("\n"));
        let mut job = class.groups[0].job();
        finish(&mut job);
        let v = view(&class.groups[0], &job.found().expect("done")).expect("weeks are finished");
        assert_eq!(v.strips.iter().map(|s| s.values.len()).collect::<Vec<_>>(), [3; 4]);
        let felt = &v.strips[1];
        assert!(felt.values[0] < felt.middle && felt.collaborative == felt.values[2] && felt.choice > 0.3, "{felt:?}");
        assert!(v.played.contains("of 3 weeks made Friday, under 3 different lucks"), "{}", v.played);
        assert!(v.apart.starts_with("Whether a week of this class came in on time was mostly luck"), "{}", v.apart);
    }

    #[test]
    fn an_axis_has_room() {
        assert_eq!([axis(83.0, 97.0), axis(90.0, 90.0)], [(80.0, 100.0), (90.0, 100.0)]);
    }
}
