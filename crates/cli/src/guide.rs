//! `by-friday guide`: the facilitator's guide of a scenario, as text.

use super::{No, load};
use app::class::guide::{guide as make, text};
use clap::{Args, ValueHint};
use std::fs;
use std::path::PathBuf;

/// Write the facilitator's guide of a scenario as text.
///
/// Aims, timing, each decision, what is hidden, questions, and where the numbers come from.
#[derive(Args)]
pub struct Options {
    /// A scenario file, or the id of a built-in scenario.
    #[arg(value_name = "FILE|ID", value_hint = ValueHint::FilePath)]
    scenario: String,
    /// Where to write it, instead of to standard output.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// What goes to standard output: the guide, or with `-o` where it was written.
pub fn guide(args: &Options) -> Result<String, No> {
    let loaded = load(&args.scenario)?;
    let text = text(&make(&loaded.scenario, &loaded.program, &loaded.edition));
    let Some(output) = &args.output else { return Ok(text) };
    fs::write(output, &text).map_err(|e| No(2, format!("{}: {e}", output.display())))?;
    Ok(format!("{}: {} lines\n", output.display(), text.lines().count()))
}
