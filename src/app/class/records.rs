//! Weeks in By Friday's own downloads and in xAPI statements.

use super::read::{Bad, Read};
use crate::json::Node;

/// Whether a line is the head of a CSV download.
pub fn is_csv_head(_line: &str) -> bool {
    false
}

/// A CSV download.
pub fn csv(_lines: &[&str], _first: u32) -> Read {
    Read::default()
}

/// A JSON download or statements.
pub fn json(_node: &Node, line: u32) -> Read {
    Read { found: Vec::new(), bad: vec![Bad::new(line, "", "not yet")] }
}
