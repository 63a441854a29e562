//! Times and durations as the standards write them. Times are UTC; the caller gives
//! them in milliseconds since 1970.

/// The end of the year 9999: later times are written as this one.
const LATEST: u64 = 253_402_300_799_999;

/// Year, month, day, and milliseconds of the day.
fn civil(ms: u64) -> (u64, u64, u64, u64) {
    let (days, rest) = (ms.min(LATEST) / 86_400_000, ms.min(LATEST) % 86_400_000);
    // Days since 1 March of the year 0, in eras of 400 years (Hinnant's algorithm).
    let z = days + 719_468;
    let (era, day) = (z / 146_097, z % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let date = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + u64::from(month <= 2), month, date, rest)
}

/// `2026-03-02T09:10:00.000Z`: xAPI 1.0.3 part 2, 4.5; cmi5 9.7 wants UTC.
pub fn timestamp(ms: u64) -> String {
    let (year, month, day, rest) = civil(ms);
    format!("{year:04}-{month:02}-{day:02}T{}.{:03}Z", clock(rest), rest % 1000)
}

/// `2026-03-02T09:10:00.00Z`: time(second,10,0) of SCORM 2004 RTE 4.1.1.7, two digits of a second
/// at most, and a zone only after them.
pub fn second(ms: u64) -> String {
    let (year, month, day, rest) = civil(ms);
    format!("{year:04}-{month:02}-{day:02}T{}.{:02}Z", clock(rest), rest % 1000 / 10)
}

/// `09:10:00`: CMITime of SCORM 1.2 RTE 3.4.2. Fractions are allowed but not taken everywhere.
pub fn time_of_day(ms: u64) -> String {
    clock(civil(ms).3)
}

fn clock(rest: u64) -> String {
    format!("{:02}:{:02}:{:02}", rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60)
}

/// `0001:02:03.45`: CMITimespan of SCORM 1.2 RTE 3.4.2, at most four digits of hours.
pub fn timespan(ms: u64) -> String {
    let ms = ms.min(9_999 * 3_600_000 + 3_599_990);
    format!("{:04}:{:02}:{:02}.{:02}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000 / 10)
}

/// `PT1H2M3.45S`: ISO 8601 in hundredths, for xAPI, cmi5 9.5.4 and timeinterval(second,10,2) of
/// SCORM 2004 RTE 4.1.1.7.
pub fn duration(ms: u64) -> String {
    let (hours, minutes, seconds, rest) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000 / 10);
    let mut text = "PT".to_owned();
    if hours > 0 {
        text += &format!("{hours}H");
    }
    if minutes > 0 {
        text += &format!("{minutes}M");
    }
    match (seconds, rest) {
        (0, 0) if text.len() > 2 => {}
        (_, 0) => text += &format!("{seconds}S"),
        _ => text += &format!("{seconds}.{rest:02}S"),
    }
    text
}

/// The longest pause between two signs of life that is study time, in milliseconds.
pub const LONGEST_PAUSE: u64 = 30 * 60_000;

/// How long somebody was there: the time between signs of life, but for pauses over
/// [`LONGEST_PAUSE`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Presence {
    last: u64,
    spent: u64,
}

impl Presence {
    /// Somebody came at this time.
    pub fn from(now: u64) -> Presence {
        Presence { last: now, spent: 0 }
    }

    /// A sign of life. A clock that is set back counts for nothing.
    pub fn sign(&mut self, now: u64) {
        let pause = now.saturating_sub(self.last);
        if pause <= LONGEST_PAUSE {
            self.spent += pause;
        }
        self.last = now;
    }

    /// Milliseconds.
    pub fn spent(&self) -> u64 {
        self.spent
    }
}

/// Whether a text is a UUID: xAPI 1.0.3 part 2, 4.2 names RFC 4122.
pub fn is_uuid(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    parts.iter().map(|p| p.len()).eq([8, 4, 4, 4, 12]) && parts.iter().all(|p| p.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PAUSE, Presence, duration, second, time_of_day, timespan, timestamp};

    #[test]
    fn times_are_written_as_the_standards_say() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (951_782_399_999, "2000-02-28T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_772_442_600_000, "2026-03-02T09:10:00.000Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
            (u64::MAX, "9999-12-31T23:59:59.999Z"),
        ] {
            assert_eq!(timestamp(ms), text);
        }
        assert_eq!(second(1_772_442_600_987), "2026-03-02T09:10:00.98Z");
        assert_eq!(time_of_day(1_772_442_600_987), "09:10:00");
    }

    #[test]
    fn durations_are_written_as_the_standards_say() {
        for (ms, iso, cmi) in [
            (0, "PT0S", "0000:00:00.00"),
            (1_000, "PT1S", "0000:00:01.00"),
            (3_450, "PT3.45S", "0000:00:03.45"),
            (60_000, "PT1M", "0000:01:00.00"),
            (3_723_450, "PT1H2M3.45S", "0001:02:03.45"),
            (36_000_000_000, "PT10000H", "9999:59:59.99"),
        ] {
            assert_eq!((duration(ms).as_str(), timespan(ms).as_str()), (iso, cmi));
        }
    }

    #[test]
    fn a_long_pause_is_no_study_time() {
        let mut presence = Presence::from(1_000);
        presence.sign(61_000);
        presence.sign(61_000 + LONGEST_PAUSE);
        assert_eq!(presence.spent(), 60_000 + LONGEST_PAUSE);
        // Lunch, with the page open; then a clock that is set back.
        presence.sign(5 * LONGEST_PAUSE);
        presence.sign(5 * LONGEST_PAUSE + 1_000);
        presence.sign(2_000);
        presence.sign(3_000);
        assert_eq!(presence.spent(), 62_000 + LONGEST_PAUSE);
    }
}
