//! What each field is called, what it is for, and what holds where it is left out.

use scenario::check::shape::{Field, Shape};

/// The words for one field.
#[derive(Clone, Copy, Debug)]
pub struct Label {
    pub label: &'static str,
    /// What to write, in a sentence.
    pub help: &'static str,
    /// What holds where it is left out; empty where it may not be.
    pub instead: &'static str,
}

/// The words for a field; those of the key alone for one that the table does not have, which a test
/// rules out.
pub fn label(shape: &Shape, field: &Field) -> Label {
    let found = LABELS.iter().find(|l| l.0 == shape.name && l.1 == field.key);
    found.map_or(Label { label: field.key, help: "", instead: "" }, |l| Label { label: l.2, help: l.3, instead: l.4 })
}

/// The members of an object that are shown first, in the order of writing; the rest lies in a part of
/// its own. Where nothing is said, all are shown.
pub fn first(shape: &Shape) -> Option<&'static [&'static str]> {
    FIRST.iter().find(|f| f.0 == shape.name).map(|f| f.1)
}

#[rustfmt::skip]
const FIRST: [(&str, &[&str]); 13] = [
    ("a scenario", &["title", "summary", "deadline", "goods", "leaves"]),
    ("a member", &["name", "role", "about", "portrait"]),
    ("a task", &["name", "owner", "minutes"]),
    ("a fact", &["text", "known-by"]),
    ("a flag", &["text", "promise"]),
    ("a habit", &["directive", "collaborative"]),
    ("an assumption", &["name", "value", "unit", "low", "high", "source"]),
    ("a scene", &["title", "at", "lines", "moves"]),
    ("a line", &["who", "text"]),
    ("a move", &["label", "style", "effects", "reaction", "because"]),
    ("because", &["text"]),
    ("a question", &["text"]),
    ("a path", &["name", "moves"]),
];

/// An example of what may be written in a field that is empty; empty where there is none.
pub fn hint(shape: &Shape, key: &str) -> &'static str {
    HINTS.iter().find(|h| h.0 == shape.name && h.1 == key).map_or("", |h| h.2)
}

#[rustfmt::skip]
const HINTS: [(&str, &str, &str); 25] = [
    ("a scenario", "title", "The week of the move"),
    ("a scenario", "summary", "Ward four moves on Friday; the beds have to be there by noon."),
    ("a scenario", "goods", "ward"),
    ("a scenario", "leaves", "ambulance train"),
    ("a member", "name", "Ines"),
    ("a member", "role", "Charge nurse"),
    ("a member", "about", "Knows every cupboard, and says so only when asked."),
    ("a task", "name", "Pack the medicines"),
    ("a fact", "text", "The goods lift is out of use from Wednesday noon."),
    ("a flag", "text", "Friday noon was promised."),
    ("a habit", "directive", "Plans the work for people"),
    ("a habit", "collaborative", "Plans the work with people"),
    ("an assumption", "name", "Minutes lost to a wrong lift"),
    ("an assumption", "unit", "min"),
    ("an assumption", "source", "Our own estimate."),
    ("a scene", "title", "The lift"),
    ("a scene", "place", "The nurses\u{2019} room"),
    ("a scene", "own-words", "What would you say to her?"),
    ("a line", "text", "Let somebody say what has come up."),
    ("a line", "who", "Nobody: it is told"),
    ("a move", "label", "Ask the two how they would go about it."),
    ("because", "text", "Say why it went that way, in a sentence."),
    ("a question", "text", "What would you do again?"),
    ("a path", "name", "Ask early, tell late"),
    ("a path", "moves", "ask.tell.ask"),
];

const WHO: &str = "Those named here; nobody named means everybody.";
const EVERYBODY: &str = "everybody";
const MINUTES: &str = "A number of minutes, or the name of an assumption that holds it.";
const THEN: &str = "What happens in that case, in this order.";
const OR: &str = "What happens in the other case.";
const NOTHING: &str = "nothing happens";
const NEED: &str = "In thousandths of a deviation: 100 is noticed, 300 is much. A minus sign takes away.";
const LUCK: &str = "A short name of small letters, digits and hyphens. Draws of one name have the same luck.";
const ID: &str = "A short name for links and references: small letters, digits and hyphens. Changing it changes every reference.";

/// Name of the object, key, label, help, and what holds where it is left out.
#[rustfmt::skip]
const LABELS: [(&str, &str, &str, &str, &str); 128] = [
    ("a scenario", "format", "Format", "The version of the file's form. It is 1.", ""),
    ("a scenario", "id", "Short name", "Stands in links: small letters, digits and hyphens.", ""),
    ("a scenario", "title", "Title", "What the week is called, on the start screen and above every page.", ""),
    ("a scenario", "lang", "Language", "As web pages name it: en, de, ar, pt-BR. It decides which way the texts are read, and the page is laid out.", "each paragraph is read the way its first letters are"),
    ("a scenario", "summary", "Summary", "One sentence for the start screen: what has to be done, by when, and for whom.", "no summary"),
    ("a scenario", "minutes", "Minutes to play", "How long a play takes, in minutes of the reader\u{2019}s time.", "worked out from the number of scenes"),
    ("a scenario", "start", "First scene", "Where the week begins.", "the first scene of the file"),
    ("a scenario", "deadline", "Deadline", "When the work has to be ready.", "Friday 16:00"),
    ("a scenario", "goods", "What has to be ready", "In a word or two, in the singular and without \u{201c}the\u{201d}: shipment, report, stand at the fair.", "the work"),
    ("a scenario", "leaves", "What leaves at the deadline", "In a word or two, without \u{201c}the\u{201d}: truck, night train.", "nothing does: the deadline alone is spoken of"),
    ("a scenario", "team", "People", "Those who are led: one to six. Outsiders are named where they speak.", ""),
    ("a scenario", "voices", "Faces of others", "People outside the team who speak, such as a customer, and how they look.", "the first letters of their names"),
    ("a scenario", "work", "Work", "What has to be done by the deadline, task by task.", "one task for each person, and a shipment that the last one makes of them"),
    ("a scenario", "facts", "Facts", "What a member knows and the player does not, at first.", "none"),
    ("a scenario", "flags", "Decisions remembered", "What was decided or promised, and is asked for later.", "none"),
    ("a scenario", "habits", "Pairs of habits", "What a manager does and what a leader does, for the debrief.", "none"),
    ("a scenario", "score", "Score", "How the points are shared out.", "40 for delivery, 40 for engagement, 20 for hours"),
    ("a scenario", "assumptions", "Assumptions", "The numbers the model rests on, open to argument.", "the model\u{2019}s own values"),
    ("a scenario", "scenes", "Scenes", "The decisions of the week.", ""),
    ("a scenario", "debrief", "Debrief", "What is said and asked after the week.", "no words of your own"),
    ("a scenario", "paths", "Named paths", "Ways through the week that are kept for comparing.", "none"),
    ("a scenario", "week-after", "The week after", "The short name of a built-in week that the debrief goes on to, with this team as the week left it.", "the debrief goes on to none"),

    ("a member", "id", "Short name", ID, ""),
    ("a member", "name", "Name", "As it is shown, and as others say it.", ""),
    ("a member", "role", "Role", "What they do, in a few words.", "no role is shown"),
    ("a member", "about", "About", "A sentence or two about them for the player.", "nothing is said"),
    ("a member", "portrait", "Portrait", "Their face follows how they are.", "the first letter of their name"),

    ("a voice", "name", "Name", "As the lines that they say name them.", ""),
    ("a voice", "portrait", "Portrait", "Their face.", ""),

    ("work", "ship", "The shipment", "The task whose end means that it is done.", "the last task"),
    ("work", "tasks", "Tasks", "In each owner\u{2019}s order: an owner takes the first one that can start.", ""),

    ("a task", "id", "Short name", ID, ""),
    ("a task", "name", "Name", "What is done, in a few words.", ""),
    ("a task", "owner", "Owner", "Who does it.", "nobody: it is a wait, such as a delivery"),
    ("a task", "after", "Comes after", "Tasks that must be finished first.", "it can start at once"),
    ("a task", "minutes", "Estimate in minutes", "The lowest, the likeliest and the highest, in that order.", ""),
    ("a task", "held", "Held back", "Such a task does not exist until an effect brings it up.", "it is there from the start"),

    ("a fact", "id", "Short name", ID, ""),
    ("a fact", "known-by", "Known by", "Who knows it from the start.", ""),
    ("a fact", "text", "What is so", "One sentence, as the player reads it once it is known.", ""),

    ("a flag", "id", "Short name", ID, ""),
    ("a flag", "text", "What was decided", "One sentence, as the player reads it later.", ""),
    ("a flag", "promise", "A promise", "A promise to the customer costs points where the shipment is late.", "no promise"),

    ("a habit", "id", "Short name", ID, ""),
    ("a habit", "directive", "The manager\u{2019}s side", "What somebody does who decides, assigns and checks.", ""),
    ("a habit", "collaborative", "The leader\u{2019}s side", "What somebody does who explains, asks and decides together.", ""),

    ("the score", "delivery", "For delivery", "Points for being on time. The three come to 100.", ""),
    ("the score", "engagement", "For engagement", "Points for how the people are at the end. The three come to 100.", ""),
    ("the score", "hours", "For hours", "Points for the team\u{2019}s hours. The three come to 100.", ""),

    ("an assumption", "id", "Short name", ID, ""),
    ("an assumption", "name", "Name", "What the number says, in a few words.", ""),
    ("an assumption", "value", "Value", "The number used.", ""),
    ("an assumption", "low", "Lowest", "The lowest value that is reasonable.", ""),
    ("an assumption", "high", "Highest", "The highest value that is reasonable.", ""),
    ("an assumption", "neutral", "Makes no difference at", "The value at which it changes nothing.", "0, or 1 where the unit is \u{201c}times\u{201d}"),
    ("an assumption", "unit", "Unit", "min, share, times, points and so on.", ""),
    ("an assumption", "source", "Source", "Where the value comes from.", ""),
    ("an assumption", "status", "Status", "Whether somebody measured it or you assume it.", "assumed"),

    ("a scene", "id", "Short name", ID, ""),
    ("a scene", "at", "When", "The day and the time at which it begins. Where the one before lasts longer, it begins later.", ""),
    ("a scene", "title", "Title", "A few words: what it is about.", ""),
    ("a scene", "place", "Place", "Where it is, in a few words.", "no place is shown"),
    ("a scene", "with", "Present", "Who of the team is there.", "nobody of the team"),
    ("a scene", "habits", "Habits shown", "The pairs of habits that this decision tells apart.", "none"),
    ("a scene", "situation", "What kind of problem", "Familiar or new, severe or not: it decides which way of leading is right how often.", "new to everybody, and not severe"),
    ("a scene", "enter", "As the scene begins", "What happens on its own, before anybody speaks.", NOTHING),
    ("a scene", "lines", "Talk", "What is said and told before the decision, in this order. 40 to 120 words read well.", "nothing is said"),
    ("a scene", "own-words", "In the player\u{2019}s own words", "A question that the player answers in writing. The answer stays on their device.", "nothing is asked"),
    ("a scene", "moves", "Moves", "What the player can do: at least one of each style.", ""),
    ("a scene", "next", "What comes next", "The first way that fits is taken. An empty list ends the week.", "the next scene of the file"),

    ("a situation", "familiar", "Familiar", "It has been met and solved before: telling is often right.", "new: asking pays"),
    ("a situation", "severe", "Severe", "A wrong step costs the shipment.", "not severe"),
    ("a situation", "unless", "Not said where", "Where this holds, the player is not told what kind of problem it is. It changes words only.", "it is always said"),

    ("a line", "when", "Said only where", "A condition; it may rest on luck and feelings.", "it is always said"),
    ("a line", "who", "Who speaks", "One of the team, you, or the name of somebody else.", "told, not spoken"),
    ("a line", "text", "Words", "What is said or told. One *word* between asterisks is stressed.", ""),

    ("a move", "id", "Short name", ID, ""),
    ("a move", "label", "On the button", "What the player does, in a sentence.", ""),
    ("a move", "style", "Style", "Directive decides, assigns and checks; collaborative explains, asks and decides together.", ""),
    ("a move", "default", "Usual move of its style", "The one that a player takes who keeps to this style. One of each style in a scene.", "the first of its style that is always offered"),
    ("a move", "offered", "Offered only where", "A condition on facts, decisions and moves; never on luck.", "it is always offered"),
    ("a move", "effects", "Effects", "What the move does, in this order.", NOTHING),
    ("a move", "reaction", "Reaction", "What is said and seen after the move.", "nothing is said"),
    ("a move", "because", "Why it went that way", "The reason that the player reads after the move.", "no reason is given"),

    ("because", "text", "Reason", "Why it went that way, in a sentence or two.", ""),
    ("because", "rests-on", "Rests on", "The assumptions behind it.", "none are named"),

    ("what comes next", "when", "Only where", "A condition on facts, decisions and moves; never on luck.", "in every case"),
    ("what comes next", "to", "Scene", "The scene that follows.", ""),

    ("the debrief", "authority", "Of authority", "What was seen of authority, for a mostly directive week.", "nothing is said"),
    ("the debrief", "influence", "Of influence", "What was seen of influence, for a mostly collaborative week.", "nothing is said"),
    ("the debrief", "both", "Of both", "What was seen of both.", "nothing is said"),
    ("the debrief", "questions", "Questions", "To be answered in one\u{2019}s own words; the answers stay on the player\u{2019}s device.", "none"),

    ("a question", "id", "Short name", ID, ""),
    ("a question", "text", "Question", "One question, open enough to need a sentence.", ""),

    ("a path", "id", "Short name", ID, ""),
    ("a path", "name", "Name", "What is special about this way.", ""),
    ("a path", "moves", "Moves", "The short names of the moves from the start to the end, joined by dots.", ""),

    ("a feeling", "who", "Who", "One of the team, or the whole team on average.", ""),
    ("a feeling", "level", "Level", "In thousandths of a deviation between people: 0 is an ordinary week, 500 is keen, \u{2212}500 is flat.", ""),

    ("\"meet\"", "who", "Who", WHO, EVERYBODY),
    ("\"meet\"", "minutes", "How long", MINUTES, ""),
    ("\"away\"", "who", "Who", "Those who are not at work meanwhile.", ""),
    ("\"away\"", "minutes", "How long", MINUTES, ""),
    ("\"overtime\"", "who", "Who", WHO, EVERYBODY),
    ("\"overtime\"", "minutes", "How much longer", MINUTES, ""),
    ("\"volunteer\"", "who", "Who is asked", WHO, EVERYBODY),
    ("\"volunteer\"", "minutes", "How much longer", MINUTES, ""),
    ("\"work\"", "task", "Task", "The task that takes longer or shorter.", ""),
    ("\"work\"", "minutes", "Minutes added", "A minus sign takes them away. A number, or the name of an assumption.", ""),
    ("\"release\"", "task", "Task", "The task that is there from now on; it must be held back before.", ""),
    ("\"release\"", "minutes", "Minutes expected", MINUTES, "its own estimate"),
    ("\"feel\"", "who", "Who", WHO, EVERYBODY),
    ("\"feel\"", "autonomy", "Autonomy", NEED, "no change"),
    ("\"feel\"", "competence", "Competence", NEED, "no change"),
    ("\"feel\"", "relatedness", "Relatedness", NEED, "no change"),
    ("\"reveal\"", "fact", "Fact", "What the player knows from now on.", ""),
    ("\"set\"", "flag", "Decision", "What is remembered from now on.", ""),
    ("\"chance\"", "id", "Name of the draw", LUCK, ""),
    ("\"chance\"", "p", "Probability", "From 0 to 1, or the name of an assumption that holds it.", ""),
    ("\"chance\"", "then", "If it comes out well", THEN, NOTHING),
    ("\"chance\"", "or", "If not", OR, NOTHING),
    ("\"answer\"", "id", "Name of the draw", LUCK, ""),
    ("\"answer\"", "style", "Style", "How often it is right follows from the style and the kind of problem.", ""),
    ("\"answer\"", "then", "If it is right", THEN, NOTHING),
    ("\"answer\"", "or", "If not", OR, NOTHING),
    ("\"when\"", "cond", "Condition", "What has to hold.", ""),
    ("\"when\"", "then", "If it holds", THEN, NOTHING),
    ("\"when\"", "or", "If not", OR, NOTHING),
];

/// A kind of condition or effect: its key, its name to choose by, and what it asks or does.
pub fn kind(key: &str) -> (&'static str, &'static str) {
    KINDS.iter().find(|k| k.0 == key).map_or(("", ""), |k| (k.1, k.2))
}

#[rustfmt::skip]
const KINDS: [(&str, &str, &str); 25] = [
    ("all", "All of these", "Every one of several conditions."),
    ("any", "Any of these", "At least one of several conditions."),
    ("not", "Not", "The opposite of a condition."),
    ("knows", "The player knows a fact", "It was told before."),
    ("flag", "Something was decided", "It is remembered."),
    ("took", "A move was taken", "The player took it in that scene."),
    ("style-so-far", "The style so far", "The style with more moves until now; a tie counts as directive."),
    ("feels", "Somebody feels at least so", "Engagement; for talk and durations only."),
    ("feels-below", "Somebody feels less than so", "Engagement; for talk and durations only."),
    ("luck", "A draw came out well", "For talk and durations only."),
    ("finished", "A task is finished", "For talk and durations only."),
    ("shipped", "The shipment was in time", "For talk after the deadline only."),
    ("stays", "Somebody stays longer today", "For talk and durations only."),
    ("meet", "A talk or a meeting", "Takes the time of everybody in it."),
    ("away", "Somebody is away", "Time off; it does not count as the team\u{2019}s hours."),
    ("work", "More or less work", "Minutes added to a task, or taken away."),
    ("release", "A task comes up", "Brings a task that was held back into being."),
    ("feel", "How people feel", "Moves autonomy, competence and relatedness."),
    ("reveal", "A fact is told", "The player knows it from now on."),
    ("set", "Something is decided", "It is remembered from now on."),
    ("overtime", "Overtime", "Longer hours today for those named."),
    ("volunteer", "Volunteers", "Longer hours today for those who say yes."),
    ("chance", "Luck", "One thing or another, by a probability."),
    ("answer", "Right or wrong", "By how often this style is right in such a situation."),
    ("when", "Only where", "What happens where a condition holds."),
];

#[cfg(test)]
mod tests {
    use super::super::shapes::WHOLE;
    use super::{KINDS, LABELS, kind, label};
    use scenario::check::shape::{CONDITIONS, EFFECTS, Kind, Shape};

    fn shapes(kind: &'static Kind, found: &mut Vec<&'static Shape>) {
        match kind {
            Kind::List(inner) => shapes(inner, found),
            Kind::Object(shape) if !found.iter().any(|s| s.name == shape.name) => {
                found.push(shape);
                shape.fields.iter().for_each(|f| shapes(&f.kind, found));
            }
            _ => {}
        }
    }

    #[test]
    fn every_field_and_every_kind_has_words() {
        let mut found = Vec::new();
        shapes(&WHOLE, &mut found);
        CONDITIONS.iter().chain(&EFFECTS).for_each(|k| shapes(&k.1, &mut found));
        let fields: Vec<_> = found.iter().flat_map(|s| s.fields.iter().map(|f| (*s, f))).collect();
        for (shape, field) in &fields {
            let words = label(shape, field);
            assert!(!words.help.is_empty() && words.label != field.key, "{} {}", shape.name, field.key);
            assert!(words.help.ends_with('.') && !words.help.contains('!'), "{}", words.help);
            // Only what may be left out has words for that.
            assert_eq!(
                words.instead.is_empty(),
                field.need || (shape.name, field.key) == ("because", "text"),
                "{} {}",
                shape.name,
                field.key
            );
        }
        assert_eq!(fields.len(), LABELS.len(), "the table has words for what is not there");
        assert!(CONDITIONS.iter().chain(&EFFECTS).all(|k| !kind(k.0).0.is_empty() && !kind(k.0).1.is_empty()));
        assert_eq!(KINDS.len(), CONDITIONS.len() + EFFECTS.len());
    }
}
