//! What translators and extensions do to a page: its texts are other nodes, and say the right thing.

use serde_json::json;

use crate::driver::Kind;
use crate::player::{Player, Stage, WEEK};
use crate::server::Site;

in_both! { a_week_whose_texts_are_changed trainers_pages_whose_texts_are_changed }

/// A translator puts other text nodes in place of ours, with another text.
const REPLACED: &str = "__change = text => text.replaceWith(`⟦${text.data}⟧`);
    __ours = text => !text.data.startsWith('⟦');";

/// It wraps words in elements of its own, as Chromium's does.
const WRAPPED: &str = "__change = text => {
        const words = text.data.split(/(\\s+)/).map(word => {
            if (!word.trim()) return word;
            const font = document.createElement('font');
            font.appendChild(document.createElement('font')).textContent = `⟦${word}⟧`;
            return font;
        });
        text.replaceWith(...words);
    };
    __ours = text => !text.parentElement.closest('font, svg');";

/// An extension writes paragraphs anew, and what stood in them are copies then.
const ANEW: &str = "__change = text => {
        const paragraph = text.parentElement.closest('p, h1, h2, h3, li, b');
        if (!paragraph || paragraph.querySelector('button, a, input, textarea')) return text.replaceWith(`⟦${text.data}⟧`);
        const mark = node => {
            for (const kid of [...node.childNodes])
                if (kid.nodeType === 3) kid.data.trim() && !kid.data.startsWith('⟦') && (kid.data = `⟦${kid.data}⟧`);
                else mark(kid);
        };
        const copy = paragraph.cloneNode(true);
        mark(copy);
        paragraph.innerHTML = copy.innerHTML;
    };
    __ours = text => !text.data.startsWith('⟦');";

/// Does that to every text on the page, and to what comes later.
const OBSERVER: &str = "
    const texts = root => {
        const found = [];
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) found.push(walker.currentNode);
        if (root.nodeType === 3) found.push(root);
        return found;
    };
    const all = root => {
        for (const text of texts(root))
            if (text.isConnected && text.data.trim() && !text.parentElement.closest('script, style, textarea, pre, title') && __ours(text))
                window.__changed = (window.__changed ?? 0) + 1, __change(text);
    };
    new MutationObserver(records => {
        for (const { type, target, addedNodes } of records)
            if (type === 'characterData') all(target);
            else addedNodes.forEach(all);
    }).observe(document, { subtree: true, childList: true, characterData: true });";

/// Every text that is shown, without the marks and without white space: what is wrapped may break lines.
const SHOWN: &str = "return document.querySelector('.page').innerText.replace(/[⟦⟧\\s\\u200b]/g, '')";

/// Whether the page says that the draft is kept.
const KEPT: &str = "const said = document.querySelector('.kept-of').textContent.replace(/[⟦⟧\\s\\u200b]/g, '');
    return said.includes('keptonthisdevice') && !said.includes('notyet')";

/// Someone who looks at every page; the second time it has to say what it said the first time.
struct Looks<'a> {
    player: &'a Player,
    expected: Option<&'a [String]>,
    seen: Vec<String>,
}

impl Looks<'_> {
    async fn look(&mut self, place: &str) {
        let at = self.seen.len();
        let shown = match self.expected {
            None => self.player.browser.run(SHOWN, vec![]).await,
            Some(expected) => {
                // What it says in the end is compared, so that both texts can be read. A page that somebody
                // changes all the time may be slow.
                let start = std::time::Instant::now();
                let mut shown = self.player.browser.run(SHOWN, vec![]).await;
                while shown.as_str() != Some(expected[at].as_str()) && start.elapsed().as_secs() < 180 {
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                    shown = self.player.browser.run(SHOWN, vec![]).await;
                }
                assert_eq!(shown.as_str(), Some(expected[at].as_str()), "{place} as it is untouched");
                shown
            }
        };
        let text = shown.as_str().expect("a text").to_owned();
        assert!(text.len() > 100, "{place} shows only {text}");
        self.seen.push(text);
    }

    async fn wait(&self, what: &str, script: &str) {
        self.player.browser.until(what, script, vec![]).await;
    }
}

/// A page that nobody touches, and one that is changed by each of these rules, must say the same.
async fn alike<F>(kind: Kind, rules: &[&str], visit: F)
where
    F: AsyncFn(&mut Looks<'_>),
{
    let mut expected: Option<Vec<String>> = None;
    let changed = rules.iter().map(|rules| format!("let __change, __ours; {rules} {OBSERVER}"));
    for before in std::iter::once(String::new()).chain(changed) {
        let player = Player::at(kind, Site { before: before.clone(), ..Site::default() }).await;
        let mut looks = Looks { player: &player, expected: expected.as_deref(), seen: Vec::new() };
        visit(&mut looks).await;
        let seen = looks.seen;
        let changed = player.browser.run("return window.__changed ?? 0", vec![]).await.as_u64().expect("a count");
        assert_eq!(changed > 150, !before.is_empty(), "{changed} texts were changed");
        expected = Some(seen);
    }
}

/// The first decisions of a week and its last, in either style, then the debrief, the map and the why page.
async fn a_week(looks: &mut Looks<'_>) {
    let player = looks.player;
    player.open("").await;
    looks.look("the start screen").await;
    player.open(WEEK).await;
    let mut turn = 0;
    while let Stage::Scene(scene) = player.stage().await {
        player.metrics().await;
        if turn > 0 && turn != 4 {
            looks.wait("the focus on the heading", FOCUS).await;
        }
        looks.look(&scene).await;
        // Either style, in turn.
        let moves = player.moves().await;
        let style = if turn % 2 == 0 { "directive" } else { "collaborative" };
        let id = moves.iter().find(|m| m.1 == style).expect("a move of either style").0.clone();
        player.choose(&id).await;
        player.metrics().await;
        looks.wait("the focus on what changed", FOCUS).await;
        looks.wait("what the reader is told", TOLD).await;
        looks.look(&format!("what changed after {scene}")).await;
        player.next().await;
        turn += 1;
        if turn == 4 {
            player.open(THURSDAY).await;
            // How the chance stood at each decision is worked out anew.
            looks.wait("the chances of the week", "return document.querySelectorAll('.week .then').length > 10").await;
        }
    }
    assert_eq!(turn, 6, "decisions");
    crate::debrief::complete(player).await;
    crate::debrief::unfold(player).await;
    looks.look("the debrief").await;
    crate::debrief::to_the_map(player).await;
    looks.look("the map").await;
    player.browser.press("[data-action=week]").await;
    player.wait_screen("debrief").await;
    crate::debrief::to_the_why_page(player).await;
    looks.look("the why page").await;
}

/// A week in which eleven of thirteen decisions are made.
const THURSDAY: &str =
    "#/play/monday-call?v=1&seed=7&moves=hedge.assign.ask-michael.ask-how.ask-back.obstacles.relate.ask.who-can.ask-commit.ask&n=11";

/// The heading has the focus and is in sight.
const FOCUS: &str = "const a = document.activeElement, box = a.getBoundingClientRect();
    return a.matches('[data-focus]') && box.top >= 0 && box.bottom <= innerHeight";

const TOLD: &str = "return /Whatchanged/.test(document.querySelector('.page > [aria-live]').textContent.replace(/[⟦⟧\\s]/g, ''))";

/// The editor and a class: what is typed and ticked shows at once.
async fn trainers(looks: &mut Looks<'_>) {
    let player = looks.player;
    // Wide enough for the outline.
    player.browser.client().set_window_size(1280, 900).await.expect("a window of that size");
    player.open("#/write").await;
    player.browser.press("[data-action=write-blank]").await;
    looks.wait("the form", "return !!document.querySelector('[data-form]')").await;
    player.browser.press("[data-action=write-go][data-path='']").await;
    player.browser.press("[data-write$=' /title']").await;
    player.browser.keys("\u{e010} on the ward").await;
    looks
        .wait("the heading", "return /on\\s*the\\s*ward/.test(document.querySelector('.write h1').textContent.replace(/[⟦⟧]/g, ''))")
        .await;
    let typing = "return document.activeElement?.dataset.write === 'put /title'";
    assert_eq!(player.browser.run(typing, vec![]).await, json!(true), "the field is still typed in");
    looks.wait("the check", "return document.querySelector('[data-problems]')?.dataset.problems === '0'").await;
    player.browser.press("[data-action=write-go][data-path='/scenes/1']").await;
    looks.wait("the scene", "return !!document.querySelector(\"[data-form='/scenes/1']\")").await;
    // Whatever is kept a second after the last key: the page says so, on a fast machine after it was looked at.
    looks.wait("a draft that is kept", KEPT).await;
    looks.look("the editor").await;
    player.browser.press("[data-action=write-undo]").await;
    looks.wait("the old title", "return !/ward/.test(document.querySelector('.write').innerText)").await;

    crate::class::paste(player, &crate::class::chat()).await;
    looks.look("a class").await;
    player.browser.press("[data-class=names]").await;
    let named = "return !document.querySelector('.class [aria-busy=true]')
        && /Carlo\\s*2/.test(document.querySelector('.weeks-of').innerText.replace(/[⟦⟧]/g, ''))";
    looks.wait("names", named).await;
    looks.look("a class with names").await;
}

async fn a_week_whose_texts_are_changed(kind: Kind) {
    alike(kind, &[REPLACED, WRAPPED, ANEW], a_week).await;
}

async fn trainers_pages_whose_texts_are_changed(kind: Kind) {
    alike(kind, &[REPLACED, WRAPPED], trainers).await;
}
