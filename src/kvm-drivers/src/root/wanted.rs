//! Paths that [`super::survey`] reads, for callers that fetch them in advance into a [`super::Memory`].

/// Files whose content a survey reads; `*` stands for any name in a folder.
pub const CONTENTS: [&str; 28] = [
    "/etc/os-release",
    "/usr/lib/os-release",
    "/etc/SuSE-release",
    "/etc/lsb-release",
    "/etc/centos-release",
    "/etc/redhat-release",
    "/etc/debian_version",
    "/etc/fstab",
    "/lib/modules/*/modules.builtin",
    "/lib/modules/*/modules.dep",
    "/boot/config-*",
    "/boot/grub2/grub.cfg",
    "/boot/grub/grub.cfg",
    "/boot/grub/grub.conf",
    "/boot/grub/menu.lst",
    "/boot/EFI/*/grub.c*",
    "/boot/efi/EFI/*/grub.c*",
    "/efi/EFI/*/grub.c*",
    "/boot/loader/entries/*",
    "/boot/efi/loader/entries/*",
    "/efi/loader/entries/*",
    "/etc/dracut.conf",
    "/etc/dracut.conf.d/*",
    "/usr/lib/dracut/dracut.conf.d/*",
    "/etc/initramfs-tools/*",
    "/etc/initramfs-tools/conf.d/*",
    "/usr/share/initramfs-tools/modules.d/*",
    "/etc/sysconfig/kernel",
];

/// Folders in which a survey checks the existence of files and follows links. Programs are checked by their
/// full paths.
pub const PRESENCE: [&str; 3] = ["/boot", "/efi", "/lib/modules"];
