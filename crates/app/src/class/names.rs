//! Whose week a link is: what chats, lists and spreadsheets write beside it, or on lines above it.
//!
//! A chat's export puts a name beside a time. Times are known by their digits, of any script, and by
//! the words that stand with them in the languages in which these programs write; all else is a name.

use unicode_normalization::UnicodeNormalization;

/// Longest name that is kept, in characters.
const LONGEST: usize = 60;
/// Most words of a name that stands on a line of its own.
const MOST_WORDS: usize = 6;

/// Words that stand with a time, in small letters.
const WITH_TIME: &[&str] = &[
    "am",
    "pm",
    "a",
    "p",
    "m",
    "uhr",
    "at",
    "um",
    "\u{e0}",
    "a las",
    "h",
    "today",
    "yesterday",
    "heute",
    "gestern",
    "hoy",
    "ayer",
    "aujourd\u{2019}hui",
    "aujourd'hui",
    "hier",
    "le",
    "on",
    "\u{627}\u{644}\u{64a}\u{648}\u{645}",
    "\u{623}\u{645}\u{633}",
    "\u{635}",
    "\u{645}",
    "\u{4e0a}\u{5348}",
    "\u{4e0b}\u{5348}",
    "\u{5348}\u{524d}",
    "\u{5348}\u{5f8c}",
    "\u{c624}\u{c804}",
    "\u{c624}\u{d6c4}",
    "\u{4eca}\u{5929}",
    "\u{6628}\u{5929}",
    "\u{4eca}\u{65e5}",
    "\u{6628}\u{65e5}",
    "\u{c624}\u{b298}",
    "\u{c5b4}\u{c81c}",
    "\u{51cc}\u{6668}",
    "\u{65e9}\u{4e0a}",
    "\u{4e2d}\u{5348}",
    "\u{665a}\u{4e0a}",
    "edited",
    "bearbeitet",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lunes",
    "martes",
];
/// Months as chats write them behind a name, by how they begin.
const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "m\u{e4}r", "apr", "may", "mai", "jun", "jul", "aug", "sep", "oct", "okt", "nov", "dec", "dez", "ene", "ago",
    "dic", "d\u{e9}c",
];
/// Signs of Chinese, Japanese and Korean dates and times, glued to their numbers.
const UNITS: &[char] = &[
    '\u{5e74}', '\u{6708}', '\u{65e5}', '\u{65f6}', '\u{6642}', '\u{5206}', '\u{79d2}', '\u{b144}', '\u{c6d4}', '\u{c77c}', '\u{c2dc}',
    '\u{bd84}',
];
/// What Zoom writes around the one who wrote: before, and before whom it was written to.
const FROM_TO: &[(&str, &str)] = &[
    ("From ", " to "),
    ("From ", " To "),
    ("Von ", " an "),
    ("De ", " a "),
    ("De ", " \u{e0} "),
    ("Da ", " a "),
    ("De ", " para "),
    ("\u{6765}\u{81ea} ", " \u{5230} "),
];

/// Marks around names and between them and times.
fn mark(c: char) -> bool {
    const AROUND: &str = ",;:|\"'<>()[]{}-*=#\u{b7}\u{ff1a}\u{ff0c}\u{60c}\u{3001}\u{ff08}\u{ff09}\u{3010}\u{3011}";
    c.is_whitespace() || AROUND.contains(c) || matches!(c, '\u{2010}'..='\u{2027}')
}

/// A stranger's text without what cannot be seen, but for the joiners that names are written with.
pub fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
    };
    text.chars().map(|c| if c == '\t' { ' ' } else { c }).filter(|c| !hidden(*c)).collect()
}

/// A name that is known to be one, cut and cleaned for showing.
pub fn called(text: &str) -> String {
    plain(text.trim()).chars().take(LONGEST).collect::<String>().trim().to_owned()
}

/// The form in which names are compared: however a program composes its letters, one name is one.
pub fn compared(name: &str) -> String {
    name.nfkc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a word says about time.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    /// Of a name, or any other.
    Other,
    /// Marks alone.
    Marks,
    /// A number, as in lists and dates.
    Number,
    /// With hours and minutes.
    Clock,
    /// Stands with a time.
    With,
}

fn kind(word: &str) -> Word {
    let core = word.trim_matches(mark);
    if core.is_empty() {
        return Word::Marks;
    }
    let lower = core.to_lowercase();
    let lower = lower.trim_matches('.');
    if WITH_TIME.contains(&lower) || ["a.m", "p.m"].contains(&lower) {
        return Word::With;
    }
    // 上午10:12 and 10:12AM are one word.
    let glued = WITH_TIME
        .iter()
        .filter(|w| w.chars().count() > 1)
        .find_map(|w| lower.strip_prefix(*w).or_else(|| lower.strip_suffix(*w)).filter(|rest| rest.contains(char::is_numeric)));
    let rest = glued.unwrap_or(lower);
    let digit = |c: char| c.is_numeric() && !c.is_alphabetic();
    let dated = |c: char| digit(c) || UNITS.contains(&c) || mark(c) || matches!(c, '.' | ':' | '/' | ',' | 'h' | 't' | 'z');
    if !rest.contains(digit) || rest.starts_with('+') || !rest.chars().all(dated) {
        return Word::Other;
    }
    // Hours and minutes: 10:12, 10.12, 10h12, 10\u{65f6}12.
    let parts: Vec<&str> = rest.split(|c: char| !digit(c)).collect();
    let clock = rest.contains([':', 'h', '\u{ff1a}', '\u{65f6}', '\u{6642}', '\u{c2dc}']) && parts.len() > 1;
    if clock { Word::Clock } else { Word::Number }
}

/// The words of a text without the time, date or number of a list that it begins with, and whether that
/// was a time.
fn timeless(text: &str) -> (Vec<&str>, bool) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let kinds: Vec<Word> = words.iter().map(|w| kind(w)).collect();
    let run = kinds.iter().take_while(|k| **k != Word::Other).count();
    let timed = kinds[..run].contains(&Word::Clock);
    let numbered = timed || kinds[..run].contains(&Word::Number);
    // Without a number, a word such as \u{201c}May\u{201d} or \u{201c}Hoy\u{201d} is a name.
    let cut = if numbered { run } else { kinds.iter().take_while(|k| **k == Word::Marks).count() };
    (words[cut..].to_vec(), timed)
}

/// Takes Zoom's \u{201c}From … to Everyone\u{201d} from around a name.
fn unaddressed(text: &str) -> &str {
    let found = FROM_TO.iter().find_map(|(from, to)| text.strip_prefix(from)?.split_once(to).map(|t| t.0));
    found.or_else(|| text.strip_prefix("From ")).unwrap_or(text)
}

/// The name that stands before a link: without the time and the marks that chats, lists and
/// spreadsheets put there.
pub fn name(before: &str) -> String {
    let text = plain(before);
    // A spreadsheet's guard against formulas.
    let text = text.trim().trim_start_matches('\u{27}');
    let text = bracketed(text).map_or(text, |(_, rest)| rest);
    let (words, timed) = timeless(text);
    if words.is_empty() {
        // A number alone may be what a learner is known by.
        let number = text.trim_matches(mark);
        let plain = !number.is_empty() && number.len() <= 12 && number.bytes().all(|b| b.is_ascii_digit());
        return if plain { number.to_owned() } else { String::new() };
    }
    let rest = words.join(" ");
    let rest = if timed { unaddressed(&rest) } else { &rest };
    // What somebody wrote beside the link is no part of the name.
    let rest = rest.split(": ").next().unwrap_or("");
    let rest = rest.split(" [").next().unwrap_or("").trim_matches(mark);
    called(rest)
}

/// A time in brackets that a text begins with, and what follows it.
fn bracketed(text: &str) -> Option<(&str, &str)> {
    let (inside, rest) = text.strip_prefix('[')?.split_once(']')?;
    is_time(inside).then_some((inside, rest))
}

/// Whether a text is a time and nothing else: `10:12 AM`, `Today at 10:12`, `Nov 24, 2026 10:12`.
pub fn is_time(text: &str) -> bool {
    let text = plain(text);
    let words = || text.split_whitespace();
    let month = |w: &str| {
        let core = w.trim_matches(mark).trim_end_matches('.').to_lowercase();
        core.chars().count() <= 4 && MONTHS.iter().any(|m| core.starts_with(*m))
    };
    words().any(|w| kind(w) == Word::Clock) && words().all(|w| kind(w) != Word::Other || month(w))
}

/// Whether a text may be a name on a line of its own.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let sentence = text.ends_with(['.', '?', '!', ';', ':', ',']) || text.contains("http") || text.contains("#/");
    (1..=MOST_WORDS).contains(&words) && text.chars().count() <= LONGEST && !sentence && text.chars().any(char::is_alphabetic)
}

/// A line without a link that says who wrote what stands below it, in the forms of chat programs: a name
/// beside a time, or above one (`next`). The name, and how many lines it takes.
pub fn header(line: &str, next: Option<&str>) -> Option<(String, usize)> {
    let text = plain(line);
    let text = text.trim();
    let edge = |c: char| c.is_whitespace() || matches!(c, ':' | '\u{ff1a}' | ',' | '|' | '-' | '\u{2010}'..='\u{2015}' | '\u{2022}');
    let found = |name: &str, lines| Some((called(name.trim_matches(edge)), lines)).filter(|f| is_name(&f.0));
    // Teams: [10:12] Anna Huber. WhatsApp, where the link stands below: [24.11.26, 10:12:33] Anna: here it is
    if let Some((_, rest)) = bracketed(text) {
        return found(unaddressed(rest.trim()).split(": ").next().unwrap_or(""), 1);
    }
    // Zoom: 10:12:33 From Anna Huber to Everyone:
    let (words, timed) = timeless(text);
    if timed && !words.is_empty() {
        let rest = words.join(" ") + " ";
        return rest.split_once(": ").or_else(|| rest.split_once("\u{ff1a} ")).and_then(|(name, _)| found(unaddressed(name), 1));
    }
    // Zoom: Anna Huber to Everyone (10:12 AM). Discord: Anna — Today at 10:12. Slack: Anna  10:12 AM, Anna [10:12].
    for (at, c) in text.char_indices() {
        let (name, rest) = (&text[..at], &text[at..]);
        let wide = rest.starts_with("  ") || rest.starts_with('\u{a0}');
        let cut = matches!(c, '(' | '[' | '\u{2014}' | '\u{2013}') || wide || c.is_whitespace() && capitals(name);
        if cut && at > 0 && is_time(rest) {
            let whom = [" to ", " an ", " \u{e0} ", " a "].iter().filter(|_| c == '(').find_map(|to| name.split_once(*to).map(|n| n.0));
            return found(whom.unwrap_or(name), 1);
        }
    }
    let above = next.is_some_and(is_time) && !is_time(text);
    if above { found(text, 2) } else { None }
}

/// Whether each word of a text may be one of a name: none begins with a small letter.
fn capitals(text: &str) -> bool {
    let words = || text.split_whitespace();
    (1..=4).contains(&words().count()) && words().all(|w| w.chars().next().is_some_and(|c| !c.is_lowercase() && !c.is_numeric()))
}

#[cfg(test)]
mod tests {
    use super::{compared, header, is_time, name, plain};

    #[test]
    fn names_are_what_is_left() {
        for (text, of) in [
            ("", ""),
            (" - ", ""),
            ("'=Li+1 ", "Li+1"),
            ("Dr. Li,", "Dr. Li"),
            ("\u{5d0}\u{5d1}: ", "\u{5d0}\u{5d1}"),
            ("1042 ", "1042"),
            ("3. Anna \u{2013} ", "Anna"),
            ("May Hoy: ", "May Hoy"),
            // Zoom's saved chat.
            ("10:12:33\t From Anna Huber to Everyone : ", "Anna Huber"),
            ("10:12:33 From Anna to Ben(Direct Message):", "Anna"),
            ("10:12:33 Von Anna Huber an Alle: ", "Anna Huber"),
            ("2026-11-24 10:12:33 From  Anna : ", "Anna"),
            // Google Meet's.
            ("00:01:22.000,00:01:25.000 Anna: ", "Anna"),
        ] {
            assert_eq!(name(text), of, "{text:?}");
        }
    }

    /// WhatsApp's exports, as Android and iPhones write them.
    #[test]
    fn the_times_of_eight_languages_are_no_names() {
        for (before, of) in [
            ("24/11/2026, 10:12 - Anna: ", "Anna"),
            ("11/24/26, 10:12\u{202f}AM - Anna Huber: ", "Anna Huber"),
            ("\u{200e}[11/24/26, 10:12:33\u{202f}AM] Anna: \u{200e}", "Anna"),
            ("24.11.26, 10:12 - Anna: hier ist sie ", "Anna"),
            ("[24.11.26, 10:12:33] Anna: ", "Anna"),
            ("24/11/26, 10:12 a.\u{a0}m. - Ana Mar\u{ed}a: ", "Ana Mar\u{ed}a"),
            ("24/11/2026 \u{e0} 10:12 - Andr\u{e9}\u{a0}: ", "Andr\u{e9}"),
            ("[24/11/2026 10:12:33] Andr\u{e9} : ", "Andr\u{e9}"),
            (
                "\u{200f}\u{662}\u{664}\u{200f}/\u{661}\u{661}\u{200f}/\u{662}\u{660}\u{662}\u{666}\u{60c} \u{661}\u{660}:\u{661}\u{662} \u{635} - \u{645}\u{646}\u{649}: ",
                "\u{645}\u{646}\u{649}",
            ),
            ("2026/11/24 \u{4e0a}\u{5348}10:12 - \u{738b}\u{5c0f}\u{660e}: ", "\u{738b}\u{5c0f}\u{660e}"),
            ("[2026/11/24 \u{4e0b}\u{5348}10:12:33] \u{738b}\u{5c0f}\u{660e}\u{ff1a} ", "\u{738b}\u{5c0f}\u{660e}"),
            ("2026\u{5e74}11\u{6708}24\u{65e5} 10:12 - \u{5c71}\u{7530}: ", "\u{5c71}\u{7530}"),
            ("2026/11/24 10:12 - \u{5c71}\u{7530} \u{82b1}\u{5b50}: ", "\u{5c71}\u{7530} \u{82b1}\u{5b50}"),
            ("2026\u{b144} 11\u{c6d4} 24\u{c77c} \u{c624}\u{c804} 10:12, \u{ae40}\u{cca0}\u{c218} : ", "\u{ae40}\u{cca0}\u{c218}"),
            ("[2026. 11. 24. \u{c624}\u{d6c4} 10:12:33] \u{ae40}\u{cca0}\u{c218}: ", "\u{ae40}\u{cca0}\u{c218}"),
            ("24.11.26, 10:12 - +49 170 1234567: ", "+49 170 1234567"),
        ] {
            assert_eq!(name(before), of, "{before:?}");
        }
    }

    #[test]
    fn joiners_emoji_and_wide_colons_stay_in_names() {
        for of in [
            "\u{1f98a} Anna",
            "Anna \u{1f469}\u{200d}\u{1f4bb}",
            "\u{646}\u{6cc}\u{644}\u{200c}\u{648}\u{641}\u{631}",
            "\u{738b}\u{ff1a}\u{4e09}",
            "\u{915}\u{94d}\u{200d}\u{937}",
        ] {
            assert_eq!(name(&format!("{of}: ")), of);
            assert_eq!(name(&format!("[24.11.26, 10:12] {of}: ")), of);
        }
        assert_eq!(plain("a\u{200b}\u{202e}b"), "ab");
        assert_eq!(compared("Andre\u{301}  B"), compared("Andr\u{e9} B"));
        assert_eq!(compared("\u{ff21}nna"), "Anna");
    }

    #[test]
    fn a_name_beside_a_time_names_what_is_below_it() {
        for (line, next, of, lines) in [
            // Teams, the old program and the new one, and as it is copied out of the browser.
            ("[10:12] Anna Huber", None, "Anna Huber", 1),
            ("[24.11. 10:12] Huber, Anna (Extern)", None, "Huber, Anna (Extern)", 1),
            ("[Yesterday 10:12 AM] Anna", None, "Anna", 1),
            ("Anna Huber", Some("10:12 AM"), "Anna Huber", 2),
            // Slack, in both its forms.
            ("Anna Huber", Some("  10:12 AM"), "Anna Huber", 2),
            ("anna.huber  10:12 AM", None, "anna.huber", 1),
            ("Anna Huber [10:12 AM]", None, "Anna Huber", 1),
            // Discord.
            ("anna \u{2014} Today at 10:12 AM", None, "anna", 1),
            ("Anna \u{1f98a} \u{2014} 11/24/2026 10:12 AM", None, "Anna \u{1f98a}", 1),
            ("anna", Some(" \u{2014} Yesterday at 10:12"), "anna", 2),
            // Meet.
            ("Anna Huber 10:12 AM", None, "Anna Huber", 1),
            ("\u{738b}\u{5c0f}\u{660e}", Some("\u{4e0a}\u{5348}10:12"), "\u{738b}\u{5c0f}\u{660e}", 2),
            // Zoom, saved and copied.
            ("10:12:33 From Anna Huber to Everyone:", None, "Anna Huber", 1),
            ("2026-11-24 10:12:33 From Anna to Ben (direct message):", None, "Anna", 1),
            ("10:12:33 Von Anna an Alle:", None, "Anna", 1),
            // WhatsApp, where the link stands on a line of its own.
            ("24.11.26, 10:12 - Anna: hier ist sie", None, "Anna", 1),
            ("[24.11.26, 10:12:33] Anna: hier", None, "Anna", 1),
            ("Anna Huber to Everyone (10:12 AM)", None, "Anna Huber", 1),
            ("Anna \u{2013} Nov 24, 2026, 10:12 AM", None, "Anna", 1),
        ] {
            assert_eq!(header(line, next), Some((of.to_owned(), lines)), "{line:?}");
        }
        for line in [
            "hello",
            "see you at 10:12",
            "10:12",
            "It is 10:12 now.",
            "Anna",
            "[12] {\"a\": 1}",
            "We met on Monday at 10:12 in the hall",
            "",
        ] {
            assert_eq!(header(line, None), None, "{line:?}");
        }
        assert!(is_time("  10:12\u{202f}AM ") && is_time("heute um 10:12 Uhr") && !is_time("Anna 10:12") && !is_time("12"));
    }
}
