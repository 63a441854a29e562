//! `by-friday package`: a package for a training portal, made of a build.

use super::{Args, No};
use by_friday::app::from;
use by_friday::codec::packed::is_packed;
use by_friday::content;
use by_friday::report::Scored;
use by_friday::report::package::{Complete, File, Launch, Made, Package, Seeds, Target, belongs};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

/// What was asked for, unread: the words are checked where they are used.
#[derive(Default)]
pub struct Options {
    pub target: String,
    pub dist: Option<PathBuf>,
    pub output: Option<PathBuf>,
    pub seed: Option<OsString>,
    pub pass_mark: Option<u32>,
    pub complete: String,
    pub score: String,
    pub language: String,
    pub blind: bool,
    pub public: Option<String>,
    pub schemas: Option<PathBuf>,
}

/// The words that an option may be, for a message.
fn one_of(option: &str, given: &str, words: &[&str]) -> No {
    let (last, rest) = words.split_last().unwrap_or((&"", &[]));
    let given = if given.is_empty() { String::new() } else { format!(", not \"{given}\"") };
    No(2, format!("--{option} is {} or {last}{given}.", rest.join(", ")))
}

/// The package that was asked for, its scenario read.
fn asked(args: &Args) -> Result<Package, No> {
    let options = &args.package;
    let target = Target::named(&options.target).ok_or_else(|| one_of("target", &options.target, &Target::ALL.map(Target::name)))?;
    let complete = match options.complete.as_str() {
        "" => Complete::Debrief,
        word => Complete::named(word).ok_or_else(|| one_of("complete", word, &Complete::ALL.map(Complete::name)))?,
    };
    let scored = match options.score.as_str() {
        "" => Scored::Decisions,
        word => Scored::named(word).ok_or_else(|| one_of("score", word, &Scored::ALL.map(Scored::name)))?,
    };
    let pass_mark = match options.pass_mark {
        None => None,
        Some(mark) => Some(
            u8::try_from(mark).ok().filter(|m| *m <= 100).ok_or_else(|| No(2, "--pass-mark is a whole number from 0 to 100.".into()))?,
        ),
    };
    let text = super::text_of(&args.target)?;
    let (scenario, _) = content::read(&text).map_err(|e| No(1, format!("{}: {e}", args.target)))?;
    let key = from::key(&text).map_err(|e| No(1, format!("{}: {e}", args.target)))?;
    let launch = Launch {
        target,
        scenario: scenario.id,
        title: Some(scenario.title.clone()).filter(|_| is_packed(&key)),
        packed: Some(key).filter(|k| is_packed(k)),
        edition: content::edition(&text),
        language: if options.language.is_empty() { "en".into() } else { options.language.clone() },
        seeds: match &options.seed {
            Some(word) if word != "per-learner" => Seeds::Same(args.seed),
            _ => Seeds::PerLearner,
        },
        pass_mark,
        complete,
        scored,
        blind: options.blind,
        public: options.public.clone(),
    };
    Ok(Package { launch, title: scenario.title, description: scenario.summary })
}

/// Every file under a folder that `keep` wants, by its path from there with forward slashes.
fn files(root: &Path, keep: &dyn Fn(&str) -> bool) -> Result<Vec<(String, Vec<u8>)>, No> {
    let failed = |path: &Path, e: std::io::Error| No(2, format!("{}: {e}.", path.display()));
    let (mut folders, mut found) = (vec![(root.to_owned(), String::new())], Vec::new());
    while let Some((folder, prefix)) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|e| failed(&folder, e))? {
            let path = entry.map_err(|e| failed(&folder, e))?.path();
            let Some(name) = path.file_name().and_then(|n| n.to_str()) else {
                return Err(No(2, format!("{}: a package cannot hold a file of this name.", path.display())));
            };
            let name = format!("{prefix}{name}");
            if path.is_dir() {
                folders.push((path, format!("{name}/")));
            } else if keep(&name) {
                found.push((name, fs::read(&path).map_err(|e| failed(&path, e))?));
            }
        }
    }
    Ok(found)
}

/// The target's schema files, from the folder named or from the build; none, with a word about it,
/// where neither has them.
fn schemas(args: &Args, dist: &Path, target: Target) -> Result<Vec<(String, Vec<u8>)>, No> {
    if !target.schemas() {
        return Ok(Vec::new());
    }
    let first = if target == Target::Scorm12 { "imscp_rootv1p1p2.xsd" } else { "imscp_v1p1.xsd" };
    let named = args.package.schemas.clone();
    let folder = named.clone().unwrap_or_else(|| dist.join("schemas"));
    // A folder of a build holds one folder a standard; a folder of somebody's own may hold the files.
    let places = [folder.join(target.name()), folder];
    match (places.iter().find(|p| p.join(first).is_file()), named) {
        (Some(place), _) => files(place, &|name| !name.contains('/') && !name.starts_with('.')),
        (None, Some(folder)) => {
            Err(No(2, format!("{} holds no {first}, so these are not the schema files of {}.", folder.display(), target.name())))
        }
        (None, None) => {
            eprintln!(
                "The package holds no schema files: portals do without, ADL's validator does not. \
                 Name their folder with --schemas, or build again after tools/setup.sh build."
            );
            Ok(Vec::new())
        }
    }
}

fn borrowed(files: &[(String, Vec<u8>)]) -> Vec<File<'_>> {
    files.iter().map(|(name, bytes)| File { name, bytes }).collect()
}

/// Makes the package, writes it, and says what it is.
pub fn package(args: &Args) -> Result<String, No> {
    let package = asked(args)?;
    let dist = args.package.dist.clone().unwrap_or_else(|| "dist".into());
    if !dist.join("index.html").is_file() {
        return Err(No(2, format!("{} holds no index.html, so it is no build: \"make dist\" makes one.", dist.display())));
    }
    let app = files(&dist, &|name| belongs(name, package.launch.target))?;
    let schemas = schemas(args, &dist, package.launch.target)?;
    let made = package.make(&borrowed(&app), &borrowed(&schemas)).map_err(|e| No(2, e.to_string()))?;
    let output = args.package.output.clone().unwrap_or_else(|| package.file_name().into());
    fs::write(&output, &made.bytes).map_err(|e| No(2, format!("{}: {e}.", output.display())))?;
    Ok(if args.json { summary(&package, &made, schemas.len(), &output) } else { said(&package, &made, schemas.len(), &output) })
}

fn said(package: &Package, made: &Made, schemas: usize, output: &Path) -> String {
    let launch = &package.launch;
    let seeds = match launch.seeds {
        Seeds::Same(seed) => format!("the same luck for all (seed {seed})"),
        Seeds::PerLearner => "each learner their own luck".into(),
    };
    let mark = launch.pass_mark.map_or("no pass mark".into(), |m| format!("passed from {m} points"));
    let complete = match launch.complete {
        Complete::Debrief => "complete at the debrief",
        Complete::LastDecision => "complete after the last decision",
    };
    let score = match launch.scored {
        Scored::Decisions => "scored by the decisions",
        Scored::Week => "scored by the week",
    };
    let blind = if launch.blind { ", blind" } else { "" };
    format!(
        "{}: {} for {}, {} bytes, {} files, {schemas} of them schemas\n{seeds}, {score}, {mark}, {complete}{blind}\n",
        output.display(),
        launch.scenario,
        launch.target.name(),
        made.bytes.len(),
        made.entries.len(),
    )
}

fn summary(package: &Package, made: &Made, schemas: usize, output: &Path) -> String {
    let launch: serde_json::Value = serde_json::from_str(&package.launch.write()).unwrap_or_default();
    let files: Vec<serde_json::Value> =
        made.entries.iter().map(|e| serde_json::json!({ "name": e.name, "bytes": e.size, "packed": e.packed })).collect();
    let all = serde_json::json!({
        "file": output.display().to_string(), "bytes": made.bytes.len(), "launch": launch, "schemas": schemas, "files": files,
    });
    format!("{all:#}\n")
}
