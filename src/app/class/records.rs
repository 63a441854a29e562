//! Weeks in By Friday's own downloads and in xAPI statements.
