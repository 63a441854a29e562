//! The play screen: the scene and its moves on one side, the week on the other.

use crate::app::Msg;
use crate::app::play::{After, Button, Day, Entry, Ground, Measures, View};
use crate::app::words;
use crate::platform::page;
use crate::ui::components::{marks, share, talk};
use crate::ui::dispatch;
use leptos::prelude::*;

/// One part of the play view as a memo of its own.
fn slice<T: Clone + PartialEq + Send + Sync + 'static>(view: Memo<Option<View>>, f: fn(&View) -> T) -> Memo<Option<T>> {
    Memo::new(move |_| view.with(|v| v.as_ref().map(f)))
}

pub fn view() -> impl IntoView {
    let view = crate::ui::play_view();
    let scene = slice(view, |v| (v.scene.clone(), v.title.clone(), v.when.clone(), v.place.clone(), v.position.clone(), v.situation.clone()));
    let lines = slice(view, |v| v.talk.clone());
    let moves = slice(view, |v| v.moves.clone());
    let after = slice(view, |v| v.after.clone());
    let chance = slice(view, |v| v.chance_change.clone());
    let week = slice(view, |v| v.week.clone());
    let measures = slice(view, |v| v.measures.clone());
    let known = slice(view, |v| (v.known.clone(), v.promises.clone()));
    let id = Memo::new(move |_| scene.get().map(|s| s.0).unwrap_or_default());
    let looking_back = Memo::new(move |_| after.with(|a| a.as_ref().is_some_and(Option::is_some)));
    let line = move |f: fn(&(String, String, String, String, String, Vec<&'static str>)) -> String| move || scene.with(|s| s.as_ref().map(f).unwrap_or_default());
    view! {
        <main data-screen="play" class="play">
            <article class="scene" data-scene=move || id.get()>
                <p class="where"><span>{line(|s| s.4.clone())}</span>" "<span>{line(|s| s.2.clone())}</span>" "<span>{line(|s| s.3.clone())}</span></p>
                <h1 tabindex="-1" data-focus=move || (!looking_back.get()).then_some("")>{line(|s| s.1.clone())}</h1>
                {move || lines.get().map(talk)}
                {move || after.get().flatten().map(|a| after_view(a, chance))}
                {move || (!looking_back.get()).then(|| view! {
                    <div class="moves" role="group" aria-label="What do you do?">
                        <p class="ask">"What do you do? "<span>{move || scene.with(|s| s.as_ref().map(|s| s.5.join("; ")).unwrap_or_default())}</span></p>
                        {move || moves.get().unwrap_or_default().into_iter().map(button).collect::<Vec<_>>()}
                    </div>
                })}
            </article>
            <aside class="side" aria-label="The week so far">
                {move || measures.get().map(measures_view)}
                {move || known.get().map(|(known, promises)| facts(known, promises))}
                {move || week.get().map(week_view)}
                <div class="tools">
                    {share::view()}
                    <button type="button" class="quiet" data-action="restart" on:click=move |_| dispatch(Msg::Restart { seed: page::seed() })>"Start a new week"</button>
                </div>
            </aside>
        </main>
    }
}

fn button(b: Button) -> impl IntoView {
    let index = b.index;
    view! {
        <button type="button" class="move" data-choice=b.id data-style=b.style.map(marks::word) on:click=move |_| dispatch(Msg::Choose(index))>
            <span>{b.label}</span>{b.style.map(marks::style)}
        </button>
    }
}

fn after_view(after: After, chance: Memo<Option<Option<String>>>) -> impl IntoView {
    let last = after.last;
    view! {
        <section class="after" data-changes>
            <p class="took"><span>{after.label}</span>{after.style.map(marks::style)}</p>
            {talk(after.reaction)}
            <h2 tabindex="-1" data-focus>"What changed"</h2>
            <ul class="changes">
                <li class="chance">{move || chance.get().flatten().unwrap_or_else(|| "Chance of Friday: being worked out".to_owned())}</li>
                {after.changes.into_iter().map(|c| view! { <li>{c}</li> }).collect::<Vec<_>>()}
            </ul>
            <p class="because">{after.because}</p>
            {(!after.grounds.is_empty()).then(|| grounds(after.grounds))}
            <p class="actions">
                {if last {
                    view! { <button type="button" class="main" data-action="debrief" on:click=move |_| dispatch(Msg::Debrief)>"To the debrief"</button> }.into_any()
                } else {
                    view! { <button type="button" class="main" data-action="next" on:click=move |_| dispatch(Msg::Next)>"Go on"</button> }.into_any()
                }}
                <button type="button" class="quiet" data-action="what-if" on:click=move |_| reopen_last()>"Take this decision again"</button>
            </p>
        </section>
    }
}

fn reopen_last() {
    let last = crate::ui::read(|app| app.line.as_ref().map_or(0, |l| l.steps.len().saturating_sub(1)));
    dispatch(Msg::Reopen(last));
}

fn grounds(list: Vec<Ground>) -> impl IntoView {
    view! {
        <details class="grounds">
            <summary>"What this rests on"</summary>
            <ul>{list.into_iter().map(|g| view! {
                <li><b>{g.name}</b>{format!(": {} ({}). ", g.value, if g.measured { "measured" } else { "assumed" })}<span class="role">{g.source}</span></li>
            }).collect::<Vec<_>>()}</ul>
        </details>
    }
}

fn measures_view(m: Measures) -> impl IntoView {
    let chance = match (&m.chance, m.settled) {
        (Some(f), true) => view! {
            <p class="figure" data-metric="on-time" data-value=crate::engine::math::three(f.on_time).to_string()>
                <b>{words::share(f.on_time)}</b>
                <span>{format!("ready {} to {}", short(f.early), short(f.late))}</span>
            </p>
        }.into_any(),
        (known, _) => view! {
            <p class="figure" data-metric="on-time" aria-busy="true">
                <b>{known.map_or_else(|| "\u{2026}".to_owned(), |f| words::share(f.on_time))}</b><span>"being worked out"</span>
            </p>
        }.into_any(),
    };
    let bar = m.chance.map_or(0.0, |f| f.on_time * 100.0);
    view! {
        <section class="measures">
            <h2>"Chance of Friday "<span class="role">"if you go on as you have"</span></h2>
            {chance}
            <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="4"/><rect width=format!("{bar:.1}") height="4"/></svg>
            <h2>"The team"</h2>
            <ul class="team">{m.team.into_iter().enumerate().map(|(i, p)| view! {
                <li data-metric="engagement" data-member=p.id data-value=p.value.to_string()>
                    {marks::craft(i)}
                    <span class="who"><b>{p.name}</b><span class="role">{p.role}</span></span>
                    <span class="level">{format!("{:.0}", p.value)}" "<span class="word">{p.word}</span>
                        {p.change.map(|c| view! { <span class="change">{format!(" {c:+}")}</span> })}</span>
                    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="4"/><rect width=format!("{:.1}", p.value) height="4"/></svg>
                </li>
            }).collect::<Vec<_>>()}</ul>
            <p class="hours" data-metric="team-hours" data-value=m.hours.to_string()><b>{format!("{:.1}", m.hours)}</b>" team hours "<span class="role">{m.hours_note}</span></p>
        </section>
    }
}

fn short(time: u32) -> String {
    let text = words::moment(time);
    text.replace("day after", "day after,").replacen("day ", " ", 1).replace("Wednes", "Wed").replace("Thurs", "Thu").replace("Tues", "Tue")
}

fn facts(known: Vec<String>, promises: Vec<String>) -> impl IntoView {
    let list = |title: &'static str, items: Vec<String>| (!items.is_empty()).then(|| view! {
        <h2>{title}</h2><ul class="facts">{items.into_iter().map(|t| view! { <li>{t}</li> }).collect::<Vec<_>>()}</ul>
    });
    view! { <section>{list("What you know", known)}{list("What was promised", promises)}</section> }
}

fn week_view(days: Vec<Day>) -> impl IntoView {
    view! {
        <section class="week">
            <h2>"The week"</h2>
            <ol>{days.into_iter().map(|d| view! {
                <li class="day"><h3>{d.name}</h3><ol>{d.entries.into_iter().map(entry).collect::<Vec<_>>()}</ol></li>
            }).collect::<Vec<_>>()}</ol>
            <p class="truck">{truck()}"Friday 16:00, the truck"</p>
        </section>
    }
}

fn entry(e: Entry) -> impl IntoView {
    let step = e.step;
    let now = e.taken.is_none();
    view! {
        <li class=if now { "entry now" } else { "entry" }>
            <span class="clock">{e.clock}</span>
            <span class="title">{e.title}{now.then_some(" (now)")}</span>
            {e.on_time.map(|t| view! { <span class="then" title="the chance of Friday at this point">{t}</span> })}
            {e.taken.map(|label| view! {
                <span class="did">{e.style.map(marks::mark)}<span class="unseen">{e.style.map(marks::word)}" "</span>{label}" "
                    <button type="button" class="link" data-action="what-if" data-step=step.to_string() on:click=move |_| dispatch(Msg::Reopen(step))>"What if\u{2026}"</button>
                </span>
            })}
        </li>
    }
}

fn truck() -> impl IntoView {
    view! {
        <svg viewBox="0 0 34 18" width="34" height="18" aria-hidden="true">
            <path d="M1 3h19v10H1zm19 3h6l5 4v3H20z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/>
            <circle cx="8" cy="14.5" r="2.5" fill="currentColor"/><circle cx="25" cy="14.5" r="2.5" fill="currentColor"/>
        </svg>
    }
}
