//! What stands at which place: the table of the format, followed along a pointer and down a tree.

use super::tree::{Value, index, inside, item, steps};
use scenario::check::shape::{CONDITIONS, EFFECTS, Field, Kind, SCENARIO, Shape};

/// A scenario as a whole.
pub static WHOLE: Kind = Kind::Object(&SCENARIO);
static NUMBER: Kind = Kind::Number;

/// What is expected at a place.
#[derive(Clone, Copy)]
pub struct Spot {
    pub kind: &'static Kind,
    /// The object and its member, where it is one.
    pub field: Option<(&'static Shape, &'static Field)>,
}

/// What the format expects at a pointer; `None` where it knows no such place.
pub fn spot(path: &str) -> Option<Spot> {
    steps(path).try_fold(Spot { kind: &WHOLE, field: None }, |at, step| {
        let plain = |kind| Some(Spot { kind, field: None });
        match at.kind {
            Kind::Object(shape) => {
                let field = shape.fields.iter().find(|f| f.key == step)?;
                Some(Spot { kind: &field.kind, field: Some((shape, field)) })
            }
            Kind::List(inner) => index(&step).and_then(|_| plain(inner)),
            Kind::Estimate => index(&step).filter(|i| *i < 3).and_then(|_| plain(&NUMBER)),
            Kind::Cond => CONDITIONS.iter().find(|c| c.0 == step).and_then(|c| plain(&c.1)),
            Kind::Effect => EFFECTS.iter().find(|e| e.0 == step).and_then(|e| plain(&e.1)),
            _ => None,
        }
    })
}

/// What the format expects at a pointer.
pub fn kind(path: &str) -> Option<&'static Kind> {
    spot(path).map(|s| s.kind)
}

/// The one member of a condition or an effect, with what it holds; `None` for anything else.
pub fn chosen<'v>(value: &'v Value, kind: &Kind) -> Option<(&'static str, &'static Kind, &'v Value)> {
    let [(name, inner)] = value.members() else { return None };
    kinds(kind).iter().find(|k| *k.0 == **name).map(|(name, kind)| (*name, kind, inner))
}

/// The kinds of conditions or of effects; none of anything else.
pub fn kinds(kind: &Kind) -> &'static [(&'static str, Kind)] {
    match kind {
        Kind::Cond => &CONDITIONS,
        Kind::Effect => &EFFECTS,
        _ => &[],
    }
}

/// Visits every value of which the format knows what it should be, with its pointer, from the top.
pub fn visit<'v>(value: &'v Value, kind: &'static Kind, path: &str, see: &mut impl FnMut(&'v Value, &'static Kind, &str)) {
    see(value, kind, path);
    match kind {
        Kind::Object(shape) => {
            for (key, v) in value.members() {
                if let Some(field) = shape.fields.iter().find(|f| *f.key == **key) {
                    visit(v, &field.kind, &inside(path, key), see);
                }
            }
        }
        Kind::List(inner) => value.items().iter().enumerate().for_each(|(i, v)| visit(v, inner, &item(path, i), see)),
        Kind::Cond | Kind::Effect => {
            if let Some((name, kind, v)) = chosen(value, kind) {
                visit(v, kind, &inside(path, name), see);
            }
        }
        _ => {}
    }
}

/// Where a new member belongs in an object: whether it stands before the member of this name, in
/// the order of the table.
pub fn order(shape: &'static Shape, key: &str) -> impl Fn(&str) -> bool {
    let place = |key: &str| shape.fields.iter().position(|f| f.key == key);
    let own = place(key);
    move |other| own.zip(place(other)).is_some_and(|(own, other)| own < other)
}

#[cfg(test)]
mod tests {
    use super::{kind, spot};
    use scenario::check::shape::{Class, Kind};

    #[test]
    fn a_pointer_leads_to_what_is_expected_there() {
        assert!(matches!(kind("/scenes/3/moves/0/effects/1/chance/then/0/meet/who/2"), Some(Kind::Ref(Class::Member))));
        assert!(matches!(kind("/scenes/3/next/0/when/not/all/2/knows"), Some(Kind::Ref(Class::Fact))));
        assert!(matches!(kind("/work/tasks/1/minutes/2"), Some(Kind::Number)));
        assert!(spot("/scenes/0/title").and_then(|s| s.field).is_some_and(|f| f.0.name == "a scene" && f.1.need));
        for none in ["/sceens", "/scenes/x", "/work/tasks/1/minutes/3", "/title/0", "/scenes/0/next/0/when/maybe"] {
            assert!(kind(none).is_none(), "{none}");
        }
    }
}
