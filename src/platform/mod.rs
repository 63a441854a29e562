//! The browser, and nothing but the browser: the only place where `web_sys` and `js_sys` are used.
//! Every call that a page may refuse returns a `Result` or `bool`; nothing here panics.

mod device;
pub mod embedding;
pub mod fields;
pub mod files;
pub mod host;
pub mod location;
pub mod objects;
pub mod page;
pub mod portal;
pub mod records;
pub mod share;
pub mod storage;
pub mod worker;
