# What the scripts that make Debian roots have in common; they read this file and define fail().

# Debian's mirror as this machine has it, so that a local one is used; nothing elsewhere (Ubuntu), for debootstrap's own default.
debian_mirror() {
    (. /etc/os-release; [ "$ID" = debian ] && cat /etc/apt/sources.list.d/*.sources /etc/apt/sources.list 2>/dev/null |
        sed -nE 's/^URIs: *(\S*debian\/?)$/\1/p; s/^deb +(\[[^]]*\] +)?(\S*debian\/?) .*/\2/p' | head -n 1 || true)
}

# The packages $@ of this machine's own distribution, where the program $1 is missing.
need_program() {
    local program=$1; shift
    command -v "$program" >/dev/null && return 0
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# run_debootstrap ROOT SUITE LOG OPTION…
run_debootstrap() {
    local root=$1 suite=$2 log=$3 mirror script= keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    shift 3
    mirror=$(debian_mirror)
    [ -e "/usr/share/debootstrap/scripts/$suite" ] || script=/usr/share/debootstrap/scripts/sid
    debootstrap --variant=minbase $([ -e $keyring ] && echo --keyring=$keyring || echo --no-check-gpg) "$@" \
        "$suite" "$root" ${mirror:+"$mirror"} ${mirror:+$script} >"$log" 2>&1 || { tail -n 5 "$log" >&2; fail "debootstrap failed: see $log"; }
}
