//! Why a site was not published.

use crate::text::{ContentPath, OutputPath};
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why a site was not published. After any of these the output folder is as it was.
#[derive(Debug, Error)]
pub enum PublishError {
    /// The output folder is the root of the disk.
    #[error("{} cannot be the output folder", .0.display())]
    OutIsRoot(PathBuf),
    /// The output folder is the content folder or one around it.
    #[error("the output folder {} would lie over the content in {}; choose another with --out", .out.display(), .content.display())]
    OutOverContent {
        /// The output folder.
        out: PathBuf,
        /// The content folder.
        content: PathBuf,
    },
    /// The output folder is a symbolic link.
    #[error("the output folder {} is a symbolic link; give the folder that it leads to", .0.display())]
    OutIsLink(PathBuf),
    /// Another build has had the lock of the output folder for too long.
    #[error("another build is still writing {}; build again when it has ended, or choose another folder with --out", .0.display())]
    Busy(PathBuf),
    /// There is a file where the output folder should be.
    #[error("the output folder {} is a file", .0.display())]
    OutIsFile(PathBuf),
    /// The output folder has files in it and no manifest of ours.
    #[error("the folder {} was not made by Casebook and is not empty (it has `{entry}`); choose another with --out, or empty it", .out.display())]
    NotOurs {
        /// The output folder.
        out: PathBuf,
        /// Something that lies in it.
        entry: String,
    },
    /// The manifest cannot be understood, so nobody knows which files are ours.
    #[error("{} is damaged; remove the folder and build again", .0.display())]
    DamagedManifest(PathBuf),
    /// Files that are not ours lie where ours should go.
    #[error("the output folder has files that Casebook did not make where pages should go: {}", list(.0))]
    Foreign(Vec<OutputPath>),
    /// A symbolic link lies where a folder of ours should be.
    #[error("`{0}` in the output folder is a symbolic link; Casebook does not write through links. Remove it")]
    LinkInTheWay(OutputPath),
    /// Two artifacts cannot both be on one disk.
    #[error("`{0}` and `{1}` cannot both be published")]
    Clash(OutputPath, OutputPath),
    /// A file of the content folder is no regular file any more.
    #[error("`{0}` in the content folder is not a regular file any more; build again")]
    NotAFile(ContentPath),
    /// The disk said no.
    #[error("cannot {action} {}: {source}", .path.display())]
    Disk {
        /// What was tried, as an infinitive.
        action: &'static str,
        /// On which path.
        path: PathBuf,
        /// What the disk said.
        source: io::Error,
    },
}

impl PublishError {
    /// For `map_err`: what was tried, and on which path.
    pub(super) fn disk(action: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> PublishError {
        let path = path.into();
        move |source| PublishError::Disk { action, path, source }
    }
}

/// The first five, and how many more there are.
fn list(paths: &[OutputPath]) -> String {
    let mut text = paths.iter().take(5).map(|path| format!("`{path}`")).collect::<Vec<_>>().join(", ");
    if paths.len() > 5 {
        text.push_str(&format!(" and {} more", paths.len() - 5));
    }
    text
}
