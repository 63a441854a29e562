//! The peer of the benchmark: a week of the same size told with inkjs.
//!
//! Thirteen scenes of about a hundred words with three choices each, a few variables and a few
//! lines that depend on them. The words are filler on purpose: what is measured is the machinery.

use std::fmt::Write;

use crate::dist;

const SCENES: usize = 13;

const SENTENCES: [&str; 12] = [
    "The morning meeting begins a little late, and nobody seems to mind.",
    "A list hangs on the wall, with one line for every thing that is still open.",
    "Two of the lines were added yesterday, in a hand that nobody recognises.",
    "Someone has brought coffee, and someone else has brought the numbers for the month.",
    "The numbers are neither good nor bad, so they are read out twice.",
    "Outside, a van turns round in the yard and leaves the way it came.",
    "There is a question about the order of the next steps, and three answers to it.",
    "The first answer is quick, the second is cheap, and the third is the one people like.",
    "A telephone rings in the next room until somebody decides that it is for them.",
    "The window is opened, the papers move, and the talk becomes more practical.",
    "By the end of the hour there is a plan, or at least a drawing of one.",
    "What remains is to say who does what, and to write it down before lunch.",
];

/// The story as ink source.
pub fn source() -> String {
    let mut story = String::from("VAR trust = 50\nVAR pace = 50\nVAR asked = 0\n-> scene_0\n");
    for scene in 0..SCENES {
        let line = |at: usize| SENTENCES[(scene * 5 + at) % SENTENCES.len()];
        let next = if scene + 1 == SCENES { "END".to_string() } else { format!("scene_{}", scene + 1) };
        let text = format!("{}\n", (0..7).map(line).collect::<Vec<_>>().join(" "));
        write!(
            story,
            "=== scene_{scene} ===\n{text}\
             {{trust > 55: People look up when you come in.|People look at the list when you come in.}}\n\
             {{asked > 3: You know a little more than you did on the first day.}}\n\
             * [Say what happens next.]\n  ~ pace += 4\n  ~ trust -= 2\n  You say it, and it is written down.\n\
             * [Ask what they would do.]\n  ~ trust += 3\n  ~ asked += 1\n  You ask, and the talk takes a while.\n\
             * [Wait until tomorrow.]\n  ~ pace -= 3\n  Nothing is decided, and everybody knows it.\n\
             - -> {next}\n"
        )
        .expect("writing to memory");
    }
    story
}

/// The files of a page that plays the compiled story: the runtime, the story, a few lines of glue.
pub fn page(story: String) -> Vec<(&'static str, &'static str, String)> {
    vec![
        ("/__ink/", "text/html; charset=utf-8", PAGE.to_string()),
        ("/__ink/ink.js", "text/javascript", dist::npm("inkjs/dist/ink-es2015.js")),
        ("/__ink/main.js", "text/javascript", MAIN.to_string()),
        ("/__ink/story.json", "application/json", story),
    ]
}

const PAGE: &str = "<!doctype html><html lang=en><meta charset=utf-8><title>ink</title>
<script src=/__before.js></script><link rel=icon href=/__icon.svg><script src=ink.js defer></script><script src=main.js defer></script><main></main>";

const MAIN: &str = "
    const main = document.querySelector('main');
    const show = story => {
        const parts = [];
        while (story.canContinue) {
            const p = document.createElement('p');
            p.textContent = story.Continue();
            parts.push(p);
        }
        for (const choice of story.currentChoices) {
            const button = document.createElement('button');
            button.dataset.choice = choice.index;
            button.textContent = choice.text;
            button.onclick = () => { story.ChooseChoiceIndex(choice.index); show(story); };
            parts.push(button);
        }
        main.replaceChildren(...parts);
        main.dataset.turn = story.state.currentTurnIndex;
    };
    fetch('story.json').then(answer => answer.text()).then(json => show(new inkjs.Story(json)));";
