//! A class read from Ralph, a record store from PyPI, as the screen reads it.

use super::classroom::three;
use super::filled::filled;
use super::ralph::{KEY, Ralph, SECRET};
use app::class::Read;
use app::class::store::{State, Store};

/// Sends what the store is to be asked, until it is read or fails; how many pages it took.
fn drive(ralph: &Ralph, store: &mut Store) -> (usize, Result<Read, String>) {
    for page in 1.. {
        let request = store.request();
        let path = request.url.strip_prefix(&ralph.home()).expect("it stays with the store").to_owned();
        let (status, body) = ralph.ask("GET", &path, &request.headers, "");
        match store.answer(status, body.as_bytes()) {
            State::More { pages, .. } => assert_eq!(pages, page),
            State::Done(read) => return (page, Ok(read)),
            State::Failed(why) => return (page, Err(why)),
        }
    }
    unreachable!("it ended")
}

#[test]
fn three_weeks_come_back_from_ralph_page_by_page() {
    let (ralph, weeks) = filled("reading", &[("RALPH_RUNSERVER_MAX_SEARCH_HITS_COUNT", "20")]);
    let mut store = Store::new(&ralph.address(), KEY, SECRET).expect("an address");
    let (pages, read) = drive(&ralph, &mut store);
    let read = read.expect("it is read");
    // By its verb Ralph finds nothing when it keeps files; then all are asked for: 100 of another's, and ours.
    let ours: usize = three().iter().map(|(l, _)| l.store.statements.len()).sum();
    assert_eq!((pages, read.bad.as_slice()), (1 + (100 + ours).div_ceil(20), &[][..]));
    let found: Vec<_> = read.found.into_iter().map(|f| (f.name, f.link)).collect();
    assert_eq!(found, weeks.iter().map(|(name, link)| ((*name).to_owned(), link.clone())).collect::<Vec<_>>());

    // Stopped after some pages, what was read is used.
    let mut store = Store::new(&format!("{}/statements/", ralph.address()), KEY, SECRET).expect("an address");
    for _ in 0..5 {
        let request = store.request();
        let (status, body) = ralph.ask("GET", request.url.strip_prefix(&ralph.home()).unwrap_or(""), &request.headers, "");
        assert!(matches!(store.answer(status, body.as_bytes()), State::More { .. }));
    }
    let half = store.stop();
    assert!(!half.found.is_empty() && half.found.iter().map(|f| f.link.moves.len()).sum::<usize>() < 39, "{half:?}");

    // Nothing was stored since a day that is to come.
    let mut store = Store::new(&ralph.address(), KEY, SECRET).and_then(|s| s.since("9999-01-01")).expect("a day");
    let (_, read) = drive(&ralph, &mut store);
    assert!(read.is_ok_and(|r| r.found.is_empty() && r.bad[0].why.contains("no statements")));

    for (address, key, secret, why) in [
        (ralph.address(), KEY, "wrong", "refused the key and secret"),
        (ralph.address(), "nobody", SECRET, "refused the key and secret"),
        (format!("{}/nowhere", ralph.home()), KEY, SECRET, "no statements at this address"),
    ] {
        let mut store = Store::new(&address, key, secret).expect("an address");
        let said = drive(&ralph, &mut store).1.expect_err("it is refused");
        assert!(said.contains(why), "{said}");
    }
}

/// What a browser asks before it lets a page of another origin read: Ralph allows whom it is told to.
#[test]
fn ralph_lets_pages_of_the_origins_it_names_read() {
    let page = "http://127.0.0.1:9";
    let ralph = Ralph::with("origins", &[("RALPH_RUNSERVER_CORS_ALLOW_ORIGINS", &format!("[\"{page}\"]"))]);
    let asks = |origin: &str| {
        let headers = [
            ("Origin", origin.to_owned()),
            ("Access-Control-Request-Method", "GET".to_owned()),
            ("Access-Control-Request-Headers", "authorization,x-experience-api-version".to_owned()),
        ];
        ralph.ask("OPTIONS", "/xAPI/statements", &headers, "").0
    };
    assert_eq!((asks(page), asks("http://127.0.0.1:8")), (200, 400));
}
