//! The elements that `view!` creates: one type for all, so that rendering code is compiled once instead of for each
//! element of each page.

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::attr::{Attribute, AttributeValue};
use leptos::prelude::*;
use leptos::tachys::html::class::{IntoClass, class};
use leptos::tachys::html::property::{IntoProperty, prop};
use leptos::tachys::html::style::{IntoStyle, style};
use leptos::tachys::hydration::Cursor;
use leptos::tachys::renderer::{CastFrom, Rndr, types};
use leptos::tachys::view::{Mountable, Position, PositionState, RenderFlags};
use std::any::TypeId;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that is not drawn yet.
#[must_use]
pub struct Element(Box<Plan>);

/// An attribute's name and type, by which a later drawing knows whether it may change an element.
type Kind = (&'static str, TypeId);

#[derive(Default)]
struct Plan {
    tag: &'static str,
    namespace: Option<&'static str>,
    kinds: Vec<Kind>,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

impl Element {
    /// An element of HTML.
    #[inline(never)]
    pub fn html(tag: &'static str) -> Self {
        Self(Box::new(Plan { tag, ..Plan::default() }))
    }

    /// An element of SVG.
    #[inline(never)]
    pub fn svg(tag: &'static str) -> Self {
        Self(Box::new(Plan { tag, namespace: Some(SVG), ..Plan::default() }))
    }

    /// An attribute.
    #[inline(never)]
    pub fn attr<V: AttributeValue + 'static>(self, name: &'static str, value: V) -> Self {
        self.attribute(name, custom_attribute(name, value))
    }

    /// A class that is there or not.
    #[inline(never)]
    pub fn class<V>(self, name: &'static str, on: V) -> Self
    where
        (&'static str, V): IntoClass + 'static,
    {
        self.attribute(name, class((name, on)))
    }

    /// A property of its style.
    #[inline(never)]
    pub fn style<V>(self, name: &'static str, value: V) -> Self
    where
        (&'static str, V): IntoStyle + 'static,
    {
        self.attribute(name, style((name, value)))
    }

    /// A property of its object.
    #[inline(never)]
    pub fn prop<V>(self, name: &'static str, value: V) -> Self
    where
        V: IntoProperty + 'static,
    {
        self.attribute(name, prop(name, value))
    }

    /// Anything else that belongs to an element: a listener, a reference.
    #[inline(never)]
    pub fn with(self, attribute: impl Attribute + 'static) -> Self {
        self.attribute("", attribute)
    }

    fn attribute<A: Attribute + 'static>(self, name: &'static str, attribute: A) -> Self {
        self.push((name, TypeId::of::<A>()), attribute.into_any_attr())
    }

    #[inline(never)]
    fn push(mut self, kind: Kind, attribute: AnyAttribute) -> Self {
        self.0.kinds.push(kind);
        self.0.attributes.push(attribute);
        self
    }

    /// Something inside it.
    #[inline(never)]
    pub fn child<V>(mut self, child: V) -> Self
    where
        V: IntoRender,
        V::Output: RenderHtml + Send,
    {
        self.0.children.push(child.into_render().into_any());
        self
    }

    /// An element inside it.
    #[inline(never)]
    pub fn element(mut self, child: Self) -> Self {
        self.0.children.push(child.any());
        self
    }

    /// The view.
    #[inline(never)]
    pub fn any(self) -> AnyView {
        self.into_any()
    }
}

/// Several nodes side by side.
#[derive(Default)]
#[must_use]
pub struct Many(Vec<AnyView>);

impl Many {
    /// One more.
    #[inline(never)]
    pub fn child<V>(mut self, child: V) -> Self
    where
        V: IntoRender,
        V::Output: RenderHtml + Send,
    {
        self.0.push(child.into_render().into_any());
        self
    }

    /// One more, an element.
    #[inline(never)]
    pub fn element(mut self, child: Element) -> Self {
        self.0.push(child.any());
        self
    }

    /// The view.
    #[inline(never)]
    pub fn any(mut self) -> AnyView {
        if self.0.len() == 1
            && let Some(only) = self.0.pop()
        {
            return only;
        }
        leptos::tachys::view::iterators::StaticVec::from(self.0).into_any()
    }
}

type Children = leptos::tachys::view::iterators::StaticVec<AnyView>;

/// An element that stands in the page.
pub struct MountedElement {
    node: types::Element,
    tag: &'static str,
    kinds: Vec<Kind>,
    attributes: <Vec<AnyAttribute> as Attribute>::State,
    children: <Children as Render>::State,
}

impl Render for Element {
    type State = MountedElement;

    fn build(self) -> MountedElement {
        let Plan { tag, namespace, kinds, attributes, children } = *self.0;
        let node = Rndr::create_element(tag, namespace);
        let attributes = attributes.build(&node);
        let mut children = Children::from(children).build();
        children.mount(&node, None);
        MountedElement { node, tag, kinds, attributes, children }
    }

    /// Changes the element in place if it is the same kind of element, else puts another there.
    fn rebuild(self, state: &mut MountedElement) {
        if self.0.tag == state.tag && self.0.kinds == state.kinds {
            self.0.attributes.rebuild(&mut state.attributes);
            Children::from(self.0.children).rebuild(&mut state.children);
        } else {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
        }
    }
}

impl Mountable for MountedElement {
    fn unmount(&mut self) {
        Rndr::remove(&self.node);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.node, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = Rndr::get_parent(&self.node).and_then(types::Element::cast_from);
        parent.is_some_and(|parent| {
            child.mount(&parent, Some(&self.node));
            true
        })
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.node.clone()]
    }
}

impl AddAnyAttr for Element {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> Self {
        self.attribute("", attribute.into_cloneable_owned())
    }
}

/// Pages are rendered in the browser only, so the methods for server-side rendering do nothing.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: RenderFlags, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> MountedElement {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
