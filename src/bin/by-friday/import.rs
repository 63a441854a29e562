//! `by-friday import`: a story of another tool as a scenario to finish.

use super::{Args, No};
use by_friday::content::import::{Found, Group, Imported, TEMPLATE, open};
use std::fs;

#[derive(Default)]
pub struct Options {
    /// Which story of an archive: its number, from 1, or its title.
    pub story: String,
    /// Lists what is only counted otherwise.
    pub all: bool,
    /// Writes the table to begin with.
    pub template: bool,
}

/// What goes to standard output: the scenario, or with `-o` the list of what was left.
pub fn import(args: &Args) -> Result<String, No> {
    let write = |text: &str| match &args.package.output {
        Some(output) => fs::write(output, text).map_err(|e| No(2, format!("{}: {e}", output.display()))),
        None => Ok(()),
    };
    if args.import.template {
        write(TEMPLATE)?;
        return Ok(if args.package.output.is_some() { String::new() } else { TEMPLATE.to_owned() });
    }
    if args.target.is_empty() {
        return Err(No(2, "\"import\" needs a story: a file of Twine, compiled ink, H5P or a table (CSV).".into()));
    }
    let bytes = fs::read(&args.target).map_err(|e| No(2, format!("{}: {e}", args.target)))?;
    let found = read(args, &bytes).map_err(|e| No(1, format!("{}: {e}", args.target)))?;
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
        if args.package.output.is_none() {
            out["scenario"] = serde_json::from_str(&found.scenario).unwrap_or_default();
        }
        return Ok(format!("{out:#}\n"));
    }
    let list = told(&found, args.import.all);
    if args.package.output.is_some() {
        return Ok(list);
    }
    eprint!("{list}");
    Ok(found.scenario)
}

fn read(args: &Args, bytes: &[u8]) -> Result<Imported, String> {
    let titles = match open(&args.target, bytes, None)? {
        Found::Story(story) => return Ok(*story),
        Found::Several(titles) => titles,
    };
    let asked = args.import.story.trim();
    let which = asked.parse::<usize>().ok().and_then(|n| n.checked_sub(1)).or_else(|| titles.iter().position(|t| t == asked));
    match which.filter(|w| *w < titles.len()).map(|w| open(&args.target, bytes, Some(w))) {
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
