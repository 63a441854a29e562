//! Short names that follow: until somebody types one, a thing's short name is made of what it is called.

use super::refs::{free, thing};
use super::shapes::spot;
use super::tree::{Value, inside, parted};
use scenario::check::as_id;
use scenario::check::shape::Class;

/// Characters of a short name that is made of a longer text.
const LONGEST: usize = 24;

/// The member that names a thing of a shape, and its short name before anything is written there.
fn named(shape: &str) -> Option<(&'static str, &'static [&'static str])> {
    Some(match shape {
        "a scenario" => ("title", &["week"]),
        "a scene" => ("title", &["scene"]),
        "a member" => ("name", &["person"]),
        "a task" => ("name", &["task"]),
        "a path" => ("name", &["path"]),
        "a move" => ("label", &["tell", "ask"]),
        "a fact" => ("text", &["fact"]),
        "a flag" => ("text", &["decision"]),
        _ => return None,
    })
}

/// A short name made of a text; empty where nothing of it can stand in one.
pub fn slug(text: &str) -> String {
    let id = as_id(text);
    let short = match (id.get(..LONGEST), id.as_bytes().get(LONGEST)) {
        (Some(cut), Some(next)) if *next != b'-' => cut.rfind('-').map_or(cut, |end| &cut[..end]),
        (Some(cut), _) => cut,
        (None, _) => id.as_str(),
    };
    short.trim_matches('-').to_owned()
}

/// What stands behind a short name that is made of one of these words, where it is.
fn behind<'i>(id: &'i str, words: &[&str]) -> Option<&'i str> {
    words.iter().find_map(|w| id.strip_prefix(*w).filter(|rest| rest.is_empty() || rest.starts_with('-')))
}

/// The scenario with a text put where it names a thing, and the thing's short name after it, where that
/// followed the text until now; `None` where it names nothing or the short name is somebody's own.
pub fn renamed(base: &Value, path: &str, text: &str) -> Option<Value> {
    let (own, key) = parted(path)?;
    let (naming, first) = named(spot(path)?.field?.0.name)?;
    let thing = thing(base, own).filter(|_| naming == key)?;
    let (whole, old) = (thing.class == Class::Scenario, slug(base.at(path).and_then(Value::text).unwrap_or("")));
    let words: Vec<&str> = if old.is_empty() { first.to_vec() } else { vec![old.as_str()] };
    let rest = behind(&thing.id, &words)?;
    let number = |t: &str| t.is_empty() || t.strip_prefix('-').is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()));
    // A week's short name ends in four digits of its own, so that two of one title are two.
    let mark = |t: &str| t.len() == 5 && t.bytes().skip(1).all(|b| b.is_ascii_hexdigit());
    if !(if whole { mark(rest) } else { number(rest) }) {
        return None;
    }
    let wanted = match slug(text) {
        new if !new.is_empty() => new,
        _ => first.iter().find(|w| thing.id.starts_with(**w)).unwrap_or(first.first()?).to_string(),
    };
    let id = if whole {
        format!("{wanted}{rest}")
    } else {
        let (list, _) = parted(own)?;
        let others = base.at(list)?.items().iter().map(|v| v.word("id")).filter(|id| *id != thing.id);
        free(&others.chain(["you", "team"]).collect::<Vec<_>>(), &wanted)
    };
    let mut root = base.clone();
    if id != thing.id {
        thing.rename(&mut root, own, &id);
    }
    root.put(&inside(own, &key), Value::from(text), |_| false).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_short_name_is_cut_between_words() {
        let made =
            ["The call", "  ", "Ask the two how they would go about it.", "Frau M\u{fc}ller", "abcdefghijklmnopqrstuvwxyz"].map(slug);
        assert_eq!(made[..3], ["the-call", "", "ask-the-two-how-they"]);
        assert_eq!(made[4], "abcdefghijklmnopqrstuvwx");
        assert!(made[3].starts_with("frau-m"), "{}", made[3]);
    }
}
