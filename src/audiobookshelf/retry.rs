//! How long to wait before a request that changes nothing is sent again.

use std::time::Duration;

/// Before the first repetition; each further one waits twice as long.
const FIRST: Duration = Duration::from_millis(100);

/// How often at the most.
const MOST: u32 = 3;

/// The waits before each repetition: between half and one and a half times their measure, so that
/// those who failed together don't come back together.
pub fn waits() -> impl Iterator<Item = Duration> {
    (0..MOST).map(|round| (FIRST * 2_u32.pow(round)).mul_f64(0.5 + fastrand::f64()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let most: Vec<Duration> = [150, 300, 600].map(Duration::from_millis).to_vec();
        let least: Vec<Duration> = [50, 100, 200].map(Duration::from_millis).to_vec();
        for _ in 0..1000 {
            let waits: Vec<Duration> = waits().collect();
            assert_eq!(waits.len(), 3);
            let mut bounds = waits.iter().zip(least.iter().zip(&most));
            assert!(
                bounds.all(|(wait, (least, most))| least <= wait && wait <= most),
                "{waits:?}"
            );
        }
        assert!(
            (0..1000).any(|_| !waits().eq(waits())),
            "those who failed together come back together"
        );
    }
}
