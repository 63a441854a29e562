//! Links, version 1: `#/play/monday-call?v=1&e=3f9a1c&seed=7&moves=call-back.room&n=2`.
//!
//! All state is in the fragment, so a link works from any folder of any static host.
//!
//! This reader is strict: a link of ours that was changed on its way is refused here, never opened as
//! another one, and what was done to it is undone by [`super::mend`], which loads later. A link ends
//! with how many moves it holds, so that one that was cut is known.
use json::is_id;
use std::fmt;

/// The version of links this program writes, and the newest it reads.
pub const VERSION: u32 = 1;
/// Longest fragment that is read, in bytes.
pub const LONGEST: usize = 64 * 1024;
/// The scenario that is meant where a link names none.
const FIRST: &str = "monday-call";
/// Most moves read from a link.
pub const MOST_MOVES: usize = 200;

/// Most changed assumptions read from a link.
pub const MOST_SET: usize = 100;

/// What a fragment asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum Route {
    Start,
    Data,
    /// Packages and embed code.
    Portal,
    /// The author's editor.
    Write,
    /// A class side by side: what stands behind the question mark.
    Class(String),
    /// A scenario that lies as a file at this address, as it stands in the link.
    From(String),
    Play(PlayLink),
    Debrief(PlayLink),
    /// Every path, with this one marked.
    Map(PlayLink),
    /// The assumptions, with this line replayed under them.
    Why(PlayLink),
}

/// A play: tens of bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlayLink {
    pub scenario: String,
    /// Six hex digits; `None` means the current edition.
    pub edition: Option<String>,
    /// `None`: the shell draws one.
    pub seed: Option<u32>,
    /// Move ids from the start.
    pub moves: Vec<String>,
    /// Shown is what the last move changed, not yet the next decision.
    pub after: bool,
    /// Styles are shown only in the debrief.
    pub blind: bool,
    /// Assumptions with other values than the scenario's: `set=optimism:1.3,mess:60`.
    pub set: Vec<(String, f64)>,
    /// People carried over from another week, as they stand in the link: `team=anna.120.-40.300`
    /// (see [`super::team`], which only the part of the program reads that can play such a week).
    pub team: String,
    /// Its end may be missing: it names an edition, as links made here do, and not how many moves it
    /// holds.
    pub cut: bool,
}

/// Why a link cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadLink {
    TooLong(usize),
    /// Made by a newer program.
    Version(String),
    Seed(String),
    Scenario(String),
    /// A key of ours with a value that cannot be read.
    Value(&'static str, String),
    /// How many moves it says it holds, and how many are there.
    Cut(usize, usize),
    /// It has something of a link of ours, and is none as it stands.
    Changed,
}

impl fmt::Display for BadLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadLink::TooLong(n) => {
                write!(f, "The link is {n} characters long; at most {LONGEST} can be read. It may have been pasted twice.")
            }
            BadLink::Version(v) => write!(
                f,
                "The link says v={v}, and this page reads links up to v={VERSION}. Reload the page to get its newest version, or ask for the link again."
            ),
            BadLink::Seed(text) => {
                write!(f, "The link says seed={text}; a seed is a whole number from 0 to 4294967295. Part of the link may be missing.")
            }
            BadLink::Scenario(id) => write!(f, "There is no scenario \u{201c}{id}\u{201d} here. The link may be cut off or misspelt."),
            BadLink::Value(key, value) => write!(
                f,
                "The link says {key}={value}, which cannot be read, so it is not opened. Part of it may be missing or changed: copy it again, whole, or ask for it again."
            ),
            BadLink::Cut(said, held) => write!(
                f,
                "The link was cut or changed on its way: it says that it holds {said} moves, and {held} are in it. Copy it again, whole, or ask for it again."
            ),
            BadLink::Changed => {
                f.write_str("This is no link that can be opened. It may have been changed on its way: copy it again, or ask for it again.")
            }
        }
    }
}

/// The words a fragment may begin with.
const SCREENS: [&str; 8] = ["play", "debrief", "map", "why", "class", "write", "portal", "data"];
/// The keys of a play.
const KEYS: [&str; 9] = ["v", "e", "seed", "moves", "show", "blind", "set", "team", "n"];

/// Reads a fragment, with or without its leading `#`. What the program does not know at all is
/// the start screen; unknown keys are ignored.
///
/// # Errors
/// [`BadLink`], in words for the one who opened it. A key of ours whose value cannot be read is one.
pub fn read(fragment: &str) -> Result<Route, BadLink> {
    if fragment.len() > LONGEST {
        return Err(BadLink::TooLong(fragment.len()));
    }
    let text = fragment.strip_prefix('#').unwrap_or(fragment);
    // WordPress appends a second fragment to whatever it embeds; `&#38;` is none.
    let whole = text;
    let text = text.split('#').next().unwrap_or("");
    if text.len() < whole.len() && text.ends_with(['&', ';']) {
        return Err(BadLink::Changed);
    }
    let Some(text) = text.strip_prefix('/') else { return unknown(whole) };
    let (path, query) = text.split_once('?').unwrap_or((text, ""));
    let (screen, scenario) = path.split_once('/').unwrap_or((path, ""));
    match screen {
        "data" => Ok(Route::Data),
        "portal" => Ok(Route::Portal),
        "write" => Ok(Route::Write),
        "class" => Ok(Route::Class(query.to_owned())),
        "play" if scenario.is_empty() => {
            let from = query.split('&').find_map(|pair| pair.strip_prefix("from=")).filter(|from| !from.is_empty());
            Ok(from.map_or(Route::Start, |from| Route::From(from.to_owned())))
        }
        "play" => Ok(Route::Play(play_link(scenario, query)?)),
        "debrief" if !scenario.is_empty() => Ok(Route::Debrief(play_link(scenario, query)?)),
        "map" | "why" => {
            // Without a scenario, the first built-in one is meant.
            let link = play_link(if scenario.is_empty() { FIRST } else { scenario }, query)?;
            Ok(if screen == "map" { Route::Map(link) } else { Route::Why(link) })
        }
        _ => unknown(whole),
    }
}

/// What begins with no word of ours: the start screen, unless a word of ours is in it, whatever stands
/// between its letters.
fn unknown(text: &str) -> Result<Route, BadLink> {
    let letters: String = text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if SCREENS.iter().any(|word| letters.as_bytes().windows(word.len()).any(|at| at == word.as_bytes())) {
        Err(BadLink::Changed)
    } else {
        Ok(Route::Start)
    }
}

/// Whether a fragment begins as ours do, with the name of a page: what follows may be damaged.
pub fn begins(fragment: &str) -> bool {
    let word = fragment.strip_prefix("#/").and_then(|text| text.split(['/', '?']).next());
    word.is_some_and(|word| SCREENS.contains(&word))
}

fn play_link(scenario: &str, query: &str) -> Result<PlayLink, BadLink> {
    let mut link = PlayLink { scenario: scenario.trim_end_matches('/').to_owned(), ..PlayLink::default() };
    if !is_id(&link.scenario) && !super::packed::is_packed(&link.scenario) {
        return Err(BadLink::Scenario(shown(&link.scenario)));
    }
    let mut count = None;
    // Mail programs are fond of turning & into &amp;.
    for pair in query.split('&').map(|p| p.strip_prefix("amp;").unwrap_or(p)) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let Some(ours) = KEYS.into_iter().find(|k| key.eq_ignore_ascii_case(k)) else {
            // Somebody else's key, unless it is one of ours with something before it.
            if key.bytes().any(|b| matches!(b, b'%' | b';' | b'#') || !b.is_ascii_graphic()) {
                return Err(BadLink::Changed);
            }
            continue;
        };
        let mut read = key == ours;
        match key {
            "v" => match value.parse::<u32>() {
                Ok(v) if (1..=VERSION).contains(&v) => {}
                _ => return Err(BadLink::Version(shown(value))),
            },
            "e" => {
                read = value.len() == 6 && value.bytes().all(|b| b.is_ascii_hexdigit());
                link.edition = Some(value.to_ascii_lowercase());
            }
            "seed" => link.seed = Some(value.parse().map_err(|_| BadLink::Seed(shown(value)))?),
            "moves" => {
                link.moves = value.split('.').filter(|_| !value.is_empty()).map(str::to_owned).collect();
                read = link.moves.len() <= MOST_MOVES && link.moves.iter().all(|id| is_id(id));
            }
            "show" => {
                link.after = true;
                read = value == "after";
            }
            "blind" => {
                link.blind = value == "1";
                read = link.blind || value == "0";
            }
            "set" => {
                let set: Option<Vec<_>> = value.split(',').map(changed).collect();
                read = set.as_ref().is_some_and(|s| s.len() <= MOST_SET);
                link.set = set.unwrap_or_default();
            }
            "team" => {
                // Who they are is read with the week; that it can be written again, here.
                read = value.bytes().all(|b| b.is_ascii_graphic());
                value.clone_into(&mut link.team);
            }
            "n" => {
                count = value.parse::<u32>().ok();
                read = count.is_some();
            }
            _ => {}
        }
        if !read {
            return Err(BadLink::Value(ours, shown(value)));
        }
    }
    match count {
        Some(n) if n as usize != link.moves.len() => return Err(BadLink::Cut(n as usize, link.moves.len())),
        None => link.cut = link.edition.is_some(),
        Some(_) => {}
    }
    link.after = link.after && !link.moves.is_empty();
    Ok(link)
}

/// An assumption's id and its value.
fn changed(text: &str) -> Option<(String, f64)> {
    let (id, value) = text.split_once(':')?;
    // Numbers are read as in JSON: the standard library's reader is 8 kB of the first download.
    let value = json::parse(value).ok()?.number().filter(|v| v.abs() <= 1e6)?;
    // As many decimals as are written, or the week would be another one after a reload.
    is_id(id).then(|| (shown(id), libm::round(value * 1000.0) / 1000.0))
}

/// A stranger's text, cut and cleaned for showing. What stands in a link of ours is plain letters, so
/// that nothing in an address can hide or turn what is beside it.
fn shown(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_graphic() { c } else { '?' };
    text.chars().filter(|c| !c.is_control()).take(60).map(plain).collect()
}

impl PlayLink {
    fn query(&self) -> String {
        let mut text = format!("v={VERSION}");
        if let Some(e) = &self.edition {
            text += &format!("&e={e}");
        }
        if let Some(seed) = self.seed {
            text += &format!("&seed={seed}");
        }
        if self.blind {
            text += "&blind=1";
        }
        if !self.set.is_empty() {
            let set: Vec<String> = self.set.iter().map(|(id, value)| format!("{id}:{}", json::number(*value))).collect();
            text += &format!("&set={}", set.join(","));
        }
        if !self.team.is_empty() {
            text += &format!("&team={}", self.team);
        }
        if !self.moves.is_empty() {
            text += &format!("&moves={}", self.moves.join("."));
        }
        if self.after {
            text += "&show=after";
        }
        // At the end, where what is cut goes first. Nothing is said for one that was cut already.
        if !self.cut && (self.edition.is_some() || !self.moves.is_empty()) {
            text += &format!("&n={}", self.moves.len());
        }
        text
    }
}

impl fmt::Display for Route {
    /// The fragment, with its leading `#`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Route::Start => f.write_str("#/"),
            Route::Data => f.write_str("#/data"),
            Route::Portal => f.write_str("#/portal"),
            Route::Write => f.write_str("#/write"),
            Route::Class(query) => write!(f, "#/class{}{query}", if query.is_empty() { "" } else { "?" }),
            Route::From(address) => write!(f, "#/play?from={address}"),
            Route::Play(link) => write!(f, "#/play/{}?{}", link.scenario, link.query()),
            Route::Debrief(link) => write!(f, "#/debrief/{}?{}", link.scenario, link.query()),
            Route::Map(link) => write!(f, "#/map/{}?{}", link.scenario, link.query()),
            Route::Why(link) => write!(f, "#/why/{}?{}", link.scenario, link.query()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BadLink, read};

    #[track_caller]
    fn check(fragment: &str, written: &str) {
        assert_eq!(read(fragment).map(|r| r.to_string()).as_deref(), Ok(written), "{fragment}");
    }

    #[test]
    fn links_come_back_as_they_were_written() {
        for link in [
            "#/",
            "#/data",
            "#/portal",
            "#/write",
            "#/class",
            "#/class?v=1&weeks=AQAB-_",
            "#/play?from=https%3A%2F%2Fexample.org%2Fweek.json",
            "#/play/x.AQAB-_?v=1&seed=7",
            "#/play/monday-call?v=1",
            "#/play/monday-call?v=1&e=3f9a1c&seed=7&moves=hedge.assign",
            "#/play/monday-call?v=1&seed=4294967295&moves=hedge&show=after&n=1",
            "#/play/monday-call?v=1&e=3f9a1c&seed=7&n=0",
            "#/debrief/monday-call?v=1&e=3f9a1c&seed=0&blind=1&moves=a.b&n=2",
            "#/map/monday-call?v=1&e=3f9a1c&seed=0&moves=a.b",
            "#/why/monday-call?v=1&seed=0&set=optimism:1.3,severe-collaborative:-0.05&moves=a.b&n=2",
            "#/play/one-came-back?v=1&seed=7&blind=1&set=optimism:1.3&team=michael.120.-40.300_anna.0.0.-5&moves=a.b&n=2",
        ] {
            check(link, link);
        }
    }

    #[test]
    fn links_survive_what_other_programs_do_to_them() {
        check("#/play/monday-call?seed=7#?secret=x", "#/play/monday-call?v=1&seed=7");
        check("#/play/monday-call?v=1&amp;seed=7", "#/play/monday-call?v=1&seed=7");
        check("#/play/monday-call/?seed=7&utm_source=mail", "#/play/monday-call?v=1&seed=7");
        check("#/play/monday-call?seed=7&moves=a.b", "#/play/monday-call?v=1&seed=7&moves=a.b&n=2");
        check("#/nothing/of/ours", "#/");
        check("#/portal/?utm_source=mail", "#/portal");
        check("#/why", "#/why/monday-call?v=1");
        check("#/why?set=optimism:1.50", "#/why/monday-call?v=1&set=optimism:1.5");
        check("#/why?set=optimism:1.88888888888", "#/why/monday-call?v=1&set=optimism:1.889");
        assert_eq!(read("#/why?set=optimism:1.88888888888"), read("#/why?set=optimism:1.889"));
        check("#section-2", "#/");
        check("", "#/");
        check("#/play/x?v=1&show=after", "#/play/x?v=1");
    }

    #[test]
    fn what_cannot_be_read_is_refused_in_words() {
        assert_eq!(read("#/play/x?v=2"), Err(BadLink::Version("2".into())));
        assert_eq!(read("#/play/x?v=0"), Err(BadLink::Version("0".into())));
        assert_eq!(read("#/play/x?seed=4294967296"), Err(BadLink::Seed("4294967296".into())));
        assert_eq!(read("#/play/x?seed=-1"), Err(BadLink::Seed("-1".into())));
        assert_eq!(read("#/play/<b>"), Err(BadLink::Scenario("<b>".into())));
        assert_eq!(read("#/play/\u{202e}evil\u{2066}"), Err(BadLink::Scenario("?evil?".into())));
        assert!(matches!(read(&format!("#/play/x?moves={}", "a.".repeat(40_000))), Err(BadLink::TooLong(_))));
        let value = |key: &'static str, value: &str| Err(BadLink::Value(key, value.into()));
        for (key, bad) in [
            ("blind", "1."),
            ("blind", "true"),
            ("moves", "a..b"),
            ("moves", "a.b."),
            ("moves", "A"),
            ("e", "3f9a1"),
            ("e", ""),
            ("show", "aft"),
            ("set", "x"),
            ("set", "a:1,y:"),
            ("set", "z:1e99"),
            ("set", "<b>:1"),
            ("n", "2."),
            ("n", ""),
        ] {
            assert_eq!(read(&format!("#/play/x?seed=7&{key}={bad}")), value(key, bad), "{key}={bad}");
        }
        assert_eq!(read("#/play/x?seed=7&moves=\u{202e}a\u{200b}"), value("moves", "?a?"));
        assert_eq!(read("#/play/x?seed=7&Blind=1"), value("blind", "1"));
        assert!(matches!(read("#/play/x?v=2"), Err(e) if e.to_string().contains("v=2")));
    }

    #[test]
    fn a_link_that_was_cut_is_known() {
        assert_eq!(read("#/play/x?seed=7&moves=a.b&n=3"), Err(BadLink::Cut(3, 2)));
        assert_eq!(read("#/play/x?seed=7&n=3"), Err(BadLink::Cut(3, 0)));
        assert_eq!(read("#/play/x?seed=7&moves=a.b&n=1"), Err(BadLink::Cut(1, 2)));
        let cut = |fragment: &str| matches!(read(fragment), Ok(super::Route::Play(link)) if link.cut);
        assert!(cut("#/play/x?v=1&e=3f9a1c&seed=7&moves=a.b") && cut("#/play/x?v=1&e=3f9a1c"));
        assert!(!cut("#/play/x?v=1&e=3f9a1c&seed=7&moves=a.b&n=2") && !cut("#/play/x?v=1&seed=7&moves=a.b"));
    }

    #[test]
    fn a_link_of_ours_that_was_changed_is_none_of_the_unknown() {
        for changed in [
            "#/Play/x?seed=7",
            "#%2Fplay%2Fx%3Fseed%3D7",
            "##/play/x?seed=7",
            "# /play/x?seed=7",
            "#/d\nebrief/x?seed=7",
            "#/play/x?v=1&#38;seed=7",
            "#/play/x?v=1&amp;amp;seed=7",
            "#/play/x?v=1& seed=7",
            "#/play/x?v%3D1%26seed%3D7",
            "#/debrief",
        ] {
            assert_eq!(read(changed), Err(BadLink::Changed), "{changed}");
        }
    }
}
