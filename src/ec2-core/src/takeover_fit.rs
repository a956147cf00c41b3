//! Whether one node of a pair in a single availability zone has room for the addresses of both.
//!
//! A takeover moves private addresses to the interface of the node that is left. When that one is full, the takeover
//! itself fails, long after everything looked well: each interface alone may have been below its limit all the time.

/// The addresses that have their home on e0a of one node, and how many that interface can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomeAddresses {
    /// Those that stay with their node, such as node management, intercluster and iSCSI.
    pub fixed: usize,
    /// Those that move to the partner in a takeover, such as cluster management and NAS.
    pub migratable: usize,
    /// [`crate::InstanceType::ipv4_addresses_per_interface`] of the node's instance. The types of a pair differ
    /// while they are being changed.
    pub limit: usize,
}

/// What e0a of one node has to hold when that node alone is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakeoverFit {
    /// Its own fixed addresses and the migratable ones of both nodes.
    pub needed: usize,
    /// How many it can have.
    pub limit: usize,
}

impl TakeoverFit {
    /// Whether a takeover by this node can succeed.
    pub fn fits(self) -> bool {
        self.needed <= self.limit
    }

    /// How many more addresses the takeover bears. A further fixed address burdens only the takeover by its own
    /// node, a further migratable one both.
    pub fn left(self) -> usize {
        self.limit.saturating_sub(self.needed)
    }
}

/// The takeover in both directions: by the first node of the pair, and by the second.
pub fn takeover_fit(pair: [HomeAddresses; 2]) -> [TakeoverFit; 2] {
    let moving = pair.iter().map(|node| node.migratable).sum::<usize>();
    pair.map(|survivor| TakeoverFit { needed: survivor.fixed + moving, limit: survivor.limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_counted_each_with_its_own_limit() {
        // (fixed, migratable, limit) of node 1 and node 2; then what each needs, has left, and whether that fits.
        let cases = [
            ("as deployed", [(3, 2, 15), (3, 0, 15)], [(5, 10, true), (5, 10, true)]),
            ("exactly full", [(3, 12, 15), (3, 0, 15)], [(15, 0, true), (15, 0, true)]),
            ("a fixed address more on node 2", [(3, 12, 15), (4, 0, 15)], [(15, 0, true), (16, 0, false)]),
            ("each interface alone has room", [(3, 7, 15), (3, 6, 15)], [(16, 0, false), (16, 0, false)]),
            ("a larger type on node 1", [(3, 20, 30), (3, 0, 15)], [(23, 7, true), (23, 0, false)]),
            ("nothing at all", [(0, 0, 0), (0, 0, 0)], [(0, 0, true), (0, 0, true)]),
        ];
        for (name, pair, expected) in cases {
            let pair = pair.map(|(fixed, migratable, limit)| HomeAddresses { fixed, migratable, limit });
            let found = takeover_fit(pair).map(|fit| (fit.needed, fit.left(), fit.fits()));
            assert_eq!(found, expected, "{name}");
        }
    }
}
