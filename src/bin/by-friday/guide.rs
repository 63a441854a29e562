//! `by-friday guide`: the facilitator's guide of a scenario, as text.

use super::{Args, No, load};
use by_friday::app::class::guide::{guide as make, text};
use std::fs;

/// What goes to standard output: the guide, or with `-o` where it was written.
pub fn guide(args: &Args) -> Result<String, No> {
    let loaded = load(&args.target)?;
    let text = text(&make(&loaded.scenario, &loaded.program, &loaded.edition));
    let Some(output) = &args.package.output else { return Ok(text) };
    fs::write(output, &text).map_err(|e| No(2, format!("{}: {e}", output.display())))?;
    Ok(format!("{}: {} lines\n", output.display(), text.lines().count()))
}
