//! The week from Monday's call to the debrief, in either style.

use crate::driver::Kind;
use crate::native;
use crate::player::{Metrics, Player, Stage, Style, WEEK, moves_of};

in_both! { all_directive all_collaborative starts_from_the_start_screen the_same_bits the_board_is_in_its_place }

async fn all_directive(kind: Kind) {
    to_the_debrief(kind, Style::Directive).await;
}

async fn all_collaborative(kind: Kind) {
    to_the_debrief(kind, Style::Collaborative).await;
}

/// Plays one style throughout; at every step the metrics are there and the address names the moves;
/// at the end the transcript is, byte for byte, what the library prints natively.
async fn to_the_debrief(kind: Kind, style: Style) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let mut made = Vec::new();
    while let Stage::Scene(scene) = player.stage().await {
        check_metrics(&player.metrics().await, "", &format!("at {scene}"));
        // Everybody has a face, and what happened since the last decision is said.
        let faces = "const all = [...document.querySelectorAll('svg.face use')];
            return all.length >= 3 && all.every(u => u.getBoundingClientRect().width > 0)";
        player.browser.until("the faces", faces, vec![]).await;
        // Work is finished between Monday's last decision and Tuesday's first, whichever scenes these are.
        if made.len() == 3 {
            let said = "return document.querySelector('[data-meanwhile]')?.innerText.includes('Finished') ?? false";
            assert_eq!(player.browser.run(said, vec![]).await, serde_json::json!(true), "what happened since");
        }
        made.push(player.choose_style(style).await);
        check_metrics(&player.metrics().await, "", &format!("after the move at {scene}"));
        assert_eq!(player.moves_in_address().await, made, "the address after the move at {scene}");
        player.next().await;
    }
    assert!(made.len() >= 13, "twelve decisions and the check-in, not {}: {made:?}", made.len());

    let metrics = player.metrics().await;
    for line in ["yours ", "directive ", "collaborative "] {
        check_metrics(&metrics, line, "in the debrief");
        let score = number(&metrics, &format!("{line}score"), "in the debrief");
        assert!((0.0..=100.0).contains(&score), "the {line}score is {score}");
    }
    // The week was played in one style, so it is that style's line.
    let pure = |line: &str| -> Metrics {
        let of_line = |(key, value): (&String, &Vec<String>)| Some((key.strip_prefix(line)?.to_string(), value.clone()));
        metrics.iter().filter_map(of_line).collect()
    };
    assert_eq!(pure("yours "), pure(&format!("{style} ")), "yours is the {style} line");

    let outcome = "return ['on-time', 'late'].includes(document.querySelector('[data-outcome]')?.dataset.outcome)";
    player.browser.until("an outcome", outcome, vec![]).await;
    let link = player.fragment().await;
    assert!(link.starts_with("#/debrief/monday-call?"), "the address in the debrief is {link}");
    assert_eq!(moves_of(&link), made);
    assert_eq!(player.transcript().await, native::transcript(&link), "the transcript of {link}");
}

/// Without a seed in the address the page draws one and writes it there.
async fn starts_from_the_start_screen(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("").await;
    assert_eq!(player.screen().await, "start");
    player.browser.press("[data-action=play]").await;
    player.scene().await;
    let fragment = player.fragment().await;
    let seed = fragment.split(['?', '&']).find_map(|pair| pair.strip_prefix("seed="));
    let seed = seed.unwrap_or_else(|| panic!("no seed in {fragment}"));
    assert!(seed.parse::<u32>().is_ok(), "the seed {seed} is not a number of 32 bits");
}

/// Ten thousand draws have the same bits in the browser and natively.
async fn the_same_bits(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/why/monday-call").await;
    // What a worker is asked for is worked out here as well.
    let script = "return new Promise(done => window.wasmBindings.work('probe', 'draws', 10000, s => done(String.fromCharCode(...Array.from(s, Number)))))";
    let digest = player.browser.run(script, vec![]).await;
    assert_eq!(digest.as_str(), Some(native::draws_digest(7, 10_000).as_str()));
}

/// The chance of Friday, three people and the team's hours are there and plausible.
fn check_metrics(metrics: &Metrics, line: &str, place: &str) {
    let chance = number(metrics, &format!("{line}on-time"), place);
    assert!((0.0..=1.0).contains(&chance), "a chance of {chance} {place}");
    for member in ["michael", "anna", "john"] {
        let engagement = number(metrics, &format!("{line}engagement {member}"), place);
        assert!((0.0..=100.0).contains(&engagement), "{member}'s engagement is {engagement} {place}");
    }
    let hours = number(metrics, &format!("{line}team-hours"), place);
    assert!((0.0..=500.0).contains(&hours), "{hours} team hours {place}");
}

fn number(metrics: &Metrics, key: &str, place: &str) -> f64 {
    let value = metrics.get(key).and_then(|values| values.first());
    let value = value.unwrap_or_else(|| panic!("no metric “{key}” {place}: {metrics:?}"));
    value.parse().unwrap_or_else(|_| panic!("the metric “{key}” {place} is no number: {value}"))
}

/// Beside the scene where there is room, a strip above it where there is little; its table says what the
/// library says.
async fn the_board_is_in_its_place(kind: Kind) {
    let player = Player::new(kind).await;
    let client = player.browser.client();
    let size = async |wide: u32, high: u32| client.set_window_size(wide, high).await.expect("a window of that size");
    let place = "const of = selector => { const r = document.querySelector(selector).getBoundingClientRect(); return [r.left, r.top + scrollY, r.width, r.height] };
        return [of('.board'), of('.scene'), of('.gantt'), of('[data-choice]')]";
    size(1920, 1080).await;
    player.open(WEEK).await;
    for _ in 0..4 {
        player.choose_style(Style::Collaborative).await;
        player.next().await;
    }
    let rows = "return [...document.querySelectorAll('.board tbody tr')].map(r => [...r.children].map(c => c.textContent))";
    assert_eq!(player.browser.run(rows, vec![]).await, serde_json::json!(native::board(&player.fragment().await)));
    let measured = async || -> [[f64; 4]; 4] { serde_json::from_value(player.browser.run(place, vec![]).await).expect("places") };
    let [board, scene, picture, _] = measured().await;
    assert!(board[0] >= scene[0] + scene[2] && (board[1] - scene[1]).abs() < 8.0, "beside the scene: {board:?} {scene:?}");
    assert!(picture[2] > 640.0 && picture[3] > 150.0, "{picture:?}");
    player.open(WEEK).await;
    size(500, 640).await;
    let [board, scene, picture, first] = measured().await;
    assert!(board[1] + board[3] <= scene[1] && picture[3] < 48.0, "a strip above the scene: {board:?} {scene:?} {picture:?}");
    assert!(first[1] < 1000.0, "the first move at {}", first[1]);
    // Who opens it sees names and every task.
    player.browser.press(".board > summary").await;
    let opened = "return document.querySelector('.gantt').getBoundingClientRect().height > 150 && !!document.querySelector('.board table').offsetParent";
    player.browser.until("the board, opened", opened, vec![]).await;
}
