//! [`Config`]: which file is changed, how, and what comes into it.

use super::Style;
use crate::driver::Driver;
use crate::system::Engine;

/// dracut's file that is ours alone: it sorts behind the distribution's, and ends in `.conf`, or dracut would not read it.
pub const DROP_IN: &str = "/etc/dracut.conf.d/90-cvo-kvm-drivers.conf";
/// First line of the block in a file that is not ours.
pub const BLOCK_BEGIN: &str = "# BEGIN cvo kvm drivers";
/// Last line of it.
pub const BLOCK_END: &str = "# END cvo kvm drivers";

/// Which file is changed, how, and what comes into it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The file.
    pub path: &'static str,
    /// How it is changed.
    pub mode: ConfigMode,
    /// What comes into it, ending with a line break.
    pub content: String,
}

/// How a file is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigMode {
    /// The content is the whole file.
    OwnFile,
    /// The content is a marked block in the file.
    OwnBlock,
    /// The content's lines come at the end of the file, unless they are there.
    AppendLines,
    /// The content is an assignment; names that the variable has already stay in it.
    SetVariable,
}

impl ConfigMode {
    /// The name in results: `own_file`, `own_block`, `append_lines` or `set_variable`.
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
    /// The configuration that gives these drivers.
    #[must_use]
    pub fn new(engine: Engine, style: Style, drivers: &[Driver]) -> Self {
        let names: Vec<&str> = drivers.iter().map(Driver::as_str).collect();
        let joined = names.join(" ");
        // The spaces inside the quotes keep the names apart from those that another file adds.
        let dracut = format!("add_drivers+=\" {joined} \"\n");
        // One name a line: initramfs-tools takes what follows a name for the module's parameters.
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
            // There is no folder under /etc for further lists of modules.
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
