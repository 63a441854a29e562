//! Addresses of record stores, and where their next page is.

/// Takes the address of a record store apart: `https://lrs.example` and `/xapi`, without a slash at
/// its end.
///
/// # Errors
/// What is wrong with it, in words. Nothing of the address is repeated where it could hold a secret.
pub fn endpoint(text: &str) -> Result<(String, String), String> {
    let text = text.trim();
    let refuse = |why: &str| Err(why.to_owned());
    if text.is_empty() {
        return refuse("Give the address of the record store.");
    }
    if text.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\' || c == '"' || c == '<' || c == '>') {
        return refuse("The address holds a character that no address has. Copy it again from the record store\u{2019}s settings.");
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return refuse("The address should begin with https://, as in https://lrs.example.com/xapi.");
    };
    let scheme = scheme.to_ascii_lowercase();
    if rest.contains(['?', '#']) {
        return refuse("The address should end before any ? or #.");
    }
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    if host.contains('@') {
        return refuse("The address holds a name or password before an @. Leave them out, and give key and secret in their own fields.");
    }
    if host.is_empty() || host.starts_with(':') {
        return refuse("The address names no host.");
    }
    match scheme.as_str() {
        "https" => {}
        "http" if is_loopback(host) => {}
        "http" => {
            return refuse(
                "An address with http:// would send key and secret in the open, for all on the way to read. Use the store\u{2019}s https:// address.",
            );
        }
        _ => return refuse("The address should begin with https://."),
    }
    let path = path.trim_end_matches('/');
    let path = path.strip_suffix("/statements").unwrap_or(path).trim_end_matches('/');
    Ok((format!("{scheme}://{}", host.to_ascii_lowercase()), path.to_owned()))
}

/// Whether a host, with or without a port, is this device itself.
fn is_loopback(host: &str) -> bool {
    let name =
        if host.starts_with('[') { host.split_inclusive(']').next().unwrap_or(host) } else { host.split(':').next().unwrap_or(host) };
    let name = name.to_ascii_lowercase();
    let four = |n: &str| n.split('.').map(|p| p.parse::<u8>().ok()).collect::<Option<Vec<u8>>>().filter(|p| p.len() == 4);
    name == "localhost" || name.ends_with(".localhost") || name == "[::1]" || four(&name).is_some_and(|p| p[0] == 127)
}

/// An origin without the port that its scheme has anyway.
fn origin(text: &str) -> String {
    let text = text.to_ascii_lowercase();
    let port = if text.starts_with("https:") { ":443" } else { ":80" };
    text.strip_suffix(port).unwrap_or(&text).to_owned()
}

/// The address of the next page, from what a store calls `more` (xAPI 1.0.3 part 3, 4.2): a path of
/// its host, an address relative to the last one, or a whole one. Key and secret go there, so it
/// has to be of the same origin. `None` where it is not, or cannot be read.
pub fn next(home: &str, path: &str, more: &str) -> Option<String> {
    // Browsers read a backslash as a slash, and leave out tabs and line breaks.
    if more.chars().any(|c| c.is_control() || c.is_whitespace() || c == '\\') {
        return None;
    }
    let more = more.split('#').next().unwrap_or("");
    let head = more.split(['/', '?']).next().unwrap_or("");
    let address = if let Some(rest) = more.strip_prefix("//") {
        whole(home, home.split("//").next()?, rest)?
    } else if more.starts_with('/') {
        format!("{home}{more}")
    } else if more.starts_with('?') {
        format!("{home}{path}/statements{more}")
    } else if head.contains(':') {
        let (scheme, rest) = more.split_once("://")?;
        whole(home, &format!("{scheme}:"), rest)?
    } else {
        format!("{home}{path}/{more}")
    };
    Some(address)
}

/// A whole address, if its origin is the store's.
fn whole(home: &str, scheme: &str, rest: &str) -> Option<String> {
    let (host, path) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if path.starts_with('/') { "" } else { "/" };
    (origin(&format!("{scheme}//{host}")) == origin(home)).then(|| format!("{home}{slash}{path}"))
}

#[cfg(test)]
mod tests {
    use super::{endpoint, next};

    #[test]
    fn addresses_are_taken_as_people_copy_them() {
        for (text, home, path) in [
            ("https://lrs.example/xapi", "https://lrs.example", "/xapi"),
            (" https://LRS.example/xAPI/ ", "https://lrs.example", "/xAPI"),
            ("https://lrs.example:8443/a/b/statements", "https://lrs.example:8443", "/a/b"),
            ("https://lrs.example/xapi/statements/", "https://lrs.example", "/xapi"),
            ("https://lrs.example", "https://lrs.example", ""),
            ("HTTP://127.0.0.1:8100/xAPI", "http://127.0.0.1:8100", "/xAPI"),
            ("http://localhost/x", "http://localhost", "/x"),
            ("http://lrs.localhost:1/x", "http://lrs.localhost:1", "/x"),
            ("http://[::1]:8100/x", "http://[::1]:8100", "/x"),
        ] {
            assert_eq!(endpoint(text), Ok((home.to_owned(), path.to_owned())), "{text}");
        }
        for (text, why) in [
            ("", "Give the address"),
            ("lrs.example/xapi", "begin with https://"),
            ("ftp://lrs.example", "begin with https://"),
            ("http://lrs.example/xapi", "in the open"),
            ("http://127.0.0.1.evil.example/", "in the open"),
            ("http://localhost.evil.example/", "in the open"),
            ("https://key:secret@lrs.example/", "Leave them out"),
            ("https:///xapi", "no host"),
            ("https://lrs.example/xapi?limit=1", "before any ?"),
            ("https://lrs.example/\\x", "no address has"),
        ] {
            let said = endpoint(text).expect_err(text);
            assert!(said.contains(why) && !said.contains("secret@"), "{text}: {said}");
        }
    }

    #[test]
    fn the_next_page_is_of_the_same_origin_or_none() {
        let home = "https://lrs.example";
        for (more, address) in [
            ("/xapi/statements?page=2", "https://lrs.example/xapi/statements?page=2"),
            ("/more/abc#x", "https://lrs.example/more/abc"),
            ("more/abc", "https://lrs.example/xapi/more/abc"),
            ("?page=2&at=10:00", "https://lrs.example/xapi/statements?page=2&at=10:00"),
            ("statements?at=10:00", "https://lrs.example/xapi/statements?at=10:00"),
            ("https://lrs.example/xapi/more", "https://lrs.example/xapi/more"),
            ("HTTPS://LRS.example:443?page=2", "https://lrs.example/?page=2"),
            ("//lrs.example/more", "https://lrs.example/more"),
        ] {
            assert_eq!(next(home, "/xapi", more).as_deref(), Some(address), "{more}");
        }
        for more in [
            "https://evil.example/more",
            "http://lrs.example/more",
            "https://lrs.example:8443/more",
            "https://lrs.example.evil.example/",
            "https://lrs.example@evil.example/",
            "https://evil.example/@lrs.example/",
            "//evil.example/more",
            "/\\evil.example",
            "/\t/evil.example",
            "\u{a0}//evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
        ] {
            assert_eq!(next(home, "/xapi", more), None, "{more}");
        }
        let port = next("http://127.0.0.1:80", "", "http://127.0.0.1/x");
        assert_eq!(port.as_deref(), Some("http://127.0.0.1:80/x"));
    }
}
