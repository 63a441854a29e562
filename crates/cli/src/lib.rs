//! The command for writers, trainers and tests.
//!
//! Exit codes: 0, 1 (the answer is no: a move that is not offered, a file with problems) and 2
//! (bad usage or input).

mod check;
mod guide;
mod import;
mod package;
mod papers;
mod progress;
mod site;

use app::{Loaded, export, words};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Args, CommandFactory, Parser, Subcommand, ValueHint, value_parser};
use engine::model::scenario::Style;
use engine::walk::{Shape, Sums};
use engine::{Line, Luck, Program};
use indicatif::ProgressBar;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// More paths than this are not visited one by one.
const MOST_PATHS: usize = 100_000;
/// What a missing argument is.
const NEEDS: [(&str, &str); 2] = [
    ("FILE|ID", "FILE|ID is a scenario file, or the id of a built-in scenario; \"by-friday list\" names those"),
    ("STORY", "STORY is a file of Twine, compiled ink, H5P or a table (CSV)"),
];

/// A refusal: the exit code and what to say.
struct No(u8, String);

/// Play, check and package scenarios from the command line.
#[derive(Parser)]
#[command(name = "by-friday", version, args_override_self = true, subcommand_value_name = "COMMAND")]
#[command(after_help = "Exit codes: 0, 1 (the answer is no) and 2 (bad usage or input).")]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    Play(Play),
    Walk(Walk),
    Check(check::Options),
    Package(package::Options),
    Site(site::Options),
    Import(import::Options),
    Guide(guide::Options),
    List(List),
    Completions(papers::Completions),
    /// Print the manual page: "by-friday man | man -l -" shows it.
    Man,
}

/// Play a line and print its transcript, with the measures after each move.
#[derive(Args)]
struct Play {
    /// A scenario file, or the id of a built-in scenario.
    #[arg(value_name = "FILE|ID", value_hint = ValueHint::FilePath)]
    scenario: String,
    /// The moves taken, by their ids.
    #[arg(long, value_name = "A.B.C", default_value = "", hide_default_value = true)]
    moves: String,
    /// The week's luck.
    #[arg(long, value_name = "N", default_value = "0", value_parser = seed)]
    seed: u32,
    /// Who comes from another week, as in links: anna.120.-40.300_john.0.0.0.
    #[arg(long, default_value = "", hide_default_value = true)]
    team: String,
    /// Print JSON, in the transcript's published form.
    #[arg(long)]
    json: bool,
}

/// Visit every path of a scenario under many seeds.
#[derive(Args)]
struct Walk {
    /// A scenario file, or the id of a built-in scenario.
    #[arg(value_name = "FILE|ID", value_hint = ValueHint::FilePath)]
    scenario: String,
    /// How many seeds.
    #[arg(long, value_name = "N", default_value = "100", value_parser = value_parser!(u32).range(1..))]
    seeds: u32,
    /// The first of them.
    #[arg(long, value_name = "K", default_value = "0", value_parser = seed)]
    first_seed: u32,
    /// Walk the two pure lines only.
    #[arg(long)]
    pure: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// List the built-in scenarios.
#[derive(Args)]
struct List {
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A seed as an option gives it.
fn seed(word: &str) -> Result<u32, &'static str> {
    word.parse().map_err(|_| "a seed is a whole number up to 4294967295")
}

/// Reads the arguments of the process and does what they ask for.
pub fn main() -> ExitCode {
    let cli = Cli::try_parse().unwrap_or_else(|e| told(e).exit());
    match run(cli) {
        Ok((code, text)) => {
            // A closed pipe (`by-friday … | head`) is no failure.
            let _ = std::io::Write::write_all(&mut std::io::stdout(), text.as_bytes());
            ExitCode::from(code)
        }
        Err(No(code, text)) => {
            eprintln!("{}", text.trim_end());
            ExitCode::from(code)
        }
    }
}

/// The same error, with what the argument is that it misses.
fn told(mut error: clap::Error) -> clap::Error {
    let missing =
        error.get(ContextKind::InvalidArg).map(ToString::to_string).filter(|_| error.kind() == ErrorKind::MissingRequiredArgument);
    if let Some((_, tip)) = NEEDS.iter().find(|(name, _)| missing.as_ref().is_some_and(|m| m.contains(name))) {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![StyledStr::from(*tip)]));
    }
    error
}

/// The exit code and what goes to standard output.
fn run(cli: Cli) -> Result<(u8, String), No> {
    let fine = |text| (0, text);
    match cli.command {
        Some(Command::Play(args)) => play(&args).map(fine),
        Some(Command::Walk(args)) => walk(&args),
        Some(Command::Check(args)) => check::run(&args),
        Some(Command::Package(args)) => package::package(&args).map(fine),
        Some(Command::Site(args)) => site::site(&args.dist, &args.site).map(fine),
        Some(Command::Import(args)) => import::import(&args).map(fine),
        Some(Command::Guide(args)) => guide::guide(&args).map(fine),
        Some(Command::List(args)) => Ok(fine(list(&args))),
        Some(Command::Completions(args)) => Ok(fine(papers::completions(&args))),
        Some(Command::Man) => papers::manual().map(fine).map_err(|e| No(2, e.to_string())),
        None => {
            let _ = Cli::command().print_help();
            Ok(fine(String::new()))
        }
    }
}

/// A scenario's text: built in, or a file.
fn text_of(target: &str) -> Result<String, No> {
    if let Some(text) = scenario::built_in(target) {
        return Ok(text.to_owned());
    }
    std::fs::read_to_string(target)
        .map_err(|e| No(2, format!("{target}: {e}. It is no built-in scenario either; \"by-friday list\" names those.")))
}

fn load(target: &str) -> Result<Loaded, No> {
    let text = text_of(target)?;
    let (scenario, program) = scenario::read(&text).map_err(|e| No(1, format!("{target}: {e}")))?;
    let decisions = Line::pure(&program, 0, Style::Directive).steps.len();
    Ok(Loaded { key: scenario.id.clone(), scenario, program, edition: scenario::edition(&text), decisions })
}

fn list(args: &List) -> String {
    let ids: Vec<&str> = scenario::built_ins().map(|b| b.0).collect();
    if args.json { format!("{:#}\n", serde_json::json!(ids)) } else { ids.join("\n") + "\n" }
}

fn play(args: &Play) -> Result<String, No> {
    let moves: Vec<String> = args.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
    let loaded = load(&args.scenario)?;
    let day = words::day(loaded.program.deadline);
    let text = export::transcript_of(loaded, &args.team, args.seed, &moves).map_err(|e| No(1, e))?;
    if args.json { Ok(text) } else { Ok(readable(&text, &day)) }
}

/// The transcript for reading: the same fields, laid out as a script.
fn readable(json: &str, day: &str) -> String {
    let Ok(t) = serde_json::from_str::<serde_json::Value>(json) else { return json.to_owned() };
    let strings = |v: &serde_json::Value| -> Vec<String> {
        v.as_array().into_iter().flatten().filter_map(|l| l.as_str().map(str::to_owned)).collect()
    };
    let mut out =
        format!("{} (edition {}), seed {}\n", t["scenario"].as_str().unwrap_or(""), t["edition"].as_str().unwrap_or(""), t["seed"]);
    for row in t["steps"].as_array().into_iter().flatten() {
        let text = |key: &str| row[key].as_str().unwrap_or("").to_owned();
        out += &format!("\n== {} - {} ==\n", text("at"), text("title"));
        strings(&row["lines"]).iter().for_each(|l| out += &format!("{l}\n"));
        out += &format!("> {} [{}: {}]\n", text("label"), text("style"), text("move"));
        strings(&row["reaction"]).iter().for_each(|l| out += &format!("{l}\n"));
        let after = &row["after"];
        out += &format!("  chance of {day} {}, engagement {}, team hours {}\n", after["on_time"], after["engagement"], after["team_hours"]);
    }
    if t.get("outcome").is_some() {
        out += &format!("\n{}\n", serde_json::to_string_pretty(&t["outcome"]).unwrap_or_default());
    }
    out
}

/// The share, mean engagement and their 95% intervals, as JSON.
fn figures(s: &Sums) -> serde_json::Value {
    let n = s.weeks.max(1) as f64;
    let p = s.share();
    let half = 1.96 * (p * (1.0 - p) / n).sqrt();
    let three = engine::math::three;
    serde_json::json!({
        "on_time": three(p), "on_time_interval": [three((p - half).max(0.0)), three((p + half).min(1.0))],
        "engagement": three(s.mean_engagement()), "team_hours": three(s.mean_hours()), "score": three(s.mean_score()),
        "weeks": s.weeks,
    })
}

fn pure(program: &Program, seeds: std::ops::Range<u32>, style: Style, bar: &ProgressBar) -> Sums {
    let mut sums = Sums::default();
    for seed in seeds {
        let luck = Luck::of_seed(seed);
        let mut s = program.begin(luck);
        program.run_pure(luck, &mut s, style);
        sums.add(program, &s);
        bar.inc(1);
    }
    sums
}

/// Complete replays a second on one core, every draw made: whole paths in turn, from Monday.
fn speed(program: &Program, shape: &Shape) -> f64 {
    let (start, mut n) = (Instant::now(), 0u32);
    while start.elapsed() < Duration::from_millis(500) {
        for _ in 0..200 {
            let path = &shape.paths[(n as usize).wrapping_mul(7919) % shape.paths.len()];
            std::hint::black_box(program.replay(Luck::of_seed(n), path));
            n += 1;
        }
    }
    f64::from(n) / start.elapsed().as_secs_f64()
}

/// Code 1 where some paths stop before the week is over.
fn walk(args: &Walk) -> Result<(u8, String), No> {
    let end =
        args.first_seed.checked_add(args.seeds).ok_or_else(|| No(2, "--first-seed and --seeds add up to 4294967295 at most.".into()))?;
    let loaded = load(&args.scenario)?;
    let program = &loaded.program;
    let seeds = args.first_seed..end;
    let mut code = 0;
    let bar = progress::bar("The two pure lines", u64::from(args.seeds) * 2);
    let mut out = serde_json::json!({
        "scenario": loaded.scenario.id, "edition": loaded.edition, "seeds": args.seeds, "first_seed": args.first_seed,
        "directive": figures(&pure(program, seeds.clone(), Style::Directive, &bar)),
        "collaborative": figures(&pure(program, seeds.clone(), Style::Collaborative, &bar)),
    });
    drop(bar);
    if !args.pure {
        let shape = program
            .shape(MOST_PATHS)
            .ok_or_else(|| No(1, format!("The scenario has over {MOST_PATHS} paths; use --pure, or leave some moves out.")))?;
        code = u8::from(shape.dead_ends > 0);
        every_path(&loaded, &shape, &seeds, &mut out);
    }
    Ok((code, if args.json { format!("{out:#}\n") } else { table(&out) }))
}

fn every_path(loaded: &Loaded, shape: &Shape, seeds: &std::ops::Range<u32>, out: &mut serde_json::Value) {
    let program = &loaded.program;
    // Best and worst are chosen on the first half and reported on the second: the best of so many
    // paths on few seeds is luck.
    let middle = seeds.start + seeds.len() as u32 / 2;
    let bar = progress::bar("Every path", seeds.len() as u64);
    let start = Instant::now();
    let chosen_on = sums(program, shape, seeds.start..middle.max(seeds.start + 1), &bar);
    let reported = sums(program, shape, middle..seeds.end, &bar);
    drop(bar);
    let seconds = start.elapsed().as_secs_f64();
    let names = |scenes: &[u8]| -> Vec<&str> { scenes.iter().map(|s| loaded.scenario.scenes[*s as usize].id.as_str()).collect() };
    let never: Vec<String> = shape
        .never_offered
        .iter()
        .map(|(s, m)| {
            let scene = &loaded.scenario.scenes[*s as usize];
            format!("{}.{}", scene.id, scene.moves[*m as usize].id)
        })
        .collect();
    out["paths"] = shape.paths.len().into();
    out["decisions"] = serde_json::json!({ "shortest": shape.shortest, "longest": shape.longest });
    out["dead_ends"] = shape.dead_ends.into();
    out["unreachable"] = names(&shape.unreachable).into();
    out["never_offered"] = never.into();
    for (key, best) in [("best", true), ("worst", false)] {
        let rank = |i: &usize| (chosen_on[*i].on_time, chosen_on[*i].engagement);
        let all = 0..shape.paths.len();
        let pick = if best { all.max_by_key(rank) } else { all.min_by_key(rank) }.unwrap_or(0);
        let ties = chosen_on.iter().filter(|s| s.on_time == chosen_on[pick].on_time).count();
        let ids: Vec<&str> =
            shape.paths[pick].iter().map(|(s, m)| loaded.scenario.scenes[*s as usize].moves[*m as usize].id.as_str()).collect();
        let mut row = figures(&reported[pick]);
        row["moves"] = ids.join(".").into();
        row["ties"] = ties.into();
        out[key] = row;
    }
    out["walk_seconds"] = engine::math::three(seconds).into();
    out["playthroughs_per_second"] = speed(program, shape).round().into();
}

/// Sums of every path over seeds, on all cores; integer sums, so the order does not matter.
fn sums(program: &Program, shape: &Shape, seeds: std::ops::Range<u32>, bar: &ProgressBar) -> Vec<Sums> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u32;
    let parts: Vec<Vec<Sums>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|core| {
                let seeds = seeds.clone();
                scope.spawn(move || {
                    let mut part = vec![Sums::default(); shape.paths.len()];
                    for seed in seeds.filter(|seed| seed % cores == core) {
                        program.walk(seed, &mut part);
                        bar.inc(1);
                    }
                    part
                })
            })
            .collect();
        workers.into_iter().filter_map(|w| w.join().ok()).collect()
    });
    let mut all = vec![Sums::default(); shape.paths.len()];
    for part in parts {
        all.iter_mut().zip(&part).for_each(|(a, b)| a.merge(b));
    }
    all
}

fn table(out: &serde_json::Value) -> String {
    let mut text = String::new();
    for (key, value) in out.as_object().into_iter().flatten() {
        text += &format!("{key:24} {value}\n");
    }
    text
}
