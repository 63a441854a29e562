//! What the figures say of a scenario: moves nobody should take, decisions that change nothing, and
//! a style that wins on every measure.

use super::{Finding, Raw, Severity, placed};
use engine::figures::FiguresJob;
use engine::model::Scenario;

/// Findings from figures worked out so far, in the order of the text; `text` is the file that was
/// read as `scenario`.
pub fn numbers(text: &str, scenario: &Scenario, job: &FiguresJob) -> Vec<Finding> {
    let (Some(root), _) = json::loose(text) else { return Vec::new() };
    let mut found = Vec::new();
    let mut say = |severity, code, path: String, text: String, mend: &str| {
        let at = root.pointer(&path).map_or(root.at, |t| t.at);
        found.push(Raw::new(severity, code, at, path, text, mend));
    };
    let dominated = job.dominated();
    for d in &dominated {
        let scene = &scenario.scenes[d.scene as usize];
        let [mv, by] = [d.mv, d.by].map(|m| scene.moves[m as usize].id.as_str());
        let text = format!(
            "nobody should take \"{mv}\": wherever both are offered, \"{by}\" is better for the chance of Friday and for engagement"
        );
        // A bad move may be meant as one. A style that offers no other has no chance here.
        let style = scene.moves[d.mv as usize].style;
        let beaten = |m: usize| dominated.iter().any(|e| (e.scene, e.mv as usize) == (d.scene, m));
        let all = (0..scene.moves.len()).filter(|m| scene.moves[*m].style == style).all(beaten);
        let severity = if all { Severity::Warning } else { Severity::Note };
        let mend = "unless it is meant as a trap, let it be worth something: time, a fact, or how people feel";
        say(severity, "dominated", format!("/scenes/{}/moves/{}", d.scene, d.mv), text, mend);
    }
    for i in job.idle() {
        let scene = &scenario.scenes[i as usize];
        let text = format!(
            "the decision \"{}\" changes nothing: all its moves come to the same chance of Friday and the same engagement",
            scene.id
        );
        // Where an answer in own words is asked for, that is the point of it.
        let severity = if scene.own_words.is_some() { Severity::Note } else { Severity::Warning };
        say(severity, "changes-nothing", format!("/scenes/{i}/moves"), text, "give its moves effects");
    }
    if let Some(style) = job.winner() {
        let name = style.name();
        let text = format!("the {name} line wins on every measure, so the model says that the choice does not matter");
        let mend = "let it cost what it costs: meetings take hours, orders take willingness";
        say(Severity::Warning, "one-style-wins", "/scenes".into(), text, mend);
    }
    placed(text, found).list
}
