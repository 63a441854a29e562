//! Small drawings: the brand, the marks of the styles, the three crafts.

use crate::model::Style;
use leptos::prelude::*;

pub fn logo() -> impl IntoView {
    view! {
        <svg class="logo" viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
            <path d="M5 8h2.4v16H5zm5 4h2.4v12H10zm5-2h2.4v14H15zm5 4h2.4v10H20z" fill="currentColor"/>
            <circle cx="27" cy="20.5" r="3.5" class="accent"/>
        </svg>
    }
}

/// The word for a style.
pub fn word(style: Style) -> &'static str {
    match style {
        Style::Directive => "directive",
        Style::Collaborative => "collaborative",
    }
}

/// The mark and word of a style: a square for directive, a circle for collaborative.
pub fn style(style: Style) -> impl IntoView {
    view! { <span class=format!("style {}", word(style))>{mark(style)}<span>{word(style)}</span></span> }
}

pub fn mark(style: Style) -> impl IntoView {
    let shape = match style {
        Style::Directive => view! { <rect x="2" y="2" width="8" height="8" fill="currentColor"/> }.into_any(),
        Style::Collaborative => view! { <circle cx="6" cy="6" r="4.5" fill="currentColor"/> }.into_any(),
    };
    view! { <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">{shape}</svg> }
}

/// A drawing for a member's place in the team: bench, rig, dock.
pub fn craft(place: usize) -> impl IntoView {
    let path = match place % 3 {
        0 => "M5 19 14 10m-2-2 4 4M16 8l3-3M4 22h16",
        1 => "M4 17a8 8 0 1 1 16 0zM12 17l4-6",
        _ => "M4 8l8-4 8 4v9l-8 4-8-4zm0 0 8 4 8-4m-8 4v9",
    };
    view! {
        <svg class="craft" viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d=path fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/>
        </svg>
    }
}
