//! The start screen.

use crate::app::Msg;
use crate::platform::page;
use crate::ui::{dispatch, part};
use leptos::prelude::*;

pub fn view() -> impl IntoView {
    let what = part(|app| {
        let s = &app.loaded.scenario;
        (s.title.clone(), s.summary.clone(), s.minutes, s.team.clone())
    });
    let saved = part(crate::app::App::continue_view);
    let team = move || {
        what.get().3.into_iter().enumerate().map(|(i, m)| view! {
            <li>{super::super::components::marks::craft(i)}<div><b>{m.name}</b>" "<span class="role">{m.role}</span><p>{m.about}</p></div></li>
        }).collect::<Vec<_>>()
    };
    view! {
        <main data-screen="start" class="start">
            <div class="lead">
                <h1 tabindex="-1" data-focus>"A week, three people, one truck"</h1>
                <p class="sentence">"A customer calls on Monday and needs a critical shipment by Friday. You lead Michael, Anna and John through the week, and see what each way of leading does to them and to Friday."</p>
                {move || saved.get().map(|text| view! {
                    <p><button type="button" class="main" data-action="continue" on:click=move |_| dispatch(Msg::Continue)>{text}</button></p>
                })}
                <p class="actions">
                    <button type="button" class=move || if saved.get().is_some() { "second" } else { "main" } data-action="play"
                        on:click=move |_| dispatch(Msg::Play { seed: page::seed() })>{move || if saved.get().is_some() { "Play a new week" } else { "Play the week" }}</button>
                    <span class="role">{move || format!("about {} minutes, {} decisions", what.get().2, crate::ui::read(|a| a.loaded.decisions))}</span>
                </p>
            </div>
            <section class="scenario" aria-labelledby="scenario">
                <h2 id="scenario">{move || what.get().0}</h2>
                <p>{move || what.get().1}</p>
                <ul class="people">{team}</ul>
            </section>
        </main>
    }
}
