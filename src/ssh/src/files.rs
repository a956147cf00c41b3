//! Reads and writes files with nothing but a POSIX shell, so that no SFTP server is needed.

use crate::command::{Command, Limits, Overflow};
use crate::error::{Error, Result};
use crate::host::Host;
use crate::output::Output;

/// Exit status of the scripts below when the file does not exist.
const ABSENT: u32 = 66;

const READ: &str = "if [ -e \"$1\" ]; then exec cat -- \"$1\"; fi; if [ -L \"$1\" ]; then echo 'dangling \
     link' >&2; exit 1; fi; exit 66";

/// Writes to a temporary file first, so that concurrent readers see either the old content or the new one,
/// and a full disk leaves the old content intact.
const WRITE: &str = "t=$1.cvo-new; trap 'rm -f -- \"$t\"' EXIT; rm -f -- \"$t\" && set -C && cat > \"$t\" && \
     chmod -- \"$2\" \"$t\" && [ \"$(wc -c < \"$t\")\" -eq \"$3\" ] && sync && mv -f -- \"$t\" \"$1\"";

/// Reads a file. Returns `None` if it does not exist.
///
/// # Errors
/// When it cannot be read or has more than `limit` bytes.
pub async fn read_file(host: &dyn Host, path: &str, limit: usize) -> Result<Option<Vec<u8>>> {
    let limits = Limits { output: limit, overflow: Overflow::Refuse, ..Limits::default() };
    let output = host.run(&Command::new(["sh", "-c", READ, "sh", path]).with_limits(limits)).await?;
    match (output.status, output.stdout.bytes()) {
        (0, Some(content)) => Ok(Some(content)),
        (ABSENT, _) => Ok(None),
        _ => Err(failed(host, path, "read", &output)),
    }
}

/// Replaces a file atomically.
///
/// `mode` is its new mode in octal digits, such as `644`. The owner is the user who runs the command.
///
/// # Errors
/// When it cannot be written. The file is then unchanged.
pub async fn write_file(host: &dyn Host, path: &str, content: &[u8], mode: &str) -> Result<()> {
    let length = content.len().to_string();
    let command = Command::new(["sh", "-c", WRITE, "sh", path, mode, &length]).with_stdin(content);
    let output = host.run(&command).await?;
    if output.is_success() { Ok(()) } else { Err(failed(host, path, "written", &output)) }
}

fn failed(host: &dyn Host, path: &str, deed: &'static str, output: &Output) -> Error {
    let said = output.stderr.last_lines(3);
    let reason = if said.is_empty() { format!("status {}", output.status) } else { said };
    Error::File { target: host.name(), path: path.to_owned(), deed, reason }
}
