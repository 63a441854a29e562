//! Against an edition that is out: links and reports name scenes and moves by their ids, so those
//! should stay.

use super::near::nearest;
use super::{Raw, Severity};
use engine::model::Scenario;
use engine::model::scenario::Scene;
use json::Tree;

pub fn check(root: &Tree, new: &Scenario, released: Option<&str>, found: &mut Vec<Raw>) {
    let Some(text) = released else { return };
    let old = match crate::scenario(text) {
        Ok(old) => old,
        Err(e) => {
            let why = e.to_string().lines().next().unwrap_or("").to_owned();
            let text = format!("the released edition cannot be read, so ids were not compared: {why}");
            return found.push(Raw::new(Severity::Warning, "released-unreadable", root.at, "", text, "give the file that was released"));
        }
    };
    let at = |path: &str| root.pointer(path).map_or(root.at, |t| t.at);
    let mut warn = |path: String, text: String, mend: String| {
        found.push(Raw::new(Severity::Warning, "id-gone", at(&path), path, text, mend));
    };
    if old.id != new.id {
        let text = format!("the released scenario is \"{}\"; links to it do not lead to \"{}\"", old.id, new.id);
        warn("/id".into(), text, "keep the id, unless this is another scenario".into());
    }
    for scene in &old.scenes {
        let Some(same) = new.scenes.iter().position(|s| s.id == scene.id) else {
            let renamed = renamed(scene, &old, new);
            let (path, mend) = match renamed {
                Some(n) => (format!("/scenes/{n}/id"), format!("if \"{}\" is this scene, keep its id \"{}\"", new.scenes[n].id, scene.id)),
                None => ("/scenes".into(), "keep the scene, or release the new edition under an id of its own".into()),
            };
            let text = format!("the released scene \"{}\" is gone; links and reports that name it stop there", scene.id);
            warn(path, text, mend);
            continue;
        };
        let moves = &new.scenes[same].moves;
        for m in scene.moves.iter().filter(|m| !moves.iter().any(|n| n.id == m.id)) {
            let fresh = |n: &&engine::model::scenario::Move| !scene.moves.iter().any(|o| o.id == n.id);
            let like = moves.iter().filter(fresh).find(|n| n.label == m.label);
            let near = || nearest(&m.id, moves.iter().filter(fresh).map(|n| n.id.as_str()));
            let (path, mend) = match like.map(|n| n.id.as_str()).or_else(near) {
                Some(id) => {
                    let n = moves.iter().position(|n| n.id == id).unwrap_or(0);
                    (format!("/scenes/{same}/moves/{n}/id"), format!("if \"{id}\" is this move, keep its id \"{}\"", m.id))
                }
                None => (format!("/scenes/{same}/moves"), "keep the move; \"offered\" can hide it".into()),
            };
            let text = format!("the released move \"{}\" of the scene \"{}\" is gone; links that take it stop there", m.id, scene.id);
            warn(path, text, mend);
        }
    }
}

/// The scene that an old one has become: the same title or nearly the same id, of those that are new.
fn renamed(old: &Scene, before: &Scenario, new: &Scenario) -> Option<usize> {
    let fresh = |s: &&Scene| !before.scenes.iter().any(|o| o.id == s.id);
    let like = new.scenes.iter().filter(fresh).find(|s| s.title == old.title && s.at == old.at).map(|s| s.id.as_str());
    let id = like.or_else(|| nearest(&old.id, new.scenes.iter().filter(fresh).map(|s| s.id.as_str())))?;
    new.scenes.iter().position(|s| s.id == id)
}
