//! Extractors for the caller of a request: a member of staff with one of the required roles, or a paired screen of the
//! required kind (docs/rules.md, "Roles"). Dealer, role and kind are part of a handler's types, so a handler cannot
//! forget the check.

use crate::app::App;
use crate::auth::{Device, SignedInStaff};
use crate::http::problem::{Failure, Rejection};
use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use bayside_api::desk::Page;
use bayside_domain::codes::{Role, ScreenKind};
use bayside_domain::error_code::Code;
use bayside_domain::visit::Right;
use bayside_workflow::dealers::Dealer;
use std::marker::PhantomData;
use std::sync::Arc;

/// A set of roles that may make a call; the manager always may.
pub trait Roles: Send + Sync + 'static {
    /// The roles besides the manager.
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
    /// All roles.
    Anyone = Role::ALL;
    /// Those who deal with customers at the desk.
    Reception = &[Role::Reception, Role::Adviser];
    /// Those who may change the promised time.
    Promising = Right::Promise.roles();
    /// Those who may quote extra work.
    Quoting = Right::Quote.roles();
    /// Those who may write the work order.
    OrderWriting = Right::WriteOrder.roles();
    /// Those who may write the statement.
    StatementWriting = Right::WriteStatement.roles();
    /// Only the manager.
    Manager = &[];
    /// Those who may use the page of phone bookings.
    PhonePage = Page::Phone.roles();
    /// Those who may use the page of calls to customers.
    CallsPage = Page::Calls.roles();
    /// Those who may use the page of call-backs.
    CallbacksPage = Page::Callbacks.roles();
    /// Those who may use the page of the waitlist.
    WaitlistPage = Page::Waitlist.roles();
    /// Those who may use the page of messages.
    MessagesPage = Page::Messages.roles();
    /// Those who may use the page of outages and explanations.
    OutagesPage = Page::Outages.roles();
    /// Those who may use the page of screens.
    ScreensPage = Page::Screens.roles();
}

/// A signed-in member of staff at the dealer of the path, which is their own, in one of the roles of `R`.
pub struct StaffCaller<R: Roles> {
    /// The dealer of the path.
    pub dealer: Arc<Dealer>,
    /// The member of staff who makes the call.
    pub staff: SignedInStaff,
    roles: PhantomData<fn() -> R>,
}

impl<R: Roles> FromRequestParts<App> for StaffCaller<R> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let staff = SignedInStaff::signed_in(parts, app).await?;
        let dealer = Arc::clone(&staff.dealer);
        let is_own = dealer_of_path(parts).await? == dealer.file.slug;
        let may = staff.role == Role::Manager || R::ROLES.contains(&staff.role);
        if is_own && may { Ok(Self { dealer, staff, roles: PhantomData }) } else { Err(forbidden()) }
    }
}

/// A signed-in member of staff, whatever dealer the path names: for calls about the session itself.
pub struct SignedIn(pub SignedInStaff);

impl FromRequestParts<App> for SignedIn {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        SignedInStaff::signed_in(parts, app).await.map(Self)
    }
}

/// The kind of screen that a call is for, as a type.
pub trait RequiredScreen: Send + Sync + 'static {
    /// The kind.
    const KIND: ScreenKind;
}

/// A paired screen of the kind `K` at the dealer of the path, which is its own.
pub struct PairedScreen<K: RequiredScreen> {
    /// The dealer of the path.
    pub dealer: Arc<Dealer>,
    /// The calling screen.
    pub device: Device,
    kind: PhantomData<fn() -> K>,
}

impl<K: RequiredScreen> FromRequestParts<App> for PairedScreen<K> {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let slug = dealer_of_path(parts).await?;
        let device = Device::paired(parts, app, &slug, K::KIND).await?;
        let dealer = Arc::clone(&device.dealer);
        let is_own = slug == dealer.file.slug;
        if is_own && device.kind == K::KIND { Ok(Self { dealer, device, kind: PhantomData }) } else { Err(forbidden()) }
    }
}

/// The dealer that the path names, for calls without sign-in.
pub struct PublicDealer(pub Arc<Dealer>);

impl FromRequestParts<App> for PublicDealer {
    type Rejection = Rejection;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Rejection> {
        let slug = dealer_of_path(parts).await?;
        Ok(Self(app.dealers.by_slug(&slug)?))
    }
}

/// The dealer's slug in the path; a path without a readable slug is answered with "not found".
async fn dealer_of_path(parts: &mut Parts) -> Result<String, Rejection> {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok();
    let slug = params.iter().flatten().find(|(name, _)| *name == "dealer").map(|(_, slug)| slug.to_owned());
    slug.ok_or_else(|| Failure::new(Code::NotFound).into())
}

fn forbidden() -> Rejection {
    Failure::new(Code::Forbidden).into()
}
