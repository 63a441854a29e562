//! Figures and moments in words.

use engine::model::{Scenario, Time};
pub use json::{fixed, number};

/// The days of a week.
pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A piece of text, stressed or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    pub stressed: bool,
}

/// Plain text with `*emphasis*` as spans.
pub fn spans(text: &str) -> Vec<Span> {
    let pieces: Vec<&str> = text.split('*').collect();
    // An odd asterisk is an asterisk.
    if pieces.len().is_multiple_of(2) {
        return vec![Span { text: text.to_owned(), stressed: false }];
    }
    let spans = pieces.iter().enumerate().map(|(i, t)| Span { text: (*t).to_owned(), stressed: i % 2 == 1 });
    spans.filter(|s| !s.text.is_empty()).collect()
}

/// A text of the scenario's within a sentence of ours: where it is read from the right, it is set
/// apart, so that what stands around it stays in its place.
pub fn within(text: &str) -> String {
    let from_the_right =
        |c: char| matches!(u32::from(c), 0x590..=0x8FF | 0xFB1D..=0xFDFF | 0xFE70..=0xFEFE | 0x10800..=0x10FFF | 0x1E800..=0x1EFFF);
    if text.contains(from_the_right) { format!("\u{2068}{text}\u{2069}") } else { text.to_owned() }
}

/// The name of the day: `Monday`; after the first Sunday, `next Monday`.
pub fn day(time: u32) -> String {
    let day = Time(time).day();
    let name = DAYS[(day % 7) as usize];
    if day < 7 { name.to_owned() } else { format!("next {name}") }
}

/// Whether the deadline was made: `On the truck`, `Missed the truck`.
pub fn verdict(scenario: &Scenario, made: bool) -> String {
    match (scenario.leaves.as_deref().map(within), made) {
        (Some(what), true) => format!("On the {what}"),
        (Some(what), false) => format!("Missed the {what}"),
        (None, true) => "In time".to_owned(),
        (None, false) => "Too late".to_owned(),
    }
}

/// The same as what has happened by then: `The truck has left with the shipment`.
pub fn decided(scenario: &Scenario, made: bool) -> String {
    let goods = within(scenario.goods());
    match scenario.leaves.as_deref().map(within) {
        Some(what) => format!("The {what} has left {} the {goods}", if made { "with" } else { "without" }),
        None => format!("The {goods} was {}ready in time", if made { "" } else { "not " }),
    }
}

/// `Friday 14:05`; `never` for a shipment that was never ready.
pub fn moment(time: u32) -> String {
    if time == 0 || time == u32::MAX { "never".to_owned() } else { format!("{} {}", day(time), Time(time).clock()) }
}

/// The moment with its preposition: `on Friday 14:05`, `next Monday 09:05`.
pub fn on(time: u32) -> String {
    let text = moment(time);
    if text.starts_with("next ") { text } else { format!("on {text}") }
}

/// A moment in working minutes (9 to 17, Monday to Friday) since Monday 00:00: `Fri 14:00`, in
/// whichever week.
pub fn working(at: u32) -> String {
    short(at / 480 % 5 * engine::model::time::DAY + 540 + at % 480)
}

/// A share as a percentage: `87%`.
pub fn share(x: f64) -> String {
    format!("{}%", libm::round(x * 100.0) as i64)
}

/// A number with its sign: `+3.1`, `\u{2212}2`; nought has none.
pub fn signed(x: f64, decimals: u32) -> String {
    let text = fixed(x, decimals);
    let nought = !text.contains(|c: char| c.is_ascii_digit() && c != '0');
    match (nought, text.strip_prefix('-')) {
        (true, _) => text.trim_start_matches('-').to_owned(),
        (false, Some(rest)) => format!("\u{2212}{rest}"),
        (false, None) => format!("+{text}"),
    }
}

/// `1,000`
pub fn thousands(n: u32) -> String {
    if n < 1000 { n.to_string() } else { format!("{},{:03}", n / 1000, n % 1000) }
}

/// A sentence about the reader's week, told of somebody else's.
pub fn of_another(text: &str) -> String {
    let pairs = [
        ("Your way", "This way"),
        ("Played your way", "Played this way"),
        ("played your way", "played this way"),
        ("Between your way", "Between this way"),
        (" your way", " this way"),
        ("; yours, ", "; this one, "),
        ("Yours:", "This one:"),
        ("In your week", "In this week"),
        ("with your move", "with the move taken"),
        ("your move", "the move taken"),
        ("Yours ", "The move taken "),
        ("yours would be", "the move taken would be"),
        ("other weeks yours does", "other weeks the move taken does"),
        ("you were lucky", "this was luck"),
        ("you were unlucky", "this was bad luck"),
    ];
    pairs.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Minutes as `2 h 15 min`.
pub fn minutes(n: u32) -> String {
    match (n / 60, n % 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

/// Minutes as hours with one decimal: `92.4`.
pub fn hours(minutes: u32) -> String {
    fixed(f64::from(minutes) / 60.0, 1)
}

/// `Fri 14:05`; after the first Sunday `next Mon 09:05`.
pub fn short(time: u32) -> String {
    if time == 0 || time == u32::MAX {
        return "never".to_owned();
    }
    let name: String = DAYS[(Time(time).day() % 7) as usize].chars().take(3).collect();
    let next = if Time(time).day() < 7 { "" } else { "next " };
    format!("{next}{name} {}", Time(time).clock())
}

/// A word for engagement of 0 to 100 (50 is an ordinary week).
pub fn engagement(percent: f64) -> &'static str {
    ["low", "flat", "steady", "keen", "thriving"][usize::from(mood(percent)) - 1]
}

/// The mood of an ordinary week ([`mood`]).
pub const STEADY: u8 = 3;

/// The number of that word, 1 to 5: a portrait has an expression for each.
pub fn mood(percent: f64) -> u8 {
    1 + [25.0, 42.0, 58.0, 75.0].into_iter().filter(|from| percent >= *from).count() as u8
}

/// Thousandths of a deviation as `+0.12`.
pub fn deviations(thousandths: i32) -> String {
    let text = fixed(f64::from(thousandths) / 1000.0, 2);
    if thousandths > 0 { format!("+{text}") } else { text.replace('-', "\u{2212}") }
}

/// `ready Fri 09:30 to Fri 16:10`, or one moment where both are the same.
pub fn span(early: u32, late: u32) -> String {
    if early == late { format!("ready {}", short(early)) } else { format!("ready {} to {}", short(early), short(late)) }
}

/// A number with a word: `1 decision`, `2 decisions`.
pub fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// `a, b and c`.
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// A label in quotation marks, without its full stop; one that is quoted already stays as it is.
pub fn quoted(label: &str) -> String {
    let text = label.trim().replace('*', "");
    if text.starts_with('\u{201c}') {
        return text;
    }
    format!("\u{201c}{}\u{201d}", within(text.strip_suffix('.').unwrap_or(&text)))
}

/// A value with its unit: `635 min`.
pub fn figure(value: f64, unit: &str) -> String {
    format!("{} {unit}", number(value)).replace('-', "\u{2212}")
}

/// "one decision", "3 decisions".
pub fn decisions(count: usize) -> String {
    if count == 1 { "one decision".to_owned() } else { format!("{count} decisions") }
}

/// What is said once a link was to be put on the clipboard.
pub fn copied(worked: bool) -> &'static str {
    if worked { "Copied." } else { "The browser does not let us copy: select the link and copy it yourself." }
}

#[cfg(test)]
mod tests {
    use super::{deviations, fixed, list, minutes, moment, number, on, short, spans, within};

    #[test]
    fn emphasis_is_found_and_a_lone_asterisk_is_left() {
        let texts = |t| spans(t).into_iter().map(|s| (s.text, s.stressed)).collect::<Vec<_>>();
        assert_eq!(texts("a *b* c"), [("a ".into(), false), ("b".into(), true), (" c".into(), false)]);
        assert_eq!(texts("2 * 3"), [("2 * 3".into(), false)]);
    }

    #[test]
    fn words_for_figures() {
        assert_eq!([fixed(0.0, 0), fixed(1.25, 1), fixed(-0.0004, 3), fixed(-1.5, 3)], ["0", "1.3", "0.000", "-1.500"]);
        assert_eq!([number(0.37), number(150.0), number(0.016)], ["0.37", "150", "0.016"]);
        assert_eq!([deviations(120), deviations(-62), deviations(0)], ["+0.12", "\u{2212}0.06", "0.00"]);
        assert_eq!([short(4 * 1440 + 845), short(7 * 1440 + 545)], ["Fri 14:05", "next Mon 09:05"]);
        assert_eq!([on(4 * 1440 + 845), on(7 * 1440 + 545)], ["on Friday 14:05", "next Monday 09:05"]);
        assert_eq!(minutes(135), "2 h 15 min");
        assert_eq!(moment(4 * 1440 + 845), "Friday 14:05");
        assert_eq!(moment(7 * 1440 + 545), "next Monday 09:05");
        assert_eq!([within("Anna"), within("\u{5d3}\u{5e0}\u{5d4}")], ["Anna", "\u{2068}\u{5d3}\u{5e0}\u{5d4}\u{2069}"]);
        assert_eq!(list(&["a".into(), "b".into(), "c".into()]), "a, b and c");
    }
}
