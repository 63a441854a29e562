//! `by-friday check`: what is wrong with a scenario file, and what its choices come to.

use super::{No, progress, text_of};
use anstream::{AutoStream, ColorChoice};
use clap::builder::styling::AnsiColor;
use clap::{Args, ValueHint, value_parser};
use engine::figures::{Figure, FiguresJob, Mean};
use engine::math::three;
use engine::model::scenario::Style;
use engine::survey::Survey;
use engine::{Job, Program};
use scenario::check::{Finding, Findings, Severity, check, numbers};
use serde_json::{Value, json};

const MEASURES: [(&str, Figure); 4] =
    [("on_time", Figure::OnTime), ("engagement", Figure::Engagement), ("team_hours", Figure::Hours), ("score", Figure::Score)];

/// Say everything that is wrong with a scenario, where, and how to mend it.
///
/// Then, unless told not to, what its choices come to.
#[derive(Args)]
pub struct Options {
    /// A scenario file, or the id of a built-in scenario.
    #[arg(value_name = "FILE|ID", value_hint = ValueHint::FilePath)]
    scenario: String,
    /// An edition that is out: also say which of its ids are gone.
    #[arg(long, value_name = "FILE|ID", value_hint = ValueHint::FilePath)]
    released: Option<String>,
    /// How many seeds the figures are worked out under.
    #[arg(long, value_name = "N", default_value = "1000", value_parser = value_parser!(u32).range(1..))]
    seeds: u32,
    /// Work out no figures.
    #[arg(long)]
    no_numbers: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Code 1 where something must be mended; and what to print.
pub fn run(options: &Options) -> Result<(u8, String), No> {
    let text = text_of(&options.scenario)?;
    let released = options.released.as_deref().map(text_of).transpose()?;
    let mut found = check(&text, released.as_deref());
    let numbers = match scenario::read(&text) {
        Ok((scenario, program)) if !options.no_numbers => {
            let job = worked_out(&program, options.seeds);
            found.extend(numbers(&text, &scenario, &job));
            Some((Survey::of(&program, &[]), job))
        }
        _ => None,
    };
    let code = u8::from(found.has_errors());
    let edition = scenario::edition(&text);
    let text = if options.json {
        machine(&found, &edition, numbers.as_ref())
    } else {
        human(&options.scenario, &found, &edition, numbers.as_ref())
    };
    Ok((code, text))
}

/// All units, on all cores. They add up in any order.
fn worked_out(program: &Program, seeds: u32) -> FiguresJob {
    let mut job = FiguresJob::new(program, seeds);
    let bar = progress::bar("What the choices come to", u64::from(job.units()));
    let cores = std::thread::available_parallelism().map_or(1, usize::from) as u32;
    let parts: Vec<(u32, Vec<i64>)> = std::thread::scope(|scope| {
        let (job, bar) = (&job, &bar);
        let run = move |unit: u32| {
            let part = job.run(unit);
            bar.inc(1);
            (unit, part)
        };
        let mine = |core: u32| move || (0..job.units()).filter(|u| u % cores == core).map(run).collect::<Vec<_>>();
        let workers: Vec<_> = (0..cores).map(|core| scope.spawn(mine(core))).collect();
        workers.into_iter().filter_map(|w| w.join().ok()).flatten().collect()
    });
    parts.iter().for_each(|(unit, part)| job.add(*unit, part));
    job
}

fn machine(found: &Findings, edition: &str, numbers: Option<&(Survey, FiguresJob)>) -> String {
    let one = |f: &Finding| {
        json!({
            "severity": f.severity.name(), "code": f.code, "line": f.line, "column": f.column, "at": f.at,
            "path": f.path, "text": f.text, "mend": f.mend,
        })
    };
    let count = |s| found.count(s);
    let mut out = json!({
        "edition": edition, "errors": count(Severity::Error), "warnings": count(Severity::Warning), "notes": count(Severity::Note),
        "findings": found.list.iter().map(one).collect::<Vec<_>>(),
    });
    if let Some((survey, job)) = numbers {
        let line = |style| {
            let of = |(name, f): (&str, Figure)| {
                let m = job.pure(style, f);
                (name.to_owned(), json!({"mean": three(m.mean), "interval": [three(m.low), three(m.high)]}))
            };
            Value::Object(MEASURES.into_iter().map(of).collect())
        };
        out["numbers"] = json!({
            "seeds": job.weeks(), "paths": survey.paths, "decisions": {"shortest": survey.shortest, "longest": survey.longest},
            "directive": line(Style::Directive), "collaborative": line(Style::Collaborative),
        });
    }
    format!("{out:#}\n")
}

/// The text in a colour, where standard output is a terminal that may have some.
fn painted(color: AnsiColor, text: &str) -> String {
    if AutoStream::choice(&std::io::stdout()) == ColorChoice::Never {
        return text.to_owned();
    }
    let style = color.on_default().bold();
    format!("{style}{text}{style:#}")
}

fn human(target: &str, found: &Findings, edition: &str, numbers: Option<&(Survey, FiguresJob)>) -> String {
    let mut out = String::new();
    for f in &found.list {
        let color = match f.severity {
            Severity::Error => AnsiColor::Red,
            Severity::Warning => AnsiColor::Yellow,
            Severity::Note => AnsiColor::Cyan,
        };
        let kind = painted(color, &format!("{}[{}]", f.severity.name(), f.code));
        out += &format!("{target}:{}:{}: {kind}: {}\n", f.line, f.column, f.text);
        if !f.mend.is_empty() {
            out += &format!("  mend: {}\n", f.mend);
        }
    }
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .filter(|s| found.count(*s) > 0)
        .map(|s| format!("{} {}{}", found.count(s), s.name(), if found.count(s) == 1 { "" } else { "s" }))
        .collect();
    let sum = if counts.is_empty() { "fine".to_owned() } else { counts.join(", ") };
    out += &format!("{target}: {sum}, edition {edition}\n");
    if let Some((survey, job)) = numbers {
        out += &table(survey, job);
    }
    out
}

fn table(survey: &Survey, job: &FiguresJob) -> String {
    let paths = match (survey.complete, survey.paths) {
        (false, _) => "more than can be followed".to_owned(),
        (_, u64::MAX) => "more than can be counted".to_owned(),
        (_, n) => n.to_string(),
    };
    let long =
        if survey.shortest == survey.longest { survey.longest.to_string() } else { format!("{} to {}", survey.shortest, survey.longest) };
    let mut out = format!("\n{paths} paths, {long} decisions; {} weeks of each line, with 95% intervals\n\n", job.weeks());
    out += &format!("{:14}{:>22}{:>24}{:>22}{:>22}\n", "", "chance of Friday", "engagement (sd)", "team hours", "score");
    for style in [Style::Directive, Style::Collaborative] {
        let cell = |f: Figure, decimals: usize| {
            let Mean { mean, low, high } = job.pure(style, f);
            let (low, high) = if f == Figure::OnTime { (low.max(0.0), high.min(1.0)) } else { (low, high) };
            format!("{mean:.decimals$} ({low:.decimals$} to {high:.decimals$})")
        };
        let [a, b, c, d] = [cell(Figure::OnTime, 2), cell(Figure::Engagement, 2), cell(Figure::Hours, 1), cell(Figure::Score, 1)];
        out += &format!("{:14}{a:>22}{b:>24}{c:>22}{d:>22}\n", style.name());
    }
    if !job.compared() {
        out += "\nThe scenario is too large for its moves to be compared one by one.\n";
    }
    out
}
