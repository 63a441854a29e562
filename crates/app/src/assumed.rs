//! A week under other assumptions than its author's. Not in the first download, which hands such a
//! link over ([`super::Library`]).

use super::forecasts::Forecasts;
use super::{App, Loaded, words};
use engine::assume::{self, Fate};

impl App {
    /// [`App::assume`], where the program has what it takes.
    pub(super) fn assume_here(&mut self, set: &[(String, f64)]) -> bool {
        self.notices.retain(|n| n.id != "changed");
        let mut wrong = Vec::new();
        let old = std::mem::take(&mut self.set);
        if let Some(own) = self.own.take() {
            self.loaded = *own;
        }
        if !set.is_empty()
            && let Ok(applied) = assume::apply(&self.loaded.scenario, set)
        {
            wrong = applied.changes.iter().filter(|c| !matches!(c.fate, Fate::Applied | Fate::Same)).map(|c| c.id.clone()).collect();
            if !applied.set.is_empty() {
                let changed = Loaded { scenario: applied.scenario, program: applied.program, ..self.loaded.clone() };
                self.own = Some(Box::new(std::mem::replace(&mut self.loaded, changed)));
                self.set = applied.set;
            }
        }
        let changed = self.set != old;
        if changed {
            self.forecasts = Forecasts::default();
        }
        self.note_changed(&wrong);
        changed
    }

    fn note_changed(&mut self, wrong: &[String]) {
        let mut text = String::new();
        if !self.set.is_empty() {
            let list: Vec<String> = self
                .set
                .iter()
                .filter_map(|(id, value)| {
                    let a = self.loaded.scenario.assumptions.iter().find(|a| a.id == *id)?;
                    Some(format!("{}: {} {}", a.name, words::number(*value), a.unit))
                })
                .collect();
            text += &format!(
                "Changed assumptions are in force, so the figures are not those of the scenario as it was written, and nothing of this is kept as your week. {}.",
                list.join("; ")
            );
        }
        if !wrong.is_empty() {
            text +=
                &format!(" The link changes what this scenario does not have, or to a value that cannot be used: {}.", wrong.join(", "));
        }
        if !text.is_empty() {
            self.notice("changed", text.trim());
        }
    }
}
