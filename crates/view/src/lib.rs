//! The `view!` macro of the web pages that customers download.
//!
//! The syntax is that of Leptos, read by the same parser. Leptos' own macro makes a type of every
//! element and compiles a renderer for each; this one writes calls of `ui::dom`, which are compiled
//! once. What a page shows and how it reacts is the same; the private page is 13.9 kB smaller (brotli) than
//! by Leptos' macro with each view boxed.
//! Components are left to Leptos.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeElement, NodeName};
use syn::spanned::Spanned;
use syn::{Error, Result};

/// Elements of the SVG namespace.
const SVG: [&str; 8] = ["svg", "path", "use", "g", "circle", "rect", "line", "polyline"];

/// A view: one node, or several side by side.
#[proc_macro]
pub fn view(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let parser = rstml::Parser::new(rstml::ParserConfig::new().recover_block(true));
    let view = parser.parse_simple(tokens).and_then(|nodes| whole(&nodes)).unwrap_or_else(Error::into_compile_error);
    quote!({
        #[allow(unused_braces)]
        let view = #view;
        view
    })
    .into()
}

type Element = NodeElement<rstml::Infallible>;

/// The nodes as one view.
fn whole(nodes: &[Node]) -> Result<TokenStream> {
    let shown: Vec<&Node> = nodes.iter().filter(|node| is_shown(node)).collect();
    if let [Node::Element(element)] = shown.as_slice()
        && !is_component(element)
    {
        let element = plain(element)?;
        return Ok(quote!(#element.any()));
    }
    let children = all(shown.into_iter())?;
    Ok(quote!(crate::ui::dom::Many::default() #children .any()))
}

fn is_shown(node: &Node) -> bool {
    !matches!(node, Node::Comment(_) | Node::Doctype(_))
}

/// The nodes as calls of `child`.
fn all<'a>(nodes: impl Iterator<Item = &'a Node>) -> Result<TokenStream> {
    nodes.filter(|node| is_shown(node)).map(child).collect()
}

fn child(node: &Node) -> Result<TokenStream> {
    Ok(match node {
        Node::Element(element) if is_component(element) => {
            let component = component(element)?;
            quote!(.child(#component))
        }
        Node::Element(element) => {
            let element = plain(element)?;
            quote!(.element(#element))
        }
        Node::Block(block) => quote!(.child(#block)),
        Node::Text(text) => {
            let text = &text.value;
            quote!(.child(#text))
        }
        Node::RawText(raw) => {
            let text = raw.to_string_best();
            quote!(.child(#text))
        }
        Node::Fragment(fragment) => return all(fragment.children.iter()),
        Node::Comment(_) | Node::Doctype(_) | Node::Custom(_) => TokenStream::new(),
    })
}

fn is_component(element: &Element) -> bool {
    match element.name() {
        NodeName::Path(path) => {
            path.path.segments.last().is_some_and(|last| last.ident.to_string().starts_with(char::is_uppercase))
        }
        _ => false,
    }
}

/// A component: Leptos calls it, its children are a view of this macro.
fn component(element: &Element) -> Result<TokenStream> {
    let name = element.name();
    let attributes = element.attributes();
    let children = element.children.iter().filter(|node| is_shown(node)).collect::<Vec<_>>();
    if children.is_empty() {
        return Ok(quote!(::leptos::view! { <#name #(#attributes)* /> }));
    }
    let inside = whole(&element.children)?;
    Ok(quote!(::leptos::view! { <#name #(#attributes)*>{#inside}</#name> }))
}

/// An element of HTML or SVG.
fn plain(element: &Element) -> Result<TokenStream> {
    let tag = element.name().to_string();
    let attributes: TokenStream = element.attributes().iter().map(attribute).collect::<Result<_>>()?;
    let children = all(element.children.iter())?;
    let begin = if SVG.contains(&tag.as_str()) { quote!(svg) } else { quote!(html) };
    Ok(quote!(crate::ui::dom::Element::#begin(#tag) #attributes #children))
}

fn attribute(attribute: &NodeAttribute) -> Result<TokenStream> {
    let NodeAttribute::Attribute(attribute) = attribute else {
        return Err(Error::new(attribute.span(), "attributes have names here"));
    };
    let name = attribute.key.to_string();
    let value = value(attribute);
    Ok(match name.split_once(':') {
        Some(("class", name)) => quote!(.class(#name, #value)),
        Some(("style", name)) => quote!(.style(#name, #value)),
        Some(("prop", name)) => quote!(.prop(#name, #value)),
        Some(("on", name)) => {
            let event: Ident = format_ident!("{name}");
            quote!(.with(::leptos::tachys::html::event::on(::leptos::ev::#event, #value)))
        }
        Some(_) => return Err(Error::new(attribute.key.span(), "this kind of attribute is not known here")),
        None if name == "node_ref" => quote!(.with(::leptos::tachys::html::node_ref::node_ref(#value))),
        None if name == "inner_html" => quote!(.with(::leptos::tachys::html::element::inner_html(#value))),
        None => quote!(.attr(#name, #value)),
    })
}

/// The value of an attribute; one without a value is `true`.
fn value(attribute: &KeyedAttribute) -> TokenStream {
    attribute.value().map_or_else(|| quote!(true), |value| quote!(#value))
}
