//! Stories of strangers, whole, broken and made up: each is answered in words or becomes a scenario
//! that the reader takes and the checker finds no error in.

use super::common::{any_text, config, edited, edits};
use app::handing::handed;
use app::write::Writing;
use engine::Line;
use engine::model::scenario::Style;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use scenario::check::{Severity, check};
use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, Instant};

const SUGARCUBE: &str = include_str!("../import/depot.twee");
const HARLOWE: &str = include_str!("../import/night-shift.twee");
const INK: &str = include_str!("../import/handover.json");
const ARCHIVE: &str = include_str!("../import/archive.html");
const TABLE: &str = include_str!("../import/corpus/table.csv");
/// What any file takes at most, on one core.
const SOON: Duration = Duration::from_secs(2);

/// What comes out of any text is sound, and the same every time.
fn sound(name: &str, text: &str) -> Result<bool, TestCaseError> {
    let found = import::import(name, text);
    prop_assert_eq!(&found, &import::import(name, text));
    match found {
        Err(words) => prop_assert!(words.ends_with('.') && words.len() < 300, "{words}"),
        Ok(found) => {
            let scenario = scenario::scenario(&found.scenario);
            prop_assert!(scenario.is_ok(), "{:?}\n{}", scenario.err(), text);
            let errors: Vec<_> = check(&found.scenario, None).list.into_iter().filter(|f| f.severity == Severity::Error).collect();
            prop_assert!(errors.is_empty(), "{errors:?}\n{text}\n{}", found.scenario);
            prop_assert!(scenario::read(&found.scenario).is_ok());
            let lines = text.replace("\r\n", "\n").replace('\r', "\n").lines().count().max(1);
            let bad = found.left.iter().find(|l| l.line > lines + 1 || l.what.is_empty() || l.why.is_empty());
            prop_assert!(bad.is_none(), "{bad:?}");
            return Ok(true);
        }
    }
    Ok(false)
}

/// A condition of JavaScript.
fn test_text() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["x > 1", "s.x === 2 && s.y", "!x", "n", "x.y(1)"]).prop_map(str::to_owned)
}

/// A passage's text, put together from what both languages know.
fn body() -> impl Strategy<Value = String> {
    let name = || prop::sample::select(vec!["Start", "Yard", "Office", "End", "Gone", "P1", "P2", "P3"]);
    let var = || prop::sample::select(vec!["$x", "$y", "$n", "$z"]);
    let value = || prop::sample::select(vec!["true", "false", "0", "1", "2", "\"red\"", "$y", "random(1, 2)"]);
    let op = || prop::sample::select(vec!["is", "is not", "gt", "gte", "<", "<="]);
    let test = (var(), op(), value(), any::<bool>()).prop_map(|(x, op, v, not)| format!("{}{x} {op} {v}", if not { "not " } else { "" }));
    let piece = prop_oneof![
        3 => name().prop_map(|n| format!("[[{n}]]\n")),
        2 => (name(), name()).prop_map(|(a, b)| format!("[[{a}->{b}]]\n")),
        2 => (name(), var(), value()).prop_map(|(n, x, v)| format!("[[Go|{n}][{x} to {v}]]\n")),
        2 => (name(), var()).prop_map(|(n, x)| format!("<<link \"On\" \"{n}\">><<set {x} += 1>><</link>>\n")),
        2 => (name(), var()).prop_map(|(n, x)| format!("(link: \"On\")[(set: {x} to it + 1)(go-to: \"{n}\")]\n")),
        2 => (var(), value()).prop_map(|(x, v)| format!("<<set {x} to {v}>>(set: {x} to {v})")),
        1 => name().prop_map(|n| format!("<<goto \"{n}\">>")),
        1 => name().prop_map(|n| format!("(goto: \"{n}\")")),
        2 => Just("Anna: We *could* wait.\n".to_owned()),
        2 => name().prop_map(|n| format!("<<include \"{n}\">>(display: \"{n}\"){{embed passage: '{n}'}}")),
        1 => (name(), var()).prop_map(|(n, x)| format!("<a data-passage=\"{n}\" data-setter=\"{x} to 1\">Go</a>\n")),
        1 => test_text().prop_map(|t| format!("[if {t}]\nx\n[else]\ny\n[continue]\n<% if ({t}) {{ %>z<% }} else {{ %>w<% }} %>")),
        1 => any_text(),
        1 => "[<>\\[\\]()$*/'!:|{}a\" \n-]{0,12}",
    ];
    let list = || proptest::collection::vec(piece.clone(), 0..5).prop_map(|p| p.concat());
    let arm = (test.clone(), list(), list(), any::<bool>()).prop_map(|(t, a, b, sugar)| {
        if sugar { format!("<<if {t}>>{a}<<else>>{b}<</if>>") } else { format!("(if: {t})[{a}](else:)[{b}]") }
    });
    let seen = (name(), list()).prop_map(|(n, a)| format!("<<if visited(\"{n}\")>>{a}<</if>>"));
    proptest::collection::vec(prop_oneof![4 => list(), 2 => arm, 1 => seen], 1..4).prop_map(|p| p.concat())
}

fn story() -> impl Strategy<Value = String> {
    let format = prop::sample::select(vec!["", "SugarCube", "Harlowe", "Chapbook", "Snowman"]);
    (format, proptest::collection::vec(body(), 1..8)).prop_map(|(format, bodies)| {
        let names = ["Start", "Yard", "Office", "End", "P1", "P2", "P3", "P4"];
        let passages: String = bodies.iter().zip(names).map(|(b, n)| format!(":: {n}\n{b}\n\n")).collect();
        format!(":: StoryData\n{{\"ifid\": \"X\", \"format\": \"{format}\"}}\n{passages}")
    })
}

/// Instructions of compiled ink, in any order.
fn container() -> impl Strategy<Value = String> {
    let path = || prop::sample::select(vec![".^.c-0", ".^.^.c-1", "k", "k.0", "0", "0.1", "2", ".^.b", ".^.^.^.4", "k.g-0", "nowhere"]);
    let word = prop::sample::select(vec![
        "ev",
        "/ev",
        "out",
        "pop",
        "du",
        "str",
        "/str",
        "nop",
        "visit",
        "seq",
        "thread",
        "done",
        "end",
        "->->",
        "~ret",
        "void",
        "==",
        ">",
        "&&",
        "!",
        "MIN",
        "+",
        "^Text",
        "^Anna: Hm.",
        "\\n",
        "<>",
        "#",
        "/#",
        "choiceCnt",
        "turns",
        "readc",
        "rnd",
    ]);
    let item = prop_oneof![
        4 => word.prop_map(|w| format!("\"{w}\"")),
        2 => (0..3i32).prop_map(|n| n.to_string()),
        1 => any::<bool>().prop_map(|b| b.to_string()),
        2 => path().prop_map(|p| format!("{{\"->\":\"{p}\"}}")),
        2 => path().prop_map(|p| format!("\"ev\",{{\"VAR?\":\"x\"}},\"/ev\",{{\"->\":\"{p}\",\"c\":true}}")),
        1 => path().prop_map(|p| format!("{{\"->t->\":\"{p}\"}}")),
        1 => path().prop_map(|p| format!("{{\"f()\":\"{p}\"}}")),
        1 => path().prop_map(|p| format!("{{\"CNT?\":\"{p}\"}}")),
        1 => path().prop_map(|p| format!("{{\"^->\":\"{p}\"}},{{\"temp=\":\"$r\"}}")),
        1 => Just("{\"->\":\"$r\",\"var\":true}".to_owned()),
        2 => Just("\"ev\",{\"VAR?\":\"x\"},1,\"+\",\"/ev\",{\"VAR=\":\"x\",\"re\":true}".to_owned()),
        4 => (path(), 0..32u32).prop_map(|(p, f)| format!("\"ev\",\"str\",\"^Do it\",\"/str\",\"/ev\",{{\"*\":\"{p}\",\"flg\":{f}}}")),
    ];
    let leaf = proptest::collection::vec(item.clone(), 0..8)
        .prop_map(|i| format!("[{}null]", i.iter().map(|i| format!("{i},")).collect::<String>()));
    leaf.prop_recursive(3, 24, 4, move |inner| {
        let names = prop::sample::select(vec!["c-0", "c-1", "b", "s0", "g-0", "k"]);
        let named = proptest::collection::btree_map(names, inner.clone(), 0..3);
        let items = proptest::collection::vec(prop_oneof![3 => item.clone(), 1 => inner], 0..8);
        (items, named).prop_map(|(items, named)| {
            let items: String = items.iter().map(|i| format!("{i},")).collect();
            let named: Vec<String> = named.iter().map(|(n, c)| format!("\"{n}\":{c}")).collect();
            format!("[{items}{{{}}}]", named.join(","))
        })
    })
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn any_text_is_answered(text in any_text(), head in prop::sample::select(vec!["", ":: Start\n", "{\"inkVersion\":21,\"root\":", ":: StoryData\n{"])) {
        for name in ["a.twee", "a.json", "a.ink", ""] {
            sound(name, &format!("{head}{text}"))?;
        }
    }

    #[test]
    fn a_damaged_story_is_answered(edits in edits()) {
        for (name, text) in [("a.twee", SUGARCUBE), ("b.twee", HARLOWE), ("c.json", INK), ("d.html", ARCHIVE), ("e.csv", TABLE)] {
            sound(name, &edited(text, &edits))?;
        }
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..200), head in prop::sample::select(vec![&b""[..], b"PK\x03\x04", b"\xff\xfe", b"<tw-storydata>", b"scene,goes to\n"])) {
        let bytes = [head, &bytes].concat();
        if let Err(words) = import::open("a", &bytes, None) {
            prop_assert!(words.ends_with('.') && words.len() < 300, "{words}");
        }
    }

    #[test]
    fn any_story_becomes_a_sound_scenario(story in story()) {
        prop_assert!(sound("a.twee", &story)?, "{story}");
    }

    #[test]
    fn any_compiled_ink_is_answered(root in container(), k in container(), globals in container()) {
        sound("a.json", &format!("{{\"inkVersion\":21,\"root\":[{root},\"done\",{{\"k\":{k},\"global decl\":{globals}}}]}}"))?;
    }
}

/// Every story of the corpus, damaged anew each time: a thousand files in all.
#[test]
fn no_damaged_file_takes_long() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/corpus");
    let names = std::fs::read_dir(&folder).expect("the corpus").map(|e| e.expect("an entry").path());
    let mut files: Vec<_> = names.filter(|p| p.extension().is_some_and(|e| e != "ink")).collect();
    files.sort();
    let texts: Vec<String> = files.iter().map(|p| std::fs::read_to_string(p).expect("a story")).collect();
    let (longest, n) = (Cell::new(Duration::ZERO), Cell::new(0));
    let mut runner = TestRunner::new(config(1000));
    let ran = runner.run(&edits(), |edits| {
        let at = n.get() % files.len();
        n.set(n.get() + 1);
        let text = edited(&texts[at], &edits);
        let begin = Instant::now();
        let _ = import::import(&files[at].to_string_lossy(), &text);
        longest.set(longest.get().max(begin.elapsed()));
        prop_assert!(longest.get() < SOON, "{}: {longest:?}\n{text}", files[at].display());
        Ok(())
    });
    println!("{} damaged files, the longest took {:?}", n.get(), longest.get());
    ran.unwrap();
}

/// What was brought opens in the editor, plays to its end in both styles, and travels as a link.
#[test]
fn a_brought_story_opens_plays_and_is_shared() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/corpus");
    let mut n = 0;
    for path in std::fs::read_dir(&folder).expect("the corpus").map(|e| e.expect("an entry").path()) {
        let name = path.display().to_string();
        let Ok(import::Found::Story(story)) = import::open(&name, &std::fs::read(&path).expect("a story"), None) else {
            assert!(name.ends_with(".ink"), "{name}");
            continue;
        };
        let mut writing = Writing::copy_of(&story.scenario);
        writing.check_whole();
        assert!(writing.sound(), "{name}: {:?}", writing.findings().list);
        let link = handed(&writing.json_text(), "https://example.org/", None).unwrap_or_else(|e| panic!("{name}: {e}")).link;
        let loaded = app::load(link.rsplit('/').next().expect("a key")).unwrap_or_else(|| panic!("{name}: {link}"));
        for style in [Style::Directive, Style::Collaborative] {
            assert!(Line::pure(&loaded.program, 7, style).state.over(), "{name}");
        }
        n += 1;
    }
    assert!(n > 30, "{n} stories");
}

/// Tens of thousands of links in one passage, and as many ways back.
#[test]
fn a_passage_of_sixty_thousand_links_is_read_soon() {
    let many = |link: &dyn Fn(usize) -> String| format!(":: Start\n{}\n:: A\nx\n[[Start]]\n", (0..60_000).map(link).collect::<String>());
    for text in
        [many(&|_| "[[A]]".into()), many(&|i| format!("[[{i}|A]]")), many(&|_| "[[Start]]\n".into()), many(&|i| format!("[[a|{i}]]"))]
    {
        let begin = Instant::now();
        sound("a.twee", &text).unwrap();
        // Read twice, and read back.
        assert!(begin.elapsed() < 3 * SOON, "{:?}", begin.elapsed());
    }
}

/// Large, flat or deep: answered all the same, and soon.
#[test]
fn a_hostile_story_is_answered() {
    let many = |piece: &str, n: usize| format!(":: Start\n{}", piece.repeat(n));
    for text in [
        many("<<", 125_000),
        many("<<if $x>>", 25_000),
        many("<<if $x>>a<<elseif $y>>", 10_000),
        many("[[", 125_000),
        many("[[Start]]", 25_000),
        many("(if: $x)[", 25_000),
        many("(a:", 75_000),
        many("/*", 125_000),
        many("<!--", 62_500),
        many("<a", 125_000),
        many("<script", 35_000),
        many("<<link \"a\" \"b\">>", 15_000),
        many("<<set $x to 1, ", 15_000),
        many("word. ", 42_500),
        many("$a ", 85_000),
        many("\n:: P [x]\n[[P]]", 15_000),
        (0..1900).map(|i| format!(":: P{i}\n[[P{}]][[P{}]]<<if $a{i}>>x<</if>><<set $a{i} to 1>>\n", i + 1, i + 2)).collect(),
        (0..1900).map(|i| format!(":: P{i}\n<<if $x>><<goto P{}>><<else>><<goto P{}>><</if>>\n", i + 1, i + 1)).collect(),
    ] {
        sound("a.twee", &text).unwrap();
        sound("a.twee", &format!(":: StoryData\n{{\"format\": \"Harlowe\"}}\n{text}")).unwrap();
    }
}
