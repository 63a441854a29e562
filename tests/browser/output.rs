//! What the debrief gives to take away: files and a print.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};
use crate::server::Site;

in_both! { downloads_and_print }

async fn downloads_and_print(kind: Kind) {
    // A real print opens the system's dialogue, which no driver can answer.
    let before = "window.print = () => { window.__printed = (window.__printed ?? 0) + 1; }".to_string();
    let player = Player::at(kind, Site { before, ..Site::default() }).await;
    player.open(WEEK).await;
    player.play(Style::Collaborative, usize::MAX).await;
    player.wait_screen("debrief").await;

    player.browser.press("[data-action=download-json]").await;
    let text = downloaded(&player, "json").await;
    let parsed: Result<serde_json::Value, _> = serde_json::from_str(&text);
    assert!(parsed.is_ok(), "the JSON file is not JSON: {parsed:?}");

    player.browser.press("[data-action=download-csv]").await;
    let text = downloaded(&player, "csv").await;
    assert_eq!(text.lines().count(), 1 + player.moves_in_address().await.len(), "a row a decision, under one of names: {text}");

    player.browser.press("[data-action=print]").await;
    player.browser.until("one print", "return window.__printed === 1", vec![]).await;
    let shown = player.browser.run("return !!document.querySelector('[data-screen=debrief]')", vec![]).await;
    assert_eq!(shown, json!(true), "the debrief is still shown");
}

/// Waits until a file of this kind lies whole in the downloads, and returns its text.
pub async fn downloaded(player: &Player, ending: &str) -> String {
    let deadline = Instant::now() + Duration::from_secs(60);
    let folder = player.browser.profile().downloads();
    loop {
        let files: Vec<PathBuf> = std::fs::read_dir(&folder).expect("the downloads").flatten().map(|entry| entry.path()).collect();
        let unfinished = |file: &&PathBuf| file.extension().is_some_and(|e| e == "crdownload" || e == "part");
        let done = files.iter().find(|file| file.to_string_lossy().ends_with(ending));
        if let (Some(file), None) = (done, files.iter().find(unfinished)) {
            let text = std::fs::read_to_string(file).expect("a text file");
            if !text.is_empty() {
                return text;
            }
        }
        assert!(Instant::now() < deadline, "no .{ending} file was downloaded: {files:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
