//! What the manifests say, element by element. A schema lets through what a portal stumbles over:
//! a lower-case `scormtype` in 2004, an id that changes with the edition, a file that is not listed.

use crate::common::{BUILD, INSIDE, made, manifest, package, read_back};
use portal::package::{File, Target, href, ids};
use roxmltree::{Document, Node};

const ADLCP12: &str = "http://www.adlnet.org/xsd/adlcp_rootv1p2";
const ADLCP: &str = "http://www.adlnet.org/xsd/adlcp_v1p3";
const ADLNAV: &str = "http://www.adlnet.org/xsd/adlnav_v1p3";
const IMSCP12: &str = "http://www.imsproject.org/xsd/imscp_rootv1p1p2";
const IMSCP: &str = "http://www.imsglobal.org/xsd/imscp_v1p1";
const IMSSS: &str = "http://www.imsglobal.org/xsd/imsss";
const CMI5: &str = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd";
const TITLE: &str = "Ships & \"shoes\" <by Friday>";

/// The only element at the end of a path of names, each in its namespace.
#[track_caller]
fn at<'a>(doc: &'a Document, path: &[(&str, &str)]) -> Node<'a, 'a> {
    path.iter().fold(doc.root(), |node, (space, name)| {
        let found: Vec<Node> = node.children().filter(|c| c.has_tag_name((*space, *name))).collect();
        assert_eq!(found.len(), 1, "{name} in {:?}", node.tag_name().name());
        found[0]
    })
}

/// The names of a node's elements, in order.
fn inside(node: Node) -> Vec<String> {
    node.children().filter(Node::is_element).map(|n| n.tag_name().name().to_owned()).collect()
}

#[track_caller]
fn organization(doc: &Document, space: &str, version: &str) {
    assert_eq!(inside(doc.root_element()), ["metadata", "organizations", "resources"]);
    assert_eq!(doc.root_element().attribute("identifier"), Some("by-friday-monday-call"));
    let root = (space, "manifest");
    assert_eq!(at(doc, &[root, (space, "metadata"), (space, "schema")]).text(), Some("ADL SCORM"));
    assert_eq!(at(doc, &[root, (space, "metadata"), (space, "schemaversion")]).text(), Some(version));
    let organizations = at(doc, &[root, (space, "organizations")]);
    let organization = at(doc, &[root, (space, "organizations"), (space, "organization")]);
    assert_eq!(organizations.attribute("default"), organization.attribute("identifier"));
    let item = at(doc, &[root, (space, "organizations"), (space, "organization"), (space, "item")]);
    let resource = at(doc, &[root, (space, "resources"), (space, "resource")]);
    assert_eq!(item.attribute("identifierref"), resource.attribute("identifier"));
    assert_eq!(item.attribute("isvisible"), Some("true"));
    for titled in [organization, item] {
        let title = titled.children().find(|c| c.has_tag_name((space, "title"))).expect("a title");
        assert_eq!(title.text(), Some(TITLE));
    }
    assert_eq!((resource.attribute("type"), resource.attribute("href")), (Some("webcontent"), Some("index.html")));
    // Every file, launch.json too, by an address that leads to it; the manifest itself is not content.
    let listed: Vec<&str> = resource.children().filter_map(|c| c.attribute("href")).collect();
    let expected = ["boot.js", "fonts/a%20b.woff2", "icon%26%271%27.svg", "index.html", "launch.json", "web-8bbe_bg.wasm", "%C3%A4.css"];
    assert_eq!(listed, expected);
    assert_eq!(listed.len(), INSIDE + 1, "{BUILD:?}");
    let identifiers: Vec<&str> = doc.descendants().filter_map(|n| n.attribute("identifier")).collect();
    assert_eq!(identifiers.len(), 4);
    assert!(identifiers.iter().all(|i| identifiers.iter().filter(|j| i == *j).count() == 1), "{identifiers:?}");
}

/// Whatever lies in a package is named by its manifest, but for the manifest itself.
#[test]
fn every_file_of_a_package_is_in_its_manifest() {
    let schemas = [("adlcp_rootv1p2.xsd", b"<a/>"), ("common/a b.xsd", b"<b/>")].map(|(name, bytes)| File { name, bytes });
    for target in [Target::Scorm12, Target::Scorm2004] {
        let mut files = read_back(&made(&package(target, None), &schemas).bytes);
        let text = String::from_utf8(files.remove("imsmanifest.xml").expect("the manifest")).expect("UTF-8");
        let doc = Document::parse(&text).expect("XML");
        let named = doc.descendants().filter(|n| n.tag_name().name() == "file").filter_map(|n| n.attribute("href"));
        let named: Vec<String> = named.map(str::to_owned).collect();
        let mut expected: Vec<String> = files.keys().map(|name| href(name)).collect();
        let mut sorted = named.clone();
        sorted.sort();
        expected.sort();
        assert_eq!(sorted, expected, "{target:?}");
        assert!(named.contains(&"common/a%20b.xsd".to_owned()) && named.contains(&"launch.json".to_owned()));
    }
}

#[test]
fn scorm_1_2_names_a_sco_in_its_own_case_and_a_mastery_score() {
    for mark in [None, Some(0), Some(65), Some(100)] {
        let (_, text) = manifest(&package(Target::Scorm12, mark));
        let doc = Document::parse(&text).expect("XML");
        organization(&doc, IMSCP12, "1.2");
        let root = (IMSCP12, "manifest");
        let resource = at(&doc, &[root, (IMSCP12, "resources"), (IMSCP12, "resource")]);
        assert_eq!(resource.attribute((ADLCP12, "scormtype")), Some("sco"));
        assert!(!text.contains("scormType"));
        let item = at(&doc, &[root, (IMSCP12, "organizations"), (IMSCP12, "organization"), (IMSCP12, "item")]);
        let mastery = item.children().find(|c| c.has_tag_name((ADLCP12, "masteryscore"))).and_then(|c| c.text());
        assert_eq!(mastery.map(str::to_owned), mark.map(|m| m.to_string()));
    }
}

#[test]
fn scorm_2004_names_a_sco_in_its_own_case_and_leaves_status_to_the_content() {
    for (mark, measure) in [(None, None), (Some(0), Some("0")), (Some(65), Some("0.65")), (Some(100), Some("1"))] {
        let (_, text) = manifest(&package(Target::Scorm2004, mark));
        let doc = Document::parse(&text).expect("XML");
        organization(&doc, IMSCP, "2004 4th Edition");
        let root = (IMSCP, "manifest");
        let resource = at(&doc, &[root, (IMSCP, "resources"), (IMSCP, "resource")]);
        assert_eq!(resource.attribute((ADLCP, "scormType")), Some("sco"));
        assert!(!text.contains("scormtype"));

        let organization = [root, (IMSCP, "organizations"), (IMSCP, "organization")];
        let with = |more: &[(&'static str, &'static str)]| [&organization[..], more].concat();
        let control = at(&doc, &with(&[(IMSSS, "sequencing"), (IMSSS, "controlMode")]));
        assert_eq!((control.attribute("choice"), control.attribute("flow")), (Some("true"), Some("true")));
        let delivery = at(&doc, &with(&[(IMSCP, "item"), (IMSSS, "sequencing"), (IMSSS, "deliveryControls")]));
        assert_eq!(delivery.attribute("completionSetByContent"), Some("true"));
        assert_eq!(delivery.attribute("objectiveSetByContent"), Some("true"));
        let buttons = at(&doc, &with(&[(IMSCP, "item"), (ADLNAV, "presentation"), (ADLNAV, "navigationInterface")]));
        let hidden: Vec<&str> = buttons.children().filter_map(|c| c.text()).filter(|t| !t.trim().is_empty()).collect();
        assert_eq!(hidden, ["previous", "continue"]);
        assert!(!text.contains("completionThreshold"));

        let sequencing = at(&doc, &with(&[(IMSCP, "item"), (IMSSS, "sequencing")]));
        if let Some(measure) = measure {
            // The schema's order: objectives before delivery controls.
            assert_eq!(inside(sequencing), ["objectives", "deliveryControls"]);
            let objective = [(IMSCP, "item"), (IMSSS, "sequencing"), (IMSSS, "objectives"), (IMSSS, "primaryObjective")];
            let primary = at(&doc, &with(&objective));
            assert_eq!(primary.attribute("satisfiedByMeasure"), Some("true"));
            assert_eq!(primary.attribute("objectiveID"), Some(ids::objective("monday-call").as_str()));
            let least = primary.children().find(|c| c.has_tag_name((IMSSS, "minNormalizedMeasure"))).and_then(|c| c.text());
            assert_eq!(least, Some(measure));
        } else {
            assert_eq!(inside(sequencing), ["deliveryControls"]);
        }
    }
}

#[test]
fn cmi5_names_course_and_unit_and_moves_on_by_the_rule() {
    for (mark, score, move_on) in [
        (None, None, "Completed"),
        (Some(0), Some("0"), "CompletedAndPassed"),
        (Some(65), Some("0.65"), "CompletedAndPassed"),
        (Some(100), Some("1"), "CompletedAndPassed"),
    ] {
        let (_, text) = manifest(&package(Target::Cmi5, mark));
        let doc = Document::parse(&text).expect("XML");
        assert_eq!(inside(doc.root_element()), ["course", "au"]);
        let root = (CMI5, "courseStructure");
        let (course, au) = (at(&doc, &[root, (CMI5, "course")]), at(&doc, &[root, (CMI5, "au")]));
        assert_eq!(course.attribute("id"), Some("urn:x-by-friday:course:monday-call"));
        assert_eq!(au.attribute("id"), Some("urn:x-by-friday:scenario:monday-call"));
        assert_eq!((au.attribute("moveOn"), au.attribute("masteryScore")), (Some(move_on), score));
        assert_eq!(au.attribute("launchMethod"), Some("AnyWindow"));
        assert_eq!(au.attribute("activityType"), Some("http://adlnet.gov/expapi/activities/simulation"));
        assert_eq!(inside(course), ["title", "description"]);
        assert_eq!(inside(au), ["title", "description", "url"]);
        assert_eq!(at(&doc, &[root, (CMI5, "au"), (CMI5, "url")]).text(), Some("index.html"));
        for (whose, what, said) in [
            ("course", "title", TITLE),
            ("course", "description", "A week in which it's tight."),
            ("au", "title", TITLE),
            ("au", "description", "A week in which it's tight."),
        ] {
            let node = at(&doc, &[root, (CMI5, whose), (CMI5, what), (CMI5, "langstring")]);
            assert_eq!((node.attribute("lang"), node.text()), (Some("en"), Some(said)));
        }
    }
}

#[test]
fn tincan_names_the_activity_and_what_launches_it() {
    let (_, text) = manifest(&package(Target::Xapi, Some(65)));
    let doc = Document::parse(&text).expect("XML");
    const TINCAN: &str = "http://projecttincan.com/tincan.xsd";
    let activity = at(&doc, &[(TINCAN, "tincan"), (TINCAN, "activities"), (TINCAN, "activity")]);
    assert_eq!(activity.attribute("id"), Some("urn:x-by-friday:scenario:monday-call"));
    assert_eq!(activity.attribute("type"), Some("http://adlnet.gov/expapi/activities/simulation"));
    assert_eq!(inside(activity), ["name", "description", "launch"]);
    let said: Vec<_> = activity.children().filter(Node::is_element).map(|n| (n.attribute("lang"), n.text())).collect();
    assert_eq!(said, [(Some("en"), Some(TITLE)), (Some("en"), Some("A week in which it's tight.")), (Some("en"), Some("index.html"))]);
}

#[test]
fn ids_stay_when_the_edition_the_rules_or_the_words_change() {
    let named = |text: &str| -> Vec<String> {
        let doc = Document::parse(text).expect("XML");
        let wanted = ["id", "identifier", "identifierref", "default", "objectiveID"];
        doc.descendants().flat_map(|n| n.attributes()).filter(|a| wanted.contains(&a.name())).map(|a| a.value().to_owned()).collect()
    };
    for target in Target::ALL.into_iter().filter(|t| *t != Target::Web) {
        let one = package(target, Some(65));
        let mut other = one.clone();
        other.launch.edition = "000000".into();
        other.launch.language = "de".into();
        other.launch.pass_mark = Some(10);
        other.launch.blind = true;
        other.title = "Bis Freitag".into();
        let (one, other) = (manifest(&one).1, manifest(&other).1);
        assert_ne!(one, other);
        assert_eq!(named(&one), named(&other), "{target:?}");
    }
}
