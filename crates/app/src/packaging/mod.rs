//! The packaging page: a zip for a portal out of the page's own files, and code to embed a week.
//! The shell fetches and saves; what is fetched, in which order of things, and what is said when
//! something fails is decided here.

mod form;
mod making;

pub use form::{Choice, Form, Wrong};
pub use making::{Answer, Done, Failed, Making, Trouble, Wanted};
pub use portal::package::Entry;

use crate::write::{Writing, drafts};
use crate::{App, Kept};
use portal::package::Target;

/// The value of the file that was opened.
const FILE: &str = "file";

/// The state of the page.
#[derive(Clone, Debug, Default)]
pub struct Packaging {
    pub form: Form,
    pub making: Making,
    /// The address of the page, without query and fragment.
    base: String,
    /// Ids and titles of the scenarios.
    titles: Vec<(String, String)>,
    /// The button was pressed: what is wrong is said from then on.
    tried: bool,
    /// What came of copying.
    pub copied: &'static str,
    /// The page was shown after the last message.
    shown: bool,
}

/// Code for another page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Embed {
    pub link: String,
    /// An element that fits its frame and tells of decisions, by `embed.js`.
    pub element: String,
    /// A frame, for pages that take no scripts.
    pub code: String,
    /// Why the address is of no use to others.
    pub warning: Option<&'static str>,
}

impl Packaging {
    /// The page is shown, or is not. `true` where it was just opened ([`Packaging::open`]).
    pub fn shows(&mut self, shown: bool) -> bool {
        !std::mem::replace(&mut self.shown, shown) && shown
    }

    /// The page is opened: takes the week in hand, if there is one, the drafts that the device keeps, and
    /// the page's address.
    pub fn open(&mut self, app: &App, kept: &Kept, base: &str) {
        self.base = crate::address::bare(base);
        self.form.own.retain(|o| o.value == FILE);
        for draft in drafts(kept) {
            if let Some(Ok(writing)) = kept.get(&draft.key).map(|text| Writing::from_draft(&draft.key, text)) {
                self.form.offer(&draft.key, format!("{} (a draft of yours)", draft.title), writing.text());
            }
        }
        let written = app.written();
        let title = format!("{} (the week in hand)", written.scenario.title);
        self.form.suggest(&written.key, &title, app.line.as_ref().map(|l| l.seed), app.blind);
        self.entitle();
        self.copied = "";
    }

    /// A file was opened: it is what a package is to play.
    pub fn opened(&mut self, name: &str, text: String) {
        let title = Writing::from_text(&text).map_or_else(|_| name.to_owned(), |w| w.title());
        self.form.offer(FILE, format!("{title} (a file)"), text);
        self.form.set("scenario", FILE);
        self.tried |= self.form.key().is_err();
        self.copied = "";
        self.entitle();
    }

    fn entitle(&mut self) {
        self.titles = self.form.scenarios().into_iter().map(|(value, title, _)| (value, title)).collect();
    }

    /// Value and title of each scenario that can be picked.
    pub fn titles(&self) -> Vec<(String, String)> {
        self.titles.clone()
    }

    /// Takes what a field now holds.
    pub fn typed(&mut self, field: &str, value: &str) {
        if self.form.set(field, value) {
            self.copied = "";
        }
    }

    /// What is wrong in the form, once it was tried.
    pub fn wrong(&self) -> Vec<Wrong> {
        if self.tried { self.form.wrong() } else { Vec::new() }
    }

    /// What to say beside the rules: a folder has nobody to tell of them.
    pub fn unreported(&self) -> bool {
        self.form.target == Target::Web
    }

    /// The button was pressed. `true`: the list of files is to be fetched.
    pub fn begin(&mut self) -> bool {
        self.tried = true;
        if self.making.busy() {
            return false;
        }
        let Some(package) = self.form.package() else { return false };
        self.making.begin(package, &self.base)
    }

    /// The code for another page; nothing while the seed is wrong.
    pub fn embed(&self) -> Option<Embed> {
        let link = format!("{}{}", self.base, self.form.fragment()?);
        let titled = self.titles.iter().find(|t| t.0 == self.form.scenario);
        // What stands in brackets is said to the one who picks.
        let name = |t: &str| {
            t.rsplit_once(" (").filter(|_| scenario::built_in(&self.form.scenario).is_none()).map_or(t.to_owned(), |n| n.0.to_owned())
        };
        let title = titled.map_or_else(|| "By Friday".to_owned(), |t| format!("By Friday: {}", name(&t.1)));
        // Without `allow`: each of its words makes some browser complain of a feature that it does not know.
        let code = format!("<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"900\"></iframe>", attribute(&link), attribute(&title));
        let seed = self.form.seed_for_all().map(|seed| format!(" seed=\"{seed}\"")).unwrap_or_default();
        let blind = if self.form.blind { " blind" } else { "" };
        let element = format!(
            "<script async src=\"{}embed.js\"></script>\n<by-friday scenario=\"{}\"{seed}{blind} title=\"{}\"><a href=\"{}\">{}</a></by-friday>",
            attribute(&self.base),
            attribute(self.form.key().unwrap_or("")),
            attribute(&title),
            attribute(&link),
            attribute(&title)
        );
        Some(Embed { link, element, code, warning: local(&self.base) })
    }
}

/// Why an address is of no use to others.
fn local(base: &str) -> Option<&'static str> {
    let rest = base.split_once("://").map_or("", |(_, rest)| rest);
    match rest.split(['/', ':']).next().unwrap_or("") {
        "[" if !rest.starts_with("[::1]") => None,
        "" => Some("This page was opened from a file: nobody else can open this address. Put the folder on a web server first."),
        "localhost" | "127.0.0.1" | "[" => {
            Some("This address is known to this machine only. Open this page where it is served to others, and copy from there.")
        }
        _ => None,
    }
}

/// A text in an attribute of HTML.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Bytes in words: `812 bytes`, `412 kB`, `1.2 MB` (a kB is 1,000 bytes).
pub fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

#[cfg(test)]
mod tests;
