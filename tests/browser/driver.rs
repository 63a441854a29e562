//! Starts a browser through its driver, and ends both whatever happens.
//!
//! Every session has a driver process of its own, on a port the driver picks, and a profile of its own.
//! A shell holds the driver: when its input ends, because the session is dropped or this process is gone, it
//! kills the driver and whatever still runs with that profile. So a failed test leaves nothing behind.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// How long a driver may take to start, and a browser to close.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Kind {
    Chromium,
    Firefox,
    /// `make press` alone runs it.
    #[allow(dead_code, reason = "no test runs it")]
    WebKit,
}

/// In a test that `in_both!` makes, the third engine does not come.
pub const BOTH: &str = "a test of Chromium and Firefox";

/// A browser profile: a folder that is removed when dropped.
pub struct Profile(PathBuf);

impl Profile {
    pub fn fresh() -> Profile {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("by-friday-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(path.join("downloads")).expect("a folder for a browser profile");
        Profile(path)
    }

    /// Where the browser puts what it downloads.
    pub fn downloads(&self) -> PathBuf {
        self.0.join("downloads")
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs a driver until its input ends; without a word there, the profile has nobody left who removes it.
/// WebKit's browser is told its profile by its surroundings.
const HOLD: &str = r#"profile=$1; shift
"$@" </dev/null &
driver=$!
read -r word
kill -9 $driver
for file in $(grep -lsF -e "$profile" /proc/[0-9]*/cmdline /proc/[0-9]*/environ); do
    process=${file#/proc/}; process=${process%/*}
    [ "$process" = $$ ] || kill -9 "$process"
done
[ "$word" = done ] || rm -rf "$profile""#;

/// A driver process, and the session it may hold.
pub struct Driver {
    process: Child,
    pub port: u16,
    pub session: Option<String>,
    // Dropped last: what is drawn on it has ended by then.
    _screen: Option<Screen>,
}

impl Driver {
    /// Starts the driver of a browser and waits until it can be asked.
    pub fn start(kind: Kind, profile: &Profile) -> Driver {
        let (program, args): (&str, &[&str]) = match kind {
            Kind::Chromium => ("chromedriver", &["--port=0"]),
            Kind::Firefox => ("geckodriver", &["--port=0", "--websocket-port=0"]),
            Kind::WebKit => return Driver::webkit(profile),
        };
        let mut process = held(&on_path(&[program], "test"), profile)
            .args(args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {program}: {e}"));
        let said = said(&mut process, port_in);
        let mut driver = Driver { process, port: 0, session: None, _screen: None };
        driver.port = said.unwrap_or_else(|| panic!("{program} did not say which port it listens on"));
        driver
    }

    /// WebKit's driver takes a port and says nothing; it has no browser without a window, and its browser no
    /// option for a profile but the folders of whoever runs it.
    fn webkit(profile: &Profile) -> Driver {
        let program = "WebKitWebDriver";
        let screen = Screen::start();
        let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port on 127.0.0.1").port();
        let mut command = held(&on_path(&[program], "press"), profile);
        for folder in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"] {
            command.env(folder, &profile.0);
        }
        command.env("DISPLAY", format!(":{}", screen.display)).env("GDK_BACKEND", "x11").env_remove("WAYLAND_DISPLAY");
        // Its sandbox cannot be made in a container, or by root: Chromium's is left out as well.
        command.env("WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1");
        let process = command.arg(format!("--port={free}")).stdout(Stdio::null()).spawn();
        let process = process.unwrap_or_else(|e| panic!("cannot start {program}: {e}"));
        let driver = Driver { process, port: free, session: None, _screen: Some(screen) };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", free)).is_err() {
            assert!(start.elapsed() < PATIENCE, "{program} does not listen on its port");
            std::thread::yield_now();
        }
        driver
    }
}

/// What runs a program of a profile, and ends it with all that uses that profile.
fn held(program: &Path, profile: &Profile) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", HOLD, "sh", text(&profile.0)]).arg(program).stdin(Stdio::piped()).stderr(Stdio::null());
    command
}

/// A screen that nobody sees.
struct Screen {
    process: Child,
    display: u32,
}

impl Screen {
    fn start() -> Screen {
        let args = ["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"];
        let process = Command::new(on_path(&["Xvfb"], "press"))
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start Xvfb: {e}"));
        let mut screen = Screen { process, display: 0 };
        let said = said(&mut screen.process, |line| line.trim().parse().ok());
        screen.display = said.expect("Xvfb did not say which display it is");
        screen
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// What is looked for in what a process prints, once it does.
fn said<T: Send + 'static>(process: &mut Child, find: impl Fn(&str) -> Option<T> + Send + 'static) -> Option<T> {
    let output = BufReader::new(process.stdout.take().expect("a pipe"));
    let (send, receive) = mpsc::channel();
    // The thread also keeps emptying the pipe, so that a talkative driver never blocks.
    std::thread::spawn(move || {
        for line in output.lines().map_while(Result::ok) {
            if let Some(found) = find(&line) {
                let _ = send.send(found);
            }
        }
    });
    receive.recv_timeout(PATIENCE).ok()
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Some(session) = &self.session {
            let _ = end_session(self.port, session);
        }
        if let Some(mut input) = self.process.stdin.take() {
            let _ = input.write_all(b"done\n");
        }
        let _ = self.process.wait();
    }
}

/// Asks a driver to close its browser. Written on the bare socket: a destructor cannot await.
fn end_session(port: u16, session: &str) -> std::io::Result<()> {
    let mut socket = TcpStream::connect(("127.0.0.1", port))?;
    socket.set_read_timeout(Some(PATIENCE))?;
    write!(socket, "DELETE /session/{session} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    socket.read(&mut [0; 64]).map(drop)
}

/// Reads the port from "…started successfully on port 4444." or "…Listening on 127.0.0.1:4444".
fn port_in(line: &str) -> Option<u16> {
    let at = ["successfully on port ", "Listening on 127.0.0.1:"].iter().find_map(|mark| line.find(mark).map(|at| at + mark.len()))?;
    line[at..].split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The first of these programs on `PATH`, which that part of the set-up installs.
fn on_path(names: &[&str], set_up: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    names
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
        .unwrap_or_else(|| panic!("{} is not on PATH: run `tools/setup.sh {set_up}` first", names.join(" or ")))
}

/// What to ask of the driver: the browser without a window, alone with our host, of somebody who wants less motion:
/// to draw what moves at every frame takes more than all else, and the tests of motion ask for it.
pub fn capabilities(kind: Kind, profile: &Profile, extra: &Map<String, Value>) -> Map<String, Value> {
    let downloads = profile.downloads();
    let all = match kind {
        Kind::Chromium => json!({
            "browserName": "chrome",
            "goog:chromeOptions": {
                "binary": on_path(&["chromium", "chromium-browser"], "test"),
                "args": [
                    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync",
                    "--disable-dev-shm-usage", "--force-prefers-reduced-motion", format!("--user-data-dir={}", text(&profile.0)),
                ],
                "prefs": with(json!({ "download.default_directory": downloads }), extra),
            },
        }),
        Kind::Firefox => json!({
            "browserName": "firefox",
            "moz:firefoxOptions": {
                "binary": on_path(&["firefox-esr", "firefox"], "test"),
                "args": ["-headless", "-profile", text(&profile.0)],
                "prefs": with(json!({
                    "browser.download.dir": downloads,
                    "browser.download.folderList": 2,
                    "ui.prefersReducedMotion": 1,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                }), extra),
            },
        }),
        // The driver knows where its browser lies.
        Kind::WebKit => json!({ "browserName": "MiniBrowser" }),
    };
    let Value::Object(all) = all else { unreachable!("an object is written above") };
    all
}

fn text(path: &Path) -> &str {
    path.to_str().expect("the temporary folder's name is UTF-8")
}

fn with(mut base: Value, extra: &Map<String, Value>) -> Value {
    base.as_object_mut().expect("an object").extend(extra.clone());
    base
}
