//! What the browsers' accessibility trees hold: the role and the name of all that can be pressed, filled in
//! or jumped to, as the driver reads them there (WCAG 2.2, 4.1.2, 2.4.4, 2.4.6, 1.3.1).

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};

in_both! { roles_and_names the_start_and_a_scene }

/// All that has to have a role, and mostly a name, where it is shown.
const ALL: &str = "const roots = [...document.querySelectorAll(
        'main, header, footer, nav, aside, h1, h2, h3, h4, button, a[href], input, select, textarea, summary, table, [role], section[aria-label], fieldset')];
    return roots.filter(e => e.checkVisibility({ visibilityProperty: true }) && !e.closest('[aria-hidden=true], .unseen'))
        .map(e => [e, e.tagName.toLowerCase(), e.outerHTML.slice(0, 120)])";

/// One that is shown: its tag, its role and its name in the tree, and its source for a failure's message.
struct Heard {
    tag: String,
    role: String,
    name: String,
    source: String,
}

async fn heard(player: &Player) -> Vec<Heard> {
    let all = player.browser.run(ALL, vec![]).await;
    let mut out = Vec::new();
    for one in all.as_array().expect("a list") {
        let text = |at: usize| one[at].as_str().unwrap_or_default().to_owned();
        let role = player.browser.computed(&one[0], "computedrole").await;
        let name = player.browser.computed(&one[0], "computedlabel").await;
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        out.push(Heard { tag: text(1), role, name, source: text(2) });
    }
    out
}

/// Whatever of a screen has no role that fits, or no name where it needs one.
fn faults(place: &str, all: &[Heard]) -> Vec<String> {
    let mut found = Vec::new();
    for h in all {
        let fits: &[&str] = match h.tag.as_str() {
            "main" => &["main"],
            "h1" | "h2" | "h3" | "h4" => &["heading"],
            "button" => &["button", "tab", "option", "menuitem", "switch", "radio", "treeitem"],
            "a" => &["link", "graphics-symbol", "button"],
            "table" => &["table", "grid"],
            _ => &[],
        };
        if !fits.is_empty() && !fits.contains(&h.role.as_str()) {
            found.push(format!("{place}: the role {:?} does not fit {}", h.role, h.source));
        }
        let named =
            matches!(h.tag.as_str(), "h1" | "h2" | "h3" | "h4" | "button" | "a" | "input" | "select" | "textarea" | "summary" | "aside")
                || matches!(h.role.as_str(), "region" | "group" | "img" | "dialog" | "graphics-document")
                    && h.source.contains("aria-label");
        if named && h.name.is_empty() && !h.source.contains("type=\"hidden\"") {
            found.push(format!("{place}: no name for {} ({})", h.source, h.role));
        }
    }
    if all.iter().filter(|h| h.role == "main").count() != 1 {
        found.push(format!("{place}: not one main part"));
    }
    if all.iter().filter(|h| h.tag == "h1").count() != 1 {
        found.push(format!("{place}: not one heading of the first level"));
    }
    // Who hears a field's name has to know which of them it is.
    let fields: Vec<&str> =
        all.iter().filter(|h| ["textbox", "slider", "spinbutton"].contains(&h.role.as_str())).map(|h| h.name.as_str()).collect();
    for (at, name) in fields.iter().enumerate() {
        if fields[..at].contains(name) {
            found.push(format!("{place}: two fields are called {name:?}"));
        }
    }
    found
}

async fn roles_and_names(kind: Kind) {
    let player = Player::new(kind).await;
    let mut found = Vec::new();
    player.open("").await;
    found.extend(faults("the start", &heard(&player).await));
    // What would be wrong is seen to be wrong.
    let wrong = "document.querySelector('main').insertAdjacentHTML('beforeend', '<div id=wrong><button></button><h1>Two</h1><h2 role=presentation>None</h2><input aria-label=A><input aria-label=A></div>')";
    player.browser.run(wrong, vec![]).await;
    let seen = faults("made up", &heard(&player).await).join("\n");
    for fault in ["no name for <button>", "not one heading of the first level", "does not fit <h2", "two fields are called"] {
        assert!(seen.contains(fault), "{fault} is not seen: {seen}");
    }
    player.browser.run("document.getElementById('wrong').remove()", vec![]).await;
    player.open(WEEK).await;
    player.metrics().await;
    found.extend(faults("a scene", &heard(&player).await));
    player.choose_style(Style::Collaborative).await;
    player.metrics().await;
    found.extend(faults("after a move", &heard(&player).await));
    player.share().await;
    found.extend(faults("the link to share", &heard(&player).await));
    player.next().await;
    player.play(Style::Directive, usize::MAX).await;
    crate::debrief::complete(&player).await;
    crate::debrief::unfold(&player).await;
    found.extend(faults("the debrief", &heard(&player).await));
    for (fragment, screen) in
        [("#/data", "data"), ("#/portal", "portal"), ("#/class", "class"), ("#/write", "write"), ("#/why/monday-call", "why")]
    {
        player.open(fragment).await;
        player.wait_screen(screen).await;
        player.browser.until("figures at rest", "return !document.querySelector('main[aria-busy=true]')", vec![]).await;
        found.extend(faults(screen, &heard(&player).await));
    }
    player.open("#/write").await;
    player.browser.press("[data-action=write-blank]").await;
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    found.extend(faults("the editor", &heard(&player).await));
    player.open("#/map/monday-call").await;
    player
        .browser
        .until("the map", "return !!document.querySelector('[data-screen=map] [data-node], [data-screen=map] svg')", vec![])
        .await;
    found.extend(faults("the map", &heard(&player).await));
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// Headings, buttons and links of the start and of Monday's first scene, in their order: the same in both
/// browsers, and as they were when somebody last read them.
async fn the_start_and_a_scene(kind: Kind) {
    let player = Player::new(kind).await;
    let mut text = String::new();
    for (fragment, title) in [("", "The start"), (WEEK, "Monday\u{2019}s first scene")] {
        player.open(fragment).await;
        if fragment == WEEK {
            player.metrics().await;
        }
        text += &format!("{title}\n");
        for h in heard(&player).await {
            if ["heading", "button", "link"].contains(&h.role.as_str()) {
                text += &format!("  {}: {}\n", h.role, h.name);
            }
        }
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/heard.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() && kind == Kind::Chromium {
        std::fs::write(file, &text).expect("the golden file can be written");
    }
    let kept = std::fs::read_to_string(file).unwrap_or_default();
    assert_eq!(json!(text.lines().collect::<Vec<_>>()), json!(kept.lines().collect::<Vec<_>>()), "{kind:?}");
}
