//! Strongly connected components: what reaches itself by way of others.

use std::collections::{BTreeMap, BTreeSet};

/// The circles among `edges`: sets of more than one node of which each reaches each (Tarjan 1972).
pub fn circles(edges: &BTreeSet<(usize, usize)>) -> Vec<BTreeSet<usize>> {
    let mut next: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (from, to) in edges {
        next.entry(*from).or_default().push(*to);
    }
    let mut search = Search::new(&next);
    for node in next.keys() {
        if !search.order.contains_key(node) {
            search.visit(*node);
        }
    }
    search.found.retain(|circle| circle.len() > 1);
    search.found.sort();
    search.found
}

struct Search<'a> {
    next: &'a BTreeMap<usize, Vec<usize>>,
    /// When each node was first seen.
    order: BTreeMap<usize, usize>,
    /// The earliest node on the stack that each reaches.
    low: BTreeMap<usize, usize>,
    stack: Vec<usize>,
    found: Vec<BTreeSet<usize>>,
}

impl<'a> Search<'a> {
    fn new(next: &'a BTreeMap<usize, Vec<usize>>) -> Self {
        Self { next, order: BTreeMap::new(), low: BTreeMap::new(), stack: Vec::new(), found: Vec::new() }
    }

    fn visit(&mut self, node: usize) {
        let seen = self.order.len();
        self.order.insert(node, seen);
        self.low.insert(node, seen);
        self.stack.push(node);
        let next = self.next;
        for to in next.get(&node).into_iter().flatten() {
            let low = if !self.order.contains_key(to) {
                self.visit(*to);
                self.low[to]
            } else if self.stack.contains(to) {
                self.order[to]
            } else {
                continue;
            };
            let least = self.low[&node].min(low);
            self.low.insert(node, least);
        }
        if self.low[&node] == seen {
            let at =
                self.stack.iter().position(|other| *other == node).expect("a node stays until its circle is closed");
            self.found.push(self.stack.split_off(at).into_iter().collect());
        }
    }
}
