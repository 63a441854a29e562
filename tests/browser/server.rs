//! A static host on 127.0.0.1 that serves the release build, well or badly, and keeps a log.
//!
//! One server per test. What it serves can be changed while it runs, so that a test can break the
//! host under an open page and mend it again. Paths that begin with `/__` belong to the tests.

use std::collections::{BTreeSet, HashMap};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;

use crate::dist;
use crate::lrs::Lrs;
pub use crate::lrs::Mood;
use crate::squeeze::{self, Coding};

/// The strictest policy the program promises to work under.
pub const STRICT: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                          img-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'";

/// How the host treats the `.wasm` file.
#[derive(Clone, Copy, PartialEq)]
pub enum Wasm {
    /// As it should be: `application/wasm`.
    Whole,
    /// The way Moodle does it: `application/octet-stream` with `nosniff`.
    Octets,
    /// 404.
    Missing,
    /// The first half of the file, with status 200.
    Truncated,
    /// Whole, under another type.
    Typed(&'static str),
    /// A page to sign in, with status 200.
    Page,
}

/// What the host serves, and how.
#[derive(Clone)]
pub struct Site {
    /// The folder the page is served from: begins and ends with a slash.
    pub folder: &'static str,
    pub wasm: Wasm,
    pub coding: Coding,
    /// Also reports what the strict policy would forbid to [`Server::reports`].
    pub reports: bool,
    /// A script that runs in the page before anything of the program does.
    pub before: String,
    /// What each answer's policy says.
    pub policy: &'static str,
    /// Whether the program may be kept for days without a network.
    pub keeps: bool,
    /// Takes every request for the program's files and answers none.
    pub down: bool,
    /// Lets pages of any origin read what is served.
    pub cors: bool,
    /// Another host that the policy lets pages ask.
    pub connect: String,
    /// Files of the tests' own: path, media type and text.
    pub own: Vec<(&'static str, &'static str, String)>,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            folder: "/",
            wasm: Wasm::Whole,
            coding: Coding::Plain,
            reports: false,
            before: String::new(),
            policy: STRICT,
            keeps: false,
            down: false,
            cors: false,
            connect: String::new(),
            own: Vec::new(),
        }
    }
}

/// One request the host has answered.
#[derive(Clone, Debug)]
pub struct Request {
    pub method: String,
    pub path: String,
    /// The page that asked, where the browser says so.
    pub referer: Option<String>,
    pub status: u16,
    /// Bytes of the answer before and after the content coding.
    pub raw: usize,
    pub sent: usize,
}

/// What files became under a coding.
type Coded = HashMap<(Coding, Vec<u8>), Vec<u8>>;

struct Shared {
    dist: PathBuf,
    site: Mutex<Site>,
    log: Mutex<Vec<Request>>,
    reports: Mutex<Vec<String>>,
    lrs: Mutex<Lrs>,
    /// Coded once, like a host that compresses ahead of time: brotli at 11 takes a second.
    coded: Mutex<Coded>,
}

impl Shared {
    fn code(&self, coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut coded = self.coded.lock().unwrap();
        coded.entry((coding, bytes.to_vec())).or_insert_with(|| squeeze::code(coding, bytes)).clone()
    }
}

/// The ports there was a host on: a browser that knew another there would have kept something.
static HOSTS: Mutex<BTreeSet<u16>> = Mutex::new(BTreeSet::new());

/// A running host; it stops when dropped.
pub struct Server {
    address: SocketAddr,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub async fn start(site: Site) -> Server {
        let shared = Arc::new(Shared {
            dist: dist::folder(),
            site: Mutex::new(site),
            log: Mutex::default(),
            reports: Mutex::default(),
            lrs: Mutex::default(),
            coded: Mutex::default(),
        });
        let (listener, address) = loop {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port on 127.0.0.1");
            let address = listener.local_addr().expect("the address of a bound port");
            if HOSTS.lock().unwrap().insert(address.port()) {
                break (listener, address);
            }
        };
        let app = axum::Router::new().fallback(answer).with_state(shared.clone());
        let task = tokio::spawn(async move { axum::serve(listener, app).await.expect("the test host runs") });
        Server { address, shared, task }
    }

    /// The address of the page, without a fragment.
    pub fn page(&self) -> String {
        format!("{}{}", self.origin(), self.shared.site.lock().unwrap().folder)
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// An empty page of the same origin, on which nothing of the program runs.
    pub fn blank(&self) -> String {
        format!("{}/__blank", self.origin())
    }

    /// Changes what is served from now on.
    pub fn change(&self, change: impl FnOnce(&mut Site)) {
        change(&mut self.shared.site.lock().unwrap());
    }

    /// Every request for something other than the tests' own pages, in order.
    pub fn log(&self) -> Vec<Request> {
        self.shared.log.lock().unwrap().clone()
    }

    /// Looks at the statement store, or changes it.
    pub fn lrs<T>(&self, f: impl FnOnce(&mut Lrs) -> T) -> T {
        f(&mut self.shared.lrs.lock().unwrap())
    }

    /// The policy violations browsers have reported so far.
    pub fn reports(&self) -> Vec<String> {
        self.shared.reports.lock().unwrap().clone()
    }
}

/// It names an icon, because a browser would otherwise ask for one that the build need not have.
const BLANK: &str = "<!doctype html><title>blank</title><link rel=icon href=/__icon.svg>";
const ICON: &str = "<svg xmlns='http://www.w3.org/2000/svg'/>";

async fn answer(State(shared): State<Arc<Shared>>, method: Method, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let site = shared.site.lock().unwrap().clone();
    let path = uri.path();
    if site.down && !path.starts_with("/__") {
        std::future::pending::<()>().await;
    }
    match path {
        "/__blank" => return respond(&site, StatusCode::OK, "text/html", BLANK.into()),
        "/__icon.svg" => return respond(&site, StatusCode::OK, "image/svg+xml", ICON.into()),
        "/__before.js" => {
            return respond(&site, StatusCode::OK, "text/javascript", site.before.clone().into());
        }
        "/__report" => {
            shared.reports.lock().unwrap().push(String::from_utf8_lossy(&body).into_owned());
            return respond(&site, StatusCode::NO_CONTENT, "text/plain", Vec::new());
        }
        _ => {}
    }

    if path.starts_with("/__lrs/") {
        let (mood, (status, text, tag)) = {
            let mut lrs = shared.lrs.lock().unwrap();
            (lrs.mood, lrs.answer(&method, &uri, &headers, &String::from_utf8_lossy(&body)))
        };
        if mood == Mood::Silent {
            std::future::pending::<()>().await;
        }
        let mut response = respond(&site, status, "application/json", text.into_bytes());
        if let Ok(tag) = HeaderValue::from_str(&tag)
            && !tag.is_empty()
        {
            response.headers_mut().insert(header::ETAG, tag);
        }
        return response;
    }
    if let Some((_, kind, text)) = site.own.iter().find(|(own, ..)| *own == path) {
        let mut response = respond(&site, StatusCode::OK, kind, shared.code(site.coding, text.as_bytes()));
        if *kind == "text/html" {
            // A page of the tests' own: another page's policy, which may hold ours in a frame.
            response.headers_mut().remove(header::CONTENT_SECURITY_POLICY);
            response.headers_mut().remove(header::CONTENT_SECURITY_POLICY_REPORT_ONLY);
        }
        name_coding(&mut response, site.coding);
        return response;
    }

    let (mut status, mut bytes) = match load(&shared, &site, path) {
        Some(bytes) => (StatusCode::OK, bytes),
        None => (StatusCode::NOT_FOUND, b"not found".to_vec()),
    };
    let mut kind = if status == StatusCode::OK { content_type(path) } else { "text/plain" };
    if path.ends_with(".wasm") {
        match site.wasm {
            Wasm::Whole => {}
            Wasm::Octets => kind = "application/octet-stream",
            Wasm::Typed(other) => kind = other,
            Wasm::Page => (bytes, kind) = (b"<!doctype html><title>Sign in</title>".to_vec(), "text/html"),
            Wasm::Truncated => bytes.truncate(bytes.len() / 2),
            Wasm::Missing => (status, bytes, kind) = (StatusCode::NOT_FOUND, b"not found".to_vec(), "text/plain"),
        }
    }
    let raw = bytes.len();
    let bytes = shared.code(site.coding, &bytes);
    shared.log.lock().unwrap().push(Request {
        method: method.to_string(),
        path: path.to_string(),
        referer: headers.get(header::REFERER).map(|r| String::from_utf8_lossy(r.as_bytes()).into_owned()),
        status: status.as_u16(),
        raw,
        sent: bytes.len(),
    });
    let mut response = respond(&site, status, kind, bytes);
    name_coding(&mut response, site.coding);
    response
}

fn name_coding(response: &mut Response, coding: Coding) {
    if let Some(name) = coding.name() {
        response.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
}

/// Reads the file behind a path, or nothing if it lies outside the served folder or is not there.
fn load(shared: &Shared, site: &Site, path: &str) -> Option<Vec<u8>> {
    let inside = path.strip_prefix(site.folder)?;
    if inside.split('/').any(|part| part == "..") {
        return None;
    }
    let page = inside.is_empty() || inside.ends_with('/');
    let bytes = std::fs::read(shared.dist.join(if page { format!("{inside}index.html") } else { inside.to_owned() })).ok()?;
    let bytes = if page && !site.keeps { forgetful(bytes) } else { bytes };
    if page && !site.before.is_empty() { Some(with_script(bytes)) } else { Some(bytes) }
}

/// The page without the word that has the program kept.
fn forgetful(page: Vec<u8>) -> Vec<u8> {
    let page = String::from_utf8(page).expect("index.html is UTF-8");
    let Some((before, rest)) = page.split_once(" data-keep=") else { return page.into_bytes() };
    format!("{before}{}", &rest[rest.find([' ', '>']).unwrap_or_default()..]).into_bytes()
}

/// Puts the tests' own script first into the page: the policy allows it, it comes from the host.
fn with_script(page: Vec<u8>) -> Vec<u8> {
    let page = String::from_utf8(page).expect("index.html is UTF-8");
    let lower = page.to_ascii_lowercase();
    let at = ["<head>", "<!doctype html>"]
        .iter()
        .find_map(|mark| lower.find(mark).map(|at| at + mark.len()))
        .expect("index.html has a head or a doctype");
    format!("{}<script src=\"/__before.js\"></script>{}", &page[..at], &page[at..]).into_bytes()
}

fn respond(site: &Site, status: StatusCode, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response =
        Response::builder().status(status).header(header::CONTENT_TYPE, kind).header(header::X_CONTENT_TYPE_OPTIONS, "nosniff").header(
            header::CONTENT_SECURITY_POLICY,
            site.policy.replace("connect-src 'self'", &format!("connect-src 'self' {}", site.connect)),
        );
    if site.cors {
        response = response.header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    }
    if site.reports {
        let policy = format!("{STRICT}; report-uri /__report");
        response = response.header(header::CONTENT_SECURITY_POLICY_REPORT_ONLY, policy);
    }
    response.body(Body::from(bytes)).expect("a well-formed answer")
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "js" => "text/javascript",
        "css" => "text/css",
        "wasm" => "application/wasm",
        "json" | "webmanifest" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain",
        _ => "text/html; charset=utf-8",
    }
}
