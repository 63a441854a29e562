//! Writing a week: forms, JSON, undo, problems, drafts, files and links, by hand and by keyboard.

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::driver::Kind;
use crate::native;
use crate::output::downloaded;
use crate::player::{Player, Style};

in_both! { drafts_are_dated_and_deleted_one_by_one effects_are_added_by_enter_alone a_week_is_written_and_handed_on problems_lead_to_their_fields by_keyboard_alone a_story_of_another_tool }

/// WebDriver's codes for keys.
const ENTER: &str = "\u{e007}";
const TAB: &str = "\u{e004}";
const END: &str = "\u{e010}";
const CONTROL: char = '\u{e009}';
const SHIFT: char = '\u{e008}';

/// Opens the editor with a short week to build on.
pub async fn blank(kind: Kind) -> Player {
    let player = Player::new(kind).await;
    player.browser.client().set_window_size(1280, 900).await.expect("a window of that size");
    player.open("#/write").await;
    player.wait_screen("write").await;
    player.browser.press("[data-action=write-blank]").await;
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    player
}

/// Focuses a field by its pointer and types at its end.
async fn write(player: &Player, path: &str, text: &str) {
    let field = format!("[data-write$=' {path}']");
    player.browser.press(&field).await;
    player.browser.keys(&format!("{END}{text}")).await;
}

async fn heading(player: &Player, text: &str) {
    player.browser.until(text, "return document.querySelector('.write h1')?.innerText === arguments[0]", vec![json!(text)]).await;
}

async fn errors(player: &Player, count: usize) {
    let there = "return document.querySelector('[data-problems]')?.dataset.problems === String(arguments[0])";
    player.browser.until(format_args!("{count} errors"), there, vec![json!(count)]).await;
}

/// What is written, as the JSON side shows it.
pub async fn text(player: &Player) -> String {
    player.browser.press("[data-action=write-side][data-of=json]").await;
    let text = player.browser.until("the JSON", "return document.querySelector('#json')?.value || null", vec![]).await;
    text.as_str().expect("a text").to_owned()
}

async fn a_week_is_written_and_handed_on(kind: Kind) {
    let player = blank(kind).await;
    player.browser.press("[data-action=write-go][data-path='']").await;
    write(&player, "/title", "My own week on the ward").await;
    heading(&player, "My own week on the ward").await;
    let typing = "return document.activeElement?.dataset.write === 'put /title'";
    assert_eq!(player.browser.run(typing, vec![]).await, json!(true), "the field is still typed in");

    // The JSON side: broken, the forms are locked and say where; mended, they follow.
    let whole = text(&player).await;
    assert!(whole.contains("\"title\": \"My own week on the ward\""), "{whole}");
    let put = "const t = document.querySelector('#json'); t.value = arguments[0]; t.dispatchEvent(new Event('input', { bubbles: true }))";
    player.browser.run(put, vec![json!(whole.replace("\"title\":", "\"title\""))]).await;
    let lock = player.browser.until("a lock", "return document.querySelector('[data-lock]')?.innerText ?? null", vec![]).await;
    assert!(lock.as_str().is_some_and(|l| l.starts_with("Line ")), "{lock}");
    player.browser.run(put, vec![json!(whole.replace("on the ward", "at the mill"))]).await;
    heading(&player, "My own week at the mill").await;
    // What was typed in one place is one step.
    player.browser.press("[data-action=write-undo]").await;
    heading(&player, "My own week on the ward").await;

    // A third scene, after the second, and a task in a week that has none: both in the outline.
    player.browser.press("[data-action=write-side][data-of=form]").await;
    player.browser.press("[data-action=write-add][data-path='/work/tasks']").await;
    player.browser.until("a task", "return !!document.activeElement?.matches(\"[data-form='/work/tasks/3'] [data-write]\")", vec![]).await;
    player.browser.press("[data-action=write-undo]").await;
    player.browser.press("[data-action=write-add][data-path='/scenes']").await;
    player.browser.until("a third scene", "return !!document.querySelector(\"[data-form='/scenes/2']\")", vec![]).await;
    errors(&player, 0).await;
    let written = text(&player).await;
    assert!(native::errors(&written).is_empty(), "{:?} in {written}", native::errors(&written));

    // A reload loses nothing; the draft is where it was.
    player.browser.until("the draft", "return !!localStorage.getItem('by-friday/draft/1')?.includes('on the ward')", vec![]).await;
    player.open("#/write").await;
    player.browser.press("[data-action=write-draft]").await;
    heading(&player, "My own week on the ward").await;
    assert_eq!(text(&player).await, written);

    player.browser.press(".write-bar [data-action=write-share]").await;
    player.browser.press("[data-action=write-save]").await;
    assert_eq!(downloaded(&player, "json").await, written);
    let link = "return document.querySelector('[data-handed-link]')?.value ?? null";
    let link = player.browser.until("the link", link, vec![]).await.as_str().expect("a text").to_owned();
    let qr = "return !!document.querySelector('.qr svg path, [data-no-code]') && document.querySelector('[data-length]').innerText";
    let about = player.browser.run(qr, vec![]).await;
    assert!(about.as_str().is_some_and(|a| a.replace(',', "").contains(&format!("{} characters", link.len()))), "{about}");

    // With a luck of its own for everybody; and closed again.
    player.browser.press("#hand-luck").await;
    player.browser.keys("12").await;
    let lucky = "return document.querySelector('[data-handed-link]')?.value === arguments[0]";
    player.browser.until("the link with its luck", lucky, vec![json!(format!("{link}?seed=12"))]).await;
    player.browser.press("[data-share] .panel-head [data-action=write-share]").await;
    player.browser.until("the panel is gone", "return !document.querySelector('[data-share]')", vec![]).await;

    // What its choices come to: as the command line says, to the digit.
    player.browser.press("[data-action=write-side][data-of=figures]").await;
    player.browser.press("[data-action=write-weigh]").await;
    player.browser.until("the figures", "return !!document.querySelector('[data-weighed-rows]')", vec![]).await;
    let shown = "return [...document.querySelectorAll('[data-figures] tbody tr')].map(r => [...r.cells].map(c => c.innerText))";
    let (rows, findings) = native::weighed(&written);
    assert_eq!(player.browser.run(shown, vec![]).await, json!(rows));
    let said = "return [...document.querySelectorAll('[data-weighed]')].map(r => r.dataset.weighed)";
    assert_eq!(player.browser.run(said, vec![]).await, json!(findings));

    // Played from here, and back to the very scene.
    player.browser.press("[data-action=write-side][data-of=form]").await;
    player.browser.press("[data-action=write-go][data-path='/scenes/1']").await;
    player.browser.press("[data-action=write-play]").await;
    player.wait_screen("play").await;
    player.choose_style(Style::Directive).await;
    player.browser.press("[data-action=write-back]").await;
    player.wait_screen("write").await;
    heading(&player, "My own week on the ward").await;
    player.browser.until("its scene", "return !!document.querySelector(\"[data-form='/scenes/1']\")", vec![]).await;

    // One browser at a time in a test: only so many may run at once.
    drop(player);
    let other = Player::new(kind).await;
    other.open(&format!("#{}", link.split_once('#').expect("a fragment").1)).await;
    // Whoever opens it sees first what it is, and presses Play.
    other.wait_screen("cover").await;
    let cover = "return document.querySelector('[data-screen=cover]').innerText";
    let cover = other.browser.run(cover, vec![]).await.as_str().expect("a text").to_owned();
    assert!(cover.contains("My own week on the ward") && cover.contains("Ines") && cover.contains("minutes"), "{cover}");
    other.browser.press("[data-action=begin]").await;
    assert_eq!(other.play(Style::Collaborative, usize::MAX).await.len(), 3);
    other.wait_screen("debrief").await;
    assert_eq!(other.transcript().await, native::transcript(&other.fragment().await));
}

/// A broken file opens, its problems lead to where they are, and go as they are mended.
async fn problems_lead_to_their_fields(kind: Kind) {
    let player = blank(kind).await;
    player.browser.press("[data-action=write-go][data-path='/scenes/0']").await;
    let broken = text(&player)
        .await
        .replace("\"at\": \"mon 09:30\"", "\"at\": \"noon\"")
        .replace("\"style\": \"directive\"", "\"style\": \"bossy\"");
    let put = "const t = document.querySelector('#json'); t.value = arguments[0]; t.dispatchEvent(new Event('input', { bubbles: true }))";
    player.browser.run(put, vec![json!(broken)]).await;
    let natively = native::errors(&broken);
    assert!(natively.len() >= 2, "{natively:?}");
    player.browser.press("[data-action=write-problems]").await;
    player
        .browser
        .until("all problems", "return document.querySelectorAll('[data-finding]').length >= arguments[0]", vec![json!(natively.len())])
        .await;
    let play = "return document.querySelector('[data-action=write-play]').getAttribute('aria-disabled')";
    assert_eq!(player.browser.run(play, vec![]).await, json!("true"), "what has errors cannot be played");
    let wrong = natively.iter().find(|(_, path)| path.ends_with("/at")).expect("the time is wrong");
    player.browser.press(&format!("[data-finding='{}'][data-finding] [data-to='{}']", wrong.0, wrong.1)).await;
    let there = "return !!document.activeElement?.closest(`[data-at=\"${arguments[0]}\"]`)";
    player.browser.until("the focus in the field", there, vec![json!(wrong.1)]).await;
    let beside = "return document.querySelector(`[data-at=\"${arguments[0]}\"] [data-problem=error]`)?.innerText ?? null";
    assert!(player.browser.run(beside, vec![json!(wrong.1)]).await.is_string(), "the problem stands beside its field");
    // From one to the next by a key: each is said, and has the focus.
    for number in ["1 of ", "2 of "] {
        player.browser.keys("\u{e038}").await;
        let walked = "return document.querySelector('.write-said').textContent.startsWith(arguments[0]) && !!document.activeElement?.closest('[data-form]')";
        player.browser.until("the next problem", walked, vec![json!(number)]).await;
    }
    player.browser.press("[data-action=write-undo]").await;
    errors(&player, 0).await;
}

/// A Twee story opens as a skeleton, with a list of what was left, and can be played.
async fn a_story_of_another_tool(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/write").await;
    // The choice of the system cannot be answered by a driver: only the field behind it.
    player.browser.run("HTMLInputElement.prototype.click = () => {}", vec![]).await;
    let pick = async |file: &str| {
        player.browser.press("[data-action=write-open]").await;
        let field = player.browser.client().find(Locator::Css("[data-pick]")).await.expect("the field for a file");
        field.send_keys(file).await.expect("a file is chosen");
    };
    // Of several stories in a file the one that is pressed.
    pick(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/archive.html")).await;
    let asked = "return document.activeElement?.closest('[data-stories]')?.querySelectorAll('button').length === 2";
    player.browser.until("the question which", asked, vec![]).await;
    player.browser.press("[data-action=write-story][data-of='1']").await;
    heading(&player, "The night shift").await;
    player.browser.press("[data-action=write-close]").await;
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/depot.twee");
    pick(file).await;
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    let left =
        player.browser.run("return [...document.querySelectorAll('[data-came], [data-left] li')].map(l => l.textContent)", vec![]).await;
    assert_eq!(left, json!(native::left(file)), "what was not taken over");
    errors(&player, 0).await;
    player.browser.press("[data-action=write-play]").await;
    player.wait_screen("play").await;
    player.scene().await;
}

/// From the start screen to a week that is played, without a pointer.
async fn by_keyboard_alone(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("").await;
    reach(&player, "a[href='#/write']").await;
    player.browser.keys(ENTER).await;
    player.wait_screen("write").await;
    reach(&player, "[data-action=write-blank]").await;
    player.browser.keys(ENTER).await;
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    reach(&player, "[data-write='put /title']").await;
    player.browser.keys("My own week").await;
    heading(&player, "My own week").await;
    chord(&player, "z").await;
    heading(&player, "A week without a title").await;
    let there = "return document.activeElement?.dataset.write === 'put /title'";
    player.browser.until("the focus where it was", there, vec![]).await;
    chord(&player, "y").await;
    heading(&player, "My own week").await;
    player.browser.until("the focus where it was", there, vec![]).await;
    back_to(&player, "[data-action=write-play]").await;
    player.browser.keys(ENTER).await;
    player.wait_screen("play").await;
    player.scene().await;
}

/// Tabs on until something has the focus.
pub async fn reach(player: &Player, selector: &str) {
    walk(player, selector, async || player.browser.keys(TAB).await).await;
}

/// The same, backwards.
async fn back_to(player: &Player, selector: &str) {
    walk(player, selector, async || player.browser.chord(SHIFT, TAB).await).await;
}

async fn walk(player: &Player, selector: &str, step: impl AsyncFn()) {
    for _ in 0..200 {
        let here = player.browser.run("return !!document.activeElement?.matches(arguments[0])", vec![json!(selector)]).await;
        if here == Value::Bool(true) {
            return;
        }
        step().await;
    }
    panic!("{selector} is not reached by Tab: {}", player.browser.shown().await);
}

async fn chord(player: &Player, key: &str) {
    player.browser.chord(CONTROL, key).await;
}

/// A row for each draft; one that is deleted can be taken back, and the others stay. A file that is opened
/// twice is one draft.
async fn drafts_are_dated_and_deleted_one_by_one(kind: Kind) {
    let player = blank(kind).await;
    write(&player, "/title", "The first").await;
    heading(&player, "The first").await;
    player.browser.press("[data-action=write-close]").await;
    player.browser.press("[data-action=write-blank]").await;
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    write(&player, "/title", "The second").await;
    heading(&player, "The second").await;
    player.browser.press("[data-action=write-close]").await;
    let rows = "return [...document.querySelectorAll('[data-draft]')].map(r => [r.querySelector('button').innerText, /\\d/.test(r.querySelector('.role').innerText)])";
    let both = json!([["The second", true], ["The first", true]]);
    assert_eq!(player.browser.run(rows, vec![]).await, both, "the last changed first, each with a date");
    player.browser.press("[data-action=write-delete]").await;
    player.browser.until("it is gone", "return document.querySelectorAll('[data-draft]').length === 1", vec![]).await;
    player.browser.until("the focus on the way back", "return document.activeElement?.dataset.action === 'write-undelete'", vec![]).await;
    player.browser.keys(ENTER).await;
    player.browser.until("it is back", "return document.querySelectorAll('[data-draft]').length === 2", vec![]).await;
    assert_eq!(player.browser.run(rows, vec![]).await, both);
    // The same on the page of all that is kept.
    player.open("#/data").await;
    let kept = "return [...document.querySelectorAll('[data-kept]')].map(r => r.innerText)";
    let listed = player.browser.run(kept, vec![]).await.to_string();
    assert!(listed.contains("The first") && listed.contains("The second"), "{listed}");
    player.browser.press("[data-action=forget]").await;
    player.browser.until("one is gone", "return document.querySelectorAll('[data-kept]').length === 1", vec![]).await;
    player.browser.press("[data-action=take-back]").await;
    player.browser.until("both are there", "return document.querySelectorAll('[data-kept]').length === 2", vec![]).await;
    // A file, twice.
    player.open("#/write").await;
    player.browser.run("HTMLInputElement.prototype.click = () => {}", vec![]).await;
    for _ in 0..2 {
        player.browser.press("[data-action=write-open]").await;
        let field = player.browser.client().find(Locator::Css("[data-pick]")).await.expect("the field for a file");
        field.send_keys(concat!(env!("CARGO_MANIFEST_DIR"), "/public/examples/first-friday.json")).await.expect("a file is chosen");
        player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
        player.browser.press("[data-action=write-close]").await;
    }
    player.browser.until("three drafts", "return document.querySelectorAll('[data-draft]').length === 3", vec![]).await;
}

/// The menu of effects opens by Enter, lets the arrow keys and Tab pass, adds the one that is chosen, and
/// the focus is in it.
async fn effects_are_added_by_enter_alone(kind: Kind) {
    let player = blank(kind).await;
    player.browser.press("[data-action=write-go][data-path='/scenes/0']").await;
    player.browser.press(".things [data-action=write-go][data-path='/scenes/0/moves/0']").await;
    let menu = "[data-action=write-turn][data-path$='effects#add']";
    reach(&player, menu).await;
    let count = "return document.querySelectorAll(\"[data-at='/scenes/0/moves/0/effects'] > .things > li\").length";
    assert_eq!(player.browser.run(count, vec![]).await, json!(2));
    player.browser.keys(ENTER).await;
    player.browser.until("the menu", "return !!document.querySelector('[data-menu]')", vec![]).await;
    reach(&player, "[data-action=write-add-kind][data-of=overtime]").await;
    player.browser.keys("\u{e015}\u{e015}").await;
    assert_eq!(player.browser.run(count, vec![]).await, json!(2), "nothing is added on the way");
    player.browser.keys(ENTER).await;
    let there =
        "return !!document.activeElement?.closest(\"[data-at='/scenes/0/moves/0/effects/2']\") && !document.querySelector('[data-menu]')";
    player.browser.until("the focus in the new effect", there, vec![]).await;
    assert_eq!(player.browser.run(count, vec![]).await, json!(3));
    assert!(text(&player).await.contains("{\"overtime\": {\"minutes\": 30}}"));
}
