//! Elements for views, through Leptos's renderer with one type for all of them.
//!
//! The `view!` macro makes a Rust type of every piece of markup; each is compiled on its own, and
//! together they were two thirds of the first download. Here every HTML element has the same type,
//! so the bundle holds the code for drawing an element once (ARCHITECTURE.md has the figures).

use leptos::prelude::*;
use leptos::tachys::html::attribute::{Attribute, NextAttribute};
use leptos::tachys::html::element::custom;
use leptos::tachys::renderer::Rndr;
use leptos::tachys::renderer::types::Element;
use leptos::tachys::svg;
use std::sync::{Arc, Mutex};

/// Attributes as names and values; a value is never code, and never markup.
#[derive(Clone, Debug, Default)]
pub struct Attrs(Vec<(&'static str, String)>);

/// An element under construction. Boxed: it is handed on at every step, and a pointer is short.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attrs: Attrs,
    kids: Vec<AnyView>,
}

/// Stands for a place that is drawn again on its own.
const LIVE: &str = "";

/// An HTML element; the tag in capitals, as the browser itself names it.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts { tag, attrs: Attrs::default(), kids: Vec::new() }))
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
        self.0.attrs.0.push((name, value));
        self
    }

    /// An attribute that is there or not.
    pub fn attr_if(self, there: bool, name: &'static str, value: &str) -> El {
        if there { self.attr(name, value) } else { self }
    }

    #[inline(never)]
    pub fn text(self, text: &str) -> El {
        self.say(text.to_owned())
    }

    /// A text that is already ours.
    #[inline(never)]
    pub fn say(mut self, text: String) -> El {
        self.0.kids.push(text.into_any());
        self
    }

    #[inline(never)]
    pub fn kid(mut self, kid: El) -> El {
        self.0.kids.push(kid.view());
        self
    }

    pub fn kids(mut self, kids: impl IntoIterator<Item = El>) -> El {
        for kid in kids {
            self = self.kid(kid);
        }
        self
    }

    /// A kid that is there or not.
    #[inline(never)]
    pub fn maybe(self, kid: Option<El>) -> El {
        match kid {
            Some(kid) => self.kid(kid),
            None => self,
        }
    }

    #[inline(never)]
    pub fn view(self) -> AnyView {
        let Parts { tag, attrs, mut kids } = *self.0;
        match tag {
            LIVE => kids.pop().unwrap_or_else(|| ().into_any()),
            // Drawings live in another namespace, where each tag is a type of its own.
            "svg" => svg::svg().add_any_attr(attrs).child(kids).into_any(),
            "g" => svg::g().add_any_attr(attrs).child(kids).into_any(),
            "path" => svg::path().add_any_attr(attrs).into_any(),
            "line" => svg::line().add_any_attr(attrs).into_any(),
            "rect" => svg::rect().add_any_attr(attrs).into_any(),
            "circle" => svg::circle().add_any_attr(attrs).into_any(),
            "text" => svg::text().add_any_attr(attrs).child(kids).into_any(),
            _ => custom(tag).add_any_attr(attrs).child(kids).into_any(),
        }
    }
}

/// A place that is drawn again when `changed` says so.
fn redrawn(changed: Box<dyn Fn() -> bool + Send + Sync>, draw: Box<dyn Fn() -> AnyView + Send>) -> El {
    let version = super::version();
    let turn = Memo::new(move |old: Option<&u32>| {
        version.track();
        let old = old.copied().unwrap_or(0);
        if changed() { old + 1 } else { old }
    });
    let place: Arc<Mutex<dyn FnMut() -> AnyView + Send>> = Arc::new(Mutex::new(move || {
        // Asking for the value works it out; the value itself only counts the changes.
        let _ = turn.get();
        draw()
    }));
    let mut live = el(LIVE);
    live.0.kids.push(place.into_any());
    live
}

/// A part of the state, drawn again only when it changes.
pub fn part<T: PartialEq + Send + 'static>(
    get: impl Fn(&crate::app::App) -> T + Send + Sync + 'static,
    draw: impl Fn(&T) -> El + Send + 'static,
) -> El {
    let last: Arc<Mutex<Option<T>>> = Arc::new(Mutex::new(None));
    let seen = last.clone();
    let changed = move || {
        let now = super::read(&get);
        let Ok(mut last) = last.lock() else { return false };
        if last.as_ref() == Some(&now) {
            return false;
        }
        *last = Some(now);
        true
    };
    let drawn = move || {
        let Ok(seen) = seen.lock() else { return ().into_any() };
        seen.as_ref().map_or_else(|| ().into_any(), |t| draw(t).view())
    };
    redrawn(Box::new(changed), Box::new(drawn))
}

impl NextAttribute for Attrs {
    type Output<NewAttr: Attribute> = (Attrs, NewAttr);

    fn add_any_attr<NewAttr: Attribute>(self, new_attr: NewAttr) -> (Attrs, NewAttr) {
        (self, new_attr)
    }
}

impl Attribute for Attrs {
    const MIN_LENGTH: usize = 0;
    type State = (Element, Attrs);
    type AsyncOutput = Attrs;
    type Cloneable = Attrs;
    type CloneableOwned = Attrs;

    fn build(self, element: &Element) -> Self::State {
        self.0.iter().for_each(|(name, value)| Rndr::set_attribute(element, name, value));
        (element.clone(), self)
    }

    fn rebuild(self, state: &mut Self::State) {
        let (element, old) = state;
        for (name, _) in old.0.iter().filter(|(name, _)| !self.0.iter().any(|(n, _)| n == name)) {
            Rndr::remove_attribute(element, name);
        }
        for (name, value) in self.0.iter().filter(|new| !old.0.contains(new)) {
            Rndr::set_attribute(element, name, value);
        }
        *old = self;
    }

    fn into_cloneable(self) -> Attrs {
        self
    }

    fn into_cloneable_owned(self) -> Attrs {
        self
    }

    // Only rendering on a server or hydrating asks for the rest; this program does neither.
    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> Self::State {
        self.build(element)
    }

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Attrs {
        self
    }
}
