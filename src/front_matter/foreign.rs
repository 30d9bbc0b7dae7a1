//! Keys that other tools define: no slips of ours, however near they are to a field's name.

/// Keys of Obsidian, Joplin, Notion, Zettlr, Jekyll, Hugo, Zola, Eleventy, Astro, Docusaurus, MkDocs, docfx, pandoc, Quarto, Pelican,
/// Hexo, Ghost, Logseq, Foam and Dendron, compared folded, with `-` and spaces as `_`.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "access", "alias", "aliases", "archived", "asset", "assets", "author_email", "author_title", "author_url",
    "background", "banner", "banner_x", "banner_y", "base", "bibliography", "board", "body_class", "body_classes",
    "build", "canonical", "canonical_url", "cascade", "class", "client", "collection", "collections", "color",
    "colour", "comment", "comments", "completed", "context", "copyright", "cover", "cover_image", "created",
    "created_at", "created_by", "created_date", "created_time", "creation_date", "creator", "css", "css_class",
    "css_classes", "cssclass", "cssclasses", "custom_css", "custom_edit_url", "custom_js", "data", "date_added",
    "date_created", "date_modified", "dateadded", "datecreated", "datemodified", "deleted", "desc", "difficulty",
    "displayed_sidebar", "documentclass", "domain", "due", "due_date", "duration", "edit_link", "editlink", "email",
    "end_date", "enddate", "estimate", "event", "events", "excerpt", "excerpt_separator", "execute", "expires",
    "expiry_date", "expirydate", "extra", "favorite", "feature_image", "featured", "featured_image", "feed",
    "file_class", "fileclass", "folder", "footer", "format", "geometry", "grade", "group", "groups", "guid", "hash",
    "head", "header", "heading", "headless", "hero", "hide", "hide_table_of_contents", "hide_title", "home", "icon",
    "image", "images", "in_list", "index", "instance", "is_draft", "iscjklanguage", "js", "jupyter",
    "kanban_plugin", "last_edited", "last_edited_by", "last_edited_time", "last_mod", "last_modified",
    "last_modified_at", "last_update", "last_updated", "lastmod", "lastupdated", "latitude", "layout", "level",
    "licence", "license", "link", "linked", "links", "linktitle", "locale", "location", "longitude", "manager",
    "manual_link", "markup", "math", "mathjax", "media", "menu", "menus", "mermaid", "meta", "modification_date",
    "modified", "modified_at", "modified_by", "modified_date", "modified_time", "moniker", "monikerrange", "month",
    "name", "nav", "nav_exclude", "nav_order", "navigation", "next", "no_index", "note", "notes", "order", "org",
    "organisation", "organization", "original", "outline", "output", "outputs", "owner", "owners", "page",
    "page_id", "page_title", "pageclass", "pagination_label", "pagination_next", "pagination_prev", "params",
    "parent", "parents", "participants", "permalink", "phase", "pin", "pinned", "place", "plugins", "position",
    "posted", "prev", "previous", "private", "progress", "project", "projects", "public", "publication_date",
    "publish", "publish_date", "publishdate", "rank", "rating", "read_time", "reading_time", "readingtime",
    "redirect", "redirect_from", "redirect_to", "redirects", "reference", "references", "references_bib", "refs",
    "region", "repo", "repository", "resource", "resources", "review_date", "revised", "revision", "robots", "role",
    "rss", "scope", "score", "script", "scripts", "search", "section", "seo", "seo_title", "serial", "series",
    "series_order", "share", "shared", "short_title", "show", "show_date", "show_toc", "side", "sidebar",
    "sidebar_class_name", "sidebar_label", "sidebar_position", "site", "sitemap", "size", "slides", "slug", "sort",
    "sort_by", "source", "sources", "stage", "start_date", "startdate", "state", "style", "styles", "styling",
    "subject", "subjects", "subtitle", "subtype", "syllabus", "table_of_contents", "task", "tasks", "taxonomies",
    "template", "template_engine_override", "theme", "thumbnail", "time", "toc", "toc_depth",
    "toc_max_heading_level", "toc_min_heading_level", "topic", "topics", "track", "translation_key",
    "translationkey", "translations", "translator", "twitter", "uid", "unlisted", "update", "updated", "updated_at",
    "updated_by", "updated_date", "updated_time", "updates", "url", "urls", "user", "users", "version", "versions",
    "view", "views", "visibility", "visible", "week", "weight", "width", "year",
];

/// Whether another tool defines a key, given folded, with `_` for `-` and spaces.
pub(super) fn is_foreign(key: &str) -> bool {
    KEYS.contains(&key)
}
