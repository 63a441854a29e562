//! Making a package: the list of the build's files, the files, the zip.

use super::form::told;
use super::size;
use portal::package::{Entry, File, LISTING, Listing, Package, Target, belongs, href};

/// Why a file did not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failed {
    /// The host answered, with this status.
    Status(u16),
    /// No answer, or the browser does not let the page ask.
    Silence,
}

/// What came of asking for a file.
pub type Answer = Result<Vec<u8>, Failed>;

/// A file to fetch: its address relative to the page, and its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub address: String,
    pub number: usize,
    /// Goes back with the answer: answers to an older attempt are passed over.
    pub turn: u32,
}

/// A file of the package.
#[derive(Clone, Debug)]
struct Part {
    /// Its name in the zip.
    name: String,
    /// Where it lies beside the page.
    path: String,
    schema: bool,
    bytes: Option<Vec<u8>>,
}

/// What went wrong, in words: what, where, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    pub text: String,
    /// The address of the file it is about, relative to the page.
    pub file: Option<String>,
}

/// A finished package, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    pub file: String,
    pub bytes: usize,
    pub rules: String,
    pub entries: Vec<Entry>,
    /// What is missing in it, if anything.
    pub note: Option<&'static str>,
    /// An address under which the browser holds it; `None` where it refused to.
    pub held: Option<String>,
}

#[derive(Clone, Debug, Default)]
enum Stage {
    #[default]
    Idle,
    Listing,
    Fetching,
    Packing,
    Done(Box<Done>),
    Failed(Trouble),
}

/// The making of a package.
#[derive(Clone, Debug, Default)]
pub struct Making {
    stage: Stage,
    turn: u32,
    package: Option<Package>,
    parts: Vec<Part>,
    given: usize,
    base: String,
}

impl Making {
    pub fn busy(&self) -> bool {
        matches!(self.stage, Stage::Listing | Stage::Fetching | Stage::Packing)
    }

    pub(super) fn begin(&mut self, package: Package, base: &str) -> bool {
        base.clone_into(&mut self.base);
        self.turn += 1;
        (self.package, self.parts, self.given) = (Some(package), Vec::new(), 0);
        if base.starts_with("file:") {
            self.fail("This page was opened from a file system, where a browser does not let it read its own files. Put the whole folder on a web server (\u{201c}make play\u{201d} starts one on this machine) and open the page from there.".to_owned(), None);
            return false;
        }
        self.stage = Stage::Listing;
        true
    }

    /// The list of files, as the first thing to fetch.
    pub fn list(&self) -> Wanted {
        Wanted { address: LISTING.to_owned(), number: 0, turn: self.turn }
    }

    fn fail(&mut self, text: String, file: Option<&str>) {
        self.parts.clear();
        self.stage = Stage::Failed(Trouble { text, file: file.map(str::to_owned) });
    }

    /// Takes the list of files. `running` is the name of a file of the program that is running:
    /// a build that does not have it is another one.
    pub fn listed(&mut self, turn: u32, answer: Answer, running: &str) {
        let (Some(package), Stage::Listing) = (self.package.as_ref().filter(|_| turn == self.turn), &self.stage) else { return };
        let target = package.launch.target;
        let text = match answer {
            Ok(bytes) => String::from_utf8(bytes).unwrap_or_default(),
            Err(Failed::Status(404)) => {
                let text = "The host has no files.json beside this page, the list that says what goes into a package. The build writes it: upload the whole folder dist/. In a package for a portal there is none, because packages are made where the program itself is served.";
                return self.fail(text.to_owned(), Some(LISTING));
            }
            Err(failed) => return self.missing(LISTING, failed),
        };
        let Some(list) = Listing::read(&text) else {
            let text = "The host answers for files.json with something else than the list of the build\u{2019}s files. Upload the whole folder dist/ again; a host that answers for missing files with a page of its own may do this too.";
            return self.fail(text.to_owned(), Some(LISTING));
        };
        if !running.is_empty() && !list.app.iter().any(|name| name == running) {
            let text = "The host holds another version of By Friday than the one that is open here. Reload this page, then make the package; if this stays, parts of two versions lie on the host: upload the whole folder dist/ again.";
            return self.fail(text.to_owned(), Some(running));
        }
        let (folder, schemas) = match target {
            Target::Scorm12 => ("schemas/scorm12/", list.scorm12),
            Target::Scorm2004 => ("schemas/scorm2004/", list.scorm2004),
            _ => ("", Vec::new()),
        };
        let app = list.app.into_iter().filter(|name| belongs(name, target)).map(|name| (name.clone(), name, false));
        let schemas = schemas.into_iter().map(|name| (format!("{folder}{name}"), name, true));
        self.parts = app.chain(schemas).map(|(path, name, schema)| Part { name, path, schema, bytes: None }).collect();
        self.stage = Stage::Fetching;
    }

    /// The next file to fetch.
    pub fn give(&mut self) -> Option<Wanted> {
        let Stage::Fetching = self.stage else { return None };
        let part = self.parts.get(self.given)?;
        let wanted = Wanted { address: href(&part.path), number: self.given, turn: self.turn };
        self.given += 1;
        Some(wanted)
    }

    /// Takes a file. `true`: all are there, and the zip can be made.
    pub fn fetched(&mut self, wanted: &Wanted, answer: Answer) -> bool {
        let Stage::Fetching = self.stage else { return false };
        let Some(part) = self.parts.get_mut(wanted.number).filter(|_| wanted.turn == self.turn) else { return false };
        let path = part.path.clone();
        match answer {
            Ok(bytes) if !part.name.ends_with(".html") && is_page(&bytes) => {
                let text = format!(
                    "The host answers for {path} with a web page instead of the file: it may be missing. Upload the whole folder dist/ again, and press the button once more."
                );
                self.fail(text, Some(&path));
            }
            Ok(bytes) => part.bytes = Some(bytes),
            Err(failed) => self.missing(&path, failed),
        }
        if matches!(self.stage, Stage::Fetching) && self.parts.iter().all(|p| p.bytes.is_some()) {
            self.stage = Stage::Packing;
        }
        matches!(self.stage, Stage::Packing)
    }

    fn missing(&mut self, path: &str, failed: Failed) {
        let text = match failed {
            Failed::Status(status @ (404 | 410)) => format!(
                "The file {path} is missing on the host (answer {status}), so no package could be made. Upload the whole folder dist/ again, and press the button once more."
            ),
            Failed::Status(status @ (401 | 403)) => format!(
                "The host does not let this page read {path} (answer {status}). Sign in again if the page needs it, or let the file be served, and press the button once more."
            ),
            Failed::Status(status) => format!(
                "The host answers for {path} with error {status}. Try again in a while; if it stays, whoever looks after the host can see why."
            ),
            Failed::Silence => format!(
                "The host did not answer for {path}. The connection may have broken: press the button once more. In a frame without an origin of its own (sandbox) a page cannot read its own files: open it in a tab of its own."
            ),
        };
        self.fail(text, Some(path));
    }

    /// Makes the zip; `hold` hands its name and bytes to the browser, and says under which address
    /// it is held.
    pub fn pack(&mut self, hold: impl FnOnce(&str, &[u8]) -> Option<String>) {
        let (Some(package), Stage::Packing) = (&self.package, &self.stage) else { return };
        let files = |schema: bool| -> Vec<File> {
            let of = self.parts.iter().filter(|p| p.schema == schema);
            of.map(|p| File { name: &p.name, bytes: p.bytes.as_deref().unwrap_or_default() }).collect()
        };
        let made = match package.make(&files(false), &files(true)) {
            Ok(made) => made,
            Err(problem) => return self.fail(problem.to_string(), None),
        };
        let file = package.file_name();
        let bare = package.launch.target.schemas() && files(true).is_empty();
        let note = bare.then_some("This build came without the standard\u{2019}s schema files, so the package holds none. Portals do without them; ADL\u{2019}s validator does not.");
        let held = hold(&file, &made.bytes);
        let rules = told(&package.launch);
        self.parts.clear();
        self.stage = Stage::Done(Box::new(Done { file, bytes: made.bytes.len(), rules, entries: made.entries, note, held }));
    }

    /// How many files are there, of how many; nothing while none are fetched.
    pub fn progress(&self) -> Option<(usize, usize)> {
        let there = || self.parts.iter().filter(|p| p.bytes.is_some()).count();
        matches!(self.stage, Stage::Fetching).then(|| (there(), self.parts.len()))
    }

    pub fn done(&self) -> Option<&Done> {
        if let Stage::Done(done) = &self.stage { Some(done) } else { None }
    }

    pub fn trouble(&self) -> Option<&Trouble> {
        if let Stage::Failed(trouble) = &self.stage { Some(trouble) } else { None }
    }

    /// How it stands, in a sentence; empty before anything was asked for.
    pub fn said(&self) -> String {
        match &self.stage {
            Stage::Idle | Stage::Failed(_) => String::new(),
            Stage::Listing => "Asking which files there are\u{2026}".to_owned(),
            Stage::Fetching => format!("Fetching {} files\u{2026}", self.parts.len()),
            Stage::Packing => "Packing\u{2026}".to_owned(),
            Stage::Done(done) => format!("{} is made: {}, {} files.", done.file, size(done.bytes), done.entries.len()),
        }
    }
}

/// Whether bytes begin as a web page does. Hosts that answer for everything send one for what they
/// do not have.
fn is_page(bytes: &[u8]) -> bool {
    let start: Vec<u8> = bytes.iter().copied().skip_while(|b| b.is_ascii_whitespace() || !b.is_ascii()).take(14).collect();
    let start = start.to_ascii_lowercase();
    start.starts_with(b"<!doctype html") || start.starts_with(b"<html")
}
