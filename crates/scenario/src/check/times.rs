//! Times that can be read and make no sense: work is done from Monday to Friday, 9 to 17.

use super::{Raw, Severity};
use engine::model::Time;
use engine::model::time::DAY;
use json::Tree;

/// Hours at which people who work from 9 to 17 can still be met, before and after.
const ABOUT: (u32, u32) = (6 * 60, 20 * 60);
const WORKING: (u32, u32) = (9 * 60, 17 * 60);
const WHEN: &str = "work is done from Monday to Friday, 9 to 17";

pub fn check(root: &Tree, found: &mut Vec<Raw>) {
    let time = |tree: Option<&Tree>| tree.and_then(|t| Some((t.at, Time::parse(t.text()?)?)));
    let scenes = root.get("scenes").map_or(&[][..], Tree::items);
    let mut first: Option<Time> = None;
    for (i, scene) in scenes.iter().enumerate() {
        let Some((at, when)) = time(scene.get("at")) else { continue };
        first = Some(first.map_or(when, |f| f.min(when)));
        if !within(when, ABOUT) {
            let text = "this scene is at night or at the weekend, when nobody is at work";
            found.push(Raw::new(
                Severity::Warning,
                "odd-time",
                at,
                format!("/scenes/{i}/at"),
                text,
                format!("give it another time: {WHEN}"),
            ));
        }
    }
    let Some((at, deadline)) = time(root.get("deadline")) else { return };
    let mut warn = |text: &str, mend: &str| found.push(Raw::new(Severity::Warning, "odd-deadline", at, "/deadline", text, mend));
    if first.is_some_and(|first| deadline <= first) {
        warn("the deadline is over before the first scene begins", "choose a later day or time");
    } else if !within(deadline, WORKING) {
        warn("the deadline is outside working hours, so nothing is done in the hours before it", &format!("choose another: {WHEN}"));
    }
}

/// Whether a time is on a working day, within these minutes of it.
fn within(time: Time, (from, to): (u32, u32)) -> bool {
    time.0 / DAY < 5 && (from..=to).contains(&time.minute())
}
