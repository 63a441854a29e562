//! `imsmanifest.xml` for SCORM 1.2 and for SCORM 2004 4th edition: one organisation with one item
//! that launches `index.html`, and every file of the package but the manifest itself: those of the
//! content, and the schemas beside it, since a checker may ask for each file that it finds.
//!
//! The two look alike and differ where it matters: namespaces, `adlcp:scormtype` against
//! `adlcp:scormType` (a schema check does not see the wrong case in 2004, since other attributes
//! are let through), and how a pass mark is told.

use super::files::href;
use super::xml::{Element, el, text};
use super::{Package, ids};

/// Longest title, in characters: a limit of the schema in 1.2, what every portal must keep in 2004.
const LONGEST_TITLE: usize = 200;
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The package's identifiers; none depends on the edition.
struct Ids {
    manifest: String,
    organization: String,
    item: String,
    sco: String,
}

impl Ids {
    fn of(package: &Package) -> Ids {
        let id = |part| ids::scorm(&package.launch.scenario, part);
        Ids { manifest: id(""), organization: id("organization"), item: id("item"), sco: id("sco") }
    }
}

/// The title without line breaks, cut where the standards end it.
fn title(package: &Package) -> Element {
    let words: Vec<&str> = package.title.split_whitespace().collect();
    let cut: String = words.join(" ").chars().take(LONGEST_TITLE).collect();
    text("title", cut.trim_end())
}

fn metadata(version: &str) -> Element {
    el("metadata").holding([text("schema", "ADL SCORM"), text("schemaversion", version)])
}

/// `version` is that of the manifest, which never changes its meaning: the edition is in `launch.json`.
fn manifest(ids: &Ids, namespaces: &[(&'static str, &str, &str)]) -> Element {
    let root = el("manifest").with("identifier", &ids.manifest).with("version", "1");
    let root = namespaces.iter().fold(root, |root, (name, space, _)| root.with(name, space));
    let places: Vec<String> = namespaces.iter().map(|(_, space, file)| format!("{space} {file}")).collect();
    root.with("xmlns:xsi", XSI).with("xsi:schemaLocation", &places.join(" "))
}

fn resources(ids: &Ids, scorm_type: &'static str, files: &[&str]) -> Element {
    let files = files.iter().map(|name| el("file").with("href", &href(name)));
    el("resources").holding([el("resource")
        .with("identifier", &ids.sco)
        .with("type", "webcontent")
        .with("href", "index.html")
        .with(scorm_type, "sco")
        .holding(files)])
}

fn item(ids: &Ids, package: &Package, extras: Vec<Element>) -> Element {
    el("item")
        .with("identifier", &ids.item)
        .with("identifierref", &ids.sco)
        .with("isvisible", "true")
        .holding([title(package)])
        .holding(extras)
}

fn organizations(ids: &Ids, package: &Package, item: Element, extras: Vec<Element>) -> Element {
    let organization = el("organization").with("identifier", &ids.organization).holding([title(package), item]).holding(extras);
    el("organizations").with("default", &ids.organization).holding([organization])
}

/// SCORM 1.2. A pass mark is the item's mastery score, 0 to 100: the portal compares
/// the score with it when the attempt ends.
pub fn twelve(package: &Package, files: &[&str]) -> String {
    let ids = Ids::of(package);
    let mastery = package.launch.pass_mark.map(|mark| text("adlcp:masteryscore", &mark.to_string()));
    let item = item(&ids, package, mastery.into_iter().collect());
    let namespaces = [
        ("xmlns", "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"),
        ("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"),
    ];
    manifest(&ids, &namespaces)
        .holding([metadata("1.2"), organizations(&ids, package, item, Vec::new()), resources(&ids, "adlcp:scormtype", files)])
        .document()
}

/// SCORM 2004 4th edition.
///
/// - A pass mark is the primary objective's least measure, and the portal decides by it (SN, SM.6).
/// - The content alone says when it is complete and whether it is passed (`deliveryControls`,
///   SN, SM.11): otherwise a portal marks both as reached when a learner merely leaves (SN, UP.4).
/// - No `completionThreshold`: what counts as complete is our own rule, not a measure of progress,
///   and without the element (`completedByMeasure` is then false) the measure decides nothing.
/// - One thing to play: the portal's own buttons for the next and the previous one stay away.
pub fn fourth(package: &Package, files: &[&str]) -> String {
    let ids = Ids::of(package);
    let objective = package.launch.pass_mark.map(|mark| {
        let measure = json::number(f64::from(mark) / 100.0);
        el("imsss:objectives").holding([el("imsss:primaryObjective")
            .with("objectiveID", &ids::objective(&package.launch.scenario))
            .with("satisfiedByMeasure", "true")
            .holding([text("imsss:minNormalizedMeasure", &measure)])])
    });
    let delivery = el("imsss:deliveryControls").with("completionSetByContent", "true").with("objectiveSetByContent", "true");
    let sequencing = el("imsss:sequencing").holding(objective).holding([delivery]);
    let buttons = ["previous", "continue"].map(|button| text("adlnav:hideLMSUI", button));
    let presentation = el("adlnav:presentation").holding([el("adlnav:navigationInterface").holding(buttons)]);
    let item = item(&ids, package, vec![sequencing, presentation]);
    let flow = el("imsss:sequencing").holding([el("imsss:controlMode").with("choice", "true").with("flow", "true")]);
    let namespaces = [
        ("xmlns", "http://www.imsglobal.org/xsd/imscp_v1p1", "imscp_v1p1.xsd"),
        ("xmlns:adlcp", "http://www.adlnet.org/xsd/adlcp_v1p3", "adlcp_v1p3.xsd"),
        ("xmlns:adlnav", "http://www.adlnet.org/xsd/adlnav_v1p3", "adlnav_v1p3.xsd"),
        ("xmlns:imsss", "http://www.imsglobal.org/xsd/imsss", "imsss_v1p0.xsd"),
    ];
    manifest(&ids, &namespaces)
        .holding([metadata("2004 4th Edition"), organizations(&ids, package, item, vec![flow]), resources(&ids, "adlcp:scormType", files)])
        .document()
}
