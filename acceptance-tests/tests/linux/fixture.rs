//! Assumptions of the other tests: machines are isolated and leave nothing behind.

use std::net::{Ipv4Addr, TcpStream};

use acceptance_tests::{LinuxHost, LinuxImage, LinuxMachine, LinuxRoot};
use anyhow::Result;

#[test]
fn machines_of_one_root_are_isolated_from_each_other() -> Result<()> {
    let root = LinuxRoot::Debian12InitramfsTools;
    let (first, second) = (LinuxMachine::of(root)?, LinuxMachine::of(root)?);
    first.write("/etc/only here", "text\n")?;
    assert_eq!(first.read("/etc/only here")?, "text\n");
    assert_eq!(second.run("cat '/etc/only here'")?.code, 1);
    assert_ne!(first.read("/etc/machine-id")?, second.read("/etc/machine-id")?);
    let before = second.files_in(&["/boot", "/etc"])?;
    first.rebuild(first.kernel())?;
    assert_eq!(second.files_in(&["/boot", "/etc"])?, before);
    Ok(())
}

#[test]
fn a_host_leaves_nothing_behind() -> Result<()> {
    let host = LinuxHost::of(LinuxRoot::Debian13Dracut)?;
    let (port, path) = (host.port(), host.path());
    TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    host.run("sleep 600 </dev/null >/dev/null 2>&1 &")?.succeeded()?;
    assert!(host.say("ps -e -o args")?.contains("sleep 600"));
    drop(host);
    assert!(!path.exists(), "the first process has ended, and all others with it");
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err());
    Ok(())
}

#[test]
fn an_image_is_a_folder_in_which_nothing_is_mounted() -> Result<()> {
    let image = LinuxImage::of(LinuxRoot::Debian12Dracut)?;
    image.write("/etc/written-inside", "text\n")?;
    let folder = image.folder().to_path_buf();
    assert_eq!(std::fs::read_to_string(folder.join("etc/written-inside"))?, "text\n");
    assert_eq!(std::fs::read_dir(folder.join("proc"))?.count(), 0);
    assert!(image.say("ls /proc")?.contains("self"));
    drop(image);
    assert!(!folder.exists());
    Ok(())
}

#[test]
fn a_full_boot_has_no_room_for_another_byte() -> Result<()> {
    let machine = LinuxMachine::of(LinuxRoot::Debian12InitramfsTools)?;
    let before = machine.files_in(&["/boot"])?;
    machine.fill_boot(1 << 20)?;
    assert_eq!(machine.files_in(&["/boot"])?, before);
    machine.say("head -c 1048576 /dev/zero >/boot/new")?;
    let one_more = machine.run("head -c 1 /dev/zero >>/boot/new")?;
    assert!(one_more.code != 0 && one_more.stderr.contains("No space left on device"), "{one_more}");
    Ok(())
}
