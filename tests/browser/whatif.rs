//! Reopening decisions: the old lines stay, up to four stand side by side, and nothing overwrites
//! the first line of an attempt.

use serde_json::{Value, json};

use crate::driver::Kind;
use crate::player::{Metrics, Player, Style, WEEK, moves_of};

in_both! { four_lines_side_by_side a_reopened_decision_in_mid_week }

async fn four_lines_side_by_side(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let first = player.play(Style::Directive, usize::MAX).await;
    player.wait_screen("debrief").await;
    let mut seen = vec![of_line(&player.metrics().await, "yours")];
    for (step, others) in [(12, 1), (4, 2), (0, 3)] {
        crate::debrief::complete(&player).await;
        crate::debrief::unfold(&player).await;
        player.browser.press(&format!(".decisions [data-action=what-if][data-step=\"{step}\"]")).await;
        player.wait_screen("play").await;
        player.notice("line-kept").await;
        assert_eq!(player.moves_in_address().await, first[..step], "what came before decision {step}");
        player.choose_style(Style::Collaborative).await;
        player.next().await;
        player.play(Style::Directive, usize::MAX).await;
        player.wait_screen("debrief").await;
        let metrics = player.metrics().await;
        // Each earlier line stands beside the new one, with the figures it had.
        for (i, before) in seen.iter().enumerate() {
            assert_eq!(of_line(&metrics, &format!("other-{}", i + 1)), *before, "line {} beside {others} others", i + 1);
        }
        seen.push(of_line(&metrics, "yours"));
    }
    // Each has a name of its own and a link of its own.
    let names = "return [...document.querySelectorAll('[data-line^=other] h3')].map(e => e.textContent)";
    let names: Vec<String> = serde_json::from_value(player.browser.run(names, vec![]).await).expect("names");
    assert!(names.len() == 3 && names.iter().all(|n| n.contains('\u{201c}')), "{names:?}");
    let link = "return document.querySelector('[data-line=other-1] a').getAttribute('href')";
    let link = player.browser.run(link, vec![]).await;
    assert_eq!(moves_of(link.as_str().expect("a link")), first);
    crate::debrief::unfold(&player).await;
    player.browser.press("[data-line=other-1] a").await;
    player.wait_moves(first.len()).await;
    let there = "return document.querySelector('[data-line=yours] [data-metric=score]').dataset.value === arguments[0]";
    let score = seen[0]["score"][0].clone();
    player.browser.until("the first line's own debrief", there, vec![json!(score)]).await;
    assert_eq!(of_line(&player.metrics().await, "yours"), seen[0]);

    // Another week, and another link: the first line is still the first that is kept.
    player.browser.press("[data-action=restart]").await;
    player.play(Style::Collaborative, 2).await;
    player.open("#/play/monday-call?v=1&seed=9&moves=hedge.assign").await;
    player.play(Style::Directive, 1).await;
    let kept = "return JSON.parse(localStorage.getItem('by-friday/save/monday-call')).lines[0].moves";
    assert_eq!(player.browser.run(kept, vec![]).await, json!(first.join(".")), "the first line of the attempt");
}

async fn a_reopened_decision_in_mid_week(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(WEEK).await;
    let made = player.play(Style::Collaborative, 5).await;
    let before = player.view().await;
    player.browser.press(".week [data-action=what-if][data-step=\"2\"]").await;
    player.wait_moves(2).await;
    player.choose_style(Style::Directive).await;
    player.next().await;
    let mut other = made[..2].to_vec();
    other.push(player.moves_in_address().await[2].clone());
    assert_eq!(player.moves_in_address().await, other);
    // The old line is one step of the history away, as it was.
    player.open(&format!("#/play/monday-call?v=1&seed=7&moves={}", made.join("."))).await;
    assert_eq!(player.view().await, before);
    let visiting = player.browser.run("return document.querySelectorAll('[data-notice=own-week]').length", vec![]).await;
    assert_eq!(visiting, json!(0), "a kept line is one's own");
}

/// The metrics of one line of the debrief.
fn of_line(metrics: &Metrics, line: &str) -> Metrics {
    let found: Metrics =
        metrics.iter().filter_map(|(key, value)| Some((key.strip_prefix(line)?.trim_start().to_string(), value.clone()))).collect();
    assert!(found.len() >= 6, "the figures of {line}: {found:?} of {}", Value::from(metrics.len()));
    found
}
