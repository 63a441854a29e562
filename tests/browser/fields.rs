//! What a field shows is what the week holds: somebody goes from place to place, types, chooses, ticks,
//! opens parts, takes back and does again, at random; after each step the page is held to the JSON.

use std::collections::BTreeSet;

use fantoccini::Locator;
use serde_json::{Value, json};

use crate::driver::Kind;
use crate::player::Player;
use crate::write::blank;

in_both! { every_field_shows_what_the_week_holds answers_belong_to_their_question }

/// Steps of one walk, and the seeds of the walks.
const STEPS: usize = 30;
const SEEDS: [u64; 2] = [7, 1024];

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn of(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }
}

/// Everything that the page shows of a form.
const SHOWN: &str = "
    const like = e => [...document.querySelectorAll('[data-form] [type=radio]')].filter(o => o.name === e.name);
    const field = e => ({
        name: e.dataset.write, kind: e.type,
        shows: e.type === 'checkbox' ? e.checked : e.type === 'radio' ? like(e).find(o => o.checked)?.value ?? null : e.value,
        options: (e.tagName === 'SELECT' ? [...e.options] : e.type === 'radio' ? like(e) : []).map(o => o.value),
    });
    const first = e => e.type !== 'radio' || like(e)[0] === e;
    return {
        place: document.querySelector('[data-form]')?.dataset.form ?? null,
        fields: [...document.querySelectorAll('[data-form] [data-write]')].filter(first).map(field),
        parts: [...document.querySelectorAll('[data-form] [data-action=write-turn]')].map(b => [b.dataset.path, b.ariaExpanded]),
        places: [...document.querySelectorAll('.outline [data-action=write-go], [data-form] .things [data-action=write-go]')]
            .map(b => b.dataset.path),
    }";

/// Puts a text in place of what a field shows, as one stroke of somebody's hand.
const WRITE: &str = "
    const e = [...document.querySelectorAll('[data-write]')].find(e => e.dataset.write === arguments[0]);
    e.focus(); e.select(); document.execCommand('insertText', false, arguments[1]); return true";

#[derive(Clone, Debug)]
struct Field {
    /// What it does, and where: `put`, `part:day`, `tick:anna`, `kind`; and the pointer.
    verb: String,
    path: String,
    kind: String,
    shows: Value,
    options: Vec<String>,
}

struct Page {
    place: String,
    fields: Vec<Field>,
    parts: Vec<(String, bool)>,
    places: Vec<String>,
}

async fn shown(player: &Player) -> Page {
    let page = player.browser.run(SHOWN, vec![]).await;
    let words = |v: &Value| v.as_array().expect("a list").iter().map(|v| v.as_str().expect("a text").to_owned()).collect::<Vec<_>>();
    let fields = page["fields"].as_array().expect("a list").iter().map(|f| {
        let (verb, path) = f["name"].as_str().expect("a name").split_once(' ').expect("a verb and a place");
        let kind = f["kind"].as_str().expect("a type").to_owned();
        Field { verb: verb.to_owned(), path: path.to_owned(), kind, shows: f["shows"].clone(), options: words(&f["options"]) }
    });
    let parts = page["parts"].as_array().expect("a list").iter();
    Page {
        place: page["place"].as_str().expect("a form").to_owned(),
        fields: fields.collect(),
        parts: parts.map(|p| (p[0].as_str().expect("a place").to_owned(), p[1] == "true")).collect(),
        places: words(&page["places"]),
    }
}

/// The week as the device keeps it, once it has it as it stands. The forms are not left for that: what was
/// touched stays as it is.
async fn week(player: &Player) -> Value {
    let kept = "const said = document.querySelector('.kept-of')?.textContent ?? '';
        return /; kept on this device/.test(said) && JSON.parse(localStorage.getItem('by-friday/draft/1')).text";
    let text = player.browser.until("the draft", kept, vec![]).await;
    serde_json::from_str(text.as_str().expect("a text")).expect("JSON")
}

/// What a field must show where the week holds this.
fn due(f: &Field, week: &Value) -> Value {
    let held = week.pointer(&f.path).unwrap_or(&Value::Null);
    let (verb, of) = f.verb.split_once(':').unwrap_or((&f.verb, ""));
    let written = |v: &Value| v.as_str().map_or_else(|| if v.is_null() { String::new() } else { v.to_string() }, str::to_owned);
    match verb {
        "tick" => json!(held.as_array().is_some_and(|l| l.iter().any(|v| v == of))),
        "kind" => json!(held.as_object().and_then(|o| o.keys().next()).map_or("", String::as_str)),
        "part" => {
            let all = written(held);
            let (day, clock) = all.split_once(' ').unwrap_or_default();
            json!(if of == "day" { day } else { clock })
        }
        _ if f.kind == "checkbox" => json!(held == &Value::Bool(true)),
        _ if f.path.ends_with("/who") => {
            let team = week["team"].as_array().expect("a team");
            let named = team.iter().find(|m| m["id"] == *held).map(|m| m["name"].clone());
            named.unwrap_or_else(|| json!(if held == "you" { "You".to_owned() } else { written(held) }))
        }
        _ => json!(written(held)),
    }
}

/// A week without what one field stands for, and without the short name that follows a title.
/// `made`: what was chosen of the work that a week without any stands for has made that work its own.
fn without(week: &Value, f: &Field, made: bool) -> Value {
    let mut rest = week.clone();
    let mut gone: Vec<String> = vec![f.path.clone()];
    if let Some(own) =
        f.path.strip_suffix("/title").or(f.path.strip_suffix("/name")).or(f.path.strip_suffix("/label")).or(f.path.strip_suffix("/text"))
    {
        gone.push(format!("{own}/id"));
    }
    // One usual move a style: the other is it no more.
    if let Some((list, _)) = f.path.strip_suffix("/default").and_then(|p| p.rsplit_once('/')) {
        gone.extend((0..9).map(|i| format!("{list}/{i}/default")));
    }
    if made {
        gone.push("/work".to_owned());
    }
    for path in gone {
        let mut at = path.as_str();
        while let Some((outer, last)) = at.rsplit_once('/') {
            match rest.pointer_mut(outer) {
                Some(Value::Object(o)) => drop(o.remove(last)),
                Some(Value::Array(l)) => l.get_mut(last.parse::<usize>().expect("a number")).into_iter().for_each(|v| *v = Value::Null),
                _ => {}
            }
            // What was made to hold it, or went with it, says nothing of its own.
            if rest.pointer(outer).is_some_and(|v| v.as_object().is_none_or(|o| !o.is_empty())) {
                break;
            }
            at = outer;
        }
    }
    rest
}

/// The same with one short name in place of another, wherever it stands; a move's, within its scene.
fn renamed(week: &Value, path: &str, from: &str, to: &str) -> Value {
    let mut new = week.clone();
    let scene = path.split_once("/moves/").map_or("", |p| p.0);
    let part = new.pointer_mut(scene).expect("a scene");
    *part = serde_json::from_str(&part.to_string().replace(&format!("\"{from}\""), &format!("\"{to}\""))).expect("JSON");
    new
}

async fn every_field_shows_what_the_week_holds(kind: Kind) {
    let player = blank(kind).await;
    for seed in SEEDS {
        walk(&player, seed).await;
    }
}

async fn walk(player: &Player, seed: u64) {
    let mut dice = Dice(seed);
    let mut now = week(player).await;
    let (mut undo, mut redo): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    // What is open, of what was seen: a part that nobody touched is as it comes.
    let (mut open, mut seen): (BTreeSet<String>, BTreeSet<String>) = (BTreeSet::new(), BTreeSet::new());
    let mut chosen: Option<String> = None;
    for step in 0..STEPS {
        let before = shown(player).await;
        let mut place = before.place.clone();
        let mut told = format!("seed {seed}, step {step}, at {place:?}: ");
        let pick = |dice: &mut Dice, fits: &dyn Fn(&&Field) -> bool| {
            let all: Vec<&Field> = before.fields.iter().filter(fits).collect();
            (!all.is_empty()).then(|| all[dice.of(all.len())].clone())
        };
        for (part, is) in &before.parts {
            if seen.insert(part.clone()) && *is {
                open.insert(part.clone());
            }
        }
        let mut field = None;
        match dice.of(12) {
            0..3 => {
                place = before.places[dice.of(before.places.len())].clone();
                told += &format!("go to {place:?}");
                player.browser.press(&format!("[data-action=write-go][data-path='{place}']")).await;
            }
            3..6 => {
                let written = |f: &&Field| matches!(f.kind.as_str(), "text" | "textarea") && f.verb == "put";
                if let Some(f) = pick(&mut dice, &written) {
                    let n = dice.of(900);
                    let number = now.pointer(&f.path).is_some_and(Value::is_number);
                    let text = if number { n.to_string() } else { format!("word-{n}") };
                    told += &format!("write {text:?} into {}", f.path);
                    player.browser.run(WRITE, vec![json!(format!("put {}", f.path)), json!(text)]).await;
                    field = Some(f);
                }
            }
            6..8 => {
                let chosen = |f: &&Field| {
                    matches!(f.kind.as_str(), "select-one" | "radio") && matches!(f.verb.as_str(), "put" | "part:day" | "kind")
                };
                if let Some(f) = pick(&mut dice, &chosen) {
                    let options: Vec<&String> = f.options.iter().filter(|o| !o.is_empty()).collect();
                    let option = options[dice.of(options.len())];
                    told += &format!("choose {option:?} for {} {}", f.verb, f.path);
                    let named = format!("[data-write='{} {}']", f.verb, f.path);
                    if f.kind == "radio" {
                        player.browser.press(&format!("{named}[value='{option}']")).await;
                    } else {
                        let select = player.browser.client().find(Locator::Css(&format!("select{named}"))).await.expect("the field");
                        select.select_by_value(option).await.expect("an option");
                    }
                    field = Some(f);
                }
            }
            8 => {
                if let Some(f) = pick(&mut dice, &|f| f.kind == "checkbox") {
                    told += &format!("tick {} {}", f.verb, f.path);
                    player.browser.press(&format!("input[data-write='{} {}']", f.verb, f.path)).await;
                    field = Some(f);
                }
            }
            9 => {
                if !before.parts.is_empty() {
                    let part = before.parts[dice.of(before.parts.len())].0.clone();
                    told += &format!("turn {part}");
                    player.browser.press(&format!("[data-action=write-turn][data-path='{part}']")).await;
                    if !open.remove(&part) {
                        open.insert(part);
                    }
                }
            }
            way => {
                let (from, to, action) = if way == 10 { (&mut undo, &mut redo, "undo") } else { (&mut redo, &mut undo, "redo") };
                if let Some(then) = from.pop() {
                    told += action;
                    player.browser.press(&format!("[data-action=write-{action}]")).await;
                    to.push(std::mem::replace(&mut now, then));
                    place = shown(player).await.place;
                }
            }
        }
        let after = shown(player).await;
        let then = week(player).await;
        match &field {
            Some(f) if f.path.ends_with("/id") => {
                let (old, new) = (now.pointer(&f.path).expect("an id"), then.pointer(&f.path).expect("an id"));
                assert_eq!(renamed(&now, &f.path, old.as_str().expect("a text"), new.as_str().expect("a text")), then, "{told}");
            }
            Some(f) => {
                let own = f.path.rsplit_once('/').map_or("", |p| p.0);
                let id = |week: &Value| week.pointer(&format!("{own}/id")).and_then(Value::as_str).unwrap_or("").to_owned();
                // A short name that follows takes along all that refers to it.
                let before = if own.is_empty() { now.clone() } else { renamed(&now, &f.path, &id(&now), &id(&then)) };
                let made = f.path.starts_with("/work/") && now.get("work").is_none();
                assert_eq!(without(&before, f, made), without(&then, f, made), "{told}: something else changed");
            }
            None => assert_eq!(now, then, "{told}"),
        }
        // Kinds that are chosen one after the other in one field are one step.
        let kind = field.as_ref().filter(|f| f.verb == "kind").map(|f| f.path.clone());
        let same = kind.is_some() && kind == chosen;
        if field.is_some() && now != then {
            let old = std::mem::replace(&mut now, then);
            if !same {
                undo.push(old);
            }
            redo.clear();
        }
        chosen = kind;
        assert_eq!(after.place, place, "{told}");
        for f in &after.fields {
            assert_eq!(f.shows, due(f, &now), "{told}: the field {} {}", f.verb, f.path);
        }
        let shown: BTreeSet<String> = after.parts.iter().filter(|p| p.1).map(|p| p.0.clone()).collect();
        let known = |part: &String| seen.contains(part);
        let due: BTreeSet<String> = after.parts.iter().map(|p| p.0.clone()).filter(|p| known(p) && open.contains(p)).collect();
        assert_eq!(shown.into_iter().filter(known).collect::<BTreeSet<_>>(), due, "{told}: open parts");
    }
    assert!(!undo.is_empty(), "seed {seed}: something was changed");
}

/// An answer in one's own words stays with its question, and is there again where one comes back.
async fn answers_belong_to_their_question(kind: Kind) {
    let player = Player::new(kind).await;
    let mut scenario: Value = serde_json::from_str(include_str!("../../public/examples/first-friday.json")).expect("JSON");
    for (i, question) in ["What is the goal?", "Who is asked?", "What is left?"].into_iter().enumerate() {
        scenario["scenes"][i]["own-words"] = json!(question);
    }
    let key = crate::native::packed(&scenario.to_string());
    player.open(&format!("#/play/{key}?seed=7")).await;
    player.browser.press("[data-action=begin]").await;
    let shows = "return document.querySelector('[data-question]')?.value ?? null";
    let mut asked = Vec::new();
    for text in ["The goal", "Idris"] {
        asked.push(player.scene().await);
        assert_eq!(player.browser.run(shows, vec![]).await, json!(""), "nothing is answered yet at {asked:?}");
        player.browser.press("[data-question]").await;
        player.browser.keys(text).await;
        player.choose_style(crate::player::Style::Directive).await;
        player.next().await;
    }
    // Back to the first decision: its own answer stands there.
    player.browser.run("history.back()", vec![]).await;
    player.browser.run("history.back()", vec![]).await;
    let there =
        "return document.querySelector('[data-scene]')?.dataset.scene === arguments[0] && !document.querySelector('[data-changes]')";
    player.browser.until("the first decision", there, vec![json!(asked[0])]).await;
    assert_eq!(player.browser.run(shows, vec![]).await, json!("The goal"));
}
