//! Packages to look at, of a made-up build.

use portal::Scored;
use portal::package::{Complete, File, Launch, Made, Package, Seeds, Target};
use std::collections::BTreeMap;
use std::io::Read;

/// A build with everything that has to be taken care of in names and contents.
pub const BUILD: [(&str, &[u8]); 8] = [
    ("boot.js", b"// starts\n"),
    ("fonts/a b.woff2", b"\x00\x01font"),
    ("icon&'1'.svg", b"<svg/>"),
    ("index.html", b"<!doctype html><title>By Friday</title>"),
    ("web-8bbe_bg.wasm", &[0; 5000]),
    ("\u{e4}.css", b""),
    (".trunk-lock", b""),
    ("files.json", b"{}"),
];
/// Those of them that belong into a package.
pub const INSIDE: usize = 6;

pub fn build() -> Vec<File<'static>> {
    BUILD.iter().map(|(name, bytes)| File { name, bytes }).collect()
}

pub fn package(target: Target, pass_mark: Option<u8>) -> Package {
    Package {
        launch: Launch {
            target,
            scenario: "monday-call".into(),
            packed: None,
            title: None,
            edition: "3f9a1c".into(),
            language: "en".into(),
            seeds: Seeds::Same(7),
            pass_mark,
            complete: Complete::Debrief,
            scored: Scored::Decisions,
            blind: false,
            public: None,
        },
        title: "Ships & \"shoes\" <by Friday>".into(),
        description: "A week in which it's tight.".into(),
    }
}

/// Each target with and without a pass mark.
pub fn packages() -> impl Iterator<Item = Package> {
    Target::ALL.into_iter().flat_map(|t| [None, Some(0), Some(65), Some(100)].map(|mark| package(t, mark)))
}

pub fn made(package: &Package, schemas: &[File]) -> Made {
    package.make(&build(), schemas).unwrap_or_else(|e| panic!("{package:?}: {e}"))
}

/// The manifest's name and text for the made-up build.
pub fn manifest(package: &Package) -> (&'static str, String) {
    let made = made(package, &[]);
    let name = match package.launch.target {
        Target::Scorm12 | Target::Scorm2004 => "imsmanifest.xml",
        Target::Cmi5 => "cmi5.xml",
        Target::Xapi => "tincan.xml",
        Target::Web => panic!("a folder has no manifest"),
    };
    let text = read_back(&made.bytes).remove(name).expect("the package holds its manifest");
    (name, String::from_utf8(text).expect("UTF-8"))
}

/// What the crate `zip` finds in an archive.
pub fn read_back(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut found = BTreeMap::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).expect("an entry");
        let mut content = Vec::new();
        file.read_to_end(&mut content).expect("its content, with the right checksum");
        let name = file.name().expect("a name").into_owned();
        assert!(found.insert(name, content).is_none(), "a name is there twice");
    }
    found
}
