//! The names that portals and record stores know us by. Authored once: they depend on the scenario
//! alone, never on its edition, the build or the day, so that results of years add up.
//!
//! The project has no domain of its own, so ids are URNs: cmi5 and xAPI ask for an IRI with a
//! scheme, not for an address that answers. Names that begin with `x-` can be given to nobody else
//! (RFC 8141, 5.1).

/// What every id for cmi5 and xAPI begins with.
pub const PREFIX: &str = "urn:x-by-friday:";
/// The type of [`activity`], from ADL's vocabulary.
pub const ACTIVITY_TYPE: &str = "http://adlnet.gov/expapi/activities/simulation";

/// The activity that statements are about: the assignable unit of cmi5 (which the portal may
/// replace by an id of its own at launch), and the activity of `tincan.xml`.
pub fn activity(scenario: &str) -> String {
    format!("{PREFIX}scenario:{scenario}")
}

/// The course of `cmi5.xml`. It differs from the unit's id: each names one thing (cmi5 13.1.1, 13.1.4).
pub fn course(scenario: &str) -> String {
    format!("{PREFIX}course:{scenario}")
}

/// An identifier of an `imsmanifest.xml`: letters, digits and hyphens that begin with a letter,
/// as XML's type ID asks. The manifest itself has no part.
pub fn scorm(scenario: &str, part: &str) -> String {
    let dash = if part.is_empty() { "" } else { "-" };
    format!("by-friday-{scenario}{dash}{part}")
}

/// The primary objective of a SCORM 2004 package, there where a pass mark is. The portal puts it at
/// `cmi.objectives.0`.
pub fn objective(scenario: &str) -> String {
    scorm(scenario, "week")
}
