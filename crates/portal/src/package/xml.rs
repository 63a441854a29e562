//! XML, written: a tree of elements and its text. Whatever the texts hold, what comes out is well
//! formed and reads back as the same texts (XML 1.0, 2.2, 2.4 and 3.3.3).

/// An element with attributes, and either elements or text in it.
pub struct Element {
    name: &'static str,
    attributes: Vec<(&'static str, String)>,
    inside: Vec<Element>,
    text: Option<String>,
}

/// An empty element.
pub fn el(name: &'static str) -> Element {
    Element { name, attributes: Vec::new(), inside: Vec::new(), text: None }
}

/// An element that holds text.
pub fn text(name: &'static str, text: &str) -> Element {
    Element { text: Some(text.to_owned()), ..el(name) }
}

impl Element {
    pub fn with(mut self, name: &'static str, value: &str) -> Element {
        self.attributes.push((name, value.to_owned()));
        self
    }

    pub fn holding(mut self, inside: impl IntoIterator<Item = Element>) -> Element {
        self.inside.extend(inside);
        self
    }

    /// The document with this element as its root, in UTF-8, two spaces a level. No space is put
    /// into an element that holds text: some portals do not trim a title.
    pub fn document(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        self.write(0, &mut out);
        out
    }

    fn write(&self, depth: usize, out: &mut String) {
        let indent = |out: &mut String| (0..depth).for_each(|_| out.push_str("  "));
        indent(out);
        out.push('<');
        out.push_str(self.name);
        for (name, value) in &self.attributes {
            out.push(' ');
            out.push_str(name);
            out.push_str("=\"");
            escape(value, out);
            out.push('"');
        }
        if let Some(text) = &self.text {
            out.push('>');
            escape(text, out);
        } else if self.inside.is_empty() {
            out.push_str("/>\n");
            return;
        } else {
            out.push_str(">\n");
            self.inside.iter().for_each(|e| e.write(depth + 1, out));
            indent(out);
        }
        out.push_str("</");
        out.push_str(self.name);
        out.push_str(">\n");
    }
}

/// A text for an element or an attribute. White space other than the plain space is written as a
/// reference, or a reader would change it; characters that XML cannot hold are left out.
fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#9;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_texts_is_escaped() {
        let tree = el("a").with("t", "\"<&>'\n").holding([text("b", " ]]> & \u{0}\r"), el("c")]);
        let expected = "<a t=\"&quot;&lt;&amp;&gt;'&#10;\">\n  <b> ]]&gt; &amp; &#13;</b>\n  <c/>\n</a>\n";
        assert_eq!(tree.document().split_once('\n').map(|d| d.1), Some(expected));
    }
}
