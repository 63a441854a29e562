//! What the debrief, the map and the why page work out about the line in hand.

use super::debrief::Compared;
use super::{App, Effect, Screen};

/// What is worked out beside the week itself.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// The link of what was studied: another one is studied anew.
    of: String,
    /// The two pure lines and the week without feelings.
    pub compared: Option<Compared>,
}

impl Study {
    /// The link of what was studied.
    pub fn of(&self) -> &str {
        &self.of
    }

    /// Brings it up to what is shown now.
    pub fn follow(&mut self, app: &mut App) -> Vec<Effect> {
        let Some(line) = app.line.clone().filter(|l| l.state.over() && app.screen == Screen::Debrief) else { return Vec::new() };
        let link = app.route().to_string();
        if self.of == link {
            return Vec::new();
        }
        self.of = link;
        let compared = Compared::of(&mut app.loaded, &line);
        for l in [&line, &compared.directive, &compared.collaborative] {
            (0..l.steps.len()).for_each(|step| app.want(l, step, false, false));
        }
        self.compared = Some(compared);
        app.want_transcript();
        vec![Effect::Tick]
    }
}
