//! The live map: scenes by day and time, with the ways between them. It is made from the tree alone,
//! so it is there while the scenario cannot be played.

use super::Writing;
use super::outline::{at, by_time, day};
use super::refs::Names;
use super::tree::{Value, item};
use super::words::{Words, capital, quoted};
use engine::model::Time;
use scenario::check::shape::Class;
use std::collections::BTreeMap;

/// Width and height of a box, and the room between columns and rows, in units of the drawing.
pub const BOX: [i32; 2] = [180, 60];
const GAP: [i32; 2] = [60, 36];
/// Room above the boxes for the names of the days.
const TOP: i32 = 32;

/// The map as it is drawn and as it is read out.
#[derive(Clone, Debug, PartialEq)]
pub struct Sketch {
    /// Names of the columns, each with its left edge.
    pub days: Vec<(String, i32)>,
    /// In the order of the clock, which is the order for reading. The last is the end of the week.
    pub boxes: Vec<Drawn>,
    pub links: Vec<Link>,
    pub width: i32,
    pub height: i32,
    /// In a sentence or two: how many scenes, and what is odd.
    pub summary: String,
}

/// What is odd about a scene.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// No way leads here.
    Unreachable,
    /// On some path no way on fits, or it leads nowhere.
    DeadEnd,
}

/// A scene, or the end of the week.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The scene's pointer; empty for the end of the week.
    pub path: String,
    pub title: String,
    pub when: String,
    pub column: usize,
    pub row: usize,
    /// Left and upper edge.
    pub x: i32,
    pub y: i32,
    pub marks: Vec<Mark>,
    /// Marks and ways on in sentences, for the list.
    pub lines: Vec<String>,
    pub here: bool,
}

/// A way from one box to another, by their places in [`Sketch::boxes`].
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub from: usize,
    pub to: usize,
    /// The condition in words; empty where there is none.
    pub when: String,
    /// The corners of the line, between the boxes and never through one.
    pub line: Vec<[i32; 2]>,
}

/// Where a scene leads: to a scene by its number or to the end (`None`), and on what condition.
type Way<'v> = (Option<usize>, Option<&'v Value>);

/// The number of the first scene of each id.
fn numbers(root: &Value) -> BTreeMap<&str, usize> {
    root.list("scenes").iter().enumerate().rev().map(|(i, s)| (s.word("id"), i)).filter(|s| !s.0.is_empty()).collect()
}

/// The ways on from a scene, and whether it has one that leads nowhere or can fall through.
fn ways<'v>(root: &'v Value, numbers: &BTreeMap<&str, usize>, i: usize) -> (Vec<Way<'v>>, bool) {
    let scenes = root.list("scenes");
    let Some(scene) = scenes.get(i) else { return (Vec::new(), false) };
    match scene.get("next") {
        None => (vec![((i + 1 < scenes.len()).then_some(i + 1), None)], false),
        Some(Value::List(list)) if list.is_empty() => (vec![(None, None)], false),
        Some(next) => {
            let mut odd = !matches!(next, Value::List(_));
            let (mut found, mut open) = (Vec::new(), true);
            for way in next.items() {
                match numbers.get(way.word("to")) {
                    Some(to) => found.push((Some(*to), way.get("when"))),
                    None => odd = true,
                }
                if way.get("when").is_none() {
                    open = false;
                    break;
                }
            }
            // Conditions may cover everything between them: only the walk along all paths knows.
            odd |= open && found.is_empty();
            (found, odd)
        }
    }
}

/// Scenes to which some way leads from the start, whatever the conditions.
fn reached(root: &Value, numbers: &BTreeMap<&str, usize>) -> Vec<bool> {
    let mut seen = vec![false; root.list("scenes").len()];
    let start = match root.word("start") {
        "" => (!seen.is_empty()).then_some(0),
        id => numbers.get(id).copied(),
    };
    let mut open: Vec<usize> = start.into_iter().collect();
    while let Some(i) = open.pop() {
        if !std::mem::replace(&mut seen[i], true) {
            open.extend(ways(root, numbers, i).0.into_iter().filter_map(|w| w.0).filter(|to| !seen[*to]));
        }
    }
    seen
}

impl Writing {
    /// The map of the scenario as it stands. What only a walk along all paths can tell is marked
    /// after [`Writing::check_whole`].
    pub fn sketch(&self) -> Sketch {
        let root = &self.root;
        let names = Names::of(root);
        let words = Words { names: &names };
        let order = by_time(root);
        let scenes = root.list("scenes");
        let numbers = numbers(root);
        let reached = reached(root, &numbers);
        let mut columns: Vec<(Option<u32>, usize)> = Vec::new();
        let mut boxes: Vec<Drawn> = Vec::new();
        let mut place = vec![0; scenes.len()];
        for i in &order {
            let scene = &scenes[*i];
            let day_of = at(scene).map(Time::day);
            if columns.last().is_none_or(|c| c.0 != day_of) {
                columns.push((day_of, 0));
            }
            let column = columns.len() - 1;
            let row = columns[column].1;
            columns[column].1 += 1;
            let path = item("/scenes", *i);
            let mut marks = Vec::new();
            if !reached[*i] || self.exact("unreachable", &path) {
                marks.push(Mark::Unreachable);
            }
            if ways(root, &numbers, *i).1 || self.exact("no-way-on", &format!("{path}/next")) {
                marks.push(Mark::DeadEnd);
            }
            let name = names.title(Class::Scene, scene);
            place[*i] = boxes.len();
            boxes.push(Drawn {
                title: if name.is_empty() { format!("Scene {}", i + 1) } else { name },
                when: at(scene).map_or_else(|| scene.word("at").to_owned(), Time::clock),
                column,
                row,
                x: column as i32 * (BOX[0] + GAP[0]),
                y: TOP + row as i32 * (BOX[1] + GAP[1]),
                marks,
                lines: Vec::new(),
                here: super::tree::within(&self.place, &path),
                path,
            });
        }
        let end = boxes.len();
        let column = columns.len();
        boxes.push(Drawn {
            path: String::new(),
            title: "The end of the week".to_owned(),
            when: String::new(),
            column,
            row: 0,
            x: column as i32 * (BOX[0] + GAP[0]),
            y: TOP,
            marks: Vec::new(),
            lines: Vec::new(),
            here: false,
        });
        let mut links: Vec<Link> = Vec::new();
        for i in &order {
            let (from, first) = (place[*i], links.len());
            for (to, when) in ways(root, &numbers, *i).0 {
                let to = to.map_or(end, |t| place[t]);
                let when = when.map_or_else(String::new, |c| words.condition(c));
                links.push(Link { from, to, when, line: line(&boxes[from], &boxes[to], links.len()) });
            }
            boxes[from].lines = lines(&boxes[from].marks, &boxes, &links[first..]);
        }
        let rows = columns.iter().map(|c| c.1).max().unwrap_or(0).max(1) as i32;
        let mut days: Vec<(String, i32)> = columns.iter().enumerate().map(|(c, d)| (named(d.0), c as i32 * (BOX[0] + GAP[0]))).collect();
        days.push(("The end".to_owned(), column as i32 * (BOX[0] + GAP[0])));
        Sketch {
            summary: summary(scenes.len(), &boxes),
            width: (column as i32 + 1) * (BOX[0] + GAP[0]) - GAP[0],
            // Ways run below the last row as well.
            height: TOP + rows * (BOX[1] + GAP[1]),
            days,
            boxes,
            links,
        }
    }

    /// Whether the walk along all paths found this at the very place.
    fn exact(&self, code: &str, path: &str) -> bool {
        self.deep.iter().any(|f| f.code == code && f.path == path)
    }
}

fn named(of: Option<u32>) -> String {
    day(of.map(|d| Time(d * engine::model::time::DAY)))
}

/// The corners of a way: out at the right, up or down between the columns, along below a row of boxes
/// where there are columns between, and in at the left. To the next box below it goes straight down.
/// `number` keeps lines that run side by side apart.
fn line(from: &Drawn, to: &Drawn, number: usize) -> Vec<[i32; 2]> {
    let [w, h] = BOX;
    let apart = (number % 5) as i32 - 2;
    let start = [from.x + w, from.y + h / 2];
    let right = from.x + w + GAP[0] / 2 + apart * 8;
    if to.column == from.column && to.row == from.row + 1 {
        return vec![[from.x + w / 2, from.y + h], [to.x + w / 2, to.y]];
    }
    if to.column == from.column {
        return vec![start, [right, start[1]], [right, to.y + h / 2], [to.x + w, to.y + h / 2]];
    }
    let end = [to.x, to.y + h / 2];
    if to.column == from.column + 1 {
        return vec![start, [right, start[1]], [right, end[1]], end];
    }
    let (lane, left) = (to.y + h + GAP[1] / 2 + apart * 4, to.x - GAP[0] / 2 + apart * 8);
    vec![start, [right, start[1]], [right, lane], [left, lane], [left, end[1]], end]
}

fn lines(marks: &[Mark], boxes: &[Drawn], links: &[Link]) -> Vec<String> {
    let mark = |m: &Mark| match m {
        Mark::Unreachable => "No way leads here.".to_owned(),
        Mark::DeadEnd => "On some path no way leads on.".to_owned(),
    };
    let way = |l: &Link| {
        let to = if boxes[l.to].path.is_empty() { "the end of the week".to_owned() } else { quoted(&boxes[l.to].title) };
        let when = if l.when.is_empty() { String::new() } else { format!(", where {}", l.when) };
        capital(&format!("to {to}{when}."))
    };
    marks.iter().map(mark).chain(links.iter().map(way)).collect()
}

fn summary(scenes: usize, boxes: &[Drawn]) -> String {
    let names = |mark: Mark| boxes.iter().filter(|b| b.marks.contains(&mark)).map(|b| quoted(&b.title)).collect::<Vec<_>>();
    let mut text = format!("{}.", crate::words::count(scenes, "scene"));
    let (lost, dead) = (names(Mark::Unreachable), names(Mark::DeadEnd));
    if !lost.is_empty() {
        text += &format!(" No way leads to {}.", crate::words::list(&lost));
    }
    if !dead.is_empty() {
        text += &format!(" On some path no way leads on from {}.", crate::words::list(&dead));
    }
    text
}
