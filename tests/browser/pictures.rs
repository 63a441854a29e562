//! `make pictures`, in Chromium: every screen at four widths, light and dark, into `target/pictures`, to be
//! looked at; of these the one of the README and the preview of a pasted link; and the pictures of the
//! writer's guide, taken of the real editor in the order in which a week is written, of the week that the
//! tests write by the forms.

use crate::drive;
use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};
use serde_json::json;

/// The pictures: a name, what is pressed before it is taken, and how high it is.
const PICTURES: [(&str, &[&str], u32); 7] = [
    ("week", &[".outline [data-action=write-go][data-path='']"], 760),
    ("people", &[".outline [data-action=write-go][data-path='/team/0']"], 560),
    ("scene", &[".outline [data-action=write-go][data-path='/scenes/0']"], 860),
    ("move", &["[data-form] [data-action=write-go][data-path='/scenes/0/moves/1']"], 900),
    ("effect", &["[data-action=write-turn][data-path$='effects#add']"], 900),
    ("map", &["[data-action=write-side][data-of=map]"], 560),
    ("share", &["[data-action=write-side][data-of=form]", "[data-action=write-share]"], 760),
];

/// Widths of a screen, each with its height.
const SIZES: [(u32, u32); 4] = [(360, 640), (768, 1024), (1280, 800), (1920, 1080)];

/// Takes what is shown, as high as it is or as the window is.
async fn shot(player: &Player, file: &str, whole: bool) {
    let rest =
        "return document.fonts.status === 'loaded' && !document.querySelector('[aria-busy=true]') && document.getAnimations().length === 0";
    player.browser.until("a page that is at rest", rest, vec![]).await;
    player.browser.run("scrollTo(0, 0)", vec![]).await;
    let size = "return [innerWidth, document.documentElement.scrollHeight]";
    let size = player.browser.run(size, vec![]).await;
    let clip = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
    let how = if whole { json!({ "captureBeyondViewport": true, "clip": clip }) } else { json!({}) };
    let taken = player.browser.devtools("Page.captureScreenshot", how).await;
    let png = drive::base64(taken["data"].as_str().expect("a picture"));
    std::fs::write(file, png).unwrap_or_else(|e| panic!("{file}: {e}"));
    println!("{file}");
}

/// Every screen, as a learner and a trainer come to it.
async fn screens() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/target/pictures");
    std::fs::create_dir_all(folder).expect("a folder");
    for (width, height) in SIZES {
        for scheme in ["light", "dark"] {
            let player = Player::new(Kind::Chromium).await;
            let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
            player.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
            let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" }] });
            player.browser.devtools("Emulation.setEmulatedMedia", media).await;
            let take = async |name: &str| shot(&player, &format!("{folder}/{name}-{width}-{scheme}.png"), true).await;
            player.open("").await;
            take("start").await;
            player.open(WEEK).await;
            take("monday").await;
            for _ in 0..4 {
                player.choose_style(Style::Collaborative).await;
                player.next().await;
            }
            take("scene").await;
            if (width, scheme) == (1280, "light") {
                shot(&player, concat!(env!("CARGO_MANIFEST_DIR"), "/public/screenshots/play.png"), false).await;
            }
            player.choose_style(Style::Directive).await;
            take("after").await;
            player.next().await;
            player.play(Style::Directive, usize::MAX).await;
            let there = "return !!document.querySelector('[data-swings=complete]') && !!document.querySelector('[data-luck]')";
            player.browser.until("the whole debrief", there, vec![]).await;
            take("debrief").await;
            player.browser.run("for (const c of document.querySelectorAll('.chapter')) c.open = true", vec![]).await;
            take("chapters").await;
            for (name, fragment) in [
                ("map", "#/map/monday-call"),
                ("why", "#/why/monday-call"),
                ("data", "#/data"),
                ("cover", "#/play/red-folder"),
                ("class", "#/class"),
                ("portal", "#/portal"),
                ("write", "#/write"),
            ] {
                player.open(fragment).await;
                take(name).await;
            }
        }
    }
    // What a pasted link shows.
    let player = Player::new(Kind::Chromium).await;
    let metrics = json!({ "width": 1440, "height": 756, "deviceScaleFactor": 1200.0 / 1440.0, "mobile": false });
    player.browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    player.open(WEEK).await;
    for _ in 0..4 {
        player.choose_style(Style::Collaborative).await;
        player.next().await;
    }
    shot(&player, concat!(env!("CARGO_MANIFEST_DIR"), "/public/card.png"), false).await;
}

async fn take(player: &Player, name: &str) {
    let settled = "return document.fonts.status === 'loaded' && !document.querySelector('[aria-busy=true]')";
    player.browser.until("a page that is at rest", settled, vec![]).await;
    let png = player.browser.client().screenshot().await.expect("a picture");
    let file = format!("{}/public/pictures/{name}.png", env!("CARGO_MANIFEST_DIR"));
    std::fs::write(&file, png).unwrap_or_else(|e| panic!("{file}: {e}"));
    println!("{file}");
}

async fn pictures() {
    std::fs::create_dir_all(concat!(env!("CARGO_MANIFEST_DIR"), "/public/pictures")).expect("a folder");
    let player = Player::new(Kind::Chromium).await;
    let size = async |height: u32| player.browser.client().set_window_size(1100, height).await.expect("a window of that size");
    size(720).await;
    player.open("#/write").await;
    take(&player, "begin").await;
    let draft = json!({ "version": 1, "place": "", "filed": false, "text": include_str!("ward.json") }).to_string();
    player.browser.run("localStorage.setItem('by-friday/draft/1', arguments[0])", vec![json!(draft)]).await;
    player.open("#/write").await;
    player.browser.press("[data-action=write-draft]").await;
    for (name, presses, height) in PICTURES {
        size(height).await;
        for press in presses {
            player.browser.press(press).await;
        }
        // A menu lies further down than the window is high.
        let scroll = "scrollTo(0, 0); document.querySelector('[data-menu]')?.scrollIntoView({ block: 'end' })";
        player.browser.run(scroll, vec![]).await;
        if name == "share" {
            player.browser.until("the link", "return !!document.querySelector('[data-handed]')", vec![]).await;
        }
        take(&player, name).await;
    }
    let link = "return document.querySelector('[data-handed-link]').value";
    let link = player.browser.run(link, vec![]).await.as_str().expect("a link").to_owned();
    size(640).await;
    player.open(&format!("#{}", link.split_once('#').expect("a fragment").1)).await;
    player.wait_screen("cover").await;
    take(&player, "cover").await;
}

pub async fn run() {
    screens().await;
    pictures().await;
}
