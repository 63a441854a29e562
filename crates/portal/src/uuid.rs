//! Ids of statements. They follow from what a statement is about, so whoever tells it once more,
//! from this device or another, gives it the same id, and a store keeps one of them.

use super::{vocabulary, wire};

/// RFC 9562 6.6: the namespace of names that are URLs; a URN is written like one.
const NAMESPACE: [u8; 16] = [0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];

/// The id of the statement that these texts, in this order, are all about.
pub fn of(parts: &[&str]) -> String {
    let parts: Vec<String> = parts.iter().map(|p| wire::text(p)).collect();
    named(NAMESPACE, &format!("{}statement:{}", vocabulary::BASE, wire::list(&parts)))
}

/// A UUID of version 5 (RFC 9562 5.5): the first 128 bits of a SHA-1, but for version and variant.
fn named(namespace: [u8; 16], name: &str) -> String {
    let mut bytes = namespace.to_vec();
    bytes.extend_from_slice(name.as_bytes());
    let [a, b, c, d, _] = sha1(bytes);
    let n = u128::from(a) << 96 | u128::from(b) << 64 | u128::from(c) << 32 | u128::from(d);
    let n = n & !(0xF << 76) & !(0x3 << 62) | 0x5 << 76 | 0x2 << 62;
    let hex = format!("{n:032x}");
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// FIPS 180-4, 6.1. Not for keeping secrets: names are told apart by it.
fn sha1(mut bytes: Vec<u8>) -> [u32; 5] {
    let bits = bytes.len() as u64 * 8;
    bytes.push(0x80);
    while bytes.len() % 64 != 56 {
        bytes.push(0);
    }
    bytes.extend(bits.to_be_bytes());
    let mut h: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    for block in bytes.chunks_exact(64) {
        let mut w: Vec<u32> = block.chunks_exact(4).map(|c| c.iter().fold(0, |n, b| n << 8 | u32::from(*b))).collect();
        for i in 16..80 {
            w.push((w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]).rotate_left(1));
        }
        let [mut a, mut b, mut c, mut d, mut e] = h;
        for (i, word) in w.into_iter().enumerate() {
            let (f, k) = match i {
                0..20 => (b & c | !b & d, 0x5a82_7999),
                20..40 => (b ^ c ^ d, 0x6ed9_eba1),
                40..60 => (b & c | b & d | c & d, 0x8f1b_bcdc),
                _ => (b ^ c ^ d, 0xca62_c1d6),
            };
            let next = a.rotate_left(5).wrapping_add(f).wrapping_add(e).wrapping_add(k).wrapping_add(word);
            (a, b, c, d, e) = (next, a, b.rotate_left(30), c, d);
        }
        for (sum, x) in h.iter_mut().zip([a, b, c, d, e]) {
            *sum = sum.wrapping_add(x);
        }
    }
    h
}

#[cfg(test)]
mod tests {
    use super::{named, of, sha1};
    use crate::clock::is_uuid;

    #[test]
    fn hashes_and_names_are_the_standards_own_examples() {
        let hex = |text: &str| sha1(text.as_bytes().to_vec()).map(|w| format!("{w:08x}")).concat();
        assert_eq!(hex("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
        assert_eq!(hex(""), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
        assert_eq!(hex(&"a".repeat(1_000_000)), "34aa973cd4c4daa4f61eeb2bdbad27316534016f");
        // RFC 9562, appendix A.4.
        let dns = [0x6b, 0xa7, 0xb8, 0x10, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8];
        assert_eq!(named(dns, "www.example.com"), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    #[test]
    fn ids_follow_from_their_parts_and_from_where_one_ends() {
        let all = [of(&["a", "b"]), of(&["ab", ""]), of(&["a\",\"b"]), of(&["b", "a"]), of(&["a", "b", ""])];
        assert!(all.iter().all(|id| is_uuid(id)) && of(&["a", "b"]) == all[0]);
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), all.len());
    }
}
