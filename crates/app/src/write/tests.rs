//! The editor by example.

use super::{Control, Field, Item, Reached, Value, Writing, drafts, free_key};
use crate::Kept;

const MONDAY: &str = include_str!("../../../scenario/weeks/monday-call.json");
const EXAMPLE: &str = include_str!("../../../../public/examples/first-friday.json");

fn open(text: &str) -> Writing {
    Writing::from_text(text).unwrap_or_else(|f| panic!("{f:?}"))
}

fn errors(w: &Writing) -> Vec<String> {
    w.problems().list.into_iter().filter(|p| p.severity.name() == "error").map(|p| format!("{}: {}", p.place, p.text)).collect()
}

/// All fields of a form, those inside others too.
fn fields(list: &[Field]) -> Vec<Field> {
    let inner = |f: &Field| match &f.control {
        Control::Inside { fields: inside, more } => inner_of(inside, more.as_ref()),
        Control::Branch(b) => fields(&b.fields),
        Control::Items { items, .. } => items.iter().flat_map(|i| inner_of(&i.fields, i.more.as_ref())).collect(),
        _ => Vec::new(),
    };
    list.iter().flat_map(|f| std::iter::once(f.clone()).chain(inner(f))).collect()
}

fn inner_of(list: &[Field], more: Option<&super::Group>) -> Vec<Field> {
    fields(list).into_iter().chain(more.into_iter().flat_map(|m| fields(&m.fields))).collect()
}

#[track_caller]
fn field(w: &Writing, path: &str) -> Field {
    let page = super::places::page(path).to_owned();
    let all: Vec<Field> = w.form_at(&page).groups.iter().flat_map(|g| fields(&g.fields)).collect();
    all.into_iter().find(|f| f.path == path).unwrap_or_else(|| panic!("no field {path} on the page {page}"))
}

#[track_caller]
fn items(w: &Writing, path: &str) -> Vec<Item> {
    match field(w, path).control {
        Control::Items { items, .. } => items,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_blank_week_runs_and_nothing_is_wrong_with_it() {
    let mut w = Writing::blank(0x3f9a);
    w.check_whole();
    let all = w.problems();
    assert_eq!((all.errors, all.warnings, all.notes), (0, 0, 0), "{:?}", all.list);
    assert_eq!(all.empty, 17, "what is to be written is no mistake");
    assert!(scenario::read(&w.text()).is_ok());
    assert_eq!(w.text(), super::fresh::BLANK.replace("\"week\"", "\"week-3f9a\""), "the blank file is laid out as all are");
    // Tried out, there is something to read and to press.
    assert!(w.trial().contains("\"label\": \"(Ask the two how they would go about it.)\"") && !w.trial().contains("\"\""));
}

#[test]
fn what_is_typed_in_one_field_is_one_step() {
    let mut w = Writing::blank(1);
    for text in ["A", "Ab", "Abc"] {
        assert!(w.put("/title", text).changed);
    }
    w.put("/summary", "x");
    w.put("/title", "Abcd");
    w.settle();
    w.put("/title", "Abcde");
    assert_eq!(w.status().undo.as_deref(), Some("Change \u{201c}Title\u{201d}"));
    let titles: Vec<String> = std::iter::from_fn(|| w.undo().changed.then(|| w.title())).collect();
    assert_eq!(titles, ["Abcd", "Abc", "Abc", "A week without a title"]);
    assert!(!w.undo().changed && w.redo().changed && w.title() == "Abc");
    w.put("/summary", "y");
    w.put("/summary", "");
    assert!(w.status().redo.is_none() && w.tree().get("summary").is_none(), "an empty text is left out");
}

#[test]
fn what_cannot_be_read_stays_as_it_was_typed_and_is_said_beside_the_field() {
    let mut w = open(MONDAY);
    let path = "/scenes/0/moves/0/effects/0/feel/competence";
    assert!(w.set_json("/scenes/0/moves/0/effects", r#"[{"feel": {"competence": 1}}]"#).changed);
    w.put(path, "-12,5");
    assert!(field(&w, path).problems.iter().any(|p| p.text.contains("whole number is needed")), "while it is typed");
    w.settle();
    let f = field(&w, path);
    assert_eq!(f.control, Control::Number { value: "-12,5".into(), unit: "thousandths" });
    assert!(f.problems.iter().any(|p| p.text.contains("a whole number is needed")), "{:?}", f.problems);
    w.put(path, "\u{2212}125");
    w.settle();
    assert_eq!((w.tree().at(path), field(&w, path).problems), (Some(&Value::from(-125.0)), vec![]));
    // While somebody types, the field shows what they typed.
    w.put(path, "-1.0");
    assert_eq!(field(&w, path).control, Control::Number { value: "-1.0".into(), unit: "thousandths" });
    w.settle();
    assert_eq!(field(&w, path).control, Control::Number { value: "-1".into(), unit: "thousandths" });
}

#[test]
fn a_new_id_is_carried_to_all_that_refers_to_it_in_one_step() {
    for (path, id) in [
        ("/team/0", "mike"),
        ("/work/tasks/2", "first-batch"),
        ("/facts/1", "calibration"),
        ("/flags/0", "word-given"),
        ("/habits/4", "fifth"),
        ("/assumptions/35", "wait"),
        ("/scenes/0", "phone"),
        ("/scenes/8/moves/0", "answer"),
        ("/scenes/3/moves/0", "as-before"),
    ] {
        let mut w = open(MONDAY);
        let (before, old) = (scenario::read(MONDAY).unwrap_or_else(|e| panic!("{e}")).1, w.tree().at(&format!("{path}/id")).cloned());
        let said = w.rename(path, id);
        assert!(said.changed && said.text.contains("changed with it"), "{path}: {said:?}");
        let after = scenario::read(&w.text()).unwrap_or_else(|e| panic!("{path}: {e}")).1;
        assert!(before == after, "{path}");
        assert_eq!(w.findings().count(super::Severity::Error), 0);
        w.check_whole();
        assert!(!w.findings().list.iter().any(|f| f.code == "broken-path"), "{path}: named paths follow");
        w.undo();
        assert_eq!(w.tree().at(&format!("{path}/id")), old.as_ref());
        // Typed letter by letter, it comes to the same, even where other ids are met on the way.
        for n in 0..=id.len() {
            w.put(&format!("{path}/id"), &id[..n]);
        }
        w.put(&format!("{path}/id"), "connectors");
        w.put(&format!("{path}/id"), id);
        assert!(scenario::read(&w.text()).is_ok_and(|r| r.1 == before), "{path}");
        w.settle();
        assert!(w.undo().changed && !w.undo().changed, "one step");
    }
}

#[test]
fn an_id_that_another_has_is_refused_or_leaves_the_references_alone() {
    let mut w = open(EXAMPLE);
    assert_eq!(w.rename("/scenes/0", "lift").text, "There is another scene of the short name \u{201c}lift\u{201d}.");
    assert!(!w.rename("/scenes/0", "The plan").changed);
    assert!(!w.rename("/title", "x").changed && !w.rename("/scenes/9", "x").changed);
    // The tasks that stand for what was left out are named after people.
    let n = w.text().matches("\"idris\"").count() + w.text().matches("\"idris-part\"").count() - 1;
    assert_eq!(
        w.rename("/team/1", "sid").text,
        format!("\u{201c}idris\u{201d} is now \u{201c}sid\u{201d}; {n} references changed with it.")
    );
    assert!(scenario::read(&w.text()).is_ok_and(|r| r.1 == scenario::read(EXAMPLE).unwrap_or_else(|e| panic!("{e}")).1));
    let mut w = open(MONDAY);
    assert!(w.rename("/assumptions/0", "x").text.ends_with("it uses its own value again."));
}

/// Until somebody types a short name, it is made of what the thing is called, and references follow it.
#[test]
fn a_short_name_follows_until_it_is_typed() {
    let mut w = Writing::blank(0x3f9a);
    let at = |w: &Writing, path: &str| w.tree().at(path).and_then(Value::text).unwrap_or("").to_owned();
    for (path, text, id) in [
        ("/title", "The ward moves", "the-ward-moves-3f9a"),
        ("/title", "", "week-3f9a"),
        ("/title", "Ward four", "ward-four-3f9a"),
        ("/scenes/0/title", "The lift", "the-lift"),
        ("/scenes/1/title", "The lift", "the-lift-2"),
        ("/team/0/name", "Rosa", "rosa"),
        ("/scenes/0/moves/0/label", "Say who takes which lift.", "say-who-takes-which-lift"),
    ] {
        // Letter by letter, and through a pause.
        for n in 0..=text.len() {
            w.put(path, &text[..n]);
            if n == 2 {
                w.pause();
            }
        }
        w.settle();
        let own = path.rsplit_once('/').map_or("", |p| p.0);
        assert_eq!((at(&w, path).as_str(), at(&w, &format!("{own}/id")).as_str()), (text, id));
    }
    assert_eq!(at(&w, "/scenes/0/with/0"), "rosa", "references follow");
    w.put("/scenes/0/id", "lift");
    w.settle();
    w.put("/scenes/0/title", "The yard");
    assert_eq!(at(&w, "/scenes/0/id"), "lift", "a short name of somebody\u{2019}s own stays");
    assert_eq!(errors(&w), Vec::<String>::new());
    // What was there before anybody wrote here is somebody's own as well.
    let mut w = open(EXAMPLE);
    w.put("/scenes/0/title", "Another");
    assert_eq!(at(&w, "/scenes/0/id"), "plan");
}

/// No problem beside a field, and none in the list, speaks of the file that nobody sees.
#[test]
fn problems_speak_the_language_of_the_forms() {
    let mut w = open(EXAMPLE);
    for (path, json) in [
        ("/deadline", "\"soon\""),
        ("/minutes", "\"five\""),
        ("/scenes/0/at", "7"),
        ("/scenes/0/moves/0/style", "\"bossy\""),
        ("/scenes/0/moves/0/effects", r#"[{}, {"work": {"task": "x", "minutes": "y"}}, {"release": {"task": "shipment"}}]"#),
        ("/scenes/1/moves", "[]"),
        ("/scenes/2/lines", "[]"),
        ("/team/0/id", "\"The boss\""),
        ("/facts/0/known-by", "\"rosie\""),
        ("/scenes/2/moves/0/reaction", "[]"),
        ("/scenes/0/next", r#"[{"when": {"knows": "lift"}, "to": "last"}]"#),
    ] {
        w.set_json(path, json);
        w.clear("/scenes/2/moves/1/label");
        w.check_whole();
        for p in w.problems().list {
            let all = format!("{} {} {}", p.text, p.mend, p.place);
            assert!(!all.contains(['{', '}', '"', '[']) && !all.contains(" id ") && !all.contains("mon 09:10"), "{}: {all}", p.code);
        }
    }
}

/// What the forms can say in any usual way, and hold as the file does.
#[test]
fn times_and_durations_are_taken_as_people_write_them() {
    let mut w = open(EXAMPLE);
    for (typed, held) in [("3pm", "mon 15:00"), ("15.30", "mon 15:30"), ("1500", "mon 15:00"), ("9", "mon 09:00")] {
        w.put_part("/scenes/0/at", "clock", typed);
        let Control::Time { clock, .. } = field(&w, "/scenes/0/at").control else { panic!("a time") };
        assert_eq!((w.tree().at("/scenes/0/at"), clock.as_str()), (Some(&Value::from(held)), typed), "while it is typed");
        w.settle();
        let Control::Time { clock, .. } = field(&w, "/scenes/0/at").control else { panic!("a time") };
        assert_eq!(clock, held[4..]);
    }
    let minutes = "/scenes/0/moves/0/effects/0/meet/minutes";
    w.set_json("/scenes/0/moves/0/effects", r#"[{"meet": {"minutes": 5}}]"#);
    w.put(minutes, "1.5 hours");
    assert_eq!(w.tree().at(minutes), Some(&Value::from(90.0)));
    assert!(matches!(field(&w, minutes).control, Control::Quantity { worth, .. } if worth == "1 h 30 min"));
    w.add("/work/tasks");
    w.put("/work/tasks/0/minutes/2", "2 days");
    assert_eq!(w.tree().at("/work/tasks/0/minutes/2"), Some(&Value::from(960.0)));
}

/// A pause in typing changes nothing under the hand, and what comes after it is a step of its own.
#[test]
fn a_pause_is_a_step_and_no_change() {
    let mut w = open(EXAMPLE);
    w.go("/scenes/0/moves/0");
    w.set_json("/scenes/0/moves/0/effects", r#"[{"meet": {"minutes": 5}}]"#);
    let path = "/scenes/0/moves/0/effects/0/meet/minutes";
    w.put(path, "1.");
    w.pause();
    let shown = |w: &Writing| match w.field(path).map(|f| f.control) {
        Some(Control::Quantity { value, .. }) => value,
        other => panic!("{other:?}"),
    };
    assert_eq!(shown(&w), "1.", "not 1, to which a 5 would be added");
    w.put(path, "1.5");
    w.undo();
    assert_eq!(shown(&w), "1");
    assert!(w.form().item("/scenes/0/moves/0/effects/0").is_some_and(|i| i.open), "what was typed in is open");
}

/// Kinds that the arrow keys pass over take nothing away.
#[test]
fn a_kind_is_chosen_from_where_the_choosing_began() {
    let mut w = open(EXAMPLE);
    let list = "/scenes/0/moves/0/effects";
    w.set_json(list, r#"[{"meet": {"who": ["rosa"], "minutes": 25}}]"#);
    for kind in ["away", "work", "release", "feel", "overtime"] {
        w.kind(&format!("{list}/0"), kind);
        w.pause();
    }
    assert_eq!(w.tree().at(list).map(super::layout::line).as_deref(), Some(r#"[{"overtime": {"who": ["rosa"], "minutes": 25}}]"#));
    w.undo();
    assert_eq!(w.tree().at(list).map(super::layout::line).as_deref(), Some(r#"[{"meet": {"who": ["rosa"], "minutes": 25}}]"#), "one step");
}

#[test]
fn what_is_taken_out_says_what_still_refers_to_it() {
    let mut w = open(EXAMPLE);
    w.go("/scenes/1/moves/0");
    let said = w.remove("/facts/0");
    assert!(
        said.text.starts_with("The fact \u{201c}The big lift is out of use from Wednesday noon\u{201d}: taken out. 4 places"),
        "{}",
        said.text
    );
    assert!(said.text.contains("effect 3"), "{}", said.text);
    assert_eq!((said.focus.as_deref(), errors(&w).len()), (Some("/facts"), 4));
    assert_eq!(w.place(), "/scenes/1/moves/0");
    w.undo();
    // The place in hand goes where its scene goes.
    w.remove("/scenes/0");
    assert_eq!(w.place(), "/scenes/0/moves/0");
    w.lower("/scenes/0");
    assert_eq!(w.place(), "/scenes/1/moves/0");
    assert_eq!(w.remove("/scenes/1/moves/0").focus.as_deref(), Some("/scenes/1/moves/0"));
    assert_eq!(w.place(), "/scenes/1");
    assert_eq!((w.raise("/scenes/0").text.as_str(), w.lower("/scenes/1").text.as_str()), ("It is the first.", "It is the last."));
    w.undo();
    assert_eq!(w.place(), "/scenes/1/moves/0");
}

#[test]
fn conditions_are_wrapped_and_unwrapped() {
    let mut w = open(EXAMPLE);
    let when = "/scenes/1/lines/0/when";
    let json = |w: &Writing| w.tree().at(when).map_or_else(String::new, super::layout::line);
    let mut steps = Vec::new();
    for kind in ["not", "all", "any", "not", "knows", "took", "feels", "feels-below", "style-so-far"] {
        w.kind(when, kind);
        w.settle();
        steps.push(json(&w));
    }
    assert_eq!(
        steps,
        [
            r#"{"not": {"knows": "lift"}}"#,
            r#"{"all": [{"not": {"knows": "lift"}}]}"#,
            r#"{"any": [{"not": {"knows": "lift"}}]}"#,
            r#"{"not": {"any": [{"not": {"knows": "lift"}}]}}"#,
            r#"{"knows": "lift"}"#,
            r#"{"took": "plan.assign"}"#,
            r#"{"feels": {"who": "team", "level": 300}}"#,
            r#"{"feels-below": {"who": "team", "level": 300}}"#,
            r#"{"style-so-far": "collaborative"}"#,
        ]
    );
    w.clear(when);
    assert!(field(&w, when).left_out && field(&w, when).instead == "it is always said");
    assert!(w.kind(when, "any").changed);
    assert_eq!(w.add_kind(&format!("{when}/any"), "took").focus, Some(format!("{when}/any/1")));
    let Control::Branch(branch) = field(&w, when).control else { panic!("a condition") };
    assert!(branch.sentence.ends_with("in \u{201c}The plan\u{201d}"), "{}", branch.sentence);
}

#[test]
fn an_effect_of_another_kind_keeps_what_both_have() {
    let mut w = open(MONDAY);
    let list = "/scenes/0/moves/0/effects";
    w.set_json(list, r#"[{"meet": {"who": ["anna", "michael"], "minutes": 25}}]"#);
    let sentence = |w: &Writing| items(w, list)[0].summary.clone();
    assert_eq!(sentence(&w), "Anna and Michael meet for 25 minutes");
    w.kind(&format!("{list}/0"), "overtime");
    assert_eq!(sentence(&w), "Anna and Michael work 25 minutes longer today");
    w.set_json(list, r#"[{"chance": {"id": "rain", "p": 0.62, "then": [{"reveal": {"fact": "rig"}}], "or": []}}]"#);
    assert_eq!(sentence(&w), "With luck (62%): the player learns \u{201c}The test rig\u{2019}s calibration runs out on Thursday\u{201d}");
    w.add_kind(&format!("{list}/0/chance/or"), "work");
    w.put(&format!("{list}/0/chance/or/0/work/minutes"), "-slip-pushed");
    assert!(
        sentence(&w)
            .ends_with("else: \u{201c}Close last week\u{2019}s order\u{201d} takes 70 minutes less (\u{201c}Time won by pushing\u{201d})"),
        "{}",
        sentence(&w)
    );
}

#[test]
fn what_is_added_is_sane_wherever_it_is_added() {
    for text in [EXAMPLE, super::fresh::BLANK, MONDAY] {
        let mut w = open(text);
        for list in ["/team", "/facts", "/flags", "/habits", "/assumptions", "/scenes", "/debrief/questions", "/paths", "/scenes/0/lines"] {
            let said = w.add(list);
            assert!(said.changed && !said.text.is_empty() && said.focus.is_some_and(|f| w.tree().at(&f).is_some()), "{list}");
        }
        for list in ["/scenes/0/moves", "/scenes/0/moves", "/scenes/0/moves/0/effects", "/scenes/0/enter", "/scenes/1/moves/0/reaction"] {
            assert!(w.add(list).changed && w.duplicate(&format!("{list}/0")).changed, "{list}");
        }
        assert!(w.duplicate("/scenes/1").changed && w.add_after("/scenes/0").changed);
        for kind in ["meet", "away", "work", "feel", "reveal", "set", "overtime", "volunteer", "chance", "answer", "when"] {
            assert!(w.add_kind("/scenes/0/enter", kind).changed, "{kind}");
        }
        assert_eq!(errors(&w), Vec::<String>::new());
        // Where the work was left out, what it came to is written down, and one task more.
        let n = w.tree().at("/work/tasks").map(|t| t.items().len());
        assert!(w.add("/work/tasks").changed && errors(&w).is_empty());
        let tasks = w.tree().at("/work/tasks").map_or(0, |t| t.items().len());
        assert_eq!(tasks, n.unwrap_or(w.tree().list("team").len() + 1) + 1);
    }
}

#[test]
fn a_usual_move_takes_the_place_of_the_other() {
    let mut w = open(MONDAY);
    w.duplicate("/scenes/0/moves/0");
    let path = "/scenes/0/moves/1/default";
    assert_eq!(field(&w, path).control, Control::Tick { on: false });
    w.put(path, "true");
    assert!(w.tree().at("/scenes/0/moves/0/default").is_none() && errors(&w).is_empty(), "{:?}", errors(&w));
    w.put(path, "false");
    assert!(w.tree().at(path).is_none());
}

#[test]
fn people_are_chosen_by_ticks_and_speakers_by_name() {
    let mut w = open(MONDAY);
    let with = "/scenes/0/with";
    w.set_json(with, r#"["john"]"#);
    w.tick(with, "michael", true);
    w.tick(with, "anna", true);
    assert_eq!(w.tree().at(with).map(super::layout::line).as_deref(), Some(r#"["michael", "anna", "john"]"#));
    ["anna", "john", "michael"].iter().for_each(|id| drop(w.tick(with, id, false)));
    assert!(w.tree().at(with).is_none(), "nobody is left out");
    let who = "/scenes/0/lines/0/who";
    for (typed, id) in [("Anna", "anna"), ("ANNA", "anna"), ("you", "you"), ("Ms Castellan", "Ms Castellan")] {
        w.put(who, typed);
        assert_eq!(w.tree().at(who), Some(&Value::from(id)));
    }
    w.put(who, "");
    assert!(field(&w, who).left_out);
    w.put_part("/scenes/0/at", "day", "tue");
    w.put_part("/scenes/0/at", "clock", "9:10");
    assert_eq!(w.tree().at("/scenes/0/at"), Some(&Value::from("tue 09:10")));
    let Control::Time { days, clock } = field(&w, "/scenes/0/at").control else { panic!("a time") };
    assert!(clock == "9:10" && days.iter().any(|d| d.picked && d.name == "Tuesday"));
}

#[test]
fn while_the_json_cannot_be_read_the_forms_are_locked_and_nothing_is_lost() {
    let mut w = open(EXAMPLE);
    let (good, title) = (w.json_text(), w.title());
    let broken = good.replacen("\"facts\": [", "\"facts\": [,", 1);
    assert_eq!(w.typed(&broken).text, "The JSON cannot be read; the forms are locked until it can.");
    let lock = w.status().lock.unwrap_or_else(|| panic!("locked"));
    assert!(lock.text.contains("comma") && lock.line > 1);
    let said = w.put("/title", "Other");
    assert!(!said.changed && said.text.contains("locked"));
    assert_eq!((w.title(), w.text(), w.json_text()), (title, broken.clone(), broken.clone()));
    // A draft and a file keep the broken text as it is.
    let again = Writing::from_draft("k", &w.draft()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((again.json_text(), again.status().lock.is_some()), (broken.clone(), true));
    assert_eq!(open(&broken).json_text(), broken);
    assert!(!w.typed(&good.replacen("Ward four", "Ward five", 1)).text.is_empty());
    assert_eq!((w.title().as_str(), w.status().lock), ("Ward five moves", None));
    w.undo();
    assert_eq!(w.json_text(), good, "the whole typing is one step");
    w.redo();
    assert_eq!(w.title(), "Ward five moves");
    // The forms go on from there, and lay the text out again.
    w.put("/title", "Ward six moves");
    assert_eq!(w.json_text(), w.text());
}

/// The form in hand is made once for each change, and is never an old one.
#[test]
fn the_form_in_hand_follows_every_change() {
    let mut w = open(EXAMPLE);
    w.go("/scenes/0");
    let value = |w: &Writing| w.field("/scenes/0/title").map(|f| f.control);
    let line = |text: &str| Some(Control::Line { value: text.into() });
    assert_eq!(value(&w), line("The plan"));
    w.put("/scenes/0/title", "A");
    assert_eq!(value(&w), line("A"));
    w.put("/scenes/0/title", "A ");
    assert_eq!(value(&w), line("A "));
    w.typed(&w.json_text().replacen("\"A \"", "\"B\"", 1));
    assert_eq!(value(&w), line("B"));
    w.undo();
    w.undo();
    assert_eq!(value(&w), line("The plan"));
    let first = "/scenes/0/lines/0";
    w.put(&format!("{first}/text"), "Begin.");
    assert_eq!(w.item(first).map(|i| i.summary).as_deref(), Some("Rosa: \u{201c}Begin\u{201d}"));
    w.put(&format!("{first}/when/knows"), "lift");
    w.kind(&format!("{first}/when"), "knows");
    w.check_whole();
    assert!(w.field(&format!("{first}/when/knows")).is_some() && w.item(first).is_some_and(|i| i.warnings > 0), "never said");
    w.go("/scenes/1");
    assert_eq!((value(&w), w.item(first)), (None, None));
}

#[test]
fn files_and_drafts() {
    let mut w = Writing::blank(1);
    assert!(!w.filed() && w.status().kept.starts_with("Not saved"));
    w.saved();
    w.kept(true);
    assert_eq!(w.status().kept, "Saved as a file; kept on this device.");
    w.put("/title", "Night shift");
    assert!(!w.filed() && w.status().kept.contains("not yet kept"));
    w.go("/scenes/1");
    let mut kept = Kept::default();
    w.key = free_key(&kept);
    kept.insert(w.key.clone(), w.draft());
    kept.insert(free_key(&kept), "{".to_owned());
    assert_eq!(free_key(&kept), "by-friday/draft/3");
    let [draft] = &drafts(&kept)[..] else { panic!("one draft can be read") };
    assert_eq!(draft.title, "Night shift");
    let back = Writing::from_draft(&draft.key, kept.get(&draft.key).unwrap_or("")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!((back.tree(), back.place(), back.filed()), (w.tree(), "/scenes/1", false));
    assert!(Writing::from_draft("k", r#"{"version": 2}"#).is_err_and(|e| e.contains("newer")));
    assert!(Writing::from_text("{\"format\": 2}").is_err_and(|f| f.list[0].code == "newer-format"));
    assert_eq!((w.file_name().as_str(), open("[]").file_name().as_str()), ("night-shift-0001.json", "week.json"));
}

#[test]
fn every_scene_is_reached_by_the_moves_that_are_told() {
    let w = open(MONDAY);
    let (scenario, program) = scenario::read(MONDAY).unwrap_or_else(|e| panic!("{e}"));
    for (i, scene) in scenario.scenes.iter().enumerate() {
        let Reached::By { scene: id, moves } = w.reach(&format!("/scenes/{i}/moves/0")) else { panic!("{} is not reached", scene.id) };
        let mut line = engine::Line::new(&program, 3);
        for id in &moves {
            let here = &scenario.scenes[line.state.scene as usize];
            let mv = here.moves.iter().position(|m| m.id == *id).unwrap_or_else(|| panic!("{id} in {}", here.id));
            assert_eq!(line.play(&program, mv), Ok(()));
        }
        assert_eq!((line.state.scene as usize, &id), (i, &scene.id));
    }
    assert_eq!(w.reach("/team"), Reached::By { scene: "call".into(), moves: Vec::new() });
}

#[test]
fn what_cannot_be_reached_or_played_is_said() {
    let mut w = open(EXAMPLE);
    w.set_json("/scenes/0/next", r#"[{"to": "last"}]"#);
    assert_eq!(
        w.reach("/scenes/1"),
        Reached::No("Scene \u{201c}The lift\u{201d} cannot be reached on any path; let a way on lead to it first.".into())
    );
    let sketch = w.sketch();
    assert_eq!(sketch.summary, "3 scenes. No way leads to \u{201c}The lift\u{201d}.");
    let nodes: Vec<_> = sketch.boxes.iter().map(|b| (b.title.as_str(), b.column, b.row, b.marks.len())).collect();
    assert_eq!(nodes, [("The plan", 0, 0, 0), ("The lift", 1, 0, 1), ("The last hours", 2, 0, 0), ("The end of the week", 3, 0, 0)]);
    let links: Vec<_> = sketch.links.iter().map(|l| (l.from, l.to)).collect();
    assert_eq!(links, [(0, 2), (1, 2), (2, 3)]);
    w.set_json("/scenes/2/next", r#"[{"when": {"knows": "lift"}, "to": "nowhere"}]"#);
    assert!(w.sketch().summary.contains("On some path no way leads on from \u{201c}The last hours\u{201d}."));
    assert!(matches!(w.reach("/scenes/1"), Reached::No(t) if t.contains("errors")));
}

#[test]
fn the_outline_tells_days_moves_and_problems() {
    let mut w = open(EXAMPLE);
    w.go("/scenes/1/moves/0");
    w.put("/scenes/1/moves/0/effects/0/feel/who/0", "idres");
    w.settle();
    let outline = w.outline();
    let days: Vec<(&str, usize)> = outline.days.iter().map(|d| (d.name.as_str(), d.scenes.len())).collect();
    assert_eq!(days, [("Monday", 1), ("Wednesday", 1), ("Friday", 1)]);
    let lift = &outline.days[1].scenes[0];
    assert_eq!((lift.when.as_str(), lift.problems.as_str(), lift.here), ("13:00", "1 error", true));
    assert_eq!(lift.details, ["Moves: 1 directive, 1 collaborative", "Then \u{201c}The last hours\u{201d}"]);
    assert_eq!(outline.parts[0].entries[1].title, "Idris");
    let problems = w.problems();
    assert!(problems.summary.starts_with("1 error"), "{}", problems.summary);
    let first = &problems.list[0];
    assert_eq!(first.mend, "Did you mean \u{201c}idris\u{201d}?");
    assert_eq!(
        first.place,
        "Scene \u{201c}The lift\u{201d}, move \u{201c}Tell Idris to use the goods lift in the yard\u{201d}, effect 1, who"
    );
    assert_eq!((first.page.as_str(), first.path.as_str()), ("/scenes/1/moves/0", "/scenes/1/moves/0/effects/0/feel/who/0"));
    // What is missing is said where it belongs.
    w.clear("/scenes/1/moves/0/label");
    assert!(field(&w, "/scenes/1/moves/0/label").problems.iter().any(|p| p.text.contains("is missing")));
    assert_eq!(w.place(), "/scenes/1/moves/0");
    w.add_after("/scenes/0");
    assert_eq!(w.place(), "/scenes/2/moves/0");
    w.undo();
    w.undo();
    // The chip that is wrong is there to be taken off.
    let Control::Chips { options } = field(&w, "/scenes/1/moves/0/effects/0/feel/who").control else { panic!("chips") };
    assert!(options.iter().any(|o| o.picked && o.name.contains("idres")));
    let Some((from, to)) = w.json().here else { panic!("the place stands in the text") };
    assert!(w.json_text()[from..to].starts_with("{\n") && w.json_text()[from..to].contains("\"idres\""));
}

#[test]
fn what_is_not_known_is_shown_and_kept() {
    let mut w = open(&EXAMPLE.replacen("\"team\":", "\"colour\": {\"a\": [1, null]}, \"minutes\": [5], \"team\":", 1));
    let form = w.form();
    let unknown = form.groups.last().map(|g| (g.title.clone(), g.fields[0].control.clone()));
    assert_eq!(unknown, Some(("Not known to this program".into(), Control::Odd { json: r#"{"a": [1, null]}"#.into() })));
    assert_eq!(field(&w, "/minutes").control, Control::Odd { json: "[5]".into() });
    w.put("/minutes", "5");
    w.add("/scenes");
    w.settle();
    assert!(w.text().contains("\"colour\": {\"a\": [1, null]}"));
    w.clear("/colour");
    w.check_whole();
    assert_eq!(errors(&w), Vec::<String>::new());
}

#[test]
fn two_of_one_title_are_told_apart() {
    let w = open(MONDAY);
    let titles: Vec<String> = w.outline().days[1].scenes.iter().map(|s| s.title.clone()).collect();
    let visits = ["Anna at the door (visit-direction)", "Anna at the door (visit-feedback)"];
    assert_eq!((titles.len(), &titles[3..]), (5, &visits.map(str::to_owned)[..]));
    assert!(w.outline().days[1].scenes[0].details[1].ends_with("or \u{201c}Anna at the door (visit-feedback)\u{201d}"));
    assert_eq!(w.sketch().boxes[7].title, titles[3]);
    assert_eq!(w.form_at("/scenes/7").heading, format!("Scene \u{201c}{}\u{201d}", titles[3]));
    let Control::Choice { options } = field(&w, "/scenes/4/next/0/to").control else { panic!("a choice") };
    assert!(options.iter().any(|o| o.picked && titles.contains(&o.name)));
}
