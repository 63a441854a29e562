//! The map shows the paths that can be played, all of them and no others, and counts them rightly;
//! its figures are those of the weeks themselves.

use super::common::{config, game, program};
use engine::map::job::LUCKS;
use engine::map::{Figures, Map};
use engine::model::scenario::{Cond, Effect, Flag, Next, Quantity, Style};
use engine::model::{Scenario, Time};
use engine::walk::{Shape, Sums};
use engine::{Job, Luck, MapJob, Program};
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use std::sync::OnceLock;

fn shape() -> &'static Shape {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    SHAPE.get_or_init(|| program().shape(80_001).unwrap())
}

/// The job of the built-in week with nothing added, and what its units come to.
fn worked_out() -> &'static (MapJob, Vec<Vec<i64>>) {
    static JOB: OnceLock<(MapJob, Vec<Vec<i64>>)> = OnceLock::new();
    JOB.get_or_init(|| {
        let job = MapJob::new(program()).unwrap();
        let parts = (0..job.units()).map(|u| job.run(u)).collect();
        (job, parts)
    })
}

/// The finished job of the built-in week.
pub fn finished() -> &'static MapJob {
    static JOB: OnceLock<MapJob> = OnceLock::new();
    JOB.get_or_init(|| {
        let (job, parts) = worked_out();
        let mut job = job.clone();
        parts.iter().enumerate().for_each(|(u, part)| job.add(u as u32, part));
        job
    })
}

fn moves(path: &[(u8, u8)]) -> Vec<u8> {
    path.iter().map(|step| step.1).collect()
}

/// Compares a map with its program's paths, visited one by one.
fn agrees(program: &Program, map: &Map, shape: &Shape) {
    assert_eq!(map.paths, shape.paths.len() as u64);
    let (mut nodes, mut edges) = (vec![0; map.nodes.len()], vec![0; map.edges.len()]);
    for (number, path) in shape.paths.iter().enumerate() {
        let taken = map.follow(&moves(path));
        assert_eq!(map.path(number as u64).as_ref(), Some(&taken), "paths are numbered as the walk numbers them");
        let scenes: Vec<(u8, u8)> = taken.iter().map(|e| (map.nodes[map.edges[*e].from].scene, map.edges[*e].mv)).collect();
        assert_eq!(&scenes, path, "a path is a way through the map");
        assert_eq!(taken.last().and_then(|e| map.edges[*e].to), None, "and ends where it ends");
        let luck = Luck::of_seed(number as u32 % 16);
        let mut s = program.begin(luck);
        for edge in taken {
            let from = map.edges[edge].from;
            assert_eq!((map.nodes[from].facts, map.nodes[from].promises & !s.flags), (s.facts, 0));
            program.choose(luck, &mut s, map.edges[edge].mv as usize).unwrap();
            program.go_on(luck, &mut s).unwrap();
            nodes[from] += 1;
            edges[edge] += 1;
        }
    }
    assert_eq!(nodes, map.nodes.iter().map(|n| n.paths()).collect::<Vec<u64>>(), "paths through each node");
    assert_eq!(edges, map.edges.iter().map(|e| e.paths).collect::<Vec<u64>>(), "paths along each edge, none without");
    assert!(map.edges.iter().all(|e| e.to.is_none_or(|t| map.nodes[t].column > map.nodes[e.from].column)));
    let ways = |n: usize| map.nodes[n].edges.clone().map(|e| (map.edges[e].mv, map.edges[e].to)).collect::<Vec<_>>();
    let forms = (0..map.nodes.len()).map(|n| (map.nodes[n].scene, map.nodes[n].facts, map.nodes[n].promises, ways(n)));
    assert_eq!(forms.collect::<BTreeSet<_>>().len(), map.nodes.len(), "nothing is drawn twice");
}

#[test]
fn the_built_in_week_is_counted_as_walked() {
    let map = finished().map();
    agrees(program(), map, shape());
    for column in 0..map.columns {
        let through = map.nodes.iter().filter(|n| n.column == column).map(|n| n.paths());
        assert_eq!(through.sum::<u64>(), 66_816, "column {column}");
    }
    let ends = map.edges.iter().filter(|e| e.to.is_none()).map(|e| e.paths);
    assert_eq!(ends.sum::<u64>(), 66_816);
    // Whether the team's commitment is passed on hangs on where the work stands.
    let committed = game().scenario.flags.iter().position(|f| f.id == "committed").unwrap();
    assert!(map.nodes.iter().all(|n| n.promises & (1 << committed) == 0));
    assert!(map.nodes.iter().any(|n| n.promises != 0));
}

/// The built-in team and work with another story: decisions one after the other, each with so many
/// moves (two or three) that only cost meeting time.
pub fn chain(scenes: usize, moves: usize) -> Scenario {
    let mut scenario = game().scenario.clone();
    let mut model = scenario.scenes.iter().find(|s| s.id == "shortage").unwrap().clone();
    model.lines.clear();
    model.enter.clear();
    model.moves.truncate(moves);
    for (m, mv) in model.moves.iter_mut().enumerate() {
        mv.offered = None;
        mv.reaction.clear();
        mv.effects = vec![Effect::Meet { who: Vec::new(), minutes: Quantity::Number(12.0 * m as f64) }];
    }
    let one = |i: usize| {
        let mut scene = model.clone();
        scene.id = format!("scene-{i}");
        scene.title = format!("Scene {i}");
        scene.at = Time((i * 5 / scenes) as u32 * 1440 + 540 + 5 * i as u32);
        scene.next = (i + 1 < scenes).then(|| Next { when: None, to: format!("scene-{}", i + 1) }).into_iter().collect();
        scene
    };
    scenario.scenes = (0..scenes).map(one).collect();
    scenario.start = "scene-0".into();
    scenario
}

/// A condition that rests on moves alone.
fn cond() -> impl Strategy<Value = Cond> {
    let fact = prop::sample::select(vec!["connectors", "rig", "carrier"]);
    let took = (0..6usize, 0..3usize).prop_map(|(s, m)| Cond::Took(format!("scene-{s}.{}", MOVES[m])));
    let leaf = prop_oneof![
        fact.prop_map(|f| Cond::Knows(f.into())),
        took,
        prop::sample::select(vec![Style::Directive, Style::Collaborative]).prop_map(Cond::StyleSoFar),
        Just(Cond::Flag("promised".into())),
        Just(Cond::Flag("agreed".into())),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Cond::All),
            prop::collection::vec(inner.clone(), 1..3).prop_map(Cond::Any),
            inner.prop_map(|c| Cond::Not(Box::new(c))),
        ]
    })
}

const MOVES: [&str; 3] = ["express", "ask-michael", "count-shelf"];

/// What a move or a scene's beginning does to the structure, and promises that hang on luck.
fn effect() -> impl Strategy<Value = Effect> {
    let reveal = || prop::sample::select(vec!["connectors", "rig", "carrier"]).prop_map(|f| Effect::Reveal { fact: f.into() });
    let set = || prop::sample::select(vec!["promised", "agreed"]).prop_map(|f| Effect::Set { flag: f.into() });
    let when = (cond(), prop_oneof![reveal(), set()], prop_oneof![reveal(), set()]);
    let lucky = || Effect::Chance {
        id: "coin".into(),
        p: Quantity::Number(0.5),
        then: vec![Effect::Set { flag: "committed".into() }],
        or: vec![Effect::Set { flag: "hoped".into() }],
    };
    prop_oneof![
        reveal(),
        set(),
        when.prop_map(|(cond, then, or)| Effect::When { cond, then: vec![then], or: vec![or] }),
        cond().prop_map(move |cond| Effect::When { cond, then: vec![lucky()], or: Vec::new() }),
    ]
}

/// Six decisions with any conditions on what is offered, learnt and next; loops too.
fn story() -> impl Strategy<Value = Scenario> {
    let next = (prop::option::of(cond()), any::<Index>());
    let effects = || prop::collection::vec(effect(), 0..2);
    let scene = (prop::collection::vec(effects(), 3), effects(), prop::option::of(cond()), prop::collection::vec(next, 1..3));
    prop::collection::vec(scene, 6).prop_map(|scenes| {
        let mut scenario = chain(6, 3);
        for (id, promise) in [("agreed", false), ("hoped", true)] {
            scenario.flags.push(Flag { id: id.into(), text: id.into(), promise });
        }
        for (i, (effects, enter, offered, next)) in scenes.into_iter().enumerate() {
            let scene = &mut scenario.scenes[i];
            scene.enter = enter;
            scene.moves.iter_mut().zip(effects).for_each(|(m, e)| m.effects = e);
            scene.moves[2].offered = offered;
            // Half of them lead on, so that weeks are long; the others anywhere, back too.
            let to = |at: Index| match at.index(12) {
                on @ 6.. => format!("scene-{}", (i + 1 + on % 3).min(5)),
                any => format!("scene-{any}"),
            };
            let chosen = next.into_iter().map(|(when, at)| Next { when, to: to(at) });
            scene.next = chosen.chain(scene.next.clone()).collect();
        }
        scenario
    })
}

proptest! {
    #![proptest_config(config(1000))]

    #[test]
    fn any_story_is_counted_as_walked(scenario in story()) {
        let program = Program::compile(&scenario).unwrap();
        agrees(&program, &Map::of(&program).unwrap(), &program.shape(40_000).unwrap());
    }
}

fn plain(sums: &[&Sums]) -> [i64; 6] {
    let mut all = Sums::default();
    sums.iter().for_each(|s| all.merge(s));
    let each = || sums.iter().map(|s| s.engagement);
    [sums.len() as i64, all.on_time as i64, all.engagement, all.score, each().min().unwrap(), each().max().unwrap()]
}

#[test]
fn figures_are_those_of_the_weeks_played_one_by_one() {
    let (job, map) = (finished(), finished().map());
    for column in [3, 6, 9] {
        let node = (0..map.nodes.len()).filter(|n| map.nodes[*n].column == column).min_by_key(|n| map.nodes[*n].paths()).unwrap();
        let mut sums = Vec::new();
        for path in shape().paths.iter().filter(|p| map.follow(&moves(p)).iter().any(|e| map.edges[*e].from == node)) {
            let mut sum = Sums::default();
            (0..LUCKS).for_each(|seed| sum.add(program(), &program().replay(Luck::of_seed(seed), path).unwrap()));
            let line = job.line(&moves(path)).unwrap();
            assert_eq!([line.on_time, line.engagement, line.score], [sum.on_time as i64, sum.engagement, sum.score]);
            sums.push(sum);
        }
        let f = job.node(node).unwrap();
        assert_eq!([f.lines, f.on_time, f.engagement, f.score, f.least, f.most], plain(&sums.iter().collect::<Vec<_>>()));
        let band = |share: f64| [0.9, 0.7, 0.5].iter().position(|b| share >= *b).unwrap_or(3);
        let in_band = |b: usize| sums.iter().filter(|s| band(s.share()) == b).count() as i64;
        assert_eq!(f.bands, [0, 1, 2, 3].map(in_band));
        assert!(sums.len() > 100, "{} paths", sums.len());
    }
}

fn figures(job: &MapJob) -> Vec<Option<Figures>> {
    (0..job.map().edges.len()).map(|e| job.edge(e)).collect()
}

#[test]
fn units_add_up_in_any_order_and_once_only() {
    let (fresh, parts) = worked_out();
    let mut job = fresh.clone();
    for (u, part) in parts.iter().enumerate().rev() {
        job.add(u as u32, part);
        job.add(u as u32, &parts[0]);
        job.add(parts.len() as u32 + u as u32, part);
        assert_eq!(job.done(), u == 0);
    }
    assert_eq!(figures(&job), figures(finished()));
    let mut job = fresh.clone();
    for broken in [&parts[0][1..], &[], &[i64::MAX; 11], &[-1; 11]] {
        job.add(0, broken);
    }
    assert_eq!((job.progress(), job.node(0)), (0, None));
    assert!(parts.iter().all(|p| p.len() < 1000), "a part stays small");
    assert!(job.run(job.units()).is_empty() && job.run(u32::MAX).is_empty());
}

#[test]
fn drawn_paths_give_the_figures_of_all_within_their_error() {
    let exact = finished();
    let mut job = MapJob::with(program(), 66_815).unwrap();
    assert_eq!(job.sampled(), Some(10_000));
    engine::job::finish(&mut job);
    let (mut compared, mut worst) = (0, 0.0_f64);
    for n in 0..job.map().nodes.len() {
        let (Some(drawn), all) = (job.node(n), exact.node(n).unwrap()) else { continue };
        let p = all.lines as f64 / 66_816.0;
        let expected = 10_000.0 * p;
        assert!((drawn.lines as f64 - expected).abs() <= 5.0 * (expected * (1.0 - p)).sqrt(), "node {n}: each path as likely as any");
        let ((low, high), (least, most)) = (drawn.range().unwrap(), all.range().unwrap());
        assert!(least <= low && high <= most);
        if drawn.lines >= 100 {
            // A line's share on time differs from its node's by a tenth at most, as a rule.
            let error = (drawn.share() - all.share()).abs() * (drawn.lines as f64).sqrt() / 0.1;
            worst = worst.max(error);
            compared += 1;
        }
    }
    assert!(compared > 100 && worst < 5.0, "{compared} nodes, at most {worst} standard errors apart");
}

#[test]
fn a_larger_scenario_is_counted_whole_and_played_in_part() {
    let program = Program::compile(&chain(24, 2)).unwrap();
    let job = MapJob::new(&program).unwrap();
    assert_eq!((job.map().paths, job.map().nodes.len(), job.sampled()), (1 << 24, 24, Some(10_000)));
    let part = job.run(7);
    // Every path takes one of the two moves of each scene; later moves are drawn afresh.
    let lines = |edges: std::ops::Range<usize>| part.chunks(11).filter(|g| edges.contains(&(g[0] as usize))).map(|g| g[1]).sum::<i64>();
    assert!((0..24).all(|scene| lines(2 * scene..2 * scene + 2) == 16));
    assert!(part.chunks(11).filter(|g| g[0] >= 40).count() > 6);
    assert_eq!(job.run(7), part);
    assert_ne!(job.run(8), part);

    let program = Program::compile(&chain(59, 3)).unwrap();
    let job = MapJob::new(&program).unwrap();
    assert_eq!(job.map().paths, u64::MAX, "more paths than can be counted");
    assert_eq!(job.map().nodes[58].to_end, 3);
    // Six drawn paths a unit, in order of their first moves; later ones are drawn evenly still.
    let taken = |unit: u32| job.run(unit).chunks(11).map(|g| g[0]).collect::<Vec<i64>>();
    let (first, last) = (taken(0), taken(job.units() - 1));
    assert_eq!((first[0], last[0]), (0, 2));
    let later = first.iter().filter(|e| **e >= 30).count();
    assert!((110..=147).contains(&later), "{later} of 147 moves are taken by one of six");
}

#[test]
fn a_scenario_of_too_many_situations_has_no_map() {
    let mut scenario = chain(16, 2);
    let fact = scenario.facts[0].clone();
    for (i, scene) in scenario.scenes.iter_mut().enumerate() {
        let mut fact = fact.clone();
        fact.id = format!("fact-{i}");
        scene.moves[1].effects = vec![Effect::Reveal { fact: fact.id.clone() }];
        scenario.facts.push(fact);
    }
    let program = Program::compile(&scenario).unwrap();
    assert!(MapJob::new(&program).is_err_and(|e| e.words().contains("too many different situations")));
    assert_eq!(Map::within(&program, 100_000).unwrap().nodes.len(), (1 << 16) - 1);
}
