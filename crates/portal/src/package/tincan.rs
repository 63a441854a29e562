//! `tincan.xml`: one activity and what launches it. The convention has no pass mark and no rule for
//! moving on; those are in the statements.

use super::cmi5::described;
use super::xml::{el, text};
use super::{Package, ids};

/// Name, description and launch come in this order, each with its language.
pub fn manifest(package: &Package) -> String {
    let [title, description] = described(package);
    let said = |name, value| text(name, value).with("lang", &package.launch.language);
    let activity = el("activity").with("id", &ids::activity(&package.launch.scenario)).with("type", ids::ACTIVITY_TYPE).holding([
        said("name", title),
        said("description", description),
        said("launch", "index.html"),
    ]);
    el("tincan").with("xmlns", "http://projecttincan.com/tincan.xsd").holding([el("activities").holding([activity])]).document()
}
