//! `make pictures`: the pictures of the writer's guide, taken of the real editor in the order in which a
//! week is written, of the week that the tests write by the forms. Chromium, in the light.

mod dist;
#[allow(dead_code, reason = "the tests use more of it")]
mod drive;
#[allow(dead_code, reason = "the tests use more of it")]
mod driver;
#[allow(dead_code, reason = "the tests use more of it")]
mod lrs;
#[allow(dead_code, reason = "the tests use more of it")]
mod native;
#[allow(dead_code, reason = "the tests use more of it")]
mod player;
#[allow(dead_code, reason = "the tests use more of it")]
mod server;
#[allow(dead_code, reason = "the tests use more of it")]
mod squeeze;

use player::Player;
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
    let player = Player::new(driver::Kind::Chromium).await;
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

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.expect("a runtime").block_on(pictures());
}
