//! What the debrief says of each decision: what it moved as it was played, what the other move
//! would have done, under the same luck and on average, and which assumption that rests on.

use super::plot::{self, Mark, Plot, Whose};
use super::ranked::{self, MoveView, Ranked};
use super::words::{self, figure, fixed, quoted, signed, thousands, within};
use engine::model::State;
use engine::model::scenario::{Scenario, Status};
use engine::program::Program;
use engine::score::percent;
use engine::swing::{Carrier, LUCKS, Mean, Other, Swing};
use engine::{Job, Line, Outcome, Swings};

/// How many swings are told in sentences.
const TOLD: usize = 3;
/// Points of the score from which a decision is said to have weighed in one week.
const WEIGHS: f64 = 2.0;
/// A share of a swing below this is not called carrying it.
const CARRIES: f64 = 0.15;

/// A measure before and after a move, as it was played.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// `Chance of Friday` in percent, or a member's name for engagement, 0 to 100.
    pub what: String,
    pub before: f64,
    pub after: f64,
}

/// A mean difference between the player's move and the other: positive where the player's has more.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub what: String,
    /// `+9.1 in 100 (7.2 to 11.0)`
    pub text: String,
    /// In the unit of the text, with half the 95% interval.
    pub mean: f64,
    pub half: f64,
    /// Whether the interval keeps clear of 0.
    pub clear: bool,
}

/// A figure of the week under its own luck, with the player's move and with the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beside {
    pub what: String,
    pub yours: String,
    pub other: String,
}

/// The assumption that carries a swing.
#[derive(Clone, Debug, PartialEq)]
pub struct CarrierView {
    pub id: String,
    pub name: String,
    /// With its unit.
    pub value: String,
    pub neutral: String,
    pub measured: bool,
    pub source: String,
    /// Share of the difference that goes where it is neutral; above 1 the difference turns round.
    pub share: f64,
    /// All of that in a sentence or two.
    pub text: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// From 0.
    pub step: usize,
    pub title: String,
    pub when: String,
    pub yours: MoveView,
    /// The best other move; `None` where only one was offered.
    pub other: Option<MoveView>,
    pub moved: Vec<Moved>,
    /// The two finishes under the week's own luck in a sentence, and all the figures.
    pub same: String,
    pub beside: Vec<Beside>,
    pub average: Vec<Difference>,
    /// Points between the player's move and the best other, with half the 95% interval.
    pub score: f64,
    pub half: f64,
    /// Whether luck alone would hardly make such a difference.
    pub clear: bool,
    /// The same between the two branches of this very week.
    pub here: f64,
    /// `None` until it is worked out, and where nothing carries it.
    pub carrier: Option<CarrierView>,
    /// What carries it, or why nothing is named.
    pub carried: String,
    /// The swing on average in one sentence, to stand under its title and time.
    pub sentence: String,
}

/// The swings of a line.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// One a decision, in the order of the week.
    pub rows: Vec<Row>,
    /// Places in `rows` of the largest, largest first.
    pub largest: Vec<usize>,
    /// The decision that weighed most in this very week, where it is none of the largest: its place
    /// in `rows`, and what there is to say.
    pub here: Option<(usize, String)>,
    /// Every decision's swing of the score, drawn in the order of the week; and the largest in a sentence.
    pub plot: Plot,
    pub lead: String,
    /// The decisions by each measure.
    pub ranked: Vec<Ranked>,
    /// Weeks behind each average.
    pub weeks: u32,
    /// Whether the assumptions are worked out too.
    pub complete: bool,
    /// How all of it was measured.
    pub note: String,
}

/// What is needed to tell a swing.
struct Teller<'a> {
    scenario: &'a Scenario,
    program: &'a Program,
    own: &'a Outcome,
    complete: bool,
}

/// The view of a line's swings; `None` until they are measured. `chance` tells a state's chance of
/// the deadline (0 to 1) where it is known.
pub fn view(scenario: &Scenario, program: &Program, line: &Line, swings: &Swings, chance: &dyn Fn(&State) -> Option<f64>) -> Option<View> {
    let found = swings.found()?;
    let complete = swings.done();
    let teller = Teller { scenario, program, own: swings.same(), complete };
    let mut rows = Vec::new();
    for swing in &found {
        let Some(step) = line.steps.get(swing.step) else { continue };
        rows.push(teller.row(swing, teller.moved(&step.before, &step.after, chance))?);
    }
    let mut largest: Vec<usize> = (0..rows.len()).filter(|i| rows[*i].other.is_some()).collect();
    largest.sort_by(|a, b| rows[*b].score.abs().total_cmp(&rows[*a].score.abs()));
    largest.truncate(TOLD);
    let here = here(&rows, &largest);
    let ranked = ranked::ranked(scenario, &found);
    let (plot, lead) = (plot(&rows), lead(&rows, &largest));
    Some(View { rows, largest, here, plot, lead, ranked, weeks: LUCKS, complete, note: note(scenario) })
}

/// Every decision at which there was another move.
fn plot(rows: &[Row]) -> Plot {
    let open: Vec<&Row> = rows.iter().filter(|r| r.other.is_some()).collect();
    let told: Vec<String> = open.iter().map(|r| format!("{}: {}", within(&r.title), signed(r.score, 1))).collect();
    let drawn = open.iter().map(|r| plot::Row {
        label: format!("{}, {}", within(&r.title), r.when),
        pale: !r.clear,
        marks: vec![Mark::around(Whose::Yours, r.score, r.half)],
    });
    let text =
        format!("The move taken at each decision against the best other one, in points of the score on average. {}.", told.join("; "));
    Plot::new("turned", drawn.collect(), Some((0.0, String::new())), ["the other was better", "the move taken was better"], text)
}

/// The largest swing in few words.
fn lead(rows: &[Row], largest: &[usize]) -> String {
    match largest.first().and_then(|i| rows.get(*i)).filter(|r| r.clear) {
        Some(row) => {
            let did = if row.score > 0.0 { "won" } else { "lost" };
            let n = fixed(row.score.abs(), 0);
            let points = if n == "1" { "point" } else { "points" };
            format!("{} moved the score most: on average your move {did} {n} {points} against the best other.", quoted(&row.title))
        }
        None => "No decision moved the score by more than luck does.".to_owned(),
    }
}

/// In this week, under its own luck, another decision may have weighed more than on average.
fn here(rows: &[Row], largest: &[usize]) -> Option<(usize, String)> {
    let open = (0..rows.len()).filter(|i| rows[*i].other.is_some());
    let most = open.max_by(|a, b| rows[*a].here.abs().total_cmp(&rows[*b].here.abs()))?;
    let row = rows.get(most).filter(|r| r.here.abs() >= WEIGHS && !largest.contains(&most))?;
    let (yours, other) = (quoted(&row.yours.label), quoted(&row.other.as_ref()?.label));
    let more = if row.here > 0.0 { "more" } else { "less" };
    let head = format!("In this very week, {yours} scored {} {more} than {other} would have. {}", fixed(row.here.abs(), 1), row.same);
    let average = match (row.score * row.here > 0.0, row.clear) {
        (_, false) => "Over other weeks the two come out even: luck decided here.".to_owned(),
        (true, _) => format!("Over other weeks the difference is smaller, {} on average: luck added to it.", fixed(row.score.abs(), 1)),
        (false, _) if row.here > 0.0 => {
            format!("Over other weeks the other move does better, by {} on average: you were lucky here.", fixed(row.score.abs(), 1))
        }
        (false, _) => format!("Over other weeks yours does better, by {} on average: you were unlucky here.", fixed(row.score.abs(), 1)),
    };
    Some((most, format!("{head} {average}")))
}

fn note(scenario: &Scenario) -> String {
    format!(
        "Each figure compares two whole weeks, yours and one with the other move, both played on your way, in {} weeks of other luck that both share. The score puts the {}, engagement and hours on one scale of 100; the range in brackets holds the average in 95 of 100 such comparisons.",
        thousands(LUCKS),
        scenario.leaves()
    )
}

/// Few decimals where they would be noise, one where the figure is small.
fn decimals(x: f64) -> u32 {
    u32::from(x.abs() < 9.95)
}

impl Teller<'_> {
    fn deadline(&self) -> String {
        words::day(self.program.deadline)
    }

    fn label(&self, scene: u8, mv: u8) -> Option<MoveView> {
        let m = self.scenario.scenes.get(scene as usize)?.moves.get(mv as usize)?;
        Some(MoveView { id: m.id.clone(), label: m.label.clone(), style: m.style })
    }

    fn moved(&self, before: &State, after: &State, chance: &dyn Fn(&State) -> Option<f64>) -> Vec<Moved> {
        let mut moved = Vec::new();
        if let (Some(a), Some(b)) = (chance(before), chance(after)) {
            moved.push(Moved { what: format!("Chance of {}", self.deadline()), before: 100.0 * a, after: 100.0 * b });
        }
        for (m, member) in self.scenario.team.iter().enumerate().take(self.program.members) {
            let at = |s: &State| percent(self.program.engagement(&s.people[m]));
            moved.push(Moved { what: member.name.clone(), before: at(before), after: at(after) });
        }
        moved
    }

    fn row(&self, swing: &Swing, moved: Vec<Moved>) -> Option<Row> {
        let scene = self.scenario.scenes.get(swing.scene as usize)?;
        let yours = self.label(swing.scene, swing.mv)?;
        let best = swing.best();
        let other = best.and_then(|o| self.label(swing.scene, o.mv));
        let when = words::moment(scene.at.0);
        let carrier = best.and_then(|o| self.carrier(o));
        let carried = best.map_or_else(String::new, |o| self.carried(o, carrier.as_ref()));
        let same = best.map_or_else(String::new, |o| self.same(&o.same));
        let sentence = match (best, &other) {
            (Some(o), Some(mv)) => upper(&self.average_words(&yours, mv, o)),
            _ => format!("{} was the only move there was.", quoted(&yours.label)),
        };
        Some(Row {
            step: swing.step,
            title: scene.title.clone(),
            when,
            yours,
            other,
            moved,
            same,
            beside: best.map_or_else(Vec::new, |o| self.beside(&o.same)),
            average: best.map_or_else(Vec::new, |o| self.differences(o)),
            score: best.map_or(0.0, |o| o.score.mean),
            half: best.map_or(0.0, |o| o.score.half),
            clear: best.is_some_and(|o| o.score.clear()),
            here: best.map_or(0.0, |o| self.own.score() - o.same.score()),
            carrier,
            carried,
            sentence,
        })
    }

    /// All differences, for the table.
    fn differences(&self, o: &Other) -> Vec<Difference> {
        let one = |what: String, m: &Mean, scale: f64, unit: &str| {
            let (mean, half) = (m.mean * scale, m.half * scale);
            let [low, high] = [mean - half, mean + half].map(|x| signed(x, 1));
            let range = if low == high { String::new() } else { format!(" ({low} to {high})") };
            let text = format!("{}{unit}{range}", signed(mean, 1));
            Difference { what, text, mean, half, clear: m.clear() }
        };
        let mut all = vec![
            one("Score".into(), &o.score, 1.0, " points"),
            one(format!("Makes {}", self.deadline()), &o.on_time, 100.0, " in 100"),
            one("Engagement".into(), &o.mean, 1.0, " points"),
        ];
        for (member, m) in self.scenario.team.iter().zip(&o.engagement) {
            all.push(one(format!("Engagement, {}", within(&member.name)), m, 1.0, " points"));
        }
        all.push(one("Team hours".into(), &o.hours, 1.0, " h"));
        all
    }

    /// The swing on average: how much, and through what.
    fn average_words(&self, yours: &MoveView, other: &MoveView, o: &Other) -> String {
        let (yours, other) = (quoted(&yours.label), quoted(&other.label));
        let weeks = thousands(LUCKS);
        let size = fixed(o.score.mean.abs(), 1);
        let better = o.score.mean > 0.0;
        let through = self.through(o, better);
        match (o.score.clear(), through.is_empty()) {
            (true, true) => format!("over {weeks} weeks, {yours} {} against {other}.", worth(better, &size)),
            (true, false) => {
                format!("over {weeks} weeks, {yours} {} against {other}: it {through}.", worth(better, &size))
            }
            (false, true) => {
                format!("{yours} and {other} come to the same: over {weeks} weeks, nothing that is measured differs by more than luck.")
            }
            (false, false) => format!(
                "over {weeks} weeks, the scores of {yours} and {other} come out even, {size} apart, too small to tell from luck. Yours {through}."
            ),
        }
    }

    /// What differs: what made it better (or worse), then what spoke against that.
    fn through(&self, o: &Other, better: bool) -> String {
        let parts = self.parts(o);
        let side = |good: bool| parts.iter().filter(|p| (p.0 > 0.0) == good).map(|p| p.1.clone()).collect::<Vec<_>>();
        let (with, against) = (words::list(&side(better)), words::list(&side(!better)));
        match (with.is_empty(), against.is_empty()) {
            (_, true) => with,
            (true, _) => against,
            _ => format!("{with}, but {against}"),
        }
    }

    /// What differs: points for or against the player's move, in words that follow `it`, the
    /// weightiest first.
    fn parts(&self, o: &Other) -> Vec<(f64, String)> {
        let mut parts: Vec<(f64, String)> = Vec::new();
        let (day, delivery, friday) = (self.deadline(), o.points[0], o.on_time);
        if friday.clear() {
            let d = decimals(100.0 * friday.mean);
            let n = fixed(100.0 * friday.mean.abs(), d);
            let often = if friday.mean > 0.0 { "more" } else { "less" };
            let points = delivery.mean.abs().max(0.01).copysign(friday.mean);
            parts.push((points, format!("made {day} {n} in 100 {often} often")));
        }
        // What the deadline itself does not explain: hours late, and broken promises.
        let explained = friday.clear() && delivery.mean * friday.mean > 0.0 && delivery.mean.abs() < 60.0 * friday.mean.abs();
        if delivery.clear() && delivery.mean.abs() >= 0.5 && !explained {
            let verb = if delivery.mean > 0.0 { "saved" } else { "cost" };
            let what = if self.program.promises == 0 { "for lateness" } else { "for lateness and broken promises" };
            parts.push((0.999 * delivery.mean, format!("{verb} {} on the score {what}", fixed(delivery.mean.abs(), 1))));
        }
        if o.mean.clear() && o.mean.mean.abs() >= 0.05 {
            parts.push((o.points[1].mean, self.engagement_words(o)));
        }
        if o.hours.clear() && o.hours.mean.abs() >= 0.05 {
            let hours = fixed(o.hours.mean.abs(), 1);
            let text = if o.hours.mean > 0.0 { format!("took {hours} more team hours") } else { format!("saved {hours} team hours") };
            parts.push((o.points[2].mean.abs().max(0.001).copysign(-o.hours.mean), text));
        }
        parts.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()));
        parts
    }

    fn engagement_words(&self, o: &Other) -> String {
        let more = if o.mean.mean > 0.0 { "higher" } else { "lower" };
        let n = fixed(o.mean.mean.abs(), 1);
        let most = o.engagement.iter().enumerate().max_by(|a, b| a.1.mean.abs().total_cmp(&b.1.mean.abs()));
        let named = most.filter(|(_, m)| m.mean.abs() > 1.5 * o.mean.mean.abs()).and_then(|(i, m)| Some((self.scenario.team.get(i)?, m)));
        let who = named.map_or_else(String::new, |(member, m)| format!(" ({} most, by {})", within(&member.name), fixed(m.mean.abs(), 1)));
        format!("left engagement {n} {more}{who}")
    }

    /// The two finishes under the week's own luck.
    fn same(&self, other: &Outcome) -> String {
        let (a, b) = (words::moment(self.own.finish), words::moment(other.finish));
        let day = self.deadline();
        let how = match (self.own.on_time, other.on_time) {
            _ if self.own.finish == other.finish => {
                return if other.finish == 0 {
                    format!("In your week the {} is never ready either way.", within(self.scenario.goods()))
                } else {
                    format!("In your week the {} is ready {a} either way.", within(self.scenario.goods()))
                };
            }
            (true, true) => format!("both make {day}"),
            (false, false) => format!("neither makes {day}"),
            _ => format!("it decided {day}"),
        };
        format!("In your week {how}: ready {a} with your move, {b} with the other.")
    }

    fn beside(&self, other: &Outcome) -> Vec<Beside> {
        let mut all = Vec::new();
        let mut add = |what: &str, tell: &dyn Fn(&Outcome) -> String| {
            all.push(Beside { what: what.to_owned(), yours: tell(self.own), other: tell(other) })
        };
        add("Ready", &|o| words::moment(o.finish));
        for (m, member) in self.scenario.team.iter().enumerate().take(self.program.members) {
            add(&format!("Engagement, {}", within(&member.name)), &|o| fixed(percent(o.engagement[m]), 0));
        }
        add("Team hours", &|o| fixed(o.hours(), 1));
        add("Score", &|o| fixed(o.score(), 1));
        all
    }

    fn first<'o>(&self, o: &'o Other) -> Option<&'o Carrier> {
        o.carriers.first().filter(|_| o.score.clear())
    }

    fn carrier(&self, o: &Other) -> Option<CarrierView> {
        let c = self.first(o).filter(|c| c.share >= CARRIES)?;
        let a = self.scenario.assumptions.get(c.assumption)?;
        let value = figure(a.value, &a.unit);
        let neutral = figure(a.neutral(), &a.unit);
        let rests = if a.status == Status::Measured { "a measured figure" } else { "an assumption" };
        let without = if a.neutral() == 0.0 { "Without it".to_owned() } else { format!("At {neutral}, where it makes no difference") };
        let text = format!("This rests mostly on {rests}, {} ({value}). {without}, {}.", quoted(&a.name), gone(o, c));
        Some(CarrierView {
            id: a.id.clone(),
            name: a.name.clone(),
            value,
            neutral,
            measured: a.status == Status::Measured,
            source: a.source.clone(),
            share: c.share,
            text,
        })
    }

    fn carried(&self, o: &Other, carrier: Option<&CarrierView>) -> String {
        if let Some(c) = carrier {
            return c.text.clone();
        }
        if !self.complete || !o.score.clear() {
            return String::new();
        }
        let most = self.first(o).filter(|c| c.share >= 0.005).and_then(|c| Some((self.scenario.assumptions.get(c.assumption)?, c)));
        match most {
            Some((a, c)) => {
                format!("It rests on no single assumption; the most that one takes away is {}, {}.", words::share(c.share), quoted(&a.name))
            }
            None => "It rests on no single assumption.".to_owned(),
        }
    }
}

/// With a capital letter.
fn upper(text: &str) -> String {
    let mut text = text.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

fn worth(better: bool, size: &str) -> String {
    if better { format!("added {size} to the score") } else { format!("took {size} off the score") }
}

/// What is left of a swing where its carrier is neutral.
fn gone(o: &Other, c: &Carrier) -> String {
    if c.share < 0.95 {
        return format!("{} of the difference is gone", words::share(c.share));
    }
    if c.share <= 1.05 || c.without.abs() < 0.05 {
        return "all of the difference is gone".to_owned();
    }
    let ahead = if o.score.mean > 0.0 { "the other move would be" } else { "yours would be" };
    format!("the difference turns round: {ahead} ahead by {}", fixed(c.without.abs(), 1))
}
