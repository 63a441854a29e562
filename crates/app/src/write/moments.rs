//! Times of day and durations, in every form in which people write them.

/// Minutes of a working day: `2 days` of work.
const WORKDAY: f64 = 8.0 * 60.0;

/// A time of day as files hold it (`15:00`), from `15:00`, `15.00`, `15h00`, `1500`, `15`, `3pm`,
/// `3:30 p.m.` or `noon`; `None` where it is no time of a day.
pub fn clock(text: &str) -> Option<String> {
    let text: String = text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.replace("a.m.", "am").replace("p.m.", "pm").replace("o\u{2019}clock", "").replace("o'clock", "");
    match text.as_str() {
        "noon" | "midday" => return Some("12:00".to_owned()),
        "midnight" => return Some("00:00".to_owned()),
        _ => {}
    }
    let (digits, half) = match (text.strip_suffix("am"), text.strip_suffix("pm")) {
        (Some(rest), _) => (rest, Some(0)),
        (_, Some(rest)) => (rest, Some(12)),
        _ => (text.as_str(), None),
    };
    let digits = digits.strip_suffix("uhr").unwrap_or(digits);
    let (hour, minute) = match digits.split_once([':', '.', 'h']) {
        Some((hour, "")) if digits.ends_with('h') => (hour, "00"),
        Some((hour, minute)) if minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None if matches!(digits.len(), 3 | 4) => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "00"),
    };
    let number = |t: &str| t.parse::<u32>().ok().filter(|_| matches!(t.len(), 1 | 2) && t.bytes().all(|b| b.is_ascii_digit()));
    let (hour, minute) = (number(hour)?, number(minute)?);
    let hour = match half {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(add) => hour % 12 + add,
        None => hour,
    };
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// Minutes, from `90 min`, `1.5 h`, `1 h 30`, `2 days` (of 8 hours) and the like; `None` where it is
/// none of these. A bare number is no duration here: fields read it themselves.
pub fn minutes(text: &str) -> Option<f64> {
    let text = text.to_lowercase().replace('\u{2212}', "-");
    let (sign, rest) = text.trim().strip_prefix('-').map_or((1.0, text.trim()), |rest| (-1.0, rest));
    let (mut sum, mut last, mut rest) = (0.0, f64::INFINITY, rest.trim_start());
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
        let number: f64 = rest.get(..end)?.replace(',', ".").parse().ok()?;
        let after = rest.get(end..)?.trim_start();
        let word = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        let unit = match after.get(..word)? {
            "min" | "mins" | "minute" | "minutes" | "m" => 1.0,
            "h" | "hr" | "hrs" | "hour" | "hours" => 60.0,
            "d" | "day" | "days" => WORKDAY,
            // `1 h 30`
            "" if last == 60.0 => 1.0,
            _ => return None,
        };
        if unit >= last {
            return None;
        }
        (sum, last) = (sum + number * unit, unit);
        rest = after.get(word..)?.trim_start_matches([' ', ',', '.']).trim_start();
        rest = rest.strip_prefix("and ").unwrap_or(rest).trim_start();
    }
    (last.is_finite() && sum.is_finite()).then_some(sign * libm::round(sum))
}

#[allow(dead_code)]
/// Minutes as hours and days, where that says more than the number: `1 h 30 min`, `2 days`.
pub fn long(minutes: f64) -> Option<String> {
    let whole = libm::fabs(minutes);
    if whole < 60.0 || libm::floor(whole) != whole {
        return None;
    }
    let (days, rest) = (libm::floor(whole / WORKDAY), whole % WORKDAY);
    let (hours, left) = (libm::floor(rest / 60.0), rest % 60.0);
    let part = |n: f64, one: &str, more: &str| (n > 0.0).then(|| format!("{n} {}", if n == 1.0 { one } else { more }));
    let parts = [part(days, "working day", "working days"), part(hours, "h", "h"), part(left, "min", "min")];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::{clock, long, minutes};

    #[test]
    fn times_are_read_in_every_usual_form() {
        for text in ["15:00", "15.00", "1500", "15", "3pm", "3 PM", "3 p.m.", "3:00pm", "3.00 pm", "15h", "15h00", "15 Uhr", " 15:00 "] {
            assert_eq!(clock(text).as_deref(), Some("15:00"), "{text}");
        }
        for (text, time) in [("9", "09:00"), ("910", "09:10"), ("9:10", "09:10"), ("12am", "00:00"), ("12pm", "12:00"), ("noon", "12:00")] {
            assert_eq!(clock(text).as_deref(), Some(time), "{text}");
        }
        for text in ["", "24:00", "9:60", "9:1", "13pm", "0am", "soon", "9:100", "12345", "-3", "+9", "9:10:00", "\u{661}5"] {
            assert_eq!(clock(text), None, "{text}");
        }
    }

    #[test]
    fn durations_are_read_in_minutes_hours_and_days() {
        let read =
            [("90 min", 90.0), ("1.5 h", 90.0), ("1,5h", 90.0), ("1 h 30", 90.0), ("1 hour and 30 minutes", 90.0), ("2 days", 960.0)];
        for (text, n) in read.into_iter().chain([("1 day 2 h", 600.0), ("\u{2212}2h", -120.0)]) {
            assert_eq!(minutes(text), Some(n), "{text}");
        }
        for text in ["", "90", "slip", "-slip", "1 h 2 h", "30 min 1 h", "1e3 h", "h"] {
            assert_eq!(minutes(text), None, "{text}");
        }
        assert_eq!([long(45.0), long(90.0), long(960.0)], [None, Some("1 h 30 min".to_owned()), Some("2 working days".to_owned())]);
    }
}
