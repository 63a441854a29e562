//! Elements for views, with one type for all of them.
//!
//! The `view!` macro makes a Rust type of every piece of markup; each is compiled on its own, and
//! together they were two thirds of the first download. Here every element has the same type,
//! so the program holds the code for drawing an element once (docs/decisions/drawing.md has the figures).
//!
//! Browsers that translate a page, and extensions that mark words in it, replace its text nodes,
//! wrap them, or write whole paragraphs anew. So no text node is kept here, and no marker between
//! nodes: an element remembers its texts and its elements, and where one of them has changed its
//! content is set again. Elements stay where they are, with their focus.

use app::action::Action;
pub use leptos::tachys::renderer::{Rndr, types::Element};
use wasm_bindgen::JsValue;

/// Attributes as names and values; a value is never code, and never markup.
type Attrs = Vec<(&'static str, String)>;

/// Texts, each with the number of elements before it.
type Texts = Vec<(usize, String)>;

/// An element under construction. Boxed: it is handed on at every step, and a pointer is short.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attrs: Attrs,
    texts: Texts,
    children: Vec<El>,
    /// What draws it instead, time and again.
    live: Option<Draw>,
}

/// Draws a place as it is to be now; `None` where nothing has changed.
type Draw = Box<dyn FnMut() -> Option<El>>;

/// What a person changes in a field. The attributes of these names are only what a field begins with:
/// once it was touched it goes its own way. So they are set as properties, wherever they differ.
const TOUCHED: [&str; 3] = ["value", "checked", "selected"];

/// An HTML element; the tag in capitals, as the browser itself names it. Small ones are drawings'.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    let new = El(Box::new(Parts { tag, attrs: Vec::new(), texts: Vec::new(), children: Vec::new(), live: None }));
    // What is typed or chosen is read the way its first letters are.
    new.attr_if(matches!(tag, "INPUT" | "TEXTAREA" | "OPTION"), "dir", "auto")
}

/// An element with a class.
#[inline(never)]
pub fn with_class(tag: &'static str, class: &str) -> El {
    el(tag).attr("class", class)
}

impl El {
    #[inline(never)]
    pub fn attr(self, name: &'static str, value: &str) -> El {
        self.own(name, value.to_owned())
    }

    /// An attribute of a text that is already ours.
    #[inline(never)]
    pub fn own(mut self, name: &'static str, value: String) -> El {
        self.0.attrs.push((name, value));
        self
    }

    /// What a press on it asks for.
    pub fn does(self, action: impl Action) -> El {
        self.attr("data-action", action.name())
    }

    /// An attribute that is there or not.
    pub fn attr_if(self, there: bool, name: &'static str, value: &str) -> El {
        if there { self.attr(name, value) } else { self }
    }

    /// Whether a box is ticked or an option chosen: `checked`, `selected`.
    pub fn is(self, name: &'static str, on: bool) -> El {
        self.attr(name, if on { "true" } else { "" })
    }

    #[inline(never)]
    pub fn text(self, text: &str) -> El {
        self.say(text.to_owned())
    }

    /// A text that is already ours.
    #[inline(never)]
    pub fn say(mut self, text: String) -> El {
        let at = self.0.children.len();
        match self.0.texts.last_mut() {
            Some((place, last)) if *place == at => last.push_str(&text),
            _ if text.is_empty() => {}
            _ => self.0.texts.push((at, text)),
        }
        self
    }

    #[inline(never)]
    pub fn child(mut self, child: El) -> El {
        self.0.children.push(child);
        self
    }

    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> El {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Its text is the scenario's: in that language, and read that way.
    #[inline(never)]
    pub fn theirs(self) -> El {
        let (lang, way) = super::read(|app| (app.loaded.scenario.lang.clone(), app.loaded.scenario.direction()));
        let el = self.attr("dir", way);
        match lang {
            Some(lang) => el.own("lang", lang),
            None => el,
        }
    }

    /// A child that is there or not.
    #[inline(never)]
    pub fn maybe(self, child: Option<El>) -> El {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }
}

/// A part of the state, drawn again only when it changes.
pub fn part<T: PartialEq + 'static>(get: impl Fn(&app::App) -> T + 'static, draw: impl Fn(&T) -> El + 'static) -> El {
    let mut last: Option<T> = None;
    let mut live = el("");
    live.0.live = Some(Box::new(move || {
        let now = super::read(&get);
        (last.as_ref() != Some(&now)).then(|| draw(last.insert(now)))
    }));
    live
}

/// A part that waits, once it is there, until the answer to a press is on the screen.
pub fn late<T: PartialEq + 'static>(get: impl Fn(&app::App) -> T + 'static, draw: impl Fn(&T) -> El + 'static) -> El {
    waiting(part(get, draw), false)
}

/// What nobody sees before they press again: it comes once the answer is on the screen.
pub fn folded(draw: Box<dyn Fn() -> El>) -> El {
    waiting(part(|_| (), move |()| draw()), true)
}

fn waiting(mut part: El, mut drawn: bool) -> El {
    if let Some(mut live) = part.0.live.take() {
        part.0.live = Some(Box::new(move || if drawn && super::answering() { None } else { live().inspect(|_| drawn = true) }));
    }
    part
}

/// Sets an attribute, or the property of what a person may have changed: on an element that is there
/// already only where it differs, since setting what it holds would move the caret.
#[inline(never)]
fn put(element: &Element, name: &str, value: &str) {
    let Some(at) = TOUCHED.iter().position(|t| *t == name) else { return Rndr::set_attribute(element, name, value) };
    // An option without the attribute holds its text: one that stands for nothing says so by the attribute.
    if at == 0 && value.is_empty() {
        Rndr::set_attribute(element, name, value);
    }
    let wanted = if at == 0 { JsValue::from_str(value) } else { JsValue::from_bool(!value.is_empty()) };
    crate::platform::page::hold(element, name, &wanted);
}

/// What stands on the page: an element with its content, or a place that is drawn again on its own.
pub enum Drawn {
    Still(Box<Still>),
    Live(Box<(Draw, Drawn)>),
}

pub struct Still {
    element: Element,
    tag: &'static str,
    attrs: Attrs,
    texts: Texts,
    children: Vec<Drawn>,
}

impl Drawn {
    /// The element that stands for it.
    pub fn root(&self) -> &Element {
        match self {
            Drawn::Still(still) => &still.element,
            Drawn::Live(place) => place.1.root(),
        }
    }

    /// Draws again what has changed in it.
    pub fn refresh(&mut self) {
        match self {
            Drawn::Still(still) => still.children.iter_mut().for_each(Drawn::refresh),
            Drawn::Live(place) => {
                let (draw, drawn) = &mut **place;
                match draw() {
                    // All that is live within it is new.
                    Some(new) => {
                        new.rebuild(drawn);
                        if !drawn.root().is_connected() {
                            super::lost();
                        }
                    }
                    None => drawn.refresh(),
                }
            }
        }
    }
}

impl Still {
    /// Draws what has changed since `self` was drawn.
    fn redraw(&mut self, new: Parts) {
        for (name, _) in self.attrs.iter().filter(|(name, _)| !new.attrs.iter().any(|(n, _)| n == name)) {
            Rndr::remove_attribute(&self.element, name);
        }
        for (name, value) in new.attrs.iter().filter(|attr| TOUCHED.contains(&attr.0) || !self.attrs.contains(attr)) {
            if self.tag == "use" && *name == "href" && super::answering() {
                super::picture_later(&self.element, value);
            } else {
                put(&self.element, name, value);
            }
        }
        self.attrs = new.attrs;
        let mut settled = self.texts == new.texts && self.children.len() == new.children.len();
        self.texts = new.texts;
        self.children.truncate(new.children.len());
        for (at, child) in new.children.into_iter().enumerate() {
            match self.children.get_mut(at) {
                Some(old) => {
                    child.rebuild(old);
                    // Who writes a paragraph anew leaves copies of its elements.
                    settled = settled && self.element.contains(Some(old.root()));
                }
                None => self.children.push(child.build()),
            }
        }
        if !settled {
            self.settle();
        }
    }

    /// Puts texts and elements where they belong and removes all else. An element that is in its
    /// place is not touched, so it keeps the focus and how far it was scrolled.
    fn settle(&self) {
        if self.children.is_empty() {
            return self.element.set_text_content(self.texts.first().map(|t| t.1.as_str()));
        }
        let mut texts = self.texts.iter().peekable();
        let mut at = Rndr::first_child(&self.element);
        for place in 0..=self.children.len() {
            let child = self.children.get(place).map(Drawn::root);
            let here = child.is_none_or(|child| Rndr::get_parent(child).as_ref() == Some(&self.element));
            // What stands before it was left by others, or was ours in an earlier state.
            while let Some(node) = at.take_if(|node| here && child.map(|c| &***c) != Some(node)) {
                at = Rndr::next_sibling(&node);
                Rndr::remove(&node);
            }
            if let Some((_, text)) = texts.next_if(|text| text.0 == place) {
                Rndr::insert_node(&self.element, &Rndr::create_text_node(text), at.as_ref());
            }
            match child {
                Some(child) if here => at = Rndr::next_sibling(child),
                Some(child) => Rndr::insert_node(&self.element, child, at.as_ref()),
                None => {}
            }
        }
    }
}

impl El {
    /// Makes what stands for it, which is on no page yet.
    pub fn build(self) -> Drawn {
        let mut new = *self.0;
        let Some(mut draw) = new.live.take() else {
            // Drawings live in another namespace.
            let drawing = new.tag.starts_with(|c: char| c.is_ascii_lowercase()).then_some("http://www.w3.org/2000/svg");
            let element = Rndr::create_element(new.tag, drawing);
            let mut still = Still { element, tag: new.tag, attrs: Vec::new(), texts: Vec::new(), children: Vec::new() };
            still.redraw(new);
            return Drawn::Still(Box::new(still));
        };
        let first = draw().unwrap_or_else(|| el("DIV")).build();
        Drawn::Live(Box::new((draw, first)))
    }

    /// Makes of what stands there what it describes.
    fn rebuild(self, old: &mut Drawn) {
        match old {
            Drawn::Still(still) if self.0.live.is_none() && still.tag == self.0.tag => still.redraw(*self.0),
            _ => {
                let new = self.build();
                let _ = old.root().replace_with_with_node_1(new.root());
                *old = new;
            }
        }
    }
}
