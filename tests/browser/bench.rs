//! How fast the release build is in Chromium, beside inkjs in the same run.

use std::time::Duration;

use fantoccini::wd::TimeoutConfiguration;
use serde_json::{Value, json};

use crate::dist;
use crate::drive::Browser;
use crate::driver::Kind;
use crate::ink;
use crate::player::{Player, Stage, Style, WEEK};
use crate::server::Site;
use crate::squeeze::Coding;

/// The phone of the budgets: a processor slowed four times, 9 Mbit/s, 60 ms.
const SLOWDOWN: u32 = 4;
const BYTES_A_SECOND: u32 = 9_000_000 / 8;
const LATENCY_MS: u32 = 60;

const RUNS: usize = 5;

/// Rounds of presses, each the whole story and then the whole week: sixty presses and more of each.
const ROUNDS: usize = 5;

/// All parts, or those that are named.
pub async fn run(named: &[String]) {
    let asked = |part: &str| named.is_empty() || named.iter().any(|n| n == part);
    let player = Player::at(Kind::Chromium, Site { coding: Coding::Brotli, ..Site::default() }).await;
    // What most people have: the tests' own browsers ask for less.
    let moving = json!({ "features": [{ "name": "prefers-reduced-motion", "value": "no-preference" }] });
    player.browser.devtools("Emulation.setEmulatedMedia", moving).await;
    replays(&player, asked("replays")).await;
    if asked("forecast") {
        forecast(&player).await;
    }
    if asked("studio") {
        studio(&player).await;
    }
    if asked("class") {
        class(&player).await;
    }
    if asked("paint") {
        paint(&player).await;
    }
    if asked("tasks") {
        tasks(&player).await;
    }
    if asked("load") {
        cold_load(&player).await;
    }
    if asked("memory") {
        memory(&player).await;
    }
}

/// Complete replays a second, in wasm and by inkjs, in one page and one core each. In any case the page of the
/// same story is made, which others are timed beside.
async fn replays(player: &Player, timed: bool) {
    player.open("#/why/monday-call").await;
    let browser = &player.browser;
    let compiler = dist::npm("inkjs/dist/ink-full-es2015.js");
    let script = format!("{compiler}\nreturn new inkjs.Compiler(arguments[0]).Compile().ToJson()");
    let story = browser.run(&script, vec![json!(ink::source())]).await;
    let story = story.as_str().expect("a compiled story").to_string();
    player.server.change(|site| site.own = ink::page(story));
    if !timed {
        return;
    }
    let ours = rate(browser, "", "window.wasmBindings.work('probe', 'replays', n, () => {})").await;
    let prepare = format!("{compiler}\nconst story = new inkjs.Compiler({}).Compile();", json!(ink::source()));
    let theirs = rate(browser, &prepare, INK_REPLAYS).await;
    println!("\ncomplete replays a second in Chromium, one core, median of {RUNS}");
    println!("{:>12.0}  by-friday in wasm, every draw made", ours);
    println!("{:>12.0}  inkjs, a story of 13 choices, text only", theirs);
    println!("{:>12.1}  times inkjs (budget 50)", ours / theirs);
    let native = native_rate();
    println!("{native:>12.0}  by-friday natively, one core");
    println!("{:>12.1}  times inkjs (budget 100)", native / theirs);
}

/// Complete replays a second natively: the median of some runs, in the same run as the others.
fn native_rate() -> f64 {
    let loaded = app::load("monday-call").expect("monday-call is built in");
    let program = &loaded.program;
    let styles = [engine::model::Style::Directive, engine::model::Style::Collaborative];
    let n = 50_000u32;
    let rates = (0..RUNS).map(|_| {
        let start = std::time::Instant::now();
        for seed in 0..n {
            let luck = engine::Luck::of_seed(seed);
            let mut s = program.begin(luck);
            program.run_pure(luck, &mut s, styles[seed as usize % 2]);
            std::hint::black_box(s.shipped);
        }
        f64::from(n) / start.elapsed().as_secs_f64()
    });
    median(rates.collect())
}

/// Leaves the page and forgets what the device keeps: a kept week would be continued.
async fn forget(player: &Player) {
    player.browser.goto(&player.server.blank()).await;
    player.browser.run("localStorage.clear()", vec![]).await;
}

/// Plays the story to its end `n` times.
const INK_REPLAYS: &str = "for (let i = 0; i < n; i++) {
    story.ResetState();
    for (let turn = i;; turn++) {
        while (story.canContinue) story.Continue();
        if (!story.currentChoices.length) break;
        story.ChooseChoiceIndex(turn % story.currentChoices.length);
    }
}";

/// How often a second a script does its thing: `work` does it `n` times. The number is doubled
/// until a run takes a third of a second, then the median of some runs counts.
async fn rate(browser: &Browser, prepare: &str, work: &str) -> f64 {
    let script = format!(
        "{prepare}
        const time = n => {{ const start = performance.now(); {work}; return performance.now() - start; }};
        let n = 16;
        while (time(n) < 333) n *= 2;
        return Array.from({{ length: {RUNS} }}, () => 1000 * n / time(n))"
    );
    let runs = browser.run(&script, vec![]).await;
    median(serde_json::from_value(runs).expect("a list of rates"))
}

/// From the press on a move to the last figure of the forecast: pressed as soon as the figure before it is
/// there, and by somebody who reads for a second first.
async fn forecast(player: &Player) {
    println!("\nfrom the press on a move to its final forecast, over a whole week (budget 100)");
    for (read, who) in [(0, "pressed at once"), (1, "after a second of reading")] {
        for slowdown in [1, SLOWDOWN] {
            throttle(&player.browser, slowdown).await;
            forget(player).await;
            player.open(WEEK).await;
            player.metrics().await;
            player.browser.run(WATCH_FORECAST, vec![]).await;
            while player.stage().await != Stage::Debrief {
                player.metrics().await;
                tokio::time::sleep(Duration::from_secs(read)).await;
                player.choose_style(Style::Collaborative).await;
                player.metrics().await;
                player.next().await;
            }
            let times = list(&player.browser, "return window.__forecasts").await;
            print_times(&format!("{who}, page slowed {slowdown} times, a worker not at all"), times.clone(), 1.0);
            if slowdown == 1 {
                print_times(&format!("{who}, not slowed, counted {SLOWDOWN} times"), times, f64::from(SLOWDOWN));
            }
        }
    }
    throttle(&player.browser, 1).await;
}

/// Five hundred weeks by as many people under as many lucks, pasted: from the press to the figures, and the
/// longest task of the page meanwhile.
async fn class(player: &Player) {
    println!("\n500 weeks pasted into the class page, from the press to the figures");
    let text: String = (0..500u32)
        .map(|i| {
            let other: Vec<usize> = (0..13).filter(|d| i.wrapping_mul(2_654_435_761) >> (d + 8) & 1 == 1).collect();
            let style = if i % 2 == 0 { engine::model::Style::Directive } else { engine::model::Style::Collaborative };
            format!("Learner {i}\thttps://weeks.example/{}\n", crate::native::week(i * 7919, style, &other, 99))
        })
        .collect();
    for slowdown in [1, SLOWDOWN] {
        throttle(&player.browser, slowdown).await;
        player.open("#/class").await;
        player.browser.run(WATCH_CLASS, vec![json!(text)]).await;
        player.browser.until("the figures", "return window.__class.done ?? null", vec![]).await;
        let found = player.browser.run("return [window.__class.done, ...window.__class.tasks]", vec![]).await;
        let found: Vec<f64> = serde_json::from_value(found).expect("figures");
        let longest = found[1..].iter().copied().fold(0.0, f64::max);
        let over = found[1..].len();
        println!("{:>12.0}  ms, page slowed {slowdown} times, a worker not at all (budget 2,000)", found[0]);
        if slowdown == 1 {
            println!("{:>12.0}  ms, counted {SLOWDOWN} times", found[0] * f64::from(SLOWDOWN));
        }
        println!("{longest:>12.0}  ms, the longest task of the page; {over} of 50 ms and more (budget: none)");
    }
    throttle(&player.browser, 1).await;
}

const WATCH_CLASS: &str = "
    const field = document.querySelector('#class-text');
    field.value = arguments[0];
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const seen = window.__class = { tasks: [] };
    new PerformanceObserver(list => list.getEntries().forEach(e => seen.tasks.push(e.duration))).observe({ type: 'longtask' });
    setTimeout(() => {
        const start = performance.now();
        new MutationObserver(() => {
            if (!seen.found && document.querySelector('[data-split]')) {
                seen.found = performance.now() - start;
                // What is drawn after it counts among the tasks too.
                setTimeout(() => seen.done = seen.found, 1000);
            }
        }).observe(document.body, { subtree: true, childList: true });
        seen.tasks.length = 0;
        document.querySelector('[data-action=class-read]').click();
    }, 300);";

/// From the moment a screen is shown until all it works out is there: the swings of a whole play,
/// every path of the map, the tornado chart; and from a slider's step to the figures it changes.
async fn studio(player: &Player) {
    println!("\nworked out after the week, in a worker, from the screen to the last figure, median of {RUNS}");
    let moves = "v=1&seed=7&moves=hedge.assign.ask-michael.ask-how.ask-back.obstacles.relate.ask.who-can.ask-commit.ask.review.people";
    for (name, screen, done) in [
        ("the swings of a whole play (budget 2,000)", "debrief", "!!document.querySelector('[data-swings=complete]')"),
        ("every path of the map, 100 seeds (budget 60,000)", "map", "!!document.querySelector('[data-screen=map] [data-done]')"),
        (
            "all assumptions at both ends",
            "why",
            "!!document.querySelector('[data-chart=tornado]') && !document.querySelector('[aria-busy=true]')",
        ),
    ] {
        player.server.change(|site| site.before = watch(screen, done));
        let mut times = Vec::new();
        for _ in 0..RUNS {
            player.open(&format!("#/{screen}/monday-call?{moves}")).await;
            let time = player.browser.until(name, "return window.__took ?? null", vec![]).await;
            times.push(time.as_f64().expect("a time"));
        }
        println!("{:>9.0} ms  {name}", median(times));
    }
    // The page that is open is the why page.
    let step = "const done = arguments[arguments.length - 1], slider = document.querySelector('[data-assumption=optimism]'), times = [];
        const told = () => document.querySelector('[data-effect=chance]')?.textContent;
        const next = n => {
            if (n === 0) return done(times);
            const before = told(), start = performance.now();
            slider.value = 1.2 + n / 100;
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            const look = () => told() && told() !== before ? (times.push(performance.now() - start), setTimeout(() => next(n - 1), 0)) : setTimeout(look, 1);
            look();
        };
        next(20)";
    let times = player.browser.client().execute_async(step, vec![]).await.expect("twenty steps");
    print_times("from a slider's step to the changed figures", serde_json::from_value(times).expect("times"), 1.0);
    player.server.change(|site| site.before = String::new());
}

/// Notes how long a screen takes from its being there to its being done.
fn watch(screen: &str, done: &str) -> String {
    format!(
        "let since = null;
        new MutationObserver(() => {{
            if (since === null && document.querySelector('[data-screen={screen}]')) since = performance.now();
            if (since !== null && window.__took === undefined && ({done})) window.__took = performance.now() - since;
        }}).observe(document, {{ subtree: true, childList: true, attributes: true }});"
    )
}

/// Notes the time of each press on a move, and of the first frame with no busy metric after it.
const WATCH_FORECAST: &str = "
    window.__forecasts = [];
    let pressed = null;
    addEventListener('click', e => { if (e.target.closest('[data-choice]')) pressed = e.timeStamp; }, true);
    new MutationObserver(() => {
        const chance = [...document.querySelectorAll('[data-metric=on-time]')];
        if (pressed === null || !document.querySelector('[data-changes]') || !chance.length) return;
        if (chance.some(e => e.ariaBusy === 'true' || !e.hasAttribute('data-value'))) return;
        window.__forecasts.push(performance.now() - pressed);
        pressed = null;
    }).observe(document, { subtree: true, childList: true, attributes: true });";

/// From a press to the next paint, as Event Timing measures it: floor 16 ms, steps of 8. The story and the week
/// take turns.
async fn paint(player: &Player) {
    println!("\nfrom a press to the next paint, slowed {SLOWDOWN} times (Event Timing: floor 16 ms, steps of 8)");
    let browser = &player.browser;
    let (mut theirs, mut ours) = (Vec::new(), Vec::new());
    throttle(browser, SLOWDOWN).await;
    for _ in 0..ROUNDS {
        browser.goto(&format!("{}/__ink/", player.server.origin())).await;
        browser.until("the story", "return !!document.querySelector('[data-choice]')", vec![]).await;
        browser.run(WATCH_EVENTS, vec![]).await;
        let mut presses = 0;
        let turn = "return Number(document.querySelector('main').dataset.turn) >= arguments[0] ? 1 : null";
        let more = "return document.querySelectorAll('[data-choice]').length";
        while browser.run(more, vec![]).await != json!(0) {
            browser.press("[data-choice]").await;
            browser.until("the next turn", turn, vec![json!(presses)]).await;
            presses += 1;
        }
        theirs.extend(events(browser, presses).await);

        forget(player).await;
        player.open(WEEK).await;
        player.metrics().await;
        browser.run(WATCH_EVENTS, vec![]).await;
        let mut presses = 0;
        while player.stage().await != Stage::Debrief {
            player.choose_style(Style::Collaborative).await;
            player.metrics().await;
            player.next().await;
            player.metrics().await;
            presses += 2;
        }
        ours.extend(events(browser, presses).await);
    }
    print_times("inkjs, each choice", theirs, 1.0);
    print_times("by-friday, each move and each \u{201c}next\u{201d} (budget 1.5 times inkjs, aim 24/40)", ours, 1.0);
    throttle(browser, 1).await;
}

const WATCH_EVENTS: &str = "
    window.__events = new Map();
    new PerformanceObserver(list => {
        for (const e of list.getEntries())
            if (e.interactionId)
                window.__events.set(e.interactionId, Math.max(e.duration, window.__events.get(e.interactionId) ?? 0));
    }).observe({ type: 'event', durationThreshold: 16 });";

/// Two frames, for a script that says when it is done.
const FRAMES: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))";

/// The duration of each press; those too quick to be listed count as the floor.
async fn events(browser: &Browser, presses: usize) -> Vec<f64> {
    // The observer is told after the frame; two frames later the last press is in.
    browser.client().execute_async(FRAMES, vec![]).await.expect("two frames");
    let mut times = list(browser, "return [...window.__events.values()]").await;
    times.resize(times.len().max(presses), 16.0);
    times
}

/// The longest tasks of the page: over a whole week, from the press that leads to the debrief until every figure
/// is there, and while its chapters are opened one after the other.
async fn tasks(player: &Player) {
    println!("\nthe longest task of the page, slowed {SLOWDOWN} times (budget: none over 50 ms), of {RUNS} weeks");
    let browser = &player.browser;
    let longest = "const all = window.__tasks.splice(0);
        return [Math.max(0, ...all), window.__figures ?? 0]";
    let [mut playing, mut back, mut opened, mut figures] = [const { Vec::new() }; 4];
    player.server.change(|site| site.before = WATCH_TASKS.to_string());
    for run in 0..=RUNS {
        forget(player).await;
        throttle(browser, 1).await;
        player.open(WEEK).await;
        player.metrics().await;
        throttle(browser, SLOWDOWN).await;
        browser.run("window.__tasks.length = 0", vec![]).await;
        for _ in 0..12 {
            player.choose_style(if run % 2 == 0 { Style::Collaborative } else { Style::Directive }).await;
            player.metrics().await;
            player.next().await;
            player.metrics().await;
        }
        let seen = list(browser, longest).await;
        player.choose_style(Style::Collaborative).await;
        player.metrics().await;
        browser.run("window.__tasks.length = 0", vec![]).await;
        player.next().await;
        browser.until("the swings", "return !!document.querySelector('[data-swings=complete]')", vec![]).await;
        browser.until("every figure", "return !document.querySelector('[aria-busy=true]')", vec![]).await;
        let after = list(browser, longest).await;
        let chapters = "return document.querySelectorAll('details.chapter').length";
        for chapter in 0..browser.run(chapters, vec![]).await.as_u64().expect("a number") {
            let open = format!("document.querySelectorAll('details.chapter > summary')[arguments[0]].click(); {FRAMES}");
            browser.client().execute_async(&open, vec![json!(chapter)]).await.expect("two frames");
        }
        let one_by_one = list(browser, longest).await;
        // The first week is not counted: the host compresses its files then.
        if run > 0 {
            playing.push(seen[0]);
            back.push(after[0]);
            opened.push(one_by_one[0]);
            figures.push(after[1]);
        }
    }
    print_times("while somebody plays", playing, 1.0);
    print_times("from the last press until every figure of the debrief is there", back, 1.0);
    print_times("while each of its chapters is opened", opened, 1.0);
    print_times("from the last press to the debrief\u{2019}s first figures (budget 1,000)", figures, 1.0);
    throttle(browser, 1).await;
    player.server.change(|site| site.before = String::new());
}

/// Notes each long task, and when the debrief is there after the press that leads to it.
const WATCH_TASKS: &str = "
    window.__tasks = [];
    new PerformanceObserver(list => list.getEntries().forEach(e => window.__tasks.push(e.duration))).observe({ type: 'longtask' });
    addEventListener('click', e => { window.__clicked = e.timeStamp; }, true);
    new MutationObserver(() => {
        if (window.__figures === undefined && document.querySelector('[data-screen=debrief] [data-outcome]'))
            requestAnimationFrame(() => setTimeout(() => { window.__figures ??= performance.now() - window.__clicked; }, 0));
    }).observe(document, { subtree: true, childList: true });";

/// Weeks played one after the other in one page, each to its debrief: what the page holds after each twenty.
async fn memory(player: &Player) {
    println!("\nwhat a page holds while weeks are played in it one after the other, each to its debrief (budget: flat)");
    let browser = &player.browser;
    player.server.change(|site| site.before = NOTE_MEMORY.to_string());
    forget(player).await;
    let patience = TimeoutConfiguration::new(Some(Duration::from_secs(600)), None, None);
    browser.client().update_timeouts(patience).await.expect("a longer time for a script");
    player.open(WEEK).await;
    player.metrics().await;
    println!("   weeks  script, kB  program, kB     nodes  listeners");
    for weeks in (0..=200).step_by(20) {
        if weeks > 0 {
            browser.client().execute_async(TWENTY_WEEKS, vec![]).await.expect("twenty weeks");
        }
        browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
        let heap = browser.devtools("Runtime.getHeapUsage", json!({})).await["usedSize"].as_f64().unwrap_or_default();
        let held = browser.devtools("Memory.getDOMCounters", json!({})).await;
        let program = browser.run("return window.__memory.buffer.byteLength", vec![]).await.as_f64().unwrap_or_default();
        println!("{weeks:>8} {:>11.0} {:>12.0} {:>9} {:>10}", heap / 1e3, program / 1e3, held["nodes"], held["jsEventListeners"]);
    }
    player.server.change(|site| site.before = String::new());
}

/// The program's memory, from the first thing that is made of it.
const NOTE_MEMORY: &str = "
    const make = WebAssembly.instantiate;
    WebAssembly.instantiate = async (...all) => {
        const made = await make.apply(WebAssembly, all);
        window.__memory ??= (made.instance ?? made).exports.memory;
        return made;
    };";

/// Another way through each week, then a new one from its debrief.
const TWENTY_WEEKS: &str = "
    const done = arguments[arguments.length - 1];
    const frame = () => new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn)));
    const find = what => document.querySelector(what);
    (async () => {
        for (let week = 0, turn = 0; week < 20;) {
            const moves = document.querySelectorAll('[data-choice]');
            const on = find('[data-action=next]') ?? find('[data-action=debrief]');
            if (moves.length) moves[(week + turn++) % moves.length].click();
            else if (on) on.click();
            else if (find('[data-screen=debrief] [data-summary]')) {
                find('[data-screen=debrief] [data-action=restart]').click();
                week++;
            }
            await frame();
        }
        done();
    })();";

/// From the start of the navigation, nothing cached, to the first scene’s text, the answer to the first move
/// and the second scene, as fast as the page allows: a script presses the first move and “next” as soon as
/// they are there.
async fn cold_load(player: &Player) {
    println!("\nafter a cold load, slowed {SLOWDOWN} times, {} Mbit/s, {LATENCY_MS} ms, median of {RUNS}", BYTES_A_SECOND * 8 / 1_000_000);
    let browser = &player.browser;
    player.server.change(|site| site.before = HURRY.to_string());
    browser.devtools("Network.enable", json!({})).await;
    throttle(browser, SLOWDOWN).await;
    let ink = format!("{}/__ink/", player.server.origin());
    let ours = format!("{}{WEEK}", player.server.page());
    let mut medians = Vec::new();
    for address in [ink, ours] {
        let mut times: [Vec<f64>; 3] = Default::default();
        // The first load is not counted: the host compresses its files then.
        for run in 0..=RUNS {
            forget(player).await;
            browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
            browser.devtools("Network.emulateNetworkConditions", conditions(run > 0)).await;
            browser.goto(&address).await;
            let found = "const t = window.__times; return t?.second ? [t.read, t.answered, t.second] : null";
            let found: [f64; 3] = serde_json::from_value(browser.until("the second scene", found, vec![]).await).expect("times");
            if run > 0 {
                times.iter_mut().zip(found).for_each(|(all, time)| all.push(time));
            }
        }
        medians.push(times.map(median));
    }
    for (i, what) in
        ["the first scene is read (budget 1.0)", "its move is answered (budget 1.3)", "the second scene is read"].iter().enumerate()
    {
        let [theirs, ours] = [medians[0][i], medians[1][i]];
        println!("{ours:>9.0} ms  {what}; inkjs {theirs:.0} ms: {:.2} times", ours / theirs);
    }
    throttle(browser, 1).await;
}

fn conditions(slow: bool) -> Value {
    let (rate, latency) = if slow { (json!(BYTES_A_SECOND), LATENCY_MS) } else { (json!(-1), 0) };
    json!({ "offline": false, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate })
}

/// Presses what leads to the second scene, and notes when what is on the way there is painted.
const HURRY: &str = "
    const first = { at: null };
    const times = window.__times = {};
    const note = what => requestAnimationFrame(() => setTimeout(() => { times[what] ??= performance.now(); }, 0));
    const look = () => {
        if (times.second) return;
        const mine = document.querySelector('[data-scene]');
        const next = document.querySelector('[data-changes]') &&
            document.querySelector('[data-action=next]');
        const move = document.querySelector('button[data-choice]:not(:disabled)');
        if (next) { note('answered'); return next.click(); }
        if (!move) return;
        const at = mine ? mine.dataset.scene : document.querySelector('main').dataset.turn;
        if (first.at === null) { first.at = at; note('read'); return move.click(); }
        if (first.at !== at) {
            note('answered');
            note('second');
        }
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });";

async fn throttle(browser: &Browser, rate: u32) {
    browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": rate })).await;
}

async fn list(browser: &Browser, script: &str) -> Vec<f64> {
    serde_json::from_value(browser.run(script, vec![]).await).expect("a list of numbers")
}

fn print_times(name: &str, mut times: Vec<f64>, factor: f64) {
    times.sort_by(f64::total_cmp);
    let count = times.len();
    if count == 0 {
        println!("      nothing measured: {name}");
        return;
    }
    let p95 = times[(count * 95).div_ceil(100) - 1] * factor;
    println!("{:>9.0} ms median, {p95:.0} ms p95 of {count}  {name}", median(times) * factor);
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
