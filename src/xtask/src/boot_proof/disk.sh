# A small disk whose init says from which device it was started, and turns the machine off.
set -eu
tree=$(mktemp -d)
mkdir -p "$tree/bin" "$tree/sbin" "$tree/dev" "$tree/proc" "$tree/sys" "$tree/run" "$tree/tmp" "$tree/etc"
cp /bin/busybox "$tree/bin/busybox"
cat >"$tree/sbin/init" <<'END'
#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc 2>/dev/null
root=$(/bin/busybox awk '$2 == "/" && $3 == "ext4" { print $1 }' /proc/mounts)
echo "CVO-BOOT-OK root=$root" >/dev/console
/bin/busybox sync
/bin/busybox poweroff -f
END
chmod 755 "$tree/sbin/init"
mke2fs -q -t ext4 -d "$tree" /tmp/disk.img 32m
rm -r "$tree"
