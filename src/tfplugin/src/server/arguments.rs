//! The plugin's command line. Terraform passes no arguments; people do.

/// What the plugin is asked to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    /// Serve the host that started it.
    Serve,
    /// Serve every host that is configured to reattach, until interrupted.
    Debug,
    /// Print the version.
    Version,
    /// Print the help text.
    Help,
    /// Report an unknown argument.
    Unknown(String),
}

/// The task that `arguments` (program name first) ask for.
pub fn task(arguments: impl IntoIterator<Item = String>) -> Task {
    match arguments.into_iter().nth(1) {
        None => Task::Serve,
        Some(first) => match first.as_str() {
            "--debug" | "-debug" => Task::Debug,
            "--version" | "-version" | "-V" => Task::Version,
            "--help" | "-help" | "-h" => Task::Help,
            _ => Task::Unknown(first),
        },
    }
}

/// The help text.
pub fn help(name: &str, address: &str, commands: &[(&str, &str)]) -> String {
    let commands: String = commands.iter().map(|(word, what)| format!("  {word:<10} {what}\n")).collect();
    format!(
        "terraform-provider-{name}: the Terraform provider {address}\n\n\
         Terraform starts this program itself. By hand it knows:\n  \
         --debug    serve until interrupted, and print how Terraform is told to use this process\n  \
         --version  print the version\n  \
         --help     print this text\n{commands}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_may_have_one_dash_or_two() {
        let of = |text: &str| task(["x".to_owned(), text.to_owned()]);
        assert_eq!(task(["x".to_owned()]), Task::Serve);
        assert_eq!((of("--debug"), of("-debug")), (Task::Debug, Task::Debug));
        assert_eq!((of("--version"), of("--help")), (Task::Version, Task::Help));
        assert_eq!(of("--verbose"), Task::Unknown("--verbose".to_owned()));
    }
}
