//! Every IRI in our statements, in one place; `public/vocabulary/index.html` explains each.
//!
//! Verbs and activity types are ADL's and cmi5's wherever they have one. For the rest we own no
//! domain to mint addresses under, and one that somebody else may come to own would be worse than
//! none; so these are URNs. RFC 8141 5.1 sets names that begin with `x-` apart from all that may
//! be registered: nobody else can be given this one. They are names, not addresses: nothing is to
//! be found there. Released ones never change, whatever domain the program is served from.

/// All our own names begin so.
pub const BASE: &str = "urn:x-by-friday:";

/// Verbs, with their English display.
pub type Verb = (&'static str, &'static str);
pub const INITIALIZED: Verb = ("http://adlnet.gov/expapi/verbs/initialized", "initialized");
pub const ANSWERED: Verb = ("http://adlnet.gov/expapi/verbs/answered", "answered");
pub const SCORED: Verb = ("http://adlnet.gov/expapi/verbs/scored", "scored");
pub const COMPLETED: Verb = ("http://adlnet.gov/expapi/verbs/completed", "completed");
pub const PASSED: Verb = ("http://adlnet.gov/expapi/verbs/passed", "passed");
pub const FAILED: Verb = ("http://adlnet.gov/expapi/verbs/failed", "failed");
pub const SUSPENDED: Verb = ("http://adlnet.gov/expapi/verbs/suspended", "suspended");
pub const TERMINATED: Verb = ("http://adlnet.gov/expapi/verbs/terminated", "terminated");
/// All of them.
pub const VERBS: [Verb; 8] = [INITIALIZED, ANSWERED, SCORED, COMPLETED, PASSED, FAILED, SUSPENDED, TERMINATED];

/// A scenario, and a decision in it.
pub const SIMULATION: &str = "http://adlnet.gov/expapi/activities/simulation";
pub const INTERACTION: &str = "http://adlnet.gov/expapi/activities/cmi.interaction";

/// cmi5 9.6.2 and 9.6.3, 9.5.5.
pub const CMI5: &str = "https://w3id.org/xapi/cmi5/context/categories/cmi5";
pub const MOVE_ON: &str = "https://w3id.org/xapi/cmi5/context/categories/moveon";
pub const MASTERY_SCORE: &str = "https://w3id.org/xapi/cmi5/context/extensions/masteryscore";
pub const PROGRESS: &str = "https://w3id.org/xapi/cmi5/result/extensions/progress";

/// Result extensions of a decision.
pub const STYLE: &str = "urn:x-by-friday:style";
pub const CHANGE_ON_TIME: &str = "urn:x-by-friday:change-on-time";
pub const CHANGE_ENGAGEMENT: &str = "urn:x-by-friday:change-engagement";
/// Result extensions of an outcome.
pub const ON_TIME: &str = "urn:x-by-friday:on-time";
pub const ENGAGEMENT: &str = "urn:x-by-friday:engagement";
pub const TEAM_HOURS: &str = "urn:x-by-friday:team-hours";
/// Context extensions.
pub const EDITION: &str = "urn:x-by-friday:edition";
pub const SEED: &str = "urn:x-by-friday:seed";
pub const ORDINAL: &str = "urn:x-by-friday:ordinal";
/// When a decision was taken: a statement told in a later session carries that one's time.
pub const TAKEN: &str = "urn:x-by-friday:taken";
/// All extensions of ours.
pub const EXTENSIONS: [&str; 10] =
    [STYLE, CHANGE_ON_TIME, CHANGE_ENGAGEMENT, ON_TIME, ENGAGEMENT, TEAM_HOURS, EDITION, SEED, ORDINAL, TAKEN];

/// The activity of a scenario, for packages too: the same in every edition and portal.
pub fn scenario(id: &str) -> String {
    format!("{BASE}scenario:{id}")
}

/// The activity of a decision: authored ids, so the same in every edition.
pub fn decision(scenario_id: &str, scene: &str) -> String {
    format!("{BASE}scenario:{scenario_id}:decision:{scene}")
}
