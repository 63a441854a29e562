//! A thin layer over WebDriver: run a script, wait for a condition, press, type.
//!
//! Nothing sleeps in order to synchronise and nothing is tried twice. To wait means to ask the page
//! again until a condition holds or the deadline passes, and then to say what was there instead.

use std::fmt;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::error::CmdError;
use fantoccini::wd::{TimeoutConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::driver::{Driver, Kind, Profile, capabilities};

/// How long a condition may take to come true.
const DEADLINE: Duration = Duration::from_secs(60);
/// How often a condition is asked for.
const PERIOD: Duration = Duration::from_millis(20);

/// Two browsers at once: the machines that run this have two cores.
static SESSIONS: Semaphore = Semaphore::const_new(2);

/// Browsers that wait for the next test: to start one takes Firefox seven seconds of a core, and Chromium one and
/// a half. Every test has a host of its own, and so an origin where nothing is kept ([`crate::server`]).
static IDLE: Mutex<Vec<Session>> = Mutex::new(Vec::new());

/// A running browser.
struct Session {
    kind: Kind,
    client: Client,
    /// Of its window, at first.
    size: (u64, u64),
    patience: TimeoutConfiguration,
    // Dropped in this order: the browser is closed before its profile is removed.
    driver: Driver,
    profile: Profile,
}

impl Session {
    async fn start(kind: Kind, profile: Profile, prefs: &Value) -> Session {
        let mut driver = Driver::start(kind, &profile);
        let prefs: Map<String, Value> = prefs.as_object().cloned().unwrap_or_default();
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities(kind, &profile, &prefs))
            .connect(&format!("http://127.0.0.1:{}", driver.port))
            .await
            .unwrap_or_else(|e| panic!("{kind:?} did not start: {e}"));
        // From here on the driver's destructor ends the session, not the client's.
        driver.session = client.session_id().await.expect("a running session");
        client.persist().await.expect("a running session");
        let size = client.get_window_size().await.expect("the size of its window");
        let patience = client.get_timeouts().await.expect("its timeouts");
        Session { kind, client, size, patience, driver, profile }
    }

    /// Leaves nothing of a test: an empty tab of the first size in place of all there are, no downloads, and the
    /// patience it began with.
    async fn cleared(self) -> Result<Session, CmdError> {
        let old = self.client.windows().await?;
        let new = self.client.new_window(true).await?.handle;
        for window in old {
            self.client.switch_to_window(window).await?;
            self.client.close_window().await?;
        }
        self.client.switch_to_window(new).await?;
        let (width, height) = self.size;
        if self.client.get_window_size().await? != self.size {
            self.client.set_window_size(width as u32, height as u32).await?;
        }
        self.client.update_timeouts(self.patience.clone()).await?;
        for file in std::fs::read_dir(self.profile.downloads())?.flatten() {
            std::fs::remove_file(file.path())?;
        }
        Ok(self)
    }
}

/// A browser that a test has for itself. Dropping it hands it on; one with preferences or a profile of its own, or
/// of a test that failed, is closed with its driver.
pub struct Browser {
    pub kind: Kind,
    session: Option<Session>,
    ordinary: bool,
    /// Where the pointer pressed last, in the window.
    pressed: Mutex<Option<(f64, f64)>>,
    permit: Option<SemaphorePermit<'static>>,
}

impl Drop for Browser {
    fn drop(&mut self) {
        if let Some(session) = self.session.take_if(|_| self.ordinary && !std::thread::panicking()) {
            let permit = self.permit.take();
            tokio::spawn(async move {
                if let Ok(session) = session.cleared().await {
                    IDLE.lock().unwrap().push(session);
                }
                drop(permit);
            });
        }
    }
}

impl Browser {
    /// A browser with some preferences changed: where there are none, one that others may have used.
    pub async fn with_prefs(kind: Kind, prefs: Value) -> Browser {
        let permit = SESSIONS.acquire().await.expect("the semaphore is never closed");
        let ordinary = prefs.as_object().is_some_and(Map::is_empty) && kind != Kind::WebKit;
        let idle = || {
            let mut idle = IDLE.lock().unwrap();
            idle.iter().position(|session| session.kind == kind).map(|at| idle.swap_remove(at))
        };
        let session = match ordinary.then(idle).flatten() {
            Some(session) => session,
            None => Session::start(kind, Profile::fresh(), &prefs).await,
        };
        Browser { kind, session: Some(session), ordinary, pressed: Mutex::default(), permit: Some(permit) }
    }

    /// A browser on a profile that was used before.
    pub async fn again(kind: Kind, profile: Profile) -> Browser {
        let permit = SESSIONS.acquire().await.expect("the semaphore is never closed");
        let session = Session::start(kind, profile, &Value::Null).await;
        Browser { kind, session: Some(session), ordinary: false, pressed: Mutex::default(), permit: Some(permit) }
    }

    /// Closes the browser and keeps its profile.
    pub fn close(mut self) -> Profile {
        let Session { driver, profile, .. } = self.session.take().expect("a session until it is dropped");
        drop(driver);
        profile
    }

    fn session(&self) -> &Session {
        self.session.as_ref().expect("a session until it is dropped")
    }

    pub fn profile(&self) -> &Profile {
        &self.session().profile
    }

    /// The WebDriver client, for what this layer does not cover.
    pub fn client(&self) -> &Client {
        &self.session().client
    }

    pub async fn goto(&self, address: &str) {
        self.client().goto(address).await.unwrap_or_else(|e| panic!("cannot open {address}: {e}"));
    }

    /// Runs a script's body in the page and returns its value.
    pub async fn run(&self, script: &str, args: Vec<Value>) -> Value {
        match self.client().execute(script, args).await {
            Ok(value) => value,
            Err(e) => panic!("a script failed in {:?}: {e}\n{}", self.kind, clip(script, 300)),
        }
    }

    /// Waits until a script's value is neither null nor false, and returns it.
    pub async fn until(&self, what: impl fmt::Display, script: &str, args: Vec<Value>) -> Value {
        let start = Instant::now();
        let mut last;
        loop {
            // A page on its way out cannot run scripts; the next question goes to the new page.
            match self.client().execute(script, args.clone()).await {
                Ok(Value::Null | Value::Bool(false)) => last = String::new(),
                Ok(value) => return value,
                Err(e) => last = format!("\nthe last try ended with: {e}"),
            }
            if start.elapsed() > DEADLINE {
                panic!("{:?} waited {DEADLINE:?} for {what}{last}\n{}", self.kind, self.shown().await);
            }
            tokio::time::sleep(PERIOD).await;
        }
    }

    /// Waits until an element is there, laid out and not disabled, and presses it.
    pub async fn press(&self, selector: &str) {
        let start = Instant::now();
        loop {
            let last = *self.pressed.lock().unwrap();
            let place = self.until(format_args!("{selector} to press"), PRESSABLE, vec![json!(selector), json!(last)]).await;
            *self.pressed.lock().unwrap() = serde_json::from_value(place).ok();
            let pressed = match self.client().find(Locator::Css(selector)).await {
                Ok(element) => element.click().await,
                Err(e) => Err(e),
            };
            match pressed {
                Ok(()) => return,
                // The page drew itself anew between finding and pressing: nothing was pressed yet.
                Err(CmdError::Standard(e))
                    if matches!(e.error().as_str(), "stale element reference" | "no such element") && start.elapsed() < DEADLINE => {}
                Err(e) => panic!("cannot press {selector} in {:?}: {e}\n{}", self.kind, self.shown().await),
            }
        }
    }

    /// Presses a key, or several one after the other.
    pub async fn keys(&self, keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_string());
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        self.client().perform_actions(actions).await.unwrap_or_else(|e| panic!("cannot type: {e}"));
    }

    /// Presses a key, or several one after the other, while another is held down.
    pub async fn chord(&self, held: char, keys: &str) {
        let mut actions = KeyActions::new("keyboard".to_string()).then(KeyAction::Down { value: held });
        for value in keys.chars() {
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
        }
        let actions = actions.then(KeyAction::Up { value: held });
        self.client().perform_actions(actions).await.unwrap_or_else(|e| panic!("cannot type: {e}"));
    }

    /// Sends a command of the Chrome DevTools protocol; Chromium only.
    pub async fn devtools(&self, command: &str, params: Value) -> Value {
        let command = DevTools { body: json!({ "cmd": command, "params": params }).to_string() };
        self.client().issue_cmd(command).await.unwrap_or_else(|e| panic!("a DevTools command failed: {e}"))
    }

    /// What the accessibility tree holds of an element: `computedrole` or `computedlabel`.
    pub async fn computed(&self, element: &Value, what: &'static str) -> String {
        let id = element.as_object().and_then(|o| o.values().next()).and_then(Value::as_str).expect("an element").to_owned();
        let found = self.client().issue_cmd(Computed { id, what }).await;
        let found = found.unwrap_or_else(|e| panic!("no {what} in {:?}: {e}", self.kind));
        found.as_str().unwrap_or_default().to_owned()
    }

    /// How many pages the page takes on paper of that size, in centimetres.
    pub async fn printed_pages(&self, width: f64, height: f64) -> usize {
        let params = json!({ "page": { "width": width, "height": height }, "background": true, "shrinkToFit": true });
        let printed = self.client().issue_cmd(Print { body: params.to_string() }).await;
        let printed = printed.unwrap_or_else(|e| panic!("cannot print in {:?}: {e}", self.kind));
        let pdf = base64(printed.as_str().expect("a PDF as text"));
        assert!(pdf.starts_with(b"%PDF"), "a print that is no PDF");
        pages(&pdf)
    }

    /// What a person would see, for a failure's message.
    pub async fn shown(&self) -> String {
        match self.client().execute(SHOWN, vec![]).await {
            Ok(shown) => clip(shown.as_str().unwrap_or_default(), 900),
            Err(e) => format!("the page cannot be read: {e}"),
        }
    }
}

/// Where it can be pressed, once it can. As a person would, who looks first: a move is pressed when it was
/// painted, and not where the last press lay as long as the scene is fresh.
/// In a frame as high as its page an element is in view of the frame, and for Firefox's driver that is enough:
/// it would press beside the window. And what lies under a bar that stays in sight is in view.
const PRESSABLE: &str = "const [selector, last] = arguments;
    const e = document.querySelector(selector);
    if (!e || !e.getClientRects().length || e.disabled || e.getAttribute('aria-disabled') === 'true') return null;
    const block = parent !== window || document.querySelector('.write-bar') ? 'center' : 'nearest';
    const place = () => {
        e.scrollIntoView({ block });
        const box = e.getClientRects()[0];
        return box && [box.x + box.width / 2, box.y + box.height / 2];
    };
    // A move does not take a press that lies where the one lay that brought it.
    const early = at => e.closest('[data-fresh]') && last && Math.hypot(at[0] - last[0], at[1] - last[1]) < 32;
    const at = place();
    if (!e.dataset.choice) return at;
    if (early(at)) return null;
    // A scene that has just come still moves its heading into view, and with it what is to be pressed.
    return new Promise(painted => requestAnimationFrame(() => setTimeout(() => {
        const at = place();
        painted(at && !early(at) ? at : null);
    })))";

const SHOWN: &str = "return `the page ${location.href.slice(0, 300)} shows [${document.querySelector('[data-screen]')
    ?.dataset.screen ?? 'no screen'}] ${document.body?.innerText ?? ''}`";

fn clip(text: &str, most: usize) -> String {
    let mut short: String = text.chars().take(most).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// How many pages a PDF has: its objects of the type Page, also those in packed streams.
fn pages(pdf: &[u8]) -> usize {
    use std::io::Read;
    let plain = |b: &u8| if b.is_ascii() { char::from(*b) } else { '.' };
    let mut text: String = pdf.iter().map(plain).collect();
    let mut packed = String::new();
    for (at, _) in text.match_indices("stream") {
        let data = &pdf[at + 6..];
        let data = &data[data.iter().take(2).take_while(|b| b.is_ascii_whitespace()).count()..];
        let mut found = Vec::new();
        // What is no stream of this kind ends at once, or where it is cut off.
        let _ = flate2::read::ZlibDecoder::new(data).take(1 << 20).read_to_end(&mut found);
        packed.extend(found.iter().map(plain));
    }
    text += &packed;
    let of_type = |(at, found): (usize, &str)| {
        let rest = text[at + found.len()..].trim_start();
        rest.strip_prefix("/Page").is_some_and(|r| !r.starts_with(|c: char| c.is_ascii_alphanumeric()))
    };
    text.match_indices("/Type").filter(|m| of_type(*m)).count()
}

/// The bytes of a text in base 64.
pub fn base64(text: &str) -> Vec<u8> {
    let value = |c: u8| match c {
        b'A'..=b'Z' => c - b'A',
        b'a'..=b'z' => c - b'a' + 26,
        b'0'..=b'9' => c - b'0' + 52,
        b'+' => 62,
        b'/' => 63,
        _ => panic!("not base 64"),
    };
    let digits: Vec<u8> = text.bytes().filter(|c| *c != b'=' && !c.is_ascii_whitespace()).map(value).collect();
    let group = |g: &[u8]| {
        let bits = g.iter().fold(0u32, |all, d| all << 6 | u32::from(*d)) << (6 * (4 - g.len()));
        bits.to_be_bytes()[1..g.len()].to_vec()
    };
    digits.chunks(4).flat_map(group).collect()
}

/// WebDriver's command for a print, which fantoccini has no verb for.
#[derive(Debug)]
struct Print {
    body: String,
}

impl WebDriverCompatibleCommand for Print {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/print", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.body.clone()))
    }
}

/// WebDriver's commands that read the accessibility tree.
#[derive(Debug)]
struct Computed {
    id: String,
    what: &'static str,
}

impl WebDriverCompatibleCommand for Computed {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/element/{}/{}", session.unwrap_or_default(), self.id, self.what))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::GET, None)
    }
}

/// chromedriver's own command for one DevTools call.
#[derive(Debug)]
struct DevTools {
    body: String,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        (axum::http::Method::POST, Some(self.body.clone()))
    }
}
