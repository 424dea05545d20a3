//! Which file's code uses what another file defines.

use super::resolve;
use super::tree::{FileId, ModuleId, Name, Scope, Tree, attributes, imports, is_for_tests, is_re_export, plain};
use proc_macro2::{TokenStream, TokenTree};
use std::collections::BTreeMap;
use syn::visit::{self, Visit};

/// For every pair of files of which the first uses the second: the first place where it does.
pub type Uses = BTreeMap<(FileId, FileId), Place>;

/// A path in the code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub path: String,
}

/// What the code of each file uses. Declarations of modules and re-exports are no uses.
pub fn uses(tree: &Tree) -> Uses {
    let mut uses = Uses::new();
    for file in &tree.files {
        let mut walk = Walk { tree, module: file.module, scopes: Vec::new(), uses: &mut uses };
        walk.visit_file(&file.syntax);
    }
    uses
}

struct Walk<'a> {
    tree: &'a Tree,
    module: ModuleId,
    /// Of the blocks around, outermost first.
    scopes: Vec<Scope>,
    uses: &'a mut Uses,
}

impl Walk<'_> {
    fn add(&mut self, path: &[String], line: usize) {
        let here = self.tree.modules[self.module].file;
        for file in resolve::files(self.tree, self.module, &self.scopes, path) {
            if file != here {
                let place = || Place { line, path: path.join("::") };
                self.uses.entry((here, file)).or_insert_with(place);
            }
        }
    }

    /// Paths among the tokens of a macro or an attribute, which nobody has parsed.
    /// `lone` tells whether a single lower-case word can be a path there.
    fn tokens(&mut self, tokens: &TokenStream, lone: bool) {
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        let is =
            |at: usize, mark: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == mark);
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(&group.stream(), lone),
                TokenTree::Ident(first) => {
                    // `value.name` is a field or method, `..name` is not.
                    let is_member = at > 0 && is(at - 1, '.') && !(at > 1 && is(at - 2, '.'));
                    let is_outside = at > 1 && is(at - 1, ':') && is(at - 2, ':');
                    let mut path = vec![plain(first)];
                    while is(at + 1, ':') && is(at + 2, ':') {
                        let Some(TokenTree::Ident(next)) = tokens.get(at + 3) else { break };
                        path.push(plain(next));
                        at += 3;
                    }
                    let is_word = path.len() == 1 && path[0].starts_with(char::is_lowercase);
                    if !is_member && !is_outside && (lone || !is_word) {
                        self.add(&path, first.span().start().line);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Functions that serde is told of by name: `#[serde(with = "crate::time")]`.
    fn serde(&mut self, tokens: &TokenStream) {
        let keys = ["with", "default", "serialize_with", "deserialize_with", "skip_serializing_if", "try_from", "into"];
        let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
        for three in tokens.windows(3) {
            if let [TokenTree::Ident(key), TokenTree::Punct(_), TokenTree::Literal(text)] = three
                && keys.contains(&key.to_string().as_str())
            {
                let path: Vec<String> = text.to_string().trim_matches('"').split("::").map(str::to_owned).collect();
                self.add(&path, key.span().start().line);
                // A module with a function for each way.
                let both = path.into_iter().chain(["serialize".to_owned()]);
                self.add(&both.collect::<Vec<_>>(), key.span().start().line);
            }
        }
    }
}

impl<'ast> Visit<'ast> for Walk<'_> {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        if !is_for_tests(attributes(item)) {
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_impl_item_fn(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let names = &self.tree.modules[self.module].scope.names;
        let child = names.get(&plain(&item.ident)).into_iter().flatten().find_map(|name| match name {
            Name::Module(id) => Some(*id),
            _ => None,
        });
        if let (Some(child), Some((_, items))) = (child, &item.content) {
            let (outer, scopes) = (std::mem::replace(&mut self.module, child), std::mem::take(&mut self.scopes));
            for item in items {
                self.visit_item(item);
            }
            (self.module, self.scopes) = (outer, scopes);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        if item.leading_colon.is_none() && !is_re_export(&item.vis) {
            for import in imports(&item.tree) {
                self.add(&import.path, import.line);
            }
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        let mut scope = Scope::default();
        for statement in &block.stmts {
            if let syn::Stmt::Item(item) = statement {
                scope.add_item(item);
            }
        }
        self.scopes.push(scope);
        visit::visit_block(self, block);
        self.scopes.pop();
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            let names: Vec<String> = path.segments.iter().map(|segment| plain(&segment.ident)).collect();
            let line = path.segments.first().map_or(0, |segment| segment.ident.span().start().line);
            self.add(&names, line);
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.visit_path(&called.path);
        self.tokens(&called.tokens, true);
    }

    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            if list.path.is_ident("serde") {
                self.serde(&list.tokens);
            }
            self.tokens(&list.tokens, false);
        }
    }
}
