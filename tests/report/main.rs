//! What portals are told, call by call and statement by statement, against small stand-ins that
//! hold to the standards; and the window messages against their schema.

mod cmi5;
mod hosted;
mod message;
mod peers;
mod sample;
mod scorm;
mod vocabulary;
mod xapi;
