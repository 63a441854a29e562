//! A link or file that cannot be opened: what is wrong, and a way on.

use crate::app::{Msg, Screen};
use crate::platform::page;
use crate::ui::{dispatch, part};
use leptos::prelude::*;

pub fn view() -> impl IntoView {
    let text = part(|app| if let Screen::Error(text) = &app.screen { text.clone() } else { String::new() });
    let saved = part(crate::app::App::continue_view);
    view! {
        <main data-screen="error" class="narrow">
            <h1 tabindex="-1" data-focus>"This link cannot be opened"</h1>
            <p>{move || text.get()}</p>
            <p class="actions">
                {move || saved.get().map(|text| view! {
                    <button type="button" class="main" data-action="continue" on:click=move |_| dispatch(Msg::Continue)>{text}</button>
                })}
                <button type="button" class="second" data-action="play" on:click=move |_| dispatch(Msg::Play { seed: page::seed() })>"Play a new week"</button>
                <button type="button" class="quiet" data-action="start" on:click=move |_| dispatch(Msg::Start)>"To the start"</button>
            </p>
        </main>
    }
}
