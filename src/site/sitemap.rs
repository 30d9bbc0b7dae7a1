//! The sitemap (sitemaps.org, protocol 0.9). It needs absolute URLs: without a `site-url` there is none.

use super::view::part::AlternateView;
use super::{Artifact, Editions, Site, route, xml};
use crate::text::OutputPath;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// The most URLs that one sitemap may hold.
const MOST: usize = 50_000;

/// Where the sitemaps of so many pages lie.
pub(super) fn places(site: &Site<'_>, pages: usize) -> Vec<OutputPath> {
    if site.config.html.site_url.is_none() {
        return Vec::new();
    }
    let parts = if pages <= MOST { 0 } else { pages.div_ceil(MOST) };
    (1..=parts).map(part).chain([route::root("sitemap.xml")]).collect()
}

fn part(number: usize) -> OutputPath {
    route::root(&format!("sitemap-{number}.xml"))
}

/// A URL with those of its translations.
struct Url {
    location: String,
    alternates: Vec<AlternateView>,
}

/// The sitemap of `pages`, and the index over its parts where there are too many for one, as [`places`] has them.
pub(super) fn sitemap(editions: Editions<'_>, pages: &[(usize, OutputPath)]) -> Vec<Artifact> {
    let root = editions.site(0);
    if root.config.html.site_url.is_none() {
        return Vec::new();
    }
    let url = |(edition, place): &(usize, OutputPath)| {
        let site = editions.site(*edition);
        Some(Url { location: site.absolute(place)?, alternates: site.editions.alternates(place) })
    };
    let urls: Vec<Url> = pages.iter().filter_map(url).collect();
    if urls.len() <= MOST {
        return vec![Artifact::new(route::root("sitemap.xml"), document("urlset", "url", &urls))];
    }
    let mut artifacts = Vec::new();
    let mut parts = Vec::new();
    for (number, urls) in urls.chunks(MOST).enumerate() {
        let path = part(number + 1);
        parts.extend(root.absolute(&path).map(|location| Url { location, alternates: Vec::new() }));
        artifacts.push(Artifact::new(path, document("urlset", "url", urls)));
    }
    artifacts.push(Artifact::new(route::root("sitemap.xml"), document("sitemapindex", "sitemap", &parts)));
    artifacts
}

fn document(root: &str, item: &str, urls: &[Url]) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).and_then(|()| {
        let mut element =
            writer.create_element(root).with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"));
        if urls.iter().any(|url| !url.alternates.is_empty()) {
            element = element.with_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"));
        }
        element
            .write_inner_content(|writer| {
                for url in urls {
                    writer.create_element(item).write_inner_content(|writer| {
                        writer.create_element("loc").write_text_content(BytesText::new(&url.location))?;
                        for alternate in &url.alternates {
                            let link = writer.create_element("xhtml:link").with_attribute(("rel", "alternate"));
                            let link = link.with_attribute(("hreflang", alternate.language.as_str()));
                            link.with_attribute(("href", alternate.href.as_str())).write_empty()?;
                        }
                        Ok(())
                    })?;
                }
                Ok(())
            })
            .map(|_| ())
    });
    // Writing to memory cannot fail; an empty file would be the honest answer if it did.
    written.map_or_else(|_| Vec::new(), |()| xml::document(writer.into_inner()))
}
