//! The editor's page: what is typed and pressed in it, what stands beside the form, and when a draft is
//! kept.

use super::brought::{self, Archive, Came, File};
use super::figures::{Held, Standing};
use super::{Keeping, Reached, Said, Writing, draft_of, drafts, free_key};
use crate::action::{self, Action};
use crate::effect::{Device, Effect};
use crate::handing::{Handed, handed};
use crate::stories::{self, Imported};
use crate::{built_in, from};

/// The attribute that says what a field does and where: `put /scenes/0/title`.
pub const FIELD: &str = "data-write";
/// How long nobody types before the draft is kept and all paths are walked, in milliseconds.
const PAUSE: [i32; 2] = [500, 1500];

/// What stands beside the outline.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    #[default]
    Form,
    Json,
    Map,
    Figures,
}

/// The panel that is open beside the form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Panel {
    #[default]
    Closed,
    Problems,
    Share,
}

/// A change of what a pointer leads to, by a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    Add,
    After,
    Remove,
    Raise,
    Lower,
    Duplicate,
    Clear,
}

/// What happens to the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Msg {
    /// A field ([`FIELD`]) now holds this.
    Typed {
        name: String,
        value: String,
    },
    /// A field was left: it shows what the week holds, and what is typed next in it is a step of its own.
    Left,
    /// The page is left: nothing that was typed is lost.
    Leaving,
    /// So long nobody has typed, by the count of changes.
    Rested(u32),
    RestedLong(u32),
    /// Begins with a short week.
    Blank,
    /// Begins with a copy of a built-in week.
    Copy(String),
    /// Goes on with a draft.
    Draft(String),
    /// Opens a file; `None` where the browser could not read it.
    File(Option<(String, Vec<u8>)>),
    /// A story of the archive that was opened.
    Story(usize),
    /// A table was pasted: its HTML and its text.
    Pasted(String, String),
    Delete(String),
    Undelete,
    Close,
    Panel(Panel),
    Drawer,
    Side(Side),
    NextProblem,
    /// Opens or closes a part of the form.
    Turn(String),
    /// Closes the menu in which the focus is.
    Shut(String),
    /// To a place: `to` is what is looked for in it, or nothing.
    Go {
        path: String,
        to: String,
    },
    /// To the form of a scene.
    Scene(String),
    Edit(Edit, String),
    AddKind {
        path: String,
        kind: String,
    },
    Undo,
    Redo,
    /// The luck of the link, as it was typed.
    Luck(String),
    /// The link is to be made.
    Link,
    /// It was put on the clipboard, or could not be.
    Copied(bool),
    /// The file was saved.
    Saved,
    /// The draft is to be kept now.
    Keep,
    /// Whether the device took it.
    Kept(bool),
    /// Another tab wrote under a key.
    Heard(String, Option<String>),
    /// The figures are asked for.
    Weigh,
    /// Plays the week from the scene in which a pointer lies.
    Play(String),
}

/// The page's state.
#[derive(Default)]
pub struct Session {
    pub writing: Option<Writing>,
    pub side: Side,
    pub panel: Panel,
    /// The outline is open where there is no room beside the form.
    pub drawer: bool,
    /// What is said of the last press.
    pub said: String,
    /// What is said where the draft was changed elsewhere; empty where it was not.
    pub elsewhere: &'static str,
    /// The luck that a link is to have, as it was typed; empty for luck of each play's own.
    pub luck: String,
    /// The link, once it is made.
    pub link: Option<Result<Handed, String>>,
    /// The draft that was deleted last, until another is written: its key, its title, and what was kept of it.
    deleted: Option<(String, String, String)>,
    /// Rises where fields are to be drawn though nothing changed: one may show what was not taken.
    pub epoch: u32,
    /// How often something was changed.
    changes: u32,
    /// How the story in hand came in.
    pub came: Option<Came>,
    archive: Option<Archive>,
    figures: Option<Result<Held, String>>,
}

type Effects = Vec<Effect<Msg>>;

impl Session {
    /// Takes a message.
    pub fn update(&mut self, msg: Msg, device: &dyn Device) -> Effects {
        match msg {
            Msg::Typed { name, value } => self.typed(&name, &value),
            Msg::Left => {
                self.quietly(Writing::settle);
                vec![Effect::Draw]
            }
            Msg::Leaving if self.changes > 0 => {
                self.quietly(Writing::settle);
                self.keep(device)
            }
            Msg::Leaving => Vec::new(),
            Msg::Rested(changes) if changes == self.changes => {
                self.quietly(Writing::pause);
                let mut effects = self.keep(device);
                effects.push(Effect::Draw);
                effects
            }
            Msg::RestedLong(changes) if changes == self.changes && device.shown() => {
                self.quietly(Writing::check_whole);
                vec![Effect::Draw]
            }
            Msg::Rested(_) | Msg::RestedLong(_) => Vec::new(),
            Msg::Blank => self.begin(Writing::blank(device.seed()), true, device),
            Msg::Copy(id) => self.begin(Writing::copy_of(built_in(&id).unwrap_or_default()), true, device),
            Msg::Draft(key) => match device.kept().get(&key).map(|text| Writing::from_draft(&key, text)) {
                Some(Ok(writing)) => self.begin(writing, false, device),
                Some(Err(why)) => self.say(why),
                None => vec![Effect::Draw],
            },
            Msg::File(None) => self.say("The file cannot be read."),
            Msg::File(Some((name, bytes))) => self.file(name, bytes, None, device),
            Msg::Story(which) => match self.archive.take() {
                Some(archive) => self.file(archive.name, archive.bytes, Some(which), device),
                None => Vec::new(),
            },
            Msg::Pasted(html, text) => match stories::paste(&html, &text) {
                Ok(story) => self.story(&story, device),
                Err(why) => self.say(why),
            },
            Msg::Delete(key) => self.delete(&key, device),
            Msg::Undelete => {
                let Some((key, _, text)) = self.deleted.take() else { return Vec::new() };
                // Another tab may have begun a week in its place.
                let kept = device.kept();
                let key = if kept.get(&key).is_none() { key } else { free_key(&kept) };
                let focus = format!("[data-draft=\"{key}\"] button");
                vec![
                    Effect::Keep { key, text, could: Msg::Kept(true), could_not: Msg::Kept(false) },
                    Effect::Draw,
                    Effect::Focus(vec![focus]),
                ]
            }
            Msg::Close => {
                let mut effects = self.keep(device);
                self.forget();
                self.writing = None;
                effects.extend([Effect::Draw, Effect::Heading]);
                effects
            }
            Msg::Panel(panel) => self.open(panel),
            Msg::Drawer => {
                self.drawer = !self.drawer;
                let outline = [".outline-of [aria-current]", ".outline-of button"].map(str::to_owned).to_vec();
                if self.drawer { vec![Effect::Draw, Effect::Focus(outline)] } else { vec![Effect::Draw] }
            }
            Msg::Side(side) => {
                self.side = side;
                self.quietly(Writing::settle);
                vec![Effect::Draw]
            }
            Msg::NextProblem => self.next_problem(),
            Msg::Turn(path) => {
                self.quietly(|w| w.turn(&path));
                vec![Effect::Draw]
            }
            Msg::Shut(menu) => {
                self.quietly(|w| w.turn(&menu));
                vec![Effect::Draw, Effect::Focus(vec![action::Write::Turn.hook() + &at_path(&menu)])]
            }
            Msg::Go { path, to } => {
                (self.side, self.drawer) = (Side::Form, false);
                self.quietly(|w| if to.is_empty() { w.go(&path) } else { w.show(&to) });
                let focus = if to.is_empty() { vec![HEADING.to_owned()] } else { at(&to) };
                vec![Effect::Draw, Effect::Focus(focus)]
            }
            Msg::Scene(id) => {
                let Some(path) = self.writing.as_ref().and_then(|w| w.scene(&id)) else { return Vec::new() };
                self.side = Side::Form;
                self.quietly(|w| w.go(&path));
                vec![Effect::Draw, Effect::Focus(vec![HEADING.to_owned()])]
            }
            Msg::Edit(edit, path) => self.edit(edit, &path, device),
            Msg::AddKind { path, kind } => self.change(|w| w.add_kind(&path, &kind), device),
            Msg::Undo => self.change(Writing::undo, device),
            Msg::Redo => self.change(Writing::redo, device),
            Msg::Luck(luck) => {
                self.luck = luck;
                let mut effects = vec![Effect::Draw];
                effects.extend(self.unlink());
                effects
            }
            Msg::Link if self.panel == Panel::Share => {
                let seed = self.seed();
                self.link = seed.ok().and_then(|seed| Some(handed(&self.writing.as_ref()?.json_text(), &device.page(), seed)));
                vec![Effect::Draw]
            }
            Msg::Link => Vec::new(),
            Msg::Copied(worked) => self.say(crate::words::copied(worked)),
            Msg::Saved => {
                self.quietly(Writing::saved);
                let mut effects = self.keep(device);
                effects.push(Effect::Draw);
                effects
            }
            Msg::Keep => self.keep(device),
            Msg::Kept(kept) => {
                self.quietly(|w| w.kept(kept));
                Vec::new()
            }
            Msg::Heard(key, there) => {
                if !self.writing.as_ref().is_some_and(|w| w.key == key && w.changed_elsewhere(there.as_deref())) {
                    return Vec::new();
                }
                self.elsewhere = "This draft was just changed in another tab or window, and what you see here is not that. What you write here is kept as a draft of its own; close this one and open it again to go on with the other.";
                vec![Effect::Draw]
            }
            Msg::Weigh => {
                self.figures = self.writing.as_ref().map(|w| Held::of(&w.json_text()));
                vec![Effect::Draw, Effect::Work]
            }
            Msg::Play(path) => self.play(&path, device),
        }
    }

    /// Whether what was typed as luck is none.
    pub fn luck_is_wrong(&self) -> bool {
        self.seed().is_err()
    }

    /// The title of the draft that was deleted last.
    pub fn deleted(&self) -> Option<&str> {
        self.deleted.as_ref().map(|d| d.1.as_str())
    }

    /// Titles of the stories among which one is to be chosen.
    pub fn titles(&self) -> &[String] {
        self.archive.as_ref().map_or(&[], |a| &a.titles)
    }

    /// How it stands with the figures.
    pub fn standing(&self) -> Standing {
        match (&self.figures, &self.writing) {
            (Some(Ok(held)), Some(w)) => held.standing(&w.json_text()),
            (Some(Err(why)), _) => Standing::Refused(why.clone()),
            _ => Standing::Unasked,
        }
    }

    /// The figures that are being worked out.
    pub fn held(&mut self) -> Option<&mut Held> {
        self.figures.as_mut()?.as_mut().ok()
    }

    /// The luck of the link; an error where what was typed is no luck.
    fn seed(&self) -> Result<Option<u32>, ()> {
        match self.luck.trim() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| ()),
        }
    }

    fn say(&mut self, text: impl Into<String>) -> Effects {
        self.said = text.into();
        vec![Effect::Draw]
    }

    /// Changes what is written, without a word and without a draft.
    fn quietly(&mut self, f: impl FnOnce(&mut Writing)) {
        self.writing.as_mut().map(f);
    }

    /// The link is no longer true. It is made again once what is there has been drawn: packing takes a moment.
    fn unlink(&mut self) -> Option<Effect<Msg>> {
        self.link = None;
        (self.panel == Panel::Share).then_some(Effect::Drawn(Msg::Link))
    }

    /// Changes what is written, draws the fields anew, tells what was done, and moves the focus where it belongs.
    fn change(&mut self, f: impl FnOnce(&mut Writing) -> Said, device: &dyn Device) -> Effects {
        let mut effects: Effects = self.unlink().into_iter().collect();
        let Some(w) = &mut self.writing else { return effects };
        let said = f(w);
        w.follow(&said);
        // What the outline added is in the form.
        self.drawer &= said.focus.is_none();
        // What is drawn anew loses the focus: it goes back to where it was, if nowhere else.
        let here = device.focused(&[FIELD, "data-action", "data-path"]).filter(|_| said.changed);
        self.said = said.text;
        self.epoch = self.epoch.wrapping_add(1);
        effects.push(Effect::Draw);
        effects.extend(said.focus.map(|path| at(&path)).or(here.map(|here| vec![here])).map(Effect::Focus));
        effects.extend(self.rest());
        effects
    }

    fn edit(&mut self, edit: Edit, path: &str, device: &dyn Device) -> Effects {
        match edit {
            Edit::Add => self.change(|w| w.add(path), device),
            Edit::After => self.change(|w| w.add_after(path), device),
            Edit::Remove => self.change(|w| w.remove(path), device),
            Edit::Duplicate => self.change(|w| w.duplicate(path), device),
            Edit::Clear => self.change(|w| w.clear(path).or_at(path), device),
            Edit::Raise => self.shift(action::Write::Raise, |w| w.raise(path), device),
            Edit::Lower => self.shift(action::Write::Lower, |w| w.lower(path), device),
        }
    }

    /// Moves an item, and leaves the focus on the button that moved it.
    fn shift(&mut self, action: action::Write, f: impl FnOnce(&mut Writing) -> Said, device: &dyn Device) -> Effects {
        let mut to = None;
        let moved = |w: &mut Writing| {
            let mut said = f(w);
            to = said.focus.take();
            said
        };
        let mut effects = self.change(moved, device);
        effects.extend(to.map(|path| Effect::Focus(vec![action.hook() + &at_path(&path)])));
        effects
    }

    fn typed(&mut self, name: &str, value: &str) -> Effects {
        let (verb, path) = name.split_once(' ').unwrap_or((name, ""));
        let (verb, of) = verb.split_once(':').unwrap_or((verb, ""));
        // Nothing is chosen by what stands for nothing.
        if verb == "kind" && value.is_empty() {
            self.epoch = self.epoch.wrapping_add(1);
            return vec![Effect::Draw];
        }
        let mut effects: Effects = self.unlink().into_iter().collect();
        let said = self.writing.as_mut().map(|w| {
            w.stay_open(path);
            match verb {
                "kind" => w.kind(path, value),
                "part" => w.put_part(path, of, value),
                "tick" => w.tick(path, of, value == "true"),
                "odd" => w.set_json(path, value),
                "side" => w.typed(value),
                _ => w.put(path, value),
            }
        });
        let said = said.unwrap_or_default();
        if !said.changed {
            self.epoch = self.epoch.wrapping_add(1);
        }
        self.said = said.text;
        effects.push(Effect::Draw);
        effects.extend(self.rest());
        effects
    }

    /// After a moment without typing: a step of its own, the draft, and a look at everything.
    fn rest(&mut self) -> [Effect<Msg>; 2] {
        self.changes = self.changes.wrapping_add(1);
        [Effect::Later(Msg::Rested(self.changes), PAUSE[0]), Effect::Later(Msg::RestedLong(self.changes), PAUSE[1])]
    }

    fn keep(&mut self, device: &dyn Device) -> Effects {
        let Some(w) = &mut self.writing else { return Vec::new() };
        if !w.is_kept() {
            w.changed_at(device.now());
        }
        let text = match w.keeping(&device.kept()) {
            Keeping::Nothing => return Vec::new(),
            Keeping::Text(text) => text,
            Keeping::Apart(text) => {
                self.elsewhere = "This draft was changed in another tab or window as well. Yours is kept as a draft of its own; close it to find both in the list of drafts.";
                text
            }
        };
        vec![Effect::Keep { key: w.key.clone(), text, could: Msg::Kept(true), could_not: Msg::Kept(false) }]
    }

    /// What is known of a week that is no longer in hand.
    fn forget(&mut self) {
        (self.panel, self.elsewhere, self.link) = (Panel::Closed, "", None);
        (self.came, self.archive, self.figures, self.deleted) = (None, None, None, None);
        self.said.clear();
    }

    /// Begins with another scenario; a new one gets a key of its own.
    fn begin(&mut self, mut writing: Writing, new: bool, device: &dyn Device) -> Effects {
        if new {
            writing.key = free_key(&device.kept());
        }
        self.forget();
        self.luck.clear();
        (self.writing, self.side) = (Some(writing), Side::Form);
        let mut effects = self.keep(device);
        effects.extend([Effect::Draw, Effect::Heading]);
        effects.extend(self.rest());
        effects
    }

    fn file(&mut self, name: String, bytes: Vec<u8>, which: Option<usize>, device: &dyn Device) -> Effects {
        match brought::open(name, bytes, which) {
            File::Story(story) => self.story(&story, device),
            File::Several(archive) => {
                let said =
                    format!("There are {} stories in \u{201c}{}\u{201d}: choose the one you mean.", archive.titles.len(), archive.name);
                self.archive = Some(archive);
                let mut effects = self.say(said);
                effects.push(Effect::Focus(vec!["[data-stories] button".to_owned()]));
                effects
            }
            File::Scenario(text) => self.scenario(&text, device),
            File::Strange(why) => self.say(why),
        }
    }

    fn story(&mut self, story: &Imported, device: &dyn Device) -> Effects {
        let effects = self.begin(Writing::copy_of(&story.scenario), true, device);
        self.came = Some(brought::came(story));
        effects
    }

    /// A scenario's text, whatever is wrong with it.
    fn scenario(&mut self, text: &str, device: &dyn Device) -> Effects {
        // A file that was opened or saved before goes on where it was left.
        let kept = device.kept();
        let known = draft_of(&kept, text).and_then(|key| Writing::from_draft(&key, kept.get(&key)?).ok());
        if let Some(writing) = known {
            let effects = self.begin(writing, false, device);
            "This file is a draft on this device already: you go on with that.".clone_into(&mut self.said);
            return effects;
        }
        match Writing::from_text(text) {
            Ok(writing) => self.begin(writing, true, device),
            Err(found) => {
                self.say(found.list.first().map_or_else(String::new, |f| format!("The file cannot be opened: {}. {}", f.text, f.mend)))
            }
        }
    }

    /// Opens a panel, or closes it where it is open.
    fn open(&mut self, panel: Panel) -> Effects {
        let open = self.panel != panel;
        self.panel = if open { panel } else { Panel::Closed };
        let (heading, button) = match panel {
            Panel::Problems => ("#problems", action::Write::Problems),
            _ => ("#share", action::Write::Share),
        };
        let mut effects = vec![Effect::Draw, Effect::Focus(vec![if open { heading.to_owned() } else { button.hook() }])];
        effects.extend(self.unlink());
        effects
    }

    /// To the next problem, and says which it is.
    fn next_problem(&mut self) -> Effects {
        self.side = Side::Form;
        let Some(w) = &mut self.writing else { return Vec::new() };
        w.settle();
        let (focus, said) = match w.next_problem() {
            Some((path, said)) => (Some(Effect::Focus(at(&path))), said),
            None => (None, "Nothing is wrong that could be found.".to_owned()),
        };
        let mut effects = self.say(said);
        effects.extend(focus);
        effects
    }

    /// Deletes a draft; for a while it can be taken back.
    fn delete(&mut self, key: &str, device: &dyn Device) -> Effects {
        let kept = device.kept();
        let draft = drafts(&kept).into_iter().find(|d| d.key == key);
        let (Some(draft), Some(text)) = (draft, kept.get(key)) else { return Vec::new() };
        self.deleted = Some((draft.key.clone(), draft.title, text.to_owned()));
        vec![Effect::Forget(draft.key), Effect::Draw, Effect::Focus(vec![action::Write::Undelete.hook()])]
    }

    fn play(&mut self, path: &str, device: &dyn Device) -> Effects {
        let mut effects = self.keep(device);
        let Some(w) = &self.writing else { return effects };
        let fragment = match w.reach(path) {
            Reached::No(why) => Err(why),
            Reached::By { moves, .. } => from::play(&w.trial(), device.seed(), moves),
        };
        effects.extend(match fragment {
            Ok(fragment) => vec![Effect::Try(fragment)],
            Err(why) => self.say(why),
        });
        effects
    }
}

/// The heading of the form.
const HEADING: &str = "[data-form] h2";

/// What selects the buttons of a pointer.
fn at_path(path: &str) -> String {
    format!("[data-path=\"{path}\"]")
}

/// What the focus belongs to at a pointer, the likeliest first: a field, else whatever can have it.
fn at(path: &str) -> Vec<String> {
    vec![
        format!("[data-at=\"{path}\"] [data-write]"),
        format!("[data-form=\"{path}\"] [data-write]"),
        format!("[data-at=\"{path}\"] :is(button, a)"),
        HEADING.to_owned(),
    ]
}

#[cfg(test)]
mod tests;
