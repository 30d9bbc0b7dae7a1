//! A place for the latest of what is handed over. What nobody has taken yet is replaced: a job that waits holds a whole
//! state of the library, and where saves come faster than they are followed up they would pile up.

use std::sync::mpsc::{Receiver, SendError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

/// Where things are handed over.
pub(super) struct LatestSlot<T> {
    place: Arc<Mutex<Option<T>>>,
    bell: Sender<()>,
}

/// Where they are taken.
pub(super) struct Taker<T> {
    place: Arc<Mutex<Option<T>>>,
    bell: Receiver<()>,
}

/// A place with both its sides.
pub(super) fn latest_slot<T>() -> (LatestSlot<T>, Taker<T>) {
    let place = Arc::new(Mutex::new(None));
    let (sender, receiver) = channel();
    (LatestSlot { place: Arc::clone(&place), bell: sender }, Taker { place, bell: receiver })
}

impl<T> LatestSlot<T> {
    /// Hands over a value in place of one that still lies there. An error says that nobody will take it.
    pub(super) fn give(&self, value: T) -> Result<(), SendError<()>> {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
        self.bell.send(())
    }
}

impl<T> Taker<T> {
    /// Waits for a value; `None` when there will be no more.
    pub(super) fn take(&self) -> Option<T> {
        loop {
            self.bell.recv().ok()?;
            let value = self.place.lock().unwrap_or_else(PoisonError::into_inner).take();
            // Several may have rung for one.
            if value.is_some() {
                return value;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_took_makes_way_for_the_newest() {
        let (giver, taker) = latest_slot();
        let first = Arc::new(1);
        giver.give(Arc::clone(&first)).unwrap();
        giver.give(Arc::new(2)).unwrap();
        assert_eq!(Arc::strong_count(&first), 1, "it is held no more");
        assert_eq!(taker.take().as_deref(), Some(&2));
        giver.give(Arc::new(3)).unwrap();
        assert_eq!(taker.take().as_deref(), Some(&3));
        drop(giver);
        assert_eq!(taker.take(), None);
    }

    #[test]
    fn a_giver_learns_that_nobody_takes() {
        let (giver, taker) = latest_slot();
        drop(taker);
        assert!(giver.give(1).is_err());
    }
}
