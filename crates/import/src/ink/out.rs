//! What ink puts out, and where its diverts lead.

use super::super::story::Piece;
use super::path::Frames;
use json::Node;

/// The place of a key.
pub fn place<'j>(root: &'j Node, key: &str) -> Option<Frames<'j>> {
    let (path, next) = key.rsplit_once('@')?;
    Frames::to(root, &if path.is_empty() { next.to_owned() } else { format!("{path}.{next}") })
}

/// What kind of way a divert is.
pub enum Way {
    /// To the text of a choice, back from it, or into a branch, which is counted.
    Inside {
        counted: bool,
    },
    Number,
    /// To a knot, a stitch, a gather or a choice: a passage of its own.
    Passage,
}

pub fn way(path: &str, place: &Frames) -> Way {
    let last = path.rsplit('.').next().unwrap_or("");
    let numbered = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    // A path is relative, or not, as it is shorter. What belongs to a choice or a condition lies in
    // a container without a name, a stitch in a knot.
    let inner = place.container().rsplit('.').nth(1).is_some_and(numbered);
    let relative = path.starts_with('.') || inner;
    if last.starts_with("$r") || (relative && last == "s") {
        return Way::Inside { counted: false };
    }
    if relative && (last == "b" || last.strip_prefix('s').is_some_and(numbered)) {
        return Way::Inside { counted: true };
    }
    if numbered(last) || !place.fresh() { Way::Number } else { Way::Passage }
}

/// Stands for ink's glue: no line feed before and after it.
pub const GLUE: &str = "\u{2}";

/// What was put out, text by text.
#[derive(Default)]
pub struct Out {
    pieces: Vec<Piece>,
    text: String,
}

impl Out {
    pub fn say(&mut self, text: &str) {
        self.text.push_str(text);
    }

    pub fn push(&mut self, piece: Piece) {
        self.flush();
        self.pieces.push(piece);
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            let mut glued = String::new();
            for (i, part) in text.split(GLUE).enumerate() {
                if i > 0 {
                    glued.truncate(glued.trim_end_matches('\n').len());
                }
                glued.push_str(if i > 0 { part.trim_start_matches('\n') } else { part });
            }
            self.pieces.push(Piece::Text(glued, 0));
        }
    }

    pub fn done(mut self) -> Vec<Piece> {
        self.flush();
        self.pieces
    }
}
