# Makes the folders that programs need, in a mount namespace of our own, and becomes a program inside the root, which is
# the current folder: no path of this machine leads to it. `mount -c` leaves paths as they are for the same reason.
# Nothing of this machine is seen from there: no disk, no process, no network.
set -eu
for place in proc sys dev run tmp; do
    if [ -L "./$place" ] || [ ! -d "./$place" ]; then
        echo "/$place of the image is no folder" >&2
        exit 64
    fi
done
mount -c -t proc -o nosuid,nodev,noexec proc "./proc"
# These are settings of the whole machine, whatever the namespace.
for setting in sys sysrq-trigger; do
    [ -e "./proc/$setting" ] || continue
    mount -c --bind "./proc/$setting" "./proc/$setting"
    mount -c -o remount,bind,ro "./proc/$setting"
done
mount -c -t tmpfs -o nosuid,mode=755 none "./dev"
mount -c -t tmpfs -o nosuid,nodev,mode=755 none "./run"
mount -c -t tmpfs -o nosuid,nodev,mode=1777 none "./tmp"
for device in null:3 zero:5 full:7 random:8 urandom:9; do
    mknod -m 666 "./dev/${device%:*}" c 1 "${device#*:}"
done
ln -s /proc/self/fd "./dev/fd"
ln -s fd/0 "./dev/stdin"
ln -s fd/1 "./dev/stdout"
ln -s fd/2 "./dev/stderr"
umask 077
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C HOME=/ chroot . "$@"
