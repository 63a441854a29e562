//! Packages for portals: their manifests by meaning, their zips by independent readers, and (with
//! the feature `browser-tests`, since they need what `tools/setup.sh test` installs) the peers: the
//! standards' own schemas through xmllint, `unzip`, Python's zipfile, and scormhost, which takes the
//! uploads and serves them.

mod common;
mod manifest;
#[cfg(feature = "browser-tests")]
mod peers;
#[cfg(feature = "browser-tests")]
mod schemas;
mod zips;
