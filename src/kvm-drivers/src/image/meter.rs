//! [`Meter`]: counts the bytes read from an image, and stops the reading.

use std::cell::Cell;
use std::io::{self, Read};

use super::{ImageError, Limits};

/// Counts every byte that is read or decompressed, and ends the reading beyond the limit or on request.
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

    /// Wraps a reader so that it is counted.
    pub fn over<R>(&'a self, inner: R) -> Metered<'a, R> {
        Metered { inner, meter: self }
    }

    /// Fails in advance if `bytes` more would exceed the limit.
    pub fn expect_room(&self, bytes: u64) -> io::Result<()> {
        if self.taken.get().saturating_add(bytes) > self.limit {
            Err(self.end(End::TooLarge))
        } else {
            Ok(())
        }
    }

    /// Returns the reason why the meter ended the reading, or else `otherwise`.
    /// Decoders wrap the meter's error in their own.
    pub fn why(&self, otherwise: ImageError) -> ImageError {
        match self.ended.get() {
            Some(End::TooLarge) => ImageError::TooLarge(format!("{} bytes", self.limit)),
            Some(End::Stopped) => ImageError::Stopped,
            None => otherwise,
        }
    }

    fn end(&self, end: End) -> io::Error {
        self.ended.set(Some(end));
        // Not `Interrupted`, which would be retried.
        io::Error::other("the reading was ended")
    }
}

/// A counted reader.
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
