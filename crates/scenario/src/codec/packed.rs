//! A scenario in a link, version 1: `x.` and, in base 64 for addresses (RFC 4648, 5), a byte for the
//! version, a byte for how it is packed, and the scenario's text without white space, deflated.
//!
//! A changed copy of a built-in scenario travels as what it does not share with it: pieces copied
//! from the built-in text, by place and length, and pieces that are new. The text comes back byte for
//! byte, so its edition does too.

use json::base64::{decode, encode};
use std::borrow::Cow;
use std::fmt;

/// The version this program writes, and the newest it reads.
pub const VERSION: u8 = 1;
/// What a packed scenario's key begins with.
const MARK: &str = "x.";
/// How the rest is packed: the whole text, or as a change of a built-in one.
const WHOLE: u8 = 0;
const CHANGE: u8 = 1;
/// Longest text that is unpacked, in bytes: that of the largest scenario file.
const LARGEST: usize = 1 << 20;
/// The shortest piece worth copying, in bytes.
const PIECE: usize = 12;
/// How hard to look for short forms, of 10.
const EFFORT: u8 = 10;
/// The same where somebody waits for it.
const QUICK: u8 = 3;

/// Why a packed scenario cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadPack {
    /// Cut off, or changed on the way.
    Damaged,
    Newer(u8),
    /// A change of a built-in scenario, or of an edition of it, that is not here.
    NoBase,
    TooLarge,
}

impl fmt::Display for BadPack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BadPack::Damaged => f.write_str(
                "The scenario in this link is damaged: part of the link is missing or was changed. Some programs cut long links. Copy it again, whole, or ask for the file.",
            ),
            BadPack::Newer(v) => write!(
                f,
                "The scenario in this link is packed in version {v}, and this page reads versions up to {VERSION}. Reload the page to get its newest version, or ask for the link again."
            ),
            BadPack::NoBase => f.write_str(
                "The link holds changes of a built-in scenario in an edition that this page does not have. Reload the page to get its newest version, or ask for the scenario\u{2019}s file.",
            ),
            BadPack::TooLarge => write!(f, "The scenario in this link is larger than {LARGEST} bytes, so it is not opened."),
        }
    }
}

/// Whether a link's scenario has the form of a packed one.
pub fn is_packed(key: &str) -> bool {
    key.strip_prefix(MARK).is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'))
}

/// Packs a scenario's text (without white space outside strings): whole, or as a change of one of
/// `bases` (id and text) where that is shorter.
pub fn pack<'a>(text: &str, bases: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let head = |how: u8| vec![VERSION, how];
    let mut best = head(WHOLE);
    best.extend(miniz_oxide::deflate::compress_to_vec(text.as_bytes(), EFFORT));
    for (id, base) in bases {
        let mut change = head(CHANGE);
        change.push(u8::try_from(id.len()).unwrap_or(0));
        change.extend(id.as_bytes());
        change.extend(sum(base.as_bytes()).to_be_bytes());
        change.extend(miniz_oxide::deflate::compress_to_vec(&differ(base.as_bytes(), text.as_bytes()), EFFORT));
        if change.len() < best.len() && !id.is_empty() && id.len() < 256 {
            best = change;
        }
    }
    format!("{MARK}{}", encode(&best))
}

/// The text of a packed scenario; `base` gives the text of the built-in one with this id, in an
/// edition that the test accepts.
///
/// # Errors
/// [`BadPack`], in words for the one who opened the link.
pub fn unpack(key: &str, base: impl Fn(&str, &dyn Fn(&str) -> bool) -> Option<Cow<'static, str>>) -> Result<String, BadPack> {
    let bytes = key.strip_prefix(MARK).and_then(decode).ok_or(BadPack::Damaged)?;
    let (head, rest) = bytes.split_at_checked(2).ok_or(BadPack::Damaged)?;
    match head {
        [version, _] if *version > VERSION => Err(BadPack::Newer(*version)),
        [VERSION, WHOLE] => text(inflate(rest)?),
        [VERSION, CHANGE] => {
            let (length, rest) = rest.split_first().ok_or(BadPack::Damaged)?;
            let (id, rest) = rest.split_at_checked(usize::from(*length)).ok_or(BadPack::Damaged)?;
            let (digest, rest) = rest.split_at_checked(4).ok_or(BadPack::Damaged)?;
            let same = |text: &str| digest == sum(text.as_bytes()).to_be_bytes();
            let base = std::str::from_utf8(id).ok().and_then(|id| base(id, &same)).filter(|b| same(b)).ok_or(BadPack::NoBase)?;
            text(apply(base.as_bytes(), &inflate(rest)?)?)
        }
        _ => Err(BadPack::Damaged),
    }
}

/// Packs any text for an address: a byte for the version, and the text deflated.
pub fn pack_text(text: &str) -> String {
    let mut bytes = vec![VERSION];
    bytes.extend(miniz_oxide::deflate::compress_to_vec(text.as_bytes(), QUICK));
    encode(&bytes)
}

/// The text that [`pack_text`] packed.
///
/// # Errors
/// [`BadPack`]; its words speak of a scenario.
pub fn unpack_text(packed: &str) -> Result<String, BadPack> {
    match decode(packed).ok_or(BadPack::Damaged)?.split_first() {
        Some((version, _)) if *version > VERSION => Err(BadPack::Newer(*version)),
        Some((&VERSION, rest)) => text(inflate(rest)?),
        _ => Err(BadPack::Damaged),
    }
}

fn text(bytes: Vec<u8>) -> Result<String, BadPack> {
    String::from_utf8(bytes).map_err(|_| BadPack::Damaged)
}

fn inflate(bytes: &[u8]) -> Result<Vec<u8>, BadPack> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
    decompress_to_vec_with_limit(bytes, LARGEST).map_err(|e| match e.status {
        TINFLStatus::HasMoreOutput => BadPack::TooLarge,
        _ => BadPack::Damaged,
    })
}

/// A digest of a text (FNV-1a, 32 bits): tells editions apart, and is no protection.
fn sum(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |h, b| (h ^ u32::from(*b)).wrapping_mul(0x0100_0193))
}

/// A number in groups of seven bits, the lowest first.
fn number(out: &mut Vec<u8>, mut n: usize) {
    while n >= 0x80 {
        out.push((n & 0x7f) as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

fn read_number(bytes: &mut &[u8]) -> Option<usize> {
    let mut n = 0usize;
    for shift in [0, 7, 14, 21] {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        n |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(n);
        }
    }
    None
}

/// What makes `text` out of `base`: pieces, each a length of new bytes, these, a length to copy, and
/// from where, counted on from the end of the last copy (odd: backwards).
fn differ(base: &[u8], text: &[u8]) -> Vec<u8> {
    // Each place of the base by the bytes that begin there, sorted: a map that keeps its order.
    let mut places: Vec<usize> = (0..base.len().saturating_sub(PIECE - 1)).collect();
    places.sort_by_key(|at| (&base[*at..*at + PIECE], *at));
    let (mut out, mut new, mut at, mut from) = (Vec::new(), 0, 0, 0usize);
    let same = |place: usize, at: usize| base[place..].iter().zip(&text[at..]).take_while(|(a, b)| a == b).count();
    while at < text.len() {
        let ahead = text.get(at..at + PIECE);
        // Most often the text goes on where the last copy ended.
        let on = (from < base.len()).then(|| (same(from, at), from)).filter(|found| found.0 >= PIECE);
        let found = on.or_else(|| {
            let ahead = ahead?;
            let first = places.partition_point(|place| &base[*place..*place + PIECE] < ahead);
            let alike = places[first..].iter().take_while(|place| base[**place..].starts_with(ahead)).take(64);
            alike.map(|place| (same(*place, at), *place)).max_by_key(|found| (found.0, usize::MAX - found.1))
        });
        let Some((length, place)) = found else {
            at += 1;
            continue;
        };
        number(&mut out, at - new);
        out.extend(&text[new..at]);
        number(&mut out, length);
        number(&mut out, if place >= from { (place - from) * 2 } else { (from - place) * 2 - 1 });
        (at, from) = (at + length, place + length);
        new = at;
    }
    number(&mut out, text.len() - new);
    out.extend(&text[new..]);
    out
}

fn apply(base: &[u8], mut change: &[u8]) -> Result<Vec<u8>, BadPack> {
    let (mut out, mut from) = (Vec::new(), 0usize);
    let take = |change: &mut &[u8]| read_number(change).ok_or(BadPack::Damaged);
    loop {
        let (new, rest) = Some(take(&mut change)?).and_then(|n| change.split_at_checked(n)).ok_or(BadPack::Damaged)?;
        out.extend(new);
        change = rest;
        if change.is_empty() {
            return Ok(out);
        }
        let (length, step) = (take(&mut change)?, take(&mut change)?);
        let place = if step % 2 == 0 { from.checked_add(step / 2) } else { from.checked_sub(step.div_ceil(2)) };
        let end = place.and_then(|p| p.checked_add(length)).ok_or(BadPack::Damaged)?;
        out.extend(base.get(end - length..end).ok_or(BadPack::Damaged)?);
        if out.len() > LARGEST {
            return Err(BadPack::TooLarge);
        }
        from = end;
    }
}

#[cfg(test)]
mod tests {
    use super::{BadPack, Cow, apply, differ, encode, is_packed, pack, unpack};

    const BASE: &str = "The truck leaves on Friday at four, and nobody here has packed a single crate of it yet.";

    fn base(id: &str, same: &dyn Fn(&str) -> bool) -> Option<Cow<'static, str>> {
        (id == "base").then_some(Cow::Borrowed(BASE)).filter(|b| same(b))
    }

    #[test]
    fn a_change_is_short_and_comes_back() {
        let text = BASE.replace("four", "half past three").replace("a single", "so much as one");
        let key = pack(&text, [("base", BASE)].into_iter());
        let whole = pack(&text, std::iter::empty());
        assert!(key.len() < whole.len(), "{key} {whole}");
        assert_eq!(unpack(&key, base), Ok(text.clone()));
        assert_eq!(unpack(&whole, |_, _| None), Ok(text));
        assert_eq!(unpack(&key, |_, _| None), Err(BadPack::NoBase));
        assert_eq!(unpack(&key, |_, _| Some(Cow::Borrowed("another edition"))), Err(BadPack::NoBase));
    }

    #[test]
    fn what_was_cut_or_changed_is_refused() {
        let key = pack(BASE, std::iter::empty());
        assert!(is_packed(&key) && !is_packed("x.") && !is_packed("x.a/b") && !is_packed("monday-call"));
        for bad in [&key[..key.len() - 4], "x.", "x.A", "x.AQ", "x.AQA", "y.AQAA", "x.AQcAAA"] {
            assert_eq!(unpack(bad, base), Err(BadPack::Damaged), "{bad}");
        }
        assert_eq!(unpack(&format!("x.{}", encode(&[2, 0, 1])), base), Err(BadPack::Newer(2)));
        let bomb = miniz_oxide::deflate::compress_to_vec(&vec![b' '; super::LARGEST + 1], 6);
        assert_eq!(unpack(&format!("x.{}", encode(&[&[1, 0], &bomb[..]].concat())), base), Err(BadPack::TooLarge));
    }

    #[test]
    fn a_piece_that_lies_outside_is_refused() {
        assert_eq!(apply(b"abc", &[0, 2, 4]), Err(BadPack::Damaged));
        assert_eq!(apply(b"abc", &[0, 1, 1]), Err(BadPack::Damaged));
        assert_eq!(apply(b"abc", &[0xff, 0xff, 0xff, 0xff, 1]), Err(BadPack::Damaged));
        assert_eq!(apply(b"abc", &differ(b"abc", b"")), Ok(Vec::new()));
    }
}
