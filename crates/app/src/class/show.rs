//! The presentation: one finding a screen, in large type.

use super::decisions::SplitView;
use super::questions::Question;
use super::view::View;
use super::{Group, words};

/// What a slide shows beside its words.
#[derive(Clone, Debug, PartialEq)]
pub enum Picture {
    None,
    /// Chance and engagement of every week.
    Weeks,
    /// All paths.
    Paths,
    /// A decision: its moves with their counts.
    Split(SplitView),
    Facts,
    Pairs,
}

/// A slide.
#[derive(Clone, Debug, PartialEq)]
pub struct Slide {
    pub title: String,
    /// The finding, in a sentence or two.
    pub text: String,
    pub picture: Picture,
    /// The decision that can be replayed together from here.
    pub scene: Option<u8>,
}

/// The slides of a class, in order.
pub fn slides(group: &Group, view: Option<&View>, splits: &[SplitView], questions: &[Question]) -> Vec<Slide> {
    let slide = |title: &str, text: String, picture: Picture| Slide { title: title.to_owned(), text, picture, scene: None };
    let day = words::day(group.loaded.scenario.deadline.0);
    let mut slides = vec![slide(
        &group.loaded.scenario.title,
        format!(
            "{} side by side. Each row is a decision; A, B and so on are its moves, each as wide as the weeks that took it.",
            words::count(group.weeks.len(), "week")
        ),
        Picture::Paths,
    )];
    if let Some(v) = view {
        let [chance, felt] = [&v.strips[0], &v.strips[1]];
        slides.push(slide(
            &format!("What the weeks came to: {day}, and the people"),
            format!("The chance of {day}: {} Engagement: {}", lower(&chance.text), lower(&felt.text)),
            Picture::Weeks,
        ));
        slides.push(slide("As they were played", v.played.clone(), Picture::None));
        slides.push(slide(
            "Luck and choice",
            format!("{} By score: {}.", v.apart, v.strips.iter().find(|s| s.id == "score").map_or("", |s| &s.apart)),
            Picture::None,
        ));
    }
    for split in splits {
        slides.push(Slide {
            title: format!("{}, {}", split.title, split.when),
            text: split.sentence.clone(),
            picture: Picture::Split(split.clone()),
            scene: Some(split.scene),
        });
    }
    if !group.loaded.scenario.facts.is_empty() && view.is_some() {
        slides.push(slide(
            "What came out in time",
            "Each of these was known to somebody on the team from the start.".to_owned(),
            Picture::Facts,
        ));
    }
    if !group.loaded.scenario.habits.is_empty() {
        slides.push(slide(
            "Two sides of leading a week",
            "How many weeks showed the manager\u{2019}s side, both, or the leader\u{2019}s.".to_owned(),
            Picture::Pairs,
        ));
    }
    for (i, q) in questions.iter().enumerate() {
        slides.push(Slide {
            title: format!("For the room, {} of {}", i + 1, questions.len()),
            text: q.text.clone(),
            picture: Picture::None,
            scene: q.scene,
        });
    }
    slides
}

/// A sentence that goes on after a colon.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
