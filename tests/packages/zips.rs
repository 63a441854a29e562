//! The zips: what is in them, the same every time.

use crate::common::{BUILD, INSIDE, build, made, package, packages, read_back};
use portal::package::{Complete, File, Launch, Problem, Seeds, Target, belongs};

const SCHEMAS: [File; 2] = [File { name: "imscp_v1p1.xsd", bytes: b"<schema/>" }, File { name: "XMLSchema.dtd", bytes: b"" }];

#[test]
fn a_package_holds_the_build_byte_for_byte_and_says_how_to_start() {
    for package in packages() {
        let found = read_back(&made(&package, &SCHEMAS).bytes);
        for (name, bytes) in BUILD {
            assert_eq!(found.get(name).map(Vec::as_slice), belongs(name, package.launch.target).then_some(bytes), "{name}");
        }
        let launch = String::from_utf8(found["launch.json"].clone()).expect("UTF-8");
        assert_eq!(Launch::read(&launch), Ok(package.launch.clone()));
        let manifest = usize::from(package.launch.target != Target::Web);
        let schemas = if package.launch.target.schemas() { SCHEMAS.len() } else { 0 };
        assert_eq!(found.len(), INSIDE + 1 + manifest + schemas, "{:?}", found.keys());
        for schema in SCHEMAS {
            assert_eq!(found.contains_key(schema.name), package.launch.target.schemas());
        }
    }
}

#[test]
fn the_same_package_is_the_same_bytes_whatever_the_order() {
    for package in packages() {
        let mut files = build();
        let mut seen = Vec::new();
        let first = package.make_watched(&files, &SCHEMAS, &mut |entry| seen.push(entry.clone())).expect("a package");
        assert_eq!(seen, first.entries);
        files.reverse();
        let second = package.make(&files, &[SCHEMAS[1], SCHEMAS[0]]).expect("a package");
        assert_eq!(first, second);
        let names: Vec<&str> = first.entries.iter().map(|e| e.name.as_str()).collect();
        assert!(names.is_sorted(), "{names:?}");
    }
}

/// These bytes were made natively; a browser must make the same, and so must every later version
/// unless it means to differ. Written as length and checksum of the whole.
#[test]
fn the_bytes_of_a_package_are_these() {
    let sums: Vec<(usize, u32)> = Target::ALL
        .into_iter()
        .map(|target| {
            let bytes = made(&package(target, Some(65)), &SCHEMAS).bytes;
            let mut crc = flate2::Crc::new();
            crc.update(&bytes);
            (bytes.len(), crc.sum())
        })
        .collect();
    assert_eq!(sums, EXPECTED);
}
const EXPECTED: [(usize, u32); 5] = [(1799, 2325228), (2041, 3120488190), (1393, 2144606938), (1289, 504609242), (923, 1572344656)];

#[test]
fn every_date_and_mode_is_fixed_and_large_files_shrink() {
    let bytes = made(&package(Target::Web, None), &[]).bytes;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).expect("a zip");
    for i in 0..archive.len() {
        let file = archive.by_index(i).expect("an entry");
        assert_eq!(file.last_modified(), Some(zip::DateTime::default()), "{:?}", file.name());
        assert_eq!(file.unix_mode(), Some(0o100_644), "{:?}", file.name());
    }
    let wasm = archive.by_name("web-8bbe_bg.wasm").expect("the wasm file");
    assert!(wasm.compressed_size() < 100 && wasm.size() == 5000);
}

#[test]
fn launch_json_tells_every_rule() {
    let mut package = package(Target::Cmi5, Some(60));
    package.launch.seeds = Seeds::PerLearner;
    package.launch.complete = Complete::LastDecision;
    package.launch.blind = true;
    let found = read_back(&made(&package, &[]).bytes);
    let told: serde_json::Value = serde_json::from_slice(&found["launch.json"]).expect("JSON");
    let expected = serde_json::json!({
        "version": 1, "target": "cmi5", "scenario": "monday-call", "edition": "3f9a1c", "language": "en",
        "seed": "per-learner", "pass-mark": 60, "complete": "last-decision", "score": "decisions", "blind": true,
    });
    assert_eq!(told, expected);
}

#[track_caller]
fn check(change: fn(&mut portal::package::Package, &mut Vec<File<'static>>), expected: Problem) {
    let (mut package, mut files) = (package(Target::Scorm12, None), build());
    change(&mut package, &mut files);
    let problem = package.make(&files, &SCHEMAS).map(|_| "a package").expect_err("no package");
    assert_eq!(problem, expected);
    assert!(problem.to_string().ends_with('.'), "{problem}");
}

#[test]
fn what_is_no_package_is_refused_in_words() {
    let file = |name: &'static str| File { name, bytes: b"" };
    assert!(package(Target::Web, None).make(&[file("boot.js")], &[]).is_err());
    check(|_, files| files.retain(|f| f.name != "index.html"), Problem::NoIndex);
    check(|_, files| files.push(File { name: "/etc/x", bytes: b"" }), Problem::Name("/etc/x".into()));
    check(|_, files| files.push(File { name: "launch.json", bytes: b"" }), Problem::Twice("launch.json".into()));
    check(|_, files| files.push(File { name: "imsmanifest.xml", bytes: b"" }), Problem::Twice("imsmanifest.xml".into()));
    check(|_, files| files.push(File { name: "xmlschema.dtd", bytes: b"" }), Problem::Twice("xmlschema.dtd".into()));
    check(|p, _| p.title = " \n".into(), Problem::Settings("a title is missing"));
    check(|p, _| p.launch.pass_mark = Some(101), Problem::Settings("the pass mark is a whole number from 0 to 100"));
    check(|p, _| p.launch.language = "english language".into(), Problem::Settings("the language is no language tag, such as en or pt-BR"));
    check(|p, _| p.launch.scenario = "a/b".into(), Problem::Settings("the scenario's id is made of a to z, 0 to 9 and -"));
}
