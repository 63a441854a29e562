//! A class: any text gives a page, and the order of lines changes nothing.

use app::class::{Class, Job, decisions, hand, picture, questions, show, together, view};
use app::{App, Kept};
use engine::Line;
use proptest::prelude::*;
use scenario::codec::Route;

/// A link to a week of the first scenario: a luck, moves picked by number, and how many of them.
fn link(seed: u32, picks: &[u8], decisions: usize) -> String {
    let app = App::new(Kept::default());
    let program = &app.loaded.program;
    let mut line = Line::new(program, seed);
    for pick in picks.iter().cycle().take(decisions) {
        let offered = if line.state.over() { 0 } else { program.offered(&line.state) };
        let moves: Vec<usize> = (0..32).filter(|m| offered & (1 << m) != 0).collect();
        let Some(mv) = moves.get(*pick as usize % moves.len().max(1)) else { break };
        line.play(program, *mv).expect("it is offered");
    }
    format!("https://a.example/{}", Route::Play(app.link(&line)))
}

/// Lines as they come from chats: links with names, and what else stands there.
fn line() -> impl Strategy<Value = String> {
    let week = (
        prop::sample::select(vec!["", "Anna", "Ben", "Cy Li", "12 Anna: B. [c]", "Li, \"Bo\"", "=1+1"]),
        0u32..4,
        prop::collection::vec(any::<u8>(), 1..4),
        0usize..20,
    )
        .prop_map(|(name, seed, picks, n)| format!("{name}\t{}", link(seed, &picks, n)));
    let edition = (0u32..3).prop_map(|seed| link(seed, &[0], 20).replace("e=", "e=00000f&x="));
    prop_oneof![
        8 => week,
        1 => edition,
        1 => "[a-z .:]{0,30}",
        1 => Just("#/play/monday-call?v=1&seed=1&moves=nothing".to_owned()),
        1 => Just("#/play/nowhere?v=1&seed=1&moves=a".to_owned()),
    ]
}

/// All that the page works out from a class but its figures, as a text.
fn page(class: &Class) -> String {
    let mut out = format!("{:?}\n", class.notes);
    for group in &class.groups {
        let decided = decisions::decisions(group);
        let (pairs, facts) = (decisions::pairs(group), decisions::facts(group));
        let asked = questions::questions(group, None, &decided, &[], &facts, &pairs);
        out += &format!("{} {:?} {:?}\n", group.name(), picture::picture(group, &decided), show::slides(group, None, &[], &asked));
        out += &format!("{decided:?} {pairs:?} {facts:?} {asked:?}\n{}", hand::csv(group, None, true, "https://a.example/"));
        out += &format!("{:?}\n", decided.first().map(|d| together::together(group, d.scene)));
    }
    let mut bad: Vec<String> = class.bad.iter().map(|b| format!("{} {}", b.text, b.why)).collect();
    bad.sort();
    out + &bad.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_lines_changes_nothing(lines in prop::collection::vec(line(), 0..14), turn in any::<prop::sample::Index>()) {
        let one = Class::of(&lines.join("\n"));
        let mut other = lines.clone();
        if !other.is_empty() {
            let by = turn.index(other.len());
            other.rotate_left(by);
            other.reverse();
        }
        prop_assert_eq!(page(&one), page(&Class::of(&other.join("\n"))));
    }

    #[test]
    fn a_class_comes_back_from_its_link(lines in prop::collection::vec(line(), 1..14), names in any::<bool>()) {
        let class = Class::of(&lines.join("\n"));
        let packed = hand::pack(&class, names).expect("it fits");
        let back = hand::unpack(&packed).expect("it is whole");
        prop_assert_eq!(hand::text(&back, names), hand::text(&class, names));
        prop_assert!(back.bad.is_empty());
        prop_assert_eq!(hand::packed(&back, names), packed);
        // The file is read again too, group by group, whatever a spreadsheet put for the commas.
        for group in &class.groups {
            let file = hand::csv(group, None, true, "https://a.example/");
            let again = Class::of(&file);
            let plain = |g: &app::class::Group| g.weeks.iter().map(|w| (w.name.clone(), w.link.clone())).collect::<Vec<_>>();
            prop_assert_eq!(again.groups.iter().map(plain).collect::<Vec<_>>(), vec![plain(group)]);
            prop_assert!(again.bad.is_empty());
        }
    }

    #[test]
    fn any_text_gives_a_page(text in "\\PC{0,200}", lines in prop::collection::vec(line(), 0..4), cut in any::<prop::sample::Index>()) {
        let mut all = lines.join("\n");
        let at = (0..=all.len()).filter(|i| all.is_char_boundary(*i)).nth(cut.index(all.len() + 1)).unwrap_or(0);
        all.insert_str(at, &text);
        let class = Class::of(&all);
        let _ = page(&class);
        let something = all.lines().any(|l| !l.trim().is_empty());
        prop_assert_eq!(class.weeks() + class.bad.len() > 0, something, "nothing is left out in silence");
        if let Some(group) = class.groups.first() {
            let mut job = group.job();
            for unit in 0..job.units().min(2) {
                let part = job.run(unit);
                job.add(unit, &part);
            }
        }
        let _ = (hand::Asked::of(&text), hand::unpack(&text));
    }
}

#[test]
fn figures_do_not_hang_on_the_order_of_weeks() {
    let lines: Vec<String> = (0..9u8).map(|i| link(7, &[i, i / 2, 1], 20)).collect();
    let shown = |lines: &[String]| {
        let class = Class::of(&lines.join("\n"));
        let group = &class.groups[0];
        let mut job = group.job();
        engine::job::finish(&mut job);
        let found = job.found().expect("done");
        (view::view(group, &found), decisions::splits(group, &found, 3))
    };
    let back: Vec<String> = lines.iter().rev().cloned().collect();
    assert_eq!(shown(&lines), shown(&back));
}
