//! The files of a package: which ones belong, what they may be called, how a manifest names them,
//! and the list of a build's files that the packaging page reads.

use super::launch::{LAUNCH, Target};
use json::{self, Node};
use std::fmt;

/// A file, by its path in the package: `index.html`, `fonts/a.woff2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File<'a> {
    pub name: &'a str,
    pub bytes: &'a [u8],
}

/// What keeps files from becoming a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// `index.html` is not among the files.
    NoIndex,
    /// A name that not every portal can unpack.
    Name(String),
    /// Two files with one name, or with names that differ only in capitals (A to Z).
    Twice(String),
    /// A setting out of its range, as the end of a sentence.
    Settings(&'static str),
    /// More than a plain zip holds: 4 GB, or 65,534 files.
    TooLarge,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Problem::NoIndex => write!(f, "There is no index.html among the files, so this is no build of By Friday."),
            Problem::Name(name) => write!(f, "The file name {name:?} cannot be used in a package."),
            Problem::Twice(name) => write!(f, "The file {name:?} is there twice."),
            Problem::Settings(what) => write!(f, "The package cannot be made: {what}."),
            Problem::TooLarge => write!(f, "The files are too large for one package."),
        }
    }
}

/// The list of a build's files, at its root.
pub const LISTING: &str = "files.json";
/// What of a build is no part of a package: the schema files, the pages that pasted links unfurl to,
/// what other pages embed a week by, what a site keeps for days without a network and is installed by, and the pages for administrators, writers and about accessibility with their style.
const OUTSIDE: [&str; 16] = [
    "schemas/",
    "s/",
    "schema/",
    "examples/",
    "pictures/",
    "vocabulary/",
    "embed.js",
    "keep.js",
    "offline.js",
    "app.webmanifest",
    "icon-",
    "card.png",
    "administrators.html",
    "accessibility.html",
    "writers.html",
    "page.css",
];

/// What trainers work with, the part `desk`: a package for a portal opens none of it, and portals
/// limit what can be uploaded.
const DESK: &str = "desk-";

/// Whether a file of a build goes into a package. Hidden files, other packages, the list of files
/// and what only a public site needs stay out, and for portals what no learner opens.
pub fn belongs(name: &str, target: Target) -> bool {
    if name.starts_with(DESK) && target != Target::Web {
        return false;
    }
    let hidden = name.split('/').any(|part| part.starts_with('.'));
    let outside = OUTSIDE.iter().any(|start| name.starts_with(start));
    !hidden && !outside && name != LISTING && !name.ends_with(".zip")
}

/// Whether every portal can unpack the name: relative, inside the package, without what Windows
/// refuses.
fn unpacks(name: &str) -> bool {
    let parts = || name.split('/');
    let refused = |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    name.len() <= 200
        && !name.contains(refused)
        && parts().all(|p| !matches!(p, "" | "." | "..") && !p.ends_with('.') && !p.ends_with(' ') && !p.starts_with(' '))
}

/// Whether these files make a package.
pub(super) fn check(files: &[File]) -> Result<(), Problem> {
    if let Some(bad) = files.iter().find(|f| !unpacks(f.name)) {
        return Err(Problem::Name(bad.name.to_owned()));
    }
    let mut names: Vec<(String, &str)> = files.iter().map(|f| (f.name.to_ascii_lowercase(), f.name)).collect();
    names.sort();
    if let Some(pair) = names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Problem::Twice(pair[1].1.to_owned()));
    }
    if files.iter().any(|f| f.name == "index.html") { Ok(()) } else { Err(Problem::NoIndex) }
}

/// A file's name as a relative address: everything but unreserved characters and `/` encoded (RFC 3986, 2).
pub fn href(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for b in name.bytes() {
        match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => out.push(char::from(b)),
            _ => out.push_str(&format!("%{b:02X}")),
        }
    }
    out
}

/// What `files.json` lists. The build writes it, so that a page can fetch its own files and the
/// schemas when somebody asks for a package, and only then.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// The app's files, relative to the page.
    pub app: Vec<String>,
    /// The schema files of SCORM 1.2 in `schemas/scorm12/`, and of SCORM 2004 in
    /// `schemas/scorm2004/`; empty where the build had none.
    pub scorm12: Vec<String>,
    pub scorm2004: Vec<String>,
}

impl Listing {
    /// Reads `files.json`, version 1; nothing where it is no such file.
    pub fn read(text: &str) -> Option<Listing> {
        let node = json::parse(text).ok()?;
        if node.get("version").and_then(Node::whole) != Some(1) {
            return None;
        }
        let names = |key| {
            let list = node.get(key)?.list()?;
            list.iter().map(|n| n.text().filter(|t| unpacks(t)).map(str::to_owned)).collect::<Option<Vec<String>>>()
        };
        let app = names("app")?;
        // A list that names launch.json comes out of a package, which makes no packages.
        let whole = app.iter().any(|n| n == "index.html") && !app.iter().any(|n| n == LAUNCH);
        whole.then_some(Listing { app, scorm12: names("scorm12")?, scorm2004: names("scorm2004")? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[&str], expected: Result<(), Problem>) {
        let files: Vec<File> = names.iter().map(|name| File { name, bytes: b"" }).collect();
        assert_eq!(super::check(&files), expected);
    }

    #[test]
    fn names_that_a_portal_cannot_unpack_are_refused() {
        check(&["index.html", "a/b-1_2.wasm", "ä ö.txt"], Ok(()));
        check(&["boot.js"], Err(Problem::NoIndex));
        for bad in ["/etc/x", "../x", "a/../x", "a//x", "", "a/", "C:x", "a\\b", "a\nb", "x.", "con?.txt", "./x"] {
            check(&["index.html", bad], Err(Problem::Name(bad.into())));
        }
        check(&["index.html", "a.js", "A.js"], Err(Problem::Twice("a.js".into())));
    }

    #[test]
    fn what_only_a_public_site_needs_stays_out() {
        for name in ["index.html", "worker.js", "icons/a.svg", "s.js", "schemas.js", "fonts/page.css"] {
            assert!(Target::ALL.iter().all(|t| belongs(name, *t)), "{name}");
        }
        let outside = [
            "schemas/scorm12/ims_xml.xsd",
            "s/monday-call/index.html",
            "files.json",
            "old.zip",
            "administrators.html",
            "examples/a.json",
            "page.css",
        ];
        for name in [".trunk-lock", "a/.hidden"].into_iter().chain(outside) {
            assert!(!Target::ALL.iter().any(|t| belongs(name, *t)), "{name}");
        }
        let with: Vec<Target> = Target::ALL.into_iter().filter(|t| belongs("desk-0a_bg.wasm", *t)).collect();
        assert_eq!(with, [Target::Web]);
    }

    #[test]
    fn an_address_is_encoded() {
        assert_eq!(href("a b/ä&<\"'#%?.js"), "a%20b/%C3%A4%26%3C%22%27%23%25%3F.js");
        assert_eq!(href("web-8bbe_bg.wasm"), "web-8bbe_bg.wasm");
    }

    #[test]
    fn a_listing_is_read_whole_or_not_at_all() {
        let text = r#"{"version":1,"app":["index.html","boot.js"],"scorm12":["ims_xml.xsd"],"scorm2004":[]}"#;
        let read = Listing::read(text).expect("a list");
        assert_eq!((read.app.len(), read.scorm12.len(), read.scorm2004.len()), (2, 1, 0));
        for (from, to) in
            [("1,", "2,"), ("boot.js", "../boot.js"), ("boot.js", "launch.json"), ("index.html", "x.html"), ("[]", "7"), ("}", "")]
        {
            assert_eq!(Listing::read(&text.replacen(from, to, 1)), None, "{to}");
        }
    }
}
