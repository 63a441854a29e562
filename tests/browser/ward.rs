//! A trainer of a hospital ward writes their week by the forms alone: with a mouse, by the keyboard alone,
//! and on a tablet. All three come to the same file, which is kept beside this one.

use fantoccini::Locator;
use serde_json::json;

use crate::driver::Kind;
use crate::native;
use crate::player::Player;
use crate::write::{blank, text};

in_both! { by_the_keyboard_alone }

/// With a mouse, the forms beside the outline.
#[test]
fn by_the_forms_alone() {
    crate::run(async { drop(written(Kind::Firefox, Hand::Mouse).await) });
}

/// With a mouse, the outline in a drawer.
#[test]
fn on_a_tablet() {
    crate::run(async {
        let writer = written(Kind::Chromium, Hand::Tablet).await;
        // What is wrong is in the bar there too, and opens without leaving the place.
        writer.player.browser.press("[data-action=write-problems]").await;
        writer.player.browser.until("the problems", "return !!document.querySelector('#problems')", vec![]).await;
    });
}

/// The file that the three come to, with the four digits of its short name as noughts.
const WARD: &str = include_str!("ward.json");
const ENTER: &str = "\u{e007}";
const TAB: char = '\u{e004}';
const SHIFT: char = '\u{e008}';
const CONTROL: char = '\u{e009}';
const HOME: &str = "\u{e011}";
const DOWN: &str = "\u{e015}";

/// One thing that a writer does. Places are pointers, as the page has them.
enum Step {
    /// Goes to a place by the outline.
    Go(String),
    /// Goes to a page that the form names.
    In(String),
    /// Writes into a field, in place of what it shows.
    Write(String, &'static str),
    /// Chooses in a field.
    Choose(String, &'static str),
    /// Presses a button with this action and place.
    Press(&'static str, String),
    /// Adds an effect of a kind.
    Effect(String, &'static str),
}

fn go(path: &str) -> Step {
    Step::Go(path.to_owned())
}

fn put(path: &str, text: &'static str) -> Step {
    Step::Write(format!("put {path}"), text)
}

/// A scene's moves: on the button, what comes of it, and why.
fn moves(scene: usize, texts: [[&'static str; 3]; 2]) -> Vec<Step> {
    let mut steps = Vec::new();
    for (m, [label, reaction, because]) in texts.into_iter().enumerate() {
        let at = format!("/scenes/{scene}/moves/{m}");
        steps.extend([
            go(&format!("/scenes/{scene}")),
            Step::In(at.clone()),
            put(&format!("{at}/label"), label),
            put(&format!("{at}/reaction/0/text"), reaction),
            put(&format!("{at}/because/text"), because),
        ]);
    }
    steps
}

fn talk(scene: usize, words: &'static str) -> [Step; 1] {
    [put(&format!("/scenes/{scene}/lines/0/text"), words)]
}

/// The week, in the order in which somebody writes it who begins with the title.
fn week() -> Vec<Step> {
    let mut all = vec![
        put("/title", "Ward four moves"),
        put("/summary", "Ward four moves to the new wing by Friday at four, and nobody may wait for a medicine."),
        put("/goods", "ward"),
        go("/team/0"),
        put("/team/0/name", "Rosa"),
        put("/team/0/role", "Charge nurse"),
        put("/team/0/about", "Knows every cupboard, and says so when asked."),
        go("/team/1"),
        put("/team/1/name", "Idris"),
        put("/team/1/role", "Head porter"),
        Step::Press("write-add", "/facts".to_owned()),
        put("/facts/0/text", "The goods lift is out of use from Wednesday noon."),
        Step::Choose("put /facts/0/known-by".to_owned(), "idris"),
        go("/scenes/0"),
        put("/scenes/0/title", "The plan"),
        Step::Write("part:clock /scenes/0/at".to_owned(), "9.10"),
    ];
    all.extend(talk(0, "Forty beds, and a week. Where do we begin?"));
    all.extend(moves(
        0,
        [
            [
                "Read out who moves what, and when.",
                "Clear enough. I will fetch the trolleys.",
                "It took a quarter of an hour, and nobody was asked what might get in the way.",
            ],
            [
                "Ask the two how they would do it.",
                "Beds first, then: the goods lift is shut from Wednesday noon.",
                "It took forty minutes of both, and brought out what Idris knew.",
            ],
        ],
    ));
    all.push(Step::Effect("/scenes/0/moves/1/effects".to_owned(), "reveal"));
    all.extend([
        go("/scenes/1"),
        put("/scenes/1/title", "The last beds"),
        Step::Choose("part:day /scenes/1/at".to_owned(), "wed"),
        Step::Write("part:clock /scenes/1/at".to_owned(), "2pm"),
    ]);
    all.extend(talk(1, "Nine beds are still down here, and the lift is shut."));
    all.extend(moves(
        1,
        [
            ["Tell Rosa to take the stairs, two to a bed.", "The stairs it is.", "It was quick to say, and she had no part in it."],
            [
                "Sit down with Rosa and think it over.",
                "Mattresses by hand, frames on Friday. That will do.",
                "Twenty minutes, and a way that was hers.",
            ],
        ],
    ));
    for (scene, title, words, texts) in [
        (
            2,
            "The medicines",
            "The cupboard is locked, and the pharmacist leaves at five.",
            [
                ["Send Rosa over with the list.", "I am on my way.", "Somebody had to go, and it was said who."],
                ["Ask who knows the pharmacist best.", "I do. Give me ten minutes.", "It was asked, and the answer was in the room."],
            ],
        ),
        (
            3,
            "The last hours",
            "Three hours, and work for four.",
            [
                [
                    "Call out what goes next, and who takes it.",
                    "Nobody argues.",
                    "Everybody knew the work, and somebody had to say what came first.",
                ],
                [
                    "Let the two settle the order between them.",
                    "Monitors, then lockers. Agreed?",
                    "It took a while, and the order was their own.",
                ],
            ],
        ),
    ] {
        all.extend([Step::Press("write-add", "/scenes".to_owned()), put(&format!("/scenes/{scene}/title"), title)]);
        all.extend(talk(scene, words));
        all.extend(moves(scene, texts));
    }
    all.extend([
        go("/scenes/3"),
        Step::Choose("part:day /scenes/3/at".to_owned(), "fri"),
        Step::Write("part:clock /scenes/3/at".to_owned(), "1300"),
    ]);
    all
}

#[derive(Clone, Copy, PartialEq)]
enum Hand {
    Mouse,
    Keyboard,
    /// With a mouse, in a window in which the outline is a drawer.
    Tablet,
}

/// How many elements the focus has to pass to come to one, forwards or (less than nothing) backwards.
const WAY: &str = "
    const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex=\"0\"]')]
        .filter(e => e.getClientRects().length && !e.disabled);
    const to = all.findIndex(e => e.matches(arguments[0]));
    if (to < 0) return null;
    const here = document.activeElement;
    const own = all.indexOf(here);
    // A heading that has the focus lies between two.
    const behind = all.filter(e => here !== document.body && here.compareDocumentPosition(e) & 2).length;
    return own >= 0 ? to - own : to >= behind ? to - behind + 1 : to - behind";

struct Writer {
    player: Player,
    hand: Hand,
}

impl Writer {
    /// Brings the focus to an element by Tab, and the browser says whether it is there.
    async fn tab_to(&self, selector: &str) {
        for _ in 0..12 {
            let there = "return !!document.activeElement?.matches(arguments[0])";
            if self.player.browser.run(there, vec![json!(selector)]).await == json!(true) {
                return;
            }
            let way = self.player.browser.until(selector, WAY, vec![json!(selector)]).await.as_i64().expect("a number");
            let tabs = TAB.to_string().repeat(way.unsigned_abs() as usize);
            match way {
                0 => {}
                1.. => self.player.browser.keys(&tabs).await,
                _ => self.player.browser.chord(SHIFT, &tabs).await,
            }
        }
        panic!("{selector} is not reached by Tab: {}", self.player.browser.shown().await);
    }

    async fn press(&self, selector: &str) {
        if self.hand == Hand::Keyboard {
            self.player.browser.until(selector, "return !!document.querySelector(arguments[0])", vec![json!(selector)]).await;
            self.tab_to(selector).await;
            self.player.browser.keys(ENTER).await;
        } else {
            self.player.browser.press(selector).await;
        }
    }

    async fn does(&self, step: &Step) {
        let browser = &self.player.browser;
        match step {
            Step::Go(path) => {
                if self.hand == Hand::Tablet {
                    browser.press("[data-action=write-drawer]").await;
                }
                self.press(&format!(".outline [data-action=write-go][data-path='{path}']")).await;
                self.at(path).await;
            }
            Step::In(path) => {
                self.press(&format!("[data-form] [data-action=write-go][data-path='{path}']")).await;
                self.at(path).await;
            }
            Step::Write(name, text) => {
                let field = format!("[data-write='{name}']");
                if self.hand == Hand::Keyboard {
                    browser.until(&field, "return !!document.querySelector(arguments[0])", vec![json!(field)]).await;
                    self.tab_to(&field).await;
                } else {
                    browser.press(&field).await;
                }
                browser.chord(CONTROL, "a").await;
                browser.keys(text).await;
            }
            Step::Choose(name, option) => {
                let field = format!("select[data-write='{name}']");
                if self.hand == Hand::Keyboard {
                    self.tab_to(&field).await;
                    let at = "return [...document.activeElement.options].findIndex(o => o.value === arguments[0])";
                    let at = browser.run(at, vec![json!(option)]).await.as_u64().expect("an option");
                    browser.keys(HOME).await;
                    for _ in 0..at {
                        browser.keys(DOWN).await;
                    }
                } else {
                    let select = browser.client().find(Locator::Css(&field)).await.expect("the field");
                    select.select_by_value(option).await.expect("an option");
                }
            }
            Step::Press("write-add", path) => {
                if self.hand == Hand::Tablet {
                    browser.press("[data-action=write-drawer]").await;
                }
                self.press(&format!(".outline [data-action=write-add][data-path='{path}']")).await;
                let there = "return document.activeElement?.matches('[data-form] [data-write]') && document.querySelector('[data-form]').dataset.form.startsWith(arguments[0] + '/')";
                browser.until("the focus in what was added", there, vec![json!(path)]).await;
            }
            Step::Press(action, path) => self.press(&format!("[data-action={action}][data-path='{path}']")).await,
            Step::Effect(list, kind) => {
                self.press(&format!("[data-action=write-turn][data-path='{list}#add']")).await;
                self.press(&format!("[data-action=write-add-kind][data-path='{list}'][data-of={kind}]")).await;
                browser.until("the focus in the effect", "return !!document.activeElement?.closest('.things [data-at]')", vec![]).await;
            }
        }
    }

    /// Waits until the form of a place is there, with the focus on its heading.
    async fn at(&self, path: &str) {
        let there = "return document.querySelector('[data-form]')?.dataset.form === arguments[0]
            && document.activeElement === document.querySelector('[data-form] h2')";
        self.player.browser.until(format_args!("the form of {path}"), there, vec![json!(path)]).await;
    }
}

async fn written(kind: Kind, hand: Hand) -> Writer {
    let player = blank(kind).await;
    if hand == Hand::Tablet {
        player.browser.client().set_window_size(820, 1100).await.expect("a window of that size");
    }
    let writer = Writer { player, hand };
    for step in week() {
        writer.does(&step).await;
    }
    let json = text(&writer.player).await;
    let (before, rest) = json.split_once("\"id\": \"ward-four-moves-").expect("a short name made of the title");
    let same = format!("{before}\"id\": \"ward-four-moves-0000{}", &rest[4..]);
    assert_eq!(same, WARD, "what was written");
    assert_eq!(native::errors(&json), vec![], "and it can be played");
    // The page is no wider than its window.
    let wide = "return document.documentElement.scrollWidth <= innerWidth";
    assert_eq!(writer.player.browser.run(wide, vec![]).await, json!(true), "no sideways scroll");
    writer
}

async fn by_the_keyboard_alone(kind: Kind) {
    written(kind, Hand::Keyboard).await;
}
