//! A story as its file holds it, before its passages are read.

use std::borrow::Cow;

/// A passage as it stands in the file.
#[derive(Default)]
pub struct Raw<'t> {
    pub name: String,
    pub tags: Vec<String>,
    /// The line of its header.
    pub line: usize,
    pub text: Cow<'t, str>,
}

impl Raw<'_> {
    pub fn new(name: &str, tags: &str) -> Raw<'static> {
        Raw { name: name.to_owned(), tags: tags.split_whitespace().map(str::to_owned).collect(), ..Raw::default() }
    }

    pub fn tagged(&self, tag: &str) -> bool {
        self.tags.iter().any(|t| t == tag)
    }
}

/// A story before its passages are read.
#[derive(Default)]
pub struct Source<'t> {
    pub title: String,
    /// The name of the first passage, where the file says it.
    pub start: String,
    /// The story format's name, where the file says it.
    pub format: String,
    pub passages: Vec<Raw<'t>>,
    /// Lines say nothing: it was a page for machines.
    pub lineless: bool,
}
