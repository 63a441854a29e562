//! The four readers alone, each of every text: many times as many inputs a second as the whole ways take.
//! What is refused is refused in words; what is read, written and read again is the same.

use super::text;
use portal::message::{Command, Message};
use portal::package::Launch as Package;
use portal::{Launch, Resume};
use scenario::codec::link::{self, Route};
use scenario::codec::save;

pub fn run(data: &[u8]) {
    let text = text(data);
    link(&text);
    saved(&text);
    message(&text);
    if let Err(why) = scenario::scenario(&text) {
        assert!(!why.to_string().is_empty());
    }
}

pub fn link(fragment: &str) {
    match link::read(fragment) {
        Ok(route) => {
            let written = route.to_string();
            assert_eq!(link::read(&written), Ok(route.clone()), "what is written is read");
            if !matches!(route, Route::From(_)) {
                assert!(written.bytes().all(|b| b.is_ascii_graphic()), "an address of ours has no mark that hides: {written}");
            }
        }
        Err(why) => {
            let words = why.to_string();
            assert!(words.ends_with('.') && !words.chars().any(char::is_control), "{words}");
        }
    }
}

pub fn saved(text: &str) {
    if let Ok(save) = save::read(text) {
        assert_eq!(save::read(&save::write(&save)).as_ref(), Ok(&save));
    }
    if let Ok(answers) = save::read_answers(text) {
        assert_eq!(save::read_answers(&save::write_answers(&answers)).as_ref(), Ok(&answers));
    }
}

pub fn message(text: &str) {
    if let Ok(command) = Command::read(text) {
        assert_eq!(Command::read(&command.write()).as_ref(), Ok(&command));
    }
    if let Ok(message) = Message::read(text) {
        assert_eq!(Message::read(&message.write()).map(|m| m.write()), Ok(message.write()));
    }
    match Package::read(text) {
        Ok(launch) => assert_eq!(Package::read(&launch.write()).as_ref(), Ok(&launch)),
        Err(why) => assert!(why.to_string().ends_with('.')),
    }
    if let Ok(resume) = Resume::read(text) {
        let written = resume.write();
        assert!(written.is_ascii() && Resume::read(&written).map(|r| r.write()).as_ref() == Ok(&written));
    }
    if let Err(why) = Launch::read(text) {
        assert!(why.ends_with('.'));
    }
}
