//! The one line that the login shell of the host gets.

use crate::command::Command;
use crate::quote;

/// How a command becomes root, once it is known what the host allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The login user runs it.
    Direct,
    /// sudo asks for nothing.
    Sudo,
    /// sudo reads the password from its standard input.
    SudoWithPassword,
}

/// Stands between the password and the command's own input.
pub const INPUT_BEGINS: &str = "cvo-input-begins";

/// Skips the password where sudo did not ask for it (NOPASSWD), so that it never becomes the command's input.
const SKIP_TO_INPUT: &str =
    "m=$1; shift; l=; while [ \"$l\" != \"$m\" ]; do IFS= read -r l || exit 125; done; ";

/// The line. Whatever shell logs in only has to know quotes and `exec`; a POSIX shell sets the environment and becomes the
/// program. `exec` takes the login shell out of the way: it would turn a signal into a status.
pub fn line(command: &Command, way: Way, path: &str) -> String {
    let skip = if way == Way::SudoWithPassword { SKIP_TO_INPUT } else { "" };
    let settle = format!("{skip}PATH=$1; LC_ALL=C; export PATH LC_ALL; umask 077; shift; exec \"$@\"");
    let path_setting = format!("PATH={path}");
    let mut words: Vec<&str> = vec!["env", "LC_ALL=C", &path_setting];
    words.extend(sudo(way));
    words.extend(["sh", "-c", &settle, "sh"]);
    words.extend((way == Way::SudoWithPassword).then_some(INPUT_BEGINS));
    words.push(path);
    words.extend(command.argv.iter().map(String::as_str));
    format!("exec {}", quote::join(&words))
}

/// `-k` makes sudo ask although it remembers a password, so that what it reads does not depend on the past.
fn sudo(way: Way) -> &'static [&'static str] {
    match way {
        Way::Direct => &[],
        Way::Sudo => &["sudo", "-n", "--"],
        Way::SudoWithPassword => &["sudo", "-k", "-S", "-p", "", "--"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_skipped_where_sudo_did_not_take_it() {
        let command = Command::new(["cat"]);
        let line = line(&command, Way::SudoWithPassword, "/usr/bin:/bin");
        let direct = line.replace("sudo -k -S -p '' -- ", "");
        for input in ["hunter22\ncvo-input-begins\nreal input", "cvo-input-begins\nreal input"] {
            assert_eq!(run(&direct, input), (0, "real input".to_owned()));
        }
        assert_eq!(run(&direct, "hunter22\n"), (125, String::new()));
    }

    #[test]
    fn environment_and_umask_are_fixed() {
        let command = Command::new(["sh", "-c", "echo $LC_ALL $PATH $(umask)"]);
        let line = line(&command, Way::Direct, "/usr/bin:/bin");
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
