//! A forecast worth believing: of the states forecast at 0.3, three in ten ship in time. All on
//! test seeds, one state a week, so that no two share their luck.

use crate::measure::*;
use crate::reliability::*;
use by_friday::model::scenario::Style::{Collaborative, Directive};

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
        print(&pairs(&program, player, TEST.start..TEST.start + 1_000));
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
    assert!(skills[3].skill >= 0.5, "Thursday");
}
