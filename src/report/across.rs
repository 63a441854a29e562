//! What goes across between the part that talks with a portal and the part that follows the week: a
//! [`Report`] one way, an [`Opened`] the other. A JSON list of texts, the version first, then every field
//! in the order of its type; an empty text is none. Both parts are of one build, so another version, or
//! a list that does not end where it should, is nobody's and is not taken.

use super::scored::Scored;
use super::summary::{Decision, End, Report};
use super::{Mode, Opened, Resume};
use crate::json::{self, Node};
use crate::model::Style;

/// The version of both.
const VERSION: &str = "1";

/// The fields of a text, one after the other.
struct Fields(std::vec::IntoIter<String>);

impl Fields {
    fn of(text: &str) -> Option<Fields> {
        let list: Option<Vec<String>> = json::parse(text).ok()?.list()?.iter().map(|n| n.text().map(str::to_owned)).collect();
        let mut fields = Fields(list?.into_iter());
        (fields.text()? == VERSION).then_some(fields)
    }

    fn text(&mut self) -> Option<String> {
        self.0.next()
    }

    fn read<T: std::str::FromStr>(&mut self) -> Option<T> {
        self.text()?.parse().ok()
    }

    /// A value that may be none.
    fn maybe<T: std::str::FromStr>(&mut self) -> Option<Option<T>> {
        let text = self.text()?;
        if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
    }

    fn end<T>(mut self, value: T) -> Option<T> {
        self.0.next().is_none().then_some(value)
    }
}

fn maybe<T: ToString>(value: Option<T>) -> String {
    value.map_or_else(String::new, |v| v.to_string())
}

fn style(name: &str) -> Option<Style> {
    [Style::Directive, Style::Collaborative].into_iter().find(|s| s.name() == name)
}

impl Report {
    /// The report as it goes to the part that talks.
    pub fn write(&self) -> String {
        let mut out = vec![
            VERSION.to_owned(),
            self.scenario.clone(),
            self.edition.clone(),
            self.seed.to_string(),
            self.blind.to_string(),
            self.scored.name().to_owned(),
            self.on_the_way.to_string(),
            self.location.clone(),
            self.debriefed.to_string(),
            self.end.is_some().to_string(),
        ];
        if let Some(end) = self.end {
            out.extend([end.score.to_string(), maybe(end.decided), end.on_time.to_string()]);
            out.extend([end.engagement, end.team_hours].map(|x| x.to_string()));
        }
        for d in &self.decisions {
            out.extend([d.scene.clone(), d.title.clone(), d.ordinal.to_string(), d.mv.clone(), d.label.clone()]);
            out.extend([d.style.name().to_owned(), maybe(d.on_time), d.engagement.to_string(), maybe(d.at), maybe(d.latency)]);
            out.push(d.choices.len().to_string());
            out.extend(d.choices.iter().flat_map(|c| [c.0.clone(), c.1.clone()]));
        }
        json::compact(&Node::texts(out))
    }

    /// Reads [`Report::write`]; `None` where the text is another.
    pub fn read(text: &str) -> Option<Report> {
        let mut f = Fields::of(text)?;
        let mut report = Report {
            scenario: f.text()?,
            edition: f.text()?,
            seed: f.read()?,
            blind: f.read()?,
            scored: Scored::named(&f.text()?)?,
            on_the_way: f.read()?,
            location: f.text()?,
            debriefed: f.read()?,
            end: None,
            decisions: Vec::new(),
        };
        if f.read()? {
            let (score, decided, on_time) = (f.read()?, f.maybe()?, f.read()?);
            report.end = Some(End { score, decided, on_time, engagement: f.read()?, team_hours: f.read()? });
        }
        while let Some(scene) = f.text() {
            let (title, ordinal, mv, label) = (f.text()?, f.read()?, f.text()?, f.text()?);
            let (style, on_time, engagement) = (style(&f.text()?)?, f.maybe()?, f.read()?);
            let (at, latency, count) = (f.maybe()?, f.maybe()?, f.read::<u16>()?);
            let choices = (0..count).map(|_| Some((f.text()?, f.text()?))).collect::<Option<_>>()?;
            report.decisions.push(Decision { scene, title, ordinal, mv, label, style, choices, on_time, engagement, at, latency });
        }
        Some(report)
    }
}

impl Opened {
    /// What of it the part that follows the week has to know.
    pub fn write(&self) -> String {
        let mode = match self.mode {
            Mode::Normal => "normal",
            Mode::Browse => "browse",
            Mode::Review => "review",
        };
        let resume = self.resume.as_ref().map_or_else(String::new, Resume::write);
        json::compact(&Node::texts(vec![VERSION.to_owned(), self.reports.to_string(), mode.to_owned(), resume, self.learner.clone()]))
    }

    /// Reads [`Opened::write`]; `None` where the text is another.
    pub fn read(text: &str) -> Option<Opened> {
        let mut f = Fields::of(text)?;
        let reports = f.read()?;
        let mode = match f.text()?.as_str() {
            "normal" => Mode::Normal,
            "browse" => Mode::Browse,
            "review" => Mode::Review,
            _ => return None,
        };
        let resume = f.text()?;
        let resume = if resume.is_empty() { None } else { Some(Resume::read(&resume).ok()?) };
        let learner = f.text()?;
        f.end(Opened { reports, mode, resume, learner, ..Opened::default() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Decision, End, Mode, Opened, Report, Resume, Scored, Style};

    #[test]
    fn a_report_arrives_as_it_was_sent() {
        let decision = |ordinal, on_time, at| Decision {
            scene: "call".into(),
            title: "The \u{201c}call\u{201d}\n\\".into(),
            ordinal,
            mv: "hedge".into(),
            label: String::new(),
            style: Style::Collaborative,
            choices: vec![("hedge".into(), "Say \"no\"".into()), ("other".into(), String::new())],
            on_time,
            engagement: -0.1 - f64::from(ordinal) / 3.0,
            at,
            latency: at.map(|_| 7),
        };
        let end = End { score: 72, decided: Some(70), on_time: true, engagement: 61.25, team_hours: 80.5 };
        let mut report = Report { scenario: "monday-call".into(), seed: u32::MAX, location: "debrief".into(), ..Report::default() };
        for end in [None, Some(end), Some(End { decided: None, ..end })] {
            for decisions in [vec![], vec![decision(1, Some(1.0 / 3.0), Some(1_772_442_600_000)), decision(2, None, None)]] {
                report = Report { end, decisions, blind: !report.blind, debriefed: end.is_some(), scored: Scored::Decisions, ..report };
                let text = report.write();
                assert_eq!(Report::read(&text), Some(report.clone()));
                assert_eq!(Report::read(&text.replacen("\"1\"", "\"2\"", 1)), None, "of another version");
                let cut = text.replace("\"]", "\",\"more\"]");
                assert_eq!(Report::read(&cut), None, "{cut}");
            }
        }
    }

    #[test]
    fn what_a_portal_said_arrives_as_it_was_sent() {
        let resume =
            Resume { scenario: "monday-call".into(), edition: "abcdef".into(), seed: 7, moves: vec!["a".into()], ..Resume::default() };
        for mode in [Mode::Normal, Mode::Browse, Mode::Review] {
            for resume in [None, Some(resume.clone())] {
                let opened = Opened { reports: true, mode, resume, learner: "a\"nn".into(), ..Opened::default() };
                assert_eq!(Opened::read(&opened.write()), Some(opened.clone()));
                assert_eq!(Opened::read(&opened.write().replace(']', ",\"\"]")), None);
            }
        }
        assert_eq!(Opened::read(""), None);
    }
}
