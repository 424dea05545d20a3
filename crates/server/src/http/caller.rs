//! Who calls: a member of staff in one of the roles that a call is for, or a paired screen of the kind that it is for
//! (docs/rules.md, "Roles"). Dealer, role and kind stand in the types of a handler, so one that forgets them does not
//! compile.

use crate::app::App;
use crate::auth::{Device, Staff};
use crate::http::problem::{Failure, Rejection};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use bayside_api::desk::Page;
use bayside_domain::codes::Code;
use bayside_domain::words::{Role, ScreenKind};
use bayside_workflow::dealers::Dealer;
use std::marker::PhantomData;
use std::sync::Arc;

/// Who may call; the manager always may.
pub trait Roles: Send + Sync + 'static {
    /// The roles beside the manager's.
    const ROLES: &'static [Role];
}

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $roles:expr;)+) => {
        $($(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}

        impl Roles for $name {
            const ROLES: &'static [Role] = $roles;
        })+
    };
}

roles! {
    /// Everybody who can sign in.
    Anyone = Role::ALL;
    /// Who answers to customers at the desk.
    Reception = &[Role::Reception, Role::Adviser];
    /// Who answers for the work order.
    Adviser = &[Role::Adviser];
    /// Who finds, plans and promises work.
    Workshop = &[Role::Adviser, Role::Workshop];
    /// Who writes the statement.
    Statement = &[Role::Adviser, Role::Cashier];
    /// The manager alone.
    Manager = &[];
    /// Whose page the phone booking is.
    PhonePage = Page::Phone.roles();
    /// Whose page the calls to customers are.
    CallsPage = Page::Calls.roles();
    /// Whose page the call-backs are.
    CallbacksPage = Page::Callbacks.roles();
    /// Whose page the waitlist is.
    WaitlistPage = Page::Waitlist.roles();
    /// Whose page the messages are.
    MessagesPage = Page::Messages.roles();
    /// Whose page the workshop's room is.
    RoomPage = Page::Room.roles();
    /// Whose page the screens are.
    ScreensPage = Page::Screens.roles();
}

/// A signed-in member of staff at the dealer of the path, which is their own, in one of the roles of `R`.
pub struct Desk<R: Roles> {
    /// The dealer of the path.
    pub dealer: Arc<Dealer>,
    /// Who calls.
    pub staff: Staff,
    roles: PhantomData<fn() -> R>,
}

impl<R: Roles> FromRequestParts<App> for Desk<R> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let staff = Staff::signed_in(parts, app).await?;
        let dealer = Arc::clone(&staff.dealer);
        let is_own = dealer_of_path(parts).await? == dealer.file.slug;
        let may = staff.role == Role::Manager || R::ROLES.contains(&staff.role);
        if is_own && may { Ok(Self { dealer, staff, roles: PhantomData }) } else { Err(forbidden()) }
    }
}

/// A signed-in member of staff, whatever the path names: for their session itself.
pub struct SignedIn(pub Staff);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        Staff::signed_in(parts, app).await.map(Self)
    }
}

/// The kind of screen that a call is for, as a type.
pub trait Kind: Send + Sync + 'static {
    /// The kind's word.
    const KIND: ScreenKind;
}

/// A paired screen of the kind `K` at the dealer of the path, which is its own.
pub struct PairedScreen<K: Kind> {
    /// The dealer of the path.
    pub dealer: Arc<Dealer>,
    /// Which screen calls.
    pub device: Device,
    kind: PhantomData<fn() -> K>,
}

impl<K: Kind> FromRequestParts<App> for PairedScreen<K> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let device = Device::paired(parts, app, K::KIND).await?;
        let dealer = Arc::clone(&device.dealer);
        let is_own = dealer_of_path(parts).await? == dealer.file.slug;
        if is_own && device.kind == K::KIND { Ok(Self { dealer, device, kind: PhantomData }) } else { Err(forbidden()) }
    }
}

/// The dealer that the path names, for calls that need no one to sign in.
pub struct PublicDealer(pub Arc<Dealer>);

impl FromRequestParts<App> for PublicDealer {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let slug = dealer_of_path(parts).await?;
        Ok(Self(app.dealers.by_slug(&slug)?))
    }
}

/// The dealer's slug; a path that cannot be read, or has none, names nothing that is there.
async fn dealer_of_path(parts: &mut Parts) -> Result<String, Rejection> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok();
    let slug = params.iter().flatten().find(|(name, _)| *name == "dealer").map(|(_, slug)| slug.to_owned());
    slug.ok_or_else(|| Failure::new(Code::NotFound).into())
}

fn forbidden() -> Rejection {
    Failure::new(Code::Forbidden).into()
}
