//! Base 64 (RFC 4648): for addresses, and with padding.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Base 64 for addresses, without padding.
pub fn encode(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().enumerate().fold(0u32, |all, (i, b)| all | u32::from(*b) << (16 - 8 * i));
        (0..=three.len()).for_each(|i| out.push(char::from(DIGITS[(bits >> (18 - 6 * i)) as usize & 63])));
    }
    out
}

/// What a digit of it stands for, 0 to 63.
pub fn digit(c: char) -> Option<u32> {
    DIGITS.iter().position(|d| char::from(*d) == c).map(|v| v as u32)
}

/// Reads it; `None` where it is none, or not as [`encode`] writes it.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let value = |c: &u8| digit(char::from(*c));
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    for four in text.as_bytes().chunks(4) {
        let bits = four.iter().enumerate().try_fold(0u32, |all, (i, c)| Some(all | value(c)? << (18 - 6 * i)))?;
        let bytes = four.len().checked_sub(1).filter(|n| *n > 0)?;
        // One text for each list of bytes: bits that are left over are nought.
        if bits & ((1 << (24 - 8 * bytes)) - 1) != 0 {
            return None;
        }
        out.extend(&bits.to_be_bytes()[1..=bytes]);
    }
    Some(out)
}

/// Base 64 with padding (RFC 4648, 4).
pub fn padded(bytes: &[u8]) -> String {
    let mut text = encode(bytes).replace('-', "+").replace('_', "/");
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{decode, encode, padded};

    #[test]
    fn base_64_has_one_text_for_each_list_of_bytes() {
        for (bytes, text) in [(&b""[..], ""), (b"f", "Zg"), (b"fo", "Zm8"), (b"foo", "Zm9v"), (b"\xfb\xff", "-_8")] {
            assert_eq!(encode(bytes), text);
            assert_eq!(decode(text).as_deref(), Some(bytes));
        }
        for bad in ["Zh", "Z", "Zm9", "Zm9v=", "Zm8+"] {
            assert_eq!(decode(bad), None, "{bad}");
        }
    }

    #[test]
    fn base64_is_what_the_standard_says() {
        for (text, coded) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy"), ("\u{ff}?>~", "w78/Pn4=")] {
            assert_eq!(padded(text.as_bytes()), coded);
        }
    }
}
