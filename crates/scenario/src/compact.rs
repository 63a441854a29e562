//! A scenario's text without its layout. The build script uses this file too, for the built-in ones.

/// The text without white space outside strings: shorter, and the same scenario and edition.
pub fn compact(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let keep = |c: &char| {
        if *c == '"' && !escaped {
            inside = !inside;
        }
        escaped = inside && *c == '\\' && !escaped;
        inside || !c.is_ascii_whitespace()
    };
    text.chars().filter(keep).collect()
}
