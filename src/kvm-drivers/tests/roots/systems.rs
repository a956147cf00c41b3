//! Root file systems in the layout of distributions.

use kvm_drivers::root::Memory;

use crate::image::{archive, modules};
use crate::look::SIX;

pub(crate) fn modules_dep(drivers: &[&str]) -> String {
    drivers.iter().map(|driver| format!("kernel/drivers/virtio/{driver}.ko:\n")).collect()
}

/// Adds a kernel with these drivers as modules.
pub(crate) fn with_kernel(root: Memory, kernel: &str, drivers: &[&str]) -> Memory {
    root.with(&format!("/boot/vmlinuz-{kernel}"), "")
        .with(&format!("/lib/modules/{kernel}/modules.dep"), modules_dep(drivers))
        .with(&format!("/lib/modules/{kernel}/modules.builtin"), "")
}

pub(crate) fn centos_6() -> Memory {
    let kernel = "2.6.32-573.8.1.el6.x86_64";
    let menu = format!(
        "default=0\ntimeout=5\ntitle CentOS ({kernel})\n\troot (hd0,0)\n\tkernel /vmlinuz-{kernel} ro \
         root=UUID=1\n\tinitrd /initramfs-{kernel}.img\n"
    );
    with_kernel(Memory::default(), kernel, &SIX)
        .with("/etc/redhat-release", "CentOS release 6.7 (Final)\n")
        .with("/sbin/dracut", "")
        .with("/boot/grub/grub.conf", menu)
        .with_link("/boot/grub/menu.lst", "/boot/grub/grub.conf")
        .with(&format!("/boot/initramfs-{kernel}.img"), archive(&modules(kernel, &SIX)))
        .with(&format!("/boot/initramfs-{kernel}kdump.img"), archive(&[]))
}

pub(crate) fn centos_7() -> Memory {
    let kernel = "3.10.0-123.el7.x86_64";
    let menu = format!(
        "set default=\"0\"\nmenuentry 'CentOS Linux, with Linux {kernel}' --class gnu {{\n\tlinux16 \
         /vmlinuz-{kernel} root=UUID=1 ro\n\tinitrd16 /initramfs-{kernel}.img\n}}\nmenuentry 'CentOS Linux, \
         with Linux 0-rescue-1' {{\n\tlinux16 /vmlinuz-0-rescue-1 root=UUID=1\n\tinitrd16 \
         /initramfs-0-rescue-1.img\n}}\n"
    );
    with_kernel(Memory::default(), kernel, &SIX)
        .with("/etc/os-release", "ID=\"centos\"\nVERSION_ID=\"7\"\n")
        .with("/usr/sbin/dracut", "")
        .with("/usr/sbin/mkinitrd", "")
        .with("/boot/grub2/grub.cfg", menu)
        .with("/boot/initramfs-0-rescue-1.img", archive(&[]))
        .with(&format!("/boot/initramfs-{kernel}.img"), archive(&modules(kernel, &SIX)))
}

pub(crate) fn rocky_9() -> Memory {
    let kernel = "5.14.0-427.el9.x86_64";
    let entry = format!(
        "title Rocky Linux\nversion {kernel}\nlinux /vmlinuz-{kernel}\ninitrd /initramfs-{kernel}.img \
         $tuned_initrd\noptions root=UUID=1 ro $tuned_params\ngrub_class rocky\n"
    );
    let rescue =
        "title Rescue\nversion 0-rescue-1\nlinux /vmlinuz-0-rescue-1\ninitrd /initramfs-0-rescue-1.img\n";
    with_kernel(Memory::default(), kernel, &SIX)
        .with("/etc/os-release", "ID=\"rocky\"\nVERSION_ID=\"9.4\"\n")
        .with("/usr/bin/dracut", "")
        .with("/boot/grub2/grub.cfg", "insmod blscfg\nblscfg\n")
        .with("/boot/efi/EFI/rocky/grub.cfg", "configfile $prefix/grub.cfg\n")
        .with(&format!("/boot/loader/entries/1-{kernel}.conf"), entry)
        .with("/boot/loader/entries/1-0-rescue.conf", rescue)
        .with("/boot/initramfs-0-rescue-1.img", archive(&[]))
        .with(&format!("/boot/initramfs-{kernel}.img"), archive(&modules(kernel, &SIX)))
}

/// As in the manual's example: neither file has a release in its name.
pub(crate) fn sles_11() -> Memory {
    let kernel = "3.0.101-63-default";
    let menu = "default 0\ntimeout 10\ntitle sles11sp4\n    root (hd0,0)\n    kernel /boot/linux.vmx \
         vga=0x314\n    initrd /boot/initrd.vmx\ntitle Failsafe\n    root (hd0,0)\n    kernel \
         /boot/linux.vmx ide=nodma\n    initrd /boot/initrd.vmx\n";
    with_kernel(Memory::default(), kernel, &SIX)
        .with("/etc/SuSE-release", "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\nPATCHLEVEL = 4\n")
        .with("/sbin/mkinitrd", "")
        .with("/boot/grub/menu.lst", menu)
        .with("/boot/linux.vmx", "")
        .with("/boot/initrd.vmx", archive(&modules(kernel, &SIX)))
        .with(&format!("/boot/initrd-{kernel}"), archive(&[]))
}

/// The image lacks every driver.
pub(crate) fn sles_12() -> Memory {
    let kernel = "4.4.21-69-default";
    let menu = format!(
        "menuentry 'SLES 12-SP2' {{\n  linux /boot/vmlinuz-{kernel} root=UUID=1\n  initrd \
         /boot/initrd-{kernel}\n}}\n"
    );
    with_kernel(Memory::default(), kernel, &SIX)
        .with("/etc/os-release", "ID=\"sles\"\nVERSION_ID=\"12.2\"\n")
        .with("/usr/bin/dracut", "")
        .with("/sbin/mkinitrd", "")
        .with("/boot/grub2/grub.cfg", menu)
        .with(&format!("/boot/initrd-{kernel}"), archive(&[]))
}

/// The image has these drivers.
pub(crate) fn debian_12(drivers: &[&str]) -> Memory {
    let kernel = "6.1.0-50-amd64";
    let menu = format!(
        "menuentry 'Debian GNU/Linux' {{\n\tlinux\t/boot/vmlinuz-{kernel} root=/dev/sda1 ro \
         quiet\n\tinitrd\t/boot/initrd.img-{kernel}\n}}\nsubmenu 'Advanced options' {{\n\tmenuentry \
         'recovery mode' {{\n\t\tlinux\t/boot/vmlinuz-{kernel} root=/dev/sda1 ro \
         single\n\t\tinitrd\t/boot/initrd.img-{kernel}\n\t}}\n}}\n"
    );
    with_kernel(Memory::default(), kernel, &SIX)
        .with("/etc/os-release", "ID=debian\nVERSION_ID=\"12\"\n")
        .with("/usr/sbin/update-initramfs", "")
        .with("/boot/grub/grub.cfg", menu)
        .with(&format!("/boot/initrd.img-{kernel}"), archive(&modules(kernel, drivers)))
}

/// A system with dracut and three built-in drivers.
pub(crate) fn debian_13() -> Memory {
    let kernel = "6.12.107+deb13-amd64";
    let builtin = "kernel/drivers/virtio/virtio.ko\nkernel/drivers/virtio/virtio_ring.ko\nkernel/drivers/virtio/virtio_pci.ko\n";
    let drivers = ["virtio_blk", "virtio_scsi", "virtio_net"];
    with_kernel(Memory::default(), kernel, &drivers)
        .with(&format!("/lib/modules/{kernel}/modules.builtin"), builtin)
        .with("/etc/os-release", "ID=debian\nVERSION_ID=\"13\"\n")
        .with("/usr/bin/dracut", "")
        .with("/usr/sbin/mkinitramfs", "")
        .with(&format!("/boot/initrd.img-{kernel}"), archive(&modules(kernel, &drivers)))
}
