//! Edits add our configuration once and preserve everything else.

use super::*;
use crate::plan::{Preset, Style};

fn config(engine: Engine, style: Style) -> Config {
    Config::new(engine, style, &Preset::Virtio.drivers())
}

fn twice(config: &Config, file: &str) -> String {
    let once = config.applied_to(file).unwrap();
    assert_eq!(config.applied_to(&once).as_ref(), Ok(&once), "the second edit changes nothing");
    once
}

#[test]
fn a_block_is_appended_and_removed_without_a_trace() {
    let block = config(Engine::InitramfsTools, Style::Modern);
    for file in ["", "# Examples:\n# raid1\n", "ext4\n\n"] {
        let changed = twice(&block, file);
        assert!(changed.starts_with(file) && changed.ends_with(&block.content), "{changed}");
        assert_eq!(block.removed_from(&changed), Ok(Some(file.to_owned())));
    }
}

#[test]
fn a_block_in_the_middle_is_replaced_where_it_is() {
    let block = config(Engine::InitramfsTools, Style::Modern);
    let file = format!("ext4\n{BLOCK_BEGIN}\nvirtio_blk\n{BLOCK_END}\nraid1\n");
    assert_eq!(twice(&block, &file), format!("ext4\n{}raid1\n", block.content));
}

#[test]
fn a_missing_final_line_break_is_added_first() {
    let block = config(Engine::InitramfsTools, Style::Seed);
    assert!(twice(&block, "# sd_mod").starts_with("# sd_mod\nvirtio_blk\nvirtio_scsi\n"));
}

#[test]
fn crlf_line_breaks_are_kept() {
    for style in [Style::Modern, Style::Seed] {
        let changed = twice(&config(Engine::InitramfsTools, style), "ext4\r\n");
        assert_eq!(changed.matches("\r\n").count(), changed.matches('\n').count());
    }
}

#[test]
fn a_block_without_an_end_is_refused() {
    let block = config(Engine::InitramfsTools, Style::Modern);
    let file = format!("{BLOCK_BEGIN}\nvirtio_blk\nraid1\n");
    assert!(matches!(block.applied_to(&file), Err(CannotEdit::OpenBlock { .. })));
    assert!(matches!(block.removed_from(&file), Err(CannotEdit::OpenBlock { .. })));
}

#[test]
fn only_missing_lines_are_appended() {
    let seed = config(Engine::InitramfsTools, Style::Seed);
    let changed = twice(&seed, "virtio_net\nvirtio_pci\n");
    assert_eq!(changed, "virtio_net\nvirtio_pci\nvirtio_blk\nvirtio_scsi\nvirtio_ring\nvirtio\n");
}

#[test]
fn a_variable_keeps_its_names_and_the_file_its_other_lines() {
    let seed = config(Engine::Mkinitrd, Style::Seed);
    let file = "# storage\nINITRD_MODULES=\"ext4 virtio-net\"\nDOMU_INITRD_MODULES=\"xennet\"\n";
    let changed = twice(&seed, file);
    assert_eq!(
        changed,
        "# storage\nINITRD_MODULES=\"ext4 virtio-net virtio_blk virtio_scsi virtio_pci virtio_ring \
         virtio\"\nDOMU_INITRD_MODULES=\"xennet\"\n"
    );
}

#[test]
fn an_empty_or_missing_variable_is_set() {
    let seed = config(Engine::Mkinitrd, Style::Seed);
    assert_eq!(twice(&seed, "INITRD_MODULES=\"\"\nX=1\n"), format!("{}X=1\n", seed.content));
    assert_eq!(twice(&seed, "X=1\n"), format!("X=1\n{}", seed.content));
}

#[test]
fn an_assignment_that_a_shell_would_expand_is_refused() {
    let seed = config(Engine::Mkinitrd, Style::Seed);
    for line in ["INITRD_MODULES=\"$OTHER\"", "INITRD_MODULES=\"ext4", "INITRD_MODULES=ext4 reiserfs"] {
        let error = seed.applied_to(line).unwrap_err().to_string();
        assert!(error.contains(&format!("{line:?}")) && error.contains("/etc/sysconfig/kernel"), "{error}");
    }
}

#[test]
fn only_drivers_that_the_tool_understands_are_configured() {
    let given = |engine, text| {
        configured_drivers(engine, text).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
    };
    let one_line = "virtio_blk virtio_scsi virtio_net virtio_pci\n";
    assert_eq!(given(Engine::InitramfsTools, one_line), "virtio_blk", "the rest are parameters");
    assert_eq!(
        given(Engine::InitramfsTools, "# a\nvirtio_blk\n\nvirtio-net mac=1\n"),
        "virtio_blk virtio_net"
    );
    assert_eq!(given(Engine::Dracut, "add-drivers+=\" virtio_blk \"\n"), "", "this is not a variable");
    assert_eq!(
        given(Engine::Dracut, "add_drivers+=\" virtio_blk \"\nforce_drivers+=\" a \"\n"),
        "virtio_blk a"
    );
    assert_eq!(given(Engine::Dracut, "add_drivers+=\" virtio_blk\n"), "", "a quotation mark is missing");
    assert_eq!(given(Engine::Mkinitrd, "INITRD_MODULES=\"a b\"\nINITRD_MODULES=\"c\"\n"), "c");
}

#[test]
fn a_file_that_ends_with_a_return_is_edited_once() {
    for engine in Engine::ALL {
        for style in [Style::Seed, Style::Modern] {
            let config = config(engine, style);
            let once = config.applied_to("\r").unwrap();
            assert_eq!(config.applied_to(&once), Ok(once.clone()), "{engine} {style:?}");
        }
    }
}

#[test]
fn every_configuration_gives_its_drivers() {
    for engine in Engine::ALL {
        for style in [Style::Seed, Style::Modern] {
            let config = config(engine, style);
            let file = config.applied_to("").unwrap();
            assert_eq!(configured_drivers(engine, &file), Preset::Virtio.drivers(), "{engine} {style:?}");
        }
    }
}
