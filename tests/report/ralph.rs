//! Ralph, a learning record store from PyPI: its server with the file backend, on loopback.

#![allow(dead_code)]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long its start and an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// Who may read and write.
pub const KEY: &str = "portal";
pub const SECRET: &str = "secret";
/// `Basic`, of the two.
pub const AUTH: &str = "Basic cG9ydGFsOnNlY3JldA==";

/// A running store, empty at first; it ends when dropped.
pub struct Ralph {
    process: Child,
    port: u16,
}

impl Drop for Ralph {
    fn drop(&mut self) {
        // Its server is a process of its own, in the group that the command was started in.
        let group = format!("-{}", self.process.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Its file backend creates the file with each write and refuses the second one; it can append as well,
/// and no setting says so.
const APPEND: &str = "from ralph.backends.data.base import BaseOperationType
from ralph.backends.data.fs import FSDataBackend
FSDataBackend.default_operation_type = BaseOperationType.APPEND
";

/// The command, in a folder of its own.
fn ralph(folder: &Path) -> Command {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/ralph/bin/ralph");
    assert!(program.is_file(), "{} is missing: tools/setup.sh test installs it", program.display());
    let mut command = Command::new(program);
    command.env("PYTHONPATH", folder).env("RALPH_APP_DIR", folder).env("RALPH_RUNSERVER_BACKEND", "fs").current_dir(folder);
    command
}

impl Ralph {
    pub fn start(name: &str) -> Ralph {
        Ralph::with(name, &[])
    }

    /// With settings in its environment: `RALPH_RUNSERVER_MAX_SEARCH_HITS_COUNT` (statements of a page),
    /// `RALPH_RUNSERVER_CORS_ALLOW_ORIGINS` (`["http://127.0.0.1:8080"]`: whose pages may read; none
    /// where it is not set).
    pub fn with(name: &str, settings: &[(&str, &str)]) -> Ralph {
        let folder: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ralph").join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(folder.join("data")).expect("a folder for the store");
        std::fs::write(folder.join("sitecustomize.py"), APPEND).expect("it can be written");
        let user = ["auth", "-u", KEY, "-p", SECRET, "-s", "all", "-M", "mailto:portal@example.org", "-N", "Portal", "-w"];
        let made = ralph(&folder).args(user).output().expect("the command runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        // The port is free now, and taken a moment later.
        let port = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a free port").port();
        let log = std::fs::File::create(folder.join("log")).expect("a log");
        let process = ralph(&folder)
            .envs(settings.iter().copied())
            .process_group(0)
            .args(["runserver", "-b", "fs", "-h", "127.0.0.1", "-p", &port.to_string(), "--fs-default-directory-path"])
            .arg(folder.join("data"))
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the command runs");
        let mut store = Ralph { process, port };
        let start = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            let said = || std::fs::read_to_string(folder.join("log")).unwrap_or_default();
            assert!(store.process.try_wait().expect("a process").is_none() && start.elapsed() < PATIENCE, "it did not start: {}", said());
            std::thread::sleep(Duration::from_millis(50));
        }
        store
    }

    /// `http://127.0.0.1:1234`.
    pub fn home(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// The address of its statements, as somebody types it in.
    pub fn address(&self) -> String {
        format!("{}/xAPI", self.home())
    }

    /// One request: the status and the body.
    pub fn ask(&self, method: &str, path: &str, headers: &[(&str, String)], body: &str) -> (u16, String) {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).expect("the store listens");
        socket.set_read_timeout(Some(PATIENCE)).expect("a limit of time");
        let lines: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let head =
            format!("{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: {}\r\n{lines}\r\n", body.len());
        socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(body.as_bytes())).expect("the store takes requests");
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).expect("an answer");
        let answer = String::from_utf8_lossy(&answer);
        let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or_else(|| panic!("no answer of HTTP: {answer}"));
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }
}
