# Puts a made-up machine together in a mount namespace of our own: its own folders, /proc and /sys among them, and the
# programs of this machine.
set -eu
root=$1
shift
mkdir -p "$root/usr" "$root/dev" "$root/tmp"
mount --rbind /usr "$root/usr"
mount --rbind /dev "$root/dev"
# Its own tools stand before those of this machine, which may have some for initrds itself. What restarts a machine is not
# reached either, and a namespace of users may not do it.
mount --bind "$root/sbin" "$root/usr/sbin"
exec chroot "$root" env -i PATH=/sbin:/usr/bin:/bin LC_ALL=C "$@"
