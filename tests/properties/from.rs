//! The address of a scenario's file: what is shown is where it leads, whatever the link looks like. The
//! `url` crate reads addresses by the browsers' own rules (the WHATWG's).

use super::common::config;
use app::from::Asked;
use proptest::prelude::*;
use url::Url;

const PAGE: &str = "https://page.example";

/// What is asked for an address of a link, as the shell resolves it.
fn asked(address: &str) -> Asked {
    let base = Url::parse(PAGE).unwrap();
    base.join(address).map_or_else(|_| Asked::default(), |url| Asked::of(url.as_str(), PAGE))
}

/// The origin shown is the host that is asked, in plain letters, or nothing is offered.
#[track_caller]
fn check(address: &str) -> Asked {
    let asked = asked(address);
    if !asked.address.is_empty() {
        let url = Url::parse(&asked.address).unwrap();
        let port = url.port().map(|p| format!(":{p}")).unwrap_or_default();
        assert_eq!(asked.origin, format!("{}{port}", url.host_str().unwrap()), "{address}");
        assert!(asked.address.bytes().all(|b| b.is_ascii_graphic()), "{address}");
        assert_eq!(asked.own, url.origin().ascii_serialization() == PAGE, "{address}");
    }
    asked
}

#[test]
fn no_address_is_disguised() {
    // What is taken for a host and is none.
    for address in [
        "https://page.example@evil.example/",
        "https://page.example:443@evil.example/w.json",
        "https://you:pass@evil.example/",
        "//page.example%40@evil.example",
    ] {
        assert_eq!(check(address), Asked::default(), "{address}");
    }
    for (address, origin) in [
        ("week.json", "page.example"),
        ("https://evil.example\\@page.example/", "evil.example"),
        ("https://evil.example/https://page.example/", "evil.example"),
        ("https://evil.example?@page.example", "evil.example"),
        ("https://evil.example#@page.example/", "evil.example"),
        ("\\\\evil.example\\week.json", "evil.example"),
        ("https:evil.json", "page.example"),
        ("https:\t//evil\n.example/", "evil.example"),
        // A Cyrillic letter in the place of a Latin one, wide letters, and a soft hyphen.
        ("https://p\u{430}ge.example/", "xn--pge-6cd.example"),
        ("https://\u{ff45}vil.example/", "evil.example"),
        ("https://ev\u{ad}il.example/", "evil.example"),
        ("https://page.example\u{3002}evil.example/", "page.example.evil.example"),
        ("https://0x7f.1/", "127.0.0.1"),
        ("https://page.example:8443/", "page.example:8443"),
    ] {
        assert_eq!(check(address).origin, origin, "{address}");
    }
    // Marks in a path are written as what they are.
    let path = check("https://evil.example/\u{202e}nosj.keew/\u{200b}").address;
    assert_eq!(path, "https://evil.example/%E2%80%AEnosj.keew/%E2%80%8B");
    for address in [
        "javascript:alert(1)",
        "data:application/json,{}",
        "file:///etc/passwd",
        "blob:https://page.example/x",
        "https://\u{202e}evil.example/",
        "ftp://evil.example/",
    ] {
        assert_eq!(check(address), Asked::default(), "{address}");
    }
}

proptest! {
    #![proptest_config(config(2000))]

    #[test]
    fn what_is_shown_is_what_is_asked(address in "(https?:|HTTP:|//|\\\\|javascript:|)[/\\\\]{0,3}[a-z.@:%#?\u{430}\u{202e}\u{3002}\u{ad}\t/\\\\0-9]{0,24}") {
        check(&address);
    }
}
