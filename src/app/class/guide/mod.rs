//! A guide for the facilitator, made from any scenario.
