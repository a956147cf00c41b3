//! How many objects the host works on at once. It tells no plugin, but the option `-parallelism` is on the command line
//! of the process that started this one, or in variables that this process inherits (`TF_CLI_ARGS`,
//! `TF_CLI_ARGS_plan`; "Environment Variables" of Terraform's manual).

use nix::unistd::Pid;

/// The option, without its dashes.
const OPTION: &str = "parallelism";

/// Variable with further arguments of the host. With the command behind it, `TF_CLI_ARGS_plan`, it is for that
/// command only.
const FURTHER: &str = "TF_CLI_ARGS";

/// Returns what the host was told, if it was told anything that can be seen here.
pub fn told(host: Pid, variable: impl Fn(&str) -> Option<String>) -> Option<usize> {
    of(&arguments(host), variable)
}

/// Returns the command line of a process; nothing where the operating system does not show it in `/proc`.
fn arguments(process: Pid) -> Vec<String> {
    let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
    line.split(|byte| *byte == 0).map(|argument| String::from_utf8_lossy(argument).into_owned()).collect()
}

/// The command line wins over `TF_CLI_ARGS`, and that over the variable of the command: the host inserts the
/// arguments of each variable before those that it has, and the last one of several counts.
fn of(arguments: &[String], variable: impl Fn(&str) -> Option<String>) -> Option<usize> {
    let command = arguments.iter().skip(1).find(|argument| !argument.starts_with('-'));
    let of_variable = |name: &str| in_words(&variable(name)?.split_whitespace().collect::<Vec<_>>());
    in_words(arguments)
        .or_else(|| of_variable(FURTHER))
        .or_else(|| of_variable(&format!("{FURTHER}_{}", command?.replace('-', "_"))))
}

/// Returns the value of the last such option, with one dash or two, with its value behind `=` or in the next word.
fn in_words(words: &[impl AsRef<str>]) -> Option<usize> {
    let words: Vec<_> = words.iter().map(AsRef::as_ref).collect();
    let value = |(index, word): (usize, &&str)| {
        let option = word.strip_prefix('-').map(|option| option.strip_prefix('-').unwrap_or(option))?;
        match option.split_once('=') {
            Some((OPTION, value)) => value.parse().ok(),
            None if option == OPTION => words.get(index + 1)?.parse().ok(),
            Some(_) | None => None,
        }
    };
    words.iter().enumerate().filter_map(value).next_back().filter(|number| *number > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_wins_over_the_variables() {
        for (line, all, plan, expected) in [
            ("terraform plan -parallelism=1", None, None, Some(1)),
            ("terraform -chdir=x plan --parallelism 2 -out y", Some("-parallelism=3"), None, Some(2)),
            ("terraform apply -parallelism=4 -parallelism=5", None, None, Some(5)),
            ("terraform plan", Some("-no-color -parallelism=3"), Some("-parallelism=6"), Some(3)),
            ("terraform -chdir=x plan", None, Some("-parallelism=6"), Some(6)),
            ("terraform apply", None, Some("-parallelism=6"), None),
            ("terraform plan -parallelism=none", None, None, None),
            ("terraform plan -parallelism", None, None, None),
            ("terraform plan -parallelism=0", None, None, None),
            ("terraform plan -out parallelism=3", Some("parallelism=3"), None, None),
            ("", None, None, None),
        ] {
            let arguments: Vec<_> = line.split(' ').map(str::to_owned).collect();
            let variable = |name: &str| match name {
                "TF_CLI_ARGS" => all.map(str::to_owned),
                "TF_CLI_ARGS_plan" => plan.map(str::to_owned),
                _ => None,
            };
            assert_eq!(of(&arguments, variable), expected, "{line} {all:?} {plan:?}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_command_line_of_a_process_is_seen() {
        let shown = arguments(nix::unistd::getpid());
        assert!(std::env::args().zip(&shown).all(|(own, shown)| own == *shown), "{shown:?}");
        assert_eq!(arguments(Pid::from_raw(i32::MAX)), [""], "there is no such process");
    }
}
