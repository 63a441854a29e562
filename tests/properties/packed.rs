//! Scenarios in links: file, link, file again, and whatever else a link may hold.

use proptest::prelude::*;
use scenario::codec::link;
use scenario::codec::packed::{pack, unpack};
use scenario::{FIRST, built_in, built_ins, compact, edition};
use std::borrow::Cow;

/// The most characters of a link that holds a whole week of the size of the first, and of one that
/// changes ten of its scenes.
const WHOLE: usize = 35_000;
const TEN_SCENES: usize = 4_000;

/// The present texts alone.
fn base(id: &str, same: &dyn Fn(&str) -> bool) -> Option<Cow<'static, str>> {
    built_in(id).map(Cow::Borrowed).filter(|text| same(text))
}

#[test]
fn links_are_as_short_as_they_are_said_to_be() {
    for (id, text) in built_ins() {
        let whole = pack(text, std::iter::empty());
        println!("{id}: {} characters whole", whole.len());
        assert!(whole.len() <= WHOLE, "{id}: {}", whole.len());
    }
    // Another first line and another label in each of ten scenes, a hundred characters and more each.
    let mut week = app::write::Writing::copy_of(FIRST.1);
    for i in 0..10 {
        let line = format!(
            "Ward {i} rang at seven: the night shift has {} beds to make up, two people, and a lift that stops between floors.",
            9 + i * 3
        );
        assert!(week.put(&format!("/scenes/{i}/lines/0/text"), &line).changed);
        let label = format!("Put the day shift on floor {i} and tell the porters which of the two corridors comes first.");
        assert!(week.put(&format!("/scenes/{i}/moves/0/label"), &label).changed);
    }
    let changed = compact(&week.text());
    let key = pack(&changed, built_ins());
    println!("ten changed scenes: {} characters", key.len());
    assert!(key.len() <= TEN_SCENES, "{}", key.len());
    assert_eq!(unpack(&key, base), Ok(changed));
}

/// A built-in text with pieces taken out, doubled, or replaced.
fn edited() -> impl Strategy<Value = String> {
    let cut = (any::<prop::sample::Index>(), 0usize..400, "[a-z \u{e9}\u{4e00}]{0,40}", any::<bool>());
    prop::collection::vec(cut, 0..8).prop_map(|cuts| {
        let mut text: Vec<char> = FIRST.1.chars().collect();
        for (at, length, new, double) in cuts {
            let at = at.index(text.len());
            let end = (at + length).min(text.len());
            let piece: Vec<char> = text[at..end].iter().copied().filter(|_| double).collect();
            text.splice(at..end, new.chars().chain(piece.clone()).chain(piece));
        }
        text.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_packed_comes_back_byte_for_byte(text in prop_oneof![edited(), "\\PC{0,300}"]) {
        for key in [pack(&text, built_ins()), pack(&text, std::iter::empty())] {
            prop_assert_eq!(unpack(&key, base), Ok(text.clone()));
            prop_assert_eq!(edition(&unpack(&key, base).unwrap_or_default()), edition(&text));
            if key.len() < link::LONGEST {
                let fragment = format!("#/play/{key}?v=1&seed=7");
                prop_assert_eq!(link::read(&fragment).map(|r| r.to_string()), Ok(fragment));
            }
        }
    }

    #[test]
    fn a_damaged_key_is_refused_or_is_a_text(text in edited(), at in any::<prop::sample::Index>(), with in "[A-Za-z0-9_-]{0,4}") {
        let key = pack(&text, built_ins());
        let at = 2 + at.index(key.len() - 2);
        let bad = format!("{}{with}{}", &key[..at], &key[(at + 1).min(key.len())..]);
        let _ = unpack(&bad, base);
        let _ = app::load(&bad);
    }

    #[test]
    fn any_key_is_refused_in_words_or_is_a_text(key in "x\\.[A-Za-z0-9_-]{0,200}") {
        if let Err(why) = unpack(&key, base) {
            prop_assert!(why.to_string().ends_with('.'));
        }
        let _ = app::load(&key);
    }
}
