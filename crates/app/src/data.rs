//! What is kept on this device, listed for the one it belongs to.

use super::{App, CATALOGUE, FIRST_ENTRY, PREFIX, words};
use scenario::codec::save;

/// One thing that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub key: String,
    pub what: String,
    /// When it was changed last, in milliseconds since 1970, where it says so.
    pub changed: Option<f64>,
    pub bytes: usize,
}

/// A week by what the device keeps it under: a built-in one by its title, one that came in a link by its id.
fn named(slot: &str) -> String {
    let built_in = [FIRST_ENTRY].into_iter().chain(CATALOGUE).find(|e| e.id == slot);
    match (built_in, slot.split_once('.')) {
        (Some(entry), _) => format!("\u{201c}{}\u{201d}", entry.title),
        (None, Some((id, _))) => format!("\u{201c}{id}\u{201d}, which came in a link"),
        (None, None) => format!("\u{201c}{slot}\u{201d}"),
    }
}

impl App {
    /// All that is kept, in the order of its keys.
    pub fn data_view(&self) -> Vec<Item> {
        let items = self.kept.iter().map(|(key, text)| {
            let mut changed = None;
            let (kind, slot) = key.strip_prefix(PREFIX).and_then(|k| k.split_once('/')).unwrap_or(("", ""));
            let week = named(slot);
            let what = match kind {
                "save" => match save::read(text) {
                    Ok(s) => {
                        let moves = s.week.moves.split('.').filter(|m| !m.is_empty()).count();
                        let more = if s.lines.is_empty() {
                            String::new()
                        } else {
                            format!(", and {}", words::count(s.lines.len(), "earlier line"))
                        };
                        format!("Your week in {week}: {}{more}", words::count(moves, "decision"))
                    }
                    Err(_) => format!("A week in {week} that cannot be read"),
                },
                "answers" => match save::read_answers(text) {
                    Ok(a) => format!("Your own words on {week}: {}", words::count(a.answers.len(), "answer")),
                    Err(_) => format!("Answers on {week} that cannot be read"),
                },
                "draft" => {
                    let draft = json::parse(text).ok();
                    changed = draft.as_ref().and_then(|d| d.get("changed")?.number());
                    let week = draft.as_ref().and_then(|d| json::parse(d.get("text")?.text()?).ok());
                    match week.as_ref().and_then(|w| w.get("title")?.text()).filter(|t| !t.is_empty()) {
                        Some(title) => format!("\u{201c}{title}\u{201d}, a week you are writing"),
                        None => "A week you are writing".to_owned(),
                    }
                }
                "portal" => "What your portal has yet to be told".to_owned(),
                _ => "Something else of By Friday".to_owned(),
            };
            Item { key: key.to_owned(), what, changed, bytes: key.len() + text.len() }
        });
        items.collect()
    }

    /// The start screen's sentence about a kept week.
    pub fn continue_view(&self) -> Option<String> {
        let save = self.saved()?;
        let taken = save.week.moves.split('.').count();
        let total = self.loaded.decisions;
        Some(if taken >= total && !save.after {
            "Back to the debrief of your week".to_owned()
        } else {
            format!("Continue your week ({} of {total} decided)", words::list(&[taken.to_string()]))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_week_is_called_what_people_know_it_by() {
        assert_eq!(named("monday-call"), "\u{201c}The Monday call\u{201d}");
        assert_eq!(named("red-folder"), "\u{201c}The red folder\u{201d}");
        assert_eq!(named("first-friday.3fa2c1"), "\u{201c}first-friday\u{201d}, which came in a link");
        assert_eq!(named("gone"), "\u{201c}gone\u{201d}");
    }
}
