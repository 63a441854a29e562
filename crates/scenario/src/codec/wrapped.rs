//! Links inside the links of programs that check them: Safe Links of Outlook, URL Defense of
//! Proofpoint, the redirects of search engines and networks.

use percent_encoding::percent_decode_str;

/// The address inside such a link, still encoded where another step undoes that; `None` where there
/// is none.
pub fn inner(text: &str) -> Option<String> {
    defended(text).or_else(|| dashed(text)).or_else(|| valued(text))
}

/// Proofpoint's third form: `https://urldefense.com/v3/__ADDRESS__;CODES!!…`. Each `*` in the address
/// stands for the next of the characters in the codes, `**A` for the next two of them, and so on.
fn defended(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("/v3/__")?;
    let (address, rest) = rest.split_once("__;").or_else(|| rest.split_once("__"))?;
    let codes = rest.split('!').next().unwrap_or("");
    let bytes = json::base64::decode(codes.trim_end_matches('=')).unwrap_or_default();
    let codes = String::from_utf8(bytes).ok()?;
    let mut codes = codes.chars();
    let (mut out, mut left) = (String::new(), address.chars().peekable());
    while let Some(c) = left.next() {
        if c != '*' {
            out.push(c);
        } else if left.next_if_eq(&'*').is_some() {
            let run = json::base64::digit(left.next()?)? as usize + 2;
            let part: Vec<char> = codes.by_ref().take(run).collect();
            out.extend(if part.len() == run { part } else { return None });
        } else {
            out.push(codes.next()?);
        }
    }
    Some(out)
}

/// Proofpoint's second form, with `-` for `%` and `_` for `/`: `…/v2/url?u=https-3A__…&d=…`.
fn dashed(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("/v2/url?u=")?;
    let value = rest.split('&').next().unwrap_or("");
    let plain = value.replace('-', "%").replace('_', "/");
    Some(percent_decode_str(&plain).decode_utf8_lossy().into_owned())
}

/// Any other: the value in which `#/` stands, encoded once or oftener. Where its own `=` are encoded
/// too, what comes behind the next `&` is the wrapper's.
fn valued(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = ["%23%2f", "%23/", "%2523%252f", "%2523/", "%252523%25252f"].iter().filter_map(|mark| lower.find(mark)).min()?;
    let start = text[..at].rfind(|c: char| c == '=' || c.is_whitespace()).map_or(0, |i| i + 1);
    let value = text[start..].split('&').next().unwrap_or("");
    let whole = !value.to_ascii_lowercase().replace("%25", "%").contains("%3d");
    Some(if whole { &text[start..] } else { value }.to_owned())
}

#[cfg(test)]
mod tests {
    use crate::codec::mend::read;

    const LINK: &str = "#/play/monday-call?v=1&e=3f9a1c&seed=7&moves=hedge.assign&n=2";

    /// As in an address: all but letters, digits and a few marks.
    fn encoded(text: &str) -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() || b"-_.~".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    }

    #[track_caller]
    fn check(text: &str) {
        let mended = read(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(mended.route.to_string(), LINK, "{text}");
        assert!(!mended.done.is_empty());
    }

    #[test]
    fn the_link_inside_is_found() {
        let address = format!("https://a.example/by-friday/{LINK}");
        let once = encoded(&address);
        for value in [once.clone(), encoded(&once), encoded(&encoded(&once))] {
            check(&format!(
                "https://eur01.safelinks.protection.outlook.com/?url={value}&data=05%7C01%7Ca%40b.example%7C&sdata=x%3D&reserved=0"
            ));
            check(&format!("https://www.google.com/url?q={value}&sa=D&source=docs&usg=AOv&v=3"));
            check(&format!("https://l.facebook.com/l.php?u={value}&h=AT0&e=ATP"));
            check(&format!("https://urldefense.proofpoint.com/v1/url?u={value}&k=a%3D%3D&r=b&s=c"));
        }
        let dashed = once.replace('-', "%2D").replace('_', "%5F").replace("%2F", "_").replace('%', "-");
        check(&format!("https://urldefense.proofpoint.com/v2/url?u={dashed}&d=DwMFaQ&c=a&r=b&m=c&s=d&e="));
        // `#` is one of the characters that the third form takes out; `?` and what follows may be too.
        let third = address.replace('#', "*");
        check(&format!("https://urldefense.com/v3/__{third}__;Iw!!abc!xyz-_$"));
        let third = address.replace("#/", "**A").replace('&', "*");
        check(&format!("https://urldefense.com/v3/__{third}__;Iy8mJiYm!!abc!xyz$"));
        // A wrapper that encodes the fragment's mark alone.
        check(&format!("https://go.example/?to={}", address.replace('#', "%23")));
    }
}
