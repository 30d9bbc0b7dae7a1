//! Requests: who may ask, what is asked for, and the script that reloads, which is put in here and nowhere else.

use super::SiteChannel;
use super::answer::{self, words};
use super::reload::{SCRIPT, events};
use super::served_site::{Rendered, ServedSite};
use crate::text::OutputPath;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// The folder of the server's own files, below the site's root. No page of a library can lie there: names that begin
/// with two underscores are not refused, but these two are taken.
const OWN: &str = "__casebook/";

/// How long a connection may take to say what it wants.
const PATIENCE: Duration = Duration::from_secs(10);

/// Who may ask.
#[derive(Clone)]
struct HostGuard {
    host: IpAddr,
    site: SiteChannel,
}

/// Answers requests until Ctrl-C.
pub(super) async fn run(listener: TcpListener, host: IpAddr, site: SiteChannel) -> io::Result<()> {
    let router = Router::new().fallback(answer).with_state(HostGuard { host, site });
    tokio::select! {
        served = accept(listener, router) => served,
        stopped = tokio::signal::ctrl_c() => stopped,
    }
}

/// Every connection is a task of its own. One that does not say what it wants is closed: otherwise a few that never end
/// their request could take all that the system has.
async fn accept(listener: TcpListener, router: Router) -> io::Result<()> {
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of files, most likely: they come back when others end.
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        tokio::spawn(async move {
            // An error is the other side's: it went away, or it does not speak HTTP.
            let _ = connection.await;
        });
    }
}

async fn answer(State(guard): State<HostGuard>, request: Request) -> Response<Body> {
    if let Err(why) = guard.lets_in(request.headers()) {
        return words(StatusCode::FORBIDDEN, why);
    }
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        let mut response = words(StatusCode::METHOD_NOT_ALLOWED, "This server answers GET and HEAD.");
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let mut response = get(&guard, request.uri(), request.headers()).await;
    if is_head {
        *response.body_mut() = Body::empty();
    }
    response
}

impl HostGuard {
    /// A page of another site must not read this one: not by a name that leads here (DNS rebinding), not by a request
    /// from its scripts.
    fn lets_in(&self, headers: &HeaderMap) -> Result<(), &'static str> {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or("");
        if !self.is_ours(host) {
            return Err("This server answers to its own address only. Open the URL that `casebook serve` printed.");
        }
        let origin = headers.get(header::ORIGIN).map(|origin| origin.to_str().unwrap_or("?"));
        let is_same = |origin: &str| origin.split_once("://").is_some_and(|(_, authority)| authority == host);
        if origin.is_some_and(|origin| !is_same(origin)) {
            return Err("This server does not answer pages of other sites.");
        }
        match headers.get("sec-fetch-site").and_then(|site| site.to_str().ok()) {
            // Following a link from elsewhere is a person's doing.
            Some("cross-site" | "same-site")
                if headers.get("sec-fetch-mode") != Some(&HeaderValue::from_static("navigate")) =>
            {
                Err("This server does not answer pages of other sites.")
            }
            _ => Ok(()),
        }
    }

    /// Whether a Host names this server: the loopback, the address it was told to listen on, or, where that is any
    /// address, whatever number it was reached by. A number cannot be made to lead elsewhere; a name can.
    fn is_ours(&self, host: &str) -> bool {
        let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, _)) => name,
            None => host.rsplit_once(':').map_or(host, |(name, _)| name),
        };
        let is_local_name = name.eq_ignore_ascii_case("localhost");
        match name.parse::<IpAddr>() {
            Ok(ip) => ip.is_loopback() || ip == self.host || self.host.is_unspecified(),
            Err(_) => is_local_name,
        }
    }
}

/// What lies at a URL.
async fn get(guard: &HostGuard, uri: &Uri, headers: &HeaderMap) -> Response<Body> {
    let site = Arc::clone(&guard.site.borrow());
    let Ok(path) = percent_encoding::percent_decode_str(uri.path()).decode_utf8() else {
        return words(StatusCode::BAD_REQUEST, "This path is no Unicode text.");
    };
    let Some(inside) = path.strip_prefix(site.base.as_str()) else {
        let folder = format!("{path}/") == site.base || path == "/";
        return if folder { moved(&site.base) } else { not_found(&site, None, headers).await };
    };
    if let Some(own) = inside.strip_prefix(OWN) {
        return match own {
            "reload.js" => answer::bytes(headers, StatusCode::OK, own, Bytes::from_static(SCRIPT.as_bytes())),
            "events" => events(guard.site.clone(), uri.query().unwrap_or("")),
            _ => not_found(&site, None, headers).await,
        };
    }
    let name =
        if inside.is_empty() || inside.ends_with('/') { format!("{inside}index.html") } else { inside.to_owned() };
    // A path that is not written as the site writes it is no place of the site.
    let place = OutputPath::new(&name).filter(|place| place.as_str() == name);
    let Some(place) = place else { return not_found(&site, None, headers).await };
    match rendered(&site, &place).await {
        Some(rendered) => send(&site, &place, &rendered, headers).await,
        None => {
            let index = OutputPath::new(&format!("{name}/index.html"));
            let is_folder = index.is_some_and(|index| site.planned.plan.has(&index));
            if is_folder { moved(&format!("{}/", uri.path())) } else { not_found(&site, Some(place), headers).await }
        }
    }
}

/// The file at a place. Making a page takes the processor for a while: not in the way of other requests.
async fn rendered(site: &Arc<ServedSite>, place: &OutputPath) -> Option<Arc<Rendered>> {
    let (site, place) = (Arc::clone(site), place.clone());
    match tokio::task::spawn_blocking(move || site.file(&place)).await {
        Ok(rendered) => rendered,
        Err(_) => Some(Arc::new(Rendered::Panicked)),
    }
}

async fn send(site: &ServedSite, place: &OutputPath, rendered: &Rendered, headers: &HeaderMap) -> Response<Body> {
    match rendered {
        Rendered::File(path) => answer::file(headers, &site.content, path, place.as_str()).await,
        Rendered::Failed(diagnostic) => {
            failed(site, place, "Template error", &format!("{}: {}", diagnostic.subject.path(), diagnostic.message))
        }
        Rendered::Panicked => {
            let message =
                format!("{} could not be made, which is a fault of Casebook; the terminal says more", place.as_str());
            failed(site, place, "Internal error", &message)
        }
        Rendered::Bytes { bytes, appearance, .. } if place.as_str().ends_with(".html") => {
            let page = with_script(site, place, bytes, &appearance.to_string(), StatusCode::OK);
            answer::bytes(headers, StatusCode::OK, place.as_str(), page.into())
        }
        Rendered::Bytes { bytes, .. } => {
            answer::bytes(headers, StatusCode::OK, place.as_str(), Bytes::copy_from_slice(bytes))
        }
    }
}

/// The page with the script that reloads it at its end. The page for URLs that lead nowhere is site at any depth, so
/// its links are said to start at the root.
fn with_script(site: &ServedSite, place: &OutputPath, bytes: &[u8], appearance: &str, status: StatusCode) -> String {
    let page = String::from_utf8_lossy(bytes);
    // Both may have anything in them that their authors like.
    let (base, name) = (escaped(&site.base), escaped(place.as_str()));
    let moment = site.moment();
    let script = format!(
        "<script src=\"{base}{OWN}reload.js\" data-page=\"{name}\" data-appearance=\"{appearance}\" data-moment=\"{moment}\" async></script>"
    );
    let at = page.rfind("</body>").unwrap_or(page.len());
    let mut with = format!("{}{script}{}", &page[..at], &page[at..]);
    if status == StatusCode::NOT_FOUND
        && let Some(at) = with.find("<head>")
    {
        with.insert_str(at + "<head>".len(), &format!("<base href=\"{base}\">"));
    }
    with
}

/// A text as it is written in HTML, in attributes too.
fn escaped(text: &str) -> String {
    let mut escaped = Vec::new();
    // Writing to memory cannot fail.
    let _ = tera::escape_html(text, &mut escaped);
    String::from_utf8_lossy(&escaped).into_owned()
}

/// The page for URLs that lead nowhere. It says of itself that it stands at the place that was asked for, so that it makes
/// way when there is a page again.
async fn not_found(site: &Arc<ServedSite>, asked: Option<OutputPath>, headers: &HeaderMap) -> Response<Body> {
    let own = crate::site::route::not_found();
    let rendered = rendered(site, &own).await;
    match rendered.as_deref() {
        Some(Rendered::Bytes { bytes, appearance }) => {
            let page = with_script(
                site,
                asked.as_ref().unwrap_or(&own),
                bytes,
                &appearance.to_string(),
                StatusCode::NOT_FOUND,
            );
            answer::bytes(headers, StatusCode::NOT_FOUND, own.as_str(), page.into())
        }
        Some(rendered) => send(site, &own, rendered, headers).await,
        None => words(StatusCode::NOT_FOUND, "There is no such page."),
    }
}

/// A page in place of one that could not be made: the script on it shows what is wrong, and the page once it is mended.
fn failed(site: &ServedSite, place: &OutputPath, title: &str, message: &str) -> Response<Body> {
    let page = format!(
        "<!doctype html><html><head><title>{title}</title></head><body><h1>{title}</h1><p>{}</p></body></html>",
        escaped(message)
    );
    let page = with_script(site, place, page.as_bytes(), "failed", StatusCode::INTERNAL_SERVER_ERROR);
    answer::bytes(&HeaderMap::new(), StatusCode::INTERNAL_SERVER_ERROR, "error.html", page.into())
}

fn moved(to: &str) -> Response<Body> {
    let mut response = words(StatusCode::MOVED_PERMANENTLY, "The page is elsewhere.");
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, to);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostic;
    use crate::source::{LibraryOptions, locate};
    use crate::workspace::{Depth, Reading, Workspace};

    #[tokio::test]
    async fn a_page_that_panics_is_an_error_that_names_it_and_the_others_are_served() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.md"), "# A page\n\nText.\n").unwrap();
        let located =
            locate(&LibraryOptions { dir: Some(folder.path().to_owned()), ..LibraryOptions::default() }).unwrap();
        let as_of = crate::model::AsOf(crate::model::Date::constant(2026, 11, 23));
        let mut workspace = Workspace::new(Reading::new(located.read(as_of), ""), Default::default());
        let planned = workspace.snapshot(Depth::Full).planned;
        let site = Arc::new(ServedSite::new(&located, planned, Vec::new(), Vec::new()));
        let (broken, other) = (OutputPath::new("a.html").unwrap(), OutputPath::new("index.html").unwrap());
        let panics =
            || -> Option<Result<crate::site::Artifact, Diagnostic>> { std::panic::resume_unwind(Box::new(())) };
        assert!(matches!(site.rendered(&broken, panics).as_deref(), Some(Rendered::Panicked)));
        for (place, status, text) in [(broken, 500, "a.html could not be made"), (other, 200, "A page")] {
            let rendered = rendered(&site, &place).await.unwrap();
            let response = send(&site, &place, &rendered, &HeaderMap::new()).await;
            assert_eq!(response.status(), status);
            let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            assert!(String::from_utf8_lossy(&body).contains(text), "{}", String::from_utf8_lossy(&body));
        }
    }
}
