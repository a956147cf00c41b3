//! A simulator that starts from a recording: from one of another simulator, from one as a real system gives
//! it, from parts of one, and from what is none.

// Clippy accepts only `cfg(test)` modules as tests, in which `unwrap` is allowed.
#[cfg(test)]
mod account;
#[cfg(test)]
mod again;
#[cfg(test)]
mod client;
#[cfg(test)]
mod faulty;
#[cfg(test)]
mod file;
#[cfg(test)]
mod parts;
#[cfg(test)]
mod program;
#[cfg(test)]
mod real;
#[cfg(test)]
mod rules;
