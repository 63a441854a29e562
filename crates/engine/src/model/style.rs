//! The two styles of leading.

use serde::{Deserialize, Serialize};

/// The two styles of leading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// Decide, assign, check.
    Directive,
    /// Explain why, ask, decide together.
    Collaborative,
}

impl Style {
    pub fn name(self) -> &'static str {
        match self {
            Style::Directive => "directive",
            Style::Collaborative => "collaborative",
        }
    }

    pub fn other(self) -> Style {
        match self {
            Style::Directive => Style::Collaborative,
            Style::Collaborative => Style::Directive,
        }
    }
}
