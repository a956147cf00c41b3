//! Generates the script that carries out a transaction, without any IO.

mod words;

use kvm_drivers::script::{BACKUPS, Stage, Step, Transaction};

use words::{function, pattern, quoted};

const PRELUDE: &str = include_str!("prelude.sh");

/// Returns the script. All of it is inside a function that the last line calls: a shell reads its input line
/// by line, and would otherwise start to execute a script that a broken connection cut off.
pub fn script(transaction: &Transaction) -> String {
    let mut lines = vec!["cvo_main() {".to_owned(), PRELUDE.to_owned(), undo_all(&transaction.stages)];
    lines.push(format!("alone {}", quoted(BACKUPS)));
    for (number, stage) in transaction.stages.iter().enumerate() {
        for step in &stage.steps {
            lines.push(format!("step {} || report {} {number}", call(step), quoted(&stage.name)));
        }
    }
    lines.extend(transaction.tidy.iter().map(call));
    lines.push("printf 'done\\n'".to_owned());
    lines.push("}".to_owned());
    lines.push("cvo_main".to_owned());
    lines.join("\n") + "\n"
}

/// Returns the function that undoes the stages up to a number, in reverse order.
fn undo_all(stages: &[Stage]) -> String {
    let mut lines = vec!["undo_all() {".to_owned()];
    for (number, stage) in stages.iter().enumerate().rev().filter(|(_, stage)| !stage.undo.is_empty()) {
        lines.push(format!("if [ \"$1\" -ge {number} ]; then"));
        lines.extend(stage.undo.iter().map(|step| format!("undone {}", call(step))));
        lines.push("fi".to_owned());
    }
    // The body of a function must not be empty.
    lines.push(":".to_owned());
    lines.push("}".to_owned());
    lines.join("\n")
}

/// Returns a step as a call to a function of the prelude.
fn call(step: &Step) -> String {
    match step {
        Step::Writable { folder } => function("writable", [folder]),
        Step::Space { folder, bytes } => function("space", [folder, &bytes.to_string()]),
        Step::AsSeen { path, content: Some(content) } => function("as_seen", [path, content]),
        Step::AsSeen { path, content: None } => function("as_seen", [path]),
        Step::Checksum { of, kept_in } => function("checksum", [of, kept_in]),
        Step::PrivateFolder { path } => function("private_folder", [path]),
        Step::Write { path, content } => function("write_file", [path, content]),
        Step::Remove { path } => function("remove", [path]),
        Step::Run { argv } => function("run", argv),
        Step::AtLeast { path, bytes } => function("at_least", [path, &bytes.to_string()]),
        Step::NotEfi { path } => function("not_efi", [path]),
        Step::PutBack { from, to } => function("put_back", [from, to]),
        Step::NoTwin { path, of } => function("no_twin", [path, of]),
        Step::Sync { path } => function("on_disk", [path]),
        Step::Rename { from, to } => function("rename", [from, to]),
        Step::Link { from, to, unless_exists } => {
            let which = if *unless_exists { "keep" } else { "replace" };
            function("link", [from, to, which])
        }
        Step::List { argv, kernel, drivers } => {
            let mut words: Vec<String> = argv.iter().rev().take(1).cloned().collect();
            words.push(kernel.to_string());
            words.extend(argv.iter().rev().skip(1).rev().cloned());
            words.extend(drivers.iter().flat_map(|driver| [driver.to_string(), pattern(kernel, driver)]));
            function("lists", &words)
        }
    }
}
