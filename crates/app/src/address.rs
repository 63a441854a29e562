//! The address of a page, as it may be handed on.

/// A page's address as it may be handed on, for a fragment to go behind it: without query and
/// fragment, and without a name before an `@`.
pub fn bare(address: &str) -> String {
    let plain = address.split(['?', '#']).next().unwrap_or("");
    // Letter by letter: what looks for a text is 2 kB of the first download.
    let slashes = |c: &(usize, char)| c.1 == ':' && plain[c.0..].starts_with("://");
    let (scheme, rest) = plain.char_indices().find(slashes).map_or(("", plain), |(at, _)| (&plain[..at], &plain[at + 3..]));
    let host = rest.split('/').next().unwrap_or("");
    match host.rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn an_address_is_handed_on_without_what_is_nobody_elses() {
        for (address, plain) in [
            ("https://a.example/x/?token=1#/play", "https://a.example/x/"),
            ("https://a.example/x/index.html#/play?b=1", "https://a.example/x/index.html"),
            ("https://me:secret@a.example/x@y/?z", "https://a.example/x@y/"),
            ("file:///home/me/dist/index.html?a", "file:///home/me/dist/index.html"),
            ("", ""),
        ] {
            assert_eq!(bare(address), plain);
        }
    }
}
