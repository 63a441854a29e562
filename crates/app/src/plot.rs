//! Figures on one axis, a row each: dots with the range that holds them. What a screen would say as
//! “9.1 (7.2 to 11.0)” is drawn.

use super::words;

/// Whose figure a dot is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Yours,
    Directive,
    Collaborative,
}

impl Whose {
    /// The name of its line in the page's hooks.
    pub fn name(self) -> &'static str {
        match self {
            Whose::Yours => "yours",
            Whose::Directive => "directive",
            Whose::Collaborative => "collaborative",
        }
    }
}

/// A dot, and the ends of its whisker; both at the dot where it has none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    pub whose: Whose,
    pub at: f64,
    pub low: f64,
    pub high: f64,
}

impl Mark {
    /// A figure without a range.
    pub fn exact(whose: Whose, at: f64) -> Mark {
        Mark { whose, at, low: at, high: at }
    }

    /// A figure with half its range.
    pub fn around(whose: Whose, at: f64, half: f64) -> Mark {
        Mark { whose, at, low: at - half, high: at + half }
    }
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub label: String,
    /// Drawn paler: it stands for nothing that luck would not do.
    pub pale: bool,
    pub marks: Vec<Mark>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Plot {
    pub id: &'static str,
    pub rows: Vec<Row>,
    /// The axis: from, to, and what is written along it.
    pub from: f64,
    pub to: f64,
    pub ticks: Vec<(f64, String)>,
    /// A line across all rows, and what it is.
    pub line: Option<(f64, String)>,
    /// What lies to the left and to the right.
    pub ends: [&'static str; 2],
    /// The picture in words.
    pub text: String,
}

/// Most marks along an axis.
const MARKS: f64 = 5.0;

impl Plot {
    /// A picture whose axis holds all marks and the line.
    pub fn new(id: &'static str, rows: Vec<Row>, line: Option<(f64, String)>, ends: [&'static str; 2], text: String) -> Plot {
        let marks = rows.iter().flat_map(|r| &r.marks).flat_map(|m| [m.low, m.high]);
        let all = marks.chain(line.iter().map(|l| l.0));
        let (low, high) = all.fold((f64::MAX, f64::MIN), |(a, b), x| (a.min(x), b.max(x)));
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let room = ((high - low) * 0.04).max(0.05);
        let (from, to) = (low - room, high + room);
        Plot { id, rows, from, to, ticks: ticks(from, to), line, ends, text }
    }

    /// The same on an axis of its own.
    pub fn along(self, from: f64, to: f64) -> Plot {
        Plot { from, to, ticks: ticks(from, to), ..self }
    }
}

/// Round figures along an axis, as many as there is room for.
fn ticks(from: f64, to: f64) -> Vec<(f64, String)> {
    let steps = [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 25.0, 50.0, 100.0, 200.0];
    let step = steps.into_iter().find(|s| (to - from) / s <= MARKS).unwrap_or(500.0);
    let first = libm::ceil(from / step) as i64;
    let last = libm::floor(to / step) as i64;
    (first..=last)
        .map(|n| {
            let at = n as f64 * step;
            (at, words::fixed(at, u32::from(step < 1.0)).replace('-', "\u{2212}"))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Mark, Plot, Row, Whose, ticks};

    #[test]
    fn an_axis_holds_every_whisker_and_has_few_round_marks() {
        let row = Row { label: "a".into(), pale: false, marks: vec![Mark::around(Whose::Yours, 3.0, 2.0)] };
        let plot = Plot::new("x", vec![row], Some((0.0, "even".into())), ["", ""], String::new());
        assert!(plot.from < 0.0 && plot.to > 5.0);
        for (from, to) in [(-0.3, 0.4), (-7.0, 22.0), (0.0, 100.0), (40.0, 900.0)] {
            let marks = ticks(from, to);
            assert!((2..=6).contains(&marks.len()), "{marks:?}");
            assert!(marks.iter().all(|m| m.0 >= from && m.0 <= to));
        }
        assert_eq!(ticks(-1.1, 1.1).iter().map(|t| t.1.as_str()).collect::<Vec<_>>(), ["\u{2212}1.0", "\u{2212}0.5", "0.0", "0.5", "1.0"]);
    }
}
