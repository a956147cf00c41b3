//! State shared by the servers and the owner of a simulator.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::fault::Faults;
use crate::request_log::RequestLog;
use crate::world::World;

/// The world of a running simulator, for tests in the same process.
#[derive(Debug, Clone)]
pub struct SharedWorld(Arc<Mutex<World>>);

impl SharedWorld {
    pub(crate) fn new(world: World) -> Self {
        Self(Arc::new(Mutex::new(world)))
    }

    /// Locks the world after carrying out everything that is due. Requests wait until the guard is dropped.
    pub fn lock(&self) -> MutexGuard<'_, World> {
        let mut world = lock(&self.0);
        world.settle();
        world
    }
}

/// The state that the handlers of all servers need.
#[derive(Debug, Clone)]
pub struct SharedState(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    world: SharedWorld,
    faults: Mutex<Faults>,
    log: Mutex<RequestLog>,
    clock_changed: Notify,
    access: Access,
}

/// Credentials of the callers, and the minimum latency of answers.
#[derive(Clone)]
pub struct Access {
    pub username: String,
    pub password: String,
    pub access_key: String,
    pub secret_key: String,
    pub latency: Duration,
}

impl std::fmt::Debug for Access {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Access").field("username", &self.username).finish_non_exhaustive()
    }
}

impl SharedState {
    pub fn new(world: SharedWorld, access: Access) -> Self {
        Self(Arc::new(Shared {
            world,
            faults: Mutex::default(),
            log: Mutex::default(),
            clock_changed: Notify::new(),
            access,
        }))
    }

    /// Locks the world after carrying out everything that is due.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock()
    }

    pub fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.0.faults)
    }

    pub fn log(&self) -> MutexGuard<'_, RequestLog> {
        lock(&self.0.log)
    }

    /// Notifies the tasks that wait for simulated time to pass.
    pub fn clock_changed(&self) -> &Notify {
        &self.0.clock_changed
    }

    pub fn access(&self) -> &Access {
        &self.0.access
    }
}

/// Locks a mutex even if it is poisoned: a panic in one request must not stop the others.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
