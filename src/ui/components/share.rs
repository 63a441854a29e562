//! Handing on the link of what is shown.

use crate::platform::{location, share};
use crate::ui::{part, read};
use leptos::prelude::*;

/// The share button and, once pressed, the link with ways to hand it on.
pub fn view() -> impl IntoView {
    let open = RwSignal::new(false);
    let said = RwSignal::new("");
    let link = part(|app| format!("{}{}", location::base(), app.route()));
    let copy = move |_| {
        share::copy(&link.get_untracked(), move |worked| {
            said.set(if worked { "Copied." } else { "The browser does not let us copy: select the link and copy it yourself." });
        });
    };
    let sheet = move |_| share::sheet(&read(|app| app.loaded.scenario.title.clone()), &link.get_untracked());
    view! {
        <div class="share">
            <button type="button" class="quiet" data-action="share" aria-expanded=move || open.get().to_string()
                on:click=move |_| { open.update(|o| *o = !*o); said.set("") }>"Share this point"</button>
            {move || open.get().then(|| view! {
                <div class="panel">
                    <label>"Whoever opens this link sees exactly this."
                        <input readonly data-share-link prop:value=move || link.get() />
                    </label>
                    <button type="button" data-action="copy" on:click=copy>"Copy"</button>
                    {share::has_sheet().then(|| view! { <button type="button" data-action="sheet" on:click=sheet>"Send\u{2026}"</button> })}
                    <span role="status">{move || said.get()}</span>
                </div>
            })}
        </div>
    }
}
