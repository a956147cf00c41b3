# Carries out steps, each of which either is as it says afterwards, or fails and says why. What tools print goes to a
# file. Nobody need listen: when the connection breaks, the work comes to its end or is undone all the same.

# Caught and not ignored: tools inherit what is ignored, and count on SIGPIPE.
trap : HUP PIPE
why=
stopped=
trap 'stopped=1' INT TERM

# A file in which only its owner can write; nothing is left of it.
log=$(mktemp) || { printf 'failed\n\nno temporary file can be made\nnothing\n'; exit 0; }
trap 'rm -f -- "$log"' EXIT

fail() {
    why=$1
    return 1
}

writable() {
    # mktemp fails where nothing can be written, root's rights or not.
    trial=$(mktemp -- "$1/.cvo-trial.XXXXXX" 2>> "$log") || { fail "$1 is not writable"; return; }
    rm -f -- "$trial"
}

space() {
    free=$(df -Pk -- "$1" | while read -r _ _ _ free _; do echo "$free"; done | tail -n 1)
    case $free in '' | *[!0-9]*) fail "the room in $1 cannot be told"; return ;; esac
    need=$((($2 + 1023) / 1024))
    [ "$free" -ge "$need" ] || fail "$1 has $free KiB left, and $need KiB are needed for the new images beside the old ones"
}

# PATH and what was seen there; without the latter, nothing was.
as_seen() {
    if [ "$#" -lt 2 ]; then
        [ ! -e "$1" ] || fail "$1 was not there when it was looked at; somebody has made it since"
        return
    fi
    # The mark keeps the line breaks at the end.
    now=$(cat -- "$1" 2>> "$log" && printf x) && [ "$now" = "$2x" ] || fail "$1 was changed by somebody else since it was looked at"
}

checksum() {
    [ -s "$2" ] || return 0
    sha1sum -- "$1" > "$2" 2>> "$log" || fail "the checksum of $1 cannot be kept in $2"
}

private_folder() {
    mkdir -p -m 700 -- "$1" 2>> "$log" && chmod 700 -- "$1" 2>> "$log" || fail "$1 cannot be made"
}

on_disk() {
    sync -f -- "$1" 2> /dev/null || sync || fail "$1 cannot be synchronized"
}

write_file() {
    place=$(readlink -f -- "$1") || place=$1
    beside=$place.cvo-new
    rm -f -- "$beside" && mkdir -p -m 755 -- "${place%/*}" 2>> "$log" || { fail "$1 cannot be written"; return; }
    if [ -e "$place" ]; then
        # The copy brings mode and owner along; then its content is another one.
        cp -p -- "$place" "$beside" 2>> "$log"
    else
        (umask 022 && : > "$beside") 2>> "$log"
    fi && printf '%s' "$2" > "$beside" 2>> "$log" && on_disk "$beside" && mv -f -- "$beside" "$place" 2>> "$log" ||
        { rm -f -- "$beside"; fail "$1 cannot be written"; }
}

remove() {
    rm -f -- "$1" 2>> "$log" || fail "$1 cannot be removed"
}

run() {
    "$@" < /dev/null >> "$log" 2>&1 9>&-
    status=$?
    [ "$status" -eq 0 ] || fail "$1 ended with status $status"
}

at_least() {
    size=$(wc -c < "$1" 2>> "$log") || { fail "$1 was not made"; return; }
    [ "$size" -ge "$2" ] || fail "$1 has only $((size)) bytes, and at least $2 are expected"
}

# IMAGE KERNEL LISTER, then NAME PATTERN of each driver. Folders and links do not count.
lists() {
    image=$1 kernel=$2 lister=$3
    shift 3
    said=$("$lister" "$image" 2>> "$log" < /dev/null 9>&-)
    status=$?
    [ "$status" -eq 0 ] || { fail "$lister cannot list $image: it ended with status $status"; return; }
    said=$(printf '%s\n' "$said" | grep -v '^[ld][-rwxsStT]\{9\}')
    lacks=
    while [ "$#" -ge 2 ]; do
        printf '%s\n' "$said" | grep -E -q -e "$2" || lacks="$lacks $1"
        shift 2
    done
    [ -z "$lacks" ] || fail "$image lacks$lacks for kernel $kernel"
}

# Every initrd begins with the numbers of an archive or of a compression.
not_efi() {
    case $(head -c 2 -- "$1" 2>> "$log") in
    MZ) fail "$1 is an EFI program and no initrd: dracut was told to make one (uefi=yes)" ;;
    esac
}

# The same file, not a link to it: that would show whatever it leads to later.
link() {
    if [ "$3" = keep ] && [ -e "$2" ]; then return; fi
    real=$(readlink -f -- "$1") || real=$1
    set -- "$real" "$2"
    rm -f -- "$2.cvo-link"
    # A file system without links, or another one, gets a copy.
    ln -- "$1" "$2.cvo-link" 2> /dev/null || cp -p -- "$1" "$2.cvo-link" 2>> "$log" ||
        { rm -f -- "$2.cvo-link"; fail "$1 cannot be kept as $2"; return; }
    # Two names of one file are not renamed onto each other.
    if [ "$2" -ef "$2.cvo-link" ]; then rm -f -- "$2.cvo-link"; return; fi
    mv -f -- "$2.cvo-link" "$2" 2>> "$log" || fail "$1 cannot be kept as $2"
}

put_back() {
    [ -e "$1" ] || return 0
    # Two names of one file are not renamed onto each other.
    if [ "$1" -ef "$2" ]; then remove "$1"; else rename "$1" "$2"; fi
}

no_twin() {
    if [ -e "$1" ] && { [ "$1" -ef "$2" ] || cmp -s -- "$1" "$2"; }; then remove "$1"; fi
}

rename() {
    mv -f -- "$1" "$2" 2>> "$log" || fail "$1 cannot be renamed to $2"
}

# A step, unless somebody said to stop.
step() {
    if [ -n "$stopped" ]; then fail 'it was told to stop'; return; fi
    "$@"
}

report() {
    printf 'failed\n%s\n%s\n' "$1" "$why"
    why=
    undo_all "$2"
    printf '%s\n' "${not_undone:-nothing}"
    tail -n 20 -- "$log"
    exit 0
}

not_undone=
undone() {
    "$@" || not_undone="$not_undone${not_undone:+; }$why"
}

# One at a time, and the lock ends with this process.
alone() {
    private_folder "$1" || { printf 'failed\n\n%s\nnothing\n' "$why"; exit 0; }
    exec 9> "$1/lock"
    command -v flock > /dev/null 2>&1 || { printf 'failed\n\nthere is no flock (util-linux)\nnothing\n'; exit 0; }
    flock -n 9 || { printf 'busy\nanother change of its images is under way\n'; exit 0; }
}
