//! The line for the learner: what has not arrived, and what is done about it. Nothing is called
//! reported, kept or over that is not.

use super::super::record::Missing;
use super::{Mode, Stage, Xapi};

const TRIED: &str = "Keep this page open: it is tried again.";

/// " (error 403)"; nothing where no answer came.
fn error(status: u16) -> String {
    if status == 0 { String::new() } else { format!(" (error {status})") }
}

impl Xapi {
    /// What this page was to tell and no store has confirmed.
    fn missing(&self) -> Missing {
        Missing::of(self.ledger.waiting.iter().filter(|r| self.lane.holds(&r.id)))
    }

    /// What becomes of what has not arrived.
    fn kept(&self) -> &'static str {
        if self.durable {
            "This device keeps it: open the page from the portal again here, and it is sent."
        } else {
            "This browser keeps nothing, so it is gone when this page is closed."
        }
    }

    pub(super) fn line(&self) -> Option<String> {
        let missing = self.missing();
        let (none, named) = (missing.nothing(), missing.named());
        let ending = self.stage == Stage::Ending;
        let press = if ending { " Press Finish again to leave now." } else { "" };
        if self.stage == Stage::Closed && self.started > 0 {
            return if none { self.fault.clone() } else { Some(format!("Not arrived at the portal: {named}. {}", self.kept())) };
        }
        if let Some(status) = self.lane.deaf().filter(|_| !none || self.lane.dead()) {
            let what = if none { String::new() } else { format!(" Not arrived: {named}. {}", self.kept()) };
            return Some(format!("The portal takes nothing more from this page{}.{what}{press}", error(status)));
        }
        if let Some(status) = self.lane.failing() {
            return Some(format!("{} {}", silence(status), if none { TRIED.to_owned() } else { self.soon(&named) }));
        }
        let refused = Missing::of(self.ledger.waiting.iter().filter(|r| self.lane.refusing(&r.id)));
        if !refused.nothing() {
            let only = refused == missing && !ending;
            let rest = if only { " Everything else so far is reported." } else { "" };
            return Some(format!("The portal refused {}{}.{rest}{press}", refused.named(), error(self.lane.last_refusal())));
        }
        if ending && !none {
            return Some(format!("Still on the way to the portal: {named}. Wait, or press Finish again to leave now. {}", self.kept()));
        }
        match self.document.refused() {
            Some(status) if self.opened.mode == Mode::Normal && self.stage != Stage::Reading => {
                Some(format!("The portal does not keep where you are{}, so another device will not know it.", error(status)))
            }
            _ => self.fault.clone(),
        }
    }

    fn soon(&self, named: &str) -> String {
        if self.stage == Stage::Ending {
            format!("Not arrived yet: {named}. It is sent again; wait, or press Finish again to leave now. {}", self.kept())
        } else {
            format!("Not arrived yet: {named}. Keep this page open: it is sent again.")
        }
    }
}

fn silence(status: u16) -> String {
    if status == 0 {
        "The portal does not answer.".to_owned()
    } else {
        format!("The portal cannot take what is sent just now (error {status}).")
    }
}
