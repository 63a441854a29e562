//! The small store that stands in for cmi5 portals, tried by a client that is not ours: npm's
//! `@xapi/cmi5` must get through a session with it, and tell the same verbs in the same order as we do.

use serde_json::{Value, json};

use super::PAGE;
use super::lrs::{ACTOR, REGISTRATION, verbs};
use crate::dist;
use crate::driver::Kind;
use crate::player::Player;
use crate::server::Site;

in_both! { the_stand_in_serves_another_client }

async fn the_stand_in_serves_another_client(kind: Kind) {
    let own = vec![
        ("/__cmi5.html", "text/html", PAGE.replace("SCRIPTS", "<script src=/__cmi5.js></script>")),
        ("/__cmi5.js", "text/javascript", dist::npm("@xapi/cmi5/dist/Cmi5.umd.js")),
    ];
    let player = Player::at(kind, Site { own, ..Site::default() }).await;
    let actor: String = url::form_urlencoded::byte_serialize(ACTOR.as_bytes()).collect();
    let origin = player.server.origin();
    let query = format!("endpoint={origin}/__lrs/&actor={actor}{REGISTRATION}&fetch={origin}/__lrs/fetch&activityId=urn:test:au");
    player.browser.goto(&format!("{origin}/__cmi5.html?{query}")).await;
    let session = "const of = window.Cmi5.default ?? window.Cmi5;
        (async () => {
            const session = new of();
            await session.initialize();
            await session.interactionOther('urn:test:decision', 'hedge;directive;+0.04;-1.2', 'hedge;directive;+0.04;-1.2');
            await session.complete();
            await session.pass({ scaled: 0.7 });
            await session.terminate();
            window.done = session.getLaunchData();
        })().catch(e => window.done = String(e.stack ?? e));";
    player.browser.run(session, vec![]).await;
    let data = player.browser.until("the end of the session", "return window.done ?? null", vec![]).await;
    assert_eq!(data["returnURL"], json!("/__done.html"), "{data}");
    let told = player.server.lrs(|lrs| lrs.statements.clone());
    assert_eq!(verbs(&told), ["initialized", "answered", "completed", "passed", "terminated"]);
    for statement in &told {
        assert_eq!(statement.pointer("/context/registration"), Some(&json!("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")), "{statement}");
        let session =
            statement.pointer("/context/extensions").and_then(|e| e.get("https://w3id.org/xapi/cmi5/context/extensions/sessionid"));
        assert_eq!(session, Some(&json!("session-1")), "{statement}");
    }
    let category = |s: &Value| s.pointer("/context/contextActivities/category").map_or(String::new(), Value::to_string);
    let defined: Vec<bool> = told.iter().map(|s| category(s).contains("context/categories/cmi5")).collect();
    assert_eq!(defined, [true, false, true, true, true], "a decision is an allowed statement, the others are cmi5's own");
}
