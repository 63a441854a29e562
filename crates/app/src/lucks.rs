//! Luck apart from choice: one sentence, and one picture of a hundred weeks played the same way.

use super::plot::{self, Mark, Plot, Whose};
use super::words;
use engine::lucks::{Apart, Spread};
use engine::model::Scenario;
use engine::program::Program;
use engine::score::working_minutes;
use engine::swing::LUCKS;

/// Dots of the picture.
pub const DOTS: usize = 100;

/// Weeks behind each dot. The dot is the middle one, so that as many dots as weeks in a hundred, rounded, are on time.
const EACH: usize = LUCKS as usize / DOTS;

/// A week of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dot {
    /// When it was ready, in working minutes since Monday 00:00; `None` for never.
    pub at: Option<u32>,
    /// `Friday 14:10`, or `never`.
    pub label: String,
    pub on_time: bool,
}

/// One line's figures, for a table.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRow {
    /// `yours`, `directive` or `collaborative`.
    pub id: &'static str,
    pub name: &'static str,
    /// `84 of 100 (82 to 86)`
    pub on_time: String,
    /// The middle finish, and from the luckiest tenth to the unluckiest.
    pub finish: String,
    pub range: String,
    /// Points: the mean, and the same range.
    pub score: String,
    pub score_range: String,
}

/// What the debrief shows.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// How many weeks make it, and where one's own lies.
    pub sentence: String,
    /// What choice moved against what luck moved.
    pub apart: String,
    /// Earliest first.
    pub dots: Vec<Dot>,
    /// How many of the dots were ready before the week as played (0 to 100), and its own dot.
    pub place: usize,
    /// Of 100 weeks, how many were ready later and how many earlier.
    pub later: u32,
    pub earlier: u32,
    pub week: Dot,
    /// In working minutes since Monday 00:00, and in words.
    pub deadline: u32,
    pub deadline_label: String,
    /// What is to be caught, behind “the”.
    pub leaves: String,
    pub lines: Vec<LineRow>,
    /// Each line's average score, and where eight of ten of its weeks lie.
    pub spread: Plot,
    /// The picture in words.
    pub text: String,
}

fn dot(program: &Program, at: u32) -> Dot {
    let never = at == 0 || at == u32::MAX;
    Dot { at: (!never).then(|| working_minutes(at)), label: words::moment(at), on_time: !never && at <= program.deadline }
}

/// The view of what [`engine::Lucks`] found.
pub fn view(scenario: &Scenario, program: &Program, found: &Apart) -> View {
    let [own, directive, collaborative] = &found.lines;
    let day = words::day(program.deadline);
    let dots: Vec<Dot> = (0..DOTS).filter_map(|i| Some(dot(program, *own.finishes.get(i * EACH + EACH / 2 - 1)?))).collect();
    let week = dot(program, found.week.finish);
    let place = hundred(found.earlier) as usize;
    let text = format!(
        "A hundred weeks played your way, by when the {} was ready: the first {}, the middle one {}, the last {}. {} of them make {day}. Yours: {}.",
        scenario.goods(),
        dots.first().map_or("", |d| &d.label),
        words::moment(own.finish(0.5)),
        dots.last().map_or("", |d| &d.label),
        dots.iter().filter(|d| d.on_time).count(),
        week.label
    );
    View {
        sentence: sentence(found, &day),
        apart: apart(&found.lines),
        place: place.min(DOTS),
        later: hundred(found.later),
        earlier: hundred(found.earlier),
        spread: spread(&found.lines),
        deadline: working_minutes(program.deadline),
        deadline_label: words::moment(program.deadline),
        leaves: scenario.leaves().to_owned(),
        lines: [
            ("yours", "Your way", own),
            ("directive", "All directive", directive),
            ("collaborative", "All collaborative", collaborative),
        ]
        .into_iter()
        .map(|(id, name, spread)| row(id, name, spread))
        .collect(),
        text,
        dots,
        week,
    }
}

/// A share of weeks as a whole number of 100.
fn hundred(n: u32) -> u32 {
    (n * 100 + LUCKS / 2) / LUCKS
}

fn sentence(found: &Apart, day: &str) -> String {
    let ships = hundred(libm::round(found.lines[0].on_time.share * f64::from(LUCKS)) as u32);
    let (later, earlier) = (hundred(found.later), hundred(found.earlier));
    let head = format!("Played your way, {ships} of 100 weeks make {day}");
    let ready = if found.week.finish == 0 {
        "yours, never ready,".to_owned()
    } else {
        format!("yours, ready {},", words::moment(found.week.finish))
    };
    match (later, earlier) {
        (0, 0) => format!("{head}; {ready} ended as all of them do."),
        (l, e) if l > e => format!("{head}; {ready} was luckier than {l} of them."),
        (l, e) if l < e => format!("{head}; {ready} was less lucky than {e} of them."),
        _ => format!("{head}; {ready} had middling luck."),
    }
}

/// Choice is what differs between the lines' averages, luck what differs between weeks of one line.
fn apart(lines: &[Spread; 3]) -> String {
    let own = &lines[0];
    let (low, high) = lines.iter().fold((f64::MAX, f64::MIN), |(l, h), s| (l.min(s.score), h.max(s.score)));
    let moved = |x: f64| words::fixed(x, 0);
    format!(
        "Choosing one of the three ways moves the average score by {}. Luck alone moves a week played your way by {}, between the unluckiest tenth and the luckiest.",
        moved(high - low),
        moved(own.points(0.9) - own.points(0.1))
    )
}

/// The three lines' scores on one axis.
fn spread(lines: &[Spread; 3]) -> Plot {
    let names = [(Whose::Yours, "Your way"), (Whose::Directive, "All directive"), (Whose::Collaborative, "All collaborative")];
    let rows = lines.iter().zip(names).map(|(s, (whose, name))| plot::Row {
        label: name.to_owned(),
        pale: false,
        marks: vec![Mark { whose, at: s.score, low: s.points(0.1), high: s.points(0.9) }],
    });
    let told: Vec<String> = lines
        .iter()
        .zip(names)
        .map(|(s, (_, name))| {
            let [at, low, high] = [s.score, s.points(0.1), s.points(0.9)].map(|x| words::fixed(x, 0));
            format!("{name}: {at}, eight of ten weeks from {low} to {high}")
        })
        .collect();
    let text = format!("The average score of each line, and where eight of ten of its weeks lie. {}.", told.join("; "));
    Plot::new("spread", rows.collect(), None, ["", "score of 100"], text).along(0.0, 100.0)
}

fn row(id: &'static str, name: &'static str, s: &Spread) -> LineRow {
    let percent = |x: f64| words::fixed(100.0 * x, 0);
    LineRow {
        id,
        name,
        on_time: format!("{} of 100 ({} to {})", percent(s.on_time.share), percent(s.on_time.low), percent(s.on_time.high)),
        finish: words::moment(s.finish(0.5)),
        range: format!("{} to {}", words::moment(s.finish(0.1)), words::moment(s.finish(0.9))),
        score: words::fixed(s.score, 1),
        score_range: format!("{} to {}", words::fixed(s.points(0.1), 1), words::fixed(s.points(0.9), 1)),
    }
}
