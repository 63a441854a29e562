//! What portals are told, call by call and statement by statement, against small stand-ins that
//! hold to the standards; and the window messages against their schema.

#[cfg(feature = "browser-tests")]
mod attempts;
mod classroom;
mod cmi5;
#[cfg(feature = "browser-tests")]
mod filled;
mod hosted;
mod lrs;
mod message;
mod peers;
#[cfg(feature = "browser-tests")]
mod ralph;
#[cfg(feature = "browser-tests")]
mod reading;
mod records;
mod sample;
mod scorm;
mod store;
#[cfg(feature = "browser-tests")]
mod stores;
mod telling;
mod vocabulary;
mod xapi;
