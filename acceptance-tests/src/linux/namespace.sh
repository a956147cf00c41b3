# Makes a folder the root of a small system of its own. Everything that is mounted or started in it ends with this shell,
# and this shell ends when nobody holds the other end of its input any more.
# "$1" is the folder and "$2" the name of the host. With "copy" as "$3" the folder stays as it is: changes go to memory.
set -eu
root=$1
read -r pid _ </proc/self/stat
hostname "$2"
if [ "$3" = copy ]; then
    # The folder is reached by "." when something else is mounted over it.
    cd "$root"
    mount -t tmpfs -o mode=700 tmpfs "$root"
    mkdir -m 755 "$root/changes" "$root/work" "$root/merged"
    mount -t overlay -o "lowerdir=.,upperdir=$root/changes,workdir=$root/work" overlay "$root/merged"
    root=$root/merged
else
    mount --bind "$root" "$root"
fi
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys"
mount -t tmpfs -o nosuid,mode=755 tmpfs "$root/run"
mount -t tmpfs -o nosuid,mode=755 tmpfs "$root/dev"
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o nosuid,noexec,newinstance,ptmxmode=0666,mode=0620 devpts "$root/dev/pts"
for device in null zero full random urandom tty; do
    : >"$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s /proc/self/fd/0 "$root/dev/stdin"
ln -s /proc/self/fd/1 "$root/dev/stdout"
ln -s /proc/self/fd/2 "$root/dev/stderr"
exec chroot "$root" /bin/sh -c 'echo "$1"; while read -r _; do :; done' init "$pid"
