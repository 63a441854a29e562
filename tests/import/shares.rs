//! How much of a story arrives: its words and choices as a reader of the source meets them, beside
//! those that a learner can reach in the scenario made of it.
//!
//! The source is read here a second time, by the simplest means that fit the corpus, so that the
//! importer is not measured by itself.

use engine::model::Scenario;
use import::{Found, Imported, Kind, open};
use std::collections::{BTreeMap, BTreeSet};

/// What a reader of the source can come to.
#[derive(Default)]
pub struct Source {
    pub passages: usize,
    /// Pieces of text that stand together.
    texts: Vec<String>,
    choices: Vec<String>,
}

/// A row of the table.
pub struct Share {
    pub name: String,
    pub passages: usize,
    pub imported: Imported,
    /// Of the source, and of these what arrived.
    pub choices: (usize, usize),
    pub words: (usize, usize),
    /// What did not arrive.
    pub missing: Vec<String>,
}

impl Share {
    /// Both shares in hundredths, the smaller one.
    pub fn percent(&self) -> usize {
        let of = |(all, came): (usize, usize)| (100 * came).checked_div(all).unwrap_or(100);
        of(self.words).min(of(self.choices))
    }

    /// What is missing is listed as cut, lost or untold.
    pub fn told(&self) -> bool {
        self.missing.is_empty() || self.imported.left.iter().any(|l| matches!(l.kind, Kind::Cut | Kind::Lost | Kind::Untold))
    }
}

/// Letters and digits in small words: what is left of a text however it is marked up.
pub fn bare(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Imports a file, and compares.
#[track_caller]
pub fn share(name: &str, bytes: &[u8], source: &Source) -> Share {
    let found = open(name, bytes, None).unwrap_or_else(|e| panic!("{name}: {e}"));
    let Found::Story(imported) = found else { panic!("{name}: several stories") };
    let scenario = scenario::scenario(&imported.scenario).unwrap_or_else(|e| panic!("{name}: {e}"));
    // A member's id need not be like the name.
    let said = |l: &engine::model::scenario::Line| {
        let who = l.who.clone().unwrap_or_default();
        let name = scenario.team.iter().find(|m| m.id == who).map_or(who.clone(), |m| m.name.clone());
        format!("{name} {}", l.text)
    };
    let mut texts: Vec<String> = Vec::new();
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    for i in reached(&scenario) {
        let scene = &scenario.scenes[i];
        texts.extend(scene.lines.iter().map(said));
        for m in &scene.moves {
            texts.extend(m.reaction.iter().map(said));
            // What is chosen is read, too.
            texts.push(m.label.clone());
            *labels.entry(bare(&m.label)).or_default() += 1;
        }
    }
    let (choices, words, missing) = came(source, &texts, labels);
    Share { name: name.to_owned(), passages: source.passages, imported: *imported, choices, words, missing }
}

/// Of a source's choices and words: all, and those among the texts and labels that arrived; and what did not.
pub fn came(source: &Source, texts: &[String], mut labels: BTreeMap<String, usize>) -> ((usize, usize), (usize, usize), Vec<String>) {
    // A long line is divided where sentences end, so its parts stand one after another.
    let all = texts.iter().map(|t| bare(t)).collect::<Vec<_>>().join(" ");
    let all = format!(" {all} ");
    let mut missing = Vec::new();
    let mut words = (0, 0);
    for text in &source.texts {
        let n = text.split(' ').count();
        words.0 += n;
        if all.contains(&format!(" {text} ")) {
            words.1 += n;
        } else {
            missing.push(text.clone());
        }
    }
    let mut choices = (source.choices.len(), 0);
    for label in &source.choices {
        match labels.get_mut(label).filter(|n| **n > 0) {
            Some(n) => {
                *n -= 1;
                choices.1 += 1;
            }
            None => missing.push(format!("> {label}")),
        }
    }
    (choices, words, missing)
}

/// Scenes that some way leads to.
fn reached(scenario: &Scenario) -> Vec<usize> {
    let (mut seen, mut open) = (BTreeSet::new(), vec![0]);
    while let Some(i) = open.pop() {
        if seen.insert(i) {
            open.extend(scenario.scenes[i].next.iter().filter_map(|n| scenario.scenes.iter().position(|s| s.id == n.to)));
        }
    }
    seen.into_iter().collect()
}

/// Prints the rows.
pub fn table(rows: &[Share]) {
    println!("{:34} {:>9} {:>7} {:>8} {:>9} {:>11} {:>5}", "story", "passages", "scenes", "reached", "choices", "words", "left");
    for r in rows {
        let of = |(all, came): (usize, usize)| format!("{came}/{all}");
        let s = &r.imported.summary;
        println!(
            "{:34} {:>9} {:>7} {:>8} {:>9} {:>11} {:>5}",
            r.name,
            r.passages,
            s.scenes,
            s.reached,
            of(r.choices),
            of(r.words),
            r.imported.left.len()
        );
        r.missing.iter().for_each(|m| println!("    missing: {m}"));
    }
    let sum = |f: fn(&Share) -> (usize, usize)| rows.iter().map(f).fold((0, 0), |a, b| (a.0 + b.0, a.1 + b.1));
    let (choices, words) = (sum(|r| r.choices), sum(|r| r.words));
    println!("{} stories: {} of {} choices, {} of {} words", rows.len(), choices.1, choices.0, words.1, words.0);
}

/// Twee: passages, links in brackets and in the macros that hold them, and the text between.
pub fn twee(text: &str) -> Source {
    let text = text.replace("\r\n", "\n").replace("&eacute;", "é").replace("&mdash;", "—").replace("&rsquo;", "’");
    let mut passages: Vec<(String, String)> = Vec::new();
    let mut start = String::new();
    for part in format!("\n{text}").split("\n::").skip(1) {
        let (head, body) = part.split_once('\n').unwrap_or((part, ""));
        let name = head.split(['[', '{', '<']).next().unwrap_or("").trim().to_owned();
        if name == "StoryData" {
            start = body.split("\"start\"").nth(1).and_then(|t| t.split('"').nth(1)).unwrap_or("").to_owned();
        }
        let own = ["[widget", "[script", "[startup", "[stylesheet"].iter().any(|t| head.contains(t))
            || (name.starts_with("Story") && name != "Story");
        if !own {
            passages.push((name, body.to_owned()));
        }
    }
    let known = |name: &str| passages.iter().position(|p| p.0 == name);
    let first = known(&start).or(known("Start")).unwrap_or(0);
    let (mut seen, mut open, mut source) = (BTreeSet::new(), vec![first], Source::default());
    while let Some(i) = open.pop() {
        if !seen.insert(i) {
            continue;
        }
        source.passages += 1;
        let (links, texts) = parts(&passages[i].1);
        source.texts.extend(texts);
        if links.len() > 1 {
            source.choices.extend(links.iter().map(|l| bare(&l.0)).filter(|l| !l.is_empty()));
        }
        open.extend(links.iter().filter_map(|l| known(&l.1)));
        // What is shown or gone to by a macro.
        for mark in ["<<include \"", "(display: \"", "<<goto \"", "<<display \"", "(goto: \"", "(go-to: \""] {
            open.extend(passages[i].1.split(mark).skip(1).filter_map(|t| known(t.split('"').next()?)));
        }
    }
    source
}

/// Labels and targets of the links in a passage, and its pieces of text.
fn parts(body: &str) -> (Vec<(String, String)>, Vec<String>) {
    let body = body.split("\n--\n").last().unwrap_or(body);
    let (mut links, mut text) = (Vec::new(), String::new());
    let mut rest = body;
    while let Some(c) = rest.chars().next() {
        let after = |open: &str, close: &str| {
            let inner = rest.strip_prefix(open)?;
            inner.split_once(close)
        };
        if let Some((inner, on)) = after("[[", "]]").filter(|t| !t.0.starts_with('[')) {
            let inner = inner.split("][").next().unwrap_or(inner);
            let (label, to) = inner.rsplit_once("->").or_else(|| inner.rsplit_once('|')).unwrap_or((inner, inner));
            links.push((label.to_owned(), to.to_owned()));
            (rest, text) = (on, text + "\n");
        } else if let Some((inner, on)) = after("(link-goto: \"", ")").or_else(|| after("(link: \"", ")")) {
            let mut quoted = inner.split('"');
            let label = quoted.next().unwrap_or("").to_owned();
            let to = quoted.nth(1).map(str::to_owned).or_else(|| on.split("(goto: \"").nth(1)?.split('"').next().map(str::to_owned));
            links.push((label, to.unwrap_or_default()));
            (rest, text) = (on, text + "\n");
        } else if let Some((inner, on)) = after("<<choice \"", ">>") {
            let mut quoted = inner.split('"');
            let to = quoted.next().unwrap_or("").to_owned();
            links.push((quoted.nth(1).unwrap_or(&to).to_owned(), to));
            (rest, text) = (on, text + "\n");
        } else if let Some((tag, on)) = after("<a data-passage=\"", "</a>") {
            let (to, label) = (tag.split('"').next().unwrap_or(""), tag.split_once('>').map_or("", |t| t.1));
            links.push((label.to_owned(), to.to_owned()));
            (rest, text) = (on, text + "\n");
        } else if let Some(on) = rest.strip_prefix("<<actions ") {
            rest = on;
        } else if let Some(on) = ["<<", "<%", "(", "<", "{"].iter().zip([">>", "%>", ")", ">", "}"]).find_map(|(open, close)| {
            let (inner, on) = after(open, close)?;
            let macro_like = *open != "(" || inner.split_once(':').is_some_and(|m| m.0.chars().all(|c| c.is_alphanumeric() || c == '-'));
            macro_like.then_some(on)
        }) {
            (rest, text) = (on, text + "\n");
        } else {
            text.push(if matches!(c, '[' | ']') { '\n' } else { c });
            rest = &rest[c.len_utf8()..];
        }
    }
    let line = |l: &str| !matches!(l.trim(), "if searched" | "else" | "continue");
    (links, text.split('\n').filter(|l| line(l)).map(bare).filter(|t| !t.is_empty()).collect())
}

/// Ink as the corpus writes it: a line is a choice, a text, or neither.
pub fn ink(text: &str) -> Source {
    let mut source = Source::default();
    let mut function = false;
    for line in text.lines().map(str::trim) {
        if line.starts_with("===") {
            source.passages += 1;
            function = line.contains("function");
        }
        let skip = ["===", "VAR", "LIST", "~", "->", "}", "INCLUDE"].iter().any(|s| line.starts_with(s)) || line.is_empty() || function;
        if skip {
            continue;
        }
        let choice = line.starts_with(['*', '+']);
        let mut inner = line.trim_start_matches(['*', '+', ' ']);
        while let Some(rest) = inner.strip_prefix('-').filter(|r| !r.starts_with('>')) {
            inner = rest.trim_start();
        }
        let mut inner = inner.to_owned();
        if let Some((condition, on)) = inner.strip_prefix('{').and_then(|t| t.split_once('}')).filter(|_| choice) {
            inner = if condition.is_empty() { inner.clone() } else { on.trim().to_owned() };
        }
        let inner = inner.split("->").next().unwrap_or("").trim().to_owned();
        if choice {
            let (start, only, rest) = match inner.split_once('[') {
                Some((start, on)) => on.split_once(']').map(|(only, rest)| (start, only, rest)).unwrap_or((start, on, "")),
                None => (inner.as_str(), "", ""),
            };
            let label = bare(&format!("{start}{only}"));
            if !label.is_empty() {
                source.choices.push(label);
                source.texts.extend(Some(bare(&format!("{start}{rest}"))).filter(|t| !t.is_empty() && !rest.trim().is_empty()));
            }
            continue;
        }
        // `{ condition: one | other }` and the lines of a longer one.
        let inner = inner.strip_prefix('{').map_or(inner.as_str(), |t| t.split_once(':').map_or("", |t| t.1)).trim_end_matches('}');
        let inner = inner.strip_prefix("else:").unwrap_or(inner);
        source.texts.extend(inner.split('|').map(bare).filter(|t| !t.is_empty()));
    }
    source
}

/// A table: the texts, choices and reactions of its cells, which stand in this order.
pub fn table_source(rows: &[[&str; 3]]) -> Source {
    let mut source = Source::default();
    for [text, choice, reaction] in rows {
        source.passages += usize::from(!text.is_empty());
        source.texts.extend(text.split('\n').chain([*reaction]).map(bare).filter(|t| !t.is_empty()));
        source.choices.push(bare(choice));
    }
    source
}
