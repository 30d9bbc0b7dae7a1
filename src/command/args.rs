//! The command line, as data.

use clap::{Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;

/// A library that a company learns from, out of a folder of Markdown postmortems.
#[derive(Debug, Parser)]
#[command(name = "casebook", version, about)]
pub struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// A new library: book.toml, a first postmortem, a template
    Init(Init),
    /// A new postmortem from the library's template
    New(New),
    /// The site
    Build(Build),
    /// The site while it is written: built, watched, reloaded
    Serve(Serve),
    /// What is broken, missing or overdue
    Check(Check),
    /// Ask the library, as a reader would on the site
    Search(Search),
}

#[derive(Debug, clap::Args)]
pub(super) struct Init {
    /// The folder to make it in
    #[arg(default_value = ".")]
    pub(super) dir: PathBuf,
}

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The title
    pub(super) title: String,
    /// The library: a folder with a book.toml, or any folder of Markdown
    pub(super) dir: Option<PathBuf>,
    /// How bad it was, on the library's scale
    #[arg(long, value_name = "S")]
    pub(super) severity: Option<String>,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, clap::Args)]
pub(super) struct Build {
    /// The library: a folder with a book.toml, or any folder of Markdown
    pub(super) dir: Option<PathBuf>,
    /// Where the site goes [default: the library's build-dir, site/]
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Publish drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    /// Open the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Say how long each stage took and how many files were parsed anew
    #[arg(long)]
    pub(super) timings: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, clap::Args)]
pub(super) struct Serve {
    /// The library: a folder with a book.toml, or any folder of Markdown
    pub(super) dir: Option<PathBuf>,
    /// The port [default: the first free one from 3000]
    #[arg(long, value_name = "N")]
    pub(super) port: Option<u16>,
    /// The address to listen on; any but the loopback lets others in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: IpAddr,
    /// Open the site in a browser
    #[arg(long)]
    pub(super) open: bool,
    /// Look for changes again and again instead of waiting for events
    #[arg(long)]
    pub(super) poll: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The library: a folder with a book.toml, or any folder of Markdown
    pub(super) dir: Option<PathBuf>,
    /// The printed form
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(super) format: Format,
    /// End with exit code 1 on these too; may be given several times
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(super) deny: Vec<Deny>,
    /// Explain a code and do nothing else
    #[arg(long, value_name = "CODE")]
    pub(super) explain: Option<String>,
    /// Write terms in front matter as they are agreed on: show the diff, ask, rewrite, and do nothing else
    #[arg(long, conflicts_with_all = ["format", "deny", "explain"])]
    pub(super) fix_terms: bool,
    /// Rewrite without asking
    #[arg(long, requires = "fix_terms")]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

#[derive(Debug, clap::Args)]
pub(super) struct Search {
    /// Words, "a phrase", -word, service:checkout, severity:sev1, after:2025-01, before:2026
    #[arg(allow_hyphen_values = true)]
    pub(super) query: String,
    /// The library: a folder with a book.toml, or any folder of Markdown
    pub(super) dir: Option<PathBuf>,
    /// How many results
    #[arg(long, default_value_t = 10, value_name = "N")]
    pub(super) limit: usize,
    /// How they are ordered
    #[arg(long, value_enum, default_value_t = SearchOrder::Relevance, value_name = "ORDER")]
    pub(super) sort: SearchOrder,
    /// The edition to ask, where the library has several languages [default: the library's own language]
    #[arg(long, value_name = "TAG")]
    pub(super) language: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(super) json: bool,
    /// Say what each score is made of
    #[arg(long)]
    pub(super) explain: bool,
    /// Search drafts too
    #[arg(long)]
    pub(super) drafts: bool,
    #[command(flatten)]
    pub(super) common: Common,
}

/// How results are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SearchOrder {
    /// The best first
    Relevance,
    /// The latest first
    Newest,
    /// The earliest first
    Oldest,
    /// The longest first
    Longest,
}

/// The printed forms of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    Human,
    /// A JSON list
    Json,
    /// SARIF 2.1.0
    Sarif,
    /// GitHub's annotations
    Github,
}

/// What `--deny` may name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Deny {
    /// Warnings count as errors
    Warnings,
    /// So does what looks like a secret, whatever its level
    Secrets,
}

#[derive(Clone, Debug, clap::Args)]
pub(super) struct Common {
    /// Settings other than DIR/book.toml
    #[arg(long, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// The day the library is built for [default: today]
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// For whom: what only narrower audiences may read is left out [default: the widest for build, else the narrowest]
    #[arg(long, value_name = "NAME")]
    pub(super) audience: Option<String>,
    /// Where the site will live; only feeds and the sitemap need it
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// Say nothing but what is wrong
    #[arg(long)]
    pub(super) quiet: bool,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Colour::Auto, value_name = "WHEN")]
    pub(super) color: Colour,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Colour {
    /// On a terminal
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}
