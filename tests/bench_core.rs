//! `cargo bench --bench core`: how fast the core is on one core of this machine, and how good the
//! forecast is. Nothing is asserted; ratios to inkjs are printed by the bench `browser`, in one run
//! with it, and the forecast is held to its figures by the calibration.

// The calibration asserts more of it than is printed here.
#[allow(dead_code)]
#[path = "calibration/reliability.rs"]
mod reliability;
use engine::job::{Job, finish};
use engine::model::Style;
use engine::walk::Sums;
use engine::{Line, Luck, Lucks, MapJob, Rollouts, Swings, Tally};
use reliability::{DAYS, Player};
use std::hint::black_box;
use std::time::Instant;

/// The median time of five runs, in microseconds.
fn median(mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[2]
}

fn main() {
    let loaded = app::load("monday-call").expect("monday-call is built in");
    let program = &loaded.program;
    let shape = program.shape(80_001).expect("at most 80,000 paths");

    let n = 20_000;
    let replays = median(|| {
        for i in 0..n {
            let path = &shape.paths[(i as usize * 7919) % shape.paths.len()];
            black_box(program.replay(Luck::of_seed(i), path));
        }
    });
    println!("complete replays from Monday, every draw made: {:.0} a second", f64::from(n) / replays * 1e6);

    let walk = median(|| {
        let mut sums = vec![Sums::default(); shape.paths.len()];
        (0..10).for_each(|seed| program.walk(seed, &mut sums));
        black_box(&sums);
    });
    println!("all {} paths under 100 seeds: {:.1} s on one core", shape.paths.len(), walk * 10.0 / 1e6);

    let job = MapJob::new(program).expect("it has a map");
    let unit = median(|| drop(black_box(job.run(100))));
    let made = median(|| drop(black_box(MapJob::new(program)))) / 1000.0;
    println!("the map: made in {made:.2} ms; figures in {} units of {:.1} ms", job.units(), unit / 1000.0);

    let line = Line::pure(program, 7, Style::Collaborative);
    println!("a forecast of 1,000 rollouts:");
    for step in &line.steps {
        let time = median(|| {
            let mut tally = Tally::default();
            Rollouts::new(program, &step.before).run(0, 1000, &mut tally);
            black_box(&tally);
        });
        println!("  {:12} {:6.2} ms", loaded.scenario.scenes[step.before.scene as usize].id, time / 1000.0);
    }

    let swings = || Swings::new(&loaded.scenario, program, &line);
    let whole = median(|| finish(&mut black_box(swings())));
    let job = swings();
    let units = job.units();
    let mut times: Vec<f64> = (0..units).map(|u| median(|| drop(black_box(job.run(u))))).collect();
    times.sort_by(f64::total_cmp);
    println!(
        "the swings of a whole play, assumptions included: {:.0} ms in {units} units of at most {:.1} ms",
        whole / 1000.0,
        times.last().map_or(0.0, |t| t / 1000.0)
    );
    println!("luck apart from choice: {:.1} ms", median(|| finish(&mut black_box(Lucks::new(program, &line)))) / 1000.0);

    let text = scenario::built_in("monday-call").expect("it is built in");
    println!("reading and compiling monday-call: {:.2} ms", median(|| drop(black_box(scenario::read(text)))) / 1000.0);

    println!("how good the forecast is, on weeks played on by its rule (one state a week; fewer weeks than in the calibration):");
    reliability::print(&reliability::stratified(program, 1_000_000..1_020_000, 160));
    for (name, player) in [("all directive", Player::Pure(Style::Directive)), ("all collaborative", Player::Pure(Style::Collaborative))] {
        println!("and for a player who is {name}:");
        reliability::print(&reliability::pairs(program, player, 1_000_000..1_000_500));
    }
    println!("and for one who changes sides half way:");
    for style in [Style::Directive, Style::Collaborative] {
        println!(" from {} to {}", style.name(), style.other().name());
        reliability::print(&reliability::pairs(program, Player::Switch(style), 1_000_000..1_000_500));
    }
    let skills = reliability::skills(program, 1_000_000..1_001_000);
    println!("Brier skill against the base rate ({:.3} in time), at the first decision of the day:", skills[0].base);
    for (day, s) in DAYS.iter().zip(&skills) {
        println!("  {day:10} {:.3}, standard error {:.3}", s.skill, s.error);
    }
}
