//! What pages load besides themselves: one stylesheet, one small script and the icon, all inside the program.
//!
//! The stylesheet is one file per component in `templates/assets/css`, joined in the order of their numbered names. Its
//! address carries a hash of its content, so that browsers may keep it for ever.

use super::routes::{Routes, Who};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "templates/assets/"]
struct Files;

struct Asset {
    name: String,
    kind: &'static str,
    text: String,
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| hashed("css", "text/css; charset=utf-8"));
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| hashed("js", "text/javascript; charset=utf-8"));
static ICON: LazyLock<Asset> =
    LazyLock::new(|| Asset { name: "favicon.svg".to_owned(), kind: "image/svg+xml", text: joined("favicon.svg") });

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const FOR_A_DAY: &str = "public, max-age=86400";

pub fn routes() -> Routes {
    Routes::new().get("/assets/{name}", Who::Public, serve)
}

/// The stylesheet's address, for the layout.
pub fn stylesheet() -> String {
    format!("/assets/{}", STYLE.name)
}

/// The script's address, for the layout.
pub fn script() -> String {
    format!("/assets/{}", SCRIPT.name)
}

/// `GET /assets/{name}`. A page from before an update asks for an older stylesheet and gets today's, uncached.
async fn serve(Path(name): Path<String>) -> Response {
    let kept = match name.as_str() {
        "favicon.svg" => Some((&*ICON, FOR_A_DAY)),
        name if name == STYLE.name => Some((&*STYLE, FOR_EVER)),
        name if name == SCRIPT.name => Some((&*SCRIPT, FOR_EVER)),
        name if name.starts_with("app-") && name.ends_with(".css") => Some((&*STYLE, "no-cache")),
        name if name.starts_with("app-") && name.ends_with(".js") => Some((&*SCRIPT, "no-cache")),
        _ => None,
    };
    match kept {
        Some((asset, keep)) => {
            ([(header::CONTENT_TYPE, asset.kind), (header::CACHE_CONTROL, keep)], asset.text.as_str()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn hashed(extension: &str, kind: &'static str) -> Asset {
    let text = joined(&format!("{extension}/"));
    let digest = hex::encode(Sha256::digest(text.as_bytes()));
    Asset { name: format!("app-{}.{extension}", &digest[..12]), kind, text }
}

/// Every embedded file whose path starts so, joined in the order of the paths.
fn joined(prefix: &str) -> String {
    let mut paths: Vec<_> = Files::iter().filter(|path| path.starts_with(prefix)).collect();
    paths.sort();
    let texts = paths.iter().filter_map(|path| Files::get(path));
    texts.map(|file| String::from_utf8_lossy(&file.data).into_owned()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_stylesheet_is_kept_for_ever_under_its_hash_and_never_under_another() {
        let keeping = async |name: &str| {
            let response = serve(Path(name.to_owned())).await;
            assert_eq!(response.status(), StatusCode::OK);
            response.headers()[header::CACHE_CONTROL].to_str().unwrap().to_owned()
        };
        assert_eq!(keeping(&STYLE.name).await, FOR_EVER);
        assert_eq!(keeping("app-000000000000.css").await, "no-cache");
        assert_eq!(serve(Path("../Cargo.toml".to_owned())).await.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn nothing_served_borrows_another_services_identity() {
        for path in Files::iter() {
            let text = String::from_utf8(Files::get(&path).unwrap().data.into_owned()).unwrap();
            for word in ["GDS Transport", "crest", "crown", "@import", "http://fonts"] {
                assert!(!text.to_lowercase().contains(&word.to_lowercase()), "{path} contains {word}");
            }
        }
    }
}
