//! The packaging page without a browser: the form, a host that answers well and badly, the embed code.

use super::making::Done;
use super::{Answer, Failed, Form, Packaging, size};
use crate::{App, Kept, Msg};
use portal::package::{Complete, File, Made, Seeds, Target};

const LIST: &str =
    r#"{"version":1,"app":["index.html","a b.js","administrators.html"],"scorm12":["one.xsd"],"scorm2004":["two.xsd","three.xsd"]}"#;

fn portal() -> Packaging {
    let mut portal = Packaging::default();
    portal.open(&App::new(Kept::default()), &Kept::default(), "https://example.org/x/?embed=1#/portal");
    portal
}

/// Makes a package from a host that answers so; what was held, and the state after it.
fn made(mut portal: Packaging, host: impl Fn(&str) -> Answer) -> (Option<Vec<u8>>, Packaging) {
    let mut held = None;
    if portal.begin() {
        let list = portal.making.list();
        portal.making.listed(list.turn, host(&list.address), "a b.js");
        let mut ready = false;
        while let Some(wanted) = portal.making.give() {
            assert!(portal.making.progress().is_some_and(|(there, of)| there < of));
            ready = portal.making.fetched(&wanted, host(&wanted.address));
        }
        assert_eq!(ready, portal.making.said() == "Packing\u{2026}");
        portal.making.pack(|_, bytes| {
            held = Some(bytes.to_vec());
            Some("blob:x".to_owned())
        });
    }
    (held, portal)
}

fn good(address: &str) -> Answer {
    Ok(if address == "files.json" { LIST.as_bytes().to_vec() } else { format!("<?of {address}?>").into_bytes() })
}

fn done(portal: &Packaging) -> &Done {
    portal.making.done().unwrap_or_else(|| panic!("{:?}", portal.making))
}

/// What is said when a host answers so.
#[track_caller]
fn check_trouble(host: impl Fn(&str) -> Answer, file: &str, says: &str) {
    let (held, portal) = made(portal(), host);
    let trouble = portal.making.trouble().unwrap_or_else(|| panic!("{:?}", portal.making));
    assert_eq!((held, trouble.file.as_deref()), (None, Some(file)));
    assert!(trouble.text.contains(says) && trouble.text.contains(file), "{trouble:?}");
    assert!(!portal.making.busy());
}

#[test]
fn what_learners_share_leads_to_an_open_copy_if_one_is_named() {
    let mut portal = portal();
    assert_eq!(portal.form.package().map(|p| p.launch.public), Some(None));
    portal.typed("public", " https://example.org/by-friday/ ");
    let package = portal.form.package().expect("nothing is wrong");
    assert_eq!(package.launch.public.as_deref(), Some("https://example.org/by-friday/"));
    for wrong in ["example.org", "https://example.org/?a", "https://example.org/#/play"] {
        portal.typed("public", wrong);
        assert_eq!(portal.form.wrong().iter().map(|w| w.field).collect::<Vec<_>>(), ["public"], "{wrong}");
        assert!(portal.form.package().is_none(), "{wrong}");
    }
}

#[test]
fn each_target_gets_the_files_it_needs_and_the_bytes_the_command_line_makes() {
    for (target, schemas) in [
        (Target::Scorm12, vec!["one.xsd"]),
        (Target::Scorm2004, vec!["two.xsd", "three.xsd"]),
        (Target::Cmi5, vec![]),
        (Target::Xapi, vec![]),
    ] {
        let mut portal = portal();
        portal.typed("target", target.name());
        let package = portal.form.package().expect("nothing is wrong");
        let (held, portal) = made(portal, good);
        // Addresses are encoded, names in the zip are not.
        let app = [("index.html", "<?of index.html?>".to_owned()), ("a b.js", "<?of a%20b.js?>".to_owned())];
        let app: Vec<File> = app.iter().map(|(name, text)| File { name, bytes: text.as_bytes() }).collect();
        let texts: Vec<String> = schemas.iter().map(|s| format!("<?of schemas/{}/{s}?>", target.name())).collect();
        let xsds: Vec<File> = schemas.iter().zip(&texts).map(|(name, text)| File { name, bytes: text.as_bytes() }).collect();
        let Made { bytes, entries } = package.make(&app, &xsds).expect("a package");
        assert_eq!(held.as_ref(), Some(&bytes), "{target:?}");
        let done = done(&portal);
        assert_eq!((&done.file, done.bytes, &done.entries), (&package.file_name(), bytes.len(), &entries));
        assert!(entries.iter().all(|e| e.name != "administrators.html"), "{entries:?}");
        assert_eq!((done.note, done.held.as_deref()), (None, Some("blob:x")));
        assert!(portal.making.said().starts_with(&done.file));
    }
}

#[test]
fn a_build_without_schemas_makes_a_package_and_says_what_it_lacks() {
    let bare = |a: &str| if a == "files.json" { Ok(LIST.replace(r#""one.xsd""#, "").into_bytes()) } else { good(a) };
    let (held, portal) = made(portal(), bare);
    assert!(held.is_some() && done(&portal).note.is_some_and(|n| n.contains("schema files")));
}

#[test]
fn what_goes_wrong_is_said_with_the_file_and_what_to_do() {
    let with = |of: &'static str, answer: Answer| move |a: &str| if a == of { answer.clone() } else { good(a) };
    check_trouble(with("files.json", Err(Failed::Status(404))), "files.json", "upload the whole folder");
    check_trouble(with("files.json", Err(Failed::Silence)), "files.json", "press the button once more");
    check_trouble(with("files.json", Ok(b"<!doctype html>".to_vec())), "files.json", "something else");
    check_trouble(with("files.json", Ok(vec![0xff])), "files.json", "something else");
    check_trouble(with("index.html", Err(Failed::Status(404))), "index.html", "missing on the host (answer 404)");
    check_trouble(with("index.html", Err(Failed::Status(403))), "index.html", "Sign in");
    check_trouble(with("index.html", Err(Failed::Status(500))), "index.html", "error 500");
    check_trouble(with("schemas/scorm12/one.xsd", Err(Failed::Silence)), "schemas/scorm12/one.xsd", "did not answer");
    check_trouble(with("a%20b.js", Ok(b"\n<!DOCTYPE html><p>Not here".to_vec())), "a b.js", "web page instead");
    let other = LIST.replace("a b.js", "new.js").into_bytes();
    let (_, portal) = made(portal(), with("files.json", Ok(other)));
    assert!(portal.making.trouble().is_some_and(|t| t.text.contains("Reload this page")), "{:?}", portal.making);
}

#[test]
fn a_page_from_a_file_system_says_so_before_it_asks_for_anything() {
    let mut portal = portal();
    portal.open(&App::new(Kept::default()), &Kept::default(), "file:///home/x/dist/index.html");
    assert!(!portal.begin());
    assert!(portal.making.trouble().is_some_and(|t| t.text.contains("web server")));
    assert!(portal.embed().is_some_and(|e| e.warning.is_some()));
}

#[test]
fn late_answers_and_a_second_press_change_nothing() {
    let mut portal = portal();
    assert!(portal.begin());
    assert!(!portal.begin(), "while it is being made");
    let old = portal.making.list().turn;
    portal.making.listed(old, Err(Failed::Silence), "");
    assert!(portal.making.trouble().is_some() && portal.begin(), "after a failure it can be pressed again");
    portal.making.listed(old, good("files.json"), "");
    assert_eq!(portal.making.give(), None, "the answer was to the first press");
    let list = portal.making.list();
    portal.making.listed(list.turn, good("files.json"), "");
    let mut late = portal.making.give().expect("a file");
    late.turn = old;
    assert!(!portal.making.fetched(&late, Err(Failed::Silence)));
    assert_eq!(portal.making.progress(), Some((0, 3)));
    portal.making.pack(|_, _| panic!("not all is there"));
}

#[test]
fn the_form_takes_what_can_be_used_and_names_what_cannot() {
    let mut portal = portal();
    for (field, value) in [
        ("target", "cmi5"),
        ("scenario", "monday-call"),
        ("luck", "same"),
        ("seed", " 4294967295 "),
        ("pass-mark", "0"),
        ("complete", "last-decision"),
        ("language", "pt-BR"),
        ("blind", "true"),
    ] {
        assert!(portal.form.set(field, value), "{field}");
    }
    let launch = portal.form.package().expect("nothing is wrong").launch;
    assert_eq!((launch.target, launch.seeds, launch.pass_mark), (Target::Cmi5, Seeds::Same(u32::MAX), Some(0)));
    assert_eq!((launch.complete, launch.language.as_str(), launch.blind), (Complete::LastDecision, "pt-BR", true));
    let before = portal.form.clone();
    for (field, value) in
        [("target", "scorm3"), ("scenario", "none"), ("luck", "mine"), ("complete", ""), ("blind", "on"), ("colour", "red")]
    {
        assert!(!portal.form.set(field, value), "{field}");
    }
    assert_eq!(portal.form, before);

    let wrongs = [
        ("seed", "-1"),
        ("seed", "4294967296"),
        ("seed", ""),
        ("pass-mark", "101"),
        ("pass-mark", "60.5"),
        ("language", "p"),
        ("language", ""),
    ];
    for (field, value) in wrongs {
        let mut wrong = portal.clone();
        wrong.typed(field, value);
        assert_eq!(wrong.wrong(), [], "nothing is said before the button was pressed");
        assert!(!wrong.begin() && !wrong.making.busy(), "{field} {value}");
        assert_eq!(wrong.wrong().iter().map(|w| w.field).collect::<Vec<_>>(), [field], "{value}");
        assert_eq!(wrong.form.package(), None);
        wrong.typed(field, if field == "language" { "en" } else { "7" });
        assert_eq!(wrong.wrong(), []);
    }
    // A seed that is not asked for cannot be wrong.
    portal.typed("seed", "x");
    portal.typed("luck", "per-learner");
    assert!(portal.begin());
}

#[test]
fn the_week_in_hand_is_suggested_until_something_is_picked() {
    let mut app = App::new(Kept::default());
    app.update(Msg::Play { seed: 99 });
    let mut portal = portal();
    assert_eq!(portal.form, Form::default());
    portal.open(&app, &Kept::default(), "https://example.org/");
    assert_eq!(portal.form.seed, "99");
    portal.typed("seed", "5");
    portal.open(&app, &Kept::default(), "https://example.org/");
    assert_eq!(portal.form.seed, "5");
}

#[test]
fn the_embed_code_is_html_and_leads_to_the_week() {
    let mut portal = portal();
    portal.typed("blind", "true");
    let embed = portal.embed().expect("a link");
    assert_eq!(embed.link, "https://example.org/x/#/play/monday-call?v=1&seed=7&blind=1");
    assert!(
        embed.code.starts_with("<iframe src=\"https://example.org/x/#/play/monday-call?v=1&amp;seed=7&amp;blind=1\" title=\"By Friday: ")
    );
    assert!(embed.code.ends_with("></iframe>"));
    let element =
        "<script async src=\"https://example.org/x/embed.js\"></script>\n<by-friday scenario=\"monday-call\" seed=\"7\" blind title=";
    assert!(embed.element.starts_with(element) && embed.element.ends_with("</a></by-friday>"), "{}", embed.element);
    assert_eq!(embed.warning, None);
    portal.typed("luck", "per-learner");
    let embed = portal.embed().expect("a link");
    assert_eq!(embed.link, "https://example.org/x/#/play/monday-call?v=1&blind=1");
    assert!(!embed.element.contains("seed"), "{}", embed.element);
    for (base, warned) in [
        ("http://127.0.0.1:8080/", true),
        ("http://localhost/", true),
        ("http://[::1]/", true),
        ("http://[2001:db8::1]/", false),
        ("https://localhost.org/", false),
    ] {
        portal.open(&App::new(Kept::default()), &Kept::default(), base);
        assert_eq!(portal.embed().is_some_and(|e| e.warning.is_some()), warned, "{base}");
    }
}

#[test]
fn sizes_are_said_in_words() {
    assert_eq!([0, 999, 1_000, 411_001, 1_000_000, 1_290_000].map(size), ["0 bytes", "999 bytes", "1 kB", "412 kB", "1.0 MB", "1.2 MB"]);
}

/// A draft, a file and the week in hand can be packed as the built-in ones; the host then plays them.
#[test]
fn a_written_week_is_packed_whole() {
    use crate::hosted::Hosted;
    use crate::write::Writing;
    let text = include_str!("../../../../public/examples/first-friday.json");
    let mut kept = Kept::default();
    kept.insert("by-friday/draft/1".into(), Writing::copy_of(text).draft());
    let broken = text.replace("\"style\": \"directive\"", "\"style\": \"stern\"");
    kept.insert("by-friday/draft/2".into(), Writing::copy_of(&broken).draft());
    let mut portal = Packaging::default();
    portal.open(&App::new(Kept::default()), &kept, "https://example.org/");
    assert_eq!(portal.titles().last().map(|t| t.0.as_str()), Some("by-friday/draft/2"));
    portal.typed("scenario", "by-friday/draft/1");
    let package = portal.form.package().expect("it can be played");
    assert_eq!((package.launch.scenario.as_str(), package.title.as_str()), ("first-friday", "Ward four moves"));
    let key = package.launch.packed.clone().expect("it goes along");
    let embed = portal.embed().expect("it has code");
    assert!(embed.link.contains(&key) && embed.element.contains(&key) && embed.element.contains("title=\"By Friday: Ward four moves\""));
    let mut host = Hosted::new(Some(package.launch));
    assert_eq!(host.setup().scenario, "first-friday");
    let start = host.start(None, "", Kept::default(), 3);
    assert!(start.fragment.starts_with(&format!("#/play/{key}?")) && start.note.is_none(), "{start:?}");
    let elsewhere = host.allowed("#/play/monday-call?seed=1");
    assert!(elsewhere.is_some_and(|f| f.contains(&key)), "a package plays its own scenario only");
    assert_eq!(host.allowed(&format!("#/play/{key}?seed=3")), None);

    portal.typed("scenario", "by-friday/draft/2");
    assert_eq!((portal.form.package(), portal.embed()), (None, None));
    assert_eq!(portal.form.wrong()[0].field, "scenario");

    portal.opened("ward.json", text.replace("Ward four", "Ward five"));
    assert_eq!(portal.form.package().map(|p| p.title).as_deref(), Some("Ward five moves"));
    portal.opened("none.json", "{}".into());
    assert!(portal.form.package().is_none() && portal.wrong()[0].field == "scenario");
    // A copy of a built-in week is that week.
    portal.opened("monday.json", scenario::FIRST.1.to_owned());
    let launch = portal.form.package().expect("it can be played").launch;
    assert_eq!((launch.scenario.as_str(), launch.packed), ("monday-call", None));

    // The week in hand, where it came in a link.
    let mut app = App::new(Kept::default());
    app.update(Msg::Address { fragment: format!("#/play/{key}?seed=9"), seed: 1 });
    let mut portal = Packaging::default();
    portal.open(&app, &Kept::default(), "https://example.org/");
    assert_eq!(portal.form.package().and_then(|p| p.launch.packed), Some(key));
    assert_eq!(portal.form.seed, "9");
}
