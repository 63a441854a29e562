//! The editor by example.

use super::Writing;

#[test]
fn a_blank_week_runs_and_nothing_is_wrong_with_it() {
    let mut writing = Writing::blank();
    writing.check_whole();
    assert_eq!(writing.findings().list, []);
    assert!(crate::content::read(&writing.text()).is_ok());
}
