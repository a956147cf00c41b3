//! [`Meter`]: how much of an image has been read, and whether anybody still waits for it.

use std::cell::Cell;
use std::io::{self, Read};

use super::{ImageError, Limits};

/// Counts every byte that is read or comes out of a decoder, and ends the reading beyond the limit or when nobody waits.
pub struct Meter<'a> {
    taken: Cell<u64>,
    limit: u64,
    is_stopped: &'a dyn Fn() -> bool,
    ended: Cell<Option<End>>,
}

#[derive(Debug, Clone, Copy)]
enum End {
    TooLarge,
    Stopped,
}

impl<'a> Meter<'a> {
    pub fn new(limits: Limits, is_stopped: &'a dyn Fn() -> bool) -> Self {
        Self { taken: Cell::new(0), limit: limits.bytes, is_stopped, ended: Cell::new(None) }
    }

    /// The same reader, counted.
    pub fn over<R>(&'a self, inner: R) -> Metered<'a, R> {
        Metered { inner, meter: self }
    }

    /// Refuses at once what would go beyond the limit.
    pub fn expect_room(&self, bytes: u64) -> io::Result<()> {
        if self.taken.get().saturating_add(bytes) > self.limit {
            Err(self.end(End::TooLarge))
        } else {
            Ok(())
        }
    }

    /// Why the reading ended, if that was here; decoders wrap what they are told in errors of their own.
    pub fn why(&self, otherwise: ImageError) -> ImageError {
        match self.ended.get() {
            Some(End::TooLarge) => ImageError::TooLarge(format!("{} bytes", self.limit)),
            Some(End::Stopped) => ImageError::Stopped,
            None => otherwise,
        }
    }

    fn end(&self, end: End) -> io::Error {
        self.ended.set(Some(end));
        // Not `Interrupted`, which would be read again.
        io::Error::other("the reading was ended")
    }
}

/// A reader that is counted.
pub struct Metered<'a, R> {
    inner: R,
    meter: &'a Meter<'a>,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if (self.meter.is_stopped)() {
            return Err(self.meter.end(End::Stopped));
        }
        let read = self.inner.read(buffer)?;
        let taken = self.meter.taken.get().saturating_add(read as u64);
        self.meter.taken.set(taken);
        if taken > self.meter.limit { Err(self.meter.end(End::TooLarge)) } else { Ok(read) }
    }
}
