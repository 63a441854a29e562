//! A class: many weeks side by side, for the talk afterwards.
//!
//! A text of links, downloads or statements ([`read()`]) becomes groups of weeks that may be compared:
//! one scenario, one edition, the same assumptions. The order of the text changes nothing but the
//! line numbers of what was left out.

pub mod bytes;
pub mod decisions;
mod found;
pub mod guide;
pub mod hand;
mod links;
mod names;
pub mod picture;
pub mod questions;
pub mod read;
pub mod records;
pub mod session;
pub mod show;
pub mod store;
pub mod together;
pub mod view;

use super::{App, Kept, Library, Loaded, Screen, words};
use engine::branch::Path;
pub use engine::class::Found as Figures;
pub use engine::score::percent;
pub use engine::{ClassJob, Job};
use engine::{Line, Outcome};
pub use found::{Bad, Found, Read};
pub use read::read;
use scenario::codec::link::{BadLink, PlayLink, Route};

/// Most weeks of a class.
pub const MOST: usize = 500;
/// Most different scenarios, editions and sets of assumptions told apart.
const MOST_GROUPS: usize = 12;

/// A week of a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Week {
    /// Whose it is; empty where nobody said.
    pub name: String,
    /// The name in the form in which names are compared.
    key: String,
    /// The line of the text it stood in, from 1.
    pub line: u32,
    pub link: PlayLink,
    pub seed: u32,
    pub path: Path,
    /// How it ended under its own luck; `None` where it is not finished.
    pub end: Option<Outcome>,
    /// Facts known at its end, one bit each.
    pub facts: u32,
    /// Directive and collaborative moves.
    pub styles: (u32, u32),
}

impl Week {
    fn order(&self) -> (&str, u32, &Path, bool, u32) {
        (&self.key, self.seed, &self.path, self.end.is_none(), self.line)
    }

    /// Leads to it: to its debrief, or to where it stands.
    pub fn fragment(&self) -> String {
        let link = self.link.clone();
        if self.end.is_some() { Route::Debrief(link) } else { Route::Play(link) }.to_string()
    }
}

/// Weeks that can be compared: of one scenario, edition, set of assumptions, and team to begin with.
#[derive(Clone, Debug)]
pub struct Group {
    pub loaded: Loaded,
    /// The edition the links name, where it is not the one at hand.
    pub other_edition: Option<String>,
    pub set: Vec<(String, f64)>,
    /// Who came from another week, as in the links; empty where nobody did.
    pub team: String,
    /// Those that count, by name, luck and moves, so that the order of the text is forgotten.
    pub weeks: Vec<Week>,
    /// Those that did not come to their end, where they stand apart and count in nothing.
    pub apart: Vec<Week>,
}

impl Group {
    /// How many different lucks the weeks were played under.
    pub fn lucks(&self) -> usize {
        let mut seeds: Vec<u32> = self.weeks.iter().map(|w| w.seed).collect();
        seeds.sort_unstable();
        seeds.dedup();
        seeds.len()
    }

    /// All weeks, those that count first.
    pub fn all(&self) -> impl Iterator<Item = &Week> {
        self.weeks.iter().chain(&self.apart)
    }

    /// How many weeks there are, whether they count or not.
    pub fn size(&self) -> usize {
        self.weeks.len() + self.apart.len()
    }

    /// Lets weeks that did not come to their end count, or stand apart.
    fn count_unfinished(&mut self, on: bool) {
        self.weeks.append(&mut self.apart);
        self.weeks.sort_by(|a, b| a.order().cmp(&b.order()));
        if !on {
            (self.weeks, self.apart) = std::mem::take(&mut self.weeks).into_iter().partition(|w| w.end.is_some());
        }
    }

    /// The weeks that came to their end.
    pub fn finished(&self) -> impl Iterator<Item = &Week> {
        self.weeks.iter().filter(|w| w.end.is_some())
    }

    /// The work of finding the figures of the finished weeks.
    pub fn job(&self) -> ClassJob {
        let paths: Vec<Path> = self.finished().map(|w| w.path.clone()).collect();
        ClassJob::new(&self.loaded.program, &paths)
    }

    /// What tells it from other groups, in words.
    pub fn name(&self) -> String {
        let mut text = format!("{}, {}", self.loaded.scenario.title, words::count(self.size(), "week"));
        // An older edition, whether it is kept and played or only named.
        let Loaded { key, edition, .. } = &self.loaded;
        let kept = scenario::is_released(key, edition).then_some(edition);
        if let Some(edition) = self.other_edition.as_ref().or(kept) {
            text += &format!(", edition {edition}");
        }
        if !self.set.is_empty() {
            text += ", with changed assumptions";
        }
        if !self.team.is_empty() {
            text += ", with a team from another week";
        }
        text
    }

    /// A page on which one week of the group stands, so that its scenes can be shown.
    pub fn page(&self, seed: u32, path: &[(u8, u8)]) -> App {
        let mut app = App { screen: Screen::Play, ..App::holding(Library::WHOLE, self.loaded.clone(), Kept::default()) };
        let mut line = Line::new(&app.loaded.program, seed);
        for (_, mv) in path {
            if line.play(&app.loaded.program, *mv as usize).is_err() {
                break;
            }
        }
        app.line = Some(line);
        app
    }
}

/// A class as it was read.
#[derive(Clone, Debug, Default)]
pub struct Class {
    /// Largest first.
    pub groups: Vec<Group>,
    /// What was left out, in the order of the text, and how much more there was.
    pub bad: Vec<Bad>,
    pub more_bad: usize,
    /// What to know about what was read.
    pub notes: Vec<String>,
    /// Links that had to be put right.
    mended: usize,
}

impl Class {
    /// Reads a class from a text.
    pub fn of(text: &str) -> Class {
        Class::from(read(text))
    }

    /// A class of weeks that were found.
    pub fn from(read: Read) -> Class {
        let mut reading = Reading::of(read);
        while reading.step(MOST) {}
        reading.done()
    }

    fn add(&mut self, found: &Found, known: &mut Vec<(String, Result<Loaded, String>)>) -> Result<(), String> {
        let link = &found.link;
        if link.moves.is_empty() {
            return Err("No decision was taken in this week yet.".to_owned());
        }
        // A released edition is played as it was.
        let old = link.edition.as_deref().filter(|e| scenario::is_released(&link.scenario, e));
        let key = format!("{} {}", link.scenario, old.unwrap_or(""));
        if !known.iter().any(|k| k.0 == key) {
            if known.len() == MOST_GROUPS {
                return Err(format!("A class holds weeks of at most {MOST_GROUPS} different scenarios."));
            }
            known.push((key.clone(), super::any(&link.scenario, old)));
        }
        let loaded = match known.iter().find(|k| k.0 == key).map(|k| &k.1) {
            Some(Ok(loaded)) => loaded,
            Some(Err(why)) => return Err(why.clone()),
            None => return Err(BadLink::Scenario(link.scenario.clone()).to_string()),
        };
        let other_edition = link.edition.clone().filter(|e| *e != loaded.edition);
        let mut set = link.set.clone();
        set.sort_by(|a, b| a.0.cmp(&b.0));
        let same = |g: &Group| {
            let edition = g.loaded.edition == loaded.edition && g.other_edition == other_edition;
            g.loaded.key == link.scenario && edition && g.set == set && g.team == link.team
        };
        if let Some(group) = self.groups.iter_mut().find(|g| same(g)) {
            let week = week(&group.loaded, found, other_edition.is_some())?;
            group.weeks.push(week);
            return Ok(());
        }
        if self.groups.len() == MOST_GROUPS {
            return Err(format!("A class holds weeks of at most {MOST_GROUPS} different editions."));
        }
        let mut app = App::holding(Library::WHOLE, loaded.clone(), Kept::default());
        app.carry(&link.team)?;
        app.assume(&set);
        let week = week(&app.loaded, found, other_edition.is_some())?;
        self.groups.push(Group { loaded: app.loaded, other_edition, set, team: link.team.clone(), weeks: vec![week], apart: Vec::new() });
        Ok(())
    }

    /// Forgets the order of the text, and counts no week of one person twice.
    fn tidy(&mut self) {
        let (mut twice, mut earlier, mut alike, mut cut) = (0, 0, 0, 0);
        for group in &mut self.groups {
            group.weeks.sort_by(|a, b| a.order().cmp(&b.order()));
            let mut kept: Vec<Week> = Vec::with_capacity(group.weeks.len());
            for week in std::mem::take(&mut group.weeks) {
                // Sorted so, a week stands right before what it became later.
                if let Some(last) = kept.last().filter(|l| l.key == week.key && l.seed == week.seed) {
                    let same = last.path == week.path;
                    if same && week.name.is_empty() {
                        alike += 1;
                    } else if same {
                        twice += 1;
                        continue;
                    } else if !week.name.is_empty() && last.end.is_none() && week.path.starts_with(&last.path) {
                        earlier += 1;
                        kept.pop();
                    }
                }
                kept.push(week);
            }
            cut += kept.iter().filter(|w| w.link.cut).count();
            group.weeks = kept;
            group.count_unfinished(false);
        }
        self.groups.sort_by(|a, b| {
            let key = |g: &Group| (g.loaded.key.clone(), g.loaded.edition.clone(), g.other_edition.clone(), g.team.clone());
            (b.size().cmp(&a.size())).then_with(|| key(a).cmp(&key(b))).then_with(|| words_of(&a.set).cmp(&words_of(&b.set)))
        });
        let mut note = |n: usize, one: &str, more: &str| {
            if n > 0 {
                self.notes.push(if n == 1 { one.to_owned() } else { more.replace('#', &n.to_string()) });
            }
        };
        note(
            twice,
            "One week of one person was pasted twice and is counted once.",
            "# weeks stood there twice with the same name; each is counted once.",
        );
        note(
            earlier,
            "One link of one person holds an earlier state of the same week; the later one counts.",
            "# links hold an earlier state of a week that is there too; the later one counts.",
        );
        note(
            alike,
            "One week without a name has the same luck and the same moves as another. Both are counted: two people may have played alike.",
            "# weeks without a name have the same luck and the same moves as another. All are counted: people may have played alike. If a text was pasted twice, read it again once.",
        );
        note(
            cut,
            "One week that is not finished is a link whose end may be missing. Ask for it again, whole.",
            "# weeks that are not finished are links whose ends may be missing. Ask for them again, whole.",
        );
        note(
            self.mended,
            "One link had been changed on its way here, by a mail program or a chat, and was put right.",
            "# links had been changed on their way here, by a mail program or a chat, and were put right.",
        );
        self.bad.sort_by_key(|b| b.line);
        self.more_bad = self.bad.len().saturating_sub(found::MOST_BAD);
        self.bad.truncate(found::MOST_BAD);
    }

    /// How many weeks there are in all.
    pub fn weeks(&self) -> usize {
        self.groups.iter().map(Group::size).sum()
    }

    /// Lets weeks that did not come to their end count, or stand apart.
    pub fn count_unfinished(&mut self, on: bool) {
        self.groups.iter_mut().for_each(|g| g.count_unfinished(on));
    }
}

/// A class being read, some weeks at a time, so that a page stays alive meanwhile.
#[derive(Debug)]
pub struct Reading {
    class: Class,
    known: Vec<(String, Result<Loaded, String>)>,
    found: std::vec::IntoIter<Found>,
    count: usize,
    over: u32,
}

impl Reading {
    /// Of what was found in a text.
    pub fn of(read: Read) -> Reading {
        let class = Class { bad: read.bad, mended: read.mended.len(), ..Class::default() };
        Reading { class, known: Vec::new(), found: read.found.into_iter(), count: 0, over: 0 }
    }

    /// Of files: a name and a text each; `notes` is what to know of how they were read.
    pub fn files(files: &[(String, String)], notes: Vec<String>) -> Reading {
        let mut all = Read::default();
        for (name, text) in files {
            let read = read(text);
            let name = names::plain(name);
            all.found.extend(read.found);
            all.mended.extend(read.mended);
            all.bad.extend(read.bad.into_iter().map(|b| Bad { text: format!("{name}: {}", b.text), ..b }));
        }
        let mut reading = Reading::of(all);
        reading.class.notes = notes;
        reading
    }

    /// Plays the next few weeks; `false` when none are left.
    pub fn step(&mut self, weeks: usize) -> bool {
        for found in self.found.by_ref().take(weeks) {
            if self.count == MOST {
                self.over += 1;
                continue;
            }
            match self.class.add(&found, &mut self.known) {
                Ok(()) => self.count += 1,
                Err(why) => {
                    let route = Route::Play(PlayLink { moves: Vec::new(), ..found.link }).to_string();
                    let text = if found.name.is_empty() { route } else { format!("{}: {route}", found.name) };
                    self.class.bad.push(Bad::new(found.line, &text, why));
                }
            }
        }
        self.found.len() > 0
    }

    /// The class that was read so far.
    pub fn done(mut self) -> Class {
        if self.over > 0 {
            let more = words::thousands(self.over);
            self.class.notes.push(format!("A class holds {MOST} weeks; {more} more stood in the text and are left out."));
        }
        self.class.tidy();
        self.class
    }
}

/// Changed assumptions as a text, to sort by.
fn words_of(set: &[(String, f64)]) -> String {
    set.iter().map(|(id, value)| format!("{id}:{}", words::number(*value))).collect::<Vec<_>>().join(",")
}

/// Plays a week that was found.
fn week(loaded: &Loaded, found: &Found, other: bool) -> Result<Week, String> {
    let program = &loaded.program;
    let Some(seed) = found.link.seed else {
        return Err("The link names no luck (seed), so nobody can say how this week went. Part of it may be missing.".to_owned());
    };
    let mut line = Line::new(program, seed);
    for (i, id) in found.link.moves.iter().enumerate() {
        let scene = loaded.scenario.scenes.get(line.state.scene as usize).filter(|_| !line.state.over());
        let mv = scene.and_then(|s| s.moves.iter().position(|m| m.id == *id));
        if mv.is_none_or(|mv| line.play(program, mv).is_err()) {
            let why = if other { "it was played in another edition of the scenario" } else { "part of the link may be missing or changed" };
            return Err(format!("Decision {} is \u{201c}{id}\u{201d}, which is not offered there: {why}.", i + 1));
        }
    }
    let s = &line.state;
    Ok(Week {
        name: found.name.clone(),
        key: names::compared(&found.name),
        line: found.line,
        // A week that came to its end has lost nothing.
        link: PlayLink { after: false, blind: false, cut: found.link.cut && !s.over(), ..found.link.clone() },
        seed,
        path: line.steps.iter().map(|s| (s.before.scene, s.mv)).collect(),
        end: s.over().then(|| program.outcome(s)),
        facts: s.facts,
        styles: (u32::from(s.directive), u32::from(s.collaborative)),
    })
}

#[cfg(test)]
mod tests {
    use super::Class;
    use crate::{App, Kept, Route};
    use engine::Line;
    use engine::model::Style;

    /// A week by one style's default moves, with some decisions the other way.
    pub fn link(seed: u32, style: Style, other: &[usize], decisions: usize) -> String {
        let app = App::new(Kept::default());
        let (p, mut line) = (&app.loaded.program, Line::new(&app.loaded.program, seed));
        while !line.state.over() && line.steps.len() < decisions {
            let turned = if style == Style::Directive { Style::Collaborative } else { Style::Directive };
            let now = if other.contains(&line.steps.len()) { turned } else { style };
            line.play(p, p.scenes[line.state.scene as usize].default[now as usize] as usize).expect("offered");
        }
        format!("https://a.example/{}", Route::Play(app.link(&line)))
    }

    #[test]
    fn a_class_is_read_and_told_apart() {
        let text = [
            format!("Ben {}", link(7, Style::Directive, &[], 99)),
            format!("Anna {}", link(7, Style::Collaborative, &[], 99)),
            format!("Anna {}", link(7, Style::Collaborative, &[], 99)),
            format!("Cy {}", link(8, Style::Collaborative, &[], 3)),
            format!("Cy {}", link(8, Style::Collaborative, &[], 5)),
            link(7, Style::Directive, &[2], 99).replace("e=", "e=00000f&x="),
            "hello".to_owned(),
            link(7, Style::Directive, &[], 99).replace("moves=", "moves=nonsense.").split("&n=").next().unwrap_or("").replace("e=", "x="),
            link(7, Style::Directive, &[], 99).replace("monday-call", "nowhere"),
            "#/play/monday-call?seed=3".to_owned(),
        ];
        let class = Class::of(&text.join("\n"));
        let groups: Vec<_> =
            class.groups.iter().map(|g| (g.weeks.len(), g.lucks(), g.finished().count(), g.other_edition.clone())).collect();
        assert_eq!(groups, [(2, 1, 2, None), (1, 1, 1, Some("00000f".to_owned()))]);
        assert_eq!(class.groups[0].all().map(|w| w.name.as_str()).collect::<Vec<_>>(), ["Anna", "Ben", "Cy"]);
        // A week that is not finished stands apart, and counts where it is asked for.
        let mut all = class.clone();
        all.count_unfinished(true);
        assert_eq!((all.groups[0].weeks.len(), all.groups[0].apart.len(), all.groups[0].lucks(), all.weeks()), (3, 0, 2, class.weeks()));
        all.count_unfinished(false);
        assert_eq!(all.groups[0].apart, class.groups[0].apart);
        assert_eq!(class.bad.iter().map(|b| b.line).collect::<Vec<_>>(), [7, 8, 9, 10]);
        assert!(class.bad[1].why.contains("nonsense") && class.bad[2].why.contains("nowhere"), "{:?}", class.bad);
        assert_eq!(class.notes.len(), 2, "{:?}", class.notes);
        let mut back = text.to_vec();
        back.reverse();
        let back = Class::of(&back.join("\n"));
        let plain = |c: &Class| c.groups.iter().flat_map(|g| &g.weeks).map(|w| (w.name.clone(), w.path.clone(), w.end)).collect::<Vec<_>>();
        assert_eq!(plain(&class), plain(&back));
        assert_eq!(class.notes, back.notes);
    }

    /// A kept edition is played, and its scores are never averaged with those of another.
    #[test]
    fn weeks_of_a_released_edition_are_a_group_of_their_own_and_named_so() {
        let now = link(7, Style::Directive, &[], 99);
        let old = "https://a.example/#/play/monday-call?v=1&e=204b39&seed=7&moves=hedge.assign.express";
        let class = Class::of(&format!("{now}\n{old}"));
        let mut groups: Vec<(bool, usize)> = class.groups.iter().map(|g| (g.name().contains("edition 204b39"), g.size())).collect();
        groups.sort_unstable();
        assert_eq!((groups, class.bad.len()), (vec![(false, 1), (true, 1)], 0));
    }

    #[test]
    fn one_name_is_one_however_it_is_composed() {
        let one = link(7, Style::Directive, &[], 99);
        let class = Class::of(&format!("Andr\u{e9} {one}\nAndre\u{301} {one}"));
        assert_eq!((class.weeks(), class.notes.len()), (1, 1), "{:?}", class.notes);
    }

    #[test]
    fn what_was_put_right_and_what_may_be_cut_is_said() {
        let (whole, part) = (link(7, Style::Directive, &[], 99), link(8, Style::Directive, &[], 4));
        let without = |link: &str| link.rsplit_once("&n=").map_or_else(String::new, |l| l.0.to_owned());
        let class = Class::of(&format!("A {}\n\nB {}\n\nC {}", without(&whole), without(&part), whole.replace("play", "Play")));
        assert_eq!((class.groups[0].weeks.len(), class.groups[0].apart.len()), (2, 1), "{:?}", class.bad);
        assert!(
            class.notes.len() == 2 && class.notes[0].contains("may be missing") && class.notes[1].contains("put right"),
            "{:?}",
            class.notes
        );
    }

    #[test]
    fn more_than_the_most_are_said_to_be_left_out() {
        let one = link(7, Style::Directive, &[], 99);
        let text: String = (0..502).map(|i| format!("N{i} {one}\n")).collect();
        let class = Class::of(&text);
        assert_eq!((class.weeks(), class.notes.len()), (500, 1));
    }
}
