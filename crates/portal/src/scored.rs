//! Which score a portal is told.

/// Which score a portal is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scored {
    /// The week's own, its luck included.
    #[default]
    Week,
    /// The decisions': what the same moves come to on average (`engine::decided`), so that two
    /// learners with the same moves have the same score.
    Decisions,
}

impl Scored {
    pub const ALL: [Scored; 2] = [Scored::Decisions, Scored::Week];

    /// As it stands in `launch.json`, in resume data and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Scored::Week => "week",
            Scored::Decisions => "decisions",
        }
    }

    pub fn named(name: &str) -> Option<Scored> {
        Scored::ALL.into_iter().find(|s| s.name() == name)
    }
}
