//! Our own window messages, version 1: what an embedding page is told, and what it may ask for.
//! JSON text; `public/schema/messages-1.json` describes the same, and a test holds the two together.
//! One message is of version 2 (`messages-2.json`): the scores, with the decisions' own.
//!
//! Every message has the member `by-friday`, the version. Messages without it are somebody else's;
//! a newer one is refused. What is not in the schema is refused as well.

use super::summary::{Decision, End, Report};
use json::{self, Node, Value};

/// The version this program speaks, and that of [`Message::Scored`].
pub const VERSION: u32 = 1;
const SCORED: u32 = 2;
/// The member that says so.
const TAG: &str = "by-friday";
/// The longest message that is read, in bytes, and the longest link, in characters.
const LONGEST: usize = 256 * 1024;
const LONGEST_LINK: usize = 65_536;

/// The three measures at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Metrics {
    /// The chance of Friday, 0 to 1, where it is known.
    pub on_time: Option<f64>,
    /// Mean engagement, 0 to 100.
    pub engagement: f64,
    /// Hours of the whole team so far.
    pub team_hours: f64,
}

/// What every message says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week {
    pub scenario: String,
    pub edition: String,
    pub seed: u32,
    pub moves: Vec<String>,
    pub metrics: Metrics,
}

/// A decision as it is told. In blind play the style is left out until the debrief.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// The scene's id, the decision's number from 1, and the move's id.
    pub id: String,
    pub ordinal: u32,
    pub mv: String,
    pub style: Option<String>,
    /// What the move changed: the chance of Friday, where it is known, and mean engagement.
    pub on_time: Option<f64>,
    pub engagement: f64,
}

/// What the embedding page is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Input works.
    Ready(Week),
    /// A decision was taken.
    Decision(Week, Told),
    /// The debrief was opened: the outcome, and all decisions with their styles.
    Completed { week: Week, score: u32, on_time: bool, decisions: Vec<Told> },
    /// After `Completed`: the week's own score, its luck included, and the decisions'.
    Scored { week: Week, score: u32, decided: u32, on_time: bool },
    /// The page needs this many CSS pixels; it grows and shrinks.
    Resize { week: Week, width: u32, height: u32 },
}

/// What the embedding page may ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// A new week, under this seed or one that is drawn.
    Restart { seed: Option<u32> },
    /// Another place: a fragment as it stands in our links.
    Open { link: String },
}

/// Why a message is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Nothing of ours: to be passed over in silence.
    Foreign,
    Newer,
    /// Of this version, but not of its form.
    Malformed,
}

impl Week {
    pub fn of(report: &Report, metrics: Metrics) -> Week {
        Week {
            scenario: report.scenario.clone(),
            edition: report.edition.clone(),
            seed: report.seed,
            moves: report.decisions.iter().map(|d| d.mv.clone()).collect(),
            metrics,
        }
    }
}

impl Told {
    fn of(d: &Decision, hidden: bool) -> Told {
        Told {
            id: d.scene.clone(),
            ordinal: d.ordinal,
            mv: d.mv.clone(),
            style: (!hidden).then(|| d.style.to_owned()),
            on_time: d.on_time,
            engagement: d.engagement,
        }
    }
}

impl Message {
    /// The message of the report's last decision; `None` before the first.
    pub fn decision(report: &Report, metrics: Metrics) -> Option<Message> {
        let hidden = report.blind && !report.debriefed;
        Some(Message::Decision(Week::of(report, metrics), Told::of(report.decisions.last()?, hidden)))
    }

    /// The message of a week at its debrief; `None` where it is not there yet.
    pub fn completed(report: &Report, metrics: Metrics) -> Option<Message> {
        let End { score, on_time, .. } = *report.end.as_ref().filter(|_| report.debriefed)?;
        let decisions = report.decisions.iter().map(|d| Told::of(d, false)).collect();
        Some(Message::Completed { week: Week::of(report, metrics), score, on_time, decisions })
    }

    /// The message of a week's two scores at its debrief; `None` where it is not there yet.
    pub fn scored(report: &Report, metrics: Metrics, decided: u32) -> Option<Message> {
        let End { score, on_time, .. } = *report.end.as_ref().filter(|_| report.debriefed)?;
        Some(Message::Scored { week: Week::of(report, metrics), score, decided, on_time })
    }

    fn parts(&self) -> (&'static str, &Week) {
        match self {
            Message::Ready(week) => ("ready", week),
            Message::Decision(week, _) => ("decision", week),
            Message::Completed { week, .. } => ("completed", week),
            Message::Scored { week, .. } => ("scored", week),
            Message::Resize { week, .. } => ("resize", week),
        }
    }

    /// The text to post. Figures have up to three decimals.
    pub fn write(&self) -> String {
        let (kind, week) = self.parts();
        let m = &week.metrics;
        let version = if matches!(self, Message::Scored { .. }) { SCORED } else { VERSION };
        let outcome = |on_time: bool| if on_time { "on-time" } else { "late" }.into();
        let mut members = vec![
            (TAG, version.into()),
            ("type", kind.into()),
            ("scenario", week.scenario.as_str().into()),
            ("edition", week.edition.as_str().into()),
            ("seed", week.seed.into()),
            ("moves", Node::texts(week.moves.clone())),
            (
                "metrics",
                Node::object([
                    ("on-time", m.on_time.map_or(Node::new(Value::Null), Node::from)),
                    ("engagement", m.engagement.into()),
                    ("team-hours", m.team_hours.into()),
                ]),
            ),
        ];
        match self {
            Message::Ready(_) => {}
            Message::Decision(_, told) => members.push(("decision", told_node(told))),
            Message::Completed { score, on_time, decisions, .. } => {
                members.push(("score", (*score).into()));
                members.push(("outcome", outcome(*on_time)));
                members.push(("decisions", Node::new(Value::List(decisions.iter().map(told_node).collect()))));
            }
            Message::Scored { score, decided, on_time, .. } => {
                members.push(("score", (*score).into()));
                members.push(("decisions-score", (*decided).into()));
                members.push(("outcome", outcome(*on_time)));
            }
            Message::Resize { width, height, .. } => {
                members.push(("width", (*width).into()));
                members.push(("height", (*height).into()));
            }
        }
        json::compact(&Node::object(members))
    }

    /// Reads a message of this program, as an embedding page would.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn read(text: &str) -> Result<Message, Refused> {
        let (node, version) = ours(text, SCORED)?;
        let read = || {
            let kind = node.get("type")?.text().filter(|kind| (*kind == "scored") == (version == SCORED))?;
            let points = |key| node.get(key)?.whole().filter(|s| *s <= 100);
            let on_time = || match node.get("outcome")?.text()? {
                "on-time" => Some(true),
                "late" => Some(false),
                _ => None,
            };
            let more: &[&str] = match kind {
                "ready" => &[],
                "decision" => &["decision"],
                "completed" => &["score", "outcome", "decisions"],
                "scored" => &["score", "decisions-score", "outcome"],
                "resize" => &["width", "height"],
                _ => return None,
            };
            only(&node, &["type", "scenario", "edition", "seed", "moves", "metrics"], more)?;
            let week = week(&node)?;
            Some(match kind {
                "ready" => Message::Ready(week),
                "decision" => Message::Decision(week, told(node.get("decision")?)?),
                "completed" => Message::Completed {
                    week,
                    score: points("score")?,
                    on_time: on_time()?,
                    decisions: node.get("decisions")?.list()?.iter().map(told).collect::<Option<_>>()?,
                },
                "scored" => Message::Scored { week, score: points("score")?, decided: points("decisions-score")?, on_time: on_time()? },
                _ => Message::Resize { week, width: node.get("width")?.whole()?, height: node.get("height")?.whole()? },
            })
        };
        read().ok_or(Refused::Malformed)
    }
}

fn told_node(t: &Told) -> Node {
    let mut members = vec![("id", t.id.as_str().into()), ("ordinal", t.ordinal.into()), ("move", t.mv.as_str().into())];
    members.extend(t.style.as_ref().map(|s| ("style", s.as_str().into())));
    let chance = t.on_time.map_or(Node::new(Value::Null), Node::from);
    members.push(("effect", Node::object([("on-time", chance), ("engagement", t.engagement.into())])));
    Node::object(members)
}

/// A message with our mark and of a version up to `newest`, and which that is.
fn ours(text: &str, newest: u32) -> Result<(Node, u32), Refused> {
    if text.len() > LONGEST {
        return Err(Refused::Foreign);
    }
    let node = json::parse(text).map_err(|_| Refused::Foreign)?;
    match node.get(TAG) {
        None => Err(Refused::Foreign),
        Some(version) => match version.whole() {
            Some(v) if (VERSION..=newest).contains(&v) => Ok((node, v)),
            Some(v) if v > newest => Err(Refused::Newer),
            _ => Err(Refused::Malformed),
        },
    }
}

/// `None` where the object has other members than these and [`TAG`].
fn only(node: &Node, names: &[&str], more: &[&str]) -> Option<()> {
    let Value::Object(members) = &node.value else { return None };
    let known = |name: &str| name == TAG || names.contains(&name) || more.contains(&name);
    members.iter().all(|m| known(&m.0)).then_some(())
}

fn id(node: &Node) -> Option<String> {
    let text = node.text()?;
    let good = !text.is_empty() && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    good.then(|| text.to_owned())
}

/// A number in a range, or `null`.
fn maybe(node: &Node, low: f64, high: f64) -> Option<Option<f64>> {
    if node.value == Value::Null { Some(None) } else { Some(Some(node.number().filter(|n| (low..=high).contains(n))?)) }
}

fn week(node: &Node) -> Option<Week> {
    let edition = node.get("edition")?.text()?;
    let metrics = node.get("metrics")?;
    only(metrics, &["on-time", "engagement", "team-hours"], &[]).filter(|()| metrics.get(TAG).is_none())?;
    Some(Week {
        scenario: id(node.get("scenario")?)?,
        edition: edition.to_owned(),
        seed: node.get("seed")?.whole()?,
        moves: node.get("moves")?.list()?.iter().map(id).collect::<Option<_>>()?,
        metrics: Metrics {
            on_time: maybe(metrics.get("on-time")?, 0.0, 1.0)?,
            engagement: metrics.get("engagement")?.number().filter(|n| (0.0..=100.0).contains(n))?,
            team_hours: metrics.get("team-hours")?.number().filter(|n| *n >= 0.0)?,
        },
    })
}

fn told(node: &Node) -> Option<Told> {
    only(node, &["id", "ordinal", "move", "style", "effect"], &[]).filter(|()| node.get(TAG).is_none())?;
    let effect = node.get("effect")?;
    only(effect, &["on-time", "engagement"], &[]).filter(|()| effect.get(TAG).is_none())?;
    let style = match node.get("style") {
        None => None,
        Some(style) => Some(style.text().filter(|s| matches!(*s, "directive" | "collaborative"))?.to_owned()),
    };
    Some(Told {
        id: id(node.get("id")?)?,
        ordinal: node.get("ordinal")?.whole().filter(|n| *n >= 1)?,
        mv: id(node.get("move")?)?,
        style,
        on_time: maybe(effect.get("on-time")?, -1.0, 1.0)?,
        engagement: effect.get("engagement")?.number().filter(|n| (-100.0..=100.0).contains(n))?,
    })
}

impl Command {
    /// The text to post.
    pub fn write(&self) -> String {
        let mut members = vec![(TAG, VERSION.into())];
        match self {
            Command::Restart { seed } => {
                members.push(("command", "restart".into()));
                members.extend(seed.map(|s| ("seed", s.into())));
            }
            Command::Open { link } => {
                members.push(("command", "open".into()));
                members.push(("link", link.as_str().into()));
            }
        }
        json::compact(&Node::object(members))
    }

    /// Reads a command. Whether its sender may give one is for the shell to know, by origin.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn read(text: &str) -> Result<Command, Refused> {
        let (node, _) = ours(text, VERSION)?;
        let read = || match node.get("command")?.text()? {
            "restart" => {
                only(&node, &["command", "seed"], &[])?;
                let seed = match node.get("seed") {
                    None => None,
                    Some(seed) => Some(seed.whole()?),
                };
                Some(Command::Restart { seed })
            }
            "open" => {
                only(&node, &["command", "link"], &[])?;
                let link = node.get("link")?.text()?;
                let ours = link.starts_with("#/") && link.chars().count() <= LONGEST_LINK;
                ours.then(|| Command::Open { link: link.to_owned() })
            }
            _ => None,
        };
        read().ok_or(Refused::Malformed)
    }
}
