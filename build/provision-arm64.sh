#!/usr/bin/env bash
# Makes CPython for arm64 available to the tests of wheels for another architecture: a root of Debian testing with arm64's packages, whose
# programs run emulated by qemu (Linux, as root; a minute, once).
#   build/provision-arm64.sh    the root is $PYEXT_ARM64_ROOT, /opt/pyext-arm64 by default
# artifacts/pythons/inside-arm64 runs a program of the root with the repository and /tmp at their usual places. The kernel is told of the
# emulator in a namespace that ends with the program; on kernels before 6.7, which have no such namespace, the machine itself has to know it
# (apt-get install qemu-user-static binfmt-support). Where that cannot be, this says so, writes no wrapper, and the tests are skipped.
# Running it again when everything is there takes a second.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${PYEXT_ARM64_ROOT:-/opt/pyext-arm64}
wrapper=$repository/artifacts/pythons/inside-arm64
suite=${PYEXT_PYTHON_SUITE:-forky}
versions='3.13 3.14'
ready=$root/.pyext-ready-1
binfmt=/usr/lib/binfmt.d/qemu-aarch64.conf

fail() { echo "provision-arm64: $*" >&2; exit 1; }
unavailable() { echo "provision-arm64: $* Wheels for arm64 are built and audited, but not run."; rm -f "$wrapper"; exit 0; }
. "$repository/build/debian-root.sh"

make_root() {
    need_program debootstrap debootstrap
    local packages=ca-certificates version package
    for version in $versions; do packages="$packages,python$version,python$version-venv"; done
    # A root that was left half-way is made again, but only one that was begun here.
    if [ -d "$root" ] && [ -n "$(ls -A "$root")" ] && [ ! -e "$root/.pyext-begun" ]; then
        fail "$root is not empty: set PYEXT_ARM64_ROOT to another folder."
    fi
    rm -rf --one-file-system "$root"
    mkdir -p "$root"
    touch "$root/.pyext-begun"
    echo "provision-arm64: Debian $suite for arm64 with Python ${versions// /, } into $root ..."
    # Downloaded and unpacked only: nothing of what packages do when they are installed is needed, and emulated it would take minutes.
    run_debootstrap "$root" "$suite" "$root.log" --foreign --arch=arm64 --include="$packages"
    for package in "$root"/var/cache/apt/archives/*.deb; do
        dpkg-deb --fsys-tarfile "$package" | tar -x --keep-directory-symlink -C "$root" -f -
    done
    rm -f "$root"/var/cache/apt/archives/*.deb
    mkdir -p "$root/etc/ssl/certs"
    cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
    # pip from a folder: what Python compiles of an archive it cannot keep.
    mkdir -p "$root/opt/pip"
    need_program unzip unzip
    unzip -q -o "$root"/usr/share/python-wheels/pip-*.whl -d "$root/opt/pip"
    precompile
    touch "$ready"
}

# Byte code is the same on every machine, and an emulated Python takes a minute to make what pip needs. The other root's Pythons make it.
precompile() {
    local other=${PYEXT_PYTHON_ROOT:-/opt/pyext-pythons} version
    for version in $versions; do
        [ -x "$other/usr/bin/python$version" ] || continue
        unshare --mount --propagation private bash -euc '
            mkdir -p "$2/mnt"; mount --bind "$1" "$2/mnt"
            chroot "$2" "$3" -m compileall -q -j 2 -s /mnt "/mnt/usr/lib/$3" /mnt/opt/pip >/dev/null || true' - "$root" "$other" "python$version"
    done
}

# write_wrapper NAMESPACE REGISTER: what unshare is told, and the commands that make the emulator known.
write_wrapper() {
    write_inside "$wrapper" "$1" "$2
    mount --rbind /proc \"\$root/proc\""
}

runs() { "$wrapper" "python${versions%% *}" -c '' 2>/dev/null; }

[ "$(id -u)" = 0 ] || unavailable 'emulating arm64 needs root.'
command -v apt-get >/dev/null || unavailable 'arm64 can only be emulated on Debian and Ubuntu.'
need_program qemu-aarch64-static qemu-user-static
[ -e "$ready" ] || make_root
mkdir -p "$(dirname "$wrapper")"
# The wrapper runs in the caller's folder, and the root sees the repository's.
cd "$repository"
write_wrapper '--user --map-root-user' "mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
    cat $binfmt >/proc/sys/fs/binfmt_misc/register"
runs || write_wrapper '' '' && runs || unavailable 'this kernel cannot be told of the emulator (apt-get install qemu-user-static binfmt-support).'
for version in $versions; do
    "$wrapper" "python$version" -c 'import venv' || fail "the Python $version in $root does not run."
done
