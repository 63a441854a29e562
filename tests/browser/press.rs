//! Somebody who presses whatever there is: any number of presses over every screen, by numbers that are the
//! same each time. No error, no failure page, and after each press the last completed move is still there.
//!
//! What the same number presses hangs on what is drawn by then, so a run that is repeated is alike, and not
//! always the same: what goes wrong is told with the last presses before it.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use fantoccini::wd::TimeoutConfiguration;
use serde_json::{Value, json};

use crate::driver::Kind;
use crate::native;
use crate::player::{Player, WEEK};
use crate::server::Site;

/// Where one comes from: every screen, and what other links lead to. The empty one is of a week that travels in
/// its link.
const STARTS: [&str; 19] = [
    "#/",
    WEEK,
    "#/debrief/monday-call?v=1&seed=7&moves=hedge.assign.express.dates.decide.hold.on-task.tell.order.check.take-charge.list.dates&n=13",
    "#/map/monday-call",
    "#/why/monday-call",
    "#/class",
    "#/write",
    "#/portal",
    "#/data",
    "",
    "#/play/red-folder",
    "#/play?from=examples%2Ffirst-friday.json",
    "#/play/no-such-week",
    "#/play/monday-call",
    "#/play/one-came-back?seed=3",
    "#/play/monday-call?seed=7&set=optimism:1.3",
    "#/map/monday-call?v=1&seed=7&moves=hedge.assign&n=2",
    "#/play/monday-call?v=1&seed=7&blind=1&moves=hedge.assign.express&n=3",
    "#/play/monday-call?v=1&seed=7&moves=hedge.nothing&n=2",
];

/// The screens that are come to.
const SCREENS: [&str; 12] = ["class", "cover", "data", "debrief", "error", "from", "map", "play", "portal", "start", "why", "write"];

/// Presses between two of the browser's own buttons, at most.
const STINT: usize = 40;

/// What was pressed: how often each screen was, and the browser's own buttons.
#[derive(Default)]
pub struct Pressed {
    screens: BTreeMap<String, u64>,
    moves: u64,
    backs: usize,
    reloads: usize,
    opened: usize,
}

impl fmt::Display for Pressed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} presses ({} of them moves;", self.screens.values().sum::<u64>(), self.moves)?;
        for (screen, presses) in &self.screens {
            write!(f, " {screen} {presses}")?;
        }
        write!(f, "), Back {}, Reload {}, addresses {}", self.backs, self.reloads, self.opened)
    }
}

/// The same row of numbers for the same seed.
struct Numbers(u32);

impl Numbers {
    fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        self.0 >> 8
    }
}

/// Presses so many times, and tells how many were made as it goes on.
///
/// # Errors
/// What went wrong, and the last presses before it.
pub async fn press(kind: Kind, seed: u32, presses: usize, mut told: impl FnMut(usize)) -> Result<Pressed, String> {
    let before = format!("{BEFORE}{}", if kind == Kind::WebKit { NO_FILES } else { "" });
    let player = Player::at(kind, Site { before, ..Site::default() }).await;
    let client = player.browser.client();
    let patience = TimeoutConfiguration::new(Some(Duration::from_secs(300)), None, None);
    client.update_timeouts(patience).await.expect("a longer time for a script");
    let travelling = format!("#/play/{}?seed=5", native::packed(include_str!("ward.json")));
    let mut numbers = Numbers(seed);
    let mut found = Pressed::default();
    let mut kept = json!({});
    let mut made = 0;
    let stint = (presses / (2 * STARTS.len())).clamp(1, STINT);
    let mut before = Vec::new();
    while made < presses {
        // Every address is come to at least once, whatever the numbers say.
        let how =
            if made == 0 || (presses - made).div_ceil(stint) <= STARTS.len().saturating_sub(found.opened) { 0 } else { numbers.next() % 8 };
        let mut open = how < 4;
        if how > 5 {
            client.back().await.map_err(|e| format!("Back fails: {e}"))?;
            // The empty page between two addresses is none of the program's.
            let ours = "return !location.pathname.startsWith('/__') && location.protocol === 'http:'";
            open = player.browser.run(ours, vec![]).await != json!(true);
            found.backs += 1;
            before.push("Back".to_owned());
        }
        if how == 4 || how == 5 {
            client.refresh().await.map_err(|e| format!("a reload fails: {e}"))?;
            found.reloads += 1;
            before.push("Reload".to_owned());
        }
        if open {
            let start = STARTS[found.opened % STARTS.len()];
            player.load(if start.is_empty() { &travelling } else { start }).await;
            found.opened += 1;
            before.push(format!("the address {start}"));
        }
        let most = stint.min(presses - made);
        let told_of = player.browser.run(PRESS, vec![json!(numbers.next()), json!(most), kept]).await;
        for (screen, count) in told_of["screens"].as_object().into_iter().flatten() {
            *found.screens.entry(screen.clone()).or_default() += count.as_u64().unwrap_or_default();
        }
        found.moves += told_of["moves"].as_u64().unwrap_or_default();
        made += usize::try_from(told_of["made"].as_u64().unwrap_or_default()).expect("a small number");
        before.extend(told_of["pressed"].as_array().into_iter().flatten().map(|p| p.as_str().unwrap_or_default().to_owned()));
        let last = &before[before.len().saturating_sub(60)..];
        if told_of["wrong"] != Value::Null {
            return Err(format!(
                "{kind:?}, seed {seed}, press {made}: {}\nafter these:\n{}\n{}",
                told_of["wrong"],
                last.join("\n"),
                player.browser.shown().await
            ));
        }
        before = last.to_vec();
        kept = told_of["kept"].clone();
        told(made);
    }
    let missed: Vec<&str> = SCREENS.into_iter().filter(|s| !found.screens.contains_key(*s)).collect();
    if !missed.is_empty() && presses >= 2 * STARTS.len() {
        return Err(format!("{kind:?}, seed {seed}: nothing was pressed on {missed:?}, but {found}"));
    }
    Ok(found)
}

/// Errors are gathered from the first line on. A print would wait for a person, so it is none; and browsers
/// refuse an address that changes more often than any person changes it (WebKit after 100 times in ten
/// seconds), so the changes are counted.
const BEFORE: &str = "window.__errors = []; window.__changes = []; window.__pushed = 0;
    const wrong = what => { if (!/ResizeObserver/.test(what)) window.__errors.push(String(what)); };
    addEventListener('error', e => wrong(e.message || `${e.target?.src || e.target?.href || e.type} did not load`), true);
    addEventListener('unhandledrejection', e => wrong(`unhandled: ${e.reason?.stack || e.reason}`));
    document.addEventListener('securitypolicyviolation', e => wrong(`policy: ${e.violatedDirective} ${e.blockedURI}`));
    const error = console.error;
    console.error = (...all) => { wrong(`console: ${all.join(' ')}`); error.apply(console, all); };
    window.print = () => {};
    for (const name of ['pushState', 'replaceState']) {
        const change = history[name];
        history[name] = function (...all) {
            window.__changes.push(performance.now());
            const done = change.apply(this, all);
            if (name === 'pushState') window.__pushed++;
            return done;
        };
    }";

/// WebKit's small browser has a row above the page for each file that was saved, until there is no page left.
const NO_FILES: &str = "
    const follow = HTMLElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () { if (!this.hasAttribute('download')) follow.call(this); };";

/// Presses many times in one page, with a frame between: a click on what is there and can be pressed, another
/// value for a field, or a step back. Only what opens a window of the system's is left out.
///
/// After each, what was kept before is still kept, or goes on: all but what it was asked to forget. And a move
/// stands in the address and, where the week is one's own, is kept.
const PRESS: &str = r##"
    const [seed, most, known] = arguments;
    let number = seed, kept = known, made = 0, moves = 0;
    const screens = {}, pressed = [];
    const next = () => (number = (Math.imul(number, 1664525) + 1013904223) >>> 0) >>> 8;
    const of = list => list[next() % list.length];
    const frame = () => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    // Asks again with each frame.
    const until = async (holds, patience) => {
        for (const start = performance.now();;) {
            const found = holds();
            if (found || performance.now() - start > patience) return found;
            await frame();
        }
    };
    const seen = e => e.getClientRects().length > 0 && (e.checkVisibility?.({ visibilityProperty: true }) ?? true) && !e.closest('[inert]');
    const shown = () => [...document.querySelectorAll('[data-screen]')].find(seen);
    const ready = () => document.documentElement.hasAttribute('data-ready') && shown();
    const failed = () => window.__errors.length ? window.__errors.join('; ')
        : document.getElementById('failure').hidden ? '' : document.getElementById('failure').innerText;

    const left_out = ['portal-file', 'write-open', 'class-open', 'reload'];
    const LINK = 'http://127.0.0.1/#/play/monday-call?v=1&seed=';
    const MOVES = 'hedge.assign.express.dates.decide.hold.on-task.tell.order.check.take-charge.list.dates';
    const WORDS = ['', 'Why not ask her?', '42', '-1', '1e9', '0.5', 'ä Ω 漢字 🙂', 'שלום', '<b>&amp;"', 'x'.repeat(700), '{"format": 1}', '[',
        'scene,text,choice,goes to\none,Rain.,Wait,two\ntwo,Sun.,,', `${LINK}7&moves=${MOVES}&n=13\n${LINK}8&moves=${MOVES}&n=13`, `${LINK}9&moves=hedge&n=1`];
    const TYPED = 'input:not([type]), input[type=text], input[type=number], input[type=search], input[type=url], textarea';
    const there = () => [...document.querySelectorAll(`button, a[href^="#"], summary, select, input[type=range], input[type=checkbox],
            input[type=radio], [data-action], ${TYPED}`)]
        .filter(e => !e.matches(':disabled, [aria-disabled=true], [readonly]') && !left_out.includes(e.dataset.action)
            && (e.localName !== 'a' || e.getAttribute('href')?.startsWith('#')) && seen(e));
    const enter = (e, words) => {
        e.focus();
        e.select?.();
        // As a keyboard would; a field that takes no such text is left as it is.
        document.execCommand('insertText', false, words) || document.execCommand('delete');
        e.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const change = (e, set) => {
        set();
        for (const kind of ['input', 'change']) e.dispatchEvent(new Event(kind, { bubbles: true }));
    };

    // The weeks that are kept: of each scenario that which is played, and its earlier lines.
    const weeks = () => Object.fromEntries(Object.keys(localStorage).filter(k => k.startsWith('by-friday/save/')).map(k => {
        const save = JSON.parse(localStorage.getItem(k));
        return [k, [save.week, ...save.lines]];
    }));
    const continues = (week, start) => week.seed === start.seed && (week.team ?? '') === (start.team ?? '')
        && (!start.moves || `${week.moves}.`.startsWith(`${start.moves}.`));
    const is_kept = week => Object.values(weeks()).flat().some(w => continues(w, week));
    const address = () => {
        const query = new URLSearchParams(location.hash.split('?')[1] ?? '');
        const week = { seed: Number(query.get('seed')), moves: query.get('moves') ?? '', team: query.get('team') ?? '' };
        return { week, scenario: location.hash.split('?')[0], changed: query.has('set') };
    };
    const lost = () => {
        const now = weeks();
        return Object.entries(kept).filter(([key, [week]]) => week.moves && !(now[key] ?? []).some(w => continues(w, week)))
            .map(([key, [week]]) => `${key} no longer holds ${JSON.stringify(week)} but ${JSON.stringify(now[key])}`).join('; ');
    };
    const tell = wrong => ({ screens, pressed, made, moves, kept, wrong });

    const all_of_them = async () => { for (;;) {
        await until(() => failed() || ready() && there().length, 60000);
        if (failed()) return tell(failed());
        if (!await until(() => !lost(), 5000)) return tell(lost());
        if (made === most) return tell(null);
        let all = there();
        if (!ready() || !all.length) return tell('there is nothing to press');
        // Every screen leads to these two, few things from them to the others.
        const stay = all.filter(e => !['start', 'data'].includes(e.dataset.action));
        if (stay.length && next() % 8) all = stay;
        // Browsers take so many changes of an address in a time.
        await until(() => window.__changes.filter(at => performance.now() - at < 10000).length < 90, 20000);

        const screen = shown().dataset.screen;
        screens[screen] = (screens[screen] ?? 0) + 1;
        made++;
        if (window.__pushed > 0 && next() % 40 === 0) {
            pressed.push(`${screen}: back`);
            window.__pushed--;
            let back = false;
            addEventListener('popstate', () => back = true, { once: true });
            history.back();
            if (!await until(() => back, 20000)) return tell('a step back leads nowhere');
            await frame();
            continue;
        }
        // A third goes on with the week. Of the rest one half is chosen by what it is: of 200 boxes of one kind
        // each would else be pressed before anything beside them.
        const onward = all.filter(e => e.dataset.choice || ['next', 'debrief', 'begin'].includes(e.dataset.action));
        const kinds = {};
        for (const e of all) (kinds[`${e.localName} ${e.dataset.action}`] ??= []).push(e);
        const one = next() % 3 === 0 && onward.length ? of(onward) : next() % 2 ? of(all) : of(of(Object.values(kinds)));
        const { choice, action } = one.dataset, before = address();
        // A week from a link stays somebody else's, also with its first decision open again.
        const visited = document.querySelector('[data-notice=own-week]');
        const own = !before.changed && (before.week.moves ? is_kept(before.week) : !visited);
        pressed.push(`${screen}: ${one.outerHTML.slice(0, 90)}`);
        if (action === 'erase') kept = {};
        if (action === 'forget') delete kept[one.dataset.of];
        if (one.matches(TYPED)) {
            const words = of(WORDS);
            pressed.push(`  types ${JSON.stringify(words.slice(0, 40))}`);
            enter(one, words);
        } else if (one.localName === 'select') change(one, () => one.selectedIndex = next() % one.options.length);
        else if (one.type === 'range') change(one, () => one.value = Number(one.min) + (one.max - one.min) * (next() % 7) / 6);
        else if (one.click) one.click();
        else one.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, view: window }));
        await frame();
        if (failed()) return tell(failed());
        if (choice !== undefined) {
            moves++;
            const week = { ...before.week, moves: [before.week.moves, choice].filter(Boolean).join('.') };
            const named = () => address().week.moves === week.moves && address().scenario === before.scenario;
            const stands = await until(() => failed() || named() && (!own || is_kept({ ...week, seed: address().week.seed })), 5000);
            if (failed()) return tell(failed());
            if (!stands) return tell(`the move ${choice} is ${named() ? 'not kept' : `not in the address ${location.hash}`}, but ${JSON.stringify(weeks())}`);
        }
        if (!await until(() => !lost(), 5000)) return tell(lost());
        kept = weeks();
    } };
    return all_of_them();"##;
