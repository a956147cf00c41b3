//! Builds the command line for the host's login shell.

use crate::command::Command;
use crate::quote;

/// How a command becomes root, as far as the host allows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Elevation {
    /// The login user runs it.
    Direct,
    /// sudo needs no password.
    Sudo,
    /// sudo reads the password from its standard input.
    SudoWithPassword,
}

/// Marker between the password and the command's own input.
pub const INPUT_BEGINS: &str = "cvo-input-begins";

/// Skips the password if sudo did not read it (NOPASSWD), so that it never becomes part of the command's
/// input.
const SKIP_TO_INPUT: &str =
    "m=$1; shift; l=; while [ \"$l\" != \"$m\" ]; do IFS= read -r l || exit 125; done; ";

/// Returns the line. The login shell, whichever it is, only needs to support quotes and `exec`; a POSIX shell
/// sets the environment and becomes the program. `exec` replaces the login shell, which would turn a signal
/// into an exit status.
pub fn line(command: &Command, elevation: Elevation, path: &str) -> String {
    let skip = if elevation == Elevation::SudoWithPassword { SKIP_TO_INPUT } else { "" };
    let set_up = format!("{skip}PATH=$1; LC_ALL=C; export PATH LC_ALL; umask 077; shift; exec \"$@\"");
    let path_setting = format!("PATH={path}");
    let mut words: Vec<&str> = vec!["env", "LC_ALL=C", &path_setting];
    words.extend(sudo(elevation));
    words.extend(["sh", "-c", &set_up, "sh"]);
    words.extend((elevation == Elevation::SudoWithPassword).then_some(INPUT_BEGINS));
    words.push(path);
    words.extend(command.argv.iter().map(String::as_str));
    format!("exec {}", quote::join(&words))
}

/// `-k` makes sudo ignore a cached password, so that what it reads does not depend on earlier commands.
fn sudo(elevation: Elevation) -> &'static [&'static str] {
    match elevation {
        Elevation::Direct => &[],
        Elevation::Sudo => &["sudo", "-n", "--"],
        Elevation::SudoWithPassword => &["sudo", "-k", "-S", "-p", "", "--"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_skipped_where_sudo_did_not_take_it() {
        let command = Command::new(["cat"]);
        let line = line(&command, Elevation::SudoWithPassword, "/usr/bin:/bin");
        let direct = line.replace("sudo -k -S -p '' -- ", "");
        for input in ["hunter22\ncvo-input-begins\nreal input", "cvo-input-begins\nreal input"] {
            assert_eq!(run(&direct, input), (0, "real input".to_owned()));
        }
        assert_eq!(run(&direct, "hunter22\n"), (125, String::new()));
    }

    #[test]
    fn environment_and_umask_are_fixed() {
        let command = Command::new(["sh", "-c", "echo $LC_ALL $PATH $(umask)"]);
        let line = line(&command, Elevation::Direct, "/usr/bin:/bin");
        assert_eq!(run(&line, ""), (0, "C /usr/bin:/bin 0077\n".to_owned()));
    }

    fn run(line: &str, input: &str) -> (i32, String) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("input");
        std::fs::write(&file, input).unwrap();
        let output = std::process::Command::new("sh")
            .args(["-c", line])
            .env("LC_ALL", "en_US.UTF-8")
            .stdin(std::fs::File::open(file).unwrap())
            .output()
            .unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    }
}
