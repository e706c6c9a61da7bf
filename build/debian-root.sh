# What the scripts that make Debian roots have in common; they read this file and define fail(), $root and $repository.

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

# write_inside FILE UNSHARE COMMANDS: a program that runs another one inside of $root, in the caller's folder, with the repository and /tmp at their usual places. UNSHARE is what unshare is told beyond a mount
# namespace, COMMANDS what is done first in it, where $root is the root.
write_inside() {
    cat >"$1" <<INSIDE
#!/usr/bin/env bash
# Written by build/${0##*/}.
exec unshare $2 --mount --propagation private bash -euc '
    root=\$1 repository=\$2 folder=\$3; shift 3
    $3
    mount --rbind /dev "\$root/dev"
    for place in "\$repository" /tmp; do
        mkdir -p "\$root\$place"
        mount --rbind "\$place" "\$root\$place"
    done
    exec chroot "\$root" env --chdir="\$folder" "\$@"' - '$root' '$repository' "\$PWD" "\$@"
INSIDE
    chmod +x "$1"
}
