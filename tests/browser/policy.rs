//! The week plays under the strictest policy, asks no other host, and copes with odd hosts.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Style, WEEK};
use crate::server::{Site, Wasm};
use crate::squeeze::Coding;

in_both! { the_strict_policy a_host_like_moodle a_host_that_compresses hosts_with_types_of_their_own streaming_is_refused }

/// Plays the whole week and looks at everything. The strict policy is enforced, and its report-only
/// twin tells the host of each violation, even of one that happens before any listener exists.
async fn the_strict_policy(kind: Kind) {
    let player = Player::at(kind, Site { reports: true, before: LISTEN.to_string(), ..Site::default() }).await;
    player.open("").await;
    player.open(WEEK).await;
    let made = player.play(Style::Collaborative, usize::MAX).await;
    assert!(made.len() >= 13, "a whole week: {made:?}");
    crate::debrief::complete(&player).await;
    player.share().await;
    crate::debrief::to_the_map(&player).await;
    crate::debrief::to_the_why_page(&player).await;
    player.browser.press("[data-action=portal]").await;
    player.browser.press("[data-action=package]").await;
    player.browser.until("the package", "return !!document.querySelector('[data-made]')", vec![]).await;
    let hosts = player.browser.run(OTHER_HOSTS, vec![]).await;
    assert_eq!(hosts, json!([]), "what was asked of other hosts");
    let seen = player.browser.run("return window.__violations", vec![]).await;
    assert_eq!(seen, json!([]), "the violations the page has seen");
    player.open("#/write").await;
    player.browser.press("[data-action=write-blank]").await;
    player.browser.press(".write-bar [data-action=write-share]").await;
    player.browser.until("the link", "return !!document.querySelector('.qr')", vec![]).await;
    player.browser.press("[data-action=write-side][data-of=map]").await;
    let seen = player.browser.run("return window.__violations", vec![]).await;
    assert_eq!(seen, json!([]), "the violations the editor has seen");
    player.open("#/class").await;
    player.browser.press("[data-action=class-example]").await;
    crate::class::figures(&player).await;
    player.browser.press("[data-action=class-together]").await;
    player.browser.press("[data-action=class-reveal]").await;
    player.browser.until("the ways on", "return !!document.querySelector('[data-ways]')", vec![]).await;
    let seen = player.browser.run("return window.__violations", vec![]).await;
    assert_eq!(seen, json!([]), "the violations a class has seen");
    player.open("#/data").await;
    let seen = player.browser.run("return window.__violations", vec![]).await;
    assert_eq!(seen, json!([]), "the violations “Your data” has seen");

    nothing_was_reported(&player).await;

    for request in player.server.log() {
        assert_eq!((request.status, request.method.as_str()), (200, "GET"), "a request failed: {request:?}");
    }
}

/// The host was told of no violation. Reports arrive in order: when the one for a deliberate violation
/// is there, so are all others.
pub async fn nothing_was_reported(player: &Player) {
    let violate = "const s = document.createElement('script'); s.src = arguments[0]; document.head.append(s)";
    player.browser.run(violate, vec![json!("http://127.0.0.2:9/__marker.js")]).await;
    let ours = wait_for_report(player, "127.0.0.2").await;
    let others: Vec<&String> = ours.iter().filter(|report| !report.contains("127.0.0.2")).collect();
    assert!(others.is_empty(), "violations were reported: {others:?}");
}

/// Waits until a report that mentions this text has come in, and returns all of them.
async fn wait_for_report(player: &Player, text: &str) -> Vec<String> {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(60);
    loop {
        let reports = player.server.reports();
        if reports.iter().any(|report| report.contains(text)) {
            return reports;
        }
        assert!(std::time::Instant::now() < deadline, "no report of the deliberate violation: {reports:?}");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Whatever a host calls the program, it starts.
async fn hosts_with_types_of_their_own(kind: Kind) {
    let player = Player::new(kind).await;
    for name in
        ["application/wasm; charset=utf-8", "application/wasm;", "Application/WASM", "text/plain", "application/x-wasm", "text/html", ""]
    {
        player.server.change(|site| site.wasm = Wasm::Typed(name));
        player.open(WEEK).await;
        player.scene().await;
        let asked: Vec<_> = player.server.log().into_iter().filter(|r| r.path.ends_with(".wasm")).collect();
        assert!(!asked.is_empty(), "the program was asked for, as “{name}”");
    }
}

/// What refuses to compile as it arrives is compiled once it is there.
async fn streaming_is_refused(kind: Kind) {
    let refuse = "WebAssembly.compileStreaming = r => r.arrayBuffer().then(() => Promise.reject(new TypeError('the tests refuse')));";
    let player = Player::at(kind, Site { before: refuse.to_string(), ..Site::default() }).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 1).await;
}

const LISTEN: &str = "
    window.__violations = [];
    document.addEventListener('securitypolicyviolation', e =>
        window.__violations.push(`${e.effectiveDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));";

const OTHER_HOSTS: &str = "return performance.getEntriesByType('resource').map(e => e.name)
    .filter(name => !name.startsWith(location.origin + '/') && !name.startsWith('blob:' + location.origin))";

/// Moodle serves the program as `application/octet-stream` with `nosniff`.
async fn a_host_like_moodle(kind: Kind) {
    let player = Player::at(kind, Site { wasm: Wasm::Octets, folder: "/pluginfile.php/12/", ..Site::default() }).await;
    player.open(WEEK).await;
    player.play(Style::Directive, 2).await;
    player.metrics().await;
    assert_eq!(player.moves_in_address().await.len(), 2);
}

async fn a_host_that_compresses(kind: Kind) {
    for coding in [Coding::Gzip, Coding::Brotli] {
        let player = Player::at(kind, Site { coding, ..Site::default() }).await;
        player.open(WEEK).await;
        player.play(Style::Directive, 1).await;
        assert_eq!(player.moves_in_address().await.len(), 1, "played with {coding:?}");
        let log = player.server.log();
        let program = log.iter().find(|request| request.path.ends_with(".wasm")).expect("the program was loaded");
        assert!(program.sent < program.raw, "{coding:?} sent {} of {} bytes", program.sent, program.raw);
    }
}
