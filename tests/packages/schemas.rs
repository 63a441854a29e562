//! The manifests against the standards' own schemas, as the packages carry them: xmllint, and a
//! wrapper that imports every namespace, so that what stands in the manifest is checked wherever it
//! comes from. cmi5 and Tin Can have schemas too, but no npm or PyPI package that we found ships them:
//! their manifests are checked by meaning alone.

use crate::common::{made, package, packages, read_back};
use crate::peers::{folder, run, schemas, unpack};
use portal::package::{Package, Target};
use std::path::Path;
use std::process::Command;

/// Each namespace and the schema file that defines it.
fn namespaces(target: Target) -> &'static [(&'static str, &'static str)] {
    match target {
        Target::Scorm12 => &[
            ("http://www.imsproject.org/xsd/imscp_rootv1p1p2", "imscp_rootv1p1p2.xsd"),
            ("http://www.imsglobal.org/xsd/imsmd_rootv1p2p1", "imsmd_rootv1p2p1.xsd"),
            ("http://www.adlnet.org/xsd/adlcp_rootv1p2", "adlcp_rootv1p2.xsd"),
        ],
        _ => &[
            ("http://www.imsglobal.org/xsd/imscp_v1p1", "imscp_v1p1.xsd"),
            ("http://www.adlnet.org/xsd/adlcp_v1p3", "adlcp_v1p3.xsd"),
            ("http://www.adlnet.org/xsd/adlseq_v1p3", "adlseq_v1p3.xsd"),
            ("http://www.adlnet.org/xsd/adlnav_v1p3", "adlnav_v1p3.xsd"),
            ("http://www.imsglobal.org/xsd/imsss", "imsss_v1p0.xsd"),
        ],
    }
}

/// Writes the wrapper into an unpacked package, and the manifest anew if asked; what xmllint says.
fn validate(folder: &Path, target: Target, manifest: Option<&str>) -> Result<(), String> {
    let imports: String =
        namespaces(target).iter().map(|(space, file)| format!("<xs:import namespace=\"{space}\" schemaLocation=\"{file}\"/>\n")).collect();
    let wrapper = format!("<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\">\n{imports}</xs:schema>\n");
    std::fs::write(folder.join("wrapper.xsd"), wrapper).expect("the wrapper can be written");
    if let Some(text) = manifest {
        std::fs::write(folder.join("imsmanifest.xml"), text).expect("the manifest can be written");
    }
    run(Command::new("xmllint").args(["--nonet", "--noout", "--schema", "wrapper.xsd", "imsmanifest.xml"]).current_dir(folder)).map(|_| ())
}

/// The package unpacked, schemas and all, and its manifest.
fn unpacked(package: &Package, name: &str) -> (std::path::PathBuf, String) {
    let files = schemas(package.launch.target);
    let borrowed: Vec<_> = files.iter().map(|(name, bytes)| portal::package::File { name, bytes }).collect();
    let made = made(package, &borrowed);
    let folder = folder(name);
    unpack(&read_back(&made.bytes), &folder);
    let manifest = std::fs::read_to_string(folder.join("imsmanifest.xml")).expect("the manifest");
    (folder, manifest)
}

#[test]
fn every_scorm_manifest_is_valid_by_the_schemas_it_travels_with() {
    for (i, package) in packages().filter(|p| p.launch.target.schemas()).enumerate() {
        let (folder, _) = unpacked(&package, &format!("valid-{i}"));
        validate(&folder, package.launch.target, None).unwrap_or_else(|e| panic!("{package:?}: {e}"));
    }
}

#[test]
fn texts_of_all_kinds_leave_it_valid() {
    for (i, title) in ["\u{1}\u{fffe}x\n\ty & <b>", &"long ".repeat(100), "日本語 ]]> \u{202e}", "\u{1f600}"].iter().enumerate() {
        for target in [Target::Scorm12, Target::Scorm2004] {
            let package = Package { title: (*title).to_owned(), ..package(target, Some(60)) };
            let (folder, _) = unpacked(&package, &format!("texts-{i}-{}", target.name()));
            validate(&folder, target, None).unwrap_or_else(|e| panic!("{title:?}: {e}"));
        }
    }
}

/// A change that the schemas must see.
#[track_caller]
fn check(target: Target, from: &str, to: &str, says: &str) {
    let (folder, manifest) = unpacked(&package(target, Some(65)), &format!("broken-{}-{}", target.name(), to.len() + 1000 * from.len()));
    assert!(manifest.contains(from), "{from}: {manifest}");
    let said = validate(&folder, target, Some(&manifest.replacen(from, to, 1))).map(|()| from).expect_err("a broken manifest is refused");
    assert!(said.contains(says), "{to}: {said}");
}

#[test]
fn a_broken_manifest_is_refused() {
    let both = [Target::Scorm12, Target::Scorm2004];
    for target in both {
        check(target, " identifier=\"by-friday-monday-call-item\"", "", "'identifier' is required");
        check(target, "by-friday-monday-call-sco\" type=\"webcontent\"", "by-friday-monday-call-sco\"", "'type' is required");
        check(target, "<resources>", "<things/><resources>", "not expected");
        check(target, "identifier=\"by-friday-monday-call-item\"", "identifier=\"1 item\"", "not a valid value");
    }
    check(Target::Scorm12, "adlcp:scormtype", "adlcp:scormType", "No matching global attribute");
    check(Target::Scorm12, "\"sco\"", "\"SCO\"", "not an element of the set");
    check(Target::Scorm12, "<title>Ships", &format!("<title>{}", "long ".repeat(50)), "exceeds the allowed maximum length");
    check(Target::Scorm2004, "0.65", "65", "greater than the maximum");
    check(Target::Scorm2004, "<imsss:deliveryControls ", "<imsss:deliveryControl ", "not expected");
    check(Target::Scorm2004, "completionSetByContent", "completionsetbycontent", "not allowed");
    check(Target::Scorm2004, ">previous<", ">back<", "not an element of the set");
}

/// Why the manifests are also checked by meaning (`manifest.rs`): the schemas of 2004 let every
/// attribute of another namespace through, and a portal then takes our content for an asset.
#[test]
fn the_schemas_of_2004_do_not_see_a_sco_in_the_case_of_1_2() {
    let (folder, manifest) = unpacked(&package(Target::Scorm2004, None), "case");
    let wrong = manifest.replace("adlcp:scormType", "adlcp:scormtype");
    assert_ne!(wrong, manifest);
    assert_eq!(validate(&folder, Target::Scorm2004, Some(&wrong)), Ok(()));
}
