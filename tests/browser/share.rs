//! Other weeks than the first: built in, in a link, and as a file somewhere.

use serde_json::json;

use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Stage, Style, WEEK};
use crate::server::Site;

in_both! { the_other_built_in_weeks a_scenario_in_a_link a_scenario_from_a_file what_cannot_be_opened }

/// From the start screen to the debrief, which is what the native program says; then on to the map,
/// and the week comes back after a reload.
async fn the_other_built_in_weeks(kind: Kind) {
    let player = Player::new(kind).await;
    for (id, style) in [("red-folder", Style::Directive), ("one-came-back", Style::Collaborative)] {
        player.open("").await;
        player.browser.press(&format!("a[href='#/play/{id}']")).await;
        player.wait_screen("play").await;
        player.wait_ready().await;
        // The later parts' styles are there now: the week is laid out as ever.
        player.browser.until("the week", "return !!document.querySelector('.week .entry')", vec![]).await;
        let laid_out = "return getComputedStyle(document.querySelector('.week .entry')).display";
        assert_eq!(player.browser.run(laid_out, vec![]).await, json!("grid"), "a line of the week");
        player.play(style, 2).await;
        let (at, link) = (player.scene().await, player.fragment().await);
        player.browser.goto(&player.server.blank()).await;
        player.open(&format!("#/play/{id}")).await;
        assert_eq!((player.stage().await, player.fragment().await), (Stage::Scene(at), link), "the kept week goes on");
        player.metrics().await;
        player.play(style, usize::MAX).await;
        player.wait_screen("debrief").await;
        assert_eq!(player.transcript().await, native::transcript(&player.fragment().await));
        crate::debrief::complete(&player).await;
        player.browser.press("[data-action=map]").await;
        player.wait_screen("map").await;
        assert!(player.fragment().await.starts_with(&format!("#/map/{id}?")), "{}", player.fragment().await);
    }
    // The first week is as it was.
    player.open(WEEK).await;
    assert_eq!(player.scene().await, "call");
}

async fn a_scenario_in_a_link(kind: Kind) {
    let changed = native::first().replace("\"title\":\"The Monday call\"", "\"title\":\"The call on the ward\"");
    let key = native::packed(&changed);
    let player = Player::new(kind).await;
    player.open(&format!("#/play/{key}?seed=7")).await;
    let title = "return document.querySelector('header .what').innerText";
    assert_eq!(player.browser.run(title, vec![]).await, json!("The call on the ward"));
    player.wait_screen("cover").await;
    player.browser.press("[data-action=begin]").await;
    let made = player.play(Style::Collaborative, 2).await;
    player.metrics().await;
    let (at, link) = (player.scene().await, player.share().await);
    assert!(link.contains(&key) && link.contains(&made.join(".")), "{link}");
    // The same in the profile of somebody else, and beside a week of one's own of the built-in one.
    // One browser at a time in a test: only so many may run at once.
    drop(player);
    let other = Player::new(kind).await;
    other.open(WEEK).await;
    other.play(Style::Directive, 1).await;
    other.open(link.split_once('#').map(|l| format!("#{}", l.1)).as_deref().unwrap_or_default()).await;
    assert_eq!(other.stage().await, Stage::Scene(at));
    other.play(Style::Directive, usize::MAX).await;
    other.wait_screen("debrief").await;
    assert_eq!(other.transcript().await, native::transcript(&other.fragment().await));
    other.open("#/play/monday-call").await;
    assert_eq!(other.moves_in_address().await.len(), 1, "the built-in week is kept beside it");
}

async fn a_scenario_from_a_file(kind: Kind) {
    let file = native::first().replace("\"id\":\"monday-call\"", "\"id\":\"ward\"");
    let own = vec![("/weeks/ward.json", "application/json", file), ("/weeks/bad.json", "application/json", "{\"format\":1}".to_owned())];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    player.open("#/play?from=weeks%2Fward.json").await;
    player.wait_screen("from").await;
    let asked = "return performance.getEntriesByType('resource').some(e => e.name.includes('/weeks/'))";
    assert_eq!(player.browser.run(asked, vec![]).await, json!(false), "nothing is fetched unasked");
    let origin = player.browser.run("return document.querySelector('[data-origin]').innerText", vec![]).await;
    assert!(player.server.origin().ends_with(origin.as_str().unwrap_or("?")), "{origin}");
    player.browser.press("[data-action=fetch]").await;
    player.wait_screen("cover").await;
    player.browser.press("[data-action=begin]").await;
    player.wait_screen("play").await;
    player.scene().await;
    assert!(player.fragment().await.starts_with("#/play/x."), "{}", player.fragment().await);

    let said = "const s = document.querySelector('[data-fetching]'); return s && s.innerText.includes(arguments[0])";
    for (from, words) in [
        ("weeks/bad.json", "is missing"),
        ("weeks/none.json", "answers 404"),
        // The strict policy lets the page ask its own host alone.
        ("http://127.0.0.2:9/week.json", "could not be fetched"),
    ] {
        let from: String = url::form_urlencoded::byte_serialize(from.as_bytes()).collect();
        player.open(&format!("#/play?from={from}")).await;
        player.wait_screen("from").await;
        player.browser.press("[data-action=fetch]").await;
        player.browser.until(format_args!("the words “{words}”"), said, vec![json!(words)]).await;
    }
    player.open("#/play?from=javascript%3Aalert(1)").await;
    player.wait_screen("from").await;
    let offered = "return document.querySelectorAll('[data-action=fetch]').length";
    assert_eq!(player.browser.run(offered, vec![]).await, json!(0));
}

/// Cut, unknown or newer: words, and a way on.
async fn what_cannot_be_opened(kind: Kind) {
    let player = Player::new(kind).await;
    let key = native::packed(&native::first().replace("Castellan", "Castell"));
    let text = "return document.querySelector('[data-screen=error]').innerText";
    for (link, words) in [(format!("#/play/{}?seed=7", &key[..key.len() - 5]), "damaged"), ("#/play/nowhere".to_owned(), "no scenario")] {
        player.open(&link).await;
        player.wait_screen("error").await;
        let said = player.browser.run(text, vec![]).await;
        assert!(said.as_str().is_some_and(|s| s.contains(words)), "{said}");
    }
    player.browser.press("[data-screen=error] [data-action=start]").await;
    player.wait_screen("start").await;
}
