//! Which client a chain of proxies speaks for: `X-Forwarded-For`, with hops written as RFC 7239, section 6, writes them.

use std::net::{IpAddr, Ipv6Addr};

/// The address of the client: the first hop from the right that is no trusted proxy.
///
/// Each proxy appends the address that called it, so a hop is as believable as the proxy to its right. A hop that
/// cannot be read therefore ends the walk: a client can write whatever it likes to the left of it. The client is then
/// counted as the last proxy that was read.
pub fn client<'a>(
    peer: IpAddr,
    headers: impl DoubleEndedIterator<Item = &'a [u8]>,
    trusted: impl Fn(IpAddr) -> bool,
) -> IpAddr {
    let mut nearest = peer;
    // Empty elements of a list mean nothing (RFC 9110, 5.6.1.2).
    let hops = headers.rev().flat_map(|header| header.rsplit(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    for hop in hops.filter(|hop| !hop.is_empty()) {
        if !trusted(nearest) {
            break;
        }
        let Some(read) = std::str::from_utf8(hop).ok().and_then(address) else { break };
        nearest = read;
    }
    nearest
}

/// The address of a hop: `192.0.2.1`, `192.0.2.1:4711`, `2001:db8::1`, `[2001:db8::1]:4711`, each also in quotes and
/// with a zone. IPv4 within IPv6 is IPv4. `unknown` and names like `_proxy` are none.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.strip_prefix('"').map_or(Some(hop), |quoted| quoted.strip_suffix('"'))?.trim();
    let address = if let Some(bracketed) = hop.strip_prefix('[') {
        let (address, port) = bracketed.split_once(']')?;
        is_port(port).then_some(())?;
        IpAddr::V6(without_zone(address).parse::<Ipv6Addr>().ok()?)
    } else if let Some((address, port)) = hop.split_once(':').filter(|(_, rest)| !rest.contains(':')) {
        is_port(&format!(":{port}")).then_some(())?;
        IpAddr::V4(address.parse().ok()?)
    } else {
        without_zone(hop).parse().ok()?
    };
    Some(address.to_canonical())
}

/// Whether this is nothing, or a port behind a colon: digits, or a name of the proxy's own such as `_http`.
fn is_port(text: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| {
            port.strip_prefix('_').map_or_else(
                || port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok(),
                |name| !name.is_empty() && name.chars().all(is_letter),
            )
        })
}

fn without_zone(address: &str) -> &str {
    address.split_once('%').map_or(address, |(address, _)| address)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROXY: &str = "10.0.0.1";

    fn seen(headers: &[&str]) -> String {
        let trusted = |address: IpAddr| address.to_string().starts_with("10.0.0.");
        client(PROXY.parse().unwrap(), headers.iter().map(|header| header.as_bytes()), trusted).to_string()
    }

    #[test]
    fn a_hop_is_read_in_every_form_that_proxies_write() {
        for (hop, address) in [
            ("203.0.113.7", "203.0.113.7"),
            ("203.0.113.7:50007", "203.0.113.7"),
            ("\"203.0.113.7:50007\"", "203.0.113.7"),
            ("203.0.113.7:_http", "203.0.113.7"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("\"[2001:db8::7]:443\"", "2001:db8::7"),
            ("fe80::1%eth0", "fe80::1"),
            ("[fe80::1%25eth0]:443", "fe80::1"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("[::ffff:203.0.113.7]:80", "203.0.113.7"),
        ] {
            assert_eq!(seen(&[hop]), address, "{hop}");
        }
    }

    #[test]
    fn a_hop_that_cannot_be_read_ends_the_walk() {
        for hop in [
            "unknown",
            "_hidden",
            "203.0.113.7:",
            "203.0.113.7:x",
            "203.0.113.7:99999",
            "203.0.113",
            "[2001:db8::7",
            "[2001:db8::7]443",
            "2001:db8::7]",
            "\"203.0.113.7",
            "203.0.113.7 198.51.100.1",
            "[203.0.113.7]",
            ":80",
            "203.0.113.7;x",
            "٢٠٣.0.113.7",
        ] {
            assert_eq!(seen(&[hop]), PROXY, "{hop}");
            assert_eq!(seen(&[&format!("198.51.100.9, {hop}")]), PROXY, "what stands left of {hop} is not believed");
            assert_eq!(seen(&[&format!("198.51.100.9, {hop}, 10.0.0.2")]), "10.0.0.2", "{hop}: the last proxy read");
            assert_eq!(seen(&[&format!("{hop}, 198.51.100.9, 10.0.0.2")]), "198.51.100.9", "{hop} is not asked");
        }
    }

    #[test]
    fn the_walk_goes_over_several_lines_from_the_right() {
        assert_eq!(seen(&["198.51.100.9", "203.0.113.7, 10.0.0.3"]), "203.0.113.7");
        assert_eq!(seen(&["203.0.113.7", "10.0.0.3", "10.0.0.2"]), "203.0.113.7");
        assert_eq!(seen(&["203.0.113.7, , ", ""]), "203.0.113.7", "empty elements mean nothing");
        assert_eq!(seen(&["10.0.0.3, 10.0.0.2"]), "10.0.0.3", "all of them are proxies");
        assert_eq!(seen(&[]), PROXY);
    }

    #[test]
    fn who_is_no_proxy_is_not_believed() {
        let peer = "198.51.100.1".parse().unwrap();
        assert_eq!(client(peer, [b"203.0.113.7".as_slice()].into_iter(), |_| false), peer);
    }
}
