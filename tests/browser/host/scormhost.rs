//! In scormhost: the package that the command makes, uploaded, launched, left, launched again, finished.

use serde_json::{Value, json};

use super::enter;
use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Stage, Style};

in_both! { a_package_is_played }

/// What the host keeps once it fits, asked for in the learner's browser, whose cookie says who it is.
async fn kept(player: &Player, what: &str, cmi: &str, test: &str) -> Value {
    let ask = format!(
        "const x = new XMLHttpRequest(); x.open('GET', arguments[0], false); x.send();
        const cmi = JSON.parse(x.responseText).elements ?? {{}}; return ({test}) ? cmi : null"
    );
    player.browser.until(what, &ask, vec![json!(cmi)]).await
}

async fn launch(player: &Player, address: &str) {
    player.browser.goto(&player.server.blank()).await;
    player.browser.goto(address).await;
    enter(player).await;
    player.wait_ready().await;
}

async fn a_package_is_played(kind: Kind) {
    let host = native::scormhost(&format!("{kind:?}"), &["scorm12", "scorm2004"]);
    let player = Player::new(kind).await;
    let words = [("cmi.core.lesson_status", "student_response"), ("cmi.completion_status", "learner_response")];
    for ((address, cmi), (status, response)) in host.launches.iter().zip(words) {
        launch(&player, address).await;
        let made = player.play(Style::Collaborative, 2).await;
        let at = player.scene().await;
        let told = kept(&player, "two decisions kept", cmi, "cmi['cmi.interactions.1.id']").await;
        assert!(told[format!("cmi.interactions.1.{response}")].as_str().is_some_and(|r| r.starts_with(&made[1])), "{told}");
        launch(&player, address).await;
        assert_eq!(player.stage().await, Stage::Scene(at), "the week goes on where it was left");
        player.play(Style::Directive, usize::MAX).await;
        player.wait_screen("debrief").await;
        let packing = "return [...document.querySelectorAll('[data-action=portal]')].filter(b => b.getClientRects().length).length";
        assert_eq!(player.browser.run(packing, vec![]).await, json!(0), "a package makes no packages");
        player.browser.press("[data-action=finish]").await;
        let over = format!("['passed', 'completed'].includes(cmi['{status}'])");
        let told = kept(&player, "the end", cmi, &over).await;
        println!("{status}: {}", told[status]);
        let score = told.get("cmi.core.score.raw").or_else(|| told.get("cmi.score.raw")).and_then(Value::as_str);
        assert!(score.and_then(|s| s.parse::<f64>().ok()).is_some_and(|s| s > 1.0), "{told}");
    }
}
