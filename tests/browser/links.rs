//! One link carries the whole week: to another person, another folder, another browser.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Style, View, WEEK, moves_of};
use crate::server::Site;

in_both! {
    a_link_from_the_middle a_link_from_the_debrief a_link_keeps_your_own_week
    an_address_changed_by_hand bad_links_are_explained another_edition_is_announced
    a_second_fragment_is_cut what_was_done_to_a_link_is_undone_and_said the_team_goes_on_to_the_week_after
}

async fn a_link_from_the_middle(kind: Kind) {
    let (link, view) = share_after(kind, 5).await;
    assert_eq!(moves_of(&link).len(), 5);
    opens_alike_elsewhere(kind, &link, view).await;
}

async fn a_link_from_the_debrief(kind: Kind) {
    let (link, view) = share_after(kind, usize::MAX).await;
    assert!(moves_of(&link).len() >= 13, "a whole week: {link}");
    assert!(link.contains("#/debrief/monday-call?v=1&e="), "a debrief's link: {link}");
    opens_alike_elsewhere(kind, &link, view).await;
}

/// Plays that many moves and shares. The browser is closed before the other one opens.
async fn share_after(kind: Kind, moves: usize) -> (String, View) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    // One move of the other style first, so that the line is not a pure one.
    player.play(Style::Collaborative, 1).await;
    player.play(Style::Directive, moves - 1).await;
    let view = player.view().await;
    let link = player.share().await;
    assert!(link.len() < 300, "a link of {} characters: {link}", link.len());
    let fragment = link.strip_prefix(&player.server.page());
    let fragment = fragment.unwrap_or_else(|| panic!("{link} does not lead to {}", player.server.page()));
    assert_eq!(fragment, player.fragment().await, "the link is the address");
    (link, view)
}

/// A fresh browser, and a host that serves the program from a folder far down, show the same.
async fn opens_alike_elsewhere(kind: Kind, link: &str, view: View) {
    let site = Site { folder: "/deep/er/folder/", ..Site::default() };
    let player = Player::at(kind, site).await;
    let at = link.find('#').expect("a fragment in the link");
    player.open(&link[at..]).await;
    assert_eq!(player.view().await, view, "what {link} shows elsewhere");
    assert_eq!(player.fragment().await, link[at..], "the address there");
}

/// Someone in the middle of a week opens a friend's link: the friend's play is shown, the own week
/// is offered and comes back as it was.
async fn a_link_keeps_your_own_week(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.scene().await;
    let moves = player.moves().await;
    let (other, _) = moves.iter().find(|(_, style)| style == "collaborative").expect("a collaborative move");
    let friends = format!("#/play/monday-call?v=1&seed=99&moves={other}");
    player.play(Style::Directive, 3).await;
    let own = player.view().await;

    player.open(&friends).await;
    player.notice("own-week").await;
    assert_eq!(player.moves_in_address().await, std::slice::from_ref(other), "the friend's play is shown");
    player.open("").await;
    player.browser.press("[data-action=continue]").await;
    assert_eq!(player.view().await, own, "the own week from the start screen");

    player.open(&friends).await;
    player.notice("own-week").await;
    player.browser.press("[data-notice=own-week] [data-action=continue]").await;
    player.wait_moves(3).await;
    assert_eq!(player.view().await, own, "the own week from the notice");
}

/// Pasting a link over the address of the open page changes only the fragment: no load happens.
async fn an_address_changed_by_hand(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.scene().await;
    for (id, _) in player.moves().await {
        player.browser.run("window.__same_page = true", vec![]).await;
        player.browser.goto(&format!("{}{WEEK}&moves={id}", player.server.page())).await;
        let marked = "return document.querySelector(`[data-scene]`) && window.__same_page
            && new RegExp(`moves=${arguments[0]}(&|$)`).test(location.hash)";
        player.browser.until("the same page with another link", marked, vec![json!(id)]).await;
        // What the screen shows is what a fresh load of the same link shows.
        let here = player.view().await;
        player.open(&player.fragment().await).await;
        assert_eq!(player.view().await, here, "the week after {id}");
    }
}

/// A bad link never gives a blank page: it says what is wrong and offers a way on.
async fn bad_links_are_explained(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let first = player.choose_style(Style::Directive).await;
    let long = "x".repeat(100_000);
    for link in [
        "#/play/no-such-week?seed=7".to_string(),
        "#/play/monday-call?v=999&seed=7".to_string(),
        format!("#/play/monday-call?v=1&seed=7&moves={first}.no-such-move.{first}"),
        format!("#/play/monday-call?v=1&seed=7&moves={first}.{first}"),
        "#/play/monday-call?v=1&seed=seven".to_string(),
        "#/play/monday-call?v=1&seed=4294967296".to_string(),
        format!("#/play/monday-call?v=1&seed=7&moves={long}"),
        "#/play/x.AAAA?seed=7".to_string(),
        "#/debrief/monday-call?v=1&seed=7&moves=%E0%A4%A".to_string(),
    ] {
        player.open(&link).await;
        let short: String = link.chars().take(80).collect();
        let problem = player.browser.until(format_args!("an explanation of {short}"), PROBLEM, vec![]).await;
        assert!(problem.as_str().is_some_and(|text| text.len() > 20), "{short} is explained by {problem}");
        player.browser.until(format_args!("a way on from {short}"), WAY_ON, vec![]).await;
    }
    // What the program does not know at all is the start screen.
    for link in ["#/no-such-screen", "#nonsense", "#"] {
        player.open(link).await;
        player.wait_screen("start").await;
    }
}

/// What programs did to a link is undone and said, whichever part of the program shows it; what was
/// lost is said too.
async fn what_was_done_to_a_link_is_undone_and_said(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(&format!("{WEEK}&blind=1")).await;
    let plain = player.scene().await;
    let fragment = player.fragment().await;
    assert!(fragment.ends_with("&n=0"), "{fragment}");
    for link in [
        "#%2Fplay%2Fmonday-call%3Fv%3D1%26seed%3D7%26blind%3D1".to_owned(),
        format!("{WEEK}&blind=1."),
        format!("{}&amp;amp;blind=1", WEEK.replace("play", "Play")),
        format!("{fragment})\u{3002}"),
    ] {
        player.open(&link).await;
        let said = player.notice("mended").await;
        assert!(said.contains("put right"), "{link}: {said}");
        assert_eq!((player.scene().await, player.fragment().await), (plain.clone(), fragment.clone()), "{link}");
        let styles = "return document.querySelectorAll('[data-choice][data-style]').length";
        assert_eq!(player.browser.run(styles, vec![]).await, json!(0), "{link} is blind");
    }
    // In the page as it stands, too.
    player.browser.run("location.hash = arguments[0]", vec![json!("#/MAP/monday-call?seed=7&n=0")]).await;
    player.wait_screen("map").await;
    player.notice("mended").await;
    // A link that lost its end says so; one that lost more is not opened as another.
    player.open(fragment.trim_end_matches("&n=0")).await;
    player.notice("cut").await;
    for link in [fragment.replace("n=0", "n=3"), format!("{WEEK}&blind=1.&moves=hedge")] {
        player.open(&link).await;
        player.wait_screen("error").await;
    }
    // What leads nowhere leads to the start, and back to the first part of the program.
    player.open("#/playground/of-others").await;
    player.wait_screen("start").await;
}

/// The text of the error screen or of a notice about the link.
const PROBLEM: &str = "const e = document.querySelector('[data-screen=error], [data-notice]:not([data-notice=own-week])');
    return e && e.getClientRects().length > 0 ? e.innerText.trim() : null";

/// Something to press: a move, a button, a link.
const WAY_ON: &str = "return [...document.querySelectorAll('[data-screen] button:not(:disabled), [data-screen] a[href]')]
    .some(e => e.getClientRects().length > 0)";

/// A link made with another edition of the week says so and opens at the last move that exists.
async fn another_edition_is_announced(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let first = player.choose_style(Style::Directive).await;
    let second = player.next().await;
    player.open(&format!("#/play/monday-call?v=1&e=000000&seed=7&moves={first}.gone-in-this-edition")).await;
    player.notice("other-edition").await;
    player.notice("bad-move").await;
    assert_eq!(player.stage().await, second);
    assert_eq!(player.moves_in_address().await, [first]);
}

/// From the debrief into the week after, with the team as the week left it; that week is kept, taken
/// up again, and looks the same to somebody else who opens its link.
async fn the_team_goes_on_to_the_week_after(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    player.play(Style::Collaborative, usize::MAX).await;
    player.wait_screen("debrief").await;
    let link = "return document.querySelector('[data-week-after]')?.getAttribute('href')";
    let link = player.browser.until("a way to the week after", link, vec![]).await;
    assert!(link.as_str().is_some_and(|l| l.starts_with("#/play/one-came-back?v=1&team=michael.")), "{link}");
    player.browser.press("[data-week-after]").await;
    player.wait_screen("play").await;
    player.notice("team").await;
    player.play(Style::Directive, 2).await;
    let (view, fragment) = (player.view().await, player.fragment().await);
    assert!(fragment.contains("&team=michael."), "{fragment}");
    player.browser.client().refresh().await.expect("a reload");
    player.wait_ready().await;
    assert_eq!(player.fragment().await, fragment);
    // The device keeps it as the own week of that scenario.
    player.open("#/play/one-came-back").await;
    assert_eq!((player.view().await, player.fragment().await), (view, fragment.clone()));
    let view = player.view().await;
    // A team that was cut on the way is explained.
    player.open("#/play/one-came-back?v=1&seed=7&team=michael.120.-40").await;
    let problem = player.browser.until("an explanation", PROBLEM, vec![]).await;
    assert!(problem.as_str().is_some_and(|text| text.contains("michael.120.-40")), "{problem}");
    let link = format!("{}{fragment}", player.server.page());
    // One browser at a time in a test: only so many may run at once.
    drop(player);
    opens_alike_elsewhere(kind, &link, view).await;
}

/// WordPress appends a fragment of its own to whatever it embeds.
async fn a_second_fragment_is_cut(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let plain = player.view().await;
    player.open(&format!("{WEEK}#?secret=x")).await;
    assert_eq!(player.view().await, plain);
    let fragment = player.fragment().await;
    assert!(!fragment.contains("secret"), "the address still holds the second fragment: {fragment}");
    assert!(fragment.contains("seed=7"), "the seed is lost: {fragment}");
}
