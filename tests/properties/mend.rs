//! Links on their way: cut anywhere, wrapped anywhere and in anything, a link reads as itself, or is said
//! to be cut or damaged; never as another week in silence.

use super::common::{choose, config, page, week};
use app::{App, Kept, Library, Msg, Screen};
use proptest::prelude::*;
use proptest::sample::Index;
use scenario::codec::link::{self, PlayLink, Route};
use scenario::codec::mend;

/// The fragment of a random week at a random point of it, as the page writes it.
fn written() -> impl Strategy<Value = String> {
    (week(), 0..27usize, any::<bool>(), any::<bool>()).prop_map(|((seed, picks), length, blind, map)| {
        let mut page = page(Kept::default());
        page.update(Msg::Play { seed });
        page.blind = blind;
        for step in 0..length {
            if step % 2 == 0 { choose(&mut page, picks[step / 2]) } else { drop(page.update(Msg::Next)) }
        }
        if map {
            page.update(Msg::Map);
        }
        page.route().to_string()
    })
}

fn played(route: &Route) -> Option<&PlayLink> {
    match route {
        Route::Play(l) | Route::Debrief(l) | Route::Map(l) | Route::Why(l) => Some(l),
        _ => None,
    }
}

/// A character of an address as other programs write it.
fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// What programs do to a whole address.
const WRAPPERS: usize = 13;

fn wrapped(address: &str, how: usize) -> String {
    match how {
        0 => percent(address),
        1 => address.replace('&', "&amp;"),
        2 => address.replace('&', "&#38;").replace('=', "&#x3D;"),
        3 => format!("\u{201e}{address}\u{201c}."),
        4 => format!("<{address}>\u{200b}\u{2026}"),
        5 => format!("https://nam02.safelinks.protection.outlook.com/?url={}&data=05%7C02%7C&sdata=a%3D&reserved=0", percent(address)),
        6 => format!("https://urldefense.proofpoint.com/v1/url?u={}&k=a%3D%3D%0A&r=b&m=c%3D&s=d", percent(address)),
        7 => {
            let dashed = percent(address).replace('-', "%2D").replace('_', "%5F").replace("%2F", "_").replace('%', "-");
            format!("https://urldefense.proofpoint.com/v2/url?u={dashed}&d=DwMFAg&c=e&r=s&m=n&s=v&e=")
        }
        8 => format!("https://urldefense.com/v3/__{}__;Iw!!a!b$", address.replacen('#', "*", 1)),
        9 => format!("https://www.google.com/url?q={}&sa=D&source=editors&ust=1&usg=x", percent(address)),
        10 => address.to_ascii_uppercase().replacen("HTTPS://A.EXAMPLE", "https://a.example", 1),
        11 => address.replace('=', "=3D"),
        _ => address.replace('&', "\\u0026").replace('/', "\\/"),
    }
}

#[track_caller]
fn reads(text: &str, fragment: &str) -> Result<(), TestCaseError> {
    let mended = mend::read(text);
    let found = mended.as_ref().map(|m| m.route.to_string()).ok();
    prop_assert_eq!(found.as_deref(), Some(fragment), "{} {:?}", text, mended);
    Ok(())
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn a_link_cut_anywhere_is_never_another_week_in_silence(fragment in written(), how in 0..WRAPPERS) {
        let whole = link::read(&fragment).unwrap();
        let texts = [fragment.clone(), wrapped(&format!("https://a.example/b/{fragment}"), how)];
        for text in &texts {
            for at in (0..text.len()).filter(|at| text.is_char_boundary(*at)) {
                let Ok(mended) = mend::read(&text[..at]) else { continue };
                let Some(link) = played(&mended.route) else { continue };
                // Nothing of a week is left in it, so it asks for a new one.
                let bare = link.seed.is_none() && link.moves.is_empty() && link.edition.is_none();
                prop_assert!(link.cut || bare || Some(link) == played(&whole), "{} of {} became {:?}", &text[..at], text, mended);
            }
        }
    }

    #[test]
    fn a_link_in_two_wrappers_reads_as_itself(fragment in written(), first in 0..WRAPPERS, second in 0..WRAPPERS) {
        let once = wrapped(&format!("https://a.example/b/{fragment}"), first);
        reads(&once, &fragment)?;
        // A wrapper keeps no capital letters of another's, and no mail program encodes what is encoded.
        if second != 10 && second != 11 && first != 11 {
            reads(&wrapped(&once, second), &fragment)?;
        }
    }

    #[test]
    fn a_link_wrapped_anywhere_reads_as_itself(fragment in written(), places in proptest::collection::vec(any::<Index>(), 1..4), how in 0..4usize) {
        let address = format!("https://a.example/b/{fragment}");
        let mut places: Vec<usize> = places.iter().map(|place| place.index(address.len()).max(1)).collect();
        places.sort_unstable();
        let mut broken = address.clone();
        for place in places.into_iter().rev() {
            broken.insert_str(place, ["\n", "\r\n", "\n> ", "\u{200b}"][how]);
        }
        reads(&broken, &fragment)?;
    }

    /// The first part of the program leaves what does not read to the other, which says what it did.
    #[test]
    fn what_was_put_right_is_said_and_opens_as_the_link_itself(fragment in written(), how in 0..3usize) {
        let text = [percent(&fragment).replacen("%23", "#", 1), format!("{fragment}.\u{2026}"), fragment.replace("#/", "#/ ").replace("moves", "Moves")];
        let open = |library: Library, fragment: &str| {
            let mut app = App::with(library, Kept::default());
            app.update(Msg::Address { fragment: fragment.to_owned(), seed: 1 });
            app
        };
        let text = &text[how];
        prop_assume!(link::read(text).is_err());
        prop_assert_eq!(open(Library::FIRST, text).screen, Screen::Elsewhere);
        let (right, plain) = (open(Library::WHOLE, text), open(Library::WHOLE, &fragment));
        prop_assert_eq!((right.route(), &right.line, right.blind, &right.screen), (plain.route(), &plain.line, plain.blind, &plain.screen));
        prop_assert!(right.notices.iter().any(|n| n.id == "mended") && right.asked == fragment, "{:?}", right.notices);
        prop_assert!(plain.notices.iter().all(|n| n.id != "mended" && n.id != "cut"), "{:?}", plain.notices);
    }
}
