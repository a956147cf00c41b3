//! [`Config`]: the file to change, how to change it, and its new content.

use super::Style;
use crate::driver::Driver;
use crate::system::Engine;

/// dracut's file written by this tool alone. It sorts after the distribution's files, and dracut reads it
/// only with the ending `.conf`.
pub const DROP_IN: &str = "/etc/dracut.conf.d/90-cvo-kvm-drivers.conf";
/// First line of our block in a shared file.
pub const BLOCK_BEGIN: &str = "# BEGIN cvo kvm drivers";
/// Last line of our block.
pub const BLOCK_END: &str = "# END cvo kvm drivers";

/// The file to change, how to change it, and its new content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// File to change.
    pub path: &'static str,
    /// How the file is changed.
    pub mode: ConfigMode,
    /// Content to add, ending with a line break.
    pub content: String,
}

/// How a file is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigMode {
    /// The file consists of the content alone.
    OwnFile,
    /// The content is a marked block in the file.
    OwnBlock,
    /// The content's lines are appended to the file, except those that it has already.
    AppendLines,
    /// The content is an assignment. Names already in the variable are kept.
    SetVariable,
}

impl ConfigMode {
    /// Returns the name in results: `own_file`, `own_block`, `append_lines` or `set_variable`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OwnFile => "own_file",
            Self::OwnBlock => "own_block",
            Self::AppendLines => "append_lines",
            Self::SetVariable => "set_variable",
        }
    }
}

impl Config {
    /// Creates the configuration that adds these drivers.
    #[must_use]
    pub fn new(engine: Engine, style: Style, drivers: &[Driver]) -> Self {
        let names: Vec<&str> = drivers.iter().map(Driver::as_str).collect();
        let joined = names.join(" ");
        // The spaces inside the quotes separate the names from those that another file adds.
        let dracut = format!("add_drivers+=\" {joined} \"\n");
        // One name per line: initramfs-tools takes the words after a name for the module's parameters.
        let lines = names.join("\n");
        let (path, mode, content) = match (engine, style) {
            (Engine::Dracut, Style::Seed) => ("/etc/dracut.conf", ConfigMode::AppendLines, dracut),
            (Engine::Dracut, Style::Modern) => (
                DROP_IN,
                ConfigMode::OwnFile,
                format!("# Drivers for every initrd of this machine.\n{dracut}"),
            ),
            (Engine::InitramfsTools, Style::Seed) => {
                ("/etc/initramfs-tools/modules", ConfigMode::AppendLines, format!("{lines}\n"))
            }
            // There is no folder below /etc for further lists of modules.
            (Engine::InitramfsTools, Style::Modern) => {
                let block = format!("{BLOCK_BEGIN}\n{lines}\n{BLOCK_END}\n");
                ("/etc/initramfs-tools/modules", ConfigMode::OwnBlock, block)
            }
            (Engine::Mkinitrd, _) => {
                let content = format!("INITRD_MODULES=\"{joined}\"\n");
                ("/etc/sysconfig/kernel", ConfigMode::SetVariable, content)
            }
        };
        Self { path, mode, content }
    }
}
