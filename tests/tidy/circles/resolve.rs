//! From a path in the code to the files where what it means is defined, through imports and re-exports.

use super::tree::{FileId, ModuleId, Name, ROOT, Scope, Tree};
use std::collections::BTreeSet;

/// What a path means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Item(FileId),
    Module(ModuleId),
}

/// The files that define what `path` means in `module`, inside the blocks with these scopes, outermost first.
/// A path that ends at a module means no item; one that leaves the crate means none of ours.
pub fn files(tree: &Tree, module: ModuleId, scopes: &[Scope], path: &[String]) -> BTreeSet<FileId> {
    let targets = Lookup { tree, followed: Vec::new() }.path(module, scopes, path);
    let items = targets.into_iter().filter_map(|target| match target {
        Target::Item(file) => Some(file),
        Target::Module(_) => None,
    });
    items.collect()
}

struct Lookup<'a> {
    tree: &'a Tree,
    /// The imports that are being followed: they may go round.
    followed: Vec<&'a Vec<String>>,
}

impl<'a> Lookup<'a> {
    fn path(&mut self, module: ModuleId, scopes: &'a [Scope], path: &[String]) -> BTreeSet<Target> {
        let Some((first, mut rest)) = path.split_first() else { return BTreeSet::new() };
        let mut targets = match first.as_str() {
            "crate" => BTreeSet::from([Target::Module(ROOT)]),
            "self" => BTreeSet::from([Target::Module(module)]),
            "super" => {
                let mut above = self.parent(module);
                while let Some((next, more)) = rest.split_first()
                    && next == "super"
                {
                    above = self.parent(above);
                    rest = more;
                }
                BTreeSet::from([Target::Module(above)])
            }
            name => self.first(module, scopes, name),
        };
        for name in rest {
            targets = self.below(&targets, name);
        }
        targets
    }

    fn parent(&self, module: ModuleId) -> ModuleId {
        self.tree.modules[module].parent.unwrap_or(ROOT)
    }

    /// A name that a path begins with: the innermost block that knows it, or the module.
    fn first(&mut self, module: ModuleId, scopes: &'a [Scope], name: &str) -> BTreeSet<Target> {
        for (depth, scope) in scopes.iter().enumerate().rev() {
            let found = self.in_scope(module, scope, &scopes[..depth], name);
            if !found.is_empty() {
                return found;
            }
        }
        let found = self.in_module(module, name);
        if found.is_empty() {
            return self.tree.macros.get(name).map(|file| Target::Item(*file)).into_iter().collect();
        }
        found
    }

    /// The next name of a path.
    fn below(&mut self, targets: &BTreeSet<Target>, name: &str) -> BTreeSet<Target> {
        let mut found = BTreeSet::new();
        let mut made = BTreeSet::new();
        for target in targets {
            match target {
                Target::Module(module) => {
                    let named = self.in_module(*module, name);
                    if named.is_empty() {
                        // A macro or an included file makes it.
                        made.insert(Target::Item(self.tree.modules[*module].file));
                    }
                    found.extend(named);
                }
                // Something associated with the item, or a variant.
                Target::Item(_) => {
                    made.insert(*target);
                }
            }
        }
        if found.is_empty() { made } else { found }
    }

    fn in_module(&mut self, module: ModuleId, name: &str) -> BTreeSet<Target> {
        let tree = self.tree;
        self.in_scope(module, &tree.modules[module].scope, &[], name)
    }

    fn in_scope(&mut self, module: ModuleId, scope: &'a Scope, outer: &'a [Scope], name: &str) -> BTreeSet<Target> {
        let mut found = BTreeSet::new();
        for meaning in scope.names.get(name).into_iter().flatten() {
            match meaning {
                Name::Item => {
                    found.insert(Target::Item(self.tree.modules[module].file));
                }
                Name::Module(id) => {
                    found.insert(Target::Module(*id));
                }
                Name::Use(path) => found.extend(self.follow(module, outer, path)),
            }
        }
        if found.is_empty() {
            for glob in &scope.globs {
                for target in self.follow(module, outer, glob) {
                    if let Target::Module(module) = target {
                        found.extend(self.in_module(module, name));
                    }
                }
            }
        }
        found
    }

    fn follow(&mut self, module: ModuleId, outer: &'a [Scope], path: &'a Vec<String>) -> BTreeSet<Target> {
        if self.followed.iter().any(|followed| std::ptr::eq(*followed, path)) {
            return BTreeSet::new();
        }
        self.followed.push(path);
        let found = self.path(module, outer, path);
        self.followed.pop();
        found
    }
}
