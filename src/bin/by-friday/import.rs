//! `by-friday import`: a story of another tool as a scenario to finish.

use super::{Args, No};
use by_friday::content::import::{Imported, Left, import as read};
use std::fs;
use std::io::Read;

/// More bytes than this are not read: the importer refuses them by itself.
const MOST: u64 = 2 << 20;

/// What goes to standard output: the scenario, or with `-o` the list of what was left.
pub fn import(args: &Args) -> Result<String, No> {
    if args.target.is_empty() {
        return Err(No(2, "\"import\" needs a story: a file of Twee 3, or of ink compiled to JSON.".into()));
    }
    let bad = |e: std::io::Error| No(2, format!("{}: {e}", args.target));
    let mut bytes = Vec::new();
    fs::File::open(&args.target).map_err(bad)?.take(MOST).read_to_end(&mut bytes).map_err(bad)?;
    let text = String::from_utf8(bytes).map_err(|_| No(1, format!("{}: it is no text in UTF-8; save it as that.", args.target)))?;
    let Imported { scenario, left } = read(&args.target, &text).map_err(|e| No(1, format!("{}: {e}", args.target)))?;
    if let Some(output) = &args.package.output {
        fs::write(output, &scenario).map_err(|e| No(2, format!("{}: {e}", output.display())))?;
    }
    if args.json {
        let list: Vec<_> = left.iter().map(|l| serde_json::json!({ "line": l.line, "what": l.what, "why": l.why })).collect();
        let mut out = serde_json::json!({ "left": list });
        if args.package.output.is_none() {
            out["scenario"] = serde_json::from_str(&scenario).unwrap_or_default();
        }
        return Ok(format!("{out:#}\n"));
    }
    let list = told(&left);
    if args.package.output.is_some() {
        return Ok(list);
    }
    eprint!("{list}");
    Ok(scenario)
}

/// A line each.
fn told(left: &[Left]) -> String {
    left.iter()
        .map(|l| if l.line == 0 { format!("{}: {}\n", l.what, l.why) } else { format!("line {}: {}: {}\n", l.line, l.what, l.why) })
        .collect()
}
