//! The form of a scenario file as a table: which members each object may have, and what each may
//! hold. A test holds it to the schema, which is made from the types.

/// What has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    Scenario,
    Scene,
    Move,
    Member,
    Task,
    Fact,
    Flag,
    Habit,
    Assumption,
    Draw,
    Question,
    Path,
}

impl Class {
    pub fn name(self) -> &'static str {
        ["scenario", "scene", "move", "member", "task", "fact", "flag", "habit", "assumption", "draw", "question", "path"][self as usize]
    }

    /// Where such things are listed in a file; empty for what is found elsewhere.
    pub fn list(self) -> &'static str {
        ["", "scenes", "moves", "team", "work", "facts", "flags", "habits", "assumptions", "", "debrief", "paths"][self as usize]
    }
}

/// How a text is read: what it may be too long for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// A name or a title.
    Name,
    /// The words on a move's button.
    Label,
    /// Something said or told in a scene.
    Line,
    /// Anything longer.
    Prose,
}

/// Which numbers an effect takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Minutes something lasts: 0 to 10,000.
    Lasts,
    /// Minutes added to a task: -10,000 to 10,000.
    Adds,
    /// A probability: 0 to 1.
    Chance,
}

/// What a value must be.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Text(Look),
    /// The id of the object it stands in, and the id of another.
    Id(Class),
    Ref(Class),
    /// A member's id, or `team`.
    Someone,
    /// A member's id, `you`, or the name of somebody else.
    Speaker,
    /// `scene.move`
    Took,
    /// Move ids joined by dots.
    Moves,
    /// 1
    Format,
    Whole,
    Thousandths,
    Number,
    Flag,
    Time,
    Style,
    Status,
    /// The name of a face that is drawn.
    Portrait,
    Quantity(Span),
    /// Three numbers.
    Estimate,
    List(&'static Kind),
    Object(&'static Shape),
    Cond,
    Effect,
}

/// A member an object may have.
#[derive(Debug)]
pub struct Field {
    pub key: &'static str,
    pub kind: Kind,
    pub need: bool,
}

/// An object.
#[derive(Debug)]
pub struct Shape {
    pub name: &'static str,
    pub fields: &'static [Field],
}

const fn need(key: &'static str, kind: Kind) -> Field {
    Field { key, kind, need: true }
}

const fn may(key: &'static str, kind: Kind) -> Field {
    Field { key, kind, need: false }
}

use Kind::{
    Cond, Effect, Estimate, Flag, Format, Id, List, Moves, Number, Object, Quantity, Ref, Someone, Speaker, Thousandths, Time, Took, Whole,
};

const NAME: Kind = Kind::Text(Look::Name);
const PROSE: Kind = Kind::Text(Look::Prose);
const WHO: Field = may("who", List(&Ref(Class::Member)));

/// The whole file.
pub static SCENARIO: Shape = Shape {
    name: "a scenario",
    fields: &[
        need("format", Format),
        need("id", Id(Class::Scenario)),
        need("title", NAME),
        may("lang", NAME),
        may("summary", PROSE),
        may("minutes", Whole),
        may("start", Ref(Class::Scene)),
        may("deadline", Time),
        may("goods", NAME),
        may("leaves", NAME),
        need("team", List(&Object(&MEMBER))),
        may("voices", List(&Object(&VOICE))),
        may("work", Object(&WORK)),
        may("facts", List(&Object(&FACT))),
        may("flags", List(&Object(&FLAG))),
        may("habits", List(&Object(&HABIT))),
        may("score", Object(&SCORE)),
        may("assumptions", List(&Object(&ASSUMPTION))),
        need("scenes", List(&Object(&SCENE))),
        may("debrief", Object(&DEBRIEF)),
        may("paths", List(&Object(&PATH))),
        may("week-after", NAME),
    ],
};
static MEMBER: Shape = Shape {
    name: "a member",
    fields: &[need("id", Id(Class::Member)), need("name", NAME), may("role", NAME), may("about", PROSE), may("portrait", Kind::Portrait)],
};
static VOICE: Shape = Shape { name: "a voice", fields: &[need("name", NAME), need("portrait", Kind::Portrait)] };
static WORK: Shape = Shape { name: "work", fields: &[may("ship", Ref(Class::Task)), need("tasks", List(&Object(&TASK)))] };
static TASK: Shape = Shape {
    name: "a task",
    fields: &[
        need("id", Id(Class::Task)),
        need("name", NAME),
        may("owner", Ref(Class::Member)),
        may("after", List(&Ref(Class::Task))),
        need("minutes", Estimate),
        may("held", Flag),
    ],
};
static FACT: Shape =
    Shape { name: "a fact", fields: &[need("id", Id(Class::Fact)), need("known-by", Ref(Class::Member)), need("text", PROSE)] };
static FLAG: Shape = Shape { name: "a flag", fields: &[need("id", Id(Class::Flag)), need("text", PROSE), may("promise", Flag)] };
static HABIT: Shape =
    Shape { name: "a habit", fields: &[need("id", Id(Class::Habit)), need("directive", PROSE), need("collaborative", PROSE)] };
static SCORE: Shape = Shape { name: "the score", fields: &[need("delivery", Whole), need("engagement", Whole), need("hours", Whole)] };
static ASSUMPTION: Shape = Shape {
    name: "an assumption",
    fields: &[
        need("id", Id(Class::Assumption)),
        need("name", NAME),
        need("value", Number),
        need("low", Number),
        need("high", Number),
        may("neutral", Number),
        need("unit", NAME),
        need("source", PROSE),
        may("status", Kind::Status),
    ],
};
static SCENE: Shape = Shape {
    name: "a scene",
    fields: &[
        need("id", Id(Class::Scene)),
        need("at", Time),
        need("title", NAME),
        may("place", NAME),
        may("with", List(&Ref(Class::Member))),
        may("habits", List(&Ref(Class::Habit))),
        may("situation", Object(&SITUATION)),
        may("enter", List(&Effect)),
        may("lines", List(&Object(&LINE))),
        may("own-words", PROSE),
        need("moves", List(&Object(&MOVE))),
        may("next", List(&Object(&NEXT))),
    ],
};
static SITUATION: Shape = Shape { name: "a situation", fields: &[may("familiar", Flag), may("severe", Flag), may("unless", Cond)] };
static LINE: Shape = Shape { name: "a line", fields: &[may("when", Cond), may("who", Speaker), need("text", Kind::Text(Look::Line))] };
static MOVE: Shape = Shape {
    name: "a move",
    fields: &[
        need("id", Id(Class::Move)),
        need("label", Kind::Text(Look::Label)),
        need("style", Kind::Style),
        may("default", Flag),
        may("offered", Cond),
        may("effects", List(&Effect)),
        may("reaction", List(&Object(&LINE))),
        may("because", Object(&BECAUSE)),
    ],
};
static BECAUSE: Shape = Shape { name: "because", fields: &[need("text", PROSE), may("rests-on", List(&Ref(Class::Assumption)))] };
static NEXT: Shape = Shape { name: "what comes next", fields: &[may("when", Cond), need("to", Ref(Class::Scene))] };
static DEBRIEF: Shape = Shape {
    name: "the debrief",
    fields: &[may("authority", PROSE), may("influence", PROSE), may("both", PROSE), may("questions", List(&Object(&QUESTION)))],
};
static QUESTION: Shape = Shape { name: "a question", fields: &[need("id", Id(Class::Question)), need("text", PROSE)] };
static PATH: Shape = Shape { name: "a path", fields: &[need("id", Id(Class::Path)), need("name", NAME), need("moves", Moves)] };
static FEELS: Shape = Shape { name: "a feeling", fields: &[need("who", Someone), need("level", Thousandths)] };

/// Conditions, by the one member that names their kind.
pub static CONDITIONS: [(&str, Kind); 13] = [
    ("all", List(&Cond)),
    ("any", List(&Cond)),
    ("not", Cond),
    ("knows", Ref(Class::Fact)),
    ("flag", Ref(Class::Flag)),
    ("took", Took),
    ("style-so-far", Kind::Style),
    ("feels", Object(&FEELS)),
    ("feels-below", Object(&FEELS)),
    ("luck", Ref(Class::Draw)),
    ("finished", Ref(Class::Task)),
    ("shipped", Flag),
    ("stays", Ref(Class::Member)),
];

const LASTS: Field = need("minutes", Quantity(Span::Lasts));
const THEN: Field = may("then", List(&Effect));
const OR: Field = may("or", List(&Effect));
static MEET: Shape = Shape { name: "\"meet\"", fields: &[WHO, LASTS] };
static AWAY: Shape = Shape { name: "\"away\"", fields: &[need("who", List(&Ref(Class::Member))), LASTS] };
static OVERTIME: Shape = Shape { name: "\"overtime\"", fields: &[WHO, LASTS] };
static VOLUNTEER: Shape = Shape { name: "\"volunteer\"", fields: &[WHO, LASTS] };
static ADD: Shape = Shape { name: "\"work\"", fields: &[need("task", Ref(Class::Task)), need("minutes", Quantity(Span::Adds))] };
static RELEASE: Shape = Shape { name: "\"release\"", fields: &[need("task", Ref(Class::Task)), may("minutes", Quantity(Span::Lasts))] };
static FEEL: Shape = Shape {
    name: "\"feel\"",
    fields: &[WHO, may("autonomy", Thousandths), may("competence", Thousandths), may("relatedness", Thousandths)],
};
static REVEAL: Shape = Shape { name: "\"reveal\"", fields: &[need("fact", Ref(Class::Fact))] };
static SET: Shape = Shape { name: "\"set\"", fields: &[need("flag", Ref(Class::Flag))] };
static CHANCE: Shape = Shape { name: "\"chance\"", fields: &[need("id", Id(Class::Draw)), need("p", Quantity(Span::Chance)), THEN, OR] };
static ANSWER: Shape = Shape { name: "\"answer\"", fields: &[need("id", Id(Class::Draw)), need("style", Kind::Style), THEN, OR] };
static WHEN: Shape = Shape { name: "\"when\"", fields: &[need("cond", Cond), THEN, OR] };

/// Effects, by the one member that names their kind.
pub static EFFECTS: [(&str, Kind); 12] = [
    ("meet", Object(&MEET)),
    ("away", Object(&AWAY)),
    ("work", Object(&ADD)),
    ("release", Object(&RELEASE)),
    ("feel", Object(&FEEL)),
    ("reveal", Object(&REVEAL)),
    ("set", Object(&SET)),
    ("overtime", Object(&OVERTIME)),
    ("volunteer", Object(&VOLUNTEER)),
    ("chance", Object(&CHANCE)),
    ("answer", Object(&ANSWER)),
    ("when", Object(&WHEN)),
];

impl Kind {
    /// In words: "… is needed here".
    pub fn words(&self) -> &'static str {
        match self {
            Kind::Text(_) | Kind::Speaker | Kind::Moves => "a text in quotation marks",
            Kind::Id(_) | Kind::Ref(_) | Kind::Someone => "an id in quotation marks",
            Kind::Took => "a scene and a move in quotation marks, such as \"plan.ask\",",
            Kind::Format => "the number 1",
            Kind::Whole => "a whole number from 0 on",
            Kind::Thousandths => "a whole number of thousandths, from -100,000 to 100,000,",
            Kind::Number => "a number",
            Kind::Flag => "true or false",
            Kind::Time => "a time such as \"mon 09:10\"",
            Kind::Style => "\"directive\" or \"collaborative\"",
            Kind::Status => "\"measured\" or \"assumed\"",
            Kind::Portrait => "the name of a portrait",
            Kind::Quantity(_) => "a number, or the id of an assumption,",
            Kind::Estimate => "a list of three numbers (lowest, most likely and highest)",
            Kind::List(_) => "a list in square brackets",
            Kind::Object(_) => "an object in braces",
            Kind::Cond => "a condition such as {\"knows\": \"…\"}",
            Kind::Effect => "an effect such as {\"meet\": {\"minutes\": 30}}",
        }
    }

    /// What may be written for a member that is missing.
    pub fn example(&self) -> &'static str {
        match self {
            Kind::Text(_) | Kind::Speaker | Kind::Id(_) | Kind::Ref(_) | Kind::Someone | Kind::Moves => "\"…\"",
            Kind::Took => "\"plan.ask\"",
            Kind::Format => "1",
            Kind::Whole | Kind::Thousandths | Kind::Number => "0",
            Kind::Flag => "true",
            Kind::Time => "\"mon 09:10\"",
            Kind::Style => "\"directive\"",
            Kind::Status => "\"assumed\"",
            Kind::Portrait => "\"cedar\"",
            Kind::Quantity(_) => "30",
            Kind::Estimate => "[60, 80, 110]",
            Kind::List(_) => "[…]",
            Kind::Object(_) => "{…}",
            Kind::Cond => "{\"knows\": \"…\"}",
            Kind::Effect => "{\"meet\": {\"minutes\": 30}}",
        }
    }
}
