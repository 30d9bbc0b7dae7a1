//! What changed on the disk: events where there are any, else looking again and again.
//!
//! Events come from notify through its debouncer. Where they cannot come (network and container mounts), or where
//! the system refuses to watch a place, the library is looked at twice a second. A folder that goes away takes its watch with
//! it: while one is missing it is looked for, and when it is back it is watched and read again.

use super::message::{DiskChange, Message};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, event::AccessKind, event::AccessMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, NoCache, new_debouncer_opt};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long an event waits for others of the same file: editors write, rename and set times in a row.
const DEBOUNCE: Duration = Duration::from_millis(20);
/// How often it is looked whether the waiting is over.
const TICK: Duration = Duration::from_millis(5);
/// How often missing folders are looked for, and how often everything is looked at without events.
const LOOK: Duration = Duration::from_millis(500);
/// Looking at everything may take this part of the time.
const SHARE: u32 = 10;

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Watching {
    /// By events of the file system.
    Events,
    /// By looking again and again, as was asked for.
    Polling,
    /// By looking again and again: this is a mount that sends no events.
    PollingMount,
    /// By looking again and again: the system has no events.
    PollingNoEvents,
}

/// What is to be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Places {
    pub(super) root: PathBuf,
    pub(super) content: PathBuf,
    pub(super) theme: PathBuf,
    pub(super) out: PathBuf,
    /// The settings and the lexicon that belongs to them.
    pub(super) settings: Vec<PathBuf>,
    /// Style sheets and exports of trackers.
    pub(super) files: Vec<PathBuf>,
}

impl Places {
    /// Whether a path may change what the settings say, or where things are.
    pub(super) fn concerns_settings(&self, path: &Path) -> bool {
        let same = |other: &PathBuf| lies_in(path, other) || other.file_name() == path.file_name();
        path == real(&self.root) || self.settings.iter().any(same) || self.concerns_theme(path)
    }

    /// Whether a path may change the theme.
    pub(super) fn concerns_theme(&self, path: &Path) -> bool {
        let sheet = |sheet: &PathBuf| path.file_name().is_some() && path.file_name() == sheet.file_name();
        lies_in(path, &self.theme) || self.files.iter().any(sheet)
    }

    /// What is watched, and whether with everything below it.
    fn watched(&self) -> Vec<(PathBuf, RecursiveMode)> {
        let mut all = vec![(self.content.clone(), RecursiveMode::Recursive)];
        if !self.theme.starts_with(&self.content) {
            all.push((self.theme.clone(), RecursiveMode::Recursive));
        }
        let folders =
            self.settings.iter().chain(&self.files).filter_map(|file| file.parent()).chain([self.root.as_path()]);
        let mut folders: Vec<PathBuf> = folders.map(Path::to_owned).collect();
        folders.sort();
        folders.dedup();
        all.extend(
            folders
                .into_iter()
                .filter(|folder| *folder != self.content)
                .map(|folder| (folder, RecursiveMode::NonRecursive)),
        );
        all
    }
}

/// A watch that goes on until it is dropped.
pub(super) struct Watch(Arc<Mutex<State>>);

struct State {
    places: Places,
    /// `None` when everything is looked at again and again.
    events: Option<Events>,
    /// Whether everything is looked at beside the events.
    polls_too: bool,
    is_over: bool,
}

struct Events {
    messages: Sender<Message>,
    debouncer: Debouncer<RecommendedWatcher, NoCache>,
    /// What is watched now, and which folder it was then.
    watched: Vec<(PathBuf, Option<Identity>)>,
}

/// Which folder a path is: another of the same name is another folder.
type Identity = (u64, u64, Option<std::time::SystemTime>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.state().is_over = true;
    }
}

impl Watch {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Watches everything anew where one of the watched folders itself came or went: its watch went with it, whatever
    /// stands in its place now.
    pub(super) fn mind(&mut self, paths: &[PathBuf]) {
        let mut state = self.state();
        let Some(events) = &mut state.events else { return };
        let mut is_lost = false;
        for (path, identity) in &mut events.watched {
            if paths.contains(path) {
                *identity = None;
                is_lost = true;
            }
        }
        if is_lost {
            state.renew();
        }
    }

    /// Looks at everything again and again beside the events: there are places from which none come.
    pub(super) fn poll_too(&mut self) {
        self.state().polls_too = true;
    }

    /// Watches other places from now on.
    pub(super) fn follow(&mut self, places: Places) {
        let mut state = self.state();
        if state.places != places {
            state.places = places;
            state.renew();
        }
    }
}

/// Starts watching.
pub(super) fn watch(places: Places, poll: bool, messages: Sender<Message>) -> (Watch, Watching) {
    let mut watching = match poll {
        true => Watching::Polling,
        false if sends_no_events(&places.content) => Watching::PollingMount,
        false => Watching::Events,
    };
    let mut events = None;
    if watching == Watching::Events {
        match Events::start(messages.clone()) {
            Ok(mut started) => {
                started.watch(&places);
                events = Some(started);
            }
            Err(_) => watching = Watching::PollingNoEvents,
        }
    }
    let state = Arc::new(Mutex::new(State { places, events, polls_too: false, is_over: false }));
    let watch = Watch(Arc::clone(&state));
    let looking = std::thread::Builder::new().name("watch".to_owned()).spawn(move || {
        let mut pause = LOOK;
        loop {
            std::thread::sleep(pause);
            let begun = Instant::now();
            let change = {
                let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
                if state.is_over {
                    return;
                }
                state.renew() || state.polls_too || state.events.is_none()
            };
            if change && messages.send(Message::Changed(DiskChange::everything())).is_err() {
                return;
            }
            pause = LOOK.max(begun.elapsed() * SHARE);
        }
    });
    // Without this thread events still come; only a folder that returns is not noticed.
    drop(looking);
    (watch, watching)
}

impl State {
    /// Watches what is to be watched and is not yet. Whether anything was.
    fn renew(&mut self) -> bool {
        let State { places, events, .. } = self;
        let Some(events) = events else { return false };
        let now: Vec<(PathBuf, Option<Identity>)> =
            places.watched().into_iter().map(|(path, _)| (real(&path), identity(&path))).collect();
        if now == events.watched {
            return false;
        }
        for (path, _) in std::mem::take(&mut events.watched) {
            // What is gone took its watch with it.
            let _ = events.debouncer.unwatch(&path);
        }
        events.watch(places);
        true
    }
}

impl Events {
    fn start(messages: Sender<Message>) -> notify::Result<Events> {
        let session = messages.clone();
        let heard = move |result: DebounceEventResult| {
            let change = match result {
                Ok(events) => {
                    let everything = events.iter().any(|event| event.need_rescan());
                    let changes = events.into_iter().filter(|event| is_change(&event.kind));
                    let mut paths: Vec<PathBuf> = changes.flat_map(|event| event.event.paths).collect();
                    paths.sort();
                    paths.dedup();
                    DiskChange { paths, everything }
                }
                Err(errors) => {
                    for error in errors.iter().filter(|error| is_refusal(error)) {
                        // Nobody listens when it is over.
                        let _ = session.send(refused(error.paths.first().cloned(), error));
                    }
                    DiskChange::everything()
                }
            };
            if change != DiskChange::default() {
                let _ = session.send(Message::Changed(change));
            }
        };
        let config = notify::Config::default().with_follow_symlinks(false);
        let debouncer = new_debouncer_opt(DEBOUNCE, Some(TICK), heard, NoCache, config)?;
        Ok(Events { messages, debouncer, watched: Vec::new() })
    }

    /// Watches all places that are there, and tells the session which of them the system refuses.
    fn watch(&mut self, places: &Places) {
        let Events { messages, debouncer, watched } = self;
        let places = places.watched().into_iter().map(|(path, mode)| (real(&path), mode));
        *watched = watch_each(places, |path, mode| debouncer.watch(path, mode), messages);
    }
}

/// Watches places by `watch`, and tells the session which of them are refused. All of them, each with the folder that it
/// is now.
fn watch_each(
    places: impl Iterator<Item = (PathBuf, RecursiveMode)>,
    mut watch: impl FnMut(&Path, RecursiveMode) -> notify::Result<()>,
    session: &Sender<Message>,
) -> Vec<(PathBuf, Option<Identity>)> {
    let mut watched = Vec::new();
    for (path, mode) in places {
        let there = identity(&path);
        if there.is_some()
            && let Err(error) = watch(&path, mode)
            // What went meanwhile is looked for.
            && identity(&path).is_some()
        {
            // Nobody listens when it is over.
            let _ = session.send(refused(Some(path.clone()), &error));
        }
        watched.push((path, there));
    }
    watched
}

/// Whether an error says that something cannot be watched.
fn is_refusal(error: &notify::Error) -> bool {
    matches!(error.kind, notify::ErrorKind::MaxFilesWatch | notify::ErrorKind::Io(_))
}

fn refused(place: Option<PathBuf>, error: &notify::Error) -> Message {
    let why = match &error.kind {
        notify::ErrorKind::MaxFilesWatch => "the system has no watches left".to_owned(),
        notify::ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    };
    Message::WatchRefused { place, why }
}

/// Whether an event means that content may be different. Reading is an event too.
fn is_change(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_) => false,
        _ => true,
    }
}

/// Whether a path lies in a folder, by either of the folder's names.
fn lies_in(path: &Path, folder: &Path) -> bool {
    path.starts_with(folder) || fs::canonicalize(folder).is_ok_and(|folder| path.starts_with(folder))
}

/// The path by which events name a folder.
fn real(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

#[cfg(unix)]
fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    // A number is given out again when its folder is gone; a birthday, where the system keeps one, is not.
    fs::metadata(path).ok().map(|metadata| (metadata.dev(), metadata.ino(), metadata.created().ok()))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> Option<Identity> {
    fs::metadata(path).ok().map(|metadata| (0, 0, metadata.created().ok()))
}

/// Whether a folder lies on a mount whose changes are made elsewhere and not told: network file systems, folders that a
/// container or a virtual machine shares with its host.
fn sends_no_events(folder: &Path) -> bool {
    let Ok(folder) = fs::canonicalize(folder) else { return false };
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    kind_of_mount(&mounts, &folder).is_some_and(|kind| {
        ["nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "virtiofs", "vboxsf", "prl_fs", "ncpfs", "afs"].contains(&kind)
            || kind.starts_with("fuse.")
    })
}

/// The kind of the mount that a folder lies on, by the lines of /proc/self/mounts (proc(5)).
fn kind_of_mount<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mut deepest: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let mut parts = line.split(' ').skip(1);
        let (Some(place), Some(kind)) = (parts.next(), parts.next()) else { continue };
        let place = place.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
        if folder.starts_with(&place) && deepest.is_none_or(|(length, _)| place.len() >= length) {
            deepest = Some((place.len(), kind));
        }
    }
    deepest.map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_cannot_be_watched_is_told_and_the_others_are_watched() {
        let folder = tempfile::tempdir().unwrap();
        let places = ["a", "b"].map(|name| folder.path().join(name));
        places.iter().for_each(|place| fs::create_dir(place).unwrap());
        let gone = folder.path().join("gone");
        let (session, inbox) = std::sync::mpsc::channel();
        let mut asked = Vec::new();
        let watch = |path: &Path, _| {
            asked.push(path.to_owned());
            if path == places[0] { Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)) } else { Ok(()) }
        };
        let all = places.iter().chain([&gone]).map(|place| (place.clone(), RecursiveMode::Recursive));
        let watched = watch_each(all, watch, &session);
        assert_eq!(asked, places);
        assert_eq!(watched.iter().map(|(_, there)| there.is_some()).collect::<Vec<_>>(), [true, true, false]);
        let told: Vec<Message> = inbox.try_iter().collect();
        let [Message::WatchRefused { place: Some(place), why }] = told.as_slice() else { panic!("one is told") };
        assert_eq!((place, why.as_str()), (&places[0], "the system has no watches left"));
    }

    #[test]
    fn the_deepest_mount_decides() {
        let mounts = "/dev/sda / ext4 rw 0 0\nserver:/x /home/a\\040b nfs4 rw 0 0\nhost /home/a\\040b/c 9p rw 0 0\n";
        let kind = |path: &str| kind_of_mount(mounts, Path::new(path));
        assert_eq!(kind("/home/a"), Some("ext4"));
        assert_eq!(kind("/home/a b/lib"), Some("nfs4"));
        assert_eq!(kind("/home/a b/c/lib"), Some("9p"));
        assert_eq!(kind_of_mount("", Path::new("/home")), None);
    }
}
