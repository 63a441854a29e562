//! Someone who plays the week: the stable hooks of the page, as verbs.

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Value, json};

use crate::drive::Browser;
use crate::driver::Kind;
use crate::server::{Server, Site};

/// The fragment of a week from its beginning, with fixed luck.
pub const WEEK: &str = "#/play/monday-call?seed=7";

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Style {
    Directive,
    Collaborative,
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Style::Directive => "directive",
            Style::Collaborative => "collaborative",
        })
    }
}

/// Where the play stands.
#[derive(Clone, PartialEq, Debug)]
pub enum Stage {
    /// A scene whose moves can be pressed.
    Scene(String),
    Debrief,
}

/// Every metric on the page, by line (debrief only), metric and member, as the page writes it.
pub type Metrics = BTreeMap<String, Vec<String>>;

/// Everything two people who open the same link must see alike.
#[derive(PartialEq, Debug)]
pub struct View {
    pub stage: Stage,
    pub outcome: Option<String>,
    pub metrics: Metrics,
    pub transcript: Option<String>,
}

pub struct Player {
    pub browser: Browser,
    pub server: Server,
}

impl Player {
    /// A fresh browser before a fresh, well-behaved host; nothing is open yet.
    pub async fn new(kind: Kind) -> Player {
        Player::at(kind, Site::default()).await
    }

    pub async fn at(kind: Kind, site: Site) -> Player {
        Player::with(kind, site, json!({})).await
    }

    pub async fn with(kind: Kind, site: Site, prefs: Value) -> Player {
        let server = Server::start(site).await;
        Player { browser: Browser::with_prefs(kind, prefs).await, server }
    }

    /// Loads the page with this fragment (empty: the start screen) and waits until it can be used.
    pub async fn open(&self, fragment: &str) {
        self.load(fragment).await;
        self.wait_ready().await;
    }

    /// Loads the page with this fragment and waits for nothing. It goes through an empty page:
    /// from the page itself a change of the fragment alone would load nothing.
    pub async fn load(&self, fragment: &str) {
        self.browser.goto(&self.server.blank()).await;
        self.browser.goto(&format!("{}{fragment}", self.server.page())).await;
    }

    /// Waits until input works.
    pub async fn wait_ready(&self) {
        let ready = "return document.documentElement.hasAttribute('data-ready')
            && !!document.querySelector('[data-screen]')";
        self.browser.until("html[data-ready] and a [data-screen]", ready, vec![]).await;
    }

    pub async fn wait_screen(&self, name: &str) {
        let there = "const s = document.querySelector('[data-screen]');
            return !!s && s.dataset.screen === arguments[0] && s.getClientRects().length > 0";
        self.browser.until(format_args!("the screen {name}"), there, vec![json!(name)]).await;
    }

    /// The name of the screen that is shown.
    pub async fn screen(&self) -> String {
        self.text_of("return document.querySelector('[data-screen]')?.dataset.screen ?? ''").await
    }

    /// Waits until a decision can be made or the debrief is there.
    pub async fn stage(&self) -> Stage {
        let stage = self.browser.until("a decision to make, or the debrief", STAGE, vec![]).await;
        match stage.as_str() {
            Some(scene) => Stage::Scene(scene.to_string()),
            None => Stage::Debrief,
        }
    }

    /// The scene at which a decision can be made now.
    pub async fn scene(&self) -> String {
        match self.stage().await {
            Stage::Scene(scene) => scene,
            Stage::Debrief => panic!("a scene was expected, and the debrief is shown"),
        }
    }

    /// The moves that can be made now: id and style.
    pub async fn moves(&self) -> Vec<(String, String)> {
        let moves = "return [...document.querySelectorAll('button[data-choice]')]
            .map(b => [b.dataset.choice, b.dataset.style ?? ''])";
        serde_json::from_value(self.browser.run(moves, vec![]).await).expect("pairs of id and style")
    }

    /// Makes a move and waits for what it changed.
    pub async fn choose(&self, id: &str) {
        self.browser.press(&format!("button[data-choice=\"{id}\"]")).await;
        self.wait_changes().await;
    }

    pub async fn wait_changes(&self) {
        let there = "return !!document.querySelector('[data-changes]')";
        self.browser.until("what the move changed ([data-changes])", there, vec![]).await;
    }

    /// Makes the first move of a style, and returns its id.
    pub async fn choose_style(&self, style: Style) -> String {
        let moves = self.moves().await;
        let found = moves.iter().find(|(_, of)| *of == style.to_string());
        let (id, _) = found.unwrap_or_else(|| panic!("no {style} move among {moves:?}"));
        self.choose(id).await;
        id.clone()
    }

    /// Goes on from what a move changed, to the next decision or to the debrief.
    pub async fn next(&self) -> Stage {
        self.browser.press(ONWARD).await;
        self.stage().await
    }

    /// Makes the first moves of a style, at most `most` of them; returns their ids.
    pub async fn play(&self, style: Style, most: usize) -> Vec<String> {
        let mut made = Vec::new();
        while made.len() < most && self.stage().await != Stage::Debrief {
            made.push(self.choose_style(style).await);
            self.next().await;
        }
        made
    }

    /// Waits until nothing is being computed, and reads every metric.
    pub async fn metrics(&self) -> Metrics {
        let found = self.browser.until("metrics that are no longer busy", METRICS, vec![]).await;
        serde_json::from_value(found).expect("lists of values")
    }

    /// The text of the transcript: exactly what the element holds.
    pub async fn transcript(&self) -> String {
        let there = "const t = document.querySelector('[data-transcript]');
            return t && t.textContent ? t.textContent : null";
        self.browser.until("the transcript", there, vec![]).await.as_str().expect("a text").to_string()
    }

    /// Everything that must be alike for two people with one link.
    pub async fn view(&self) -> View {
        let stage = self.stage().await;
        let metrics = self.metrics().await;
        let outcome = "return document.querySelector('[data-outcome]')?.dataset.outcome ?? null";
        let outcome = self.browser.run(outcome, vec![]).await.as_str().map(String::from);
        let transcript = if stage == Stage::Debrief { Some(self.transcript().await) } else { None };
        View { stage, outcome, metrics, transcript }
    }

    /// Presses share and returns the link that is offered.
    pub async fn share(&self) -> String {
        self.browser.press("[data-action=share]").await;
        let link = "return document.querySelector('input[data-share-link]')?.value || null";
        self.browser.until("the link to share", link, vec![]).await.as_str().expect("a text").to_string()
    }

    /// Waits for a notice and returns its text.
    pub async fn notice(&self, id: &str) -> String {
        let there = "const n = document.querySelector(`[data-notice=\"${arguments[0]}\"]`);
            return n && n.getClientRects().length > 0 && n.innerText.trim() || null";
        let text = self.browser.until(format_args!("the notice {id}"), there, vec![json!(id)]).await;
        text.as_str().expect("a text").to_string()
    }

    /// The fragment in the address bar.
    pub async fn fragment(&self) -> String {
        self.text_of("return location.hash").await
    }

    /// The moves named by the address.
    pub async fn moves_in_address(&self) -> Vec<String> {
        moves_of(&self.fragment().await)
    }

    /// Waits until the address names that many moves.
    pub async fn wait_moves(&self, count: usize) {
        let named = "const moves = location.hash.match(/moves=([^&]*)/)?.[1] ?? '';
            return moves.split('.').filter(Boolean).length === arguments[0]";
        self.browser.until(format_args!("{count} moves in the address"), named, vec![json!(count)]).await;
    }

    async fn text_of(&self, script: &str) -> String {
        self.browser.run(script, vec![]).await.as_str().expect("a text").to_string()
    }
}

/// The button that leads on after a move.
pub const ONWARD: &str = "[data-screen=play] [data-action=next], [data-screen=play] [data-action=debrief]";

/// The moves a link names.
pub fn moves_of(link: &str) -> Vec<String> {
    let (_, query) = link.split_once('?').unwrap_or_default();
    let moves = query.split('&').find_map(|pair| pair.strip_prefix("moves=")).unwrap_or_default();
    moves.split('.').filter(|id| !id.is_empty()).map(String::from).collect()
}

/// The scene's id, `true` for the debrief, nothing while neither is there.
const STAGE: &str = "
    const screen = document.querySelector('[data-screen]')?.dataset.screen;
    if (screen === 'debrief') return true;
    if (screen !== 'play' || document.querySelector('[data-changes]')) return null;
    const move = document.querySelector('button[data-choice]:not(:disabled)');
    return move ? document.querySelector('[data-scene]')?.dataset.scene : null";

const METRICS: &str = "
    const all = [...document.querySelectorAll('[data-metric]')];
    if (!all.length || all.some(e => e.ariaBusy === 'true' || !e.hasAttribute('data-value'))) return null;
    const found = {};
    for (const e of all) {
        const line = e.closest('[data-line]')?.dataset.line;
        const key = [line, e.dataset.metric, e.dataset.member].filter(Boolean).join(' ');
        (found[key] ??= []).push(e.dataset.value);
    }
    return found";
