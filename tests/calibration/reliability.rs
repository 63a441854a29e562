//! How good the forecast is: weeks played on under their own hidden luck, beside what was forecast.
//! Shared by the calibration and by `cargo bench --bench core`.

use engine::forecast::FULL;
use engine::luck::Draw;
use engine::model::scenario::Style;
use engine::model::state::{NONE, State};
use engine::model::time::DAY;
use engine::{Forecast, Line, Luck, Outcome, Program, Rollouts, Tally};
use std::ops::Range;

/// A state's forecast and how the week then ended.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// 0 (Monday) to 4.
    pub day: usize,
    pub forecast: f64,
    pub on_time: bool,
    /// Whether the finish lay in the forecast's range from its 10th to its 90th percentile.
    pub within: bool,
}

/// Who plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Player {
    /// By the forecast's rule: as they have so far, default moves.
    Rule,
    /// Any of the offered moves for so many decisions, then by the rule.
    Random(u32),
    /// One style throughout.
    Pure(Style),
    /// One style for the first six decisions, the other after.
    Switch(Style),
}

/// Coins of a player, which have nothing to do with the week's luck.
#[derive(Clone, Copy)]
struct Coins(Luck);

impl Coins {
    fn of(seed: u32) -> Coins {
        Coins(Luck::of_rollout(0xC0_1235, seed))
    }
    /// A number in `0..n`.
    fn below(self, index: u32, n: u32) -> u32 {
        ((self.0.uniform(Draw::Style, index) * f64::from(n)) as u32).min(n - 1)
    }
}

impl Player {
    fn pick(self, program: &Program, s: &State, coins: Coins) -> usize {
        let turn = s.moves();
        let default = |style: Style| program.scenes[s.scene as usize].default[style as usize] as usize;
        match self {
            Player::Random(n) if turn < n => {
                let offered = program.offered(s);
                let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
                moves[coins.below(turn, moves.len() as u32) as usize]
            }
            Player::Rule | Player::Random(_) => {
                let share = (f64::from(s.directive) + 1.0) / (f64::from(turn) + 2.0);
                default(if coins.0.uniform(Draw::Style, turn) < share { Style::Directive } else { Style::Collaborative })
            }
            Player::Pure(style) => default(style),
            Player::Switch(style) => default(if turn < 6 { style } else { style.other() }),
        }
    }

    /// Goes on: takes a move where one is open, else on to the next decision.
    fn step(self, program: &Program, luck: Luck, s: &mut State, coins: Coins) {
        if s.chosen == NONE {
            program.choose(luck, s, self.pick(program, s, coins)).expect("it is offered");
        } else {
            program.go_on(luck, s).expect("a move was taken");
        }
    }

    /// The states of a week before the truck leaves: at each decision and after each move.
    fn states(self, program: &Program, luck: Luck, coins: Coins) -> Vec<State> {
        let mut s = program.begin(luck);
        let mut all = Vec::new();
        while !s.over() && s.clock < program.deadline {
            all.push(s);
            self.step(program, luck, &mut s, coins);
        }
        all
    }

    /// How a week played on from here ends.
    fn end(self, program: &Program, luck: Luck, from: &State, coins: Coins) -> Outcome {
        let mut s = *from;
        while !s.over() {
            self.step(program, luck, &mut s, coins);
        }
        program.outcome(&s)
    }
}

/// One state of each seed's week, none twice, so that the pairs are independent.
fn one_state(program: &Program, player: Player, seed: u32) -> State {
    let (luck, coins) = (Luck::of_seed(seed), Coins::of(seed));
    let all = player.states(program, luck, coins);
    all[coins.below(100, all.len() as u32) as usize]
}

/// The forecast by rollouts `range`.
fn forecast(program: &Program, s: &State, range: Range<u32>) -> Forecast {
    let mut tally = Tally::default();
    Rollouts::new(program, s).run(range.start, range.end, &mut tally);
    tally.forecast().expect("rollouts were made")
}

/// A state's forecast as it is shown, and its week played on.
fn pair(program: &Program, player: Player, seed: u32, s: &State) -> Pair {
    let end = player.end(program, Luck::of_seed(seed), s, Coins::of(seed));
    let told = forecast(program, s, 0..FULL);
    let within = (told.early..=told.late).contains(&end.finish);
    Pair { day: (s.clock / DAY) as usize, forecast: told.on_time, on_time: end.on_time, within }
}

fn tenth(forecast: f64) -> usize {
    ((forecast * 10.0) as usize).min(9)
}

/// One state of each week.
pub fn pairs(program: &Program, player: Player, seeds: Range<u32>) -> Vec<Pair> {
    on_threads(&seeds.collect::<Vec<_>>(), |seed| pair(program, player, *seed, &one_state(program, player, *seed)))
}

/// One state of a week for every tenth of the forecast, up to `each` a tenth. Half the weeks are
/// played by the forecast's rule from Monday, half begin with any moves, for the rule by itself
/// seldom gets a week into trouble. A state's tenth is guessed by rollouts of its own, so that
/// picking states leaves the error of the forecast proper alone.
pub fn stratified(program: &Program, seeds: Range<u32>, each: usize) -> Vec<Pair> {
    let player = |seed: u32| if seed.is_multiple_of(2) { Player::Rule } else { Player::Random(1 + Coins::of(seed).below(101, 11)) };
    let all: Vec<u32> = seeds.collect();
    let guessed = on_threads(&all, |seed| tenth(forecast(program, &one_state(program, player(*seed), *seed), FULL..FULL + 64).on_time));
    let mut taken = [0; 10];
    let mut wanted = Vec::new();
    for (seed, tenth) in all.iter().zip(guessed) {
        if taken[tenth] < each {
            taken[tenth] += 1;
            wanted.push(*seed);
        }
    }
    on_threads(&wanted, |seed| pair(program, player(*seed), *seed, &one_state(program, player(*seed), *seed)))
}

/// Forecasts beside what happened.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    pub states: usize,
    pub forecast: f64,
    pub observed: f64,
    /// Standard error of `observed` if the forecasts are right.
    pub error: f64,
}

impl Row {
    pub fn of(pairs: &[Pair]) -> Row {
        let n = pairs.len().max(1) as f64;
        let sum = |value: fn(&Pair) -> f64| pairs.iter().map(value).sum::<f64>();
        Row {
            states: pairs.len(),
            forecast: sum(|p| p.forecast) / n,
            observed: sum(|p| f64::from(u8::from(p.on_time))) / n,
            error: sum(|p| p.forecast * (1.0 - p.forecast)).sqrt() / n,
        }
    }

    /// How many standard errors the weeks did better than forecast.
    pub fn off(&self) -> f64 {
        (self.observed - self.forecast) / self.error.max(1e-9)
    }
}

impl std::fmt::Display for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:5} states, forecast {:.3}, in time {:.3} ({:+.1} standard errors)",
            self.states,
            self.forecast,
            self.observed,
            self.off()
        )
    }
}

/// A row for each tenth of the forecast.
pub fn tenths(pairs: &[Pair]) -> Vec<Row> {
    (0..10).map(|t| Row::of(&pairs.iter().filter(|p| tenth(p.forecast) == t).copied().collect::<Vec<_>>())).collect()
}

/// A row for each day.
pub fn days(pairs: &[Pair]) -> Vec<Row> {
    (0..5).map(|d| Row::of(&pairs.iter().filter(|p| p.day == d).copied().collect::<Vec<_>>())).collect()
}

/// The slope of the linear regression of what happened on the forecast, with its standard error.
pub fn slope(pairs: &[Pair]) -> (f64, f64) {
    let n = pairs.len() as f64;
    let points: Vec<(f64, f64)> = pairs.iter().map(|p| (p.forecast, f64::from(u8::from(p.on_time)))).collect();
    let (x, y) = points.iter().fold((0.0, 0.0), |m, p| (m.0 + p.0 / n, m.1 + p.1 / n));
    let across = points.iter().map(|p| (p.0 - x) * (p.0 - x)).sum::<f64>();
    let slope = points.iter().map(|p| (p.0 - x) * (p.1 - y)).sum::<f64>() / across;
    // The scatter is wider where the forecast is near a half, so each point counts with its own.
    let error = points.iter().map(|p| ((p.0 - x) * (p.1 - y - slope * (p.0 - x))).powi(2)).sum::<f64>().sqrt() / across;
    (slope, error)
}

pub const DAYS: [&str; 5] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/// Prints a row a tenth and a row a day, where there are states, and the slope.
pub fn print(pairs: &[Pair]) {
    let tenths =
        tenths(pairs).into_iter().enumerate().map(|(t, row)| (format!("{:.1} to {:.1}", t as f64 / 10.0, (t + 1) as f64 / 10.0), row));
    let days = DAYS.iter().zip(days(pairs)).map(|(day, row)| ((*day).to_owned(), row));
    for (name, row) in tenths.chain(days).filter(|(_, row)| row.states > 0) {
        println!("  {name:10} {row}");
    }
    let (slope, error) = slope(pairs);
    println!("  slope      {slope:.3}, standard error {error:.3}");
}

/// Brier skill against the base rate, with its standard error: 1 where every forecast is right, 0
/// where the base rate does as well.
pub struct Skill {
    pub skill: f64,
    pub error: f64,
    pub base: f64,
}

/// The skill of the forecast at the first decision of each day, over weeks played by its rule.
pub fn skills(program: &Program, seeds: Range<u32>) -> Vec<Skill> {
    let seeds: Vec<u32> = seeds.collect();
    let weeks: Vec<Vec<Pair>> = on_threads(&seeds, |seed| {
        let all = Player::Rule.states(program, Luck::of_seed(*seed), Coins::of(*seed));
        let first = |day: u32| all.iter().find(|s| s.clock / DAY == day && s.chosen == NONE).expect("a decision each day");
        (0..5).map(|day| pair(program, Player::Rule, *seed, first(day))).collect()
    });
    (0..5).map(|day| skill(&weeks.iter().map(|w| w[day]).collect::<Vec<_>>())).collect()
}

fn skill(pairs: &[Pair]) -> Skill {
    let n = pairs.len() as f64;
    let came = |p: &Pair| f64::from(u8::from(p.on_time));
    let base = pairs.iter().map(came).sum::<f64>() / n;
    let spread = base * (1.0 - base);
    let brier = |p: &Pair| (p.forecast - came(p)).powi(2);
    let skill = 1.0 - pairs.iter().map(brier).sum::<f64>() / n / spread;
    // By the delta method: both sums rest on the same weeks.
    let each = |p: &Pair| (brier(p) - (1.0 - skill) * (came(p) - base).powi(2)) / spread;
    Skill { skill, error: pairs.iter().map(|p| each(p).powi(2)).sum::<f64>().sqrt() / n, base }
}

/// What players who take any of the offered moves are told at the first decision of a day (0 to 4).
pub fn told(program: &Program, seeds: Range<u32>, day: u32) -> Vec<f64> {
    let seeds: Vec<u32> = seeds.collect();
    on_threads(&seeds, |seed| {
        let all = Player::Random(99).states(program, Luck::of_seed(*seed), Coins::of(*seed));
        let first = all.iter().find(|s| s.clock / DAY == day && s.chosen == NONE).expect("a decision each day");
        forecast(program, first, 0..FULL).on_time
    })
}

/// The line of a player who takes any of the offered moves.
pub fn random_line(program: &Program, seed: u32) -> Line {
    let mut line = Line::new(program, seed);
    while !line.state.over() {
        let mv = Player::Random(99).pick(program, &line.state, Coins::of(seed));
        line.play(program, mv).expect("it is offered");
    }
    line
}

/// Works through seeds on two threads, in order.
pub fn on_threads<T: Send>(seeds: &[u32], work: impl Fn(&u32) -> T + Sync) -> Vec<T> {
    let (first, second) = seeds.split_at(seeds.len() / 2);
    std::thread::scope(|scope| {
        let other = scope.spawn(|| second.iter().map(&work).collect::<Vec<T>>());
        let mut all: Vec<T> = first.iter().map(&work).collect();
        all.extend(other.join().expect("the second half is worked out"));
        all
    })
}
