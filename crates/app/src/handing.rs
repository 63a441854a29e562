//! Handing a written scenario on: its link, how long that is, who cuts such links, and a QR code.

use super::from;
use qrcodegen::{QrCode, QrCodeEcc};

/// The most characters of a link that is shown as a QR code: those of version 32 at level L (ISO/IEC
/// 18004), whose squares are still four points wide on a page of 46 rem. Of more, a code is finer than a
/// camera makes out across a table.
pub const MOST_QR: usize = 1_952;

/// Programs that take no longer messages, in characters, by what they publish; shortest first.
const LIMITS: [(&str, usize); 4] = [("a text message", 1_600), ("Discord", 2_000), ("Telegram", 4_096), ("Slack", 40_000)];

/// A link that holds a whole scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    pub link: String,
    /// How long it is, and where such a link does not fit.
    pub about: String,
    /// The QR code's rows, dark squares as `true`; nothing where the link is too long for one.
    pub qr: Option<Vec<Vec<bool>>>,
}

/// The link to a scenario's text; `base` is the page's address without a fragment. With a seed everybody
/// who opens it has the same luck.
///
/// # Errors
/// Why there is none.
pub fn handed(text: &str, base: &str, seed: Option<u32>) -> Result<Handed, String> {
    let luck = seed.map_or_else(String::new, |seed| format!("?seed={seed}"));
    let link = format!("{base}#/play/{}{luck}", from::key(text)?);
    Ok(Handed { about: about(link.len()), qr: code(&link), link })
}

fn about(length: usize) -> String {
    let cut: Vec<&str> = LIMITS.iter().filter(|l| length > l.1).map(|l| l.0).collect();
    let long = format!("The link is {} characters long. ", super::words::thousands(length as u32));
    let fits = match cut.split_last() {
        None => "It fits wherever links do.".to_owned(),
        Some((last, [])) => format!("It is too long for {last}."),
        Some((last, rest)) => format!("It is too long for {} and {last}.", rest.join(", ")),
    };
    let mail =
        if length > 2_000 { " Some mail programs break lines this long: send it as a link behind a word, or send the file." } else { "" };
    format!("{long}{fits}{mail}")
}

/// The squares of a QR code with the border it needs.
fn code(link: &str) -> Option<Vec<Vec<bool>>> {
    let qr = QrCode::encode_binary(link.as_bytes(), QrCodeEcc::Low).ok().filter(|_| link.len() <= MOST_QR)?;
    let border = 4;
    let side = -border..qr.size() + border;
    Some(side.clone().map(|y| side.clone().map(|x| qr.get_module(x, y)).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::{about, handed};

    #[test]
    fn the_page_says_where_a_link_is_too_long() {
        assert_eq!(about(900), "The link is 900 characters long. It fits wherever links do.");
        assert!(about(1_700).ends_with("It is too long for a text message."));
        assert!(about(25_440).contains("25,440") && about(25_440).contains("Discord and Telegram"), "{}", about(25_440));
    }

    #[test]
    fn a_short_link_has_a_code_and_a_long_one_none() {
        let (_, text) = scenario::FIRST;
        let built_in = handed(text, "https://example.org/", None).expect("a link");
        assert_eq!(built_in.link, "https://example.org/#/play/monday-call");
        let rows = built_in.qr.expect("it is short");
        assert!(rows.len() > 28 && rows.iter().all(|r| r.len() == rows.len()));
        assert!(rows[..4].iter().flatten().all(|dark| !dark), "the border is light");
        let (_, other) = scenario::built_ins().nth(1).expect("there are others");
        let copy = handed(&other.replace("\"id\":\"one-came-back\"", "\"id\":\"mine\""), "https://example.org/", Some(7)).expect("a link");
        assert!(copy.link.ends_with("?seed=7"));
        assert!(copy.link.len() < 200, "a small change is a short link: {}", copy.link.len());
    }
}
