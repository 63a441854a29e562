//! Handing a class on: a link, a file that is read again, and what its address says.

use super::{Class, Group, Week, words};
use engine::class::Found;
use engine::paired::Measure;
use engine::score::percent;
use scenario::codec::link::{LONGEST, Route, VERSION};
pub use scenario::codec::packed::pack_text;
use scenario::codec::packed::{self, BadPack};

/// What the head of our file begins with.
pub const HEAD: &str = "name,link,";
/// What a spreadsheet takes for the beginning of a formula.
pub const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// What an address says of a class.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The weeks, packed; empty where none are.
    pub weeks: String,
    /// Which group is looked at.
    pub group: usize,
    /// What is shown of it; empty for all.
    pub show: String,
    /// Whether weeks that are not finished count.
    pub all: bool,
}

impl Asked {
    /// Reads an address's query.
    ///
    /// # Errors
    /// That it was made by a newer program, or holds what cannot be read, in words.
    pub fn of(query: &str) -> Result<Asked, String> {
        let mut asked = Asked::default();
        for pair in query.split('&').map(|p| p.strip_prefix("amp;").unwrap_or(p)) {
            match pair.split_once('=').unwrap_or((pair, "")) {
                ("v", v) if v.parse::<u32>().map_or(true, |v| v == 0 || v > VERSION) => {
                    return Err(format!(
                        "The link to this class says v={v}, and this page reads links up to v={VERSION}. Reload the page to get its newest version, or ask for the link again.",
                        v = super::names::plain(v).chars().take(20).collect::<String>()
                    ));
                }
                // What stands around an address in a sentence is none of the weeks.
                ("weeks", weeks) => {
                    asked.weeks = weeks.trim_end_matches(|c: char| !(c.is_ascii_alphanumeric() || "-_%".contains(c))).to_owned()
                }
                ("of", group) => asked.group = group.parse::<usize>().map_err(|_| unread("of", group))?.saturating_sub(1),
                ("show", show) if json::is_id(show) => asked.show = show.to_owned(),
                ("show", show) => return Err(unread("show", show)),
                ("all", all) => asked.all = all == "1",
                _ => {}
            }
        }
        Ok(asked)
    }

    /// The query that says it; empty where there is nothing to say.
    pub fn query(&self) -> String {
        if self.weeks.is_empty() && self.show.is_empty() && !self.all {
            return String::new();
        }
        let mut text = format!("v={VERSION}");
        if self.group > 0 {
            text += &format!("&of={}", self.group + 1);
        }
        if !self.show.is_empty() {
            text += &format!("&show={}", self.show);
        }
        if self.all {
            text += "&all=1";
        }
        if !self.weeks.is_empty() {
            text += &format!("&weeks={}", self.weeks);
        }
        text
    }
}

/// A key of the address whose value cannot be read.
fn unread(key: &str, value: &str) -> String {
    let value: String = super::names::plain(value).chars().take(20).collect();
    format!("The link to this class says {key}={value}, which cannot be read. Part of it may be missing or changed: copy it again, whole.")
}

/// A class as a text that is read again: a link a line, names before them where they are to go along.
/// Without names the weeks stand in the order of their luck and moves: not even the order of the
/// names goes along.
pub fn text(class: &Class, names: bool) -> String {
    let mut text = String::new();
    for group in &class.groups {
        let mut weeks: Vec<&Week> = group.all().collect();
        if !names {
            weeks.sort_by_key(|w| (w.seed, &w.path, w.end.is_none()));
        }
        for week in weeks {
            if names && !week.name.is_empty() {
                text += &format!("{}\t", week.name);
            }
            text += &format!("{}\n", Route::Play(week.link.clone()));
        }
    }
    text
}

/// The class packed, however long that is.
pub fn packed(class: &Class, names: bool) -> String {
    pack_text(&text(class, names))
}

/// The class packed for an address; `None` where it is too long for one.
pub fn pack(class: &Class, names: bool) -> Option<String> {
    Some(packed(class, names)).filter(|p| fits(p))
}

/// Whether a packed class fits an address.
pub fn fits(packed: &str) -> bool {
    packed.len() + 100 <= LONGEST
}

/// The text of a packed class.
///
/// # Errors
/// What is wrong with it, in words.
pub fn unpacked(weeks: &str) -> Result<String, String> {
    packed::unpack_text(weeks).map_err(|e| match e {
        BadPack::Newer(v) => format!(
            "The class in this link is packed in version {v}, which this page is too old to read. Reload the page to get its newest version."
        ),
        BadPack::TooLarge => "The class in this link is larger than a million characters, so it is not opened.".to_owned(),
        _ => "The class in this link is damaged: part of the link is missing or was changed. Some programs cut long links. Copy it again, whole, or ask for the file.".to_owned(),
    })
}

/// The class of an address.
///
/// # Errors
/// As [`unpacked`].
pub fn unpack(weeks: &str) -> Result<Class, String> {
    unpacked(weeks).map(|text| Class::of(&text))
}

/// A field of a CSV file: quoted where it must be, and guarded where a spreadsheet would take it for a formula.
fn field(text: &str) -> String {
    let text = if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_owned() };
    if text.contains([',', '"', '\n', '\r', ';']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A group as a table for a spreadsheet, which is read again by its links: a row a week, with what
/// it came to under its own luck, its averages over the lucks of the class, and its moves by scene.
/// `base` is the page's address without a fragment.
pub fn csv(group: &Group, found: Option<&Found>, names: bool, base: &str) -> String {
    let scenario = &group.loaded.scenario;
    let came = |s: usize| group.all().any(|w| w.path.iter().any(|m| m.0 as usize == s));
    let scenes: Vec<usize> = (0..scenario.scenes.len()).filter(|s| came(*s)).collect();
    // Spreadsheets take a file without this mark for one in the code page of their system.
    let mut out = format!("\u{feff}{HEAD}");
    out += "scenario,edition,seed,decisions,finished,on_time,finish,engagement,team_hours,score,directive,collaborative,";
    out += "mean_on_time,mean_engagement,mean_team_hours,mean_score";
    scenes.iter().for_each(|s| out += &format!(",{}", scenario.scenes[*s].id));
    out += "\r\n";
    let mut finished = 0;
    for week in group.all() {
        let means = found.filter(|_| week.end.is_some()).and_then(|f| f.weeks.get(finished));
        finished += usize::from(week.end.is_some());
        out += &row(group, week, names, base);
        for m in [Measure::OnTime, Measure::Engagement, Measure::Hours, Measure::Score] {
            out += &format!(",{}", means.map_or_else(String::new, |s| words::fixed(s.of(m), 3)));
        }
        for s in &scenes {
            let taken = week.path.iter().find(|m| m.0 as usize == *s);
            out += &format!(",{}", taken.map_or("", |m| scenario.scenes[*s].moves[m.1 as usize].id.as_str()));
        }
        out += "\r\n";
    }
    out
}

fn row(group: &Group, week: &Week, names: bool, base: &str) -> String {
    let name = if names { field(&week.name) } else { String::new() };
    let edition = week.link.edition.as_deref().unwrap_or(&group.loaded.edition);
    let mut out = format!(
        "{name},{},{},{edition},{},{}",
        field(&format!("{base}{}", Route::Play(week.link.clone()))),
        group.loaded.scenario.id,
        week.seed,
        week.path.len()
    );
    out += &match &week.end {
        Some(o) => format!(
            ",true,{},{},{},{},{}",
            o.on_time,
            field(&words::moment(o.finish)),
            words::fixed(percent(o.mean), 3),
            words::fixed(o.hours(), 3),
            words::fixed(o.score(), 3)
        ),
        None => ",false,,,,,".to_owned(),
    };
    out + &format!(",{},{}", week.styles.0, week.styles.1)
}

/// A made-up class, to see what the page shows: a dozen weeks by people who lean one way or the other.
pub fn example() -> String {
    use engine::luck::{Draw, Luck};
    let app = super::App::new(super::Kept::default());
    let (program, seeds) = (&app.loaded.program, [7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7, 7]);
    let mut text = String::new();
    for (i, seed) in seeds.into_iter().enumerate() {
        let (mut line, luck) = (engine::Line::new(program, seed), Luck::of_seed(1000 + i as u32));
        let lean = 0.15 + 0.7 * i as f64 / 11.0;
        while !line.state.over() {
            let scene = &program.scenes[line.state.scene as usize];
            let style = usize::from(luck.uniform(Draw::Style, line.steps.len() as u32) < lean);
            if line.play(program, scene.default[style] as usize).is_err() {
                break;
            }
        }
        text += &format!("{}\n", Route::Play(app.link(&line)));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Asked, csv, example, pack, text, unpack};
    use crate::class::{Class, tests::link};
    use engine::job::finish;
    use engine::model::Style;

    #[test]
    fn a_class_comes_back_from_its_link_and_its_file() {
        let lines = [format!("Anna {}", link(7, Style::Directive, &[], 99)), format!("=1+Ben {}", link(8, Style::Collaborative, &[3], 5))];
        let class = Class::of(&lines.join("\n"));
        let packed = pack(&class, true).expect("it is short");
        assert_eq!(unpack(&packed).map(|c| text(&c, true)), Ok(text(&class, true)));
        let bare = unpack(&pack(&class, false).expect("short")).expect("a class");
        assert!(bare.groups[0].weeks.iter().all(|w| w.name.is_empty()));
        let mut job = class.groups[0].job();
        finish(&mut job);
        let file = csv(&class.groups[0], job.found().as_ref(), true, "https://a.example/");
        assert!(file.lines().all(|l| l.matches(',').count() == file.lines().next().map_or(0, |h| h.matches(',').count())), "{file}");
        let again = Class::of(&file);
        assert_eq!((text(&again, true), again.bad), (text(&class, true), vec![]));
        assert!(unpack(&packed[..packed.len() - 6]).is_err_and(|e| e.contains("damaged")));
    }

    #[test]
    fn an_address_comes_back() {
        for query in ["", "v=1&weeks=AQAB", "v=1&of=2&show=splits&weeks=AQAB", "v=1&show=guide", "v=1&all=1&weeks=AQAB"] {
            assert_eq!(Asked::of(query).map(|a| a.query()).as_deref(), Ok(query));
        }
        assert!(Asked::of("v=2").is_err_and(|e| e.contains("v=2")));
        assert!(Asked::of("v=1&of=x").is_err_and(|e| e.contains("of=x")) && Asked::of("show=A.").is_err_and(|e| e.contains("show=A.")));
        assert_eq!(Asked::of("v=1&weeks=AQAB-_).").map(|a| a.weeks).as_deref(), Ok("AQAB-_"));
    }

    #[test]
    fn the_example_is_a_class() {
        let class = Class::of(&example());
        assert_eq!((class.weeks(), class.groups.len(), class.groups[0].finished().count()), (12, 1, 12));
    }

    #[test]
    fn five_hundred_weeks_fit_a_link() {
        let lines: String = (0..500u32)
            .map(|i| {
                let other: Vec<usize> = (0..13).filter(|d| i.wrapping_mul(2_654_435_761) >> d & 1 == 1).collect();
                link(i * 7919, Style::Directive, &other, 99) + "\n"
            })
            .collect();
        let packed = pack(&Class::of(&lines), false).expect("they fit");
        println!("500 weeks under 500 lucks: {} characters", packed.len());
    }
}
