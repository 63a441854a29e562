//! Scenarios that lie as a file somewhere: what is asked before one is fetched, and what becomes of it.

use scenario::codec::link::{self, PlayLink, Route};
use scenario::codec::packed;

/// What is asked before a file is fetched. The shell resolves the address, so that a host's name is
/// plain letters, as the browser writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The whole address; empty where it is none of `http` or `https`.
    pub address: String,
    /// Where it comes from, in words.
    pub origin: String,
    /// Whether that is where this page comes from.
    pub own: bool,
}

impl Asked {
    /// From an address in full and the page's own origin.
    pub fn of(address: &str, page: &str) -> Asked {
        let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
        let plain = address.bytes().all(|b| b.is_ascii_graphic());
        let Some(rest) = rest.filter(|_| plain) else { return Asked::default() };
        let host = rest.split(['/', '?']).next().unwrap_or("");
        // What stands before an @ is no host, and is there to be taken for one.
        if host.is_empty() || host.contains('@') {
            return Asked::default();
        }
        let origin = &address[..address.len() - rest.len() + host.len()];
        Asked { address: address.to_owned(), origin: host.to_owned(), own: origin == page }
    }
}

/// The key of a scenario's text: a built-in one's id, or the scenario packed.
///
/// # Errors
/// Why it cannot be played, or put into a link.
pub fn key(text: &str) -> Result<String, String> {
    scenario::read(text).map_err(|e| e.to_string())?;
    let plain = scenario::compact(text);
    if let Some((id, _)) = scenario::built_ins().find(|b| b.1 == plain) {
        return Ok(id.to_owned());
    }
    let key = packed::pack(&plain, scenario::built_ins());
    // A week's moves and changed assumptions stand behind it.
    if key.len() + 4096 > link::LONGEST {
        return Err(format!("The scenario is too large for a link: {} characters, of at most {}.", key.len(), link::LONGEST - 4096));
    }
    Ok(key)
}

/// The fragment that plays a scenario's text from its start by these moves.
///
/// # Errors
/// As [`key`].
pub fn play(text: &str, seed: u32, moves: Vec<String>) -> Result<String, String> {
    Ok(Route::Play(PlayLink { scenario: key(text)?, seed: Some(seed), moves, ..PlayLink::default() }).to_string())
}

/// The fragment that plays a fetched file.
///
/// # Errors
/// What is wrong with the file, in words.
pub fn fetched(bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "The file is no text, so it is no scenario.".to_owned())?;
    let key = key(text).map_err(|e| format!("The file is no scenario that can be played. {e}"))?;
    Ok(Route::Play(PlayLink { scenario: key, ..PlayLink::default() }).to_string())
}

#[cfg(test)]
mod tests {
    use super::{Asked, fetched, key};

    #[test]
    fn the_origin_is_what_it_is_and_nothing_else_is_asked_for() {
        let asked = |address: &str| Asked::of(address, "https://example.org");
        assert_eq!(asked("https://example.org/week.json").origin, "example.org");
        assert!(asked("https://example.org/week.json").own && !asked("http://example.org/week.json").own);
        assert_eq!(asked("https://other.example:8080/a?b").origin, "other.example:8080");
        for bad in ["", "ftp://a/", "javascript:alert(1)", "https://", "https://you@evil.example/", "https://a\u{202e}b/"] {
            assert_eq!(asked(bad), Asked::default(), "{bad}");
        }
    }

    #[test]
    fn a_file_becomes_a_link_and_a_built_in_one_its_own() {
        let (id, text) = scenario::FIRST;
        assert_eq!(key(text).as_deref(), Ok(id));
        let changed = text.replace("The Monday call", "The Tuesday call");
        let fragment = fetched(changed.as_bytes()).expect("it can be played");
        assert!(fragment.starts_with("#/play/x.") && fragment.len() < 300, "{fragment}");
        assert!(fetched(b"{}").is_err_and(|e| e.contains("missing")));
        assert!(fetched(&[0xff]).is_err_and(|e| e.contains("no text")));
    }
}
