//! `by-friday import`: a story of another tool as a scenario to finish.

use super::No;
use clap::{Args, ValueHint};
use import::{Found, Group, Imported, TEMPLATE, open};
use std::fs;
use std::path::PathBuf;

/// Make a scenario to finish of another tool's story.
///
/// Takes Twine (a published page, an archive, Twee 3), ink compiled to JSON, H5P's Branching Scenario and
/// a table as CSV. Says how much came in, then what needs a hand, the ways that were cut first. Without -o
/// the scenario goes to standard output, the list to standard error.
#[derive(Args)]
pub struct Options {
    /// The story: a file of Twine, compiled ink, H5P or a table (CSV).
    #[arg(value_name = "STORY", value_hint = ValueHint::FilePath, required_unless_present = "template")]
    file: Option<String>,
    /// Which story of an archive: its number, from 1, or its title.
    #[arg(long, value_name = "NUMBER|TITLE", default_value = "", hide_default_value = true)]
    story: String,
    /// Where to write the scenario.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// List also what needs no hand.
    #[arg(long)]
    all: bool,
    /// Write a table to begin with, and read no story.
    #[arg(long)]
    template: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What goes to standard output: the scenario, or with `-o` the list of what was left.
pub fn import(args: &Options) -> Result<String, No> {
    let write = |text: &str| match &args.output {
        Some(output) => fs::write(output, text).map_err(|e| No(2, format!("{}: {e}", output.display()))),
        None => Ok(()),
    };
    let file = match &args.file {
        Some(file) if !args.template => file,
        _ => {
            write(TEMPLATE)?;
            return Ok(if args.output.is_some() { String::new() } else { TEMPLATE.to_owned() });
        }
    };
    let bytes = fs::read(file).map_err(|e| No(2, format!("{file}: {e}")))?;
    let found = read(file, &args.story, &bytes).map_err(|e| No(1, format!("{file}: {e}")))?;
    write(&found.scenario)?;
    if args.json {
        let list: Vec<_> = found
            .left
            .iter()
            .map(|l| serde_json::json!({ "kind": l.kind.name(), "line": l.line, "place": l.place, "what": l.what, "why": l.why, "times": l.times }))
            .collect();
        let s = &found.summary;
        let summary =
            serde_json::json!({ "passages": s.passages, "scenes": s.scenes, "reached": s.reached, "choices": s.choices, "taken": s.taken });
        let mut out = serde_json::json!({ "summary": summary, "left": list });
        if args.output.is_none() {
            out["scenario"] = serde_json::from_str(&found.scenario).unwrap_or_default();
        }
        return Ok(format!("{out:#}\n"));
    }
    let list = told(&found, args.all);
    if args.output.is_some() {
        return Ok(list);
    }
    eprint!("{list}");
    Ok(found.scenario)
}

fn read(file: &str, story: &str, bytes: &[u8]) -> Result<Imported, String> {
    let titles = match open(file, bytes, None)? {
        Found::Story(story) => return Ok(*story),
        Found::Several(titles) => titles,
    };
    let asked = story.trim();
    let which = asked.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).or_else(|| titles.iter().position(|t| t == asked));
    match which.filter(|w| *w < titles.len()).map(|w| open(file, bytes, Some(w))) {
        Some(found) => match found? {
            Found::Story(story) => Ok(*story),
            Found::Several(_) => Err("The story has several in it.".into()),
        },
        None => {
            let list: String = titles.iter().enumerate().map(|(i, t)| format!("\n  {} {t}", i + 1)).collect();
            Err(format!("There are {} stories in the file; say which one with --story NUMBER or --story TITLE:{list}", titles.len()))
        }
    }
}

/// The main thing first, then what needs a hand by kind; the rest is counted unless `all` is wanted.
fn told(found: &Imported, all: bool) -> String {
    let mut out = format!("{}\n", found.summary.told());
    let mut folded = Vec::new();
    for group in Group::of(&found.left) {
        if !all && !group.kind.needs_a_hand() {
            folded.push(group.title());
            continue;
        }
        out += &format!("\n{}\n", group.title());
        group.left.iter().for_each(|l| out += &format!("  {}\n", l.told()));
    }
    if !folded.is_empty() {
        out += &format!("\nNeeds no hand, --all lists it: {}\n", folded.join("; "));
    }
    out
}
