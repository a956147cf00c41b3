# Makes the folders that programs need, in a mount namespace of our own, and becomes a program inside the root.
# Nothing of this machine is seen from there: no disk, no process, no network.
set -eu
root=$1
shift
for place in proc sys dev run tmp; do
    if [ -L "$root/$place" ] || [ ! -d "$root/$place" ]; then
        echo "/$place of the image is no folder" >&2
        exit 64
    fi
done
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
# These are settings of the whole machine, whatever the namespace.
for setting in sys sysrq-trigger; do
    [ -e "$root/proc/$setting" ] || continue
    mount --bind "$root/proc/$setting" "$root/proc/$setting"
    mount -o remount,bind,ro "$root/proc/$setting"
done
mount -t tmpfs -o nosuid,mode=755 none "$root/dev"
mount -t tmpfs -o nosuid,nodev,mode=755 none "$root/run"
mount -t tmpfs -o nosuid,nodev,mode=1777 none "$root/tmp"
for device in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "$root/dev/${device%:*}" c 1 "${device#*:}"
done
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
umask 077
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/ chroot "$root" "$@"
