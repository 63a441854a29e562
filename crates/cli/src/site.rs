//! `by-friday site`: what lets a pasted link unfurl. A program that unfurls reads the page's head and
//! runs nothing, and it wants absolute addresses, which only whoever serves a build knows. The page of each
//! week, `s/ID/`, is in every build (`tools/pages.sh`).

use super::No;
use clap::{Args, ValueHint};
use portal::package::is_address;
use std::fs;
use std::path::{Path, PathBuf};

/// Put into a build what lets a pasted link unfurl.
///
/// Open Graph and oEmbed tags with absolute addresses, in the first page and in the page s/ID/ of each
/// built-in scenario. "make dist SITE=ADDRESS" does it.
#[derive(Args)]
pub struct Options {
    /// The address the build is served from, such as https://example.org/by-friday/.
    #[arg(long, value_name = "ADDRESS", value_parser = address)]
    pub site: String,
    /// The build.
    #[arg(long, value_name = "FOLDER", default_value = "dist", value_hint = ValueHint::DirPath)]
    pub dist: PathBuf,
}

/// Marks of what this command put into a page, so that a second run replaces it.
const MARKS: [&str; 2] = ["<!--site-->", "<!--/site-->"];
/// The picture of a pasted link, and its size in pixels.
const CARD: (&str, u32, u32) = ("card.png", 1200, 630);
/// The frame that oEmbed offers, in pixels.
const FRAME: (u32, u32) = (900, 900);

/// The address under which a build is served: `https://example.org/by-friday/`.
fn address(given: &str) -> Result<String, &'static str> {
    let slash = || format!("{}/", given.trim_end_matches('/'));
    is_address(given).then(slash).ok_or("it is the address the build is served from, such as https://example.org/by-friday/")
}

/// A text in an attribute or between tags of HTML.
fn html(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The tags of a page at `url`; `oembed`: the address of its description as JSON, where it is about a week.
fn tags(site: &str, url: &str, title: &str, summary: &str, oembed: Option<&str>) -> String {
    let (card, width, height) = CARD;
    let (width, height) = (width.to_string(), height.to_string());
    let picture = format!("{site}{card}");
    let open_graph = [
        ("og:type", "website"),
        ("og:site_name", "By Friday"),
        ("og:title", title),
        ("og:description", summary),
        ("og:url", url),
        ("og:image", &picture),
        ("og:image:width", &width),
        ("og:image:height", &height),
        ("og:image:alt", "By Friday: two ways through one week, drawn as two lines from Monday to Friday"),
    ];
    let mut out = format!("<link rel=\"canonical\" href=\"{}\">", html(url));
    open_graph.iter().for_each(|(name, value)| out += &format!("<meta property=\"{name}\" content=\"{}\">", html(value)));
    out += "<meta name=\"twitter:card\" content=\"summary_large_image\">";
    if let Some(oembed) = oembed {
        let (href, title) = (html(oembed), html(title));
        out += &format!("<link rel=\"alternate\" type=\"application/json+oembed\" href=\"{href}\" title=\"{title}\">");
    }
    out
}

/// What oEmbed (1.0, 2.3.4.4) says of a week: rich content, a frame.
fn oembed(site: &str, fragment: &str, title: &str) -> String {
    let (width, height) = FRAME;
    let frame = format!(
        "<iframe src=\"{}?embed=1{fragment}\" title=\"{}\" width=\"{width}\" height=\"{height}\"></iframe>",
        html(site),
        html(title)
    );
    let (card, card_width, card_height) = CARD;
    let value = serde_json::json!({
        "version": "1.0", "type": "rich", "provider_name": "By Friday", "provider_url": site, "title": title,
        "html": frame, "width": width, "height": height,
        "thumbnail_url": format!("{site}{card}"), "thumbnail_width": card_width, "thumbnail_height": card_height,
    });
    format!("{value:#}\n")
}

/// A page of the build with tags in its head.
fn tagged(index: &str, tags: &str) -> Result<String, No> {
    let plain = match (index.find(MARKS[0]), index.find(MARKS[1])) {
        (Some(from), Some(to)) if from < to => format!("{}{}", &index[..from], &index[to + MARKS[1].len()..]),
        _ => index.to_owned(),
    };
    let (head, rest) =
        plain.split_once("</title>").ok_or_else(|| No(2, "index.html has no title: this is no build of By Friday.".into()))?;
    Ok(format!("{head}</title>{}{tags}{}{rest}", MARKS[0], MARKS[1]))
}

/// Writes the tags into the pages of a build served from `site`.
pub fn site(dist: &Path, site: &str) -> Result<String, No> {
    let failed = |path: &Path, e: std::io::Error| No(2, format!("{}: {e}", path.display()));
    let write = |path: &Path, text: &str| fs::write(path, text).map_err(|e| failed(path, e));
    let tag = |path: &Path, tags: &str| write(path, &tagged(&fs::read_to_string(path).map_err(|e| failed(path, e))?, tags)?);
    let mut first = None;
    let mut said = String::new();
    for (id, text) in scenario::built_ins() {
        let (scenario, _) = scenario::read(text).map_err(|e| No(1, format!("{id}: {e}")))?;
        let (folder, url) = (dist.join("s").join(id), format!("{site}s/{id}/"));
        let title = format!("{}: By Friday", scenario.title);
        tag(&folder.join("index.html"), &tags(site, &url, &title, &scenario.summary, Some(&format!("{url}oembed.json"))))?;
        write(&folder.join("oembed.json"), &oembed(site, &format!("#/play/{id}"), &scenario.title))?;
        said += &format!("{url}\n");
        first.get_or_insert(scenario.summary);
    }
    let title = "By Friday: a leadership simulator";
    // It is about no week, and a page that embeds what is pasted is not to show one in its place.
    tag(&dist.join("index.html"), &tags(site, site, title, &first.unwrap_or_default(), None))?;
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::{address, html, tagged, tags};

    #[test]
    fn an_address_ends_in_one_slash_and_is_one() {
        for (given, becomes) in [
            ("https://example.org", Some("https://example.org/")),
            ("https://example.org/a//", Some("https://example.org/a/")),
            ("http://localhost:8080/x/", Some("http://localhost:8080/x/")),
            ("example.org", None),
            ("https://", None),
            ("https:///x", None),
            ("https://a/\"><script>", None),
            ("https://a/?b", None),
        ] {
            assert_eq!(address(given).ok().as_deref(), becomes, "{given}");
        }
    }

    #[test]
    fn a_second_run_replaces_the_first() {
        let index = "<!doctype html><title>a</title><link>";
        let once = tagged(index, "ONE").ok().expect("it has a title");
        assert_eq!(once, "<!doctype html><title>a</title><!--site-->ONE<!--/site--><link>");
        assert_eq!(tagged(&once, "TWO").ok().as_deref(), Some("<!doctype html><title>a</title><!--site-->TWO<!--/site--><link>"));
        assert!(tagged("<p>", "ONE").is_err());
    }

    #[test]
    fn a_title_stays_a_text() {
        assert_eq!(html("a<b> & \"c\""), "a&lt;b&gt; &amp; &quot;c&quot;");
        assert!(!tags("https://a/", "https://a/", "\"><script>", "", None).contains("<script>"));
    }
}
