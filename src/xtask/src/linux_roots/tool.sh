# One kernel, and the tool that makes its initrd, by Debian's own packages. The settings give an image without VirtIO
# drivers, small and made within seconds. "$1" is the tool, "$2" the name of the host.
set -eu
export DEBIAN_FRONTEND=noninteractive
case $1 in
initramfs-tools)
    mkdir -p /etc/initramfs-tools/conf.d
    echo 'MODULES=list' >/etc/initramfs-tools/conf.d/small
    ;;
dracut)
    rm -rf /etc/initramfs-tools
    mkdir -p /etc/dracut.conf.d
    cat >/etc/dracut.conf.d/10-small.conf <<'END'
hostonly="no"
compress="cat"
dracutmodules+=" base kernel-modules "
drivers+=" ext4 "
END
    ;;
esac
apt-get install --yes --no-install-recommends linux-image-amd64 "$1"
apt-get clean
rm -rf /var/lib/apt/lists/* /var/log/* /var/cache/debconf/*-old /var/cache/apt/*.bin
rm -rf /usr/share/doc /usr/share/man /usr/share/locale /usr/share/info
rm -f /etc/dpkg/dpkg.cfg.d/lean /usr/sbin/policy-rc.d /etc/ssh/ssh_host_*
mkdir -p /usr/share/man
echo "$2" >/etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s\n' "$2" >/etc/hosts
printf 'UUID=6d1fd5ab-4f3c-4e0e-9f3c-2f6c1c0f0a11 / ext4 errors=remount-ro 0 1\n' >/etc/fstab
