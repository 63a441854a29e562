//! The calibration of the two newer weeks (DESIGN section 2, the last lines on calibration), tuned on
//! seeds 0 to 9,999 and tested on the same seeds as `monday-call`. Each test prints its figures.

use crate::measure::*;
use crate::paths::All;
use crate::reliability::{self, DAYS, Player, skills, slope, stratified, tenths, told};
use crate::statements::{SOME, best_for_somebody, lifts, outscores};
use engine::model::scenario::Scenario;
use engine::model::scenario::Style::{Collaborative, Directive};
use engine::{Outcome, Program};

fn week(id: &str) -> (Scenario, Program) {
    scenario::read(scenario::built_in(id).expect("it is built in")).unwrap_or_else(|e| panic!("{e}"))
}

/// Prints both pure lines and gives them, directive first, with the collaborative line's lead.
fn pure(id: &str, program: &Program) -> ([Weeks; 2], Figure) {
    let lines = [Directive, Collaborative].map(|style| Weeks::pure(program, TEST, style));
    let [d, c] = &lines;
    let gap = difference(c, d, friday);
    println!("{id} on time: directive {}, collaborative {}, paired difference {gap}", d.on_time(), c.on_time());
    println!("  score: directive {}, collaborative {}, paired difference {}", d.score(), c.score(), difference(c, d, Outcome::score));
    println!("  engagement: directive {}, collaborative {}; hours: {}, {}", d.engagement(), c.engagement(), d.hours(), c.hours());
    (lines, gap)
}

/// The named paths against both pure lines: the one by at least `best` above, the other by `worst` below.
fn paths(id: &str, scenario: &Scenario, program: &Program, pure: &[Weeks; 2], best: f64, worst: f64) {
    for (name, least, most) in [("best-mix", best, 1.0), ("worst-mix", -1.0, -worst)] {
        let path = scenario.paths.iter().find(|p| p.id == name).unwrap_or_else(|| panic!("no path {name}"));
        let weeks = Weeks::of(program, TEST, |luck| play_ids(scenario, program, luck, &path.moves));
        let gaps = pure.each_ref().map(|line| difference(&weeks, line, friday));
        println!("{id} {name} ({}): {}, less directive {}, less collaborative {}", path.moves, weeks.on_time(), gaps[0], gaps[1]);
        for gap in gaps {
            assert!(gap.mean >= least && gap.mean <= most, "{id} {name}: {gap}");
        }
    }
}

/// The whole interval of a share lies in a band.
#[track_caller]
fn within(figure: Figure, low: f64, high: f64) {
    assert!(figure.low() >= low && figure.high() <= high, "{figure} is not within {low} to {high}");
}

/// Statements 1 and 4 of a week: both pure lines make Friday about equally often, and all-directive is
/// ahead in a share of weeks within `lead`.
fn fair(id: &str, lead: (f64, f64)) -> (Scenario, Program, [Weeks; 2]) {
    let (scenario, program) = week(id);
    let (lines, gap) = pure(id, &program);
    lines.iter().for_each(|line| within(line.on_time(), 0.72, 0.92));
    within(gap, -0.06, 0.06);
    let wins = outscores(&lines[0], &lines[1]);
    println!("{id}: all-directive outscores in {wins}");
    within(wins, lead.0, lead.1);
    (scenario, program, lines)
}

/// A house that has drilled for it: telling is ahead in most weeks, by what it spares in hours.
#[test]
fn w1_in_the_red_folder_directing_is_ahead() {
    let (scenario, program, lines) = fair("red-folder", (0.60, 0.80));
    paths("red-folder", &scenario, &program, &lines, 0.08, 0.12);
}

/// A fault that nobody knows, then work that everybody does: the two come out even.
#[test]
fn w2_in_the_one_that_came_back_both_are_near_equal() {
    let (scenario, program, lines) = fair("one-came-back", (0.40, 0.60));
    // Both lines make Friday three times in four, no longer seven in eight: there is less to lose.
    paths("one-came-back", &scenario, &program, &lines, 0.08, 0.14);
}

/// What one week does to a team adds up in the next: on engagement, and on the deadline by what a few
/// hundredths of output are worth over a whole week.
#[test]
fn w3_the_team_of_the_monday_call_moves_the_week_after() {
    let (_, monday) = monday_call();
    let (scenario, plain) = week("one-came-back");
    let after = |style| {
        let mut end = monday.begin(engine::Luck::of_seed(7));
        monday.run_pure(engine::Luck::of_seed(7), &mut end, style);
        let mut next = scenario.clone();
        next.carried = scenario.team.iter().zip(end.people).map(|(m, p)| (m.id.clone(), p.needs)).collect();
        Program::compile(&next).unwrap_or_else(|e| panic!("{e:?}"))
    };
    let programs = [Directive, Collaborative].map(after);
    for style in [Directive, Collaborative] {
        let [d, c] = programs.each_ref().map(|p| Weeks::pure(p, TEST, style));
        let own = Weeks::pure(&plain, TEST, style);
        let (chance, felt) = (difference(&c, &d, friday), difference(&c, &d, |o| f64::from(o.mean) / 1000.0));
        println!(
            "{} week after: on time {} with its own Monday, {} after a directive week, {} after a collaborative one",
            style.name(),
            own.on_time(),
            d.on_time(),
            c.on_time()
        );
        println!("  collaborative less directive: {chance} on time, {felt} deviations of engagement");
        // With more at stake in the week after, the same minutes decide more weeks; and here nothing is
        // taken off for the days between (`carried-over`).
        assert!(felt.low() > 0.3 && chance.low() > 0.05 && chance.high() < 0.36, "{chance}, {felt}");
    }
}

/// Statements 3, 5, 6 and 8 of a week. Its last scene moves people, and counts as a decision. `open` is
/// how often at least a tenth of the paths ship and a tenth do not.
fn stakes(id: &str, open_in: f64) {
    let (scenario, program) = week(id);
    println!("{id}:");
    lifts(&scenario, &program, 2, 2);
    let all = All::of(&program, SOME);
    println!("engagement of a path and its directive moves: {:.3}", all.correlation());
    assert!((-0.8..=-0.4).contains(&all.correlation()));
    let (every, open) = (all.weeks(|share| share == 1.0), all.weeks(|share| (0.1..=0.9).contains(&share)));
    println!("every path ships in {every} of weeks, between 10 and 90% of paths in {open}");
    assert!(every.mean <= 0.25 && open.mean >= open_in, "{every}, {open}");
    let w = &scenario.score;
    let deviations = all.moments.deviations();
    let by_weight: Vec<f64> = deviations.iter().zip([w.delivery, w.engagement, w.hours]).map(|(d, w)| d / f64::from(w)).collect();
    let ratio = by_weight.iter().copied().fold(0.0, f64::max) / by_weight.iter().copied().fold(f64::MAX, f64::min);
    println!("deviations of the parts: {deviations:.2?}; ratios to the weights within {ratio:.2}");
    assert!(ratio <= 2.0, "{ratio}");
    for (name, day, most) in [("Wednesday", 2, 0.35), ("Thursday", 3, 0.50)] {
        let sure = told(&program, SOME, day).into_iter().map(|p| f64::from(u8::from(p >= 0.97))).collect::<Vec<_>>();
        let sure = Figure::of(sure.into_iter());
        println!("a player who takes any moves is told 97% or more on {sure} of {name}s");
        assert!(sure.high() <= most, "{name}: {sure}");
    }
    best_for_somebody(&scenario, &program);
}

#[test]
fn w4_in_the_red_folder_something_is_at_stake_for_both_styles() {
    stakes("red-folder", 0.40);
}

#[test]
fn w4_in_the_one_that_came_back_something_is_at_stake_for_both_styles() {
    stakes("one-came-back", 0.40);
}

/// Statement 11 of both weeks.
#[test]
fn w5_the_forecast_of_the_two_newer_weeks_is_right_as_often_as_it_says() {
    // The truck of the second stands at the dock from one o’clock, and many weeks end at the same minute
    // then, so that the range holds more than it says: what gave way is in docs/decisions/weeks.md.
    for (id, most) in [("red-folder", 0.83), ("one-came-back", 0.88)] {
        let (_, program) = week(id);
        println!("{id}, played on by the forecast's rule, one state a week:");
        let pairs = stratified(&program, TEST.start..TEST.start + 16_000, 200);
        reliability::print(&pairs);
        for (t, row) in tenths(&pairs).iter().enumerate() {
            assert!(row.states >= 50 && row.off().abs() <= 3.0, "tenth {t}: {row}");
        }
        let (slope, _) = slope(&pairs);
        assert!((0.9..=1.1).contains(&slope), "{slope}");
        let plain = reliability::pairs(&program, Player::Rule, TEST.start..TEST.start + 3_000);
        let range = Figure::of(plain.iter().map(|p| f64::from(u8::from(p.within))));
        println!("  the range of 10 to 90 holds in {range}");
        assert!((0.77..=most).contains(&range.mean), "{range}");
        let skills = skills(&program, TEST.start..TEST.start + 1_000);
        for (day, s) in DAYS.iter().zip(&skills) {
            println!("  Brier skill, {day}: {:.3}, standard error {:.3}", s.skill, s.error);
        }
        assert!(skills[2].skill >= 0.25 && skills[3].skill >= 0.35);
    }
}
