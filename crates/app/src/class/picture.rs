//! The class's paths as a picture: a row a decision, a bar a move, bands where weeks go from one to
//! the next.

use super::Group;
use super::decisions::Decision;
use engine::model::Style;

/// Width of a row, in the picture's units.
pub const WIDTH: f64 = 1000.0;
/// Height of a bar, and from one bar to the next.
pub const BAR: f64 = 26.0;
pub const STEP: f64 = 78.0;
/// Between two bars of a row.
const GAP: f64 = 6.0;

/// A bar: a move and those who took it.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// The row, from 0; its left edge and its width.
    pub row: usize,
    pub x: f64,
    pub width: f64,
    /// `None`: weeks that did not come to this decision.
    pub style: Option<Style>,
    /// `A`, `B` and so on, as in the table; empty where no move was taken.
    pub letter: String,
    pub count: usize,
    /// Its words, for a tooltip and for those who do not see it.
    pub text: String,
}

/// A band between two bars.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The outline of the band, as an SVG path.
    pub d: String,
    pub style: Option<Style>,
    pub count: usize,
}

/// The picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// Each row's decision: when, and its title.
    pub rows: Vec<(String, String)>,
    pub bars: Vec<Bar>,
    pub bands: Vec<Band>,
    pub height: f64,
}

/// Left edges, and widths for one week.
type Spans = Vec<(f64, f64)>;

/// A letter for a move of a decision: `A` for the first.
pub fn letter(mv: usize) -> String {
    char::from_u32(u32::from(b'A') + (mv % 26) as u32).map_or_else(String::new, |c| c.to_string())
}

/// Draws the paths of a group.
pub fn picture(group: &Group, decisions: &[Decision]) -> Picture {
    let weeks = group.weeks.len();
    if weeks == 0 {
        return Picture::default();
    }
    // For each row, the bars in their order and each week's bar.
    let mut picture = Picture {
        rows: decisions.iter().map(|d| (d.when.clone(), d.title.clone())).collect(),
        height: STEP * decisions.len().saturating_sub(1) as f64 + BAR,
        ..Picture::default()
    };
    // Each week's bar; each bar's left edge, and its width for one week.
    let mut places: Vec<(Vec<usize>, Spans)> = Vec::with_capacity(decisions.len());
    for (row, d) in decisions.iter().enumerate() {
        let mut order: Vec<usize> = (0..d.moves.len()).filter(|m| d.moves[*m].count > 0).collect();
        order.sort_by_key(|m| (d.moves[*m].style as u8, *m));
        let mut bar_of = vec![order.len(); weeks];
        for (bar, m) in order.iter().enumerate() {
            d.moves[*m].weeks.iter().for_each(|w| bar_of[*w] = bar);
        }
        let missing = weeks - d.met;
        let bars = order.len() + usize::from(missing > 0);
        let unit = (WIDTH - GAP * bars.saturating_sub(1) as f64) / weeks as f64;
        let mut x = 0.0;
        let mut spans = Vec::with_capacity(bars);
        for bar in 0..bars {
            let taken = order.get(bar).map(|m| (&d.moves[*m], *m));
            let count = taken.map_or(missing, |t| t.0.count);
            let width = unit * count as f64;
            let text = match taken {
                Some((c, m)) => {
                    format!("{}, {}: {} {}, {count} of {}", d.when, d.title, letter(m), crate::words::quoted(&c.label), d.met)
                }
                None => format!("{}, {}: {count} did not come here", d.when, d.title),
            };
            picture.bars.push(Bar {
                row,
                x,
                width,
                style: taken.map(|t| t.0.style),
                letter: taken.map_or_else(String::new, |t| letter(t.1)),
                count,
                text,
            });
            spans.push((x, unit));
            x += width + GAP;
        }
        places.push((bar_of, spans));
    }
    for (row, pair) in places.windows(2).enumerate() {
        let [(from_bars, from), (to_bars, to)] = pair else { continue };
        let mut flows = vec![vec![0usize; to.len()]; from.len()];
        (0..weeks).for_each(|w| flows[from_bars[w]][to_bars[w]] += 1);
        let mut entered = vec![0usize; to.len()];
        for (a, flow) in flows.iter().enumerate() {
            let mut left = 0;
            for (b, count) in flow.iter().enumerate().filter(|f| *f.1 > 0) {
                let (x0, w0) = (from[a].0 + from[a].1 * left as f64, from[a].1 * *count as f64);
                let (x1, w1) = (to[b].0 + to[b].1 * entered[b] as f64, to[b].1 * *count as f64);
                left += count;
                entered[b] += count;
                let (top, bottom) = (STEP * row as f64 + BAR, STEP * (row + 1) as f64);
                let style = decisions[row].moves.iter().filter(|m| m.count > 0);
                let mut styles: Vec<(u8, Style)> = style.map(|m| (m.style as u8, m.style)).collect();
                styles.sort_by_key(|s| s.0);
                picture.bands.push(Band { d: band(x0, w0, x1, w1, top, bottom), style: styles.get(a).map(|s| s.1), count: *count });
            }
        }
    }
    picture
}

fn band(x0: f64, w0: f64, x1: f64, w1: f64, top: f64, bottom: f64) -> String {
    let f = |x: f64| crate::words::fixed(x, 1);
    let half = f((top + bottom) / 2.0);
    let (top, bottom) = (f(top), f(bottom));
    format!(
        "M{a} {top}C{a} {half} {c} {half} {c} {bottom}L{d} {bottom}C{d} {half} {b} {half} {b} {top}Z",
        a = f(x0),
        b = f(x0 + w0),
        c = f(x1),
        d = f(x1 + w1)
    )
}

#[cfg(test)]
mod tests {
    use super::{WIDTH, picture};
    use crate::class::decisions::decisions;
    use crate::class::{Class, tests::link};
    use engine::model::Style;

    #[test]
    fn every_week_is_in_every_row_and_every_band() {
        let text: Vec<String> =
            (0..13).map(|i| link(i, if i % 2 == 0 { Style::Directive } else { Style::Collaborative }, &[i as usize], 99)).collect();
        let class = Class::of(&text.join("\n"));
        let (group, all) = (&class.groups[0], decisions(&class.groups[0]));
        let drawn = picture(group, &all);
        for row in 0..all.len() {
            let bars: Vec<_> = drawn.bars.iter().filter(|b| b.row == row).collect();
            assert_eq!(bars.iter().map(|b| b.count).sum::<usize>(), 13);
            let end = bars.last().map_or(0.0, |b| b.x + b.width);
            assert!((end - WIDTH).abs() < 1e-6, "{end}");
        }
        assert_eq!(drawn.bands.iter().map(|b| b.count).sum::<usize>(), 13 * (all.len() - 1));
    }
}
