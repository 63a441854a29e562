//! Swings and luck: the same figures in a worker, without one, and natively; pictures and paper.

use serde_json::json;

use crate::axe::{looking, resize};
use crate::driver::Kind;
use crate::native;
use crate::output::downloaded;
use crate::player::Player;
use crate::server::Site;

in_both! { the_same_figures_with_a_worker_and_without on_paper_and_as_pictures one_screen_on_a_telephone_and_on_a_desk }

/// A week of both styles.
const LINK: &str = "#/debrief/monday-call?v=1&seed=7&moves=hedge.assign.ask-michael.ask-how.ask-back.obstacles.relate.ask.who-can.ask-commit.ask.review.people";

async fn the_same_figures_with_a_worker_and_without(kind: Kind) {
    let (swings, luck) = (native::swings(LINK), native::luck(LINK));
    assert_eq!(swings.len(), 3, "{swings:?}");
    let watch = "window.__units = 0; const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (m) { window.__units += Array.isArray(m) ? 1 : 0; return post.call(this, m); };";
    let refuse = "window.Worker = class { constructor() { window.__units = 0; throw new DOMException('no', 'SecurityError'); } };";
    for (before, worked) in [(watch, true), (refuse, false)] {
        let player = Player::at(kind, Site { before: before.to_string(), ..Site::default() }).await;
        player.open(LINK).await;
        complete(&player).await;
        let found = "return [...document.querySelectorAll('[data-swing]')].map(e => [e.dataset.value, e.querySelector('p').textContent])";
        let found: Vec<(String, String)> = serde_json::from_value(player.browser.run(found, vec![]).await).expect("swings");
        assert_eq!(found, swings, "with a worker: {worked}");
        let decided = "return Number(document.querySelector('[data-line=yours] [data-metric=decisions-score]').dataset.value)";
        let native: serde_json::Value = serde_json::from_str(&native::transcript(LINK)).expect("a transcript");
        assert_eq!(player.browser.run(decided, vec![]).await.as_f64(), native["outcome"]["decisions_score"].as_f64());
        let told = player.browser.run("return document.querySelector('[data-luck]').textContent", vec![]).await;
        assert_eq!(told, json!(luck));
        assert_eq!(player.transcript().await, native::transcript(&player.fragment().await));
        let units = player.browser.run("return window.__units", vec![]).await.as_u64().expect("a count");
        assert_eq!(units > 100, worked, "{units} units were given to a worker");
    }
}

async fn on_paper_and_as_pictures(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(LINK).await;
    complete(&player).await;
    // A4, and US letter.
    for (width, height) in [(21.0, 29.7), (21.59, 27.94)] {
        assert_eq!(player.browser.printed_pages(width, height).await, 2, "pages of {width} by {height} cm");
    }
    let shut = "return [...document.querySelectorAll('.chapter')].every(c => !c.open)";
    assert_eq!(player.browser.run(shut, vec![]).await, json!(true), "chapters are folded again after printing");
    unfold(&player).await;
    for of in ["luck", "chance", "engagement"] {
        player.browser.press(&format!("[data-action=svg][data-of={of}]")).await;
        let picture = downloaded(&player, &format!("{of}.svg")).await;
        let parsed = "const d = new DOMParser().parseFromString(arguments[0], 'image/svg+xml');
            return d.documentElement.namespaceURI + ' ' + d.querySelectorAll('title, style, path, circle').length";
        let parsed = player.browser.run(parsed, vec![json!(picture)]).await;
        let (space, count) = parsed.as_str().and_then(|t| t.split_once(' ')).expect("a name space and a count");
        assert_eq!(space, "http://www.w3.org/2000/svg", "{of}");
        assert!(count.parse::<usize>().is_ok_and(|n| n > 10), "{of} holds {count} marks");
    }
}

/// What is said first fits one screen and stays where it is while the rest is worked out; and what is
/// large is what the view model calls so, all of it and nothing else.
async fn one_screen_on_a_telephone_and_on_a_desk(kind: Kind) {
    const TELEPHONE: (u32, u32) = (390, 844);
    let player = looking(kind, TELEPHONE, "light").await;
    for link in WEEKS {
        // One's own week has no line above it that says whose it is.
        player.browser.goto(&player.server.blank()).await;
        player.browser.run("localStorage.clear()", vec![]).await;
        resize(&player, TELEPHONE).await;
        player.open(link).await;
        let place = "return Math.round(document.querySelector('.chapters').getBoundingClientRect().top + scrollY)";
        let before = player.browser.run(place, vec![]).await;
        complete(&player).await;
        assert_eq!(player.browser.run(place, vec![]).await, before, "nothing moves while {link} is worked out");
        let large = native::large(&player.fragment().await, false);
        for size in [TELEPHONE, (1280, 720)] {
            resize(&player, size).await;
            // Firefox has a screen of its own height here.
            let end = "return [document.querySelector('[data-summary]').getBoundingClientRect().bottom + scrollY, innerWidth]";
            let [end, width]: [f64; 2] = serde_json::from_value(player.browser.run(end, vec![]).await).expect("two numbers");
            assert!((width - f64::from(size.0)).abs() < 0.5, "a page of {width} px");
            assert!(end <= f64::from(size.1), "the summary of {link} ends at {end} of {} px", size.1);
            // The board of a debrief is a picture with names at every width, never the strip of the play screen.
            let board = "document.querySelector('[data-chapter=board]').open = true;
                return [...document.querySelectorAll('[data-plot=board] .gantt, [data-plot=board] .lane')].map(e => e.getBoundingClientRect().height)";
            let board: Vec<f64> = serde_json::from_value(player.browser.run(board, vec![]).await).expect("heights");
            assert!(board.len() == 4 && board[0] > 150.0 && board[1..].iter().all(|h| *h > 8.0), "{board:?}");
            player.browser.run("document.querySelector('[data-chapter=board]').open = false", vec![]).await;
            let found: Vec<String> = serde_json::from_value(player.browser.run(LARGE, vec![]).await).expect("texts");
            assert_eq!(found, large, "what is large at {size:?}");
        }
    }
}

/// Weeks of every kind: on time and late, with much left untold and with nothing.
const WEEKS: [&str; 3] = [
    LINK,
    "#/debrief/monday-call?v=1&seed=7&moves=hedge.with.ask-michael.ask-how.correct.hold.relate.tell.order.check.take-charge.review.people",
    "#/debrief/monday-call?v=1&seed=7&moves=ask-team.with.express.dates.decide.hold.on-task.tell.who-can.ask-commit.ask.list.people",
];

/// Texts of 20 px and more, drawings aside.
const LARGE: &str = "const walker = document.createTreeWalker(document.querySelector('[data-screen=debrief]'), NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node; node = walker.nextNode();)
        if (node.data.trim() && !node.parentElement.closest('svg') && parseFloat(getComputedStyle(node.parentElement).fontSize) >= 20)
            found.push(node.data.trim());
    return found";

/// Opens the debrief's chapters.
pub async fn unfold(player: &Player) {
    player.browser.run("for (const c of document.querySelectorAll('.chapter')) c.open = true", vec![]).await;
}

/// Waits until everything in the debrief is worked out.
pub async fn complete(player: &Player) {
    let there = "return !!document.querySelector('[data-swings=complete]') && !!document.querySelector('[data-luck]')
        && !document.querySelector('[aria-busy=true]')";
    player.browser.until("the whole debrief", there, vec![]).await;
}

/// Goes to the map, and waits until its figures are there.
pub async fn to_the_map(player: &Player) {
    player.browser.press("[data-action=map]").await;
    player.browser.until("the map", "return !!document.querySelector('[data-screen=map] [data-done]')", vec![]).await;
}

/// Goes to the why page, and waits until its chart is there.
pub async fn to_the_why_page(player: &Player) {
    player.browser.press("[data-action=why]").await;
    settled(player).await;
}

/// Waits until the why page has worked out its chart.
pub async fn settled(player: &Player) {
    let there = "return !!document.querySelector('[data-chart=tornado]') && !document.querySelector('[aria-busy=true]')";
    player.browser.until("the chart", there, vec![]).await;
}
