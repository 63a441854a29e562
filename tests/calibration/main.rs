//! The calibration of `monday-call` (DESIGN section 2): each statement is a test that prints its
//! figures with 95% intervals. The scenario was tuned on seeds 0 to 9,999 and is tested on
//! 1,000,000 to 1,009,999.

mod forecast;
mod measure;
mod paths;
mod reliability;
mod situations;
mod statements;
mod weeks;
