//! What tells editions of a scenario apart.

use json::mix;

/// The version of the rules: part of every edition, raised when the engine plays a scenario
/// differently than before.
pub const RULES: u32 = 1;

/// Six hex digits over the canonical text (white space outside strings left out) and the version of
/// the rules.
pub fn digest(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    let mut digest = mix(u64::from(RULES));
    for byte in text.bytes() {
        if !inside && byte.is_ascii_whitespace() {
            continue;
        }
        if byte == b'"' && !escaped {
            inside = !inside;
        }
        escaped = inside && byte == b'\\' && !escaped;
        digest = mix(digest ^ u64::from(byte));
    }
    format!("{:06x}", digest >> 40)
}
