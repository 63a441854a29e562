//! axe-core finds nothing on any screen, narrow and wide, light and dark; and nothing makes a
//! page scroll sideways.

use serde_json::{Value, json};

use crate::dist;
use crate::driver::{BOTH, Kind};
use crate::player::{Player, Style, WEEK};
use crate::server::Site;

in_both! { every_screen }

const NARROW: u32 = 320;
const WIDE: u32 = 1280;
const HEIGHT: u32 = 900;

/// A width, a colour scheme, and the rules of axe that a page is held to there: without any, nothing makes it scroll
/// sideways.
type Look = (u32, &'static str, Option<&'static [&'static str]>);

const ALL: Option<&[&str]> = Some(&[]);
const COLOURS: Option<&[&str]> = Some(&["color-contrast", "link-in-text-block"]);

/// In the dark nothing but colours is another, whatever the width and the browser, and only Chromium lets a page
/// be told so while it is open. What a wide page has that a narrow one has not, axe reads alike in both.
const IN_CHROMIUM: &[Look] = &[(NARROW, "light", ALL), (WIDE, "light", ALL), (WIDE, "dark", COLOURS)];
const IN_FIREFOX: &[Look] = &[(NARROW, "light", ALL), (WIDE, "light", None)];

/// Each screen is reached once, and looked at in every way.
async fn every_screen(kind: Kind) {
    let player = looking(kind, (NARROW, HEIGHT), "light").await;
    let axe = dist::npm("axe-core/axe.min.js");
    let looks = if kind == Kind::Chromium { IN_CHROMIUM } else { IN_FIREFOX };
    let check = async |place: &str| {
        for look in looks {
            look_again(&player, *look).await;
            audit(&player, &axe, *look, place).await;
        }
        look_again(&player, looks[0]).await;
    };

    player.open("").await;
    check("Start").await;
    player.open(WEEK).await;
    player.metrics().await;
    check("Play").await;
    player.choose_style(Style::Collaborative).await;
    player.metrics().await;
    check("Play after a move").await;
    player.next().await;
    player.metrics().await;
    check("Play at the second decision").await;
    player.play(Style::Directive, usize::MAX).await;
    crate::debrief::complete(&player).await;
    check("Debrief").await;
    player.share().await;
    check("Debrief with its link").await;
    let open = "for (const d of document.querySelectorAll('details')) d.open = true";
    player.browser.run(open, vec![]).await;
    check("Debrief with everything unfolded").await;
    crate::debrief::to_the_map(&player).await;
    check("Map").await;
    player.browser.run(open, vec![]).await;
    check("Map as a list").await;
    crate::debrief::to_the_why_page(&player).await;
    check("Why").await;
    player.browser.run(open, vec![]).await;
    check("Why with everything unfolded").await;
    player.browser.press("[data-action=portal]").await;
    player.wait_screen("portal").await;
    check("Portal").await;
    player.browser.press("[data-action=package]").await;
    player.browser.until("the package", "return !!document.querySelector('[data-made]')", vec![]).await;
    player.browser.run(open, vec![]).await;
    check("Portal with a package").await;
    player.browser.goto(&format!("{}administrators.html", player.server.page())).await;
    check("For administrators").await;
    player.browser.goto(&format!("{}accessibility.html", player.server.page())).await;
    check("About accessibility").await;
    player.browser.goto(&format!("{}writers.html", player.server.page())).await;
    check("For writers").await;
    player.open("#/write").await;
    check("Write").await;
    player.browser.press("[data-action=write-copy][data-of=monday-call]").await;
    // Where there is no room beside the form, the outline is a drawer.
    player.browser.until("the form", "return !!document.querySelector('[data-form]')", vec![]).await;
    player.browser.run("const d = document.querySelector('.drawer'); if (d.getClientRects().length) d.click()", vec![]).await;
    check("The week from above").await;
    player.browser.press("[data-action=write-go][data-path='/scenes/2']").await;
    player.browser.until("a scene's form", "return !!document.querySelector(\"[data-form='/scenes/2']\")", vec![]).await;
    player.browser.press("[data-action=write-turn][data-path='/scenes/2#more']").await;
    player.browser.press("[data-action=write-problems]").await;
    player.browser.until("the problems", "return !!document.querySelector('#problems')", vec![]).await;
    check("A scene that is written").await;
    player.browser.press(".write-bar [data-action=write-share]").await;
    player.browser.until("the link", "return !!document.querySelector('[data-handed]')", vec![]).await;
    player.browser.press("[data-action=write-side][data-of=map]").await;
    check("The live map, with a link").await;
    player.browser.press("[data-action=write-side][data-of=json]").await;
    check("The JSON side").await;
    player.open("#/class").await;
    check("A class to be read").await;
    player.browser.press("[data-action=class-example]").await;
    player
        .browser
        .until("the figures", "return !!document.querySelector('[data-played]') && !!document.querySelector('.weeks-of')", vec![])
        .await;
    player.browser.run(open, vec![]).await;
    check("A class").await;
    player.browser.press("[data-action=class-present]").await;
    player.browser.until("a slide", "return !!document.querySelector('[data-slide]')", vec![]).await;
    check("A slide").await;
    player.browser.press("[data-action=class-close]").await;
    player.browser.press("[data-action=class-together]").await;
    player.browser.press("[data-action=class-reveal]").await;
    player.browser.until("the ways on", "return !!document.querySelector('[data-ways]')", vec![]).await;
    check("A vote").await;
    player.open("#/class?v=1&show=guide").await;
    player.browser.until("the guide", "return !!document.querySelector('[data-part]')", vec![]).await;
    check("The guide").await;
    player.open("#/play?from=week.json").await;
    check("A scenario from elsewhere").await;
    let week = include_str!("../../public/examples/first-friday.json");
    player.open(&format!("#/play/{}", crate::native::packed(week))).await;
    // What another window opened, as Firefox's is here, shows what that one asks for: without a cover.
    let asked = player.browser.run("return opener !== null", vec![]).await == json!(true);
    player.wait_screen(if asked { "play" } else { "cover" }).await;
    check("A week from a link, or its cover").await;
    player.open("#/why/monday-call?v=1&seed=7&set=optimism:1.3,mess:60").await;
    crate::debrief::settled(&player).await;
    check("Why with changed assumptions").await;
    player.open("#/data").await;
    check("Your data").await;
    player.open("#/play/no-such-week").await;
    check("The error screen").await;
}

/// A browser with a page of that size that prefers that colour scheme.
pub async fn looking(kind: Kind, (width, height): (u32, u32), scheme: &str) -> Player {
    let dark = scheme == "dark";
    match kind {
        Kind::Chromium => {
            let player = Player::new(kind).await;
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            player.browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
            player.browser.devtools("Emulation.setEmulatedMedia", media).await;
            player
        }
        Kind::Firefox => {
            let prefs = json!({ "layout.css.prefers-color-scheme.content-override": if dark { 0 } else { 1 } });
            let player = Player::with(kind, Site::default(), prefs).await;
            // A window with its bars is never narrower than 450 px; a popup has none.
            player.browser.goto(&player.server.blank()).await;
            let popup = "window.open(location.href, 'sized', `popup,width=${arguments[0]},height=${arguments[1]}`)";
            player.browser.run(popup, vec![json!(width), json!(height)]).await;
            let client = player.browser.client();
            let first = client.window().await.expect("the first window");
            let windows = client.windows().await.expect("the open windows");
            let sized = windows.into_iter().find(|window| *window != first).expect("the popup");
            client.switch_to_window(sized).await.expect("the popup");
            player
        }
        Kind::WebKit => unreachable!("{BOTH}"),
    }
}

/// Another width, or other colours, of the page that is open.
async fn look_again(player: &Player, (width, scheme, _): Look) {
    if player.browser.kind == Kind::Chromium {
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        player.browser.devtools("Emulation.setEmulatedMedia", media).await;
    }
    resize(player, (width, HEIGHT)).await;
}

/// Another size of the page that is open; in Firefox, another width.
pub async fn resize(player: &Player, (width, height): (u32, u32)) {
    match player.browser.kind {
        Kind::Chromium => {
            let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
            player.browser.devtools("Emulation.setDeviceMetricsOverride", size).await;
        }
        _ => drop(player.browser.run("resizeBy(arguments[0] - innerWidth, 0)", vec![json!(width)]).await),
    }
    player.browser.until(format_args!("a page of {width} px"), "return innerWidth === arguments[0]", vec![json!(width)]).await;
}

async fn audit(player: &Player, axe: &str, (width, scheme, rules): Look, place: &str) {
    let place = format!("{place} at {width} px, {scheme}, in {:?}", player.browser.kind);
    let facts = player.browser.run(FACTS, vec![json!(scheme)]).await;
    assert_eq!(facts["width"], json!(width), "the width of {place}");
    assert_eq!(facts["scheme"], json!(true), "the colour scheme of {place}");
    assert_eq!(facts["wide"], json!([]), "what makes {place} scroll sideways");

    let Some(rules) = rules else { return };
    let client = player.browser.client();
    let script = format!("{axe}\n{RUN_AXE}");
    let found = client.execute_async(&script, vec![json!(rules)]).await.unwrap_or_else(|e| panic!("axe fails on {place}: {e}"));
    let least = if rules.is_empty() { 10 } else { 1 };
    assert!(found["passes"].as_u64() >= Some(least), "axe checked next to nothing on {place}: {found}");
    let none = Vec::new();
    let violations = found["violations"].as_array().unwrap_or(&none);
    let lines: Vec<String> = violations.iter().map(Value::to_string).collect();
    assert!(lines.is_empty(), "axe finds on {place}:\n{}", lines.join("\n"));
}

/// The width and scheme the page really has, and what sticks out of a page that scrolls sideways.
const FACTS: &str = "
    const root = document.documentElement, wide = [];
    if (root.scrollWidth > innerWidth)
        for (const e of document.querySelectorAll('body, body *'))
            if (e.getBoundingClientRect().right > innerWidth + 0.5)
                wide.push(e.outerHTML.slice(0, 120));
    if (root.scrollWidth > innerWidth) wide.unshift(`${root.scrollWidth} px`);
    return { width: innerWidth, scheme: matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches,
        wide: wide.slice(0, 6) }";

const RUN_AXE: &str = "
    const [rules, done] = arguments;
    axe.run(document, { resultTypes: ['violations'], ...(rules.length ? { runOnly: rules } : {}) }).then(found => done({
        passes: found.passes.length,
        violations: found.violations.map(v => ({ rule: v.id, help: v.help,
            nodes: v.nodes.slice(0, 3).map(n => ({ html: n.html.slice(0, 200), why: n.failureSummary })) })),
    }), problem => done({ passes: 0, violations: [{ rule: 'axe itself', help: String(problem) }] }));";
