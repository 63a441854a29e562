//! What a device holds: saves, answers, drafts and statements that were not sent. Others may have
//! written there, and an older or newer program. Read, written and read again; then a whole visit.

use super::{page, picks, readers, shown, text};
use app::write::Writing;
use app::{Msg, Screen};
use scenario::codec::save::{self, MOST_LINES, Save, Week};

pub fn run(data: &[u8]) {
    let text = text(data);
    readers::saved(&text);
    if let Ok(draft) = Writing::from_draft("by-friday/draft/1", &text) {
        let again = Writing::from_draft("by-friday/draft/1", &draft.draft());
        assert!(again.is_ok_and(|w| w.text() == draft.text()));
    }
    visit(&text, data);
    // As the moves of a save that can be read: any text gets there.
    let week = Week { seed: 7, moves: text.chars().take(4_000).collect(), team: String::new() };
    let odd = Save { version: save::VERSION, edition: "abcdef".into(), lines: vec![week.clone()], week, after: true, blind: false };
    visit(&save::write(&odd), data);
}

fn visit(kept: &str, data: &[u8]) {
    let (week, answers) = ("by-friday/save/monday-call", "by-friday/answers/monday-call");
    let mut here = page(&[(week, kept), (answers, kept), ("by-friday/draft/1", kept), ("by-friday/other", kept)]);
    here.update(Msg::Address { fragment: String::new(), seed: 5 });
    assert!(save::read(kept).is_ok() || here.notices.iter().any(|n| n.id.starts_with("save-")), "a bad save is told");
    shown(&mut here);
    for msg in [Msg::Data, Msg::Continue, Msg::Answer { id: "q".into(), text: "a".into() }] {
        here.update(msg);
        shown(&mut here);
    }
    let mut picks = picks(data);
    for turn in 0..3 {
        let moves = here.place().map_or_else(Vec::new, |p| p.moves);
        if let Some(mv) = moves.get(picks.next().unwrap_or(0) % moves.len().max(1)) {
            here.update(Msg::Choose(mv.index));
        }
        here.update(Msg::Next);
        if turn == 1 {
            here.update(Msg::Reopen(0));
        }
    }
    shown(&mut here);
    here.update(Msg::Play { seed: 9 });
    let first = here.place().and_then(|p| p.moves.first().map(|m| m.index));
    here.update(Msg::Choose(first.expect("a new week can be begun")));
    here.update(Msg::Next);
    let save = here.kept.get(week).map(save::read);
    assert!(save.is_some_and(|s| s.is_ok_and(|s| s.lines.len() <= MOST_LINES + 1)), "what the visit keeps can be read");
    for msg in [Msg::Debrief, Msg::Map, Msg::Why, Msg::Data, Msg::Erase] {
        here.update(msg);
    }
    assert!(here.screen == Screen::Start || !here.kept.iter().any(|k| k.0 == week), "erased");
}
