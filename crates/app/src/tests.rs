//! Editions side by side: an old link plays as it was where its edition is kept, and says so where it
//! is not.

use super::forecasts::{self, Forecasts};
use super::{App, Effect, Kept, Library, Msg, Screen, from};
use scenario::codec::link::{BadLink, PlayLink, Route};
use scenario::codec::packed;

/// A released edition that is not the present one.
fn old() -> &'static str {
    scenario::editions("monday-call").next().map_or("", |e| e.0)
}

/// Moves of it, the last of which the present one does not offer there.
const ITS_OWN: &str = "hedge.with.express.each-list";

fn opened_in(mut app: App, fragment: &str) -> App {
    app.update(Msg::Address { fragment: fragment.to_owned(), seed: 3 });
    app
}

fn opened(fragment: &str) -> App {
    opened_in(App::new(Kept::default()), fragment)
}

fn said(app: &App, id: &str) -> bool {
    app.notices.iter().any(|n| n.id == id)
}

fn taken(app: &App) -> Vec<String> {
    app.line.as_ref().map_or_else(Vec::new, |line| app.move_ids(line))
}

#[test]
fn a_damaged_link_is_said_to_be_one_and_what_is_none_of_ours_is_the_start() {
    for damaged in ["#/play/one-came-back?seed=0&team=;#michael.0.0.0", "#/debrief/monday-call?seed=7&;#"] {
        assert_eq!(opened(damaged).screen, Screen::Error(BadLink::Changed.to_string()), "{damaged}");
    }
    for other in ["#roadmap", "#/displays/one", "#main"] {
        assert_eq!(opened(other).screen, Screen::Start, "{other}");
    }
}

#[test]
fn a_link_to_a_kept_edition_plays_as_it_was() {
    let link = format!("#/play/monday-call?v=1&e={}&seed=7&moves={ITS_OWN}&n=4", old());
    let app = opened(&link);
    assert!(app.older() && said(&app, "other-edition") && !said(&app, "bad-move"), "{:?}", app.notices);
    assert_eq!((app.route().to_string(), taken(&app)), (link, ITS_OWN.split('.').map(str::to_owned).collect()));
    let has_cards = |app: &App| app.loaded.scenario.scenes.iter().any(|s| s.id == "cards");
    assert!(!has_cards(&app));
    // The newest stands beside it, and goes another way after the third move.
    let newest = opened("#/play/monday-call?seed=7&moves=hedge");
    assert_eq!((newest.older(), newest.notices.len(), taken(&newest).len(), has_cards(&newest)), (false, 0, 1, true));
    let mixed = opened(&format!("#/play/monday-call?seed=7&moves={ITS_OWN}"));
    assert!(said(&mixed, "bad-move") && taken(&mixed).len() == 3);
    // From one to the other and back, in one page.
    let app = opened_in(app, "#/play/monday-call?seed=7&moves=hedge");
    assert_eq!((&app.line, &app.loaded.edition), (&newest.line, &newest.loaded.edition));
    let transcript = super::export::transcript_json(&format!("#/play/monday-call?e={}&seed=7&moves={ITS_OWN}", old()));
    assert!(transcript.is_ok_and(|t| t.contains(&format!("\"edition\": \"{}\"", old()))));
}

#[test]
fn a_week_goes_on_in_the_edition_it_began_in_and_a_new_one_is_of_the_newest() {
    let mut app = opened(&format!("#/play/monday-call?e={}&seed=7&moves=hedge&show=after", old()));
    app.update(Msg::Next);
    let kept = app.kept.clone();
    let again = opened_in(App::new(kept.clone()), "#/play/monday-call");
    assert_eq!((&again.line, again.older(), again.visiting), (&app.line, true, false));
    assert!(said(&again, "other-edition"));
    // The first part of the program has the newest only: it hands such a week over.
    let link = format!("#/play/monday-call?e={}&seed=7", old());
    assert_eq!(opened_in(App::with(Library::FIRST, Kept::default()), &link).screen, Screen::Elsewhere);
    let mut web = opened_in(App::with(Library::FIRST, kept.clone()), "#/");
    web.update(Msg::Continue);
    assert_eq!(web.screen, Screen::Elsewhere);
    assert_eq!(opened_in(App::new(kept), &web.route().to_string()).line, app.line);
    app.update(Msg::Restart { seed: 8 });
    assert!(!app.older() && app.screen == Screen::Play && !said(&app, "other-edition"));
}

/// A scenario that somebody wrote, and the same with one move of another name.
fn written() -> [String; 2] {
    let first = include_str!("../../../public/examples/first-friday.json");
    [first.to_owned(), first.replace("\"id\": \"think\"", "\"id\": \"sit-down\"")]
}

#[test]
fn a_link_of_edition_1_opens_in_edition_2_at_the_last_move_there_still_is() {
    let [one, two] = written().map(|text| from::key(&text).unwrap_or_default());
    let moves = ["assign", "think", "lead"].map(str::to_owned).to_vec();
    let first = opened(&Route::Play(PlayLink { scenario: one, seed: Some(7), moves, ..PlayLink::default() }).to_string());
    assert_eq!((taken(&first).len(), first.notices.len()), (3, 0));
    let Some(line) = &first.line else { panic!("it is played") };
    let link = PlayLink { scenario: two, ..first.link(line) };
    let second = opened(&Route::Play(link).to_string());
    assert!(said(&second, "other-edition") && said(&second, "bad-move"), "{:?}", second.notices);
    assert_eq!((taken(&second), &second.screen), (vec!["assign".to_owned()], &Screen::Play));
    // A built-in one, of an edition that nobody kept.
    let lost = opened("#/play/monday-call?e=000000&seed=7&moves=hedge.assign.gone.more");
    assert!(said(&lost, "other-edition") && said(&lost, "bad-move"));
    assert_eq!((taken(&lost), lost.older()), (vec!["hedge".to_owned(), "assign".to_owned()], false));
}

#[test]
fn a_copy_of_a_kept_edition_is_read() {
    let (_, key) = scenario::editions("monday-call").next().unwrap_or_default();
    let text = packed::unpack(key, super::base).unwrap_or_default();
    let copy = text.replace("\"title\":\"The Monday call\"", "\"title\":\"My own\"");
    let link = packed::pack(&copy, std::iter::once(("monday-call", text.as_str())));
    assert!(link.len() < 200, "it is a change: {}", link.len());
    let app = opened(&format!("#/play/{link}?seed=7&moves={ITS_OWN}"));
    assert_eq!((app.loaded.scenario.title.as_str(), taken(&app).len()), ("My own", 4));
}

/// Who says what.
fn spoken(lines: &[engine::model::scenario::Line]) -> Vec<(Option<&str>, &str)> {
    lines.iter().map(|l| (l.who.as_deref(), l.text.as_str())).collect()
}

/// The first part has Monday's texts; those of the other days come later, or the rest of the program has them.
#[test]
fn the_texts_of_later_days_come_later() {
    let open = |moves: &str| {
        let mut app = App::with(Library::FIRST, Kept::default());
        app.update(Msg::Address { fragment: format!("#/play/monday-call?seed=7&moves={moves}"), seed: 0 });
        app
    };
    assert!(!open("").untold() && !open("hedge.assign").untold());
    let tuesday = "hedge.assign.express";
    let whole = opened(&format!("#/play/monday-call?seed=7&moves={tuesday}"));
    assert!(!whole.untold());
    let mut app = open(tuesday);
    assert!(app.untold() && !app.missing);
    assert_eq!(app.update(Msg::Later(scenario::LATER.into())), vec![Effect::Focus]);
    assert!(!app.untold());
    assert_eq!(app.place(), whole.place());
    assert_eq!(app.update(Msg::Later(String::new())), vec![], "they are there");
    assert!(!app.untold() && !app.missing);

    let mut app = open(tuesday);
    app.update(Msg::Later("<!doctype html>".into()));
    assert!(app.untold() && app.missing);
    app.update(Msg::Later(scenario::LATER.into()));
    assert!(!app.untold() && !app.missing, "they came after all");
}

/// What the first part of the program carries of the scenario plays as the whole of it does.
#[test]
fn the_first_part_plays_the_same_week() {
    let load = |library: Library| (library.load)("monday-call", None).expect("it is built in");
    let (mut first, whole) = (load(Library::FIRST), load(Library::WHOLE));
    first.scenario = scenario::told(scenario::LATER).expect("the texts of the other days");
    assert_eq!((first.program, first.edition, first.decisions), (whole.program, whole.edition, whole.decisions));
    for (a, b) in first.scenario.scenes.iter().zip(&whole.scenario.scenes) {
        assert_eq!((&a.id, a.at, &a.title, &a.place, &a.with, &a.own_words), (&b.id, b.at, &b.title, &b.place, &b.with, &b.own_words));
        assert_eq!((a.situation.familiar, a.situation.severe), (b.situation.familiar, b.situation.severe));
        assert_eq!(spoken(&a.lines), spoken(&b.lines));
        for (a, b) in a.moves.iter().zip(&b.moves) {
            assert_eq!((&a.id, &a.label, a.style, a.default, &a.because), (&b.id, &b.label, b.style, b.default, &b.because));
            assert_eq!(spoken(&a.reaction), spoken(&b.reaction));
        }
        assert_eq!(a.moves.len(), b.moves.len());
    }
    let (a, b) = (&first.scenario, &whole.scenario);
    assert_eq!((&a.id, &a.title, &a.summary, a.minutes, a.deadline), (&b.id, &b.title, &b.summary, b.minutes, b.deadline));
    assert_eq!((&a.goods, &a.leaves, &a.team, &a.facts, &a.flags), (&b.goods, &b.leaves, &b.team, &b.facts, &b.flags));
    assert_eq!(a.scenes.len(), b.scenes.len());
    let owned =
        |s: &engine::model::Scenario| s.work.tasks.iter().map(|t| (t.id.clone(), t.name.clone(), t.owner.clone())).collect::<Vec<_>>();
    assert_eq!(owned(a), owned(b));
    // A move's grounds are shown in play.
    let grounds = whole.scenario.scenes.iter().flat_map(|s| &s.moves).flat_map(|m| &m.because.rests_on);
    for id in grounds {
        let of = |l: &engine::model::Scenario| l.assumptions.iter().find(|a| a.id == *id).map(super::play::ground);
        assert!(of(&whole.scenario).is_some());
        assert_eq!(of(&first.scenario), of(&whole.scenario), "{id}");
    }
}

/// A promise is one only where the scenario says so.
#[test]
fn what_is_known_promised_and_decided_stand_apart() {
    let known = |moves: &str| opened(&format!("#/play/monday-call?seed=7&moves={moves}")).known_now().map(|list| list.len());
    assert_eq!(known("hedge.with.ask-michael.ask-how"), [3, 0, 1]);
    assert_eq!(known("ask-team.with"), [1, 1, 0]);
}

/// No change without its cause: between two decisions it is said what happened.
#[test]
fn what_happened_between_two_decisions_is_said() {
    let mut causes = 0;
    for seed in [7, 11, 2024] {
        for style in [engine::model::Style::Directive, engine::model::Style::Collaborative] {
            let mut app = opened(&format!("#/play/monday-call?seed={seed}"));
            while let Some(place) = app.place() {
                // Where the moves lie does not hang on what is still worked out.
                let before = app.meanwhile();
                app.forecasts.finish(&app.loaded.program);
                let meanwhile = app.meanwhile();
                let lines = |m: &Option<super::play::Meanwhile>| m.as_ref().map(|m| (m.chance.is_some(), m.events.clone()));
                assert_eq!(lines(&before), lines(&meanwhile));
                if place.after.is_some() {
                    assert_eq!(meanwhile, None);
                    if place.after.is_some_and(|a| a.last) {
                        break;
                    }
                    app.update(Msg::Next);
                    continue;
                }
                let scene = usize::from(app.line.as_ref().expect("a line").state.scene);
                if let Some(m) = &meanwhile {
                    causes += usize::from(m.chance.as_ref().is_some_and(|c| c.way.is_ne()));
                    let words = m.chance.as_ref().filter(|c| c.way.is_ne()).map_or("", |c| &c.text).split([' ', '%']);
                    let by = words.filter_map(|w| w.parse::<i32>().ok()).reduce(|a, b| b - a).unwrap_or(0);
                    assert!(by.abs() < 5 || !(m.events.is_empty() && m.felt.is_empty()), "{} has no cause for {by}", place.scene);
                }
                app.update(Msg::Choose(app.loaded.program.scenes[scene].default[style as usize] as usize));
            }
        }
    }
    assert!(causes > 20, "{causes}");
}

/// Whose engagement moved alike stand in one sentence, with the way it went; their needs stand apart.
#[test]
fn those_of_one_mind_are_told_together() {
    let mut app = opened("#/play/monday-call?seed=7");
    app.update(Msg::Choose(1));
    let all = app.place().and_then(|p| p.after).expect("what it changed");
    let felt: Vec<_> = all.felt.iter().map(|c| (c.text.as_str(), c.way)).collect();
    assert_eq!(felt, [("Michael, Anna and John: engagement +2", std::cmp::Ordering::Greater)]);
    assert_eq!(all.needs.len(), 1);
    assert!(all.needs[0].starts_with("Michael, Anna and John: autonomy +0.07"), "{:?}", all.needs);
    // In every week: who is told of is told of once, and of each whose engagement moved.
    for style in [engine::model::Style::Directive, engine::model::Style::Collaborative] {
        let mut app = opened("#/play/monday-call?seed=11");
        while let Some(place) = app.place() {
            let Some(after) = &place.after else {
                let scene = usize::from(app.line.as_ref().expect("a line").state.scene);
                app.update(Msg::Choose(app.loaded.program.scenes[scene].default[style as usize] as usize));
                continue;
            };
            let told = |name: &str| after.felt.iter().filter(|c| c.text.contains(name)).count();
            for (name, p) in ["Michael", "Anna", "John"].into_iter().zip(app.measures_now().expect("measures").team) {
                let needs = after.needs.iter().filter(|n| n.contains(name)).count();
                assert_eq!((told(name), needs), if needs > 0 || p.change.is_some() { (1, 1) } else { (0, 0) }, "{name}: {after:?}");
            }
            if after.last {
                break;
            }
            app.update(Msg::Next);
        }
    }
}

/// A move that changes nothing is told as one, to those who hear the page too.
#[test]
fn a_move_that_changes_nothing_says_so() {
    let mut app = opened(
        "#/play/monday-call?seed=7&moves=hedge.with.express.ask-how.decide.obstacles.on-task.ask.order.ask-commit.take-charge.review",
    );
    let told = app.update(Msg::Choose(0));
    let said = told.iter().find_map(|e| if let Effect::Announce(text) = e { Some(text.as_str()) } else { None });
    assert_eq!(said, Some("What changed: Nothing in the week\u{2019}s figures."));
}

#[test]
fn where_a_press_would_lead_is_worked_out_while_one_reads() {
    let mut app = opened("#/play/monday-call?seed=7");
    let take = |app: &mut App| {
        let mut asked = 0;
        while let Some((link, unit)) = app.next_unit() {
            let there = opened(&link);
            let part = forecasts::unit(&there.loaded.program, &there.line.as_ref().unwrap().state, unit);
            asked += u32::from(app.forecasts.part(&link, unit, &part));
        }
        asked
    };
    // Only what is shown is asked for; nobody waits for the rest.
    assert_eq!(take(&mut app), forecasts::UNITS);
    let moves = app.place().unwrap().moves;
    for mv in &moves {
        let mut pressed = app.clone();
        pressed.update(Msg::Choose(mv.index));
        assert!(!pressed.forecasts.busy(), "{} is known", mv.id);
        assert!(pressed.measures_now().unwrap().settled);
        let alone = opened(&pressed.route().to_string());
        let (program, state) = (&alone.loaded.program, pressed.line.as_ref().unwrap().state);
        let mut forecasts = Forecasts::default();
        forecasts.want(program, &state, forecasts::Soon::First, String::new);
        forecasts.finish(program);
        assert_eq!(pressed.measures_now().unwrap().chance, forecasts.get(program, &state), "the same figure");
    }
    // Who presses at once waits for that alone.
    app.update(Msg::Choose(moves[0].index));
    app.update(Msg::Next);
    app.update(Msg::Choose(app.place().unwrap().moves[0].index));
    assert!(app.forecasts.busy());
    app.forecasts.finish(&app.loaded.program);
    assert!(!app.forecasts.busy() && app.measures_now().unwrap().settled);
}

/// What was worked out ahead in part, then given up and asked for after all, is counted once.
#[test]
fn a_forecast_that_was_given_up_half_way_is_the_same() {
    let app = opened("#/play/monday-call?seed=7");
    let (program, state) = (&app.loaded.program, app.line.as_ref().unwrap().state);
    let (mut whole, mut halves) = (Forecasts::default(), Forecasts::default());
    whole.want(program, &state, forecasts::Soon::First, String::new);
    whole.finish(program);
    halves.want(program, &state, forecasts::Soon::Ahead, || "here".to_owned());
    let (link, unit) = halves.give().unwrap();
    halves.part(&link, unit, &forecasts::unit(program, &state, unit));
    halves.settle();
    halves.want(program, &state, forecasts::Soon::First, || "here".to_owned());
    halves.finish(program);
    assert_eq!(halves.settled(program, &state), whole.settled(program, &state));
}

/// What comes later makes what is in hand whole, at the place where it is; what had to wait for it is opened.
#[test]
fn the_rest_of_the_program_takes_over_where_the_first_part_is() {
    let mut app = App::with(Library::FIRST, Kept::default());
    app.update(Msg::Address { fragment: "#/play/monday-call?seed=7&moves=hedge.assign.express".into(), seed: 0 });
    assert!(app.untold());
    assert_eq!(app.widen(Library::WHOLE, 0), vec![], "nothing waits");
    let whole = opened("#/play/monday-call?seed=7&moves=hedge.assign.express");
    assert_eq!((app.place(), &app.line, &app.loaded.scenario), (whole.place(), &whole.line, &whole.loaded.scenario));
    assert!(!app.untold() && app.widen(Library::FIRST, 0).is_empty() && app.library.whole, "once is enough");

    for fragment in ["#/play/red-folder?seed=7", "#/play/monday-call?v=1%26seed=7", "#/play/monday-call?seed=7&set=engagement-output:0.4"] {
        let mut app = App::with(Library::FIRST, Kept::default());
        app.update(Msg::Address { fragment: fragment.into(), seed: 0 });
        assert_eq!(app.screen, Screen::Elsewhere, "{fragment}");
        let effects = app.widen(Library::WHOLE, 0);
        let whole = opened(fragment);
        assert_eq!((&app.screen, app.route(), &app.notices), (&whole.screen, whole.route(), &whole.notices), "{fragment}");
        assert!(effects.contains(&Effect::Focus), "{effects:?}");
    }
    // A kept week of an older edition.
    let mut old = opened(&format!("#/play/monday-call?e={}&seed=7&moves=hedge&show=after", old()));
    old.update(Msg::Next);
    let mut app = opened_in(App::with(Library::FIRST, old.kept.clone()), "#/");
    app.update(Msg::Continue);
    assert_eq!(app.screen, Screen::Elsewhere);
    app.widen(Library::WHOLE, 0);
    assert_eq!((&app.line, app.older()), (&old.line, true));
}

/// The start screen is about the first week, whichever was in hand before.
#[test]
fn the_start_screen_is_about_the_first_week() {
    let first = opened("#/play/monday-call?seed=7&moves=hedge");
    for fragment in [
        "#/play/red-folder?seed=7",
        "#/play/monday-call?seed=7&set=engagement-output:0.4",
        &format!("#/play/monday-call?e={}&seed=7", old()),
    ] {
        let mut app = opened(fragment);
        app.kept = first.kept.clone();
        app.update(Msg::Start);
        assert!(app.as_first() && app.line.is_none() && app.continue_view().is_some(), "{fragment}");
        app.update(Msg::Continue);
        assert_eq!((&app.line, app.visiting), (&first.line, false), "{fragment}");
    }
    // What is shown already stays in hand.
    let mut app = first;
    app.update(Msg::Start);
    assert!(app.line.is_some());
}
