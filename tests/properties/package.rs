//! Packages: whatever the files and texts hold, an independent reader finds them again; whatever
//! stands in launch.json and files.json never crashes.

use super::common::{any_text, config, edited, edits};
use portal::Scored;
use portal::package::{Complete, File, Launch, Listing, Made, Package, Seeds, Target};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Read;

fn any_launch() -> impl Strategy<Value = Launch> {
    let seeds = prop_oneof![any::<u32>().prop_map(Seeds::Same), Just(Seeds::PerLearner)];
    let language = prop::sample::select(vec!["en", "de", "pt-BR", "zh-Hant-TW", "sl-rozaj-biske"]);
    let pass_mark = prop::option::of(0..=100u8);
    let rest = (pass_mark, prop::sample::select(Complete::ALL.to_vec()), any::<bool>(), language);
    (prop::sample::select(Target::ALL.to_vec()), "[a-z0-9-]{1,20}", "[0-9a-f]{6}", seeds, rest).prop_map(
        |(target, scenario, edition, seeds, (pass_mark, complete, blind, language))| Launch {
            target,
            scenario,
            packed: None,
            title: None,
            edition,
            language: language.to_owned(),
            seeds,
            pass_mark,
            complete,
            scored: if blind { Scored::Decisions } else { Scored::Week },
            blind,
            public: blind.then(|| "https://example.org/x/".to_owned()),
        },
    )
}

fn any_package() -> impl Strategy<Value = Package> {
    (any_launch(), any_text(), any_text()).prop_map(|(launch, title, description)| Package {
        launch,
        title: format!("T{title}"),
        description,
    })
}

/// Files of any content, some of it large and repetitive, some not; index.html among them.
fn any_files() -> impl Strategy<Value = BTreeMap<String, Vec<u8>>> {
    let bytes = prop_oneof![proptest::collection::vec(any::<u8>(), 0..300), (any::<u8>(), 0..70_000usize).prop_map(|(b, n)| vec![b; n]),];
    let name = "[a-zé&#%'()+,;=@_-][a-zé &#%'()+,;=@_-]{0,6}[a-z0-9](/[a-z0-9][a-z0-9 ]{0,4}[a-z0-9]){0,2}\\.(js|wasm|svg)";
    (proptest::collection::btree_map(name, bytes.clone(), 0..6), bytes).prop_map(|(mut files, index)| {
        files.insert("index.html".into(), index);
        files
    })
}

fn borrowed(files: &BTreeMap<String, Vec<u8>>) -> Vec<File<'_>> {
    files.iter().map(|(name, bytes)| File { name, bytes }).collect()
}

/// What the crate `zip` finds in an archive.
fn read_back(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    (0..archive.len())
        .map(|i| {
            let mut file = archive.by_index(i).expect("an entry");
            let mut content = Vec::new();
            file.read_to_end(&mut content).expect("its content, with the right checksum");
            (file.name().expect("a name").into_owned(), content)
        })
        .collect()
}

/// The text as XML can hold it.
fn holdable(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')).collect()
}

fn decoded(href: &str) -> String {
    let joined = url::Url::parse("https://x/").and_then(|base| base.join(href)).expect("a relative address");
    let mut bytes = Vec::new();
    let mut rest = joined.path().trim_start_matches('/').as_bytes();
    while let [first, tail @ ..] = rest {
        let (byte, tail) = match (first, tail) {
            (b'%', [a, b, tail @ ..]) => {
                let hex = std::str::from_utf8(&[*a, *b]).map(|h| u8::from_str_radix(h, 16).expect("two hex digits")).expect("ASCII");
                (hex, tail)
            }
            _ => (*first, tail),
        };
        bytes.push(byte);
        rest = tail;
    }
    String::from_utf8(bytes).expect("UTF-8")
}

fn made(package: &Package, files: &[File], schemas: &[File]) -> Made {
    package.make(files, schemas).unwrap_or_else(|e| panic!("{e}: {:?}", files.iter().map(|f| f.name).collect::<Vec<_>>()))
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn every_file_comes_out_as_it_went_in_and_the_order_makes_no_difference(package in any_package(), files in any_files()) {
        let lower: std::collections::BTreeSet<String> = files.keys().map(|n| n.to_lowercase()).collect();
        prop_assume!(lower.len() == files.len());
        let schema = File { name: "a.xsd", bytes: b"<schema/>" };
        let first = made(&package, &borrowed(&files), &[schema]);
        let mut backwards = borrowed(&files);
        backwards.reverse();
        prop_assert_eq!(&first, &made(&package, &backwards, &[schema]));

        let found = read_back(&first.bytes);
        prop_assert_eq!(found.keys().cloned().collect::<Vec<_>>(), first.entries.iter().map(|e| e.name.clone()).collect::<Vec<_>>());
        for (name, bytes) in &files {
            prop_assert_eq!(&found[name], bytes, "{}", name);
        }
        prop_assert_eq!(found.contains_key("a.xsd"), package.launch.target.schemas());
        let launch = String::from_utf8(found["launch.json"].clone()).expect("UTF-8");
        prop_assert_eq!(Launch::read(&launch), Ok(package.launch.clone()));
        let extra = 1 + usize::from(package.launch.target != Target::Web) + usize::from(package.launch.target.schemas());
        prop_assert_eq!(found.len(), files.len() + extra);
    }

    #[test]
    fn a_manifest_reads_back_whatever_the_texts_hold(package in any_package(), files in any_files()) {
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        if let Some((_, text)) = package.manifest(&names) {
            let tree = roxmltree::Document::parse(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
            let named = |name: &str| tree.descendants().filter(|n| n.tag_name().name() == name).collect::<Vec<_>>();
            let title = holdable(package.title.trim());
            match package.launch.target {
                Target::Scorm12 | Target::Scorm2004 => {
                    let words: Vec<&str> = package.title.split_whitespace().collect();
                    for node in named("title") {
                        let shown = node.text().unwrap_or("");
                        prop_assert_eq!(shown, holdable(words.join(" ").chars().take(200).collect::<String>().trim_end()));
                    }
                    let listed: Vec<String> = named("file").iter().map(|n| decoded(n.attribute("href").unwrap_or(""))).collect();
                    prop_assert_eq!(listed, names);
                }
                Target::Cmi5 => prop_assert_eq!(named("langstring")[0].text().unwrap_or(""), title),
                Target::Xapi => prop_assert_eq!(named("name")[0].text().unwrap_or(""), title),
                Target::Web => {}
            }
        }
    }

    #[test]
    fn rubbish_in_launch_json_is_refused_or_read_never_a_crash(launch in any_launch(), edits in edits(), text in any_text()) {
        let written = launch.write();
        prop_assert_eq!(Launch::read(&written), Ok(launch));
        for rubbish in [edited(&written, &edits), text] {
            match Launch::read(&rubbish) {
                // What is read can be written, and means the same then.
                Ok(read) => prop_assert_eq!(Launch::read(&read.write()), Ok(read)),
                Err(e) => prop_assert!(e.to_string().len() > 20),
            }
        }
    }

    #[test]
    fn rubbish_in_files_json_is_refused_or_names_files_that_unpack(edits in edits(), text in any_text()) {
        let written = r#"{"version":1,"app":["index.html","web-1a_bg.wasm"],"scorm12":["ims_xml.xsd"],"scorm2004":["xml.xsd"]}"#;
        for rubbish in [edited(written, &edits), text] {
            if let Some(listing) = Listing::read(&rubbish) {
                let names: Vec<&String> = listing.app.iter().chain(&listing.scorm12).chain(&listing.scorm2004).collect();
                prop_assert!(names.iter().all(|n| !n.contains("..") && !n.starts_with('/') && !n.contains('\\')), "{:?}", names);
            }
        }
    }

    #[test]
    fn no_name_leads_out_of_the_folder(name in any_text(), package in any_package()) {
        let index = File { name: "index.html", bytes: b"" };
        if let Ok(made) = package.make(&[index, File { name: &name, bytes: b"x" }], &[]) {
            // The reader's own check of the same thing.
            let mut archive = zip::ZipArchive::new(std::io::Cursor::new(made.bytes)).expect("a zip");
            for i in 0..archive.len() {
                let file = archive.by_index(i).expect("an entry");
                prop_assert!(file.enclosed_name().is_some(), "{:?}", file.name());
            }
        }
    }
}
