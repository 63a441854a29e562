//! What a portal is told, and the packages it is given.

pub mod package;
