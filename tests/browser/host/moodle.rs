//! A portal that loses what it was told, and says that it has it.

use serde_json::{Value, json};

use super::{PAGE, enter};
use crate::driver::Kind;
use crate::native;
use crate::player::{Player, Style};
use crate::server::Site;

in_both! { what_it_loses_is_written_again }

const LAUNCH: &str = "/launch.json";

/// What the portal answers when it is asked for the package's file.
fn answers(player: &Player, text: &str) {
    player.server.change(|site| site.own.iter_mut().filter(|own| own.0 == LAUNCH).for_each(|own| own.2 = text.to_owned()));
}

/// The line about the portal, once it is there or gone.
async fn line(player: &Player, there: bool) -> String {
    let script = "const l = document.querySelector('[data-portal=portal]'); return l.hidden !== arguments[0] ? [l.innerText] : null";
    let found = player.browser.until(format_args!("a line about the portal: {there}"), script, vec![json!(there)]).await;
    found[0].as_str().unwrap_or_default().to_owned()
}

async fn kept(player: &Player, n: usize) -> Option<String> {
    let script = "return parent.lms.kept[`cmi.interactions.${arguments[0]}.student_response`] ?? null";
    player.browser.run(script, vec![json!(n)]).await.as_str().map(str::to_owned)
}

async fn set(player: &Player, script: &str) {
    player.browser.run(script, vec![]).await;
}

async fn what_it_loses_is_written_again(kind: Kind) {
    let launch = native::launch("scorm12", 7, 1, false);
    let own = vec![
        ("/__lms.html", "text/html", PAGE.replace("SCRIPTS", "<script src=/__lms.js></script>")),
        ("/__lms.js", "text/javascript", include_str!("moodle.js").to_owned()),
        (LAUNCH, "application/json", launch.clone()),
    ];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    player.browser.goto(&format!("{}/__lms.html", player.server.origin())).await;
    enter(&player).await;
    player.wait_ready().await;

    // It says that it has it, and a page to log in by comes in place of the file.
    set(&player, "Object.assign(parent.lms, { away: true, hidden: true })").await;
    answers(&player, "<!doctype html><title>Log in</title>");
    let first = player.choose_style(Style::Collaborative).await;
    let said = line(&player, true).await;
    assert!(said.contains("could not be reached") && said.contains("one decision"), "{said}");
    assert_eq!(kept(&player, 0).await, None);
    set(&player, "Object.assign(parent.lms, { away: false })").await;
    answers(&player, &launch);
    set(&player, "dispatchEvent(new Event('online'))").await;
    line(&player, false).await;
    let told = kept(&player, 0).await.unwrap_or_default();
    assert!(told.starts_with(&format!("{first};collaborative;")) && !told.ends_with(' '), "{told}");

    // A commit that throws is none.
    player.next().await;
    set(&player, "Object.assign(parent.lms, { throws: true, hidden: false })").await;
    let second = player.choose_style(Style::Directive).await;
    let said = line(&player, true).await;
    assert!(said.starts_with("Not yet saved by the portal"), "{said}");
    set(&player, "Object.assign(parent.lms, { throws: false })").await;
    set(&player, "dispatchEvent(new Event('online'))").await;
    line(&player, false).await;
    assert!(kept(&player, 1).await.is_some_and(|told| told.starts_with(&format!("{second};directive;"))));
    let ids: Value = player.browser.run("return [0, 1, 2].map(n => parent.lms.kept[`cmi.interactions.${n}.id`] ?? null)", vec![]).await;
    assert!(ids[0].is_string() && ids[1].is_string() && ids[2].is_null(), "each decision once: {ids}");
}
