//! Statements read from a record store, page by page.
