//! The command for writers, trainers and tests.
//!
//! Exit codes: 0, 1 (the answer is no: a move that is not offered, a file with problems) and 2
//! (bad usage or input).

mod check;
mod guide;
mod import;
mod package;
mod site;

use by_friday::app::{Loaded, export, words};
use by_friday::content;
use by_friday::engine::walk::{Shape, Sums};
use by_friday::engine::{Line, Luck, Program};
use by_friday::model::scenario::Style;
use lexopt::prelude::*;
use std::process::ExitCode;
use std::time::{Duration, Instant};

const USAGE: &str = "\
by-friday: play, check and package scenarios from the command line

  by-friday play FILE|ID [--moves a.b.c] [--seed N] [--team TEAM] [--json]
      Plays a line and prints its transcript, with the measures after each move. TEAM is who comes
      from another week, as in links: anna.120.-40.300_john.0.0.0.
  by-friday walk FILE|ID [--seeds N] [--first-seed K] [--pure] [--json]
      Visits every path (with --pure the two pure lines only) under N seeds.
  by-friday check FILE|ID [--released FILE|ID] [--seeds N] [--no-numbers] [--json]
      Says everything that is wrong with a scenario, where, and how to mend it; then, unless told
      not to, what its choices come to under N seeds (1000). With --released it also says which ids
      of an edition that is out are gone.
  by-friday package FILE|ID --target scorm12|scorm2004|cmi5|xapi|web [--dist dist] [-o FILE]
          [--seed N|per-learner] [--pass-mark 0..100] [--complete debrief|last-decision]
          [--score decisions|week] [--language en] [--blind] [--public ADDRESS] [--schemas DIR] [--json]
      Makes a package for a training portal out of a build (\"make dist\"). Without --seed each
      learner has a week of their own luck, without --pass-mark nothing is passed or failed.
      The score is that of the decisions (what the moves come to on average) unless --score week
      asks for the week's own, its luck included.
      What learners share leads to ADDRESS, a copy that anybody may open; without it, nowhere.
      SCORM's schema files come from DIR, or from the build's schemas/ if it has them.
  by-friday site --site ADDRESS [--dist dist]
      Puts into a build what lets a pasted link unfurl: Open Graph and oEmbed tags with absolute
      addresses, in the first page and in the page s/ID/ of each built-in scenario (make dist
      SITE=ADDRESS does it).
  by-friday import FILE [--story NUMBER|TITLE] [-o FILE] [--all] [--json]
      Makes a scenario to finish of a story: Twine (a published page, an archive, Twee 3), ink
      compiled to JSON, H5P's Branching Scenario, a table as CSV. It says how much came in, then what
      needs a hand, the ways that were cut first; --all lists the rest too. --story says which one
      of an archive. Without -o the scenario goes to standard output, the list to standard error.
  by-friday import --template [-o FILE]
      Writes a table to begin with.
  by-friday guide FILE|ID [-o FILE]
      Writes the facilitator's guide of a scenario as text: aims, timing, each decision, what is
      hidden, questions, and where the numbers come from.
  by-friday list
      Lists the built-in scenarios.

FILE is a scenario file (JSON) or, for package, the zip to write; ID a built-in scenario. Exit codes: 0, 1 the answer is no, 2 bad usage or input.
";
/// More paths than this are not visited one by one.
const MOST_PATHS: usize = 100_000;

/// A refusal: the exit code and what to say.
struct No(u8, String);

impl From<lexopt::Error> for No {
    fn from(e: lexopt::Error) -> No {
        No(2, format!("{e}\n\n{USAGE}"))
    }
}

#[derive(Default)]
struct Args {
    command: String,
    target: String,
    moves: String,
    team: String,
    seed: u32,
    seeds: u32,
    first: u32,
    json: bool,
    pure: bool,
    package: package::Options,
    site: String,
    check: check::Options,
    import: import::Options,
}

fn main() -> ExitCode {
    match run() {
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

/// The exit code and what goes to standard output.
fn run() -> Result<(u8, String), No> {
    let args = read_args()?;
    match args.command.as_str() {
        "play" => play(&args).map(|text| (0, text)),
        "walk" => walk(&args),
        "check" => check::run(&args.target, &args.check),
        "guide" => guide::guide(&args).map(|text| (0, text)),
        "import" => import::import(&args).map(|text| (0, text)),
        "package" => package::package(&args).map(|text| (0, text)),
        "site" => {
            let dist = args.package.dist.clone().unwrap_or_else(|| "dist".into());
            site::site(&dist, &args.site).map(|text| (0, text))
        }
        "list" => Ok((0, list(&args))),
        "" | "help" => Ok((0, USAGE.to_owned())),
        other => Err(No(2, format!("There is no command \"{other}\".\n\n{USAGE}"))),
    }
}

fn read_args() -> Result<Args, No> {
    let mut args = Args { seeds: 100, ..Args::default() };
    args.check.seeds = 1000;
    let mut parser = lexopt::Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("team") => args.team = parser.value()?.string()?,
            Long("moves") => args.moves = parser.value()?.string()?,
            Long("seed") => {
                let value = parser.value()?;
                args.package.seed = Some(value.clone());
                if value != "per-learner" {
                    args.seed = value.parse()?;
                }
            }
            Long("seeds") => {
                args.seeds = parser.value()?.parse()?;
                args.check.seeds = args.seeds;
            }
            Long("first-seed") => args.first = parser.value()?.parse()?,
            Long("json") => {
                args.json = true;
                args.check.json = true;
            }
            Long("released") => args.check.released = Some(parser.value()?.string()?),
            Long("no-numbers") => args.check.no_numbers = true,
            Long("pure") => args.pure = true,
            Long("story") => args.import.story = parser.value()?.string()?,
            Long("all") => args.import.all = true,
            Long("template") => args.import.template = true,
            Long("target") => args.package.target = parser.value()?.string()?,
            Long("site") => args.site = parser.value()?.string()?,
            Long("dist") => args.package.dist = Some(parser.value()?.into()),
            Short('o') | Long("output") => args.package.output = Some(parser.value()?.into()),
            Long("pass-mark") => args.package.pass_mark = Some(parser.value()?.parse()?),
            Long("complete") => args.package.complete = parser.value()?.string()?,
            Long("score") => args.package.score = parser.value()?.string()?,
            Long("language") => args.package.language = parser.value()?.string()?,
            Long("blind") => args.package.blind = true,
            Long("public") => args.package.public = Some(parser.value()?.string()?),
            Long("schemas") => args.package.schemas = Some(parser.value()?.into()),
            Short('h') | Long("help") => args.command = "help".into(),
            Value(v) if args.command.is_empty() => args.command = v.string()?,
            Value(v) if args.target.is_empty() => args.target = v.string()?,
            _ => return Err(arg.unexpected().into()),
        }
    }
    let needs = matches!(args.command.as_str(), "play" | "walk" | "check" | "package" | "guide");
    if needs && args.target.is_empty() {
        return Err(No(2, format!("\"{}\" needs a scenario file or the id of a built-in scenario.\n\n{USAGE}", args.command)));
    }
    if args.command != "package" && args.package.seed.as_ref().is_some_and(|s| s == "per-learner") {
        return Err(No(2, "--seed per-learner is for packages; here a seed is a number.".into()));
    }
    if args.seeds == 0 || args.first.checked_add(args.seeds).is_none() {
        return Err(No(2, "--seeds must be at least 1, and --first-seed with it at most 4294967295.".into()));
    }
    Ok(args)
}

/// A scenario's text: built in, or a file.
fn text_of(target: &str) -> Result<String, No> {
    if let Some(text) = content::built_in(target) {
        return Ok(text.to_owned());
    }
    std::fs::read_to_string(target)
        .map_err(|e| No(2, format!("{target}: {e}. It is no built-in scenario either; \"by-friday list\" names those.")))
}

fn load(target: &str) -> Result<Loaded, No> {
    let text = text_of(target)?;
    let (scenario, program) = content::read(&text).map_err(|e| No(1, format!("{target}: {e}")))?;
    let decisions = Line::pure(&program, 0, Style::Directive).steps.len();
    Ok(Loaded { key: scenario.id.clone(), scenario, program, edition: content::edition(&text), decisions })
}

fn list(args: &Args) -> String {
    let ids: Vec<&str> = content::built_ins().map(|b| b.0).collect();
    if args.json { format!("{:#}\n", serde_json::json!(ids)) } else { ids.join("\n") + "\n" }
}

fn play(args: &Args) -> Result<String, No> {
    let moves: Vec<String> = args.moves.split('.').filter(|m| !m.is_empty()).map(str::to_owned).collect();
    let loaded = load(&args.target)?;
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
    let three = by_friday::engine::math::three;
    serde_json::json!({
        "on_time": three(p), "on_time_interval": [three((p - half).max(0.0)), three((p + half).min(1.0))],
        "engagement": three(s.mean_engagement()), "team_hours": three(s.mean_hours()), "score": three(s.mean_score()),
        "weeks": s.weeks,
    })
}

fn pure(program: &Program, seeds: std::ops::Range<u32>, style: Style) -> Sums {
    let mut sums = Sums::default();
    for seed in seeds {
        let luck = Luck::of_seed(seed);
        let mut s = program.begin(luck);
        program.run_pure(luck, &mut s, style);
        sums.add(program, &s);
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
fn walk(args: &Args) -> Result<(u8, String), No> {
    let loaded = load(&args.target)?;
    let program = &loaded.program;
    let seeds = args.first..args.first + args.seeds;
    let mut code = 0;
    let mut out = serde_json::json!({
        "scenario": loaded.scenario.id, "edition": loaded.edition, "seeds": args.seeds, "first_seed": args.first,
        "directive": figures(&pure(program, seeds.clone(), Style::Directive)),
        "collaborative": figures(&pure(program, seeds.clone(), Style::Collaborative)),
    });
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
    let start = Instant::now();
    let chosen_on = sums(program, shape, seeds.start..middle.max(seeds.start + 1));
    let reported = sums(program, shape, middle..seeds.end);
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
    out["walk_seconds"] = by_friday::engine::math::three(seconds).into();
    out["playthroughs_per_second"] = speed(program, shape).round().into();
}

/// Sums of every path over seeds, on all cores; integer sums, so the order does not matter.
fn sums(program: &Program, shape: &Shape, seeds: std::ops::Range<u32>) -> Vec<Sums> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u32;
    let parts: Vec<Vec<Sums>> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|core| {
                let seeds = seeds.clone();
                scope.spawn(move || {
                    let mut part = vec![Sums::default(); shape.paths.len()];
                    seeds.filter(|seed| seed % cores == core).for_each(|seed| program.walk(seed, &mut part));
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
