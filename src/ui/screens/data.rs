//! Your data: what is kept on this device, and forgetting it.

use crate::app::Msg;
use crate::ui::{dispatch, part};
use leptos::prelude::*;

pub fn view() -> impl IntoView {
    let items = part(crate::app::App::data_view);
    view! {
        <main data-screen="data" class="narrow">
            <h1 tabindex="-1" data-focus>"Your data"</h1>
            <p>"By Friday keeps your week and your answers in this browser, on this device. Nothing is sent anywhere: a link you share carries the moves and the luck, never your answers."</p>
            {move || {
                let list = items.get();
                if list.is_empty() {
                    return view! { <p data-empty>"Nothing is kept at the moment."</p> }.into_any();
                }
                view! {
                    <ul class="kept">{list.into_iter().map(|i| view! { <li data-key=i.key>{i.what}" "<span class="role">{format!("{} bytes", i.bytes)}</span></li> }).collect::<Vec<_>>()}</ul>
                    <p><button type="button" class="second" data-action="erase" on:click=move |_| dispatch(Msg::Erase)>"Forget all of it"</button></p>
                }.into_any()
            }}
            <p><button type="button" class="quiet" data-action="start" on:click=move |_| dispatch(Msg::Start)>"To the start"</button></p>
        </main>
    }
}
