//! Pieces that several screens use.

pub mod chart;
pub mod marks;
pub mod share;

use super::{dispatch, part};
use crate::app::Msg;
use crate::app::play::Talk;
use leptos::prelude::*;

/// The line at the top of every screen.
pub fn header() -> impl IntoView {
    let title = part(|app| app.loaded.scenario.title.clone());
    let playing = part(|app| app.line.is_some() && app.screen != crate::app::Screen::Start);
    view! {
        <header class="top">
            <a class="brand" href="#/" on:click=move |e| { e.prevent_default(); dispatch(Msg::Start) }>{marks::logo()}<span>"By Friday"</span></a>
            <span class="what">{move || playing.get().then(|| title.get())}</span>
        </header>
    }
}

/// What the player should know, above every screen.
pub fn notices() -> impl IntoView {
    let notices = part(|app| app.notices.clone());
    view! {
        <div class="notices" role="status">
            {move || notices.get().into_iter().map(|n| view! {
                <p class="notice" data-notice=n.id>
                    {n.text}
                    {n.own_week.then(|| view! {
                        " "<button type="button" class="quiet" data-action="continue" on:click=move |_| dispatch(Msg::Continue)>"Continue your own week"</button>
                    })}
                </p>
            }).collect::<Vec<_>>()}
        </div>
    }
}

pub fn footer() -> impl IntoView {
    view! {
        <footer class="bottom">
            <a href="#/data" data-action="data" on:click=move |e| { e.prevent_default(); dispatch(Msg::Data) }>"Your data"</a>
            <span>"The model\u{2019}s figures rest on assumptions; effects measured between people are assumed to hold within one week."</span>
        </footer>
    }
}

/// Talk, line by line.
pub fn talk(lines: Vec<Talk>) -> impl IntoView {
    let line = |l: Talk| {
        let text = l.text.into_iter().map(|s| if s.stressed { view! { <em>{s.text}</em> }.into_any() } else { s.text.into_any() }).collect::<Vec<_>>();
        match l.who {
            Some(who) => view! { <p class=if l.you { "said you" } else { "said" }><b>{who}</b><span class="unseen">": "</span><span>{text}</span></p> }.into_any(),
            None => view! { <p class="told">{text}</p> }.into_any(),
        }
    };
    view! { <div class="talk">{lines.into_iter().map(line).collect::<Vec<_>>()}</div> }
}
