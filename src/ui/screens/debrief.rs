//! The debrief: your week beside the two pure ones, the habits, the questions, and taking it away.

use crate::app::Msg;
use crate::app::debrief::{Chart, Column, Decision, HabitView, OtherLine, QuestionView, View};
use crate::platform::page;
use crate::ui::components::{chart, marks, share};
use crate::ui::{dispatch, part, read};
use leptos::prelude::*;

pub fn view() -> impl IntoView {
    let view = crate::ui::debrief_view();
    let of = move |f: fn(&View) -> String| move || view.with(|v| v.as_ref().map(f).unwrap_or_default());
    let columns = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.columns.clone()).unwrap_or_default()));
    let charts = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.charts.clone()).unwrap_or_default()));
    let settled = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.settled)));
    let habits = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.habits.clone()).unwrap_or_default()));
    let decisions = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.decisions.clone()).unwrap_or_default()));
    let others = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.others.clone()).unwrap_or_default()));
    let outcome = Memo::new(move |_| view.with(|v| if v.as_ref().is_some_and(|v| v.on_time) { "on-time" } else { "late" }));
    // Written once: typing an answer must not draw the field again under the writer's hands.
    let questions = view.with_untracked(|v| v.as_ref().map(|v| v.questions.clone()).unwrap_or_default());
    view! {
        <main data-screen="debrief" class="debrief">
            <h1 tabindex="-1" data-focus>"The debrief"</h1>
            <p class="outcome" data-outcome=move || outcome.get()>{of(|v| v.outcome.clone())}</p>
            <section aria-labelledby="beside">
                <h2 id="beside">"Your week beside the other two"</h2>
                <p class="role">"The same luck in all three: they differ by their moves alone."</p>
                <div class="columns">{move || columns.get().into_iter().map(column).collect::<Vec<_>>()}</div>
                <div class="charts" aria-busy=move || (!settled.get()).then_some("true")>{move || charts.get().into_iter().map(|c: Chart| chart::view(c)).collect::<Vec<_>>()}</div>
                <p class="felt" data-felt>{of(|v| v.felt.clone())}</p>
            </section>
            <section aria-labelledby="decided">
                <h2 id="decided">"What you decided"</h2>
                <div class="wide"><table class="decisions">
                    <thead><tr><th scope="col">"When"</th><th scope="col">"Scene"</th><th scope="col">"Your move"</th><th scope="col">"Style"</th><th scope="col"><span class="unseen">"What if"</span></th></tr></thead>
                    <tbody>{move || decisions.get().into_iter().map(decision).collect::<Vec<_>>()}</tbody>
                </table></div>
                {move || { let list = others.get(); (!list.is_empty()).then(|| other_lines(list)) }}
            </section>
            <section aria-labelledby="habits">
                <h2 id="habits">"Eight pairs of habits, and where you stood"</h2>
                <p>{of(|v| v.stood.clone())}</p>
                <div class="wide"><table class="habits">
                    <thead><tr><th scope="col">{marks::mark(crate::model::Style::Directive)}" The manager\u{2019}s side"</th><th scope="col">"Shown"</th><th scope="col">{marks::mark(crate::model::Style::Collaborative)}" The leader\u{2019}s side"</th></tr></thead>
                    <tbody>{move || habits.get().into_iter().map(habit).collect::<Vec<_>>()}</tbody>
                </table></div>
            </section>
            <section aria-labelledby="authority" class="prose">
                <h2 id="authority">"Authority and influence"</h2>
                <p>{of(|v| v.authority.clone())}</p><p>{of(|v| v.influence.clone())}</p><p>{of(|v| v.both.clone())}</p>
            </section>
            <section aria-labelledby="words" class="prose">
                <h2 id="words">"In your own words"</h2>
                <p class="role">"Kept on this device only, and never part of a link."</p>
                {questions.into_iter().map(question).collect::<Vec<_>>()}
            </section>
            {take_away()}
        </main>
    }
}

fn column(c: Column) -> impl IntoView {
    view! {
        <section class=format!("column {}", c.id) data-line=c.id>
            <h3>{c.name}</h3>
            <p class="verdict" data-metric="on-time" data-value=if c.on_time { "1" } else { "0" }>{if c.on_time { "On the truck" } else { "Missed the truck" }}<span class="role">{format!("ready {}", c.finish)}</span></p>
            <ul class="team small">{c.team.into_iter().map(|p| view! {
                <li data-metric="engagement" data-member=p.id data-value=p.value.to_string()>
                    <span class="who"><b>{p.name}</b></span><span class="level">{format!("{:.0}", p.value)}" "<span class="word">{p.word}</span></span>
                    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="rest" width="100" height="4"/><rect width=format!("{:.1}", p.value) height="4"/></svg>
                </li>
            }).collect::<Vec<_>>()}</ul>
            <p data-metric="team-hours" data-value=c.hours.to_string()><b>{format!("{:.1}", c.hours)}</b>" team hours"<span class="role">{c.hours_note}</span></p>
            <p class="score" data-metric="score" data-value=c.score.to_string()><b>{format!("{:.0}", c.score)}</b>" of 100"<span class="role">{c.points}</span></p>
        </section>
    }
}

fn decision(d: Decision) -> impl IntoView {
    let step = d.step;
    view! {
        <tr><th scope="row">{d.when}</th><td>{d.title}</td><td>{d.label}</td><td>{marks::style(d.style)}</td>
            <td><button type="button" class="link" data-action="what-if" data-step=step.to_string() on:click=move |_| dispatch(Msg::Reopen(step))>"What if\u{2026}"</button></td></tr>
    }
}

fn other_lines(list: Vec<OtherLine>) -> impl IntoView {
    view! {
        <h3>"Other lines you played"</h3>
        <ul class="others">{list.into_iter().map(|o| view! { <li><a href=o.fragment>{o.name}</a></li> }).collect::<Vec<_>>()}</ul>
    }
}

fn habit(h: HabitView) -> impl IntoView {
    let side = |n: usize, m: usize| match (n, m) {
        (0, 0) => "not met",
        (_, 0) => "the manager\u{2019}s",
        (0, _) => "the leader\u{2019}s",
        _ => "both",
    };
    let shown = side(h.directive_at.len(), h.collaborative_at.len());
    let pale = |list: &[String]| if list.is_empty() { "pale" } else { "" };
    let (left, right) = (pale(&h.directive_at), pale(&h.collaborative_at));
    let at = |list: Vec<String>| (!list.is_empty()).then(|| view! { <span class="role">{list.join("; ")}</span> });
    view! {
        <tr><td class=left>{h.directive}{at(h.directive_at)}</td>
            <th scope="row">{shown}</th>
            <td class=right>{h.collaborative}{at(h.collaborative_at)}</td></tr>
    }
}

fn question(q: QuestionView) -> impl IntoView {
    let id = q.id.clone();
    view! {
        <label class="question">{q.text}
            <textarea rows="3" data-question=q.id prop:value=q.answer
                on:change=move |e| dispatch(Msg::Answer { id: id.clone(), text: event_target_value(&e) })></textarea>
        </label>
    }
}

fn take_away() -> impl IntoView {
    let said = RwSignal::new("");
    let transcript = part(|app| (!app.forecasts.busy()).then(|| app.transcript_text()));
    let save = move |name: &'static str, kind: &'static str, text: String| {
        let worked = page::download(name, kind, &text);
        said.set(if worked { "" } else { "The browser does not let us save a file: open the figures below and copy them." });
    };
    view! {
        <section aria-labelledby="away" class="away">
            <h2 id="away">"Take it away"</h2>
            <div class="tools">
                {share::view()}
                <button type="button" class="quiet" data-action="print" on:click=move |_| page::print()>"Print"</button>
                <button type="button" class="quiet" data-action="download-json" on:click=move |_| save("by-friday.json", "application/json", read(|a| a.transcript_text()))>"Download as JSON"</button>
                <button type="button" class="quiet" data-action="download-csv" on:click=move |_| save("by-friday.csv", "text/csv", read(|a| a.csv()))>"Download as CSV"</button>
                <button type="button" class="quiet" data-action="restart" on:click=move |_| dispatch(Msg::Restart { seed: page::seed() })>"Start a new week"</button>
                <span role="status">{move || said.get()}</span>
            </div>
            <details class="figures"><summary>"The whole week as text"</summary>
                <pre data-transcript tabindex="0" aria-label="The whole week as text" aria-busy=move || transcript.get().is_none().then_some("true")>{move || transcript.get().unwrap_or_default()}</pre>
            </details>
        </section>
    }
}
