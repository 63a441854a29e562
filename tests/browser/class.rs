//! A class side by side: pasted, looked at, presented, voted on, taken away.

use engine::model::Style::{Collaborative, Directive};
use fantoccini::Locator;
use serde_json::{Value, json};

use crate::driver::Kind;
use crate::native;
use crate::output::downloaded;
use crate::player::Player;

in_both! { a_class_is_set_side_by_side a_class_is_presented_and_votes a_class_travels a_store_is_read the_guide by_keyboard_alone left_while_it_is_read names_and_unfinished_weeks }

/// Nine weeks with names as a chat has them, one of them unfinished, and two lines that are none.
pub fn chat() -> String {
    let week = |style, other: &[usize], n| format!("https://weeks.example/{}", native::week(7, style, other, n));
    let mut lines: Vec<String> = (0..4).map(|i| format!("[10:0{i}] Berit {i}: {}", week(Directive, &[i, i + 3], 99))).collect();
    lines.extend((0..4).map(|i| format!("Carlo {i}\t{}", week(Collaborative, &[2 * i], 99))));
    lines.push(format!("Dana, {}", week(Collaborative, &[], 4)));
    lines.extend(["has everybody sent theirs?".to_owned(), week(Directive, &[], 99).replace("moves=", "moves=wrong.")]);
    lines.join("\n")
}

/// Opens the page and puts a text into its field.
pub async fn paste(player: &Player, text: &str) {
    player.open("#/class").await;
    player.wait_screen("class").await;
    let put =
        "const t = document.querySelector('#class-text'); t.value = arguments[0]; t.dispatchEvent(new Event('input', { bubbles: true }))";
    player.browser.run(put, vec![json!(text)]).await;
    player.browser.press("[data-action=class-read]").await;
    figures(player).await;
}

/// Waits until the figures are there.
pub async fn figures(player: &Player) {
    // The page is busy until all its parts, which are drawn in turn, show them.
    let there = "return !document.querySelector('.class [aria-busy=true]') && !!document.querySelector('[data-played]')";
    player.browser.until("the figures", there, vec![]).await;
}

/// What the page says of the class, as [`native::Seen`] has it.
const SEEN: &str = "return {
    decisions: [...document.querySelectorAll('[data-decision]')].map(d => [d.dataset.decision, [...d.querySelectorAll('[data-count]')].map(m => [m.dataset.choiceId, +m.dataset.count])]),
    middles: [...document.querySelectorAll('.strips [data-metric]')].map(m => [m.dataset.metric, m.dataset.value]),
    splits: [...document.querySelectorAll('[data-split]')].map(s => s.dataset.split),
}";

fn seen(native: &native::Seen) -> Value {
    json!({ "decisions": native.decisions, "middles": native.middles, "splits": native.splits })
}

async fn a_class_is_set_side_by_side(kind: Kind) {
    let player = Player::new(kind).await;
    paste(&player, &chat()).await;
    let natively = native::class(&chat());
    assert!(natively.splits.len() == 3 && natively.decisions.len() > 11, "{:?}", natively.splits);
    assert_eq!(player.browser.run(SEEN, vec![]).await, seen(&natively), "the page's figures are the library's");
    let head = "const h = document.querySelector('[data-class-weeks]'); return [h.dataset.classWeeks, h.dataset.finished]";
    assert_eq!(player.browser.run(head, vec![]).await, json!(["9", "8"]));
    let bad = "return [...document.querySelectorAll('[data-bad]')].map(b => b.dataset.bad)";
    assert_eq!(player.browser.run(bad, vec![]).await, json!(["10", "11"]), "lines that are no weeks are named");

    // Names are hidden until asked for, and are never in the address.
    let named = "return document.querySelector('main .stack').innerText.includes('Carlo 2')";
    assert_eq!(player.browser.run(named, vec![]).await, json!(false));
    player.browser.press("[data-class=names]").await;
    player
        .browser
        .until("names", "return [...document.querySelectorAll('.counts .role')].some(r => r.innerText.includes('Carlo 2'))", vec![])
        .await;
    let fragment = player.fragment().await;
    assert!(fragment.starts_with("#/class?v=1&weeks=") && fragment.len() < 2000, "{fragment}");

    // The handout is two pages of A4, in centimetres.
    assert_eq!(player.browser.printed_pages(21.0, 29.7).await, 2);

    // The address holds the class: in another profile it is the same, without names.
    drop(player);
    let other = Player::new(kind).await;
    other.open(&fragment).await;
    figures(&other).await;
    assert_eq!(other.browser.run(SEEN, vec![]).await, seen(&natively));
    // A link that was cut says so.
    other.open(&fragment[..fragment.len() - 9]).await;
    let trouble = other.browser.until("what is wrong", "return document.querySelector('[data-trouble]')?.innerText ?? null", vec![]).await;
    assert!(trouble.as_str().is_some_and(|t| t.contains("damaged")), "{trouble}");
}

async fn a_class_is_presented_and_votes(kind: Kind) {
    let player = Player::new(kind).await;
    paste(&player, &chat()).await;
    let natively = native::class(&chat());
    player.browser.press("[data-action=class-present]").await;
    let slide = "return document.querySelector('[data-slide]')?.dataset.slide === String(arguments[0])";
    player.browser.until("the first slide", slide, vec![json!(1)]).await;
    player.browser.keys("\u{e014}").await;
    player.browser.until("the second", slide, vec![json!(2)]).await;
    let focus = "return document.activeElement?.matches('[data-slide] h1') ?? false";
    player.browser.until("the focus on it", focus, vec![]).await;
    player.browser.keys("\u{e010}").await;
    let last =
        "const s = document.querySelector('[data-slide]'); return s?.getAttribute('aria-label').split(' of ')[1] === s?.dataset.slide";
    player.browser.until("the last", last, vec![]).await;
    assert!(player.fragment().await.contains("&show=slide-"), "the address holds the slide");
    player.browser.keys("\u{e00c}").await;
    player
        .browser
        .until("the whole page", "return !document.querySelector('[data-slide]') && !!document.querySelector('[data-split]')", vec![])
        .await;

    player.browser.press(&format!("[data-split='{}'] [data-action=class-together]", natively.splits[0])).await;
    let ballot = "return [...document.querySelectorAll('[data-ballot] [data-way-id]')].map(w => w.dataset.wayId)";
    player.browser.until("the ballot", "return !!document.querySelector('[data-ballot]')", vec![]).await;
    let ids: Vec<&str> = natively.ways.iter().map(|w| w.0.as_str()).collect();
    assert_eq!(player.browser.run(ballot, vec![]).await, json!(ids));
    let marks = "return document.querySelectorAll('.vote .mark').length + document.querySelectorAll('.vote [data-ways]').length";
    assert_eq!(player.browser.run(marks, vec![]).await, json!(0), "nothing gives the styles or the ends away before the vote");
    player.browser.press("[data-way='1'][data-by=more]").await;
    player.browser.press("[data-way='1'][data-by=more]").await;
    player.browser.press("[data-way='1'][data-by=less]").await;
    player.browser.until("one hand", "return document.querySelectorAll('[data-votes=\"1\"]').length === 1", vec![]).await;
    // A room of thirty is typed.
    player.browser.press("[data-class=hands-1]").await;
    player.browser.keys("2").await;
    player
        .browser
        .until("what was typed", "return /^(12|21)$/.test(document.querySelectorAll('[data-votes]')[1].dataset.votes)", vec![])
        .await;
    player.browser.press("[data-action=class-reveal]").await;
    let ways = "return [...document.querySelectorAll('tr[data-way-id]')].map(w => [w.dataset.wayId, w.dataset.value])";
    player.browser.until("the ways on", "return document.activeElement?.matches('[data-ways]') ?? false", vec![]).await;
    assert_eq!(player.browser.run(ways, vec![]).await, json!(natively.ways), "both ways on, under the same luck");

    // What was opened from a slide leads back to it.
    player.browser.press("[data-action=class-close]").await;
    player.browser.until("the whole page", "return !!document.querySelector('[data-split]')", vec![]).await;
    player.browser.press("[data-action=class-present]").await;
    let with_a_vote = "return !!document.querySelector('[data-slide] [data-action=class-together]')";
    while player.browser.run(with_a_vote, vec![]).await != json!(true) {
        player.browser.press("[data-action=class-next]").await;
    }
    let at = player.browser.run("return document.querySelector('[data-slide]').dataset.slide", vec![]).await;
    player.browser.press("[data-slide] [data-action=class-together]").await;
    player.browser.until("the ballot", "return !!document.querySelector('[data-ballot]')", vec![]).await;
    player.browser.keys("\u{e00c}").await;
    player
        .browser
        .until("the slide again", "return document.querySelector('[data-slide]')?.dataset.slide === arguments[0]", vec![at])
        .await;
    player.browser.press("[data-slide] [data-action=class-together]").await;
    player.browser.until("the ballot", "return !!document.querySelector('[data-ballot]')", vec![]).await;

    // The week is played on from there, and Back leads to the vote.
    let scene = natively.splits[0].clone();
    player.browser.press(".vote .tools a").await;
    player.wait_screen("play").await;
    player
        .browser
        .until("that scene", "return document.querySelector('[data-scene]')?.dataset.scene === arguments[0]", vec![json!(scene)])
        .await;
    player.browser.run("history.back()", vec![]).await;
    player.wait_screen("class").await;
    player.browser.until("the ballot again", "return !!document.querySelector('[data-ballot]')", vec![]).await;
}

async fn a_class_travels(kind: Kind) {
    let player = Player::new(kind).await;
    let edition = native::week(9, Directive, &[], 99).replace("e=", "e=00000f&x=");
    paste(&player, &format!("{}\nErik {edition}", chat())).await;
    // Another edition is kept apart.
    let groups = "return [...document.querySelectorAll('[data-class=group] option')].length";
    assert_eq!(player.browser.run(groups, vec![]).await, json!(2));
    let other =
        "const s = document.querySelector('[data-class=group]'); s.value = '1'; s.dispatchEvent(new Event('input', { bubbles: true }))";
    player.browser.run(other, vec![]).await;
    player
        .browser
        .until("the other edition", "return document.querySelector('[data-edition]')?.dataset.edition === '00000f'", vec![])
        .await;
    player.browser.run("history.back()", vec![]).await;
    player.browser.until("the first", "return document.querySelector('[data-class-weeks]')?.dataset.classWeeks === '9'", vec![]).await;
    figures(&player).await;

    // The file is read again: names go along where they are to.
    player.browser.press("[data-class=along]").await;
    player.browser.press("[data-action=class-csv]").await;
    let file = downloaded(&player, "csv").await;
    assert_eq!(file.lines().count(), 10, "a row a week under one of names: {file}");
    assert!(
        file.contains("Berit 3,")
            && file.lines().all(|l| l.matches(',').count() == file.lines().next().map_or(0, |h| h.matches(',').count()))
    );
    let folder = player.browser.profile().downloads().join("by-friday-class.csv");
    player.browser.run("HTMLInputElement.prototype.click = () => {}", vec![]).await;
    player.browser.run("document.querySelector('.again').open = true", vec![]).await;
    player.browser.press("[data-action=class-open]").await;
    let field = player.browser.client().find(Locator::Css("[data-pick]")).await.expect("the field for files");
    field.send_keys(&folder.to_string_lossy()).await.expect("a file is chosen");
    player.browser.until("it was read", "return document.querySelector('[data-said]')?.innerText === '9 weeks read.'", vec![]).await;
    figures(&player).await;
    assert_eq!(player.browser.run(SEEN, vec![]).await, seen(&native::class(&chat())));

    // Files are dropped anywhere on the page: a transcript and a list of links are one class.
    let transcript = native::transcript(&native::week(3, Directive, &[2], 99));
    let drop = "const data = new DataTransfer();
        arguments[0].forEach(([name, text]) => data.items.add(new File([text], name)));
        document.querySelector('[data-screen=class] h1').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
    let files = json!([["week.json", transcript], ["links.txt", native::week(3, Collaborative, &[2], 99)]]);
    player.browser.run(drop, vec![files]).await;
    player.browser.until("they were read", "return document.querySelector('[data-said]')?.innerText === '2 weeks read.'", vec![]).await;
}

/// Three weeks in Ralph among a hundred statements of others, read over several pages.
async fn a_store_is_read(kind: Kind) {
    let player = Player::new(kind).await;
    let origin = player.server.origin();
    let name = format!("class-{kind:?}").to_lowercase();
    let (ralph, weeks) = tokio::task::spawn_blocking(move || crate::ralph::filled(&name, &origin)).await.expect("Ralph has started");
    player.open("#/class").await;
    player.wait_screen("class").await;
    player.browser.run("document.querySelector('details.store').open = true", vec![]).await;
    let put = "for (const [name, value] of Object.entries(arguments[0])) { const f = document.querySelector(`[data-class=${name}]`); f.value = value; f.dispatchEvent(new Event('input', { bubbles: true })); }";
    let trouble = async |what: &str, words: &str| {
        player.browser.press("[data-action=store-read]").await;
        let there = "return document.querySelector('[data-store-trouble]')?.innerText.includes(arguments[0]) ?? false";
        player.browser.until(what, there, vec![json!(words)]).await;
    };

    // What may go wrong, each in words: no address, a policy or a host that forbids it, a wrong secret.
    trouble("an address is missing", "address").await;
    let home = ralph.home();
    player
        .browser
        .run(put, vec![json!({ "store-address": format!("{home}/xAPI"), "store-key": crate::ralph::KEY, "store-secret": "wrong" })])
        .await;
    trouble("the policy of the page", "Content-Security-Policy").await;
    player.server.change(|site| site.connect = home.clone());
    player.open("#/class").await;
    player.browser.run("document.querySelector('details.store').open = true", vec![]).await;
    player
        .browser
        .run(put, vec![json!({ "store-address": format!("{home}/xAPI"), "store-key": crate::ralph::KEY, "store-secret": "wrong" })])
        .await;
    trouble("a wrong secret", "401").await;

    player.browser.run(put, vec![json!({ "store-secret": crate::ralph::SECRET })]).await;
    player.browser.press("[data-action=store-read]").await;
    figures(&player).await;
    let count = "return document.querySelector('[data-class-weeks]').dataset.classWeeks";
    assert_eq!(player.browser.run(count, vec![]).await, json!(weeks.len().to_string()));
    player.browser.press("[data-class=names]").await;
    for (name, link) in &weeks {
        let there = "return [...document.querySelectorAll('.weeks-of tr')].some(r => r.innerText.includes(arguments[0]) && r.querySelector('a').href.includes(arguments[1]))";
        player.browser.until(name, there, vec![json!(name), json!(link.moves.join("."))]).await;
    }
    let kept = "return JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + location.href";
    let kept = player.browser.run(kept, vec![]).await;
    assert!(!kept.as_str().expect("a text").contains(crate::ralph::SECRET), "the secret is kept nowhere");
}

/// The guide for leading the talk, of any scenario.
async fn the_guide(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/class?v=1&show=guide").await;
    let parts = "return [...document.querySelectorAll('[data-part]')].map(p => p.dataset.part)";
    player.browser.until("the guide", "return document.querySelectorAll('[data-part]').length > 8", vec![]).await;
    let parts = player.browser.run(parts, vec![]).await;
    for part in ["aims", "timing", "decisions", "facts", "questions", "sources"] {
        assert!(parts.as_array().is_some_and(|p| p.contains(&json!(part))), "{part} is missing: {parts}");
    }
    player.browser.press("[data-action=class-guide-text]").await;
    assert_eq!(downloaded(&player, "txt").await, native::guide("monday-call"));
}

/// From the start screen to a vote, without a pointer.
async fn by_keyboard_alone(kind: Kind) {
    const ENTER: &str = "\u{e007}";
    let player = Player::new(kind).await;
    let press = async |selector: &str| {
        crate::write::reach(&player, selector).await;
        player.browser.keys(ENTER).await;
    };
    player.open("").await;
    press("a[href='#/class']").await;
    player.wait_screen("class").await;
    press("[data-action=class-example]").await;
    figures(&player).await;
    player
        .browser
        .until("the focus on what was read", "return document.activeElement?.matches('[data-class-weeks]') ?? false", vec![])
        .await;
    press("[data-action=class-present]").await;
    player.browser.until("the focus on a slide", "return document.activeElement?.matches('[data-slide] h1') ?? false", vec![]).await;
    player.browser.keys("\u{e00c}").await;
    player.browser.until("the whole page", "return !!document.querySelector('[data-split]')", vec![]).await;
    press("[data-split] [data-action=class-together]").await;
    player.browser.until("the ballot", "return !!document.querySelector('[data-ballot]')", vec![]).await;
    press("[data-way='1'][data-by=more]").await;
    player.browser.until("one hand", "return document.querySelectorAll('[data-votes=\"1\"]').length === 1", vec![]).await;
    // The button keeps the focus.
    player.browser.keys(ENTER).await;
    player.browser.until("two hands", "return document.querySelectorAll('[data-votes=\"2\"]').length === 1", vec![]).await;
    press("[data-action=class-reveal]").await;
    player.browser.until("the ways on", "return document.activeElement?.matches('[data-ways]') ?? false", vec![]).await;
}

/// Whoever goes elsewhere while weeks are read stays there, address and title too.
async fn left_while_it_is_read(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/class").await;
    let leave = "document.querySelector('[data-action=class-example]').click(); location.hash = '#/map/monday-call'";
    player.browser.run(leave, vec![]).await;
    player.wait_screen("map").await;
    // Longer than the reading takes.
    player.browser.until("every path", "return !!document.querySelector('[data-screen=map] [data-done]')", vec![]).await;
    assert!(player.fragment().await.starts_with("#/map/monday-call"), "{}", player.fragment().await);
    assert_eq!(player.browser.run("return document.title", vec![]).await, "Every path \u{b7} By Friday");
}

/// Names that are shown are there after a reload, in this tab alone; weeks that are not finished count
/// when that is ticked; a file in the code page of its system is read, and that is said.
async fn names_and_unfinished_weeks(kind: Kind) {
    let player = Player::new(kind).await;
    paste(&player, &chat()).await;
    let apart = "return document.querySelector('[data-apart-weeks]')?.dataset.apartWeeks ?? null";
    assert_eq!(player.browser.run(apart, vec![]).await, json!("1"));
    let first = "return +document.querySelector('[data-decision] [data-count]').closest('[data-decision]').querySelectorAll('[data-count]').length && [...document.querySelector('[data-decision]').querySelectorAll('[data-count]')].reduce((n, m) => n + +m.dataset.count, 0)";
    assert_eq!(player.browser.run(first, vec![]).await, json!(8));
    player.browser.press("[data-class=all]").await;
    player.browser.until("nine weeks", &format!("return (() => {{ {first} }})() === 9"), vec![]).await;
    player.browser.until("nobody apart", "return !document.querySelector('[data-apart-weeks]')", vec![]).await;
    assert!(player.fragment().await.contains("&all=1"), "{}", player.fragment().await);

    let named = "return document.querySelector('.weeks-of')?.innerText.includes('Carlo 2') ?? false";
    assert_eq!(player.browser.run(named, vec![]).await, json!(false));
    player.browser.press("[data-class=names]").await;
    player.browser.until("names", named, vec![]).await;
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    figures(&player).await;
    player.browser.until("names again", named, vec![]).await;
    assert_eq!(player.browser.run("return document.querySelector('[data-class=all]').checked", vec![]).await, json!(true));
    player.browser.press("[data-class=names]").await;
    player.browser.until("no names", &format!("return !(() => {{ {named} }})()"), vec![]).await;
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    figures(&player).await;
    assert_eq!(player.browser.run(named, vec![]).await, json!(false), "names that are not shown are not kept");

    let drop = "const data = new DataTransfer();
        const bytes = Uint8Array.from('J\u{f6}rg ' + arguments[0], c => c.charCodeAt(0));
        data.items.add(new File([bytes], 'ansi.txt'));
        document.querySelector('[data-screen=class] h1').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))";
    player.browser.run(drop, vec![json!(native::week(3, Collaborative, &[2], 99))]).await;
    player.browser.until("it was read", "return document.querySelector('[data-said]')?.innerText === '1 week read.'", vec![]).await;
    let note = player.browser.until("how it was read", "return document.querySelector('[data-note]')?.innerText ?? null", vec![]).await;
    assert!(note.as_str().is_some_and(|n| n.contains("windows-1252")), "{note}");
    player.browser.press("[data-class=names]").await;
    player.browser.until("the name", "return document.querySelector('.weeks-of')?.innerText.includes('J\u{f6}rg') ?? false", vec![]).await;
}
