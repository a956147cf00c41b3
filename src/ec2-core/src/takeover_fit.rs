//! Whether one node of a pair in a single availability zone has room for the addresses of both.
//!
//! A takeover moves private addresses to the interface of the surviving node. If that interface is full, the
//! takeover itself fails, although each interface may have stayed below its own limit until then: that it
//! does not move a part is assumed (`takeover-in-one-call`).

/// The addresses whose home is e0a of one node, and the limit of that interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomeAddresses {
    /// Addresses that stay with their node, such as node management, intercluster and iSCSI.
    pub fixed: usize,
    /// Addresses that move to the partner in a takeover, such as cluster management and NAS.
    pub migratable: usize,
    /// [`crate::InstanceType::ipv4_addresses_per_interface`] of the node's instance. The nodes of a pair have
    /// different types while the type is being changed.
    pub limit: usize,
}

/// What e0a of one node has to hold when that node is the survivor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TakeoverFit {
    /// Its own fixed addresses plus the migratable addresses of both nodes.
    pub needed: usize,
    /// How many addresses the interface can have.
    pub limit: usize,
}

impl TakeoverFit {
    /// Whether a takeover by this node can succeed.
    pub fn fits(self) -> bool {
        self.needed <= self.limit
    }

    /// How many more addresses the takeover can accommodate. One more fixed address affects only the takeover
    /// by its own node; one more migratable address affects both.
    pub fn left(self) -> usize {
        self.limit.saturating_sub(self.needed)
    }
}

/// Calculates the takeover in both directions: by the first node of the pair, and by the second.
pub fn takeover_fit(pair: [HomeAddresses; 2]) -> [TakeoverFit; 2] {
    let moving = pair.iter().map(|node| node.migratable).sum::<usize>();
    pair.map(|survivor| TakeoverFit { needed: survivor.fixed + moving, limit: survivor.limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_counted_each_with_its_own_limit() {
        // (fixed, migratable, limit) of node 1 and node 2; then what each needs, has left, and whether that
        // fits.
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
