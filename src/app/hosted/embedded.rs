//! A week in a frame that no portal launched: its address is the embedding page's and stays as it is, so
//! after a reload the learner's own week goes on.

use super::super::{App, Kept, load};
use crate::codec::link::{self, PlayLink, Route};

/// What an address begins, where that is a week from its Monday; its seed may be open.
pub fn begins(address: &str) -> Option<PlayLink> {
    match link::read(address).ok()? {
        Route::Play(l) if l.moves.is_empty() && l.set.is_empty() && l.team.is_empty() => Some(l),
        _ => None,
    }
}

/// The fragment with which the learner's own week goes on, where `kept` holds one under the seed that the
/// address begins with.
pub fn goes_on(address: &str, kept: &Kept) -> Option<String> {
    let link = begins(address)?;
    let mut app = App::new(kept.clone());
    app.loaded = load(&link.scenario)?;
    let save = app.saved()?;
    let same = link.seed == Some(save.week.seed) && save.week.team.is_empty();
    // Without a seed, so that what the device keeps comes first.
    same.then(|| Route::Play(PlayLink { seed: None, ..link }).to_string())
}

#[cfg(test)]
mod tests {
    use super::{begins, goes_on};
    use crate::app::{App, Effect, Kept, Msg};

    /// What the device keeps after one decision in this week.
    fn kept(address: &str) -> Kept {
        let mut app = App::new(Kept::default());
        let mut kept = Kept::default();
        let mut told = app.update(Msg::Address { fragment: address.to_owned(), seed: 1 });
        told.extend(app.update(Msg::Choose(0)));
        for effect in told {
            if let Effect::Keep { key, text } = effect {
                kept.insert(key, text);
            }
        }
        kept
    }

    #[test]
    fn the_same_week_goes_on_and_another_one_begins() {
        let seven = kept("#/play/monday-call?seed=7");
        assert_eq!(goes_on("#/play/monday-call?v=1&seed=7", &seven).as_deref(), Some("#/play/monday-call?v=1"));
        assert_eq!(goes_on("#/play/monday-call?v=1&seed=7&blind=1", &seven).as_deref(), Some("#/play/monday-call?v=1&blind=1"));
        for other in
            ["#/play/monday-call?seed=9", "#/play/red-folder?seed=7", "#/play/monday-call?seed=7&moves=hedge", "#/", "#/play/nowhere"]
        {
            assert_eq!(goes_on(other, &seven), None, "{other}");
        }
        assert_eq!(goes_on("#/play/monday-call?seed=7", &Kept::default()), None);
        assert_eq!(begins("#/play/monday-call?seed=7").and_then(|l| l.seed), Some(7));
        assert_eq!(begins("#/debrief/monday-call?seed=7&moves=hedge"), None);
    }
}
