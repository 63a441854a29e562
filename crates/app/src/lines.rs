//! Which kept weeks go on from which.

use scenario::codec::save::{Save, Week};

/// Whether `week` begins with all of `start`.
pub fn continues(week: &Week, start: &Week) -> bool {
    let rest = week.moves.strip_prefix(start.moves.as_str());
    week.seed == start.seed && week.team == start.team && rest.is_some_and(|r| r.is_empty() || start.moves.is_empty() || r.starts_with('.'))
}

/// Whether what a link shows is the kept week, a part of it, or of a kept line.
pub fn is_ours(save: &Save, shown: &Week) -> bool {
    continues(&save.week, shown) || save.lines.iter().any(|l| continues(l, shown))
}
