//! Keyed draws: a draw is a function of (seed, what is drawn, index), never the next of a stream,
//! so two lines of play with one seed differ by their choices alone.

use super::math;
use json::mix;

/// What is drawn. The numbers are part of the rules: a released one never changes.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Draw {
    /// The factor all tasks share.
    Shared = 1,
    /// A task's own factor.
    Task = 2,
    /// A member's feelings on Monday morning, one index a need.
    Baseline = 3,
    /// A scenario's named draws.
    Chance = 4,
    /// Whether a member volunteers, one index a member and draw.
    Volunteer = 5,
    /// The style of the next move in a forecast.
    Style = 6,
}

/// All the luck of one week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck(u64);

impl Luck {
    /// The luck of a play's seed.
    pub fn of_seed(seed: u32) -> Luck {
        Luck(mix(u64::from(seed)))
    }

    /// The luck of one rollout of a forecast: `key` stands for all that is visible.
    pub fn of_rollout(key: u64, index: u32) -> Luck {
        Luck(mix(key ^ mix(0x0F0F_0F0F_0000_0000 | u64::from(index))))
    }

    /// Uniform on (0, 1), never 0 or 1.
    pub fn uniform(self, what: Draw, index: u32) -> f64 {
        let bits = mix(mix(self.0 ^ ((what as u64) << 56)) ^ u64::from(index));
        ((bits >> 11) as f64 + 0.5) * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Standard normal.
    pub fn normal(self, what: Draw, index: u32) -> f64 {
        math::inverse_cdf(self.uniform(what, index))
    }
}

/// A digest of the bits of `n` normal and lognormal draws, to compare machines with.
pub fn draws_digest(seed: u32, n: u32) -> String {
    let luck = Luck::of_seed(seed);
    let digest = (0..n).fold(0, |sum, i| {
        let z = luck.normal(Draw::Task, i);
        mix(mix(sum ^ z.to_bits()) ^ libm::exp(0.09 * z).to_bits() ^ math::cdf(z).to_bits())
    });
    format!("{digest:016x}")
}

#[cfg(test)]
mod tests {
    use super::{Draw, Luck, draws_digest, mix};
    use rand_core::{Rng, SeedableRng};
    use rand_xoshiro::SplitMix64;

    #[test]
    fn the_generator_is_the_published_one() {
        for seed in (0..1000).map(|i| mix(i) ^ i) {
            assert_eq!(mix(seed), SplitMix64::seed_from_u64(seed).next_u64());
        }
    }

    #[test]
    fn the_draws_never_change() {
        assert_eq!(draws_digest(7, 10_000), "9a7448acc356d4af");
    }

    #[test]
    fn normal_draws_have_mean_nought_and_deviation_one() {
        let n = 200_000;
        let draws: Vec<f64> = (0..n).map(|i| Luck::of_seed(i).normal(Draw::Shared, 0)).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|z| (z - mean) * (z - mean)).sum::<f64>() / f64::from(n);
        assert!(mean.abs() < 0.01, "{mean}");
        assert!((variance - 1.0).abs() < 0.02, "{variance}");
    }
}
