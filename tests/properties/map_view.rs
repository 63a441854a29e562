//! What the map's screen gets: everything drawn has a place of its own, lines are marked from
//! Monday to the end, folding hides none of them, and the arrow keys lead everywhere.

use super::common::game;
use super::map::{chain, finished};
use app::Loaded;
use app::map::{Ask, Kind, NODE, View};
use engine::model::scenario::Style;
use engine::{Job, Line, MapJob, Program};

fn pure(style: Style) -> Vec<u8> {
    Line::pure(&game().program, 0, style).steps.iter().map(|s| s.mv).collect()
}

/// The moves of the best mixed path kept with the scenario.
fn mixed() -> Vec<u8> {
    let scenario = &game().scenario;
    let ids = scenario.paths.iter().find(|p| p.id == "best-mix").unwrap().moves.split('.');
    let mut line = Line::new(&game().program, 0);
    for id in ids {
        let scene = &scenario.scenes[line.state.scene as usize];
        let mv = scene.moves.iter().position(|m| m.id == id).unwrap();
        line.play(&game().program, mv).unwrap();
    }
    line.steps.iter().map(|s| s.mv).collect()
}

fn shown<T>(loaded: &Loaded, job: &MapJob, yours: &[u8], others: &[Vec<u8>], see: impl Fn(&Ask) -> T) -> T {
    see(&Ask { loaded, job, yours, others, blind: false })
}

fn views() -> Vec<View> {
    let lines = [pure(Style::Directive), pure(Style::Collaborative), mixed()];
    let running = MapJob::new(&game().program).unwrap();
    let mut all = Vec::new();
    for (i, yours) in lines.iter().enumerate() {
        let others = [lines[(i + 1) % 3].clone(), lines[(i + 2) % 3].clone()];
        for (job, most) in [(finished(), 40), (&running, 40), (finished(), 5), (finished(), 2)] {
            all.push(shown(game(), job, yours, &others, |ask| View::within(ask, most)));
        }
    }
    all
}

#[test]
fn lines_are_marked_as_a_connected_way_from_monday_to_the_end() {
    for view in views() {
        let marks: [fn(bool, u8) -> bool; 3] = [|yours, _| yours, |_, others| others & 1 != 0, |_, others| others & 2 != 0];
        for mark in marks {
            let edges: Vec<_> = view.edges.iter().filter(|e| mark(e.yours, e.others)).collect();
            let nodes: Vec<usize> = (0..view.nodes.len()).filter(|n| mark(view.nodes[*n].yours, view.nodes[*n].others)).collect();
            assert_eq!((edges.len(), nodes.len()), (13, 14));
            let mut at = 0;
            for _ in 0..13 {
                assert!(nodes.contains(&at) && matches!(view.nodes[at].kind, Kind::Decision(_)));
                at = edges.iter().find(|e| e.from == at).unwrap().to;
            }
            assert!(nodes.contains(&at) && matches!(view.nodes[at].kind, Kind::End(_)));
        }
    }
}

#[test]
fn a_line_under_way_is_marked_up_to_where_it_stands() {
    let line = mixed();
    for played in 0..=13 {
        let view = shown(game(), finished(), &line[..played], &[], View::of);
        let here: Vec<usize> = (0..view.nodes.len()).filter(|n| view.nodes[*n].here).collect();
        assert_eq!(view.edges.iter().filter(|e| e.yours).count(), played);
        assert_eq!(here.iter().map(|n| view.nodes[*n].column).collect::<Vec<_>>(), if played < 13 { vec![played] } else { vec![] });
    }
}

#[test]
fn nothing_overlaps_and_the_arrow_keys_lead_everywhere() {
    for view in views() {
        for column in &view.columns {
            for pair in view.nodes[column.nodes.clone()].windows(2) {
                assert!(pair[1].y >= pair[0].y + NODE[1], "{} and {}", pair[0].number, pair[1].number);
            }
        }
        let (right, bottom) = (view.nodes.iter().map(|n| n.x).max().unwrap(), view.nodes.iter().map(|n| n.y).max().unwrap());
        assert_eq!((right + NODE[0], bottom + NODE[1]), (view.width, view.height));
        let mut reached = vec![false; view.nodes.len()];
        let mut waiting = vec![0];
        while let Some(n) = waiting.pop() {
            if !std::mem::replace(&mut reached[n], true) {
                let node = &view.nodes[n];
                waiting.extend([node.left, node.right, node.up, node.down].into_iter().flatten());
            }
        }
        assert!(reached.iter().all(|r| *r));
        for (n, node) in view.nodes.iter().enumerate() {
            assert!(node.down.is_none_or(|d| view.nodes[d].up == Some(n)));
            assert!(node.right.is_none_or(|r| view.nodes[r].column == node.column + 1));
            assert!(node.left.is_none_or(|l| view.nodes[l].column + 1 == node.column));
            assert_eq!((node.left.is_none(), node.right.is_none()), (node.column == 0, node.column == 13));
        }
        for edge in &view.edges {
            let ([x1, y1], [x2, y2]) = (edge.line[0], edge.line[1]);
            let (from, to) = (&view.nodes[edge.from], &view.nodes[edge.to]);
            assert!(
                x1 == from.x + NODE[0] && x2 == to.x && (from.y..from.y + NODE[1]).contains(&y1) && (to.y..to.y + NODE[1]).contains(&y2)
            );
        }
    }
}

#[test]
fn folding_keeps_the_marked_nodes_and_all_paths() {
    let lines = [pure(Style::Directive), pure(Style::Collaborative), mixed()];
    for most in [2, 5, 20, 40] {
        let view = shown(game(), finished(), &lines[0], &lines[1..], |ask| View::within(ask, most));
        for column in &view.columns {
            let nodes = &view.nodes[column.nodes.clone()];
            let marked = nodes.iter().filter(|n| n.yours || n.others != 0).count();
            // The ends, few as they are, stay apart.
            assert!(column.number.is_empty() || nodes.len() <= most.max(marked + 1), "column {} of {most}", column.number);
            assert_eq!(nodes.iter().map(|n| n.paths).sum::<u64>(), 66_816);
            let folded: Vec<usize> = (0..nodes.len()).filter(|i| matches!(nodes[*i].kind, Kind::Folded(_))).collect();
            assert!(folded.is_empty() || folded == [nodes.len() - 1]);
            assert!(folded.iter().all(|i| !nodes[*i].yours && nodes[*i].others == 0 && nodes[*i].label.starts_with("and ")));
            let all: usize = nodes.iter().map(|n| if let Kind::Folded(n) = n.kind { n } else { 1 }).sum();
            let there = finished().map().nodes.iter().filter(|n| n.column == nodes[0].column).count();
            assert!(all == there || column.number.is_empty());
        }
        for (n, node) in view.nodes.iter().enumerate() {
            let leaving: u64 = view.edges.iter().filter(|e| e.from == n).map(|e| e.paths).sum();
            assert!(leaving == node.paths || matches!(node.kind, Kind::End(_)));
        }
    }
}

#[test]
fn nodes_of_one_title_differ_in_words_and_the_list_holds_all_that_is_drawn() {
    for view in views() {
        for column in &view.columns {
            let mut names: Vec<_> = view.nodes[column.nodes.clone()].iter().map(|n| (&n.label, &n.details)).collect();
            names.sort_unstable();
            names.dedup();
            assert_eq!(names.len(), column.nodes.len());
        }
        let places: Vec<_> = view.list.iter().flat_map(|d| &d.decisions).flat_map(|d| &d.places).collect();
        assert_eq!(places.iter().map(|p| p.node).collect::<Vec<_>>(), (0..view.nodes.len()).collect::<Vec<_>>());
        let listed = places.iter().flat_map(|p| p.moves.iter().flat_map(|m| m.to.iter().map(|to| (p.node, *to))));
        let drawn = view.edges.iter().map(|e| (e.from, e.to));
        assert_eq!(listed.collect::<Vec<_>>(), drawn.collect::<Vec<_>>());
    }
    let view = shown(game(), finished(), &[], &[], View::of);
    assert_eq!(
        view.days.iter().map(|d| d.name.as_str()).collect::<Vec<_>>(),
        ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "The end"]
    );
    let first = &view.list[0].decisions[0];
    assert_eq!(first.heading, "Decision 1, Mon 09:10: The call");
    assert!(
        first.places[0].text.contains("66,816 paths; you stand here")
            && first.places[0].moves[0].text.ends_with("(directive): 33,408 paths, to 2.1")
    );
}

#[test]
fn blind_play_tells_no_style() {
    let ask = Ask { loaded: game(), job: finished(), yours: &[], others: &[], blind: true };
    let view = View::of(&ask);
    assert!(view.edges.iter().all(|e| e.style.is_none()));
    let texts = view.nodes.iter().flat_map(|n| n.about.iter().chain(&n.details).chain([&n.figures]));
    let moves = view.list.iter().flat_map(|d| &d.decisions).flat_map(|d| &d.places).flat_map(|p| &p.moves).map(|m| &m.text);
    assert!(texts.chain(moves).all(|t| !t.contains("directive") && !t.contains("collaborative") && !t.contains("style")));
}

#[test]
fn until_the_figures_are_there_paths_are_counted_and_nothing_else() {
    let mut job = MapJob::new(&game().program).unwrap();
    let part = job.run(0);
    job.add(0, &part);
    let view = shown(game(), &job, &mixed(), &[], View::of);
    assert_eq!(view.progress, Some((1, job.units())));
    assert!(view.nodes.iter().all(|n| n.on_time.is_none() && n.engagement.is_none() && n.paths > 0));
    assert_eq!((view.nodes.last().map(|n| &n.kind), view.nodes.last().map(|n| n.paths)), (Some(&Kind::End(None)), Some(66_816)));
    assert_eq!(shown(game(), finished(), &[], &[], View::of).progress, None);
}

#[test]
fn a_sampled_map_says_so_and_its_ends_add_up() {
    let scenario = chain(20, 2);
    let program = Program::compile(&scenario).unwrap();
    let mut job = MapJob::new(&program).unwrap();
    engine::job::finish(&mut job);
    let loaded = Loaded { key: String::new(), scenario, program, edition: String::new(), decisions: 20 };
    let view = shown(&loaded, &job, &[1; 20], &[vec![0; 20]], View::of);
    assert!(view.summary[0].starts_with("1,048,576 paths") && view.summary[1].contains("10,000 paths drawn"));
    let ends: Vec<_> = view.nodes.iter().filter(|n| matches!(n.kind, Kind::End(_))).collect();
    assert!(ends.iter().map(|n| n.paths).sum::<u64>().abs_diff(1 << 20) <= 8);
    assert!(ends.iter().all(|n| n.figures.starts_with("about ")));
    assert_eq!((ends.iter().filter(|n| n.yours).count(), view.edges.iter().filter(|e| e.yours).count()), (1, 20));
    assert!(view.nodes[0].figures.contains("figures from 10,000 of them"));
}
