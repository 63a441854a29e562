use by_friday::{content, engine::*, model::*};
use by_friday::engine::{walk::Sums, luck::Luck};
fn main(){
  let path=std::env::args().nth(1).unwrap();
  let n:u32=std::env::args().nth(2).map(|x|x.parse().unwrap()).unwrap_or(10000);
  let text=std::fs::read_to_string(path).unwrap();
  let (sc,p)=match content::read(&text){Ok(x)=>x,Err(e)=>{eprintln!("{e}");std::process::exit(1)}};
  let t=std::time::Instant::now();
  let mut ends=vec![];
  for st in [Style::Directive,Style::Collaborative]{
    let mut sums=Sums::default(); let mut fin=vec![]; let mut on=vec![]; let mut met=0;let mut ot=0; let mut pts=[0.0;3];
    for seed in 0..n { let l=Luck::of_seed(seed); let mut s=p.begin(l); p.run_pure(l,&mut s,st); sums.add(&p,&s); let o=p.outcome(&s); fin.push(o.finish); on.push(o.on_time); met+=o.met; ot+=o.overtime; for i in 0..3{pts[i]+=o.points[i]/n as f64}}
    fin.sort();
    let f=|q:f64|{Time(fin[(q*(n as f64-1.0)) as usize]).to_string()};
    println!("{:13} on-time {:.3} eng {:+.3} hours {:.1} (plan {:.1}) met {:.1} ot {:.1} score {:.1} {:.1?} finish 10% {} 50% {} 90% {}",st.name(),sums.share(),sums.mean_engagement(),sums.mean_hours(),p.planned_minutes()/60.0,met as f64/60.0/n as f64,ot as f64/60.0/n as f64,sums.mean_score(),pts,f(0.1),f(0.5),f(0.9));
    ends.push(on);
  }
  println!("{:.2} us a week",t.elapsed().as_secs_f64()*1e6/2.0/n as f64);
  let sh=p.shape(100000).unwrap();
  println!("paths {} len {}..{} dead {} unreach {:?} never {:?}",sh.paths.len(),sh.shortest,sh.longest,sh.dead_ends,sh.unreachable,sh.never_offered);
  let m:u32=std::env::args().nth(3).map(|x|x.parse().unwrap()).unwrap_or(0);
  if m>0 {
    let t=std::time::Instant::now();
    let mut sums=vec![Sums::default();sh.paths.len()];
    for seed in 0..m {p.walk(seed,&mut sums);}
    println!("walk {m} seeds {:.2}s",t.elapsed().as_secs_f64());
    let mut idx:Vec<usize>=(0..sums.len()).collect();
    idx.sort_by_key(|i|(sums[*i].on_time,sums[*i].engagement));
    let show=|i:usize|{let l:Vec<String>=sh.paths[i].iter().map(|(s,m)|sc.scenes[*s as usize].moves[*m as usize].id.clone()).collect();let d=sh.paths[i].iter().filter(|(s,m)|sc.scenes[*s as usize].moves[*m as usize].style==Style::Directive).count();println!("  {:.3} eng {:+.2} D{} {}",sums[i].share(),sums[i].mean_engagement(),d,l.join("."))};
    println!("worst");for i in idx.iter().take(4){show(*i)}
    println!("best");for i in idx.iter().rev().take(4){show(*i)}
    let ok=|i:&usize|{let d=sh.paths[*i][..12].iter().filter(|(s,m)|sc.scenes[*s as usize].moves[*m as usize].style==Style::Directive).count();(3..=9).contains(&d)};
    println!("worst mixed");for i in idx.iter().filter(|i|ok(i)).take(4){show(*i)}
    println!("best mixed");for i in idx.iter().rev().filter(|i|ok(i)).take(4){show(*i)}
  }
}
