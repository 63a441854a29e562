//! A zip, written: a plain archive without extras, so that every portal reads it (PKWARE's
//! APPNOTE.TXT 6.3.3, sections 4.3 and 4.4; what cmi5 14.1 calls 32 bit).
//!
//! The bytes depend on names and contents alone: one fixed date, one fixed mode, the order given.
//! Deflate comes from `miniz_oxide`, which works in integers only.

use miniz_oxide::deflate::compress_to_vec;

/// As small as `gzip -9`; the level above takes longer for a ten-thousandth.
const LEVEL: u8 = 9;
/// 1 January 1980, the first day a zip knows.
const DATE: u16 = 1 << 5 | 1;
/// A plain file that its owner may write and everybody read.
const MODE: u32 = 0o100_644;
const UTF8: u16 = 1 << 11;

/// An archive in the making.
#[derive(Default)]
pub struct Zip {
    out: Vec<u8>,
    directory: Vec<u8>,
    files: u16,
}

impl Zip {
    /// Adds a file and says how many bytes its content takes; nothing where the archive is full.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Option<usize> {
        let deflated = compress_to_vec(bytes, LEVEL);
        let (method, content) = if deflated.len() < bytes.len() { (8u16, &deflated[..]) } else { (0, bytes) };
        let at = u32::try_from(self.out.len()).ok()?;
        self.files = self.files.checked_add(1).filter(|n| *n < u16::MAX)?;
        let flags = if name.is_ascii() { 0 } else { UTF8 };
        // What both headers share: version 2.0 is needed, flags, method, time and date, sizes.
        let mut facts = Vec::with_capacity(26);
        [20, flags, method, 0, DATE].iter().for_each(|n| facts.extend(n.to_le_bytes()));
        facts.extend(crc(bytes).to_le_bytes());
        facts.extend(u32::try_from(content.len()).ok()?.to_le_bytes());
        facts.extend(u32::try_from(bytes.len()).ok()?.to_le_bytes());
        facts.extend(u16::try_from(name.len()).ok()?.to_le_bytes());
        facts.extend([0, 0]);

        self.out.extend(b"PK\x03\x04");
        self.out.extend(&facts);
        self.out.extend(name.as_bytes());
        self.out.extend(content);

        // Made by version 2.0 on Unix; no comment, first disk, no inner attributes.
        self.directory.extend(b"PK\x01\x02\x14\x03");
        self.directory.extend(&facts);
        self.directory.extend([0; 6]);
        self.directory.extend((MODE << 16).to_le_bytes());
        self.directory.extend(at.to_le_bytes());
        self.directory.extend(name.as_bytes());
        Some(content.len())
    }

    /// The archive's bytes; nothing where it is too long.
    pub fn finish(mut self) -> Option<Vec<u8>> {
        let at = u32::try_from(self.out.len()).ok()?;
        let length = u32::try_from(self.directory.len()).ok()?;
        self.out.append(&mut self.directory);
        self.out.extend(b"PK\x05\x06\0\0\0\0");
        [self.files, self.files].iter().for_each(|n| self.out.extend(n.to_le_bytes()));
        [length, at].iter().for_each(|n| self.out.extend(n.to_le_bytes()));
        self.out.extend([0, 0]);
        Some(self.out)
    }
}

/// CRC-32 (IEEE 802.3, reflected), a bit at a time over a table of 16: short rather than fast, for
/// a megabyte.
fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = table();
    !bytes.iter().fold(!0u32, |mut c, b| {
        c ^= u32::from(*b);
        c = c >> 4 ^ TABLE[(c & 15) as usize];
        c >> 4 ^ TABLE[(c & 15) as usize]
    })
}

const fn table() -> [u32; 16] {
    let mut table = [0; 16];
    let mut i = 0;
    while i < 16 {
        let mut c = i as u32;
        let mut bit = 0;
        while bit < 4 {
            c = if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 };
            bit += 1;
        }
        table[i] = c;
        i += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_usual_one() {
        assert_eq!(crc(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc(b""), 0);
    }

    #[test]
    fn what_does_not_shrink_is_stored() {
        let mut zip = Zip::default();
        assert_eq!(zip.add("a", b"x"), Some(1));
        assert_eq!(zip.add("b", b""), Some(0));
        assert!(zip.add("c", &[7; 1000]).is_some_and(|n| n < 20));
    }

    #[test]
    fn a_full_archive_says_so() {
        let mut zip = Zip { files: u16::MAX - 1, ..Zip::default() };
        assert_eq!(zip.add("a", b""), None);
    }
}
