//! How much a week has to look at, told where it becomes too much: what the engine counts
//! (`engine::steps`), counted on the tree.

use super::{Raw, Severity};
use engine::model::state::STEPS;
use json::Tree;

pub fn check(root: &Tree, found: &mut Vec<Raw>) {
    let (mut sum, mut over) = (0, None);
    let scenes = root.get("scenes").map_or(&[][..], Tree::items);
    for (i, scene) in scenes.iter().enumerate() {
        let moves = scene.get("moves").map_or(&[][..], Tree::items).iter();
        sum += effects(scene.get("enter"))
            + moves.map(|m| effects(m.get("effects")) + m.get("offered").map_or(0, cond)).sum::<usize>()
            + scene.get("next").map_or(usize::from(i + 1 < scenes.len()), ways);
        if sum > STEPS && over.is_none() {
            over = Some((i, scene.at));
        }
    }
    if let Some((i, at)) = over {
        let text = format!("with this scene there are more than {STEPS} effects, conditions and ways on; there are {sum} in all");
        let mend = "leave some out: a week that looks at so much would take too long to play under a thousand lucks";
        found.push(Raw::new(Severity::Error, "too-much", at, format!("/scenes/{i}"), text, mend));
    }
}

/// Ways on, with what they hang on. A scene that names none leads to the one behind it.
fn ways(next: &Tree) -> usize {
    next.items().iter().map(|way| 1 + way.get("when").map_or(0, cond)).sum()
}

fn effects(list: Option<&Tree>) -> usize {
    let one = |e: &Tree| match e.members() {
        [kind] if matches!(kind.key.as_str(), "chance" | "answer" | "when") => {
            let inner = &kind.value;
            1 + inner.get("cond").map_or(0, cond) + effects(inner.get("then")) + effects(inner.get("or"))
        }
        _ => 1,
    };
    list.map_or(0, |l| l.items().iter().map(one).sum())
}

fn cond(tree: &Tree) -> usize {
    match tree.members() {
        [kind] if matches!(kind.key.as_str(), "all" | "any") => 1 + kind.value.items().iter().map(cond).sum::<usize>(),
        [kind] if kind.key == "not" => 1 + cond(&kind.value),
        _ => 1,
    }
}
