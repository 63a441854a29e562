//! Content codings, at the strength a careful host uses: brotli at 11 and gzip at 9.

use std::io::Write;

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Coding {
    Plain,
    Gzip,
    Brotli,
}

impl Coding {
    /// The name in `Content-Encoding`, if there is one.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Coding::Plain => None,
            Coding::Gzip => Some("gzip"),
            Coding::Brotli => Some("br"),
        }
    }
}

/// Applies a content coding.
pub fn code(coding: Coding, bytes: &[u8]) -> Vec<u8> {
    match coding {
        Coding::Plain => bytes.to_vec(),
        Coding::Gzip => {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            out.write_all(bytes).expect("writing to memory");
            out.finish().expect("writing to memory")
        }
        Coding::Brotli => {
            let mut out = Vec::new();
            let mut brotli = brotli::CompressorWriter::new(&mut out, 4096, 11, 22);
            brotli.write_all(bytes).expect("writing to memory");
            drop(brotli);
            out
        }
    }
}
