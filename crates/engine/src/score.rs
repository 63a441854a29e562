//! What a week came to: delivery, engagement, hours, and the score with one maximum.

use super::math;
use super::program::Program;
use super::work::{CLOSES, OPENS};
use crate::model::state::{MEMBERS, NONE, State};
use crate::model::time::DAY;

/// Assumptions that are rules of the score: the measure, not what is measured.
pub const MEASURE: [&str; 6] = ["late-span", "late-left", "promise-cost", "engagement-from", "engagement-to", "hours-span"];

/// What a week came to. Built from a finished week; of an unfinished one it tells the present.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    pub on_time: bool,
    /// Minutes since Monday 00:00; 0 where the shipment never got ready.
    pub finish: u32,
    /// Working minutes after the deadline.
    pub late: u32,
    pub broken_promise: bool,
    /// Each member's engagement in thousandths of a deviation, and the mean.
    pub engagement: [i32; MEMBERS],
    pub mean: i32,
    /// Minutes of the whole team: on tasks, in meetings, and (part of both) after hours.
    pub worked: u32,
    pub met: u32,
    pub overtime: u32,
    /// Points: delivery, engagement, hours.
    pub points: [f64; 3],
}

impl Outcome {
    /// 0 to 100.
    pub fn score(&self) -> f64 {
        self.points[0] + self.points[1] + self.points[2]
    }

    /// The team's hours, meetings and overtime included.
    pub fn hours(&self) -> f64 {
        f64::from(self.worked + self.met) / 60.0
    }
}

/// Engagement on the scale of the screen, 0 to 100, from thousandths of a deviation.
pub fn percent(engagement: i32) -> f64 {
    100.0 * math::cdf(f64::from(engagement) / 1000.0)
}

/// Working minutes (Monday to Friday, 9 to 17) since Monday 00:00.
pub fn working_minutes(clock: u32) -> u32 {
    let (day, minute) = (clock / DAY, clock % DAY);
    let whole = (day / 7) * 5 + (day % 7).min(5);
    let today = if day % 7 < 5 { minute.clamp(OPENS, CLOSES) - OPENS } else { 0 };
    whole * (CLOSES - OPENS) + today
}

impl Program {
    /// Minutes the plan foresees for the whole team: the expected effort of all tasks known on Monday.
    pub fn planned_minutes(&self) -> f64 {
        self.tasks.iter().filter(|t| !t.held && t.owner != NONE).map(|t| t.mean).sum()
    }

    /// What a week has come to.
    pub fn outcome(&self, s: &State) -> Outcome {
        let on_time = s.shipped != 0 && s.shipped <= self.deadline;
        let never = s.shipped == 0 && s.over();
        let late = match (on_time, never) {
            (true, _) => 0,
            (_, true) => u32::MAX,
            _ => working_minutes(s.shipped).saturating_sub(working_minutes(self.deadline)),
        };
        let mut engagement = [0; MEMBERS];
        let people = &s.people[..self.members];
        people.iter().enumerate().for_each(|(m, p)| engagement[m] = self.engagement(p));
        let mean = self.team_engagement(s);
        let worked = people.iter().map(|p| p.worked).sum();
        let met = people.iter().map(|p| p.met).sum();
        let overtime = people.iter().map(|p| p.late).sum();
        let broken_promise = !on_time && s.flags & self.promises != 0;
        let r = &self.rules;
        let delivery = if on_time { 1.0 } else { r.late_left - f64::from(late) / 60.0 / r.late_span };
        let broken = if broken_promise { r.promise_cost } else { 0.0 };
        let felt = people.iter().map(|p| percent(self.engagement(p)) / 100.0).sum::<f64>() / self.members as f64;
        let [from, to] = r.felt;
        let over = (f64::from(worked + met) - self.planned_minutes()).max(0.0) / 60.0;
        let points = [
            (r.weights[0] * delivery.max(0.0) - broken).max(0.0),
            r.weights[1] * ((felt - from) / (to - from).max(0.01)).clamp(0.0, 1.0),
            r.weights[2] * (1.0 - over / r.hours_span).clamp(0.0, 1.0),
        ];
        Outcome { on_time, finish: s.shipped, late, broken_promise, engagement, mean, worked, met, overtime, points }
    }
}

#[cfg(test)]
mod tests {
    use super::working_minutes;
    use crate::model::Time;

    #[test]
    fn working_minutes_count_office_hours_only() {
        let at = |text| working_minutes(Time::parse(text).map_or(0, |t| t.0));
        assert_eq!(at("mon 08:00"), 0);
        assert_eq!(at("mon 10:00"), 60);
        assert_eq!(at("tue 09:00") - at("mon 20:00"), 0);
        assert_eq!(at("fri 17:00") - at("fri 16:00"), 60);
        assert_eq!(working_minutes(7 * 1440 + 600) - at("sun 12:00"), 60);
    }
}
