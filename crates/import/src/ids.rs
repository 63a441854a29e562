//! Ids made of names: small letters, digits and hyphens, each once.

/// Characters of an id made of a name.
const LONGEST: usize = 28;

/// An id for this name that is not `taken` yet; `other` stands for a name without a letter.
pub fn fresh(name: &str, other: &str, taken: impl Fn(&str) -> bool) -> String {
    let id = slug(name);
    let id = if id.is_empty() { other.to_owned() } else { id };
    if !taken(&id) {
        return id;
    }
    let mut n = 2u32;
    loop {
        let next = format!("{id}-{n}");
        if !taken(&next) {
            return next;
        }
        n += 1;
    }
}

/// The letters and digits of a name, with hyphens between; letters with an accent lose it.
fn slug(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        let c = match c {
            'à'..='å' => 'a',
            'è'..='ë' => 'e',
            'ì'..='ï' => 'i',
            'ò'..='ö' | 'ø' => 'o',
            'ù'..='ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            // What stands within a word leaves no gap.
            '\'' | '’' => continue,
            c => c,
        };
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
        if out.len() >= LONGEST {
            break;
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{fresh, slug};

    #[test]
    fn ids_are_made_of_names() {
        for (name, id) in [("A third passage", "a-third-passage"), ("Où?  Là!", "ou-la"), ("--", ""), ("Don't", "dont"), ("漢字", "")] {
            assert_eq!(slug(name), id);
        }
        assert_eq!(slug(&"very ".repeat(30)), "very-very-very-very-very-ver");
    }

    #[test]
    fn each_id_is_made_once() {
        let there = ["a", "a-2", "scene"];
        let taken = |id: &str| there.contains(&id);
        assert_eq!(["A", "b", "!"].map(|n| fresh(n, "scene", taken)), ["a-3", "b", "scene-2"]);
    }
}
