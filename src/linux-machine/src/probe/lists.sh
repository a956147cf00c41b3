# Lists what is in each image: KIND SIZE STATUS, and what the lister printed. Its own status counts, not that of a pipe.
lister=$1
shift
for image in "$@"; do
    said=$("$lister" "$image" 2>&1 < /dev/null)
    printf 'list\t%s\t%s\n' "${#said}" "$?"
    printf '%s' "$said"
done
printf 'end\t0\t\n'
