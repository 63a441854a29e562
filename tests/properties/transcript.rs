//! The transcript keeps to its published schema, whatever was played.

use super::common::{config, picked, program, week};
use app::export::transcript_json;
use engine::Line;
use proptest::prelude::*;
use serde_json::{Value, json};

fn schema() -> jsonschema::Validator {
    let text = include_str!("../../public/schema/transcript-2.json");
    jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(config(12))]

    #[test]
    fn a_transcript_keeps_to_its_schema((seed, picks) in week(), length in 0..=13usize, changed in any::<bool>()) {
        let mut line = Line::new(program(), seed);
        let mut moves = Vec::new();
        for pick in &picks[..length] {
            let (scene, mv) = (line.state.scene as usize, picked(&line.state, *pick));
            moves.push(super::common::game().scenario.scenes[scene].moves[mv].id.clone());
            line.play(program(), mv).unwrap();
        }
        let set = if changed { "&set=optimism:1.3,mess:60" } else { "" };
        let text = transcript_json(&format!("#/play/monday-call?v=1&seed={seed}{set}&moves={}", moves.join("."))).unwrap();
        let value: Value = serde_json::from_str(&text).unwrap();
        let problems: Vec<String> = schema().iter_errors(&value).map(|e| format!("{} at {}", e, e.instance_path())).collect();
        prop_assert!(problems.is_empty(), "{problems:?}");
        prop_assert_eq!(value.get("set").is_some(), changed);
        prop_assert_eq!(value.get("outcome").is_some(), length == 13);
    }
}

#[test]
fn the_schema_refuses_what_is_no_transcript() {
    let text = transcript_json("#/play/monday-call?v=1&seed=7&moves=hedge").unwrap();
    let good: Value = serde_json::from_str(&text).unwrap();
    let check = |change: &dyn Fn(&mut Value)| {
        let mut value = good.clone();
        change(&mut value);
        schema().is_valid(&value)
    };
    assert!(check(&|_| {}));
    assert!(!check(&|v| v["transcript"] = json!(3)));
    assert!(!check(&|v| v["seed"] = json!(-1)));
    assert!(!check(&|v| v["steps"][0]["style"] = json!("kind")));
    assert!(!check(&|v| v["steps"][0]["after"]["on_time"] = json!(1.5)));
    assert!(!check(&|v| v["more"] = json!(true)));
}
