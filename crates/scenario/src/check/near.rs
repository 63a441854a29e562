//! What a writer may have meant: the nearest of the names there are.

/// Steps from one text to the other: letters left out, added, changed, or swapped with their
/// neighbour.
pub fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut next = vec![i];
        for j in 1..=b.len() {
            let change = row[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = change.min(row[j] + 1).min(next[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

/// More names are not looked at: no scenario that can run has so many, and time is short.
const NAMES: usize = 200;

/// The nearest of the names, if it is near enough to be meant: small and capital letters, hyphens,
/// spaces and underscores make no difference, and about a third of the letters may.
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let plain = |t: &str| t.to_lowercase().replace(['_', ' ', '-'], "");
    let word = plain(word);
    let most = (word.chars().count() / 3).clamp(1, 3);
    let far = |name: &str| distance(&word, &plain(name));
    let best = names.into_iter().take(NAMES).map(|name| (far(name), name)).min_by_key(|(d, _)| *d);
    best.filter(|(d, name)| *d <= most && *d < name.chars().count()).map(|b| b.1)
}

/// An id made of a text: small letters, digits and hyphens. Empty where nothing is left.
pub fn as_id(text: &str) -> String {
    let mut id = String::new();
    for c in text.chars().take(60).flat_map(char::to_lowercase) {
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            id.push(c);
        } else if !id.is_empty() && !id.ends_with('-') {
            id.push('-');
        }
    }
    id.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::{as_id, distance, nearest};

    #[test]
    fn the_nearest_name_is_what_was_meant() {
        assert_eq!([("", "abc"), ("plan", "plna"), ("call", "cal"), ("kitten", "sitting")].map(|(a, b)| distance(a, b)), [3, 1, 1, 3]);
        let names = ["scenes", "score", "title", "known-by"];
        for (word, meant) in [("sceens", Some("scenes")), ("known_by", Some("known-by")), ("Title", Some("title")), ("weather", None)] {
            assert_eq!(nearest(word, names), meant, "{word}");
        }
        assert_eq!(nearest("a", ["b"]), None);
        assert_eq!(nearest("x", []), None);
    }

    #[test]
    fn an_id_is_made_of_a_title() {
        assert_eq!(["My Week!", " Ä b", "ok-1", "ß"].map(as_id), ["my-week", "b", "ok-1", ""]);
    }
}
