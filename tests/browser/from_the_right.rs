//! Weeks in languages that are read from the right: laid out that way, with every full stop in its place.

use serde_json::{Value, json};

use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Stage, Style};

in_both! { a_week_that_names_its_language a_week_that_does_not }

/// The first week of the writer's guide, with Hebrew in it.
fn week(lang: Option<&str>) -> String {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/public/examples/first-friday.json")).expect("the example");
    let mut week: Value = serde_json::from_str(&text).expect("JSON");
    week["title"] = json!("המחלקה עוברת");
    week["team"][0]["name"] = json!("דנה");
    week["team"][1]["name"] = json!("יוסי");
    let plan = &mut week["scenes"][0];
    plan["title"] = json!("התוכנית");
    plan["place"] = json!("במחלקה הישנה");
    plan["lines"][0]["text"] = json!("ארבעים מיטות ושבוע אחד. מאיפה מתחילים?");
    plan["moves"][0]["label"] = json!("להקריא את הרשימה: מי מעביר מה, ומתי.");
    plan["moves"][1]["label"] = json!("להניח את הרשימה ולשאול איך הם היו עושים את זה.");
    if let Some(lang) = lang {
        week["lang"] = json!(lang);
    }
    week.to_string()
}

/// Where a text begins and ends on the page: the middle of its first and of its last character.
const ENDS: &str = "const e = [...document.querySelectorAll(arguments[0])].find(e => e.textContent.includes(arguments[1]));
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    let node;
    do node = walker.nextNode(); while (!node.data.includes(arguments[1]));
    const from = node.data.indexOf(arguments[1]);
    const middle = at => {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        return box.x + box.width / 2;
    };
    return [middle(from), middle(from + arguments[1].length - 1)]";

/// Whether a text on one line runs from right to left.
async fn from_the_right(player: &Player, selector: &str, text: &str) -> bool {
    let ends = player.browser.run(ENDS, vec![json!(selector), json!(text)]).await;
    let ends: [f64; 2] = serde_json::from_value(ends).expect("two places");
    ends[1] < ends[0]
}

async fn opened(kind: Kind, lang: Option<&str>) -> Player {
    let player = Player::new(kind).await;
    // Wide enough for two columns.
    player.browser.client().set_window_size(1280, 900).await.expect("a window of that size");
    player.open(&format!("#/play/{}?seed=7", native::packed(&week(lang)))).await;
    player.wait_screen("cover").await;
    let way =
        "return [...document.querySelectorAll('main[data-screen] h1, main[data-screen] bdi')].map(e => getComputedStyle(e).direction)";
    assert_eq!(player.browser.run(way, vec![]).await, json!(["rtl", "rtl", "rtl"]), "its title and its people");
    player.browser.press("[data-action=begin]").await;
    assert_eq!(player.stage().await, Stage::Scene("plan".to_owned()));
    player
}

/// What is theirs runs from the right, what is ours from the left, whatever stands beside it.
async fn every_mark_in_its_place(player: &Player) {
    for (selector, text) in
        [(".said", "מאיפה מתחילים?"), (".move", "ומתי."), ("h1", "התוכנית"), (".where span", "במחלקה הישנה"), (".team bdi", "דנה")]
    {
        assert!(from_the_right(player, selector, text).await, "{text}");
    }
    for (selector, text) in [(".ask", "What do you do?"), (".ask", "A familiar kind of problem."), (".where", "Decision 1")] {
        assert!(!from_the_right(player, selector, text).await, "{text}");
    }
    player.choose_style(Style::Directive).await;
    // A sentence of ours with a name of theirs: the name comes first, and all else after it.
    assert!(!from_the_right(player, ".changes li", ": engagement").await);
    player.browser.run("document.querySelector('.grounds').open = true", vec![]).await;
    assert!(!from_the_right(player, ".grounds li", "autonomy").await);
    assert!(from_the_right(player, ".took", "להקריא את הרשימה").await);
    let wide = player.browser.run("return document.documentElement.scrollWidth - innerWidth", vec![]).await;
    assert!(wide.as_i64().is_some_and(|w| w <= 0), "{wide} px too wide");
}

async fn a_week_that_names_its_language(kind: Kind) {
    let player = opened(kind, Some("he-IL")).await;
    let languages = "return [document.documentElement, document.querySelector('main[data-screen]'), document.querySelector('.said'), document.querySelector('.move > span')]
        .map(e => [e.lang, e.dir, getComputedStyle(e).direction])";
    assert_eq!(
        player.browser.run(languages, vec![]).await,
        json!([["en", "", "ltr"], ["", "rtl", "rtl"], ["he-IL", "rtl", "rtl"], ["he-IL", "rtl", "rtl"]])
    );
    let mirrored = "const x = s => document.querySelector(s).getBoundingClientRect().x; return x('.scene') > x('.side')";
    assert_eq!(player.browser.run(mirrored, vec![]).await, json!(true), "the scene stands on the right");
    every_mark_in_its_place(&player).await;
    player.next().await;
    player.play(Style::Collaborative, usize::MAX).await;
    let turned = "return document.querySelector('main[data-screen]').dir";
    assert_eq!(player.browser.run(turned, vec![]).await, json!("rtl"), "the debrief too");
    // Another week on the same page is laid out its own way.
    player.browser.run("location.hash = '#/play/monday-call?seed=7'", vec![]).await;
    player.browser.until("the first week", "return document.querySelector('[data-scene]')?.dataset.scene === 'call'", vec![]).await;
    assert_eq!(player.browser.run(turned, vec![]).await, json!(""));
}

async fn a_week_that_does_not(kind: Kind) {
    let player = opened(kind, None).await;
    let directions = "return [document.querySelector('main[data-screen]'), document.querySelector('.said')].map(e => [e.lang, e.dir, getComputedStyle(e).direction])";
    assert_eq!(player.browser.run(directions, vec![]).await, json!([["", "", "ltr"], ["", "auto", "rtl"]]));
    every_mark_in_its_place(&player).await;

    // What is typed is read the way it is written.
    player.open("#/write").await;
    player.browser.press("[data-action=write-blank]").await;
    player.browser.press("[data-action=write-go][data-path='']").await;
    let title = "[data-write$=' /title']";
    player.browser.press(title).await;
    player.browser.chord('\u{e009}', "a").await;
    player.browser.keys("שבוע!").await;
    let way = "return getComputedStyle(document.querySelector(arguments[0])).direction";
    assert_eq!(player.browser.run(way, vec![json!(title)]).await, json!("rtl"));
}
