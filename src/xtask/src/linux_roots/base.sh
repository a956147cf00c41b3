# What all roots of a Debian release have. The kernel and its tools are fetched here, once for all of them.
set -eu
export DEBIAN_FRONTEND=noninteractive
cat >/etc/dpkg/dpkg.cfg.d/lean <<'END'
force-unsafe-io
path-exclude=/usr/share/doc/*
path-exclude=/usr/share/man/*
path-exclude=/usr/share/locale/*
path-exclude=*/lib/modules/*/kernel/*
path-include=*/lib/modules/*/kernel/drivers/virtio/*
path-include=*/lib/modules/*/kernel/drivers/block/*
path-include=*/lib/modules/*/kernel/drivers/scsi/*
path-include=*/lib/modules/*/kernel/drivers/ata/*
path-include=*/lib/modules/*/kernel/drivers/nvme/*
path-include=*/lib/modules/*/kernel/drivers/net/*virt*
path-include=*/lib/modules/*/kernel/drivers/net/*failover*
path-include=*/lib/modules/*/kernel/drivers/net/xen-netfront*
path-include=*/lib/modules/*/kernel/drivers/net/ethernet/amazon/*
path-include=*/lib/modules/*/kernel/net/core/*
path-include=*/lib/modules/*/kernel/fs/ext4/*
path-include=*/lib/modules/*/kernel/fs/jbd2/*
path-include=*/lib/modules/*/kernel/fs/mbcache*
path-include=*/lib/modules/*/kernel/fs/fuse/*
path-include=*/lib/modules/*/kernel/lib/*
path-include=*/lib/modules/*/kernel/crypto/*
path-include=*/lib/modules/*/kernel/arch/x86/crypto/*
END
# Packages must not start their services.
printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
chmod 755 /usr/sbin/policy-rc.d
apt-get clean
apt-get install --yes --no-install-recommends \
    busybox-static cpio e2fsprogs kmod openssh-server procps sudo systemd-sysv udev zstd
apt-get install --yes --no-install-recommends --download-only linux-image-amd64 initramfs-tools
apt-get install --yes --no-install-recommends --download-only linux-image-amd64 dracut
