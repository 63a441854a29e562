//! A scenario: everything an author writes, as it stands in the file.
//!
//! Conditions and effects are data, never code; ids are `[a-z0-9-]+`; all text is plain text with
//! at most `*emphasis*`.

use super::time::{DAY, Time};
use serde::{Deserialize, Serialize};

pub use super::effects::{Cond, Effect, Feels, Quantity};
pub use super::style::Style;

/// The newest scenario format this program reads.
pub const FORMAT: u32 = 1;

/// One whole scenario file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scenario {
    /// Always first in the file: [`FORMAT`].
    pub format: u32,
    /// `[a-z0-9-]+`, as it stands in links.
    pub id: String,
    /// Its name, as people see it.
    pub title: String,
    /// The language of its texts, as web pages name it: `de`, `ar`, `pt-BR`. It decides which way they
    /// are read and the page is laid out. Left out: not said, and each paragraph is read the way its
    /// first letters are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// One sentence for the start screen.
    #[serde(default)]
    pub summary: String,
    /// How long a play takes, in minutes of the reader's time. Left out (or 0): worked out from the
    /// number of scenes.
    #[serde(default)]
    pub minutes: u32,
    /// The id of the first scene. Left out: the first in the file.
    #[serde(default)]
    pub start: String,
    /// The moment the work must be ready. Left out: Friday at 16:00.
    #[serde(default = "friday")]
    pub deadline: Time,
    /// What has to be ready by then, in a word or two, without an article. Left out: the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goods: Option<String>,
    /// What leaves with it at the deadline, in a word or two, without an article. Left out: nothing
    /// does, and the deadline alone is spoken of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves: Option<String>,
    /// The people the player leads: one to six.
    pub team: Vec<Member>,
    /// Faces of people outside the team who speak.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
    /// Left out: one task for each member, and a shipment that the last member makes of them.
    #[serde(default)]
    pub work: Work,
    /// What members know and the player does not, at first.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// What is decided or promised and remembered.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// Pairs of habits that tell the two styles apart, for the debrief.
    #[serde(default)]
    pub habits: Vec<Habit>,
    /// What delivery, engagement and hours weigh. Left out: 40, 40 and 20.
    #[serde(default)]
    pub score: Weights,
    /// The numbers the model rests on. The engine has a value of its own for each of the ids that it
    /// reads itself; those are used where a scenario leaves them out.
    #[serde(default)]
    pub assumptions: Vec<Assumption>,
    /// The decisions of the week: one to sixty.
    pub scenes: Vec<Scene>,
    /// What the debrief says and asks.
    #[serde(default)]
    pub debrief: Debrief,
    /// Named paths kept with the scenario, for its calibration.
    #[serde(default)]
    pub paths: Vec<Path>,
    /// The id of a built-in scenario that the debrief goes on to with the team as this week left it.
    /// Left out: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week_after: Option<String>,
    /// People who come from another week, as it left them; never part of a file.
    #[serde(skip)]
    pub carried: Team,
}

impl Scenario {
    /// Which way its texts are read: `ltr` or `rtl`, or `auto` where no language is named.
    pub fn direction(&self) -> &'static str {
        self.lang.as_deref().map_or("auto", direction)
    }

    /// What has to be ready, as it stands behind “the”.
    pub fn goods(&self) -> &str {
        self.goods.as_deref().unwrap_or("work")
    }

    /// What is to be caught, as it stands behind “the”.
    pub fn leaves(&self) -> &str {
        self.leaves.as_deref().unwrap_or("deadline")
    }

    /// What a wrong step can cost, as it stands behind “the”.
    pub fn at_stake(&self) -> &str {
        self.goods.as_deref().unwrap_or("deadline")
    }
}

/// Languages and scripts that are read from right to left.
const FROM_THE_RIGHT: [&str; 22] = [
    "ar", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi", "arz", "azb", "glk", "lrc", "mzn", "pnb", "prs",
    "rhg",
];
const SCRIPTS: [&str; 9] = ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm", "rohg", "mand", "samr"];

/// Which way a language is read: what its script says, else what is usual.
fn direction(lang: &str) -> &'static str {
    let lang = lang.to_ascii_lowercase();
    let mut parts = lang.split('-').skip(1);
    let from_the_right = match parts.find(|p| p.len() == 4 && p.bytes().all(|b| b.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script),
        None => FROM_THE_RIGHT.iter().any(|l| lang == *l || lang.strip_prefix(l).is_some_and(|rest| rest.starts_with('-'))),
    };
    if from_the_right { "rtl" } else { "ltr" }
}

/// People as a week left them: each member's id with autonomy, competence and relatedness in
/// thousandths of a deviation, within [`MOST_NEED`] either way.
pub type Team = Vec<(String, [i32; 3])>;

/// The furthest from the average a need goes, in thousandths of a deviation.
pub const MOST_NEED: i32 = 5000;

/// Somebody the player leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Member {
    /// Names the member elsewhere in the file. Small letters, digits and hyphens.
    pub id: String,
    /// As people call them.
    pub name: String,
    /// What they do, in a few words.
    #[serde(default)]
    pub role: String,
    /// A sentence about them for the player.
    #[serde(default)]
    pub about: String,
    /// Their face. Left out: the first letter of their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub portrait: Option<Portrait>,
}

/// Somebody outside the team who speaks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Voice {
    /// The name under which lines have them speak.
    pub name: String,
    /// Their face.
    pub portrait: Portrait,
}

/// A face: one of the people drawn in `public/portraits.svg`, each with an expression for each of the
/// five words of engagement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Portrait {
    Ash,
    Birch,
    Cedar,
    Elm,
    Fir,
    Hazel,
    Holly,
    Larch,
    Linden,
    Maple,
    Oak,
    Pine,
    Rowan,
    Willow,
}

impl Portrait {
    /// All of them, in the order of their names.
    pub const ALL: [Portrait; 14] = {
        use Portrait::*;
        [Ash, Birch, Cedar, Elm, Fir, Hazel, Holly, Larch, Linden, Maple, Oak, Pine, Rowan, Willow]
    };

    /// As files and the drawing name it.
    pub fn name(self) -> &'static str {
        ["ash", "birch", "cedar", "elm", "fir", "hazel", "holly", "larch", "linden", "maple", "oak", "pine", "rowan", "willow"]
            [self as usize]
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Portrait> {
        Portrait::ALL.into_iter().find(|p| p.name() == name)
    }
}

/// The work that has to be done by the deadline.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Work {
    /// The task whose end means "shipped". Left out: the last one.
    #[serde(default)]
    pub ship: String,
    /// In each owner's order of preference: an owner takes the first one that can start.
    pub tasks: Vec<Task>,
    /// Nobody wrote what has to be done: the tasks are the plain ones that stand in for it.
    #[serde(skip)]
    pub assumed: bool,
}

/// One piece of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Task {
    /// Names the task elsewhere in the file. Small letters, digits and hyphens.
    pub id: String,
    /// What is done, in a few words.
    pub name: String,
    /// A member's id. Without one the task is a wait (a delivery): it runs in working hours, at no
    /// one's cost and at no one's rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// Tasks that must be finished first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Lowest, most likely and highest effort in minutes (a three-point estimate).
    pub minutes: [f64; 3],
    /// Such a task does not exist until an effect releases it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub held: bool,
}

/// Something a member knows and the player does not, at first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Fact {
    /// Names the fact in conditions and effects. Small letters, digits and hyphens.
    pub id: String,
    /// Who knows it from the start.
    pub known_by: String,
    /// The fact, in a sentence.
    pub text: String,
}

/// Something that was decided or promised and is remembered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Flag {
    /// Names the flag in conditions and effects. Small letters, digits and hyphens.
    pub id: String,
    /// What it stands for, in a sentence.
    pub text: String,
    /// A promise to the customer: broken where the shipment is late.
    #[serde(default, skip_serializing_if = "is_false")]
    pub promise: bool,
}

/// A pair of habits that tells the two styles apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Habit {
    /// Names the pair in scenes. Small letters, digits and hyphens.
    pub id: String,
    /// The manager’s side.
    pub directive: String,
    /// The leader’s side.
    pub collaborative: String,
}

/// The score's parts, in points; they add up to 100.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Weights {
    /// Points for a shipment in time.
    pub delivery: u32,
    /// Points for how people feel at the end.
    pub engagement: u32,
    /// Points for the team’s hours against plan.
    pub hours: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Weights { delivery: 40, engagement: 40, hours: 20 }
    }
}

/// A number the model rests on, open to argument.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Assumption {
    /// Stands wherever a number may. Small letters, digits and hyphens.
    pub id: String,
    /// What it is, in a few words.
    pub name: String,
    /// The value the model uses.
    pub value: f64,
    /// The range in which it may reasonably lie.
    pub low: f64,
    /// The other end of that range.
    pub high: f64,
    /// The value at which it makes no difference (a meeting of no minutes, both ways equally often
    /// right); left out, see [`Assumption::neutral`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub neutral: Option<f64>,
    /// `min`, `sd`, `share`, `points` and so on.
    pub unit: String,
    /// Where the value comes from.
    pub source: String,
    /// Left out: assumed.
    #[serde(default)]
    pub status: Status,
}

impl Assumption {
    /// The value at which the assumption makes no difference: the scenario's own where it gives
    /// one, else nothing at all (0), or once for what multiplies.
    pub fn neutral(&self) -> f64 {
        self.neutral.unwrap_or(if self.unit == "times" { 1.0 } else { 0.0 })
    }
}

/// Whether somebody measured a value or the author assumed it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Measured,
    #[default]
    Assumed,
}

/// One scene: a place, a talk and a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scene {
    /// Names the scene in links and conditions. Small letters, digits and hyphens.
    pub id: String,
    /// When it begins.
    pub at: Time,
    /// Its name, as people see it.
    pub title: String,
    /// Where it is, in a few words.
    #[serde(default)]
    pub place: String,
    /// Members present.
    #[serde(default)]
    pub with: Vec<String>,
    /// The pairs of habits this decision shows.
    #[serde(default)]
    pub habits: Vec<String>,
    /// Left out: new to everybody, and not severe.
    #[serde(default)]
    pub situation: Situation,
    /// What happens on its own as the scene begins.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub enter: Vec<Effect>,
    /// The talk before the decision.
    #[serde(default)]
    pub lines: Vec<Line>,
    /// Asks for an answer in the player's own words, kept on their device only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_words: Option<String>,
    /// What the player can do: up to nine, at least one of each style.
    pub moves: Vec<Move>,
    /// The first that fits is where the week goes on. Left out: the next scene in the file. An empty
    /// list means the end of the week.
    #[serde(default = "onward")]
    pub next: Vec<Next>,
}

/// What kind of problem a decision is (how much time is left follows from the clock).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Situation {
    /// Whether this has been met and solved before.
    #[serde(default)]
    pub familiar: bool,
    /// Whether a wrong step costs the shipment.
    #[serde(default)]
    pub severe: bool,
    /// Where this holds, the player is not told what kind of problem it is: it is none, or a
    /// smaller one. Changes the words on the screen only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<Cond>,
}

/// Something the player can do at a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Move {
    /// Names the move in links and conditions. Small letters, digits and hyphens.
    pub id: String,
    /// On the button: what the player does.
    pub label: String,
    /// How it leads.
    pub style: Style,
    /// The move a pure line of this style takes; one a style in each scene. Where none is marked, it
    /// is the first of its style that is always offered.
    #[serde(default, skip_serializing_if = "is_false")]
    pub default: bool,
    /// Offered only where this holds (facts, flags and moves only, never luck).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offered: Option<Cond>,
    /// What the move does.
    #[serde(default)]
    pub effects: Vec<Effect>,
    /// What is said and seen after the move.
    #[serde(default)]
    pub reaction: Vec<Line>,
    /// Why it went that way, in a sentence, and the assumptions behind it.
    #[serde(default)]
    pub because: Because,
}

/// The reason shown after a move.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Because {
    /// The reason, in a sentence.
    pub text: String,
    /// Ids of assumptions.
    #[serde(default)]
    pub rests_on: Vec<String>,
}

/// Something said (`who` given) or told (without).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Line {
    /// Said only where this holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Cond>,
    /// A member's id, `you`, or the name of somebody outside the team.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// What is said or told; `*emphasis*` at most.
    pub text: String,
}

/// Where the week goes after a scene.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Next {
    /// Taken only where this holds; left out, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Cond>,
    /// The id of the scene that follows.
    pub to: String,
}

/// What the debrief asks and says.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Debrief {
    /// What was seen of authority, for a mostly directive week.
    #[serde(default)]
    pub authority: String,
    /// What was seen of influence, for a mostly collaborative week.
    #[serde(default)]
    pub influence: String,
    /// What was seen of both.
    #[serde(default)]
    pub both: String,
    /// Questions to answer in one's own words; the answers stay on the device.
    #[serde(default)]
    pub questions: Vec<Question>,
}

/// A question to answer in one's own words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Question {
    /// Names the question where its answer is kept. Small letters, digits and hyphens.
    pub id: String,
    /// The question.
    pub text: String,
}

/// A path with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Path {
    /// Names the path. Small letters, digits and hyphens.
    pub id: String,
    /// What it shows.
    pub name: String,
    /// Move ids from the start, joined by dots.
    pub moves: String,
}

/// The deadline where a scenario names none: Friday at 16:00.
pub const FRIDAY: Time = Time(4 * DAY + 16 * 60);

fn friday() -> Time {
    FRIDAY
}

/// What stands for a `next` that was left out, until `scenario::fill` names the scene.
pub fn onward() -> Vec<Next> {
    vec![Next { when: None, to: String::new() }]
}

fn is_false(value: &bool) -> bool {
    !value
}

#[cfg(test)]
mod tests {
    use super::{Portrait, direction};

    #[test]
    fn every_portrait_is_drawn_with_five_expressions() {
        let drawn = include_str!("../../../../public/portraits.svg");
        for portrait in Portrait::ALL {
            assert_eq!(Portrait::named(portrait.name()), Some(portrait));
            assert_eq!(serde_json::to_value(portrait).expect("a name"), portrait.name());
            assert!(drawn.contains(&format!("<symbol id=\"{}-b\"", portrait.name())), "{portrait:?}");
        }
        for mood in 1..=5 {
            assert!(drawn.contains(&format!("<symbol id=\"e{mood}\"")), "{mood}");
        }
    }

    #[test]
    fn languages_are_read_their_way() {
        for lang in ["ar", "ar-EG", "he", "FA", "ur-PK", "ckb", "ku-Arab-IQ", "az-arab"] {
            assert_eq!(direction(lang), "rtl", "{lang}");
        }
        for lang in ["en", "de-CH", "arn", "hex", "az-Latn", "ar-Latn", "pa-Guru", "", "-"] {
            assert_eq!(direction(lang), "ltr", "{lang}");
        }
    }
}
