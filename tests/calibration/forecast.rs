//! A forecast worth believing: of the states forecast at 0.3, three in ten ship in time. All on
//! test seeds, one state a week, so that no two share their luck.

use crate::measure::*;
use crate::reliability::{self, *};
use engine::model::scenario::Style::{Collaborative, Directive};

#[test]
fn f1_what_is_forecast_happens_as_often_as_forecast() {
    let (_, program) = monday_call();
    let pairs = stratified(&program, TEST.start..TEST.start + 40_000, 400);
    println!("played on by the forecast's rule, one state a week:");
    print(&pairs);
    for (t, row) in tenths(&pairs).iter().enumerate() {
        assert!(row.states >= 100, "tenth {t}: {row}");
        assert!(row.off().abs() <= 3.0, "tenth {t}: {row}");
    }
    let (slope, _) = slope(&pairs);
    assert!((0.9..=1.1).contains(&slope), "{slope}");
    for (day, row) in DAYS.iter().zip(days(&pairs)) {
        assert!(row.off().abs() <= 3.0, "{day}: {row}");
    }
    // One state a week of those who go on as they have, none picked by its forecast.
    let plain = reliability::pairs(&program, Player::Rule, TEST.start..TEST.start + 6_000);
    let range = covered(&plain);
    println!("  the range of 10 to 90 holds in {range}");
    assert!((0.77..=0.83).contains(&range.mean), "{range}");
}

fn covered(pairs: &[Pair]) -> Figure {
    Figure::of(pairs.iter().map(|p| f64::from(u8::from(p.within))))
}

#[test]
fn f2_what_the_forecast_is_to_players_who_do_not_go_on_as_they_have() {
    let (_, program) = monday_call();
    let players = [
        ("all directive", Player::Pure(Directive)),
        ("all collaborative", Player::Pure(Collaborative)),
        ("directive for six decisions, then collaborative", Player::Switch(Directive)),
        ("collaborative for six decisions, then directive", Player::Switch(Collaborative)),
    ];
    for (name, player) in players {
        println!("{name}:");
        let pairs = reliability::pairs(&program, player, TEST.start..TEST.start + 1_000);
        print(&pairs);
        let (thursday, all): (Vec<Pair>, Vec<Pair>) = (pairs.iter().filter(|p| p.day == 3).copied().collect(), pairs);
        println!("  the range of 10 to 90 holds in {}, on Thursday {}", covered(&all), covered(&thursday));
    }
}

#[test]
fn f3_the_forecast_comes_to_know_more_than_the_base_rate() {
    let (_, program) = monday_call();
    let skills = skills(&program, TEST.start..TEST.start + 2_500);
    println!("Brier skill at the first decision of the day, {:.3} in time", skills[0].base);
    for (day, s) in DAYS.iter().zip(&skills) {
        println!("  {day}: {:.3}, standard error {:.3}", s.skill, s.error);
    }
    assert!((-0.02..=0.1).contains(&skills[0].skill), "Monday");
    assert!(skills[2].skill >= 0.25, "Wednesday");
    // With more at stake on Friday less can be known on Thursday.
    assert!(skills[3].skill >= 0.4, "Thursday");
}
