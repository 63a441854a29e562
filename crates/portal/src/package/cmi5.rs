//! `cmi5.xml`: a course of one assignable unit (cmi5 Quartz, section 13).

use super::xml::{Element, el, text};
use super::{Package, ids};

fn strings(name: &'static str, package: &Package, value: &str) -> Element {
    el(name).holding([text("langstring", value).with("lang", &package.launch.language)])
}

/// Title and description, which both the course and the unit must have.
pub(super) fn described(package: &Package) -> [&str; 2] {
    let description = package.description.trim();
    let title = package.title.trim();
    [title, if description.is_empty() { title } else { description }]
}

/// The unit moves on when the week is complete, and passed too where there is a pass mark (13.1.4,
/// `moveOn`; without one no statement says passed, so waiting for it would never end).
///
/// `masteryScore` is the pass mark from 0 to 1. A portal may overrule it at launch. `AnyWindow` lets
/// the portal choose between a frame and a window. The address is relative to the zip's root (14.1).
pub fn manifest(package: &Package) -> String {
    let scenario = &package.launch.scenario;
    let [title, description] = described(package);
    let about = || [strings("title", package, title), strings("description", package, description)];
    let au = el("au").with("id", &ids::activity(scenario));
    let au = match package.launch.pass_mark {
        Some(mark) => au.with("moveOn", "CompletedAndPassed").with("masteryScore", &json::number(f64::from(mark) / 100.0)),
        None => au.with("moveOn", "Completed"),
    };
    el("courseStructure")
        .with("xmlns", "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd")
        .holding([
            el("course").with("id", &ids::course(scenario)).holding(about()),
            au.with("launchMethod", "AnyWindow")
                .with("activityType", ids::ACTIVITY_TYPE)
                .holding(about())
                .holding([text("url", "index.html")]),
        ])
        .document()
}
