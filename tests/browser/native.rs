//! What the same code says natively: the one place that calls the library.

/// The transcript of the play a link describes, as `by-friday play … --json` prints it.
pub fn transcript(link: &str) -> String {
    app::export::transcript_json(link).unwrap_or_else(|e| panic!("{link} has no native transcript: {e}"))
}

/// The rows of the board at the scene a link leads to.
pub fn board(link: &str) -> Vec<Vec<String>> {
    let mut app = app::App::new(app::Kept::default());
    app.update(app::Msg::Address { fragment: link.to_owned(), seed: 0 });
    app.board().expect("a board").rows
}

/// The package that the command `by-friday package` makes of the build under test.
pub fn package(target: &str, options: &[&str]) -> Vec<u8> {
    package_of("monday-call", target, options)
}

/// The same for any scenario: a built-in one's id, or a file.
pub fn package_of(scenario: &str, target: &str, options: &[&str]) -> Vec<u8> {
    let file = std::env::temp_dir().join(format!("by-friday-{}-{:?}.zip", std::process::id(), std::thread::current().id()));
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_by-friday"))
        .args(["package", scenario, "--target", target, "--dist"])
        .arg(crate::dist::folder())
        .arg("-o")
        .arg(&file)
        .args(options)
        .output()
        .expect("the command runs");
    assert!(out.status.success(), "{target} {options:?}: {}", String::from_utf8_lossy(&out.stderr));
    let bytes = std::fs::read(&file).expect("the package was written");
    let _ = std::fs::remove_file(&file);
    bytes
}

/// scormhost with packages uploaded to it; it ends when dropped.
pub struct Scormhost {
    process: std::process::Child,
    /// The address at which each package is launched, and that of what the host keeps of it.
    pub launches: Vec<(String, String)>,
}

impl Drop for Scormhost {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Starts scormhost with packages made of the build.
pub fn scormhost(name: &str, targets: &[&str]) -> Scormhost {
    use std::io::BufRead;
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("scormhost").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(folder.join("data")).expect("a folder for the host");
    let zip = |target: &&str| {
        let file = folder.join(format!("{target}.zip"));
        std::fs::write(&file, package(target, &["--seed", "7", "--pass-mark", "1"])).expect("it can be written");
        file
    };
    let zips: Vec<_> = targets.iter().map(zip).collect();
    let mut process = std::process::Command::new(root.join("target/pypi/bin/python"))
        .arg(root.join("tests/packages/upload.py"))
        .arg("--stay")
        .arg(folder.join("data"))
        .args(zips)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap_or_else(|e| panic!("scormhost: {e}; tools/setup.sh test installs it"));
    let mut line = String::new();
    std::io::BufReader::new(process.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    let said: serde_json::Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
    let base = said["base"].as_str().expect("an address");
    let launch = |upload: &serde_json::Value| {
        let id = upload["answer"]["id"].as_str().unwrap_or_else(|| panic!("not taken: {upload}"));
        (format!("{base}/launch/{id}"), format!("{base}/api/scorm/{id}/cmi?launch=index.html"))
    };
    let launches = said["uploads"].as_array().expect("a list").iter().map(launch).collect();
    Scormhost { process, launches }
}

/// What the import of a story leaves, as the editor lists it: the main thing, then item by item.
pub fn left(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("a story");
    let made = import::import(file, &text).unwrap_or_else(|e| panic!("{file}: {e}"));
    std::iter::once(made.summary.told()).chain(made.left.iter().map(|l| l.told())).collect()
}

/// The errors that the checker finds in a scenario's text: the code and the pointer of each.
pub fn errors(text: &str) -> Vec<(String, String)> {
    use scenario::check::{Severity, check};
    let found = check(text, None).list;
    found.into_iter().filter(|f| f.severity == Severity::Error).map(|f| (f.code.to_owned(), f.path)).collect()
}

/// The text of the first built-in scenario.
pub fn first() -> &'static str {
    scenario::FIRST.1
}

/// A scenario's text as it stands in a link.
pub fn packed(text: &str) -> String {
    app::from::key(text).unwrap_or_else(|e| panic!("it cannot be packed: {e}"))
}

/// A digest of the bits of the first `n` draws of a seed.
pub fn draws_digest(seed: u32, n: u32) -> String {
    engine::luck::draws_digest(seed, n)
}

/// Each swing that is told, as the page writes it: its size and its sentence.
pub fn swings(link: &str) -> Vec<(String, String)> {
    let (_, study) = app::study::finished(link);
    let view = study.swings.unwrap_or_else(|| panic!("{link} has no swings"));
    view.largest.iter().map(|i| &view.rows[*i]).map(|r| (json::fixed(r.score, 3), r.sentence.clone())).collect()
}

/// What is drawn large in a debrief, where the decisions are scored or the week.
pub fn large(link: &str, by_decisions: bool) -> Vec<String> {
    let (app, study) = app::study::finished(link);
    app.large(&study, by_decisions)
}

/// The sentence about luck.
pub fn luck(link: &str) -> String {
    let (_, study) = app::study::finished(link);
    study.lucks.unwrap_or_else(|| panic!("{link} has no lucks")).sentence
}

/// What changed assumptions do to the line: the sentence, and each assumption's two ends in the
/// tornado chart, in the chart's order.
pub fn why(link: &str) -> (String, Vec<[String; 3]>) {
    let (_, study) = app::study::finished(link);
    let chart = study.tornado.unwrap_or_else(|| panic!("{link} has no chart"));
    let fixed = |x| json::fixed(x, 3);
    let rows = chart.rows.iter().map(|r| [r.id.clone(), fixed(r.low.at), fixed(r.high.at)]).collect();
    (study.why.unwrap_or_else(|| panic!("{link} explains nothing")).effect, rows)
}

/// The texts of the map's nodes, as the list has them.
pub fn map(link: &str) -> Vec<String> {
    let (_, study) = app::study::finished(link);
    let map = study.map.unwrap_or_else(|| panic!("{link} has no map"));
    map.list.iter().flat_map(|d| &d.decisions).flat_map(|d| &d.places).map(|p| p.text.clone()).collect()
}

/// A package's `launch.json` for the built-in week: one seed for all, and a pass mark.
pub fn launch(target: &str, seed: u32, pass_mark: u8, blind: bool) -> String {
    use portal::package::{Complete, Launch, Seeds, Target};
    let edition = app::load("monday-call").expect("it is built in").edition;
    let launch = Launch {
        target: Target::named(target).unwrap_or_else(|| panic!("there is no target {target}")),
        scenario: "monday-call".into(),
        packed: None,
        title: None,
        edition,
        language: "en".into(),
        seeds: Seeds::Same(seed),
        pass_mark: Some(pass_mark),
        complete: Complete::Debrief,
        scored: portal::Scored::Week,
        blind,
        public: None,
    };
    launch.write()
}

/// A package's `launch.json` for a scenario that is not built in.
pub fn launch_of(text: &str, target: &str) -> String {
    use portal::package::{Launch, Target};
    let read = Launch::read(&launch(target, 7, 1, false)).expect("it was written just now");
    let (scenario, _) = scenario::read(text).unwrap_or_else(|e| panic!("{e}"));
    let target = Target::named(target).unwrap_or(read.target);
    let title = Some(scenario.title);
    Launch { target, scenario: scenario.id, packed: Some(packed(text)), title, edition: scenario::edition(text), ..read }.write()
}

/// A message of ours, as an embedding page would read it.
pub fn message(text: &str) -> portal::message::Message {
    portal::message::Message::read(text).unwrap_or_else(|e| panic!("{text} is no message of ours: {e:?}"))
}

/// What the command `by-friday site` makes of a build: its first page, and that of another week.
pub struct Pages {
    pub first: String,
    pub week: String,
}

/// Runs `by-friday site` on a copy of the build's pages.
pub fn site(address: &str) -> Pages {
    let folder = std::env::temp_dir().join(format!("by-friday-site-{}-{:?}", std::process::id(), std::thread::current().id()));
    let pages = ["monday-call", "red-folder", "one-came-back"].map(|id| format!("s/{id}/index.html"));
    for page in pages.iter().map(String::as_str).chain(["index.html"]) {
        let to = folder.join(page);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a temporary folder");
        std::fs::copy(crate::dist::folder().join(page), to).unwrap_or_else(|e| panic!("{page}: {e}"));
    }
    let out = std::process::Command::new(env!("CARGO_BIN_EXE_by-friday"))
        .args(["site", "--site", address, "--dist"])
        .arg(&folder)
        .output()
        .expect("the command runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap_or_else(|e| panic!("{name}: {e}"));
    let pages = Pages { first: read("index.html"), week: read("s/red-folder/index.html") };
    let _ = std::fs::remove_dir_all(&folder);
    pages
}

/// A class as the library sees it.
pub struct Seen {
    /// Each decision's id, and its moves with the weeks that took them.
    pub decisions: Vec<(String, Vec<(String, usize)>)>,
    /// The middle week by each measure, as the page writes it.
    pub middles: Vec<(String, String)>,
    /// Decisions that split the class, the largest first.
    pub splits: Vec<String>,
    /// The decision that split it most, replayed: each way's id and score.
    pub ways: Vec<(String, String)>,
}

/// Reads a class of one group and works out its figures.
pub fn class(text: &str) -> Seen {
    use app::class::{Class, decisions, together, view};
    use app::words::fixed;
    let class = Class::of(text);
    let group = &class.groups[0];
    let mut job = group.job();
    engine::job::finish(&mut job);
    let found = job.found().expect("all is worked out");
    let decided = decisions::decisions(group);
    let splits = decisions::splits(group, &found, 3);
    let strips = view::view(group, &found).expect("weeks are finished").strips;
    let ways = splits.first().and_then(|s| together::together(group, s.scene)).map_or_else(Vec::new, |t| t.ways);
    Seen {
        decisions: decided.into_iter().map(|d| (d.id, d.moves.into_iter().map(|m| (m.id, m.count)).collect())).collect(),
        middles: strips.into_iter().map(|s| (s.id.to_owned(), fixed(s.middle, 3))).collect(),
        splits: splits.into_iter().map(|s| s.id).collect(),
        ways: ways.into_iter().map(|w| (w.id, fixed(w.score, 3))).collect(),
    }
}

/// A week of the first scenario: a luck, one style but for these decisions, and how many of them.
pub fn week(seed: u32, style: engine::model::Style, other: &[usize], decisions: usize) -> String {
    use app::{App, Kept};
    use engine::model::Style;
    let app = App::new(Kept::default());
    let program = &app.loaded.program;
    let mut line = engine::Line::new(program, seed);
    while !line.state.over() && line.steps.len() < decisions {
        let turned = if style == Style::Directive { Style::Collaborative } else { Style::Directive };
        let now = if other.contains(&line.steps.len()) { turned } else { style };
        let mv = program.scenes[line.state.scene as usize].default[now as usize];
        line.play(program, mv as usize).expect("a default move is offered");
    }
    scenario::codec::Route::Play(app.link(&line)).to_string()
}

/// The guide to a built-in scenario, as text.
pub fn guide(id: &str) -> String {
    use app::class::guide;
    let loaded = app::load(id).expect("it is built in");
    guide::text(&guide::guide(&loaded.scenario, &loaded.program, &loaded.edition))
}

/// The figures of a written week, as the editor shows them: rows, and the places of what is said.
pub fn weighed(text: &str) -> (Vec<[String; 5]>, Vec<String>) {
    let mut work = app::write::figures::Weighing::of(text).expect("it is sound");
    for unit in 0..work.units() {
        let part = work.run(unit);
        work.add(unit, &part);
    }
    let found = work.weighed().expect("all is worked out");
    (found.rows, found.findings.into_iter().map(|f| f.0).collect())
}
