//! A fragment: read, written, opened, played on, and opened again where it leads.
//!
//! Besides fragments there are two forms for scenarios in links, which no fuzzer would find: `pack`
//! and a line's end before a scenario's text, `raw` before the bytes that are then written in base 64.

use super::{page, picks, readers, shown, text};
use app::hosted::Hosted;
use app::{App, Msg, Screen};
use scenario::codec::packed;

pub fn run(data: &[u8]) {
    if let Some(rest) = data.strip_prefix(b"pack\n") {
        let scenario = scenario::compact(&text(rest));
        // Beside one built-in text: to look through all takes long.
        let key = packed::pack(&scenario, scenario::built_ins().skip(1).take(usize::from(data.len().is_multiple_of(8))));
        assert!(packed::is_packed(&key));
        assert_eq!(packed::unpack(&key, base).as_deref(), Ok(scenario.as_str()), "it comes back byte for byte");
        opened(&format!("#/play/{key}?seed=1"), data);
    } else if let Some(rest) = data.strip_prefix(b"raw\n") {
        let key = format!("x.{}", base64(rest));
        match packed::unpack(&key, base) {
            Ok(text) => assert!(text.len() <= scenario::LARGEST),
            Err(why) => assert!(why.to_string().ends_with('.')),
        }
        opened(&format!("#/play/{key}?seed=1"), data);
    } else {
        opened(&text(data), data);
    }
}

/// Base 64 for addresses, written here a second time.
fn base64(bytes: &[u8]) -> String {
    let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut out, mut bits, mut held) = (String::new(), 0u32, 0);
    for b in bytes {
        (bits, held) = (bits << 8 | u32::from(*b), held + 8);
        while held >= 6 {
            held -= 6;
            out.push(char::from(digits[(bits >> held & 63) as usize]));
        }
        bits &= (1 << held) - 1;
    }
    if held > 0 {
        out.push(char::from(digits[(bits << (6 - held) & 63) as usize]));
    }
    out
}

fn opened(fragment: &str, data: &[u8]) {
    readers::link(fragment);
    let mut here = page(&[]);
    here.update(Msg::Address { fragment: fragment.to_owned(), seed: 7 });
    shown(&mut here);
    again(&here);
    if matches!(here.screen, Screen::Error(_) | Screen::From(_)) {
        return;
    }
    // On from there: some moves, another begin, the end.
    let mut picks = picks(data);
    for _ in 0..3 {
        let moves = here.place().map_or_else(Vec::new, |p| p.moves);
        if let Some(mv) = moves.get(picks.next().unwrap_or(0) % moves.len().max(1)) {
            here.update(Msg::Choose(mv.index));
        }
        here.update(Msg::Next);
    }
    shown(&mut here);
    again(&here);
    for msg in [Msg::Reopen(picks.next().unwrap_or(0) % 4), Msg::Map, Msg::Why, Msg::Debrief, Msg::Restart { seed: 3 }] {
        here.update(msg);
        again(&here);
    }
    let mut host = Hosted::new(None);
    host.show(fragment, true, false, 1_000);
    host.show(&here.route().to_string(), true, false, 2_000);
    let _ = (host.week(), host.due(9_000));
}

/// The address of what is shown leads there.
fn again(here: &App) {
    let address = here.route().to_string();
    let mut there = page(&[]);
    there.update(Msg::Address { fragment: address.clone(), seed: 8 });
    if !matches!(here.screen, Screen::Error(_)) {
        assert_eq!(there.screen, here.screen, "{address}");
        if here.line.is_some() && matches!(here.screen, Screen::Play | Screen::Debrief) {
            assert!(there.line == here.line, "another line behind {address}");
        }
    }
}

/// The built-in texts as they are now: no kept edition.
fn base(id: &str, _: &dyn Fn(&str) -> bool) -> Option<std::borrow::Cow<'static, str>> {
    scenario::built_in(id).map(std::borrow::Cow::Borrowed)
}
