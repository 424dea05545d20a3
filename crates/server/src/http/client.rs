//! The client's address: that of the connection, or the one that a trusted proxy names.

use crate::app::App;
use crate::http::limits::Client;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

impl FromRequestParts<App> for Client {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts
            .extensions
            .get::<ConnectInfo<SocketAddr>>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |ConnectInfo(address)| address.ip().to_canonical());
        let trusted = |address: &IpAddr| app.trusted_proxies.iter().any(|network| network.contains(address));
        if !trusted(&peer) {
            return Ok(Self(peer));
        }
        // The last address in the header that is not a trusted proxy.
        let forwarded = parts.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
        let hops = forwarded.flat_map(|value| value.split(',')).filter_map(|hop| hop.trim().parse::<IpAddr>().ok());
        let hops: Vec<IpAddr> = hops.map(|hop| hop.to_canonical()).collect();
        Ok(Self(hops.into_iter().rev().find(|hop| !trusted(hop)).unwrap_or(peer)))
    }
}
