# Reads a machine and writes nothing. Prints records, each with a header line: KIND SIZE PATH, and SIZE bytes after it.
# A path with a line break is passed over: nothing that is asked for has one.
tab=$(printf '\t')
newline='
'

record() { printf '%s\t%s\t%s\n' "$1" "$2" "$3"; }

text() { record "$1" "${#3}" "$2"; printf '%s' "$3"; }

plain() { case $1 in *"$newline"* | *"$tab"*) return 1 ;; esac; }

# A link is followed to its end, and what it leads to is a record of its own.
real() {
    real=$1
    if [ -L "$1" ]; then
        real=$(readlink -f -- "$1") && [ -e "$real" ] && plain "$real" || return 1
        text link "$1" "$real"
    fi
}

content() {
    plain "$1" && real "$1" && [ -f "$real" ] || return 0
    if [ ! -r "$real" ]; then record unreadable 0 "$1"; return; fi
    size=$(wc -c < "$real") || return 0
    # Padded with spaces by some.
    size=$((size))
    if [ "$size" -gt "$limit" ]; then record large 0 "$real"; return; fi
    record content "$size" "$real"
    head -c "$size" "$real"
}

# Only the size, of whatever is not a folder.
presence() {
    plain "$1" && real "$1" && [ ! -d "$real" ] || return 0
    size=$(stat -c %s -- "$real") && record size "$size" "$real"
}

tree() {
    [ -d "$1" ] || return 0
    if [ ! -r "$1" ] || [ ! -x "$1" ]; then record unreadable 0 "$1"; return; fi
    set -- "$1" -maxdepth 6 ! -path "*$newline*" ! -path "*$tab*"
    find -H "$@" -type f -printf 'size\t%s\t%p\n' 2> /dev/null
    find -H "$@" -type d ! -executable -printf 'unreadable\t0\t%p\n' 2> /dev/null
    find -H "$@" -type l 2> /dev/null | while IFS= read -r path; do presence "$path"; done
}

program() {
    for folder in /usr/sbin /sbin /usr/bin /bin; do
        if [ -e "$folder/$1" ]; then record size 0 "$folder/$1"; return; fi
    done
}

room() {
    free=$(df -Pk -- "$1" 2> /dev/null | while read -r _ _ _ free _; do echo "$free"; done | tail -n 1)
    case $free in '' | *[!0-9]*) ;; *) text room "$1" "$free" ;; esac
}

# The modules of the devices below a block device, and of those that it is made of.
drivers_below() {
    device=$(readlink -f -- "$1") || return 0
    for part in "$device"/slaves/*; do
        if [ -e "$part" ]; then (drivers_below "$part"); fi
    done
    while [ -n "$device" ] && [ "$device" != /sys ]; do
        if [ -e "$device/driver/module" ]; then basename "$(readlink -f -- "$device/driver/module")"; fi
        device=${device%/*}
    done
}

# The device of the root file system. btrfs and others have a number of their own, and name the device as their source.
root_disk() {
    number=$(mountpoint -d / 2> /dev/null)
    if [ -n "$number" ] && [ -e "/sys/dev/block/$number" ]; then
        echo "/sys/dev/block/$number"
        return
    fi
    source=$(findmnt -n -o SOURCE / 2> /dev/null)
    source=$(readlink -f -- "${source%%\[*}" 2> /dev/null)
    case $source in
    /dev/?*) if [ -e "/sys/class/block/${source##*/}" ]; then echo "/sys/class/block/${source##*/}"; fi ;;
    esac
}

limit=$1
shift
kind=
for word in "$@"; do
    case $word in
    --*) kind=${word#--} ;;
    # Unquoted: the word is a pattern.
    *) for path in $word; do
        case $kind in
        contents) content "$path" ;;
        trees) tree "$path" ;;
        presences) presence "$path" ;;
        programs) program "$path" ;;
        esac
    done ;;
    esac
done
text fact kernel "$(uname -r)"
text fact machine_id "$(cat /etc/machine-id 2> /dev/null || cat /var/lib/dbus/machine-id 2> /dev/null)"
text fact boot_id "$(cat /proc/sys/kernel/random/boot_id 2> /dev/null)"
text fact processes "$(cat /proc/[0-9]*/comm 2> /dev/null)"
disk=$(root_disk)
if [ -n "$disk" ]; then
    text fact root_disk "$disk"
    text fact root_drivers "$(drivers_below "$disk")"
fi
if [ "$(systemd-detect-virt 2> /dev/null)" = kvm ] || grep -q -s -i -e '^kvm' -e qemu /sys/class/dmi/id/sys_vendor /sys/class/dmi/id/product_name; then
    text fact kvm yes
fi
if command -v selinuxenabled > /dev/null 2>&1 && selinuxenabled; then text fact selinux yes; fi
room /boot
record end 0 ''
