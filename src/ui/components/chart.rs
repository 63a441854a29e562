//! A line chart as SVG, with its figures in a table behind it.

use crate::app::debrief::{Chart, Point, Series};
use leptos::prelude::*;

const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 34.0;
const BOTTOM: f64 = 26.0;
/// Working minutes in a week of five days of eight hours.
const WEEK: f64 = 2400.0;

fn x(at: u32) -> f64 {
    LEFT + f64::from(at) / WEEK * (WIDTH - LEFT - 8.0)
}

fn y(value: f64) -> f64 {
    8.0 + (100.0 - value) / 100.0 * (HEIGHT - BOTTOM - 8.0)
}

fn path(points: &[Point]) -> String {
    let known = points.iter().filter_map(|p| p.value.map(|v| (p.at, v)));
    known.enumerate().map(|(i, (at, v))| format!("{}{:.1} {:.1}", if i == 0 { "M" } else { "L" }, x(at), y(v))).collect()
}

fn series(s: &Series) -> impl IntoView + use<> {
    let dots = s.points.iter().filter_map(|p| p.value.map(|v| (x(p.at), y(v))));
    let dots = dots.map(|(x, y)| match s.id {
        "yours" => view! { <circle cx=format!("{x:.1}") cy=format!("{y:.1}") r="4"/> }.into_any(),
        "directive" => view! { <rect x=format!("{:.1}", x - 3.0) y=format!("{:.1}", y - 3.0) width="6" height="6"/> }.into_any(),
        _ => view! { <circle class="open" cx=format!("{x:.1}") cy=format!("{y:.1}") r="3"/> }.into_any(),
    });
    view! { <g class=format!("series {}", s.id)><path d=path(&s.points)/>{dots.collect::<Vec<_>>()}</g> }
}

fn table(chart: &Chart) -> impl IntoView + use<> {
    let rows = chart.series.first().map_or(0, |s| s.points.len());
    let cell = |s: &Series, i: usize| s.points.get(i).and_then(|p| p.value).map_or_else(|| "…".to_owned(), |v| format!("{v:.0}"));
    let body = (0..rows).map(|i| {
        let label = chart.series[0].points[i].label.clone();
        let cells = chart.series.iter().map(|s| view! { <td>{cell(s, i)}</td> }).collect::<Vec<_>>();
        view! { <tr><th scope="row">{label}</th>{cells}</tr> }
    });
    let heads = chart.series.iter().map(|s| view! { <th scope="col">{s.name}</th> }).collect::<Vec<_>>();
    view! {
        <details class="figures">
            <summary>{format!("The figures: {}", chart.title)}</summary>
            <table><thead><tr><th scope="col">"When"</th>{heads}</tr></thead><tbody>{body.collect::<Vec<_>>()}</tbody></table>
        </details>
    }
}

/// One chart with legend and table.
pub fn view(chart: Chart) -> impl IntoView {
    let days = ["Mon", "Tue", "Wed", "Thu", "Fri"].iter().enumerate().map(|(i, name)| {
        let left = x(i as u32 * 480);
        view! {
            <line class="grid" x1=format!("{left:.1}") x2=format!("{left:.1}") y1="8" y2=format!("{:.1}", HEIGHT - BOTTOM)/>
            <text x=format!("{:.1}", left + 6.0) y=format!("{:.1}", HEIGHT - 8.0)>{*name}</text>
        }
    });
    let levels = [0.0, 50.0, 100.0].iter().map(|v| {
        view! {
            <line class="grid" x1=LEFT.to_string() x2=(WIDTH - 8.0).to_string() y1=format!("{:.1}", y(*v)) y2=format!("{:.1}", y(*v))/>
            <text class="level" x="28" y=format!("{:.1}", y(*v) + 4.0)>{format!("{v:.0}")}</text>
        }
    });
    let legend = chart.series.iter().map(|s| {
        let sample = Series { id: s.id, name: s.name, points: Vec::new() };
        view! { <span class=format!("key {}", sample.id)><svg viewBox="0 0 24 8" width="24" height="8" aria-hidden="true"><path d="M0 4H24"/></svg>{s.name}</span> }
    });
    view! {
        <figure class="chart" data-chart=chart.id>
            <figcaption><h3>{chart.title}</h3><p>{chart.summary.clone()}</p></figcaption>
            <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=format!("{}. {}", chart.title, chart.summary)>
                {levels.collect::<Vec<_>>()}{days.collect::<Vec<_>>()}
                {chart.series.iter().rev().map(series).collect::<Vec<_>>()}
            </svg>
            <div class="legend">{legend.collect::<Vec<_>>()}</div>
            {table(&chart)}
        </figure>
    }
}
