//! [`Report`]: one attempt, as far as a portal may know it.

use super::resume::Resume;
use super::scored::Scored;

/// A decision that was taken. Its id is the scene's: authored, and stable across editions.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub scene: String,
    pub title: String,
    /// From 1.
    pub ordinal: u32,
    /// The move's id, what was on its button, and its style (reported in blind play too).
    pub mv: String,
    pub label: String,
    pub style: &'static str,
    /// Ids and labels of all moves of the scene, offered this time or not.
    pub choices: Vec<(String, String)>,
    /// What the move changed: the chance of Friday (-1 to 1; `None` where it was not worked out) and
    /// mean engagement (-100 to 100).
    pub on_time: Option<f64>,
    pub engagement: f64,
    /// When it was taken (milliseconds since 1970) and after how long (milliseconds).
    pub at: Option<u64>,
    pub latency: Option<u64>,
}

/// How a week ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct End {
    /// The week's own, 0 to 100, the same maximum on every path. Whole points, as the screen shows
    /// it: cmi5 9.5.1 takes no others.
    pub score: u32,
    /// The decisions' score, likewise; only where the attempt is scored by it.
    pub decided: Option<u32>,
    pub on_time: bool,
    /// Mean engagement, 0 to 100.
    pub engagement: f64,
    pub team_hours: f64,
}

impl End {
    /// The score that a portal is told.
    pub fn told(&self) -> u32 {
        self.decided.unwrap_or(self.score)
    }
}

/// An attempt as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    pub scenario: String,
    pub edition: String,
    pub seed: u32,
    pub blind: bool,
    pub scored: Scored,
    pub decisions: Vec<Decision>,
    /// Decisions on the way from Monday to the end, those taken included.
    pub on_the_way: u32,
    /// The scene to be decided next, or `debrief`.
    pub location: String,
    pub end: Option<End>,
    /// The debrief was opened.
    pub debriefed: bool,
}

/// What the shell knows of a decision that the line does not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    pub at: Option<u64>,
    pub latency: Option<u64>,
}

impl Report {
    /// What brings this attempt back.
    pub fn resume(&self, ended: bool) -> Resume {
        Resume {
            scenario: self.scenario.clone(),
            edition: self.edition.clone(),
            seed: self.seed,
            moves: self.decisions.iter().map(|d| d.mv.clone()).collect(),
            blind: self.blind,
            scored: self.scored,
            ended,
        }
    }

    /// Decisions taken of those on the way, in whole percent.
    pub fn progress(&self) -> u32 {
        let taken = self.decisions.len() as u64 * 100;
        (taken / u64::from(self.on_the_way).max(1)).min(100) as u32
    }

    /// How many decisions this report has in common with `told`, where it goes on from it: told
    /// under another edition, a week goes on from where the two part.
    fn common(&self, told: &Resume) -> Option<usize> {
        let same = self.seed == told.seed && self.scenario == told.scenario;
        let common = self.decisions.iter().zip(&told.moves).take_while(|(d, mv)| d.mv == **mv).count();
        Some(common).filter(|_| same && (common == told.moves.len() || self.edition != told.edition))
    }

    /// The decisions that `told` does not hold yet: all, where another week was begun, or this one
    /// again.
    pub fn since(&self, told: &Resume) -> &[Decision] {
        self.decisions.get(self.common(told).unwrap_or(0)..).unwrap_or(&[])
    }

    /// Whether this is another week than the one that was told, or that one begun again.
    pub fn begins_anew(&self, told: &Resume) -> bool {
        !told.moves.is_empty() && self.common(told).is_none()
    }
}

impl Decision {
    /// `move;style;+0.04;-1.2`: the response where a standard has no field for style and effect
    /// (SCORM). The change of the chance is left empty where it was not worked out. At most
    /// `longest` characters; what is cut is the move's id.
    pub fn response(&self, longest: usize) -> String {
        let chance = self.on_time.map_or_else(String::new, |c| signed(c, 2));
        let tail = format!(";{};{chance};{}", self.style, signed(self.engagement, 1));
        let mv: String = self.mv.chars().take(longest.saturating_sub(tail.len())).collect();
        mv + &tail
    }
}

/// With its sign, always.
fn signed(x: f64, decimals: u32) -> String {
    let text = json::fixed(x, decimals);
    if text.starts_with('-') { text } else { format!("+{text}") }
}

#[cfg(test)]
mod tests {
    use super::{Decision, Report};

    fn decision(mv: &str, on_time: Option<f64>, engagement: f64) -> Decision {
        Decision {
            scene: "call".into(),
            title: "The call".into(),
            ordinal: 1,
            mv: mv.into(),
            label: String::new(),
            style: "directive",
            choices: Vec::new(),
            on_time,
            engagement,
            at: None,
            latency: None,
        }
    }

    #[test]
    fn a_response_tells_move_style_and_effect() {
        for (mv, on_time, engagement, text) in [
            ("hedge", Some(0.041), -1.24, "hedge;directive;+0.04;-1.2"),
            ("hedge", Some(-0.3), 12.0, "hedge;directive;-0.30;+12.0"),
            ("hedge", None, -0.01, "hedge;directive;;+0.0"),
        ] {
            assert_eq!(decision(mv, on_time, engagement).response(255), text);
        }
        let long = decision(&"m".repeat(400), Some(1.0), -100.0).response(255);
        assert!(long.len() == 255 && long.ends_with("m;directive;+1.00;-100.0"));
    }

    #[test]
    fn new_is_what_was_not_told_of_this_week() {
        let report = Report { seed: 7, decisions: ["a", "b", "c"].map(|m| decision(m, None, 0.0)).to_vec(), ..Report::default() };
        let told = |seed, moves: &[&str]| {
            let resume = super::Resume { seed, moves: moves.iter().map(|m| (*m).to_owned()).collect(), ..Default::default() };
            report.since(&resume).len()
        };
        assert_eq!([told(7, &[]), told(7, &["a", "b"]), told(7, &["a", "b", "c"]), told(7, &["b"]), told(8, &["a"])], [3, 1, 0, 3, 3]);
        assert_eq!([told(7, &["a", "x"]), told(7, &["a", "b", "c", "d"])], [3, 3]);
    }

    #[test]
    fn what_was_told_under_another_edition_is_not_told_again() {
        let report =
            Report { edition: "new".into(), decisions: ["a", "b", "c"].map(|m| decision(m, None, 0.0)).to_vec(), ..Report::default() };
        let told = |moves: &[&str]| {
            let moves = moves.iter().map(|m| (*m).to_owned()).collect();
            report.since(&super::Resume { edition: "old".into(), moves, ..Default::default() }).len()
        };
        assert_eq!([told(&["a", "b"]), told(&["a", "gone", "c"]), told(&["gone"]), told(&["a", "b", "c", "d"])], [1, 2, 3, 0]);
    }
}
