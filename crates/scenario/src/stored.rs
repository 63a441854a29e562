//! A week made ready when the program is built: the scenario and its runnable form as bytes that are
//! read in order, without names, so that the first download needs neither the reader of scenario files
//! nor the compiler of programs.
//!
//! Both sides are of one build, so there is no version and nothing to refuse: what is missing reads as
//! nothing, and a test holds what is read to what was written. The build script uses this file too.

use engine::model::scenario::*;
use engine::model::time::Time;
use engine::program::{CondP, EffectP, MoveP, Program, Rules, SceneP, TaskP};

/// Bytes on their way out. Texts stand apart from numbers, which packs better.
#[derive(Default)]
pub struct Store {
    pub numbers: Vec<u8>,
    pub texts: String,
    /// Texts that are fetched later than the others.
    pub later: String,
    /// Which they are.
    pub beyond: std::collections::BTreeSet<String>,
}

/// Where reading has come to. Where `later` is not there, its texts read as empty.
pub struct Stock<'t> {
    pub numbers: &'t [u8],
    pub texts: &'t str,
    pub later: &'t str,
}

impl Stock<'_> {
    fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.numbers.split_first() else { return 0 };
        self.numbers = rest;
        *first
    }

    /// Seven bits a byte, lowest first.
    fn number(&mut self) -> u64 {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte();
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        value
    }
}

/// What can be stored.
pub trait Stored: Sized {
    fn put(&self, store: &mut Store);
    fn take(stock: &mut Stock) -> Self;
}

impl Stored for u64 {
    fn put(&self, store: &mut Store) {
        let mut rest = *self;
        while rest > 0x7f {
            store.numbers.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        store.numbers.push(rest as u8);
    }
    fn take(stock: &mut Stock) -> u64 {
        stock.number()
    }
}

impl Stored for i64 {
    fn put(&self, store: &mut Store) {
        ((self << 1 ^ self >> 63) as u64).put(store);
    }
    fn take(stock: &mut Stock) -> i64 {
        let n = stock.number();
        (n >> 1) as i64 ^ -((n & 1) as i64)
    }
}

/// Numbers stored as a wider kind.
macro_rules! as_wider {
    ($($narrow:ty => $wide:ty),*) => {$(
        impl Stored for $narrow {
            fn put(&self, store: &mut Store) {
                (*self as $wide).put(store);
            }
            fn take(stock: &mut Stock) -> $narrow {
                <$wide>::take(stock) as $narrow
            }
        }
    )*};
}
as_wider!(u8 => u64, u32 => u64, usize => u64, i32 => i64);

impl Stored for bool {
    fn put(&self, store: &mut Store) {
        store.numbers.push(u8::from(*self));
    }
    fn take(stock: &mut Stock) -> bool {
        stock.byte() != 0
    }
}

impl Stored for f64 {
    fn put(&self, store: &mut Store) {
        store.numbers.extend(self.to_le_bytes());
    }
    fn take(stock: &mut Stock) -> f64 {
        let Some((first, rest)) = stock.numbers.split_first_chunk() else { return 0.0 };
        stock.numbers = rest;
        f64::from_le_bytes(*first)
    }
}

impl Stored for String {
    fn put(&self, store: &mut Store) {
        let later = store.beyond.contains(self);
        (self.len() << 1 | usize::from(later)).put(store);
        if later { &mut store.later } else { &mut store.texts }.push_str(self);
    }
    fn take(stock: &mut Stock) -> String {
        let length = usize::take(stock);
        let from = if length & 1 == 0 { &mut stock.texts } else { &mut stock.later };
        let (text, rest) = from.split_at_checked(length >> 1).unwrap_or_default();
        *from = rest;
        text.to_owned()
    }
}

impl<T: Stored> Stored for Vec<T> {
    fn put(&self, store: &mut Store) {
        self.len().put(store);
        self.iter().for_each(|item| item.put(store));
    }
    fn take(stock: &mut Stock) -> Vec<T> {
        (0..stock.number()).map(|_| T::take(stock)).collect()
    }
}

impl<T: Stored> Stored for Option<T> {
    fn put(&self, store: &mut Store) {
        self.is_some().put(store);
        self.iter().for_each(|item| item.put(store));
    }
    fn take(stock: &mut Stock) -> Option<T> {
        bool::take(stock).then(|| T::take(stock))
    }
}

impl<T: Stored> Stored for Box<T> {
    fn put(&self, store: &mut Store) {
        (**self).put(store);
    }
    fn take(stock: &mut Stock) -> Box<T> {
        Box::new(T::take(stock))
    }
}

impl<T: Stored, const N: usize> Stored for [T; N] {
    fn put(&self, store: &mut Store) {
        self.iter().for_each(|item| item.put(store));
    }
    fn take(stock: &mut Stock) -> [T; N] {
        std::array::from_fn(|_| T::take(stock))
    }
}

impl<A: Stored, B: Stored> Stored for (A, B) {
    fn put(&self, store: &mut Store) {
        self.0.put(store);
        self.1.put(store);
    }
    fn take(stock: &mut Stock) -> (A, B) {
        (A::take(stock), B::take(stock))
    }
}

/// Structs, member by member. What stands behind `without` is not stored: it is made for files and
/// their checks, the runnable form holds what is played of it, and no screen before the debrief asks.
macro_rules! stored {
    ($($name:ident { $($part:ident),* $(,)? } without { $($left:ident),* })*) => {$(
        impl Stored for $name {
            fn put(&self, store: &mut Store) {
                $(self.$part.put(store);)*
            }
            fn take(stock: &mut Stock) -> $name {
                $(let $part = Stored::take(stock);)*
                $name { $($part,)* $($left: Default::default(),)* }
            }
        }
    )*};
}
stored! {
    Scenario { id, title, lang, summary, minutes, deadline, goods, leaves, team, voices, work, facts, flags, assumptions, scenes } without { format, start, habits, score, debrief, paths, week_after, carried }
    Member { id, name, role, about, portrait } without {}
    Voice { name, portrait } without {}
    Work { tasks } without { ship, assumed }
    Task { id, name, owner } without { after, minutes, held }
    Fact { id, known_by, text } without {}
    Flag { id, text, promise } without {}
    Assumption { id, name, value, unit, source, status } without { low, high, neutral }
    Scene { id, at, title, place, with, situation, lines, own_words, moves } without { habits, enter, next }
    Situation { familiar, severe } without { unless }
    Move { id, label, style, default, reaction, because } without { offered, effects }
    Because { text, rests_on } without {}
    Line { who, text } without { when }
    Program { members, tasks, owned, waits, ship, deadline, start, scenes, promises, rules, carried } without {}
    TaskP { owner, after, held, mean, median, sigma, common, own } without {}
    SceneP { at, enter, unless, lines, moves, next, default } without {}
    MoveP { style, offered, effects, reaction } without {}
    Rules {
        needs, gain, need_scale, baseline, tired, volunteer, right, severe, late_span, late_left, promise_cost, felt, hours_span,
        weights,
    } without {}
}

impl Stored for Time {
    fn put(&self, store: &mut Store) {
        self.0.put(store);
    }
    fn take(stock: &mut Stock) -> Time {
        Time(u32::take(stock))
    }
}

impl Stored for Portrait {
    fn put(&self, store: &mut Store) {
        store.numbers.push(*self as u8);
    }
    fn take(stock: &mut Stock) -> Portrait {
        Portrait::ALL.get(usize::from(stock.byte())).copied().unwrap_or(Portrait::Ash)
    }
}

/// Enums, by the number that stands with each kind; the last one has no number and stands for all else.
macro_rules! kinds {
    ($($name:ident { $($number:literal $kind:ident $(($($part:ident),*))?,)* _ $last:ident $(($($rest:ident),*))? })*) => {$(
        impl Stored for $name {
            fn put(&self, store: &mut Store) {
                match self {
                    $($name::$kind $(($($part),*))? => {
                        store.numbers.push($number);
                        $($($part.put(store);)*)?
                    })*
                    $name::$last $(($($rest),*))? => {
                        store.numbers.push(u8::MAX);
                        $($($rest.put(store);)*)?
                    }
                }
            }
            fn take(stock: &mut Stock) -> $name {
                match stock.byte() {
                    $($number => $name::$kind $(($({ let $part = Stored::take(stock); $part }),*))?,)*
                    _ => $name::$last $(($({ let $rest = Stored::take(stock); $rest }),*))?,
                }
            }
        }
    )*};
}
kinds! {
    Style { 0 Directive, _ Collaborative }
    Status { 0 Measured, _ Assumed }
    CondP {
        0 All(list), 1 Any(list), 2 Not(inner), 3 Knows(bit), 4 Flag(bit), 5 Took(scene, chosen), 6 StyleSoFar(style),
        7 Feels(who, level), 8 Luck(bit), 9 Finished(mask), 10 Shipped(yes), 11 Stays(who), _ Always
    }
    EffectP {
        0 Meet(who, minutes), 1 Away(who, minutes), 2 Work(task, minutes), 3 Release(task, minutes), 4 Feel(who, needs),
        5 Reveal(bit), 6 Set(bit), 7 Overtime(who, minutes), 8 Volunteer(who, minutes, number), 9 Chance(draw, p, then, or),
        _ When(cond, then, or)
    }
}
