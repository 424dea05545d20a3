//! The widget script that other websites load: each released version under a permanent address, and the newest version
//! under its own. docs/embed.md documents how pages use it.

use super::site::{FOREVER, File, ending};
use axum::Router;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;
use axum::routing::get;

/// The folder of the scripts and their list of hashes, within the public folder.
pub(super) const FOLDER: &str = "embed/";

/// The cache policy of the newest version: cached for five minutes, and used for a day longer while the browser
/// revalidates.
const MOVING: &str = "public, max-age=300, stale-while-revalidate=86400";

/// `/embed/…` for every file of the folder, `/embed.js` for the newest version.
pub(super) fn router<S: Clone + Send + Sync + 'static>(files: Vec<File>) -> Router<S> {
    let newest = files.iter().max_by_key(|file| version(&file.path)).filter(|file| version(&file.path).is_some());
    let newest = newest.map(|file| ("/embed.js".to_owned(), file.clone(), MOVING));
    let all = files.iter().map(|file| {
        let kept = if ending(&file.path) == "js" { FOREVER } else { MOVING };
        (format!("/{}", file.path), file.clone(), kept)
    });
    all.chain(newest).fold(Router::new(), |router, (path, file, kept)| {
        router.route(&path, get(async move |asked: HeaderMap| for_everybody(file.answer(&asked, kept))))
    })
}

/// The version that a file's name says: `embed/1.0.0.js`.
fn version(path: &str) -> Option<[u32; 3]> {
    let name = path.strip_prefix(FOLDER)?.strip_suffix(".js")?;
    let parts: Vec<u32> = name.split('.').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// Allows any page to load the script and to check its hash.
fn for_everybody(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_by_number() {
        assert_eq!(version("embed/1.0.0.js"), Some([1, 0, 0]));
        assert!(version("embed/1.10.0.js") > version("embed/1.9.0.js"));
        for other in ["embed/versions.json", "embed/1.0.js", "1.0.0.js", "embed/latest.js"] {
            assert_eq!(version(other), None, "{other}");
        }
    }
}
