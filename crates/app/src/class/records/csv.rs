//! Downloads with a row for each decision, as spreadsheets leave them: with semicolons or tabs
//! for commas, quoted cells, columns moved or added, rows sorted by something else.

use super::super::found::{Bad, Found, Read};
use super::{MOST_MOVES, name, scenario};
use json::is_id;
use scenario::codec::PlayLink;
use std::collections::BTreeSet;

/// What a column may be called that says who played; the first of them counts.
const NAMES: [&str; 6] = ["name", "learner", "player", "participant", "person", "who"];
/// A cell with line breaks goes over so many lines at most.
const LONGEST_CELL: usize = 50;

/// Which column is which.
struct Columns {
    cut: char,
    scenario: usize,
    edition: Option<usize>,
    seed: usize,
    decision: usize,
    mv: usize,
    name: Option<usize>,
}

/// A row of a week.
struct Row {
    line: u32,
    text: String,
    name: String,
    scenario: String,
    edition: Option<String>,
    seed: u32,
    decision: u32,
    mv: String,
}

/// Whether a line is the header of a download with a row for each decision.
pub fn is_csv_head(line: &str) -> bool {
    columns(line).is_some()
}

fn columns(line: &str) -> Option<Columns> {
    let count = |c: &char| (line.matches(*c).count(), *c == ',');
    let cut = [',', ';', '\t'].into_iter().max_by_key(count)?;
    let heads: Vec<String> = cells(line.trim_start_matches('\u{feff}'), cut)?.iter().map(|c| c.trim().to_ascii_lowercase()).collect();
    let find = |name: &str| heads.iter().position(|h| h == name);
    Some(Columns {
        cut,
        scenario: find("scenario")?,
        edition: find("edition"),
        seed: find("seed")?,
        decision: find("decision")?,
        mv: find("move")?,
        name: NAMES.into_iter().find_map(find),
    })
}

/// The cells of a row; `None` where a quoted one is not closed.
pub fn cells(text: &str, cut: char) -> Option<Vec<String>> {
    let (mut rows, open) = json::table::rows(text, cut);
    rows.pop().filter(|_| !open).map(|row| row.1)
}

/// Rows with the numbers of their lines; a cell with line breaks joins several lines.
fn rows(lines: &[&str], first: u32, cut: char) -> Vec<(u32, String, Vec<String>)> {
    let (mut out, mut i) = (Vec::new(), 0);
    while i < lines.len() {
        let more = lines.len().min(i + LONGEST_CELL);
        let joined = (i + 1..=more).find_map(|end| {
            let text = lines[i..end].join("\n");
            cells(&text, cut).map(|cells| (end, text, cells))
        });
        let (end, text, cells) = joined.unwrap_or_else(|| {
            let cells = lines[i].split(cut).map(|c| c.trim_matches('"').to_owned()).collect();
            (i + 1, lines[i].to_owned(), cells)
        });
        out.push((first + i as u32, text, cells));
        i = end;
    }
    out
}

/// A whole number as spreadsheets write it.
fn whole(text: &str) -> Option<u32> {
    let text = text.trim();
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    (!text.starts_with('+')).then(|| text.parse().ok()).flatten()
}

/// An edition, where one is named; a spreadsheet takes noughts away from the front of one that looks like
/// a number. One that it made a number of (`1e0005` becomes `1.00E+05`) could be any: it is refused.
fn edition(text: &str) -> Result<Option<String>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    super::edition(&if digits { format!("{text:0>6}") } else { text.to_owned() }).map(Some).ok_or_else(|| {
        let shown: String = text.chars().take(30).collect();
        format!("The edition is \u{201c}{shown}\u{201d}, which is not six letters and digits. A spreadsheet may have taken it for a number: set the column to text before you open the download, or paste the download itself.")
    })
}

/// Reads a block of lines that begins with a header ([`is_csv_head`]). `first` is the number of its
/// first line. A week is one scenario, edition, seed and name; where its decisions come twice, one
/// after the other, they are two weeks.
pub fn csv(lines: &[&str], first: u32) -> Read {
    let mut read = Read::default();
    let Some(columns) = lines.first().and_then(|l| columns(l)) else {
        read.bad.push(Bad::new(
            first,
            lines.first().unwrap_or(&""),
            "A table of weeks begins with its header: scenario, edition, seed, decision.",
        ));
        return read;
    };
    let mut weeks: Vec<Vec<Row>> = Vec::new();
    for (line, text, cells) in rows(&lines[1..], first + 1, columns.cut) {
        if cells.iter().all(|c| c.trim().is_empty()) {
            continue;
        }
        match row(&columns, line, &text, &cells) {
            Ok(row) => {
                let same = |w: &&mut Vec<Row>| w.first().is_some_and(|r| r.same(&row));
                match weeks.iter_mut().find(same) {
                    Some(week) => week.push(row),
                    None => weeks.push(vec![row]),
                }
            }
            Err(why) => read.bad.push(Bad::new(line, &text, why)),
        }
    }
    if weeks.is_empty() && read.bad.is_empty() {
        read.bad.push(Bad::new(first, lines[0], "There is no row below this header."));
    }
    for week in weeks {
        match apart(week) {
            Ok(weeks) => weeks.into_iter().for_each(|week| take(&mut read, week)),
            Err(rows) => read.bad.extend(rows.first().map(|row| {
                let why = "Rows of two weeks with the same scenario and seed are mixed here. Add a column \u{201c}name\u{201d}, or paste each week by itself.";
                Bad::new(row.line, &row.text, why)
            })),
        }
    }
    read.found.sort_by_key(|f| f.line);
    read.bad.sort_by_key(|b| b.line);
    read
}

fn row(columns: &Columns, line: u32, text: &str, cells: &[String]) -> Result<Row, String> {
    let cell = |at: usize| cells.get(at).map_or("", |c| c.trim());
    let shown = |at: usize| cell(at).chars().take(30).collect::<String>();
    let scenario =
        scenario(cell(columns.scenario)).ok_or_else(|| format!("\u{201c}{}\u{201d} is no id of a scenario.", shown(columns.scenario)))?;
    let seed = whole(cell(columns.seed)).ok_or_else(|| {
        format!(
            "The seed is \u{201c}{}\u{201d}, which is no whole number. A spreadsheet may have rounded it: show the column without decimals, or paste the download itself.",
            shown(columns.seed)
        )
    })?;
    let decision = whole(cell(columns.decision))
        .filter(|n| (1..=MOST_MOVES as u32).contains(n))
        .ok_or_else(|| format!("The decision is \u{201c}{}\u{201d}, which is no number from 1.", shown(columns.decision)))?;
    let mv = cell(columns.mv);
    if !is_id(mv) {
        return Err(format!("\u{201c}{}\u{201d} is no id of a move.", shown(columns.mv)));
    }
    let name = columns.name.map(|at| name(cell(at))).unwrap_or_default();
    let edition = columns.edition.map_or(Ok(None), |at| edition(cell(at)))?;
    Ok(Row { line, text: text.to_owned(), name, scenario, edition, seed, decision, mv: mv.to_owned() })
}

impl Row {
    fn same(&self, other: &Row) -> bool {
        let key = |r: &Row| (r.seed, r.scenario.clone(), r.edition.clone(), r.name.clone());
        self.seed == other.seed && key(self) == key(other)
    }
}

/// No decision stands in it twice.
fn once(week: &[Row]) -> bool {
    week.iter().map(|r| r.decision).collect::<BTreeSet<_>>().len() == week.len()
}

/// From the first decision on, each stands in it once.
fn whole_week(week: &[Row]) -> bool {
    once(week) && week.iter().map(|r| r.decision).max() == Some(week.len() as u32)
}

/// Cuts rows of one scenario, edition, seed and name into weeks: each begins with its first decision
/// or, in a table turned upside down, ends with it.
fn apart(rows: Vec<Row>) -> Result<Vec<Vec<Row>>, Vec<Row>> {
    if once(&rows) {
        return Ok(vec![rows]);
    }
    let firsts: Vec<bool> = rows.iter().map(|r| r.decision == 1).collect();
    let cut = |before: bool| -> Vec<usize> {
        (1..rows.len()).filter(|i| if before { firsts[*i] } else { firsts[*i - 1] }).chain([rows.len()]).collect()
    };
    let good = |cuts: &[usize], is: fn(&[Row]) -> bool| {
        let mut from = 0;
        cuts.iter().all(|to| is(&rows[std::mem::replace(&mut from, *to)..*to]))
    };
    let (down, up) = (cut(true), cut(false));
    let cuts = if good(&down, whole_week) {
        down
    } else if good(&up, whole_week) {
        up
    } else if good(&down, once) {
        down
    } else {
        return Err(rows);
    };
    let mut rows = rows.into_iter();
    let mut from = 0;
    Ok(cuts.iter().map(|to| rows.by_ref().take(to - std::mem::replace(&mut from, *to)).collect()).collect())
}

fn take(read: &mut Read, mut week: Vec<Row>) {
    week.sort_by_key(|r| r.decision);
    let moves: Vec<String> = week.iter().zip(1..).take_while(|(r, n)| r.decision == *n).map(|(r, _)| r.mv.clone()).collect();
    let Some(first) = week.iter().min_by_key(|r| r.line) else { return };
    if moves.len() < week.len() {
        let last = week.last().map_or(0, |r| r.decision);
        let missing: Vec<u32> = (1..last).filter(|n| !week.iter().any(|r| r.decision == *n)).take(5).collect();
        read.bad.push(Bad::new(first.line, &first.text, super::statements::gap(&missing, moves.len())));
    }
    if !moves.is_empty() {
        let link = PlayLink {
            scenario: first.scenario.clone(),
            edition: first.edition.clone(),
            seed: Some(first.seed),
            moves,
            ..PlayLink::default()
        };
        read.found.push(Found { name: first.name.clone(), link, line: first.line });
    }
}

#[cfg(test)]
mod tests {
    use super::{csv, is_csv_head};

    const HEAD: &str = "scenario,edition,seed,decision,at,scene,move,style,on_time,engagement_anna,team_hours";

    fn week(seed: &str, moves: &str) -> Vec<String> {
        let row = |(i, m): (usize, char)| format!("monday-call,3f9a1c,{seed},{},mon 09:10,s{i},{m},directive,0.5,50,1.5", i + 1);
        moves.chars().enumerate().map(row).collect()
    }

    /// What was found as `name seed moves line`, and the beginning of what is bad.
    fn read(lines: &[String]) -> (Vec<String>, Vec<String>) {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let read = csv(&lines, 5);
        let one = |f: &super::Found| {
            let seed = f.link.seed.unwrap_or(0);
            format!("{} {} {seed} {} {}", f.name, f.link.edition.clone().unwrap_or_default(), f.link.moves.concat(), f.line)
                .trim()
                .to_owned()
        };
        (read.found.iter().map(one).collect(), read.bad.iter().map(|b| format!("{} {}", b.line, b.why)).collect())
    }

    #[track_caller]
    fn check(lines: Vec<String>, found: &[&str]) {
        assert_eq!(read(&lines), (found.iter().map(|f| (*f).to_owned()).collect(), vec![]), "{lines:?}");
    }

    fn with(rows: impl IntoIterator<Item = String>) -> Vec<String> {
        std::iter::once(HEAD.to_owned()).chain(rows).collect()
    }

    #[test]
    fn headers_are_known_in_every_dress() {
        let mark = format!("\u{feff}{HEAD}");
        let quoted = format!("\"{}\"", HEAD.replace(',', "\";\""));
        for head in [HEAD, &HEAD.replace(',', ";"), &HEAD.replace(',', "\t"), &mark, &quoted, "Seed, Move ,Scenario,Decision,note"] {
            assert!(is_csv_head(head), "{head}");
        }
        for other in ["", "scenario", "scenario,seed,move", "#/play/monday-call?seed=1", "The scenario, its seed, each decision and move"] {
            assert!(!is_csv_head(other), "{other}");
        }
    }

    #[test]
    fn what_a_spreadsheet_does_to_a_download_changes_nothing() {
        let plain = with(week("7", "abc"));
        check(plain.clone(), &["3f9a1c 7 abc 6"]);
        check(plain.iter().map(|l| l.replace(',', ";").replace("0.5", "0,5")).collect(), &["3f9a1c 7 abc 6"]);
        check(plain.iter().map(|l| format!("\"{}\"", l.replace(',', "\"\t\""))).collect(), &["3f9a1c 7 abc 6"]);
        check(plain.iter().map(|l| format!("{l},\"a, \"\"b\"\"\"")).collect(), &["3f9a1c 7 abc 6"]);
        let mut sorted = week("7", "abc");
        sorted.rotate_left(2);
        check(with(sorted), &["3f9a1c 7 abc 6"]);
        // Columns in another order, empty rows below.
        let moved = ["move;decision;seed;edition;scenario", "b;2;7;3f9a1c;monday-call", "a;1;7;3f9a1c;monday-call", ";;;;"];
        check(moved.map(str::to_owned).to_vec(), &["3f9a1c 7 ab 6"]);
        check(plain.iter().map(|l| l.replace("3f9a1c", "1234").replace(",7,", ",7.0,")).collect(), &["001234 7 abc 6"]);
    }

    #[test]
    fn a_cell_with_line_breaks_is_one_cell() {
        let rows = week("7", "ab");
        let lines = vec![format!("{HEAD},note"), format!("{},\"two", rows[0]), "lines\"".to_owned(), format!("{},x", rows[1])];
        check(lines, &["3f9a1c 7 ab 6"]);
        // A mark that is never closed belongs to its own row.
        let lines = vec![format!("{HEAD},note"), format!("{},\"open", rows[0]), format!("{},x", rows[1])];
        check(lines, &["3f9a1c 7 ab 6"]);
    }

    #[test]
    fn weeks_are_told_apart() {
        check(with([week("7", "abc"), week("8", "ab")].concat()), &["3f9a1c 7 abc 6", "3f9a1c 8 ab 9"]);
        check(with([week("7", "abc"), week("7", "axy")].concat()), &["3f9a1c 7 abc 6", "3f9a1c 7 axy 9"]);
        let mut up = [week("7", "abc"), week("7", "axy")].concat();
        up.reverse();
        check(with(up), &["3f9a1c 7 axy 6", "3f9a1c 7 abc 9"]);
        let mut mixed = [week("7", "abc"), week("8", "xyz")].concat();
        mixed.sort_by_key(|r| r.split(',').nth(3).map(str::to_owned));
        check(with(mixed), &["3f9a1c 7 abc 6", "3f9a1c 8 xyz 7"]);
        let old: Vec<String> = week("7", "ab").iter().map(|r| r.replace("3f9a1c", "00000a")).collect();
        check(with([week("7", "ab"), old].concat()), &["3f9a1c 7 ab 6", "00000a 7 ab 8"]);
    }

    #[test]
    fn a_column_of_names_says_whose_weeks_they_are() {
        let name = |name: &'static str| move |r: String| format!("{name},{r}");
        let mut rows: Vec<String> =
            week("7", "ab").into_iter().map(name("Anna")).chain(week("7", "ab").into_iter().map(name("Ben"))).collect();
        rows.swap(1, 2);
        rows.insert(0, format!("Name,{HEAD}"));
        check(rows, &["Anna 3f9a1c 7 ab 6", "Ben 3f9a1c 7 ab 7"]);
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_line() {
        #[track_caller]
        fn bad(rows: Vec<String>, found: &[&str], line: &str, why: &str) {
            let (ok, bad) = read(&with(rows.clone()));
            assert_eq!(ok, found, "{rows:?}");
            assert!(bad.len() == 1 && bad[0].starts_with(line) && bad[0].contains(why), "{bad:?}");
        }
        bad(vec![], &[], "5 ", "no row below");
        bad(week("4.29E+09", "a"), &[], "6 ", "4.29E+09");
        bad(vec![week("7", "a")[0].replace(",1,mon", ",0,mon")], &[], "6 ", "number from 1");
        bad(vec![week("7", "a")[0].replace("monday-call", "")], &[], "6 ", "id of a scenario");
        bad(vec![week("7", "a")[0].replace(",a,", ",A b,")], &[], "6 ", "id of a move");
        for number in ["1.00E+05", "3E+9105", "1E+05", "3,00E+05", "1234567", "12.0", "-1"] {
            let rows = week("7", "a").iter().map(|r| r.replace("3f9a1c", &format!("\"{number}\""))).collect();
            bad(rows, &[], "6 ", number);
        }
        let mut gap = week("7", "abcd");
        gap.remove(2);
        bad(gap, &["3f9a1c 7 ab 6"], "6 ", "Decision 3 is missing");
        let mut mixed = [week("7", "abc"), week("7", "axy")].concat();
        mixed.sort_by_key(|r| r.split(',').nth(3).map(str::to_owned));
        bad(mixed, &[], "6 ", "mixed");
    }
}
