//! The packaging page: what it makes is, byte for byte, what the command line makes of the same
//! build, and what keeps it from making anything is said in words.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::driver::Kind;
use crate::keyboard::{ENTER, SPACE, TAB, reach};
use crate::native;
use crate::player::{Player, WEEK};
use crate::server::{Site, Wasm};

in_both! {
    each_package_is_the_command_line_s by_keyboard_alone the_week_in_hand_goes_along
    a_written_week_from_a_file
    a_missing_file_is_named a_download_that_is_refused a_mistake_in_the_form code_for_another_page
    the_page_for_administrators
}

const HOME: &str = "\u{E011}";
const DELETE: &str = "\u{E017}";
const DOWN: &str = "\u{E015}";

async fn each_package_is_the_command_line_s(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    player.wait_screen("portal").await;
    // Each target with other choices; what is not named stays as it was before.
    let scorm = "[data-portal=target][value=scorm";
    make(&player, &[&format!("{scorm}12]")], "scorm12").await;
    check(&player, "scorm12", &["--seed", "7"]).await;
    write(&player, "seed", "4294967295").await;
    write(&player, "pass-mark", "60").await;
    make(&player, &[&format!("{scorm}2004]"), "[value=last-decision]"], "scorm2004").await;
    check(&player, "scorm2004", &["--seed", "4294967295", "--pass-mark", "60", "--complete", "last-decision"]).await;
    make(&player, &["[value=cmi5]", "[value=per-learner]"], "cmi5").await;
    check(&player, "cmi5", &["--pass-mark", "60", "--complete", "last-decision"]).await;
    write(&player, "language", "pt-BR").await;
    make(&player, &["[value=xapi]", "[value=debrief]", "[data-portal=blind]"], "xapi").await;
    check(&player, "xapi", &["--pass-mark", "60", "--language", "pt-BR", "--blind"]).await;
    write(&player, "pass-mark", "").await;
    make(&player, &["[value=web]", "[data-portal=blind]"], "web").await;
    check(&player, "web", &["--language", "pt-BR"]).await;
}

async fn by_keyboard_alone(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    reach(&player, "[data-portal=target]").await;
    player.browser.keys(&DOWN.repeat(2)).await;
    reach(&player, "[data-portal=luck]").await;
    player.browser.keys(DOWN).await;
    reach(&player, "[data-portal=pass-mark]").await;
    player.browser.keys("75").await;
    reach(&player, "[data-portal=blind]").await;
    player.browser.keys(SPACE).await;
    reach(&player, "[data-action=package]").await;
    player.browser.keys(ENTER).await;
    made(&player, "cmi5").await;
    check(&player, "cmi5", &["--pass-mark", "75", "--blind"]).await;
    // A reader is told how it ended, and where the focus was it stays.
    let told = "return [...document.querySelectorAll('[role=status]')].map(e => e.textContent).join(' ')";
    let told = player.browser.run(told, vec![]).await;
    assert!(told.as_str().is_some_and(|t| t.contains("by-friday-monday-call-cmi5.zip is made")), "{told}");
    player.browser.keys(TAB).await;
    let next = player.browser.run("return document.activeElement.closest('[data-made]') !== null", vec![]).await;
    assert_eq!(next, json!(true), "the next stop is what was made");
}

async fn the_week_in_hand_goes_along(kind: Kind) {
    let player = Player::new(kind).await;
    player.open(&format!("{}&blind=1", WEEK.replace("#/play", "#/why").replace("seed=7", "seed=99"))).await;
    player.browser.press("[data-action=portal]").await;
    player.wait_screen("portal").await;
    assert_eq!(player.fragment().await, "#/portal");
    make(&player, &["[value=web]"], "web").await;
    check(&player, "web", &["--seed", "99", "--blind"]).await;
    player.browser.press("[data-action=week]").await;
    player.scene().await;
    assert!(player.fragment().await.contains("seed=99"), "the week is still there");
}

/// A file that was opened is packed as the command line packs it; one that cannot be played is told.
async fn a_written_week_from_a_file(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    player.browser.run("HTMLInputElement.prototype.click = () => {}", vec![]).await;
    let choose = async |file: &str| {
        player.browser.press("[data-action=portal-file]").await;
        let field = player.browser.client().find(fantoccini::Locator::Css("[data-pick]")).await.expect("the field for a file");
        field.send_keys(file).await.expect("a file is chosen");
    };
    choose(concat!(env!("CARGO_MANIFEST_DIR"), "/public/schema/scenario-1.json")).await;
    let told = "return document.getElementById('portal-scenario-wrong').textContent.includes('cannot be played yet')";
    player.browser.until("a word about a file that is no week", told, vec![]).await;
    let week = concat!(env!("CARGO_MANIFEST_DIR"), "/public/examples/first-friday.json");
    choose(week).await;
    let picked = "const s = document.getElementById('portal-scenario'); return s.value === 'file' && s.selectedOptions[0].text.startsWith('Ward four moves')";
    player.browser.until("the file among the weeks", picked, vec![]).await;
    player.browser.press("[value=cmi5]").await;
    player.browser.press("[data-action=package]").await;
    let there = "return !!document.querySelector('[data-made=\"by-friday-first-friday-cmi5.zip\"]')";
    player.browser.until("the package", there, vec![]).await;
    let expected = native::package_of(week, "cmi5", &["--seed", "7"]);
    assert!(
        downloaded(&player, "by-friday-first-friday-cmi5.zip", expected.len()).await == expected,
        "another package than the command line's"
    );
}

async fn a_missing_file_is_named(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    player.server.change(|site| site.wasm = Wasm::Missing);
    let text = trouble(&player).await;
    assert!(text.contains(".wasm is missing on the host (answer 404)") && text.contains("dist/"), "{text}");

    // A host that answers for everything with a page.
    let page = "<!doctype html><title>Not here</title>".to_string();
    player.server.change(|site| {
        site.wasm = Wasm::Whole;
        site.own = vec![("/worker.js", "text/html", page.clone())];
    });
    let text = trouble(&player).await;
    assert!(text.contains("web page instead") && text.contains("worker.js"), "{text}");
    player.server.change(|site| site.own = vec![("/files.json", "text/html", page.clone())]);
    assert!(trouble(&player).await.contains("files.json"));

    // Once it is mended, the button makes the package.
    player.server.change(|site| site.own.clear());
    make(&player, &[], "scorm12").await;
    check(&player, "scorm12", &["--seed", "7"]).await;
}

async fn a_download_that_is_refused(kind: Kind) {
    // As in a frame that may save nothing: the press on the link comes to nothing.
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    player.browser.run("HTMLAnchorElement.prototype.click = () => {}", vec![]).await;
    make(&player, &["[value=web]"], "web").await;
    player.browser.press("a[data-save]").await;
    check(&player, "web", &["--seed", "7"]).await;

    player.browser.run("URL.createObjectURL = () => { throw new DOMException('no', 'SecurityError') }", vec![]).await;
    player.browser.press("[data-action=package]").await;
    let there = "return document.querySelector('[data-refused]')?.textContent";
    let text = player.browser.until("a word about the refusal", there, vec![]).await;
    assert!(text.as_str().is_some_and(|t| t.contains("tab of its own")), "{text}");
}

async fn a_mistake_in_the_form(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    write(&player, "pass-mark", "101").await;
    write(&player, "language", "english please").await;
    player.browser.press("[data-action=package]").await;
    let wrong = "const wrong = [...document.querySelectorAll('[aria-invalid]')].map(e => e.dataset.portal);
        const told = document.getElementById('portal-pass-mark-wrong').textContent;
        return document.activeElement.dataset.portal === 'pass-mark' && told.includes('0 to 100') && wrong.join(' ')";
    let wrong = player.browser.until("the focus on the first mistake", wrong, vec![]).await;
    assert_eq!(wrong, json!("pass-mark language"));
    assert!(player.server.log().iter().all(|r| !r.path.ends_with("files.json")), "nothing is fetched for a package that cannot be made");
    write(&player, "pass-mark", "100").await;
    write(&player, "language", "en").await;
    let none = "return !document.querySelector('[aria-invalid]')";
    player.browser.until("no mistakes", none, vec![]).await;
    // Enter in a field is as good as the button.
    player.browser.keys(ENTER).await;
    made(&player, "scorm12").await;
    check(&player, "scorm12", &["--seed", "7", "--pass-mark", "100"]).await;
}

async fn code_for_another_page(kind: Kind) {
    let before = "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async t => { window.__copied = t } } })".to_string();
    let player = Player::at(kind, Site { before, folder: "/far/down/", ..Site::default() }).await;
    player.open("#/portal").await;
    write(&player, "seed", "31").await;
    let link = format!("{}#/play/monday-call?v=1&seed=31", player.server.page());
    let shown = "return document.querySelector('[data-embed=link]')?.value === arguments[0]";
    player.browser.until("the link", shown, vec![json!(link)]).await;
    player.browser.press("#embed-part > summary").await;
    player.browser.press("[data-action=copy-code]").await;
    let code = player.browser.until("the copied code", "return window.__copied", vec![]).await;
    let shown = "return document.querySelector('[data-embed=code]').value";
    assert_eq!(player.browser.run(shown, vec![]).await, code, "what is shown is what is copied");
    // Another page of that host shows the week with it. Its policy allows frames; ours is its own.
    let frame = "const page = new DOMParser().parseFromString(arguments[0], 'text/html');
        const frame = page.querySelector('iframe');
        return { only: page.body.children.length === 1, src: frame.src, title: frame.title }";
    let frame = player.browser.run(frame, vec![code]).await;
    assert_eq!(frame, json!({ "only": true, "src": link, "title": "By Friday: The Monday call" }));
    player.browser.goto(&player.server.blank()).await;
    player.browser.goto(&link).await;
    player.scene().await;

    // Where the clipboard is refused, the text is there to be copied by hand.
    player.open("#/portal").await;
    player.browser.run("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))", vec![]).await;
    player.browser.press("#embed-part > summary").await;
    player.browser.press("[data-action=copy-link]").await;
    let selected = "const f = document.activeElement; return f.dataset.embed === 'link' && f.selectionEnd === f.value.length && f.selectionStart === 0";
    player.browser.until("the selected link", selected, vec![]).await;
}

/// The static page: its style applies under the strict policy, its links lead somewhere.
async fn the_page_for_administrators(kind: Kind) {
    let player = Player::new(kind).await;
    player.open("#/portal").await;
    player.browser.press("a[href$='administrators.html']").await;
    player.browser.until("the page", "return document.querySelector('h1')?.textContent === 'By Friday in your portal'", vec![]).await;
    let facts =
        "const dead = [...document.querySelectorAll('a[href^=\"#\"]')].filter(a => !document.querySelector(a.getAttribute('href')));
        return { dead: dead.map(a => a.href), style: getComputedStyle(document.querySelector('main')).maxWidth !== 'none',
            scripts: document.scripts.length }";
    let facts = player.browser.run(facts, vec![]).await;
    assert_eq!(facts, json!({ "dead": [], "style": true, "scripts": 0 }));
    player.browser.press("a[href='./#/portal']").await;
    player.wait_screen("portal").await;
}

/// Empties a field and writes into it, key by key.
async fn write(player: &Player, field: &str, text: &str) {
    let selector = format!("[data-portal={field}]");
    player.browser.press(&selector).await;
    let length = player.browser.run("return document.querySelector(arguments[0]).value.length", vec![json!(selector)]).await;
    let keys = format!("{HOME}{}{text}", DELETE.repeat(length.as_u64().expect("a length") as usize));
    player.browser.keys(&keys).await;
    let value = player.browser.run("return document.querySelector(arguments[0]).value", vec![json!(selector)]).await;
    assert_eq!(value, json!(text), "what stands in {field}");
}

/// Presses these, then the button, and waits for the package.
async fn make(player: &Player, presses: &[&str], target: &str) {
    for press in presses {
        player.browser.press(press).await;
    }
    player.browser.press("[data-action=package]").await;
    made(player, target).await;
}

async fn made(player: &Player, target: &str) {
    let there = "return !!document.querySelector(`[data-made=\"by-friday-monday-call-${arguments[0]}.zip\"]`)";
    player.browser.until(format_args!("the package for {target}"), there, vec![json!(target)]).await;
}

/// The downloaded package is what the command line makes with these options; the page tells its
/// size and all it holds.
async fn check(player: &Player, target: &str, options: &[&str]) {
    let expected = native::package(target, options);
    let name = format!("by-friday-monday-call-{target}.zip");
    let found = downloaded(player, &name, expected.len()).await;
    assert!(found == expected, "{name} with {options:?}: {} bytes differ from the command line's {}", found.len(), expected.len());
    let shown = "return { bytes: document.querySelector('[data-made]').dataset.bytes,
        files: [...document.querySelectorAll('[data-entry]')].map(e => e.dataset.entry) }";
    let shown = player.browser.run(shown, vec![]).await;
    assert_eq!(shown["bytes"], json!(expected.len().to_string()));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&expected)).expect("a zip");
    let inside: Vec<String> =
        (0..archive.len()).map(|i| archive.by_index(i).expect("an entry").name().expect("a name").into_owned()).collect();
    assert_eq!(shown["files"], json!(inside));
}

/// The bytes of a file among the downloads, once it has that many; it is taken away.
async fn downloaded(player: &Player, name: &str, length: usize) -> Vec<u8> {
    let file = player.browser.profile().downloads().join(name);
    let deadline = Instant::now() + Duration::from_secs(60);
    loop {
        let bytes = std::fs::read(&file).unwrap_or_default();
        let whole = bytes.len() >= length;
        if whole || Instant::now() > deadline {
            assert!(whole, "{} has {} bytes of {length}", file.display(), bytes.len());
            std::fs::remove_file(&file).expect("the download can be taken away");
            return bytes;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Presses the button and returns what is said against it.
async fn trouble(player: &Player) -> String {
    let before = "const t = document.querySelector('[data-trouble]'); if (t) t.dataset.old = ''";
    player.browser.run(before, vec![]).await;
    player.browser.press("[data-action=package]").await;
    let there = "const t = document.querySelector('[data-trouble]:not([data-old])'); return t && t.textContent";
    let text = player.browser.until("a word about what is wrong", there, vec![]).await;
    text.as_str().expect("a text").to_string()
}
