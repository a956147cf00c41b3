# Puts a made-up machine together in a mount namespace of our own: its own folders, and the programs of this machine.
set -eu
root=$1
shift
mkdir -p "$root/usr" "$root/dev" "$root/proc" "$root/tmp" "$root/none"
mount --rbind /usr "$root/usr"
mount --rbind /dev "$root/dev"
mount --rbind /proc "$root/proc"
# This machine may have tools for initrds itself.
mount --bind "$root/none" "$root/usr/sbin"
exec chroot "$root" env -i PATH=/sbin:/usr/bin:/bin LC_ALL=C "$@"
