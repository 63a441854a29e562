//! Packages for portals: one zip of the app's own files, `launch.json`, and the manifest that the
//! portal reads. Made without a server, with the same bytes natively and in a browser.
//!
//! | target | manifest | what it follows |
//! | --- | --- | --- |
//! | [`Target::Scorm12`] | `imsmanifest.xml` | SCORM 1.2 Content Aggregation Model |
//! | [`Target::Scorm2004`] | `imsmanifest.xml` | SCORM 2004 4th edition CAM and SN |
//! | [`Target::Cmi5`] | `cmi5.xml` | cmi5 (Quartz), sections 13 and 14 |
//! | [`Target::Xapi`] | `tincan.xml` | the Tin Can launch convention of Rustici Software |
//! | [`Target::Web`] | none | a folder for any static host |
//!
//! The app's files go in byte for byte. Which week is played, and by which rules, is in
//! `launch.json` alone ([`Launch`]), so the same build serves every package.

mod cmi5;
mod files;
pub mod ids;
mod launch;
mod scorm;
mod tincan;
mod xml;
mod zip;

pub use files::{File, LISTING, Listing, Problem, belongs, href};
pub use launch::{BadLaunch, Complete, LAUNCH, Launch, Seeds, Target, is_address};

/// What goes into a package, but for the files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// What the app will read when the package is opened.
    pub launch: Launch,
    /// The scenario's title, as the portal shows it. SCORM titles are cut at 200 characters.
    pub title: String,
    /// A sentence or two about it; where it is empty the title stands in. SCORM has no place for it.
    pub description: String,
}

/// One file of a finished package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// Bytes of the file, and bytes it takes in the zip.
    pub size: usize,
    pub packed: usize,
}

/// A finished package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The zip.
    pub bytes: Vec<u8>,
    /// Its files, in order of name.
    pub entries: Vec<Entry>,
}

/// By name. One function: each call of its own would be another sort in the program.
fn in_order(files: &mut [File]) {
    files.sort_by_key(|f| f.name);
}

impl Package {
    /// A good name for the zip: `by-friday-monday-call-scorm12.zip`.
    pub fn file_name(&self) -> String {
        format!("by-friday-{}-{}.zip", self.launch.scenario, self.launch.target.name())
    }

    /// The manifest's name and text for these files (all but the manifest itself); none for
    /// [`Target::Web`]. The text is XML 1.0 in UTF-8.
    pub fn manifest(&self, files: &[&str]) -> Option<(&'static str, String)> {
        match self.launch.target {
            Target::Scorm12 => Some(("imsmanifest.xml", scorm::twelve(self, files))),
            Target::Scorm2004 => Some(("imsmanifest.xml", scorm::fourth(self, files))),
            Target::Cmi5 => Some(("cmi5.xml", cmi5::manifest(self))),
            Target::Xapi => Some(("tincan.xml", tincan::manifest(self))),
            Target::Web => None,
        }
    }

    /// Makes the zip. `app` are the files of a build; those that are no part of a package
    /// ([`belongs`]) are left out. `schemas` are the standard's XSDs, which go to the root: ADL's
    /// validator looks for them there. They may be left out, and are for targets without any.
    /// The order of both lists makes no difference.
    ///
    /// # Errors
    /// [`Problem`]: what keeps this from being a package.
    pub fn make(&self, app: &[File], schemas: &[File]) -> Result<Made, Problem> {
        self.make_watched(app, schemas, &mut |_| ())
    }

    /// The same; `packed` is told of each file once it is in the zip.
    ///
    /// # Errors
    /// As [`Package::make`].
    pub fn make_watched(&self, app: &[File], schemas: &[File], packed: &mut dyn FnMut(&Entry)) -> Result<Made, Problem> {
        self.launch.check().map_err(Problem::Settings)?;
        if self.title.trim().is_empty() {
            return Err(Problem::Settings("a title is missing"));
        }
        let launch = self.launch.write();
        let mut all: Vec<File> = app.iter().filter(|f| belongs(f.name, self.launch.target)).copied().collect();
        all.push(File { name: LAUNCH, bytes: launch.as_bytes() });
        if self.launch.target.schemas() {
            all.extend(schemas);
        }
        in_order(&mut all);
        let names: Vec<&str> = all.iter().map(|f| f.name).collect();
        let manifest = self.manifest(&names);
        if let Some((name, text)) = &manifest {
            all.push(File { name, bytes: text.as_bytes() });
        }
        in_order(&mut all);
        files::check(&all)?;
        let mut zip = zip::Zip::default();
        let mut entries = Vec::with_capacity(all.len());
        for file in all {
            let size = zip.add(file.name, file.bytes).ok_or(Problem::TooLarge)?;
            let entry = Entry { name: file.name.to_owned(), size: file.bytes.len(), packed: size };
            packed(&entry);
            entries.push(entry);
        }
        Ok(Made { bytes: zip.finish().ok_or(Problem::TooLarge)?, entries })
    }
}
