//! The page itself: focus, readiness, timing, chance, print and downloads.

use super::objects;
use super::objects::method;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;

/// Says that input works, or that it does not: `html[data-ready]`.
pub fn ready(works: bool) {
    if let Some(html) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = if works { html.set_attribute("data-ready", "") } else { html.remove_attribute("data-ready") };
    }
}

/// Puts a mark on `html`, for styles.
pub fn mark(name: &str) {
    mark_with(name, "");
}

/// Puts a mark with a value on `html`.
pub fn mark_with(name: &str, value: &str) {
    if let Some(html) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = html.set_attribute(name, value);
    }
}

/// Whether `html` has a mark.
pub fn marked(name: &str) -> bool {
    let html = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element());
    html.is_some_and(|html| html.has_attribute(name))
}

/// Says in the window's title where one is.
pub fn title(place: &str) {
    if let Some(document) = web_sys::window().and_then(|w| w.document()) {
        let ours = "By Friday";
        document.set_title(&if place.is_empty() { ours.to_owned() } else { [place, ours].join(" \u{b7} ") });
    }
}

/// Whether there is a page: a worker has none.
pub fn is_there() -> bool {
    web_sys::window().is_some()
}

/// Gives `f` the element to draw into, emptied.
pub fn mount(f: impl FnOnce(web_sys::HtmlElement)) {
    let root = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id("app"));
    if let Some(root) = root.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
        root.set_inner_html("");
        f(root);
    }
}

/// What `boot.js` does for a part of the program, by its name there and that of the part.
fn boot(function: &str, part: &str) -> Option<JsValue> {
    let boot = objects::get(&web_sys::window()?.into(), "byFriday")?;
    method(&boot, function)?.call1(&boot, &part.into()).ok()
}

/// Asks for the style sheets of a part of the program: a promise.
pub fn sheets(part: &str) -> Option<JsValue> {
    boot("sheets", part)
}

/// Says in place of the page that a part of the program could not be loaded, and why.
pub fn failed(part: &str) {
    boot("failed", part);
}

/// Calls `f` with the key of each shortcut (Ctrl or Command held down) within what the selector names,
/// but for fields that undo by themselves; where it returns `true`, nothing else follows.
pub fn on_shortcut(selector: &'static str, f: impl Fn(&str) -> bool + 'static) {
    listen("keydown", move |event| {
        let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() else { return };
        let held = key.ctrl_key() || key.meta_key();
        if held && target(event, selector).is_some() && target(event, "#json").is_none() && f(&key.key()) {
            event.prevent_default();
        }
    });
}

/// Moves the focus to the newest heading (`[data-focus]`) once it is on the page, and the view
/// to its top.
pub fn focus_soon() {
    soon(|| {
        let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
        // In a frame that nobody pressed in: the page around it would jump here.
        if super::location::framed() && !document.has_focus().unwrap_or_default() {
            return;
        }
        if let Ok(Some(heading)) = document.query_selector("[data-focus]")
            && let Ok(heading) = heading.dyn_into::<web_sys::HtmlElement>()
        {
            let _ = heading.focus();
        }
    });
}

/// Says of a figure that it is not final, until what is returned is called: its `data-value` is held back.
pub fn unsettle(selector: &str) -> impl FnOnce() + use<> {
    let figure = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok().flatten());
    let held = figure.and_then(|f| f.get_attribute("data-value").map(|value| (f, value)));
    if let Some((figure, _)) = &held {
        let _ = figure.remove_attribute("data-value");
        let _ = figure.set_attribute("aria-busy", "true");
    }
    move || {
        if let Some((figure, value)) = held {
            let _ = figure.remove_attribute("aria-busy");
            let _ = figure.set_attribute("data-value", &value);
        }
    }
}

/// Takes the focus from what has it.
pub fn unfocus() {
    let document = web_sys::window().and_then(|w| w.document());
    if let Some(Ok(element)) = document.and_then(|d| d.active_element()).map(JsCast::dyn_into::<web_sys::HtmlElement>) {
        let _ = element.blur();
    }
}

/// Whether nothing on the page has the focus.
pub fn unfocused() -> bool {
    let document = web_sys::window().and_then(|w| w.document());
    document.and_then(|d| d.active_element()).is_none_or(|e| e.tag_name() == "BODY")
}

/// Runs `f` once what is on the page now has been drawn; in a tab that draws nothing, soon.
pub fn after_paint(f: impl FnOnce() + 'static) {
    painted(Box::new(f));
}

/// Runs `f` as soon as the page has a moment.
pub fn soon(f: impl FnOnce() + 'static) {
    timed(Box::new(f), 0);
}

/// Runs `f` after so many milliseconds.
pub fn later(f: impl FnOnce() + 'static, milliseconds: i32) {
    timed(Box::new(f), milliseconds);
}

/// What is run once.
type Once = Box<dyn FnOnce()>;

fn painted(f: Once) {
    let hidden = web_sys::window().and_then(|w| w.document()).is_none_or(|d| d.hidden());
    if hidden {
        return timed(f, 0);
    }
    let callback = objects::once(move |_| timed(f, 0));
    if let Some(window) = web_sys::window() {
        let _ = window.request_animation_frame(&callback);
    }
}

fn timed(f: Once, milliseconds: i32) {
    let callback = objects::once(move |_| f());
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&callback, milliseconds);
    }
}

/// The seed of a new week: the package's, or a random one.
pub fn seed() -> u32 {
    super::embedding::seed().unwrap_or_else(drawn)
}

/// A random seed.
pub(super) fn drawn() -> u32 {
    u32::from_le_bytes(random())
}

/// Random bytes; where the browser has no good ones, others.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0u8; N];
    let drawn = web_sys::window().and_then(|w| w.crypto().ok());
    if !matches!(drawn.map(|c| c.get_random_values_with_u8_array(&mut bytes)), Some(Ok(_))) {
        bytes.fill_with(|| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// Calls `f` with each event of this name on the window.
pub fn on(event: &str, f: impl Fn() + 'static) {
    on_event(event, move |_| f());
}

/// A part of a press, before anything comes of it.
pub enum Touch {
    /// A pointer goes down at this place of the window, at this moment of [`clock`].
    Down(i32, i32, f64),
    /// The pointer's press came to nothing.
    Gone,
    /// A key, whether it goes down or up, and whether it is held and repeats itself. The one without a
    /// name goes up when the window loses the keyboard.
    Key(String, bool, bool),
    /// Something is clicked; `true` by a pointer: no key, no script, no other device.
    Click(bool),
}

/// Calls `f` with every part of every press.
pub fn on_touch(f: fn(Touch)) {
    listen("pointerdown", move |event| {
        if let Some(m) = event.dyn_ref::<web_sys::MouseEvent>() {
            f(Touch::Down(m.client_x(), m.client_y(), event.time_stamp()));
        }
    });
    listen("pointercancel", move |_| f(Touch::Gone));
    // Before anything is done for it.
    listen_at("click", true, move |event| {
        f(Touch::Click(event.is_trusted() && number(event, "detail").is_some_and(|presses| presses > 0.0)));
    });
    for (name, down) in [("keydown", true), ("keyup", false)] {
        listen(name, move |event| {
            if let Some(key) = event.dyn_ref::<web_sys::KeyboardEvent>() {
                f(Touch::Key(key.code(), down, key.repeat()));
            }
        });
    }
    on("blur", move || f(Touch::Key(String::new(), false, false)));
}

/// The moment, in milliseconds since the page was opened, as events have it.
pub fn clock() -> f64 {
    let now = || {
        let clock = js_sys::Reflect::get(&web_sys::window()?.into(), &"performance".into()).ok()?;
        method(&clock, "now")?.call0(&clock).ok()?.as_f64()
    };
    now().unwrap_or_default()
}

/// Sees to it that an element's property holds a value.
pub fn hold(element: &JsValue, name: &str, value: &JsValue) {
    if js_sys::Reflect::get(element, &name.into()).as_ref() != Ok(value) {
        let _ = js_sys::Reflect::set(element, &name.into(), value);
    }
}

/// A number that something of the browser's holds.
fn number(of: &JsValue, name: &str) -> Option<f64> {
    js_sys::Reflect::get(of, &name.into()).ok()?.as_f64()
}

/// Takes an attribute off whatever carries it.
pub fn unmark(name: &str) {
    let found = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector(&["[", name, "]"].concat()).ok().flatten());
    if let Some(element) = found {
        let _ = element.remove_attribute(name);
    }
}

/// Calls `f` with each event of this name on the window.
pub(super) fn on_event(event: &str, f: impl Fn(&JsValue) + 'static) {
    let callback = objects::listener(move |event| f(&event));
    if let Some(window) = web_sys::window() {
        let _ = window.add_event_listener_with_callback(event, &callback);
    }
}

/// A press on something that carries a hook.
pub struct Pressed {
    element: web_sys::Element,
    pub choice: Option<String>,
    pub action: Option<String>,
}

impl Pressed {
    /// The text of an attribute; empty where there is none.
    pub fn text(&self, name: &str) -> String {
        self.element.get_attribute(name).unwrap_or_default()
    }

    /// The number in an attribute; 0 where there is none.
    pub fn number(&self, name: &str) -> usize {
        self.element.get_attribute(name).and_then(|t| t.parse().ok()).unwrap_or(0)
    }
}

fn target(event: &web_sys::Event, selector: &str) -> Option<web_sys::Element> {
    event.target()?.dyn_into::<web_sys::Element>().ok()?.closest(selector).ok()?
}

/// Calls `f` with each press on a hook; where it returns `true`, nothing else follows the press.
pub fn on_press(f: impl Fn(&Pressed) -> bool + 'static) {
    listen("click", move |event| {
        let Some(element) = target(event, "[data-choice],[data-action]") else { return };
        // Opening a link in a new tab stays the browser's business.
        if event.dyn_ref::<web_sys::MouseEvent>().is_some_and(|m| m.ctrl_key() || m.meta_key() || m.shift_key()) {
            return;
        }
        let (choice, action) = (element.get_attribute("data-choice"), element.get_attribute("data-action"));
        if f(&Pressed { element, choice, action }) {
            event.prevent_default();
        }
    });
}

/// Calls `f` with the name and the value of the first of these attributes that a field carries,
/// and with what it holds, as it changes.
pub fn on_input(names: &'static [&'static str], f: impl Fn(&'static str, String, String) + 'static) {
    listen("input", move |event| {
        let Some(field) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
        if let Some((name, id)) = names.iter().find_map(|n| Some((*n, field.get_attribute(n)?))) {
            let value = js_sys::Reflect::get(&field, &"value".into()).ok().and_then(|v| v.as_string());
            f(name, id, value.unwrap_or_default());
        }
    });
}

/// Puts the text that stands in an attribute into each field that matches.
pub fn refill(selector: &str, attribute: &str) {
    let found = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector_all(selector).ok());
    let Some(found) = found else { return };
    for i in 0..found.length() {
        if let Some(field) = found.get(i).and_then(|f| f.dyn_into::<web_sys::Element>().ok()) {
            let _ = js_sys::Reflect::set(&field, &"value".into(), &field.get_attribute(attribute).into());
        }
    }
}

/// The time, in milliseconds since 1970.
pub fn now() -> f64 {
    js_sys::Date::now()
}

/// A time in words, as the browser's language has it: `29 Nov 2026, 14:05`.
pub fn moment(at: f64) -> String {
    let options = js_sys::Object::new();
    for (name, value) in [("dateStyle", "medium"), ("timeStyle", "short")] {
        let _ = js_sys::Reflect::set(&options, &name.into(), &value.into());
    }
    let date: JsValue = js_sys::Date::new(&at.into()).into();
    let written = method(&date, "toLocaleString").and_then(|f| f.call2(&date, &JsValue::UNDEFINED, &options).ok());
    written.and_then(|text| text.as_string()).unwrap_or_default()
}

/// Puts a text into each field that matches.
pub fn fill(selector: &str, text: &str) {
    let found = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector_all(selector).ok());
    let Some(found) = found else { return };
    for i in 0..found.length() {
        let _ = found.get(i).map(|field| js_sys::Reflect::set(&field, &"value".into(), &text.into()));
    }
}

/// Calls `f` with the name of a key pressed on what matches; where it returns `true`, nothing
/// else follows the key.
pub fn on_key(selector: &'static str, f: impl Fn(&str) -> bool + 'static) {
    listen("keydown", move |event| {
        let plain = event.dyn_ref::<web_sys::KeyboardEvent>().filter(|k| !k.ctrl_key() && !k.meta_key() && !k.alt_key());
        if let (Some(key), Some(_)) = (plain, target(event, selector))
            && f(&key.key())
        {
            event.prevent_default();
        }
    });
}

/// Moves the focus to what matches, without moving the page.
pub fn focus(selector: String) {
    soon(move || {
        let found = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector(&selector).ok().flatten());
        if let Some(element) = found.and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = element.focus_with_options(&options);
        }
    });
}

/// Lets a box that matches be moved about with the mouse held down; fingers do that by themselves.
pub fn on_drag(selector: &'static str) {
    let held: std::rc::Rc<std::cell::Cell<Option<(i32, i32)>>> = std::rc::Rc::default();
    let (start, end) = (held.clone(), held.clone());
    let mouse = |event: &web_sys::Event| event.dyn_ref::<web_sys::MouseEvent>().map(|m| (m.client_x(), m.client_y(), m.buttons()));
    listen("mousedown", move |event| {
        if target(event, selector).is_some() {
            start.set(mouse(event).map(|(x, y, _)| (x, y)));
        }
    });
    listen("mouseup", move |_| end.set(None));
    listen("mousemove", move |event| {
        let (Some((x0, y0)), Some((x, y, buttons))) = (held.get(), mouse(event)) else { return };
        if buttons & 1 == 0 {
            return held.set(None);
        }
        if let Some(sheet) = target(event, selector) {
            sheet.set_scroll_left(sheet.scroll_left() + x0 - x);
            sheet.set_scroll_top(sheet.scroll_top() + y0 - y);
            held.set(Some((x, y)));
        }
    });
}

/// Scrolls a box so that what matches in it stands in its middle; the page stays where it is.
pub fn centre(outer: &'static str, inner: &'static str) {
    soon(move || {
        let find = |selector| web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector(selector).ok().flatten());
        let (Some(outer), Some(inner)) = (find(outer), find(inner)) else { return };
        let (o, i) = (outer.get_bounding_client_rect(), inner.get_bounding_client_rect());
        outer.set_scroll_left(outer.scroll_left() + (i.left() - o.left() - (o.width() - i.width()) / 2.0) as i32);
        outer.set_scroll_top(outer.scroll_top() + (i.top() - o.top() - (o.height() - i.height()) / 2.0) as i32);
    });
}

/// Calls `f` with each event of this name on the document.
pub fn listen(event: &str, f: impl Fn(&web_sys::Event) + 'static) {
    listen_at(event, false, f);
}

/// The same on the event's way down to its target (`down`), before it is listened to on its way up.
fn listen_at(event: &str, down: bool, f: impl Fn(&web_sys::Event) + 'static) {
    let callback = objects::listener(move |event| f(event.unchecked_ref()));
    if let Some(document) = web_sys::window().and_then(|w| w.document()) {
        let _ = document.add_event_listener_with_callback_and_bool(event, &callback, down);
    }
}

/// A drawing of the page as a file of its own, with the style it is to have.
pub fn picture(selector: &str, style: &str) -> Option<String> {
    let drawing = web_sys::window()?.document()?.query_selector(selector).ok()??;
    let text = web_sys::XmlSerializer::new().ok()?.serialize_to_string(&drawing).ok()?;
    let (head, rest) = text.split_once('>')?;
    let title = drawing.get_attribute("aria-label").unwrap_or_default().replace('&', "&amp;").replace('<', "&lt;");
    Some(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{head}><title>{title}</title><style>{style}</style>{rest}"))
}

/// Opens what is folded around an element, and goes there.
pub fn unfold(id: &str) {
    let found = web_sys::window().and_then(|w| w.document()).and_then(|d| d.get_element_by_id(id));
    let Some(folded) = found.and_then(|e| e.closest("details").ok().flatten()) else { return };
    let _ = folded.set_attribute("open", "");
    folded.scroll_into_view();
    if let Some(head) = folded.query_selector("summary").ok().flatten().and_then(|s| s.dyn_into::<web_sys::HtmlElement>().ok()) {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = head.focus_with_options(&options);
    }
}

/// Opens what is folded while the page is printed, and folds it again.
pub fn open_on_paper(selector: &'static str) {
    const SHUT: &str = "data-shut";
    let all = |selector: &str| {
        let found = web_sys::window().and_then(|w| w.document()).and_then(|d| d.query_selector_all(selector).ok());
        let list = found.iter().flat_map(|l| (0..l.length()).filter_map(|i| l.get(i)?.dyn_into::<web_sys::Element>().ok()));
        list.collect::<Vec<_>>()
    };
    on("beforeprint", move || {
        for folded in all(selector).iter().filter(|e| !e.has_attribute("open")) {
            let _ = folded.set_attribute("open", "");
            let _ = folded.set_attribute(SHUT, "");
        }
    });
    on("afterprint", move || {
        for opened in all("[data-shut]") {
            let _ = opened.remove_attribute("open");
            let _ = opened.remove_attribute(SHUT);
        }
    });
}

/// Opens the print dialogue, where one may.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Offers a text as a file. `false` where the browser refuses to make one.
pub fn download(name: &str, kind: &str, text: &str) -> bool {
    offer(name, kind, text).is_some()
}

fn offer(name: &str, kind: &str, text: &str) -> Option<()> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(kind);
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).ok()?;
    let url = web_sys::Url::create_object_url_with_blob(&blob).ok()?;
    let document = web_sys::window()?.document()?;
    let anchor: web_sys::HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(name);
    anchor.click();
    // Taken back later: some browsers read the address only after the click was handled.
    later(move || drop(web_sys::Url::revoke_object_url(&url)), 60_000);
    Some(())
}
