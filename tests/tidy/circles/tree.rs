//! A crate as its modules and the names in them, read from its source as the compiler finds it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use syn::ext::IdentExt;
use syn::{Attribute, Item, ItemMod, UseTree, Visibility};

/// A module of the source, inline ones included: an index into [`Tree::modules`].
pub type ModuleId = usize;
/// A file, which is what counts as a module in a circle: an index into [`Tree::files`].
pub type FileId = usize;

/// The crate's root module, and its file.
pub const ROOT: usize = 0;

/// One crate.
#[derive(Default)]
pub struct Tree {
    pub modules: Vec<Module>,
    pub files: Vec<File>,
    /// Where each `macro_rules!` stands: they are seen by the text that follows them, whatever its module.
    pub macros: BTreeMap<String, FileId>,
}

/// A file and its module's path: `desk::today`, or `crate` for the root.
pub struct File {
    pub path: PathBuf,
    pub name: String,
    pub module: ModuleId,
    pub syntax: Rc<syn::File>,
}

/// A module and what it has names for.
pub struct Module {
    pub parent: Option<ModuleId>,
    pub file: FileId,
    pub scope: Scope,
}

/// Names that are seen in a module or a block.
#[derive(Default)]
pub struct Scope {
    pub names: BTreeMap<String, Vec<Name>>,
    /// The paths before the star of glob imports.
    pub globs: Vec<Vec<String>>,
}

/// What a name stands for. One name may be a type and a function.
pub enum Name {
    Item,
    Module(ModuleId),
    Use(Vec<String>),
}

/// One imported path: the last name is what it is called here; none for a glob.
pub struct Import {
    pub path: Vec<String>,
    pub name: Option<String>,
    pub line: usize,
}

impl Tree {
    /// Reads the crate whose root is `path`; `read` gives the text of a file, if there is one.
    pub fn read(path: &Path, read: &dyn Fn(&Path) -> Option<String>) -> Self {
        let mut tree = Self::default();
        tree.add_file(path, None, "crate".to_owned(), read);
        tree
    }

    fn add_file(
        &mut self,
        path: &Path,
        parent: Option<ModuleId>,
        name: String,
        read: &dyn Fn(&Path) -> Option<String>,
    ) -> ModuleId {
        let text = read(path).unwrap_or_else(|| panic!("{} cannot be read", path.display()));
        let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let syntax = Rc::new(syntax);
        let (module, file) = (self.modules.len(), self.files.len());
        self.files.push(File { path: path.to_owned(), name: name.clone(), module, syntax: Rc::clone(&syntax) });
        self.modules.push(Module { parent, file, scope: Scope::default() });
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        // Where the files of modules declared here lie: beside `mod.rs` and a root, in a folder of this one's name else.
        let below = if parent.is_none() || stem == "mod" { folder.clone() } else { folder.join(stem) };
        self.add_items(&syntax.items, module, &name, &Folders { beside: folder, below }, read);
        module
    }

    fn add_items(
        &mut self,
        items: &[Item],
        module: ModuleId,
        name: &str,
        folders: &Folders,
        read: &dyn Fn(&Path) -> Option<String>,
    ) {
        for item in items.iter().filter(|item| !is_for_tests(attributes(item))) {
            if let Item::Macro(definition) = item
                && let Some(ident) = &definition.ident
            {
                let file = self.modules[module].file;
                self.macros.insert(ident.to_string(), file);
                if definition.attrs.iter().any(|attribute| attribute.path().is_ident("macro_export")) {
                    self.modules[ROOT].scope.add(ident.to_string(), Name::Use(vec![ident.to_string()]));
                }
            }
            if let Item::Mod(declared) = item {
                let child = self.add_module(declared, module, name, folders, read);
                self.modules[module].scope.add(plain(&declared.ident), Name::Module(child));
            } else {
                self.modules[module].scope.add_item(item);
            }
        }
    }

    fn add_module(
        &mut self,
        declared: &ItemMod,
        parent: ModuleId,
        parent_name: &str,
        folders: &Folders,
        read: &dyn Fn(&Path) -> Option<String>,
    ) -> ModuleId {
        let ident = plain(&declared.ident);
        let name = if parent_name == "crate" { ident.clone() } else { format!("{parent_name}::{ident}") };
        if let Some((_, items)) = &declared.content {
            let module = self.modules.len();
            let file = self.modules[parent].file;
            self.modules.push(Module { parent: Some(parent), file, scope: Scope::default() });
            let below = folders.below.join(&ident);
            self.add_items(items, module, &name, &Folders { beside: below.clone(), below }, read);
            return module;
        }
        let path = if let Some(path) = path_attribute(&declared.attrs) {
            folders.beside.join(path)
        } else {
            let flat = folders.below.join(format!("{ident}.rs"));
            if read(&flat).is_some() { flat } else { folders.below.join(&ident).join("mod.rs") }
        };
        self.add_file(&path, Some(parent), name, read)
    }
}

/// Where the files of declared modules are looked for.
struct Folders {
    /// For `#[path]`.
    beside: PathBuf,
    /// For plain declarations.
    below: PathBuf,
}

impl Scope {
    fn add(&mut self, name: String, what: Name) {
        self.names.entry(name).or_default().push(what);
    }

    /// The names that an item brings; modules are the tree's.
    pub fn add_item(&mut self, item: &Item) {
        match item {
            Item::Use(item) if item.leading_colon.is_none() => {
                for import in imports(&item.tree) {
                    match import.name {
                        Some(name) => self.add(name, Name::Use(import.path)),
                        None => self.globs.push(import.path),
                    }
                }
            }
            Item::Macro(item) => match &item.ident {
                Some(ident) => self.add(plain(ident), Name::Item),
                None => made(&item.mac.tokens).into_iter().for_each(|name| self.add(name, Name::Item)),
            },
            Item::Const(item) => self.add(plain(&item.ident), Name::Item),
            Item::Enum(item) => self.add(plain(&item.ident), Name::Item),
            Item::Fn(item) => self.add(plain(&item.sig.ident), Name::Item),
            Item::Static(item) => self.add(plain(&item.ident), Name::Item),
            Item::Struct(item) => self.add(plain(&item.ident), Name::Item),
            Item::Trait(item) => self.add(plain(&item.ident), Name::Item),
            Item::TraitAlias(item) => self.add(plain(&item.ident), Name::Item),
            Item::Type(item) => self.add(plain(&item.ident), Name::Item),
            Item::Union(item) => self.add(plain(&item.ident), Name::Item),
            _ => {}
        }
    }
}

/// The names of the items that a macro's input spells out: `words! { pub enum Unit { … } }` makes a `Unit`.
fn made(tokens: &proc_macro2::TokenStream) -> Vec<String> {
    let words: Vec<String> = tokens
        .clone()
        .into_iter()
        .map(|token| match token {
            proc_macro2::TokenTree::Ident(ident) => plain(&ident),
            _ => String::new(),
        })
        .collect();
    let keywords = ["enum", "struct", "fn", "type", "trait", "const", "static", "union"];
    words
        .windows(2)
        .filter(|pair| keywords.contains(&pair[0].as_str()) && !pair[1].is_empty())
        .map(|pair| pair[1].clone())
        .collect()
}

/// Every path that a `use` imports. A group's `self` is the path before it.
pub fn imports(tree: &UseTree) -> Vec<Import> {
    let mut all = Vec::new();
    flatten(tree, &mut Vec::new(), &mut all);
    all
}

fn flatten(tree: &UseTree, before: &mut Vec<String>, all: &mut Vec<Import>) {
    match tree {
        UseTree::Path(path) => {
            before.push(plain(&path.ident));
            flatten(&path.tree, before, all);
            before.pop();
        }
        UseTree::Name(name) => all.push(import(before, &name.ident, &name.ident)),
        UseTree::Rename(name) => all.push(import(before, &name.ident, &name.rename)),
        UseTree::Glob(glob) => {
            let line = glob.star_token.spans[0].start().line;
            all.push(Import { path: before.clone(), name: None, line });
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| flatten(tree, before, all)),
    }
}

fn import(before: &[String], ident: &syn::Ident, name: &syn::Ident) -> Import {
    let (mut path, ident, mut name, line) = (before.to_vec(), plain(ident), plain(name), ident.span().start().line);
    if ident != "self" || path.is_empty() {
        path.push(ident);
    } else if name == "self" {
        name.clone_from(&path[path.len() - 1]);
    }
    Import { path, name: Some(name), line }
}

/// Whether a `use` offers names to others and is not there for this module's own code.
pub fn is_re_export(visibility: &Visibility) -> bool {
    !matches!(visibility, Visibility::Inherited)
}

/// Whether something is compiled for tests only.
pub fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().filter(|attribute| attribute.path().is_ident("cfg")).any(|attribute| {
        let syn::Meta::List(list) = &attribute.meta else { return false };
        let text = list.tokens.to_string();
        text == "test" || text.starts_with("all (test") || text.starts_with("all(test")
    })
}

fn path_attribute(attributes: &[Attribute]) -> Option<String> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("path"))?;
    let syn::Meta::NameValue(pair) = &attribute.meta else { return None };
    match &pair.value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// An identifier as it is called, without the `r#` that keeps it from being a keyword.
pub fn plain(ident: &syn::Ident) -> String {
    ident.unraw().to_string()
}

/// What stands before an item in `#[…]`.
pub fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}
