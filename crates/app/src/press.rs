//! Which presses a move takes: none that was meant for what stood there before.
//!
//! Who presses twice, or presses while the page changes, has not read the scene that came between.
//! So a press of a pointer counts on a move if it began after the scene was painted and, while the
//! scene is fresh, does not lie where the press lay that brought it. Elsewhere it counts at once. A
//! click without a pointer (keyboard, switch, voice, screen reader) always does; a held key never.

/// How long a painted scene is fresh, in milliseconds.
pub const FRESH: i32 = 500;

/// How near two presses are one person's hand in one place, in CSS pixels.
const NEAR: i32 = 24;

/// What is known of presses, and of the scene they fall on.
#[derive(Clone, Debug)]
pub struct Presses {
    /// Which scene is shown, in words that no other shares.
    place: String,
    /// Rises with each scene; the last one painted, and when; the last one no longer fresh.
    scene: u32,
    painted: (u32, f64),
    settled: u32,
    /// Where the press lay that brought the scene.
    brought: Option<(i32, i32)>,
    /// The pointer that is down: where, and the scene it counts on.
    down: Option<((i32, i32), Option<u32>)>,
    /// The last click's place, until what it led to is drawn; and whether a move may take it.
    last: Option<(i32, i32)>,
    counts: bool,
    /// The key that went down last and is not up yet, and whether it repeats itself.
    key: String,
    held: bool,
    /// Whether anything was pressed since the page was opened: nothing is meant for an earlier scene else.
    used: bool,
}

impl Default for Presses {
    fn default() -> Presses {
        Presses::new()
    }
}

impl Presses {
    /// Nothing was pressed, and nothing is shown.
    pub const fn new() -> Presses {
        Presses {
            place: String::new(),
            scene: 0,
            painted: (0, 0.0),
            settled: 0,
            brought: None,
            down: None,
            last: None,
            counts: false,
            key: String::new(),
            held: false,
            used: false,
        }
    }

    /// What stands at `place` is drawn, or drawn once more. The number of the scene where it is one
    /// that takes moves and is fresh.
    pub fn drawn(&mut self, place: String, takes_moves: bool) -> Option<u32> {
        let last = self.last.take();
        if self.place != place {
            self.place = place;
            self.scene += 1;
            self.brought = last;
            if !self.used {
                self.settled = self.scene;
            }
        }
        (takes_moves && self.settled != self.scene).then_some(self.scene)
    }

    /// A scene could be seen from this moment on, in milliseconds as events have them.
    pub fn painted(&mut self, scene: u32, at: f64) {
        if self.painted.0 != scene {
            self.painted = (scene, at);
        }
    }

    /// A scene has been seen for [`FRESH`]; `true` where it is still the one that is shown.
    pub fn settled(&mut self, scene: u32) -> bool {
        self.settled = self.settled.max(scene);
        self.scene == scene
    }

    /// A pointer goes down at a place of the window.
    pub fn down(&mut self, x: i32, y: i32, at: f64) {
        self.used = true;
        let near = |(a, b): (i32, i32)| (a - x).pow(2) + (b - y).pow(2) <= NEAR.pow(2);
        let seen = self.painted.0 == self.scene && at >= self.painted.1 && !self.brought.is_some_and(near);
        self.down = Some(((x, y), (seen || self.settled == self.scene).then_some(self.scene)));
    }

    /// A pointer's press comes to nothing: it scrolls, or something else took it.
    pub fn gone(&mut self) {
        self.down = None;
    }

    /// A key goes down, by itself again where it is held, or up.
    pub fn key(&mut self, key: &str, down: bool, repeats: bool) {
        self.held = down && (repeats || self.key == key);
        self.key = if down { key.to_owned() } else { String::new() };
    }

    /// Something is clicked, by a pointer or without one.
    pub fn click(&mut self, pointer: bool) {
        self.used = true;
        // A click without a pointer does not end the press of one.
        let down = if pointer { self.down.take() } else { None };
        self.last = down.map(|d| d.0);
        self.counts = match down {
            Some((_, scene)) => scene == Some(self.scene),
            None => !self.held,
        };
    }

    /// Whether a move may take the last click.
    pub fn counts(&self) -> bool {
        self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::Presses;

    /// A scene that a press at (100, 100) brought at 1,000 ms, painted or not.
    fn brought(painted: bool) -> (Presses, u32) {
        let mut p = Presses::default();
        assert_eq!(p.drawn("start".into(), true), None, "nothing was pressed yet");
        p.down(100, 100, 990.0);
        assert!(click(&mut p, true));
        let scene = p.drawn("one".into(), true).expect("it is fresh");
        if painted {
            p.painted(scene, 1000.0);
        }
        (p, scene)
    }

    fn click(p: &mut Presses, pointer: bool) -> bool {
        p.click(pointer);
        p.counts()
    }

    fn press(p: &mut Presses, x: i32, y: i32) -> bool {
        p.down(x, y, 1100.0);
        click(p, true)
    }

    #[test]
    fn the_second_half_of_a_double_press_is_none() {
        let (mut p, scene) = brought(true);
        assert!(!press(&mut p, 100, 100) && !press(&mut p, 116, 117), "nearer than 24 px");
        assert!(press(&mut p, 117, 118), "elsewhere it counts at once");
        assert!(p.settled(scene));
        assert!(press(&mut p, 100, 100), "and there after a while");
    }

    #[test]
    fn a_press_begun_before_the_paint_is_none() {
        let (mut p, scene) = brought(false);
        assert!(!press(&mut p, 300, 300));
        p.down(300, 300, 1100.0);
        p.painted(scene, 1000.0);
        assert!(!click(&mut p, true), "it went down before");
        p.down(300, 300, 999.0);
        assert!(!click(&mut p, true), "it waited while the scene was drawn");
        assert!(press(&mut p, 300, 300));
        p.down(300, 300, 1100.0);
        p.drawn("two".into(), true);
        assert!(!click(&mut p, true), "it began on the scene before");
    }

    #[test]
    fn what_is_no_pointer_counts_at_once_and_a_held_key_never() {
        let (mut p, _) = brought(false);
        assert!(click(&mut p, false), "nothing is painted, and nothing was down");
        p.down(100, 100, 1000.0);
        assert!(click(&mut p, false), "a key while a pointer is down");
        assert!(!click(&mut p, true), "and the pointer still began before the paint");
        p.key("Enter", true, false);
        assert!(click(&mut p, false));
        for repeats in [true, false] {
            p.key("Enter", true, repeats);
            assert!(!click(&mut p, false), "whether or not the browser says that it repeats");
        }
        p.key("Enter", false, false);
        p.key("Enter", true, false);
        assert!(click(&mut p, false));
    }

    #[test]
    fn only_the_press_that_brought_the_scene_has_a_place() {
        let (mut p, scene) = brought(true);
        // A move is pressed; what it changed is drawn; Back shows the scene again.
        p.settled(scene);
        assert!(press(&mut p, 500, 500));
        assert_eq!(p.drawn("one, after".into(), false), None);
        let again = p.drawn("one".into(), true).expect("it is fresh");
        p.painted(again, 1000.0);
        assert!(press(&mut p, 500, 500));
        // A touch that became a scroll was no press.
        p.down(1, 1, 1000.0);
        p.gone();
        assert!(click(&mut p, false));
    }

    #[test]
    fn a_scene_drawn_once_more_is_no_new_one() {
        let (mut p, scene) = brought(true);
        assert_eq!(p.drawn("one".into(), true), Some(scene));
        p.settled(scene);
        assert_eq!(p.drawn("one".into(), true), None);
        assert!(press(&mut p, 100, 100));
    }
}
