//! What neither Cargo nor clippy can see of the source: which module of the shell may know which, that
//! nothing is ever inserted as HTML, and the habits of the files (a purpose on top, not too long, nothing
//! left undone). What a crate may know stands in its `Cargo.toml`; clock, files, hash order and std's
//! mathematics are in `clippy.toml`. It reads the text, so it needs no build of the web shell.

use std::fs;
use std::path::{Path, PathBuf};

mod circles;

/// What each module of the shell may use besides itself, of the shell and of the crates.
const EDGES: [(&str, &[&str]); 5] = [
    ("platform", &["app", "engine", "portal"]),
    ("ui", &["app", "engine::model", "json", "platform"]),
    ("main", &["ui"]),
    ("bin", &["cli"]),
    ("lib", &[]),
];
const CRATES: [&str; 7] = ["app", "cli", "engine", "import", "json", "portal", "scenario"];
const LONGEST: usize = 600;

/// Words and the modules of the shell that may say them.
const WORDS: [(&[&str], &[&str]); 3] = [
    (&["web_sys", "js_sys"], &["platform"]),
    (&["leptos", "gloo_storage"], &["platform", "ui"]),
    (&["wasm_bindgen"], &["platform", "ui", "main"]),
];

/// One file: its text, the text without comments, and that without the contents of strings; in
/// both of the latter a `#[cfg(test)]` item is blank.
struct Source {
    path: String,
    module: String,
    text: String,
    code: String,
    bare: String,
}

impl Source {
    fn of(path: &str, text: &str) -> Source {
        let inside = path.strip_prefix("src/").unwrap_or(path);
        let module = inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs").to_owned();
        let cut = without_tests(text);
        Source { path: path.to_owned(), module, text: text.to_owned(), code: blanked(&cut, false), bare: blanked(&cut, true) }
    }

    /// How many `super::` lead from this file to the crate's root.
    fn depth(&self) -> usize {
        let inside = self.path.trim_start_matches("src/").trim_end_matches(".rs");
        inside.split('/').filter(|part| *part != "mod").count()
    }

    fn at(&self, offset: usize, what: &str) -> String {
        let line = self.text[..offset].matches('\n').count() + 1;
        format!("{}:{line}: {what}", self.path)
    }
}

/// The text with every `#[cfg(test)]` item blank: to its closing brace in the first column, or to
/// the end of its line where it has no body.
fn without_tests(text: &str) -> String {
    let (mut out, mut skipping, mut first) = (String::new(), false, false);
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "#[cfg(test)]" {
            (skipping, first) = (true, true);
        } else if skipping {
            let whole = first && line.trim_end().ends_with(';');
            first = false;
            skipping = !(whole || line.trim_end() == "}");
        } else {
            out.push_str(line);
            continue;
        }
        line.chars().for_each(|c| blank(&mut out, c));
    }
    out
}

/// As many spaces as the character has bytes, so that everything keeps its place.
fn blank(out: &mut String, c: char) {
    if c == '\n' { out.push('\n') } else { out.push_str(&"    "[..c.len_utf8()]) }
}

/// The text with its comments blank, and the contents of its strings too if asked. Every
/// character keeps its place.
fn blanked(text: &str, strings: bool) -> String {
    let c: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let keep = |out: &mut String, from: usize, to: usize, hide: bool| {
        let shown = c[from..to.min(c.len())].iter();
        shown.for_each(|x| if hide { blank(out, *x) } else { out.push(*x) });
    };
    let starts = |i: usize, what: &str| what.chars().enumerate().all(|(k, w)| c.get(i + k) == Some(&w));
    let mut i = 0;
    while i < c.len() {
        let from = i;
        if starts(i, "//") {
            while i < c.len() && c[i] != '\n' {
                i += 1;
            }
            keep(&mut out, from, i, true);
        } else if starts(i, "/*") {
            while i < c.len() && !starts(i, "*/") {
                i += 1;
            }
            i += 2;
            keep(&mut out, from, i, true);
        } else if c[i] == 'r' && (starts(i, "r\"") || starts(i, "r#")) && !ident(i.checked_sub(1).and_then(|k| c.get(k)).copied()) {
            let hashes = c[i + 1..].iter().take_while(|x| **x == '#').count();
            let end = format!("\"{}", "#".repeat(hashes));
            i += hashes + 2;
            while i < c.len() && !starts(i, &end) {
                i += 1;
            }
            i += end.len();
            keep(&mut out, from, i, strings);
        } else if c[i] == '"' {
            i += 1;
            while i < c.len() && c[i] != '"' {
                i += if c[i] == '\\' { 2 } else { 1 };
            }
            i += 1;
            keep(&mut out, from, i, strings);
        } else if c[i] == '\'' && (c.get(i + 1) == Some(&'\\') || c.get(i + 2) == Some(&'\'')) {
            i += if c[i + 1] == '\\' { 3 } else { 2 };
            while i < c.len() && c[i] != '\'' {
                i += 1;
            }
            i += 1;
            keep(&mut out, from, i, strings);
        } else {
            i += 1;
            keep(&mut out, from, i, false);
        }
    }
    out
}

fn ident(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_alphanumeric() || c == '_')
}

/// Places where a word stands by itself.
fn words<'t>(text: &'t str, word: &'t str) -> impl Iterator<Item = usize> + 't {
    let alone = move |at: &usize| !ident(text[..*at].chars().next_back()) && !ident(text[at + word.len()..].chars().next());
    text.match_indices(word).map(|m| m.0).filter(alone)
}

/// Modules named right after a path's start: `json`, or each of `{json, model::Time}`.
fn named(rest: &str) -> Vec<String> {
    let word = |text: &str| text.trim_start().chars().take_while(|c| ident(Some(*c))).collect::<String>();
    let Some(group) = rest.trim_start().strip_prefix('{') else { return vec![word(rest)] };
    let (mut depth, mut found, mut fresh) = (0, Vec::new(), true);
    for (at, c) in group.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && !c.is_whitespace() => {
                found.push(word(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    found
}

/// Uses of modules that are not allowed.
fn edges(s: &Source) -> Vec<String> {
    let Some((_, allowed)) = EDGES.iter().find(|e| e.0 == s.module) else {
        return vec![format!("{}:1: the module {} has no place in the tree of edges", s.path, s.module)];
    };
    let mut paths: Vec<(usize, usize)> = ["crate", "by_friday"]
        .iter()
        .flat_map(|root| words(&s.bare, root).map(|at| (at, at + root.len())))
        .filter(|(_, end)| s.bare[*end..].starts_with("::"))
        .map(|(at, end)| (at, end + 2))
        .collect();
    let climb = "super::".repeat(s.depth());
    paths.extend(
        words(&s.bare, climb.trim_end_matches(':')).filter(|at| s.bare[*at..].starts_with(&climb)).map(|at| (at, at + climb.len())),
    );
    let mut found: Vec<(usize, String)> = Vec::new();
    for (at, end) in paths {
        found.extend(named(&s.bare[end..]).into_iter().map(|module| (at, module)));
    }
    for name in CRATES {
        let alone = words(&s.bare, name).filter(|at| !s.bare[..*at].ends_with("::") && s.bare[at + name.len()..].starts_with("::"));
        found.extend(alone.flat_map(|at| {
            let inside = named(&s.bare[at + name.len() + 2..]);
            let whole = allowed.contains(&name) || inside.iter().all(|module| allowed.contains(&format!("{name}::{module}").as_str()));
            (!whole).then(|| (at, name.to_owned()))
        }));
    }
    found.retain(|(_, module)| *module != s.module && !allowed.contains(&module.as_str()));
    found.sort();
    found.iter().map(|(at, module)| s.at(*at, &format!("{} may not use {module}", s.module))).collect()
}

fn forbidden_words(s: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for (list, speakers) in WORDS.iter().filter(|w| !w.1.contains(&s.module.as_str())) {
        for word in *list {
            found.extend(
                words(&s.bare, word).map(|at| s.at(at, &format!("{} may not mention {word} (only {})", s.module, speakers.join(", ")))),
            );
        }
    }
    found
}

/// Markup made of text; only the platform may empty its mount point.
fn html(s: &Source) -> Vec<String> {
    let emptied = if s.module == "platform" { s.code.replace(".set_inner_html(\"\")", &" ".repeat(19)) } else { s.code.clone() };
    let ways = ["inner_html", "innerHTML", "outer_html", "outerHTML", "adjacent_html", "insertAdjacentHTML", "contextual_fragment"];
    let found = ways.iter().flat_map(|way| emptied.match_indices(way).map(|m| m.0));
    found.map(|at| s.at(at, "text may not be inserted as HTML")).collect()
}

/// The one file in which the program is split, and in which `unsafe` may stand.
const SPLIT: &str = "src/ui/parts.rs";

fn guarded(s: &Source) -> Vec<String> {
    let found = words(&s.code, "unsafe").chain(words(&s.code, "unsafe_code")).filter(|_| s.path != SPLIT);
    found.map(|at| s.at(at, "nothing is unsafe but where the program is split")).collect()
}

/// Hooks by their letters: what is pressed has its name in `app::action`, where it is matched.
fn hooks(s: &Source) -> Vec<String> {
    let found = ["data-action=", "(\"data-action\", \""].into_iter().flat_map(|hook| s.code.match_indices(hook).map(|m| m.0));
    found.map(|at| s.at(at, "what a press asks for is named in app::action alone")).collect()
}

fn habits(s: &Source) -> Vec<String> {
    let mut found = Vec::new();
    if !s.text.starts_with("//! ") {
        found.push(format!("{}:1: the file does not begin with //! and what it is for", s.path));
    }
    let lines = s.text.lines().count();
    if lines > LONGEST {
        found.push(format!("{}:{lines}: the file has {lines} lines, more than {LONGEST}", s.path));
    }
    found
}

/// Marks of work left undone, and tests that do not run. Comments count here.
fn undone(s: &Source) -> Vec<String> {
    // In two pieces, so that this file does not find itself.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("todo", "!"), concat!("unimplemented", "!"), concat!("#[ig", "nore")];
    let mut found = Vec::new();
    for (i, line) in s.text.lines().enumerate() {
        let here = marks.iter().filter(|m| line.contains(**m));
        found.extend(here.map(|m| format!("{}:{}: {m} is left here", s.path, i + 1)));
    }
    found
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut inside: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    inside.sort();
    for path in inside {
        if path.is_dir() && !path.ends_with("node_modules") {
            files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Where the program's source lies.
fn folders() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = fs::read_dir(root.join("crates")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut folders: Vec<String> = names.map(|name| format!("crates/{name}/src")).collect();
    folders.sort();
    folders.push("src".to_owned());
    folders
}

/// The files of a folder.
fn sources(folder: &str) -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    files(&root.join(folder), &mut found);
    assert!(!found.is_empty(), "{folder} holds no source");
    let read = |path: &PathBuf| Source::of(&path.strip_prefix(root).unwrap().to_string_lossy(), &fs::read_to_string(path).unwrap());
    found.iter().map(read).collect()
}

/// No file of the program breaks the rule.
#[track_caller]
fn check_all(rule: fn(&Source) -> Vec<String>) {
    folders().iter().for_each(|folder| check(folder, rule));
}

/// No file of the folder breaks the rule.
#[track_caller]
fn check(folder: &str, rule: fn(&Source) -> Vec<String>) {
    let found: Vec<String> = sources(folder).iter().flat_map(rule).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn a_module_knows_only_those_below_it() {
    check("src", edges);
}

#[test]
fn the_browser_is_the_platform() {
    check("src", forbidden_words);
}

#[test]
fn nothing_is_inserted_as_html() {
    check_all(html);
}

#[test]
fn what_is_pressed_is_an_action_that_somebody_takes() {
    let found: Vec<String> = folders()
        .iter()
        .flat_map(|f| sources(f))
        .filter(|s| s.path != "crates/app/src/action.rs" && !s.path.ends_with("/tests.rs"))
        .flat_map(|s| hooks(&s))
        .collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    check_rule(
        hooks,
        "src/ui/act.rs",
        "a.attr(\"data-action\", \"play\");\nb.attr(\"data-action\", action.name());\nfocus(\"[data-action=play]\");",
        &[1, 3],
    );
}

#[test]
fn what_is_unsafe_stands_in_one_file() {
    check_all(guarded);
    check_rule(guarded, "src/ui/act.rs", "fn f() {\n    unsafe { g() }\n}\n#[allow(unsafe_code)]\nmod m {}", &[2, 4]);
    check_rule(guarded, SPLIT, "fn f() { unsafe { g() } }", &[]);
}

/// State outside of arguments: each part of the program has one place for it, and what thinks has none.
#[test]
fn what_is_remembered_stands_in_few_places() {
    let places = |folder: &str| -> Vec<String> {
        let stated = |s: &Source| {
            let block = |at: usize| s.bare[at..].split("\n}").next().unwrap_or_default().matches("static ").count();
            s.bare.match_indices("thread_local!").map(|(at, _)| s.at(at, &block(at).to_string())).collect::<Vec<_>>()
        };
        sources(folder).iter().flat_map(stated).collect()
    };
    for folder in folders() {
        let count = if folder == "src" { 8 } else { 0 };
        let found = places(&folder);
        assert!(found.len() == count && found.iter().all(|f| f.ends_with(": 1")), "\n{}\n", found.join("\n"));
    }
}

/// Classes that the screens of a week use, as they stand behind the element's name.
fn classes(text: &str) -> Vec<String> {
    let made = text.split("with_class(").skip(1).filter_map(|rest| rest.split(')').next()?.split('"').nth(3));
    made.flat_map(str::split_whitespace).map(str::to_owned).collect()
}

/// The rules of a sheet for the screen that hold wherever one of these classes stands.
fn restyled(sheet: &str, used: &[String]) -> Vec<String> {
    let screen = sheet.split("@media print").next().unwrap_or(sheet);
    let selectors = screen.split('{').filter_map(|before| before.rsplit(['}', '/']).next()).flat_map(|list| list.split(','));
    selectors.map(str::trim).filter(|s| used.iter().any(|class| s.strip_prefix('.') == Some(class))).map(str::to_owned).collect()
}

/// The debrief's and the desk's sheets come while a week is played: they change nothing on its screens.
#[test]
fn a_sheet_that_comes_later_restyles_no_week() {
    let text = |path: &str| fs::read_to_string(path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let used: Vec<String> =
        ["play", "beside", "start"].iter().flat_map(|name| classes(&text(&format!("src/ui/screens/{name}.rs")))).collect();
    assert!(used.len() > 30 && used.iter().any(|c| c == "measures"), "{used:?}");
    for sheet in ["style/studio.css", "style/desk.css"] {
        assert_eq!(restyled(&text(sheet), &used), Vec::<String>::new(), "{sheet}");
    }
    let wrong = ".a { x: y; } .measures, .b .measures { x: y; } @media (min-width: 1rem) { .measures { x: y; } }";
    assert_eq!(restyled(wrong, &used).len(), 2);
}

/// Tests that the page about accessibility names: a module and a test in it, or all of a module (`axe::*`).
#[test]
fn what_the_page_about_accessibility_names_is_a_test() {
    let page = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/public/accessibility.html")).unwrap();
    let named: Vec<&str> = page
        .split("<code>")
        .skip(1)
        .filter_map(|rest| rest.split("</code>").next()?.split_once("::").map(|_| rest.split("</code>").next().unwrap()))
        .collect();
    assert!(named.len() > 40, "{}", named.len());
    for name in named {
        let (module, test) = name.split_once("::").unwrap();
        let file = format!("{}/tests/browser/{module}.rs", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&file).unwrap_or_else(|e| panic!("{name}: {file}: {e}"));
        assert!(test == "*" || text.contains(&format!("fn {test}(")), "{name} is no test");
    }
}

#[test]
fn a_file_says_what_it_is_for_and_is_not_too_long() {
    check_all(habits);
}

#[test]
fn nothing_is_left_undone_and_no_test_is_skipped() {
    check_all(undone);
    check("tests", undone);
}

/// What the rules say of a made-up file, `file:line` only.
#[track_caller]
fn check_rule(rule: fn(&Source) -> Vec<String>, path: &str, text: &str, lines: &[usize]) {
    let found = rule(&Source::of(path, text));
    let mut at: Vec<String> = found.iter().map(|f| f.split(": ").next().unwrap_or(f).to_owned()).collect();
    let expected: Vec<String> = lines.iter().map(|l| format!("{path}:{l}")).collect();
    at.sort();
    assert_eq!(at, expected, "{found:?} in\n{text}");
}

#[test]
fn the_scan_sees_each_way_to_name_a_module() {
    check_rule(edges, "src/platform/page.rs", "use crate::ui::act;", &[1]);
    check_rule(edges, "src/platform/page.rs", "use crate::platform::location;\nfn f() { crate::ui::parse(\"\") }", &[2]);
    check_rule(edges, "src/platform/page.rs", "use crate::{platform::page, ui::{act, dom}, json,\n main};", &[1, 1, 1]);
    check_rule(edges, "src/platform/page.rs", "use super::super::ui::App;", &[1]);
    check_rule(edges, "src/platform/mod.rs", "use super::ui::act;\nuse self::page::read;", &[1]);
    check_rule(edges, "src/platform/page.rs", "use super::location::ui;\nuse app::{App, ui};", &[]);
    check_rule(edges, "src/ui/act.rs", "use engine::Luck;\nuse engine::model::{Style, Time};\nuse app::engine::Line;", &[1]);
    check_rule(edges, "src/ui/act.rs", "use engine::{Luck, model};\nfn f() { scenario::read(json::pretty(x)) }", &[1, 2]);
    check_rule(edges, "src/main.rs", "fn main() { by_friday::platform::go() }", &[1]);
    check_rule(edges, "src/extra/new.rs", "", &[1]);
    check_rule(edges, "src/platform/page.rs", "// crate::ui\nconst T: &str = \"crate::ui\"; /* scenario::read */", &[]);
    check_rule(edges, "src/platform/page.rs", "#[cfg(test)]\nmod tests {\n    use crate::ui::act;\n}\nuse crate::ui::act;", &[5]);
    check_rule(edges, "src/platform/page.rs", "const T: [char; 3] = ['\"', '\\'', 'ä']; // “crate::ui”\nuse crate::ui::act;", &[2]);
}

#[test]
fn the_scan_sees_each_forbidden_word() {
    check_rule(forbidden_words, "src/bin/by-friday.rs", "use web_sys::Window;\nuse leptos::prelude::*;", &[1, 2]);
    check_rule(forbidden_words, "src/ui/mod.rs", "use js_sys::Date;\nuse leptos::*;", &[1]);
    check_rule(forbidden_words, "src/ui/mod.rs", "let instant = Instants(web_sys_like); // web_sys", &[]);
    check_rule(html, "src/platform/page.rs", "e.set_inner_html(\"\");\ne.set_inner_html(text);", &[2]);
    check_rule(html, "src/ui/act.rs", "e.set_inner_html(\"\");\nset(\"innerHTML\", x);", &[1, 2]);
    check_rule(habits, "crates/app/src/new.rs", "//! What it is.\n", &[]);
    check_rule(habits, "crates/app/src/new.rs", "use std::fmt;", &[1]);
    check_rule(habits, "crates/app/src/new.rs", &format!("//! Long.\n{}", "x\n".repeat(LONGEST)), &[LONGEST + 1]);
    let undone_text = ["fine", concat!("// TO", "DO later"), concat!("todo", "!()"), concat!("#[ig", "nore]")].join("\n");
    check_rule(undone, "tests/new.rs", &undone_text, &[2, 3, 4]);
}
