//! Two tabs, and two frames on one page: they share what the device keeps, and nothing that was typed or
//! decided in one is written over by the other without a word.

use engine::model::Style::Directive;
use fantoccini::wd::WindowHandle;
use serde_json::{Value, json};

use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Style, WEEK};
use crate::server::Site;

in_both! { two_tabs_keep_both_their_lines answers_in_two_tabs two_frames_of_a_page a_draft_in_two_tabs }

/// The tab that is looked at.
async fn here(player: &Player) -> WindowHandle {
    player.browser.client().window().await.expect("a window")
}

async fn go(player: &Player, tab: &WindowHandle) {
    player.browser.client().switch_to_window(tab.clone()).await.expect("the tab is there");
}

/// Opens another tab of the same browser, and looks at it.
async fn another(player: &Player) -> WindowHandle {
    let tab = player.browser.client().new_window(true).await.expect("a tab").handle;
    go(player, &tab).await;
    tab
}

/// Frames of one luck have keys of their own.
const KEPT: &str = "return localStorage.getItem(Object.keys(localStorage).find(key => key.endsWith('save/monday-call')))";

/// The lines that the device keeps: those beside the current one, and that.
async fn lines(player: &Player) -> Vec<String> {
    let kept = player.browser.run(KEPT, vec![]).await;
    let save: Value = serde_json::from_str(kept.as_str().expect("a save")).expect("JSON");
    let lines = save["lines"].as_array().expect("a list").iter().chain([&save["week"]]);
    lines.map(|l| l["moves"].as_str().expect("moves").to_owned()).collect()
}

async fn two_tabs_keep_both_their_lines(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let one = here(&player).await;
    let two = another(&player).await;
    player.open(WEEK).await;
    let there = player.play(Style::Collaborative, 2).await;
    go(&player, &one).await;
    let own = player.play(Style::Directive, 2).await;
    let said = player.notice("other-tab").await;
    assert!(said.contains("another tab"), "{said}");
    assert_eq!(lines(&player).await, [there.join("."), own.join(".")]);
    // The other heard of it without a press.
    go(&player, &two).await;
    player.notice("other-tab").await;
    let more = player.play(Style::Collaborative, 1).await;
    let there = [there, more].concat();
    assert_eq!(lines(&player).await, [own.join("."), there.join(".")]);
    // What is gone on with is the line that was played last; the other is still there.
    player.open("").await;
    player.browser.press("[data-action=continue]").await;
    player.wait_moves(3).await;
    assert_eq!(player.moves_in_address().await, there);
    assert_eq!(lines(&player).await, [own.join("."), there.join(".")]);
}

async fn answers_in_two_tabs(kind: Kind) {
    let player = Player::new(kind).await;
    let debrief = native::week(7, Directive, &[], 99).replace("#/play/", "#/debrief/");
    let questions =
        "const q = [...document.querySelectorAll('[data-question]')]; return q.length > 1 ? q.map(q => q.dataset.question) : null";
    let put = "const q = document.querySelector(`[data-question=\"${arguments[0]}\"]`); q.value = arguments[1]; q.dispatchEvent(new Event('input', { bubbles: true }))";
    let shows = "return document.querySelector(`[data-question=\"${arguments[0]}\"]`).value === arguments[1]";
    player.open(&debrief).await;
    let one = here(&player).await;
    let ids = player.browser.until("two questions", questions, vec![]).await;
    let two = another(&player).await;
    player.open(&debrief).await;
    player.browser.until("two questions", questions, vec![]).await;
    player.browser.run(put, vec![ids[0].clone(), json!("from the second tab")]).await;
    go(&player, &one).await;
    player.browser.until("the other tab's answer", shows, vec![ids[0].clone(), json!("from the second tab")]).await;
    player.browser.run(put, vec![ids[1].clone(), json!("from the first tab")]).await;
    let kept =
        "const a = JSON.parse(localStorage.getItem('by-friday/answers/monday-call')).answers; return [a[arguments[0]], a[arguments[1]]]";
    let both = json!(["from the second tab", "from the first tab"]);
    assert_eq!(player.browser.run(kept, vec![ids[0].clone(), ids[1].clone()]).await, both);
    go(&player, &two).await;
    player.browser.until("the first tab's answer", shows, vec![ids[1].clone(), json!("from the first tab")]).await;
}

async fn two_frames_of_a_page(kind: Kind) {
    let frame = format!("<iframe src=\"/{WEEK}\" width=700 height=700></iframe>");
    let page = format!("<!doctype html><html lang=en><title>Two</title><body>{frame}{frame}");
    let player = Player::at(kind, Site { own: vec![("/__two.html", "text/html", page)], ..Site::default() }).await;
    player.browser.goto(&format!("{}/__two.html", player.server.origin())).await;
    let enter = async |frame: u16| {
        player.browser.client().enter_parent_frame().await.expect("the page around");
        player.browser.client().enter_frame(frame).await.expect("a frame");
        player.wait_ready().await;
    };
    enter(0).await;
    let first = player.play(Style::Directive, 1).await;
    enter(1).await;
    // It was open all the while, and shows its own Monday still.
    let second = player.play(Style::Collaborative, 2).await;
    player.notice("other-tab").await;
    assert_eq!(lines(&player).await, [first.join("."), second.join(".")]);
    enter(0).await;
    player.notice("other-tab").await;
    let more = player.play(Style::Directive, 1).await;
    assert_eq!(lines(&player).await, [second.join("."), [first, more].concat().join(".")]);
}

async fn a_draft_in_two_tabs(kind: Kind) {
    let player = Player::new(kind).await;
    // Wide enough for the outline.
    player.browser.client().set_window_size(1280, 900).await.expect("a window of that size");
    let titled = "const t = document.querySelector('[data-write$=\" /title\"]'); t.value = arguments[0]; t.dispatchEvent(new Event('input', { bubbles: true }))";
    let draft = "return localStorage.getItem(`by-friday/draft/${arguments[0]}`)?.includes(arguments[1]) ?? false";
    let title = async |text: &str| {
        player.browser.press("[data-action=write-go][data-path='']").await;
        player.browser.until("the field", "return !!document.querySelector('[data-write$=\" /title\"]')", vec![]).await;
        player.browser.run(titled, vec![json!(text)]).await;
    };
    player.open("#/write").await;
    player.browser.press("[data-action=write-blank]").await;
    title("First").await;
    player.browser.until("the draft", draft, vec![json!(1), json!("First")]).await;
    let one = here(&player).await;
    another(&player).await;
    player.open("#/write").await;
    player.browser.press("[data-action=write-draft]").await;
    title("Second").await;
    player.browser.until("the draft", draft, vec![json!(1), json!("Second")]).await;
    go(&player, &one).await;
    let told = "return document.querySelector('[data-elsewhere]')?.innerText ?? null";
    let told = player.browser.until("that it was changed elsewhere", told, vec![]).await;
    assert!(told.as_str().is_some_and(|t| t.contains("another tab")), "{told}");
    title("Third").await;
    player.browser.until("a draft of its own", draft, vec![json!(2), json!("Third")]).await;
    assert_eq!(player.browser.run(draft, vec![json!(1), json!("Second")]).await, json!(true), "the other's is still there");
    player.browser.press("[data-action=write-close]").await;
    let both = "const d = [...document.querySelectorAll('[data-action=write-draft]')].map(d => d.innerText).join();
        return d.includes('Second') && d.includes('Third')";
    player.browser.until("both drafts", both, vec![]).await;
}
