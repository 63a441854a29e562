//! What the same code says natively: the one place that calls the library.

/// The transcript of the play a link describes, as `by-friday play … --json` prints it.
pub fn transcript(link: &str) -> String {
    by_friday::app::export::transcript_json(link).unwrap_or_else(|e| panic!("{link} has no native transcript: {e}"))
}

/// A digest of the bits of the first `n` draws of a seed.
pub fn draws_digest(seed: u32, n: u32) -> String {
    by_friday::engine::luck::draws_digest(seed, n)
}
