//! The sitemap (sitemaps.org, protocol 0.9). It needs absolute URLs: without a `site-url` there is none.

use super::{Artifact, Site, route};
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

/// The sitemap of `pages`, and the index over its parts where there are too many for one, as [`places`] has them.
pub(super) fn sitemap(site: &Site<'_>, pages: &[OutputPath]) -> Vec<Artifact> {
    if site.config.html.site_url.is_none() {
        return Vec::new();
    }
    let urls: Vec<String> = pages.iter().filter_map(|path| site.absolute(path)).collect();
    if urls.len() <= MOST {
        return vec![Artifact::new(route::root("sitemap.xml"), document("urlset", "url", &urls))];
    }
    let mut artifacts = Vec::new();
    let mut parts = Vec::new();
    for (number, urls) in urls.chunks(MOST).enumerate() {
        let path = part(number + 1);
        parts.extend(site.absolute(&path));
        artifacts.push(Artifact::new(path, document("urlset", "url", urls)));
    }
    artifacts.push(Artifact::new(route::root("sitemap.xml"), document("sitemapindex", "sitemap", &parts)));
    artifacts
}

fn document(root: &str, item: &str, urls: &[String]) -> Vec<u8> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None))).and_then(|()| {
        writer
            .create_element(root)
            .with_attribute(("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"))
            .write_inner_content(|writer| {
                for url in urls {
                    writer.create_element(item).write_inner_content(|writer| {
                        writer.create_element("loc").write_text_content(BytesText::new(url)).map(|_| ())
                    })?;
                }
                Ok(())
            })
            .map(|_| ())
    });
    // Writing to memory cannot fail; an empty file would be the honest answer if it did.
    written.map_or_else(|_| Vec::new(), |()| writer.into_inner())
}
