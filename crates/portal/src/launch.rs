//! How a portal launches: the query of Tin Can (xAPI) and cmi5, and cmi5's launch data.

use super::Mode;
use super::clock::is_uuid;
use super::wire;
use json::mix;
use json::{self, Node, Value};

/// The longest query that is read, in bytes.
const LONGEST: usize = 64 * 1024;

/// How the program gets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Tin Can: the whole `Authorization` header, if there is one.
    TinCan { auth: Option<String> },
    /// cmi5 8.2: where the token is to be had, once.
    Cmi5 { fetch: String },
}

/// A launch by xAPI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Launch {
    pub entry: Entry,
    pub endpoint: String,
    /// The learner as JSON text; handed on as it came, without its spaces, unless it has an old form.
    pub actor: String,
    /// The learner's account or address: a name to keep saves apart by.
    pub learner: String,
    pub registration: Option<String>,
    pub activity: Option<String>,
}

/// Whether an address may be talked to or followed: the web's own, or one relative to the page.
fn is_web(url: &str) -> bool {
    let scheme = url.split(['/', '?', '#']).next().unwrap_or("");
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let control = url.chars().any(|c| c.is_control() || c == '\\');
    !url.is_empty() && !control && (lower.starts_with("http://") || lower.starts_with("https://") || !scheme.contains(':'))
}

impl Launch {
    /// Reads the page's query. `Ok(None)`: no portal launched it so.
    ///
    /// # Errors
    /// What is wrong with the launch, in a line for the learner.
    pub fn read(query: &str) -> Result<Option<Launch>, String> {
        if query.len() > LONGEST {
            return Ok(None);
        }
        let pairs = wire::query(query);
        let get = |key: &str| pairs.iter().find(|p| p.0 == key && !p.1.is_empty()).map(|p| p.1.clone());
        let (Some(endpoint), Some(actor)) = (get("endpoint"), get("actor")) else { return Ok(None) };
        let bad = |what: &str| {
            Err(format!("The portal launched this page with {what} that cannot be read, so nothing of this week is reported."))
        };
        if !is_web(&endpoint) {
            return bad("an address");
        }
        let Some((actor, learner)) = agent(&actor) else { return bad("a learner") };
        let registration = get("registration").filter(|r| is_uuid(r));
        let (entry, activity) = match get("fetch") {
            Some(fetch) => (Entry::Cmi5 { fetch }, get("activityId")),
            None => (Entry::TinCan { auth: get("auth") }, get("activity_id").or_else(|| get("activityId"))),
        };
        if let Entry::Cmi5 { fetch } = &entry {
            if !is_web(fetch) {
                return bad("an address");
            }
            if registration.is_none() || activity.is_none() {
                return bad("a registration or activity");
            }
        }
        Ok(Some(Launch { entry, endpoint, actor, learner, registration, activity }))
    }

    /// A short name for what belongs to this learner and registration on the device.
    pub fn key(&self) -> String {
        let parts = [&self.endpoint, &self.learner, self.registration.as_ref().unwrap_or(&self.endpoint)];
        let bytes = parts.iter().flat_map(|p| p.bytes().chain([0]));
        let activity = self.activity.iter().flat_map(|a| a.bytes());
        format!("{:016x}", bytes.chain(activity).fold(0, |h, b| mix(h ^ u64::from(b))))
    }
}

/// The agent as JSON text, and what identifies it. Early portals wrote each property as a list of
/// one, and accounts with longer names.
fn agent(text: &str) -> Option<(String, String)> {
    let node = json::parse(text).ok().filter(|n| matches!(n.value, Value::Object(_)))?;
    let one = |node: &Node, keys: &[&str]| -> Option<String> {
        let value = keys.iter().find_map(|k| node.get(k))?;
        let value = value.list().map_or(Some(value), <[Node]>::first)?;
        value.text().filter(|t| !t.is_empty()).map(str::to_owned)
    };
    let account = node.get("account").map(|a| a.list().and_then(<[Node]>::first).unwrap_or(a));
    let account = account.and_then(|a| Some((one(a, &["homePage", "accountServiceHomePage"])?, one(a, &["name", "accountName"])?)));
    let simple = ["mbox", "mbox_sha1sum", "openid"].into_iter().find_map(|k| Some((k, one(&node, &[k])?)));
    let id = match (&account, &simple) {
        (Some((home, name)), _) => format!("{home}|{name}"),
        (None, Some((_, id))) => id.clone(),
        _ => return None,
    };
    let old = |k: &str| node.get(k).is_some_and(|v| v.list().is_some());
    let long = node.get("account").is_some_and(|a| a.get("homePage").is_none());
    if !["name", "mbox", "mbox_sha1sum", "openid", "account"].into_iter().any(old) && !long {
        return Some((wire::minified(text, &node), id));
    }
    let mut members = vec![("objectType", wire::text("Agent"))];
    members.extend(one(&node, &["name"]).map(|n| ("name", wire::text(&n))));
    match (account, simple) {
        (Some((home, name)), _) => {
            members.push(("account", wire::object([("homePage", wire::text(&home)), ("name", wire::text(&name))])));
        }
        (_, Some((key, id))) => members.push((key, wire::text(&id))),
        _ => {}
    }
    Some((wire::object(members), id))
}

/// A context template (cmi5 10, `contextTemplate`), kept to the last digit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    /// Everything that is not in the other two, as JSON texts by name.
    rest: Vec<(String, String)>,
    activities: Vec<(String, Vec<String>)>,
    extensions: Vec<(String, String)>,
}

fn members(node: Option<&Node>) -> &[(String, Node)] {
    match node.map(|n| &n.value) {
        Some(Value::Object(members)) => members,
        _ => &[],
    }
}

/// cmi5 9.6.3.1.
const SESSION: &str = "https://w3id.org/xapi/cmi5/context/extensions/sessionid";

impl Template {
    /// The session's id, as the portal wrote it; empty where it gave none.
    pub fn session(&self) -> &str {
        self.extensions.iter().find(|e| e.0 == SESSION).map_or("", |e| e.1.as_str())
    }

    /// From the node of a template in the text it was read from.
    pub fn of(text: &str, node: &Node) -> Template {
        let raw = |n: &Node| wire::minified(text, n);
        let mut template = Template::default();
        for (key, value) in members(Some(node)) {
            match key.as_str() {
                "contextActivities" => {
                    // xAPI 1.0.3 part 2, 4.1.6.2: a single activity may stand for a list of one.
                    let list = |n: &Node| n.list().map_or_else(|| vec![raw(n)], |l| l.iter().map(raw).collect());
                    template.activities = members(Some(value)).iter().map(|(k, n)| (k.clone(), list(n))).collect();
                }
                "extensions" => template.extensions = members(Some(value)).iter().map(|(k, n)| (k.clone(), raw(n))).collect(),
                _ => template.rest.push((key.clone(), raw(value))),
            }
        }
        template
    }

    /// The context of one statement: the template whole, and what we add where it says nothing.
    /// `activities` are ids by kind.
    pub fn context(
        &self,
        registration: Option<&str>,
        language: &str,
        activities: &[(&str, &[&str])],
        extensions: &[(&str, String)],
    ) -> String {
        let mut out = self.rest.clone();
        let mut add = |key: &str, value: String| {
            if !out.iter().any(|m| m.0 == key) {
                out.push((key.to_owned(), value));
            }
        };
        registration.into_iter().for_each(|r| add("registration", wire::text(r)));
        add("language", wire::text(language));
        let mut lists = self.activities.clone();
        for (kind, ids) in activities.iter().filter(|a| !a.1.is_empty()) {
            let at = lists.iter().position(|l| l.0 == *kind).unwrap_or_else(|| {
                lists.push(((*kind).to_owned(), Vec::new()));
                lists.len() - 1
            });
            for id in *ids {
                let stands = |item: &String| json::parse(item).is_ok_and(|n| n.get("id").and_then(Node::text) == Some(id));
                if !lists[at].1.iter().any(stands) {
                    lists[at].1.push(wire::object([("id", wire::text(id))]));
                }
            }
        }
        if !lists.is_empty() {
            add("contextActivities", wire::object(lists.iter().map(|(k, l)| (k.as_str(), wire::list(l)))));
        }
        let mut all = self.extensions.clone();
        for (key, value) in extensions {
            if !all.iter().any(|m| m.0 == *key) {
                all.push(((*key).to_owned(), value.clone()));
            }
        }
        if !all.is_empty() {
            add("extensions", wire::object(all.iter().map(|(k, v)| (k.as_str(), v.clone()))));
        }
        wire::object(out.iter().map(|(k, v)| (k.as_str(), v.clone())))
    }
}

/// cmi5 10: the document `LMS.LaunchData`, as far as it concerns us.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LaunchData {
    pub template: Template,
    pub mode: Mode,
    /// 0 to 1, and the text of the number as the portal wrote it.
    pub mastery: Option<(f64, String)>,
    /// The portal asks for `passed` before it moves on.
    pub wants_passed: bool,
    pub return_url: Option<String>,
}

impl LaunchData {
    /// Reads the document; `None` where it has no context template, without which cmi5 allows no
    /// statement.
    pub fn read(text: &str) -> Option<LaunchData> {
        let node = json::parse(text).ok()?;
        let template = node.get("contextTemplate").filter(|t| matches!(t.value, Value::Object(_)))?;
        let word = |key: &str| node.get(key).and_then(Node::text).unwrap_or("");
        let mastery = node.get("masteryScore").and_then(|n| Some((n.number()?, json::slice(text, n).to_owned())));
        Some(LaunchData {
            template: Template::of(text, template),
            mode: match word("launchMode") {
                "Browse" => Mode::Browse,
                "Review" => Mode::Review,
                _ => Mode::Normal,
            },
            mastery: mastery.filter(|m| (0.0..=1.0).contains(&m.0)),
            wants_passed: matches!(word("moveOn"), "Passed" | "CompletedAndPassed"),
            return_url: Some(word("returnURL").to_owned()).filter(|u| is_web(u)),
        })
    }
}

/// cmi5 8.2: the token in the answer of the fetch address, or what the portal said instead.
///
/// # Errors
/// The portal's error code, or an empty text.
pub fn token(body: &str) -> Result<String, String> {
    let node = json::parse(body).map_err(|_| String::new())?;
    let text = |key: &str| node.get(key).and_then(Node::text).filter(|t| !t.is_empty() && !t.chars().any(char::is_control));
    match text("auth-token") {
        Some(token) => Ok(token.to_owned()),
        None => Err(text("error-code").unwrap_or("").chars().filter(char::is_ascii_alphanumeric).take(8).collect()),
    }
}

/// cmi5 11.1: languages the learner prefers, best first.
pub fn languages(body: &str) -> Vec<String> {
    let node = json::parse(body).ok();
    let list = node.as_ref().and_then(|n| n.get("languagePreference")).and_then(Node::text).unwrap_or("");
    let tag = |t: &&str| !t.is_empty() && t.len() <= 35 && t.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    list.split(',').map(str::trim).filter(tag).take(20).map(str::to_owned).collect()
}
