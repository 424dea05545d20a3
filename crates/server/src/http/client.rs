//! The client's address: that of the connection, or the one that a trusted proxy names.

use crate::app::App;
use crate::http::forwarded;
use crate::http::limits::Client;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderValue;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

impl FromRequestParts<App> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip().to_canonical());
        let trusted = |address: IpAddr| app.trusted_proxies.iter().any(|network| network.contains(&address));
        let forwarded: Vec<&[u8]> =
            parts.headers.get_all("x-forwarded-for").iter().map(HeaderValue::as_bytes).collect();
        Ok(Self(forwarded::client(peer, forwarded.into_iter(), trusted)))
    }
}
