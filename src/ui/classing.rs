//! The class page's hands: what is pasted, dropped and pressed goes to `app::class`, and what it
//! works out comes back in parts, so that the page stays alive with five hundred weeks.

use super::dom::{El, el, part};
use super::{ACTIVE, act, bump, dispatch, read};
use crate::app::class::Read;
use crate::app::class::bytes;
use crate::app::class::decisions::{self, Decision, Known, Pair, SplitView};
use crate::app::class::guide;
use crate::app::class::hand::{self, Asked};
use crate::app::class::picture::{self, Picture};
use crate::app::class::questions::{self, Question};
use crate::app::class::read::pieces;
use crate::app::class::show::{self, Slide};
use crate::app::class::together::{self, Together};
use crate::app::class::view::{self, View};
use crate::app::class::{Class, ClassJob, Figures, Group, Job, Reading};
use crate::app::{App, Msg, Screen};
use crate::platform::page::Pressed;
use crate::platform::worker::Unit;
use crate::platform::{fields, files, location, page, share, storage};
use std::cell::{Cell, RefCell};

/// The kind of work, by which a worker is told.
pub const KIND: &str = "class";
/// The attribute that names the page's fields.
pub const FIELD: &str = "data-class";
/// Weeks that are played in one task.
const AT_ONCE: usize = 20;
/// Decisions that are asked about in words.
const SPLITS: usize = 3;
/// Parts of the page that are drawn one after the other.
pub const PARTS: usize = 10;

/// What a group shows.
#[derive(Default)]
pub struct Shown {
    pub decisions: Vec<Decision>,
    pub picture: Picture,
    pub pairs: Vec<Pair>,
    pub facts: Vec<Known>,
    pub found: Option<Figures>,
    pub view: Option<View>,
    pub splits: Vec<SplitView>,
    pub questions: Vec<Question>,
    pub slides: Vec<Slide>,
}

/// A vote on a decision.
pub struct Vote {
    pub together: Together,
    /// For each way on.
    pub votes: Vec<u32>,
    pub revealed: bool,
}

/// The page's state.
#[derive(Default)]
pub struct State {
    pub class: Option<Class>,
    /// All of it without names, packed: for the address, and for the worker.
    packed: String,
    /// The weeks of the address that are being read.
    coming: String,
    pub asked: Asked,
    pub shown: Shown,
    job: Option<ClassJob>,
    given: u32,
    /// Whether names are shown, and whether they go along in links and files.
    pub names: bool,
    pub along: bool,
    pub vote: Option<Vote>,
    /// What was shown before the vote.
    back: String,
    pub reading: bool,
    /// What is said of the last press.
    pub said: String,
    /// What is wrong with the address.
    pub trouble: String,
}

impl State {
    /// The group that is looked at.
    pub fn group(&self) -> Option<&Group> {
        let groups = &self.class.as_ref()?.groups;
        groups.get(self.asked.group).or(groups.first())
    }

    /// The slide that is shown, from 0, where the class is presented.
    pub fn slide(&self) -> Option<usize> {
        let n: usize = self.asked.show.strip_prefix("slide-")?.parse().ok()?;
        Some(n.saturating_sub(1).min(self.shown.slides.len().saturating_sub(1)))
    }
}

thread_local! {
    static STATE: RefCell<State> = RefCell::new(State::default());
    /// How often each part of the page was to be drawn anew.
    static TURNS: [Cell<u32>; PARTS] = const { [const { Cell::new(0) }; PARTS] };
    static EPOCH: Cell<u32> = const { Cell::new(0) };
    /// The heading is to be gone to once it is drawn.
    static FOCUS: Cell<bool> = const { Cell::new(false) };
    static WARM: Cell<bool> = const { Cell::new(false) };
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
    static READING: RefCell<Option<(Reading, Option<Asked>)>> = const { RefCell::new(None) };
    /// In a worker: the class in hand.
    static BENCH: RefCell<Option<(String, ClassJob)>> = const { RefCell::new(None) };
}

/// Reads the page's state.
pub fn with<T>(f: impl FnOnce(&State) -> T) -> T {
    STATE.with_borrow(f)
}

/// A part of the page that is drawn anew when the class or its figures change, in its turn.
pub fn section(number: usize, draw: impl Fn() -> El + Send + 'static) -> El {
    section_as("DIV", number, draw)
}

/// The same with a `tag` of its own for the time before its turn.
pub fn section_as(tag: &'static str, number: usize, draw: impl Fn() -> El + Send + 'static) -> El {
    part(move |_| TURNS.with(|t| t[number].get()), move |turn| if *turn == EPOCH.get() { draw() } else { el(tag) })
}

/// A part of what is shown that rests on the page's state.
pub fn classed<T: PartialEq + Send + 'static>(
    get: impl Fn(&State) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    part(move |_| with(&get), draw)
}

/// Whether every part of the page shows what there is.
pub fn drawn() -> bool {
    TURNS.with(|t| t[PARTS - 1].get()) == EPOCH.get()
}

/// What stands in the field for links.
pub fn text() -> String {
    TEXT.with_borrow(String::clone)
}

/// Draws everything anew, one part a task.
fn redraw() {
    EPOCH.set(EPOCH.get().wrapping_add(1));
    turn(EPOCH.get(), 0);
}

fn turn(epoch: u32, number: usize) {
    if EPOCH.get() != epoch || number >= PARTS {
        return;
    }
    if number == 1 && FOCUS.take() {
        // While little is there that would have to be laid out for it.
        fields::focus("[data-class-weeks]");
        return page::soon(move || turn(epoch, number));
    }
    TURNS.with(|t| t[number].set(epoch));
    bump();
    page::soon(move || turn(epoch, number + 1));
}

/// Listens to the page's field, to files dropped on it, and to the keys of the presentation.
pub fn listen() {
    fields::on_field(FIELD, |name, value| match name {
        "text" => TEXT.set(value.to_owned()),
        "names" => {
            STATE.with_borrow_mut(|s| s.names = value == "true");
            keep_names();
            redraw();
        }
        "along" => {
            STATE.with_borrow_mut(|s| s.along = value == "true");
            bump();
        }
        "all" => go(|asked| asked.all = value == "true", false),
        "group" => {
            let group = value.parse().unwrap_or(0);
            go(|asked| (asked.group, asked.show) = (group, String::new()), true);
        }
        _ => {
            if let Some(way) = name.strip_prefix("hands-").and_then(|n| n.parse().ok()) {
                // While nothing is written there, nothing is counted.
                let n = value.trim().parse().ok().or(value.trim().is_empty().then_some(0));
                STATE.with_borrow_mut(|s| {
                    if let (Some(votes), Some(n)) = (s.vote.as_mut().and_then(|v| v.votes.get_mut::<usize>(way)), n) {
                        *votes = n;
                    }
                });
                bump();
            }
        }
    });
    files::on_drop("[data-screen=class]", opened);
    page::on_key("html", |key| {
        let presenting = ACTIVE.get() && read(|app| matches!(app.screen, Screen::Class(_))) && with(|s| !s.asked.show.is_empty());
        presenting && pressed_key(key)
    });
}

/// A key of the presentation; `false` where it is none.
fn pressed_key(key: &str) -> bool {
    let (slide, last) = with(|s| (s.slide(), s.shown.slides.len()));
    let Some(at) = slide else {
        let back = key == "Escape";
        if back {
            close();
        }
        return back;
    };
    match key {
        // Up and down scroll what is higher than the screen.
        "ArrowRight" | "PageDown" => to_slide(at + 1),
        "ArrowLeft" | "PageUp" => to_slide(at.wrapping_sub(1)),
        "Home" => to_slide(0),
        "End" => to_slide(last.saturating_sub(1)),
        "Escape" => close(),
        _ => return false,
    }
    true
}

/// Shows a slide, from 0; past the ends nothing happens.
fn to_slide(n: usize) {
    if n < with(|s| s.shown.slides.len()) {
        go(|asked| asked.show = format!("slide-{}", n + 1), false);
        page::focus_soon();
    }
}

/// Goes back to the whole page, or from a vote to the slide it was opened from.
fn close() {
    let back = STATE.with_borrow_mut(|s| Some(std::mem::take(&mut s.back)).filter(|_| s.vote.is_some()).unwrap_or_default());
    go(|asked| asked.show = back, false);
    page::focus_soon();
}

/// Changes what the address asks for.
fn go(change: impl FnOnce(&mut Asked), push: bool) {
    let query = STATE.with_borrow_mut(|s| {
        let mut asked = s.asked.clone();
        change(&mut asked);
        asked.query()
    });
    dispatch(Msg::Class { query, push });
}

/// Follows the address.
pub fn follow(app: &App) {
    let Screen::Class(query) = &app.screen else { return };
    if !WARM.replace(true) {
        // The worker is there before there is anything for it to do.
        page::soon(super::work);
    }
    let asked = match Asked::of(query) {
        Ok(asked) => asked,
        Err(why) => return STATE.with_borrow_mut(|s| s.trouble = why),
    };
    let again = STATE.with_borrow_mut(|s| {
        s.trouble.clear();
        if s.reading && asked.weeks == s.coming {
            return None;
        }
        if !asked.weeks.is_empty() && asked.weeks != s.packed {
            s.coming.clone_from(&asked.weeks);
            // The address has no names; this tab may have them.
            let named = storage::of_tab().and_then(|kept| kept.strip_prefix(&format!("{}\n", asked.weeks)).map(str::to_owned));
            s.names |= named.is_some();
            match hand::unpacked(named.as_ref().unwrap_or(&asked.weeks)) {
                // Read as if it had been pasted; then the address asks again.
                Ok(text) => return Some(text),
                Err(why) => s.trouble = why,
            }
        }
        let counted = asked.all != s.asked.all;
        let (other, shown) = (asked.group != s.asked.group || counted, s.asked.show != asked.show);
        s.asked = asked.clone();
        if counted {
            s.class.iter_mut().for_each(|class| class.count_unfinished(asked.all));
        }
        if other {
            s.look();
            s.count();
            s.work();
        }
        if shown || other {
            s.vote();
        }
        (other || shown).then(String::new)
    });
    match again {
        Some(text) if !text.is_empty() => begin_text(&text, Some(asked)),
        Some(_) => {
            // The parts wait for their turn.
            EPOCH.set(EPOCH.get().wrapping_add(1));
            page::soon(|| {
                redraw();
                super::work();
            });
        }
        None => {}
    }
}

impl State {
    /// Takes another class, of which nothing is known yet.
    fn take(&mut self, mut class: Class, packed: String, asked: Asked) {
        class.count_unfinished(asked.all);
        self.said = match class.weeks() {
            0 => "There is no week to be shown in this.".to_owned(),
            n => format!("{} read.", crate::app::words::count(n, "week")),
        };
        (self.class, self.packed, self.asked) = (Some(class), packed, asked);
    }

    /// Looks at the group that is asked for.
    fn look(&mut self) {
        (self.shown, self.job, self.given, self.vote) = (Shown::default(), None, 0, None);
        let Some(group) = self.group() else { return };
        let decisions = decisions::decisions(group);
        self.shown = Shown { picture: picture::picture(group, &decisions), decisions, ..Shown::default() };
    }

    /// The second half of it.
    fn count(&mut self) {
        let Some(group) = self.group() else { return };
        (self.shown.pairs, self.shown.facts) = (decisions::pairs(group), decisions::facts(group));
        self.ask();
    }

    /// The work that its figures are.
    fn work(&mut self) {
        self.job = self.group().filter(|group| group.finished().count() > 0).map(Group::job);
    }

    /// Questions and slides, of what is known.
    fn ask(&mut self) {
        let Some(group) = self.group() else { return };
        let s = &self.shown;
        let questions = questions::questions(group, s.found.as_ref(), &s.decisions, &s.splits, &s.facts, &s.pairs);
        let slides = show::slides(group, s.view.as_ref(), &s.splits, &questions);
        (self.shown.questions, self.shown.slides) = (questions, slides);
    }

    /// Opens the vote that is asked for.
    fn vote(&mut self) {
        self.vote = None;
        let Some(id) = self.asked.show.strip_prefix("vote-") else { return };
        let vote = self.group().and_then(|group| {
            let scene = group.loaded.scenario.scenes.iter().position(|s| s.id == id)?;
            together::together(group, scene as u8)
        });
        self.vote = vote.map(|together| Vote { votes: vec![0; together.ways.len()], together, revealed: false });
    }

    /// The figures are there.
    fn finish(&mut self) {
        let Some(found) = self.job.as_ref().and_then(ClassJob::found) else { return };
        if let Some(group) = self.group() {
            let (view, splits) = (view::view(group, &found), decisions::splits(group, &found, SPLITS));
            (self.shown.view, self.shown.splits, self.shown.found) = (view, splits, Some(found));
        }
        self.ask();
    }

    /// How far the figures are, 0 to 1.
    pub fn progress(&self) -> Option<f64> {
        let job = self.job.as_ref().filter(|_| self.shown.found.is_none())?;
        let (there, of) = job.progress();
        Some(there as f64 / of.max(1) as f64)
    }
}

/// The next unit of work.
pub fn next() -> Option<Unit> {
    STATE.with_borrow_mut(|s| {
        let units = s.job.as_ref()?.units();
        (s.given < units).then(|| {
            s.given += 1;
            Unit { kind: KIND.to_owned(), link: format!("{}.{}", s.asked.group, s.packed), unit: s.given - 1 }
        })
    })
}

/// Takes what a unit came to.
pub fn came(unit: &Unit, part: &[i64]) {
    let done = STATE.with_borrow_mut(|s| {
        if unit.link != format!("{}.{}", s.asked.group, s.packed) {
            return false;
        }
        let open = s.shown.found.is_none();
        if let Some(job) = s.job.as_mut().filter(|_| open) {
            job.add(unit.unit, part);
        }
        open && s.job.as_ref().is_some_and(Job::done)
    });
    if done {
        // In a task of its own: the last unit was work enough.
        page::soon(|| {
            STATE.with_borrow_mut(State::finish);
            page::soon(redraw);
        });
    }
}

/// Works out one unit here; `true` while more is left.
pub fn slice() -> bool {
    let Some(unit) = next() else { return false };
    let part = STATE.with_borrow(|s| s.job.as_ref().map(|job| job.run(unit.unit))).unwrap_or_default();
    came(&unit, &part);
    true
}

/// The worker is gone: what was given out is to be given out again.
pub fn requeue() {
    STATE.with_borrow_mut(|s| s.given = 0);
}

/// Works out one unit of a class: what the worker does.
pub fn work(link: &str, unit: u32) -> Vec<i64> {
    BENCH
        .with_borrow_mut(|bench| {
            if bench.as_ref().is_none_or(|b| b.0 != link) {
                *bench = None;
                let (group, packed) = link.split_once('.')?;
                let class = hand::unpack(packed).ok()?;
                let group = class.groups.get(group.parse::<usize>().ok()?).or(class.groups.first())?;
                *bench = Some((link.to_owned(), group.job()));
            }
            bench.as_ref().map(|b| b.1.run(unit))
        })
        .unwrap_or_default()
}

/// Files came.
fn opened(files: files::Files) {
    let (there, notes) = bytes::texts(files, &files::language(), files::decode);
    if there.is_empty() {
        STATE.with_borrow_mut(|s| s.said = notes.join(" "));
        return bump();
    }
    begin(Reading::files(&there, notes), None);
}

/// Reads what was found, a few weeks a task; `asked` is what the address it comes from asks for.
pub fn begin(reading: Reading, asked: Option<Asked>) {
    READING.set(Some((reading, asked)));
    STATE.with_borrow_mut(|s| (s.reading, s.said) = (true, String::new()));
    bump();
    page::soon(step);
}

/// Reads a text, some lines a task.
fn begin_text(text: &str, asked: Option<Asked>) {
    STATE.with_borrow_mut(|s| (s.reading, s.said) = (true, String::new()));
    bump();
    let text = text.to_owned();
    page::soon(move || {
        let pieces = pieces(&text, 5 * AT_ONCE).into_iter();
        page::soon(move || piece(Read::default(), pieces, asked));
    });
}

fn piece(mut read: Read, mut rest: std::vec::IntoIter<(u32, String)>, asked: Option<Asked>) {
    match rest.next() {
        Some((first, text)) => {
            read.add(crate::app::class::read(&text), first);
            page::soon(move || piece(read, rest, asked));
        }
        None => begin(Reading::of(read), asked),
    }
}

fn step() {
    let more = READING.with_borrow_mut(|r| r.as_mut().is_some_and(|r| r.0.step(AT_ONCE)));
    page::soon(if more { step } else { tidy });
}

/// What follows is cut into tasks too.
fn tidy() {
    let Some((reading, asked)) = READING.take() else { return };
    let class = reading.done();
    page::soon(move || {
        let text = hand::text(&class, false);
        page::soon(move || {
            let packed = hand::pack_text(&text);
            STATE.with_borrow_mut(|s| s.take(class, packed, asked.clone().unwrap_or_default()));
            page::soon(move || {
                STATE.with_borrow_mut(State::look);
                page::soon(move || {
                    STATE.with_borrow_mut(State::count);
                    page::soon(move || there(asked));
                });
            });
        });
    });
}

/// The class is there: its figures are worked out, and it is drawn.
fn there(from: Option<Asked>) {
    STATE.with_borrow_mut(State::work);
    let pasted = from.is_none();
    page::soon(move || {
        let query = STATE.with_borrow_mut(|s| {
            s.vote();
            s.reading = false;
            // What is too long for an address stays in this tab.
            s.asked.weeks = if hand::fits(&s.packed) { s.packed.clone() } else { String::new() };
            s.asked.query()
        });
        EPOCH.set(EPOCH.get().wrapping_add(1));
        keep_names();
        dispatch(Msg::Class { query, push: pasted });
        super::work();
        FOCUS.set(pasted);
        page::soon(redraw);
    });
}

/// Keeps the names in this tab while they are shown, so that they are there after a reload.
fn keep_names() {
    let kept = with(|s| s.class.as_ref().filter(|_| s.names).map(|class| format!("{}\n{}", s.packed, hand::packed(class, true))));
    storage::keep_in_tab(kept.as_deref());
}

/// The link to what is shown, with or without names.
pub fn link() -> Option<String> {
    with(|s| {
        let weeks = hand::pack(s.class.as_ref()?, s.along)?;
        let asked = Asked { weeks, ..s.asked.clone() };
        Some(format!("{}#/class?{}", location::open(), asked.query()))
    })
}

/// A press that is the page's own.
pub fn press(action: &str, pressed: &Pressed) -> bool {
    match action {
        "class-read" => begin_text(&text(), None),
        "class-open" => files::pick_all(".txt,.csv,.json,.jsonl,.ndjson,text/plain,text/csv,application/json", opened),
        "class-example" => begin_text(&hand::example(), None),
        "class-present" => to_slide(0),
        "class-next" => to_slide(with(State::slide).map_or(0, |n| n + 1)),
        "class-back" => to_slide(with(State::slide).map_or(0, |n| n.wrapping_sub(1))),
        "class-close" => close(),
        "class-together" => {
            let id = pressed.text("data-scene-id");
            STATE.with_borrow_mut(|s| s.back = s.asked.show.clone());
            go(|asked| asked.show = format!("vote-{id}"), true);
            page::focus_soon();
        }
        "class-guide" => {
            go(|asked| asked.show = "guide".to_owned(), true);
            page::focus_soon();
        }
        "class-guide-text" => {
            let text = |l: &crate::app::Loaded| guide::text(&guide::guide(&l.scenario, &l.program, &l.edition));
            let made = with(|s| s.group().map(|g| text(&g.loaded))).unwrap_or_else(|| read(|app| text(app.written())));
            act::save("by-friday-guide.txt", "text/plain", &made);
        }
        "class-vote" => {
            let (way, down) = (pressed.number("data-way"), pressed.text("data-by") == "less");
            STATE.with_borrow_mut(|s| {
                if let Some(votes) = s.vote.as_mut().and_then(|v| v.votes.get_mut(way)) {
                    *votes = if down { votes.saturating_sub(1) } else { votes.saturating_add(1) };
                }
            });
            bump();
        }
        "class-reveal" => {
            STATE.with_borrow_mut(|s| s.vote.iter_mut().for_each(|v| v.revealed = true));
            bump();
            page::after_paint(|| fields::focus("[data-ways]"));
        }
        "class-csv" => {
            let file = with(|s| Some(hand::csv(s.group()?, s.shown.found.as_ref(), s.along, &location::open())));
            act::save("by-friday-class.csv", "text/csv", &file.unwrap_or_default());
        }
        "class-link" => match link() {
            Some(link) => share::copy(&link, |worked| {
                let said = if worked { "Copied." } else { "The browser does not let us copy: select the link and copy it yourself." };
                STATE.with_borrow_mut(|s| s.said = said.to_owned());
                bump();
            }),
            None => {
                STATE.with_borrow_mut(|s| s.said = "The class is too large for a link: save it as a file.".to_owned());
                bump();
            }
        },
        "class-print" => {
            page::print();
            act::may_be_refused();
        }
        _ => return false,
    }
    true
}
