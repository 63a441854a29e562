//! What the device keeps of a week and of answers, and what other tabs of the page write there.
//!
//! Several tabs, and several frames on a page, share what a device keeps. So what is kept is read again
//! before anything is written ([`App::know`]): a line that another tab played stands beside this one,
//! and answers are merged by question.

use super::lines::continues;
use super::{App, Effect, save};
use scenario::codec::save::{Answers, BadSave, MOST_LINES, Save, VERSION, Week};

/// The longest answer that is kept, in characters.
const LONGEST_ANSWER: usize = 5_000;

impl App {
    /// Takes what the device keeps under a key now, before anything is written there.
    pub fn know(&mut self, key: &str, text: Option<String>) {
        if self.kept.get(key) == text.as_deref() {
            return;
        }
        match text {
            Some(text) => self.kept.insert(key.to_owned(), text),
            None => drop(self.kept.take(key)),
        }
        if key == self.save_key()
            && let (Some(line), Some(save)) = (self.line.as_ref().filter(|_| !self.visiting), self.saved())
            && !continues(&self.to_keep(line.seed, &self.move_ids(line)), &save.week)
        {
            self.notice(
                "other-tab",
                "This week is also played in another tab or frame. What was decided there is kept: where it parts from this one, it stays as a line of its own, listed in the debrief.",
            );
        }
    }

    /// Takes what another tab wrote. `true` where it is answers, so that their fields are filled anew.
    pub fn heard(&mut self, key: &str, text: Option<String>) -> bool {
        self.know(key, text);
        let answers = key == self.answers_key();
        if answers {
            self.answers = self.kept_answers();
        }
        answers
    }

    fn kept_answers(&self) -> Answers {
        self.kept.get(&self.answers_key()).and_then(|t| save::read_answers(t).ok()).unwrap_or_default()
    }

    pub(super) fn load_answers(&mut self) {
        self.answers = self.kept_answers();
        if self.kept.get(&self.answers_key()).is_some_and(|t| save::read_answers(t).is_err()) {
            self.notice(
                "answers-damaged",
                "The answers kept on this device cannot be read by this version of the page. What you answer now will take their place.",
            );
        }
    }

    pub(super) fn note_bad_save(&mut self) {
        let Some(text) = self.kept.get(&self.save_key()) else { return };
        match save::read(text) {
            Ok(_) => {}
            Err(BadSave::Damaged) => self.note_damaged(),
            Err(BadSave::Newer) => self.notice(
                "save-newer",
                "The week kept on this device was saved by a newer version of this page. Reload the page to get that version; a new week started now will take its place.",
            ),
        }
    }

    pub(super) fn note_damaged(&mut self) {
        self.notice(
            "save-damaged",
            "The week kept on this device cannot be read, so it cannot be continued. A new week will take its place.",
        );
    }

    /// A week as it is kept: with these moves, and the team that this one began with.
    pub(super) fn to_keep(&self, seed: u32, moves: &[String]) -> Week {
        Week { seed, moves: moves.join("."), team: self.team.text.clone() }
    }

    /// Keeps the line being played. A longer week with the same beginning is left as it is; one
    /// that differs is kept beside it.
    pub(super) fn keep(&mut self, effects: &mut Vec<Effect>) {
        let Some(line) = self.line.as_ref().filter(|_| !self.visiting) else { return };
        let week = self.to_keep(line.seed, &self.move_ids(line));
        let mut lines = Vec::new();
        if let Some(old) = self.saved() {
            let further = |l: &Week| continues(l, &week) && *l != week;
            if further(&old.week) || old.lines.iter().any(further) {
                return;
            }
            lines = old.lines;
            lines.push(old.week);
        }
        lines.retain(|l| !continues(&week, l));
        let after = line.after_move();
        // More than these may stand in a save that was not written here.
        let full = lines.len() > MOST_LINES;
        while lines.len() > MOST_LINES {
            // The first line of an attempt stays.
            lines.remove(1);
        }
        let edition = self.loaded.edition.clone();
        if full {
            self.notice("lines-full", "Only three earlier lines are kept beside this one, so the second of them was given up.");
        }
        let save = Save { version: VERSION, edition, week, after, blind: self.blind, lines };
        let (key, text) = (self.save_key(), save::write(&save));
        self.kept.insert(key.clone(), text.clone());
        effects.push(Effect::Keep { key, text });
    }

    pub(super) fn answer(&mut self, id: &str, text: &str, effects: &mut Vec<Effect>) {
        let text: String = text.chars().take(LONGEST_ANSWER).collect();
        let of = |list: &Answers| list.answers.iter().find(|a| a.0 == id).map(|a| a.1.clone());
        // The other questions are as the device has them. This one may have been answered in another
        // tab while its field here showed something else.
        let fresh = self.kept_answers();
        let shown = std::mem::replace(&mut self.answers, fresh);
        let other = of(&self.answers).filter(|other| *other != text && of(&shown).as_ref() != Some(other));
        if let Some(other) = other {
            self.notice(
                "other-answer",
                format!("This question was answered in another tab too, and what you write here takes its place. There it says: {other}"),
            );
        }
        let list = &mut self.answers.answers;
        match list.iter_mut().find(|a| a.0 == id) {
            Some(known) => known.1 = text,
            None => list.push((id.to_owned(), text)),
        }
        list.retain(|a| !a.1.is_empty());
        self.answers.version = save::ANSWERS;
        let (key, text) = (self.answers_key(), save::write_answers(&self.answers));
        self.kept.insert(key.clone(), text.clone());
        effects.push(Effect::Keep { key, text });
    }
}

#[cfg(test)]
mod tests {
    use super::super::{App, Effect, Kept, Msg, PREFIX};
    use scenario::codec::save;

    /// Sends a message as the shell does: what the device keeps is read before, and written after.
    fn send(app: &mut App, device: &mut Kept, msg: Msg) {
        for key in [app.save_key(), app.answers_key()] {
            app.know(&key, device.get(&key).map(str::to_owned));
        }
        for effect in app.update(msg) {
            match effect {
                Effect::Keep { key, text } => device.insert(key, text),
                Effect::Forget(keys) => keys.iter().for_each(|key| drop(device.take(key))),
                _ => {}
            }
        }
    }

    /// A tab opened on this device.
    fn tab(device: &mut Kept, fragment: &str) -> App {
        let mut app = App::new(device.clone());
        send(&mut app, device, Msg::Address { fragment: fragment.into(), seed: 7 });
        app
    }

    fn said(app: &App, id: &str) -> bool {
        app.notices.iter().any(|n| n.id == id)
    }

    /// The lines that the device keeps, the current one last.
    fn lines(device: &Kept) -> Vec<String> {
        let text = device.get(&format!("{PREFIX}save/monday-call")).unwrap_or_default();
        let save = save::read(text).expect("a save");
        save.lines.iter().chain([&save.week]).map(|w| format!("{} {}", w.seed, w.moves)).collect()
    }

    /// Takes the move of this number, and goes on.
    fn play(app: &mut App, device: &mut Kept, mv: usize) {
        let index = app.place().map_or(0, |p| p.moves[mv % p.moves.len()].index);
        send(app, device, Msg::Choose(index));
        send(app, device, Msg::Next);
    }

    #[test]
    fn two_tabs_keep_both_their_lines() {
        let mut device = Kept::default();
        let mut one = tab(&mut device, "#/play/monday-call?seed=7");
        let mut two = tab(&mut device, "#/play/monday-call?seed=7");
        play(&mut one, &mut device, 0);
        play(&mut two, &mut device, 1);
        assert!(said(&two, "other-tab") && !said(&one, "other-tab"), "{:?}", two.notices);
        for mv in [0, 1, 0] {
            play(&mut one, &mut device, mv);
            play(&mut two, &mut device, mv);
        }
        assert!(said(&one, "other-tab"));
        let of = |app: &App| app.line.as_ref().map(|l| format!("7 {}", app.move_ids(l).join("."))).unwrap_or_default();
        assert_eq!(lines(&device), [of(&one), of(&two)], "each line stands there once, to its end");
        // A third goes on from where the last one was left, and nothing of the others is lost.
        let mut three = tab(&mut device, "#/");
        send(&mut three, &mut device, Msg::Continue);
        assert_eq!(of(&three), of(&two));
        play(&mut three, &mut device, 0);
        assert_eq!(lines(&device), [of(&one), of(&three)]);
        // Where the other tab went on from the same place, taking another way says so and keeps both.
        play(&mut two, &mut device, 1);
        assert!(said(&two, "other-tab"));
        assert_eq!(lines(&device), [of(&one), of(&three), of(&two)]);
    }

    #[test]
    fn a_week_begun_in_another_tab_stands_beside_this_one() {
        let mut device = Kept::default();
        let mut one = tab(&mut device, "#/play/monday-call?seed=7");
        play(&mut one, &mut device, 0);
        let mut two = tab(&mut device, "#/");
        send(&mut two, &mut device, Msg::Play { seed: 8 });
        play(&mut two, &mut device, 1);
        play(&mut one, &mut device, 1);
        let kept = lines(&device);
        assert!(kept.len() == 2 && kept[0].starts_with("8 ") && kept[1].starts_with("7 "), "{kept:?}");
        // What was forgotten elsewhere stays forgotten; what is decided from then on is kept.
        send(&mut two, &mut device, Msg::Erase);
        assert_eq!(device, Kept::default());
        play(&mut one, &mut device, 0);
        assert_eq!(lines(&device).len(), 1);
    }

    #[test]
    fn a_line_that_is_given_up_is_said() {
        let mut device = Kept::default();
        let mut app = tab(&mut device, "#/play/monday-call?seed=7");
        for seed in 7..12 {
            assert!(!said(&app, "lines-full"), "{seed}");
            send(&mut app, &mut device, Msg::Play { seed });
            play(&mut app, &mut device, 0);
        }
        assert!(said(&app, "lines-full"));
        assert_eq!(lines(&device).iter().map(|l| l.split(' ').next().unwrap_or("").to_owned()).collect::<Vec<_>>(), ["7", "9", "10", "11"]);
    }

    #[test]
    fn a_deletion_can_be_taken_back_until_its_page_is_left() {
        let mut device = Kept::default();
        let mut app = tab(&mut device, "#/play/monday-call?seed=7");
        play(&mut app, &mut device, 2);
        let before = device.clone();
        for gone in [Msg::Erase, Msg::Forget(app.save_key())] {
            send(&mut app, &mut device, Msg::Data);
            send(&mut app, &mut device, gone);
            assert!(device.get(&app.save_key()).is_none());
            send(&mut app, &mut device, Msg::TakeBack);
            assert_eq!(device, before);
        }
        // Nobody is hurried, but whoever goes elsewhere has meant it: a week that was begun since is not given up.
        send(&mut app, &mut device, Msg::Erase);
        send(&mut app, &mut device, Msg::Play { seed: 8 });
        play(&mut app, &mut device, 1);
        let since = device.clone();
        send(&mut app, &mut device, Msg::Data);
        assert!(app.forgotten.is_empty());
        send(&mut app, &mut device, Msg::TakeBack);
        assert_eq!(device, since);
        // Nor is one that was begun in another tab.
        send(&mut app, &mut device, Msg::Erase);
        let mut other = tab(&mut device, "#/play/monday-call?seed=9");
        play(&mut other, &mut device, 1);
        app.heard(&app.save_key(), device.get(&app.save_key()).map(str::to_owned));
        let effects = app.update(Msg::TakeBack);
        assert!(!effects.iter().any(|e| matches!(e, Effect::Keep { key, .. } if *key == app.save_key())), "{effects:?}");
        assert!(effects.contains(&Effect::Announce("What was begun in its place since then stays.".into())), "{effects:?}");
    }

    #[test]
    fn answers_are_merged_by_question() {
        let mut device = Kept::default();
        let mut one = tab(&mut device, "#/play/monday-call?seed=7");
        let mut two = tab(&mut device, "#/play/monday-call?seed=7");
        let answer = |app: &mut App, device: &mut Kept, id: &str, text: &str| {
            send(app, device, Msg::Answer { id: id.into(), text: text.into() });
        };
        answer(&mut one, &mut device, "a", "first");
        answer(&mut two, &mut device, "b", "second");
        answer(&mut one, &mut device, "c", "third");
        let kept = |app: &mut App| {
            let key = app.answers_key();
            let there = app.heard(&key, device.get(&key).map(str::to_owned));
            assert!(there && !said(app, "other-answer"));
            app.answers.answers.iter().map(|a| format!("{} {}", a.0, a.1)).collect::<Vec<_>>()
        };
        for app in [&mut one, &mut two] {
            assert_eq!(kept(app), ["a first", "b second", "c third"]);
        }
        // One question answered in both, before the one heard of the other: its text is said in full.
        answer(&mut one, &mut device, "a", "first of one");
        answer(&mut two, &mut device, "a", "of two");
        let notice = two.notices.iter().find(|n| n.id == "other-answer");
        assert!(notice.is_some_and(|n| n.text.contains("first of one")), "{:?}", two.notices);
        // What one typed itself is no other's.
        answer(&mut two, &mut device, "b", "second, longer");
        answer(&mut two, &mut device, "b", "second, longer still");
        assert_eq!(two.notices.iter().filter(|n| n.id == "other-answer").count(), 1);
        assert!(!said(&one, "other-answer"));
    }

    #[test]
    fn answers_of_a_newer_program_are_not_lost_without_a_word() {
        let mut device = Kept::default();
        device.insert(format!("{PREFIX}answers/monday-call"), "{\"version\": 9}".to_owned());
        assert!(said(&tab(&mut device, "#/play/monday-call?seed=7"), "answers-damaged"));
    }
}
