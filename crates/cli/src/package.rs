//! `by-friday package`: a package for a training portal, made of a build.

use super::{No, progress, seed};
use app::from;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueHint, value_parser};
use portal::Scored;
use portal::package::{Complete, File, Launch, Made, Package, Seeds, Target, belongs};
use scenario::codec::packed::is_packed;
use std::fs;
use std::path::{Path, PathBuf};

/// Make a package for a training portal out of a build.
///
/// "make dist" makes the build. The score is that of the decisions (what the moves come to on average) unless
/// --score week asks for the week's own, its luck included.
#[derive(Args)]
pub struct Options {
    /// A scenario file, or the id of a built-in scenario.
    #[arg(value_name = "FILE|ID", value_hint = ValueHint::FilePath)]
    scenario: String,
    /// The standard the portal speaks.
    #[arg(long, value_name = "scorm12|scorm2004|cmi5|xapi|web", hide_possible_values = true)]
    #[arg(value_parser = one_of(Target::ALL.map(Target::name), Target::named))]
    target: Target,
    /// The build.
    #[arg(long, value_name = "FOLDER", default_value = "dist", value_hint = ValueHint::DirPath)]
    dist: PathBuf,
    /// The zip to write, instead of by-friday-ID-TARGET.zip.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// One week for all learners; per-learner: each has a week of their own luck.
    #[arg(long, value_name = "N|per-learner", default_value = "per-learner", value_parser = seeds)]
    seed: Seeds,
    /// The points, 0 to 100, from which on a week has passed; without it nothing is passed or failed.
    #[arg(long, value_name = "POINTS", value_parser = value_parser!(u8).range(..=100))]
    pass_mark: Option<u8>,
    /// When a week is complete.
    #[arg(long, value_name = "WHEN", default_value = Complete::Debrief.name())]
    #[arg(value_parser = one_of(Complete::ALL.map(Complete::name), Complete::named))]
    complete: Complete,
    /// Which score the portal is told.
    #[arg(long, value_name = "WHICH", default_value = Scored::Decisions.name())]
    #[arg(value_parser = one_of(Scored::ALL.map(Scored::name), Scored::named))]
    score: Scored,
    /// The language the portal is told, as a tag such as en-GB.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: String,
    /// Hide the style of each move until the debrief.
    #[arg(long)]
    blind: bool,
    /// A copy that anybody may open, where what learners share leads to; without it, nowhere.
    #[arg(long, value_name = "ADDRESS")]
    public: Option<String>,
    /// The folder of SCORM's schema files, where the build's schemas/ is not to be used.
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    schemas: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Reads one of a few words.
fn one_of<T: Clone + Send + Sync + 'static, const N: usize>(
    words: [&'static str; N],
    named: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words).try_map(move |word| named(&word).ok_or("it is none of them"))
}

fn seeds(word: &str) -> Result<Seeds, String> {
    if word == "per-learner" {
        return Ok(Seeds::PerLearner);
    }
    seed(word).map(Seeds::Same).map_err(|e| format!("{e}, or per-learner"))
}

/// The package that was asked for, its scenario read.
fn asked(args: &Options) -> Result<Package, No> {
    let text = super::text_of(&args.scenario)?;
    let (scenario, _) = scenario::read(&text).map_err(|e| No(1, format!("{}: {e}", args.scenario)))?;
    let key = from::key(&text).map_err(|e| No(1, format!("{}: {e}", args.scenario)))?;
    let launch = Launch {
        target: args.target,
        scenario: scenario.id,
        title: Some(scenario.title.clone()).filter(|_| is_packed(&key)),
        packed: Some(key).filter(|k| is_packed(k)),
        edition: scenario::edition(&text),
        language: args.language.clone(),
        seeds: args.seed,
        pass_mark: args.pass_mark,
        complete: args.complete,
        scored: args.score,
        blind: args.blind,
        public: args.public.clone(),
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
fn schemas(args: &Options) -> Result<Vec<(String, Vec<u8>)>, No> {
    let target = args.target;
    if !target.schemas() {
        return Ok(Vec::new());
    }
    let first = if target == Target::Scorm12 { "imscp_rootv1p1p2.xsd" } else { "imscp_v1p1.xsd" };
    let named = args.schemas.clone();
    let folder = named.clone().unwrap_or_else(|| args.dist.join("schemas"));
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
pub fn package(args: &Options) -> Result<String, No> {
    let package = asked(args)?;
    let dist = &args.dist;
    if !dist.join("index.html").is_file() {
        return Err(No(2, format!("{} holds no index.html, so it is no build: \"make dist\" makes one.", dist.display())));
    }
    let app = files(dist, &|name| belongs(name, args.target))?;
    let schemas = schemas(args)?;
    let bar = progress::bar("Packing", app.iter().chain(&schemas).map(|f| f.1.len() as u64).sum());
    let made = package
        .make_watched(&borrowed(&app), &borrowed(&schemas), &mut |entry| bar.inc(entry.size as u64))
        .map_err(|e| No(2, e.to_string()))?;
    drop(bar);
    let output = args.output.clone().unwrap_or_else(|| package.file_name().into());
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
