#!/usr/bin/env bash
# Makes CPython 3.12, 3.13, 3.14 and 3.15 available to the tests, with twine and auditwheel:
#   3.12                from pyenv (~/.pyenv) or PATH; installed with pyenv where that is possible
#   3.13, 3.14, 3.15    in a root of Debian testing made by debootstrap (Linux, as root; a minute or three, once)
#   3.13t               free-threaded, built in that root from Debian's source package (three minutes, once);
#                       others with PYEXT_FREE_THREADED='3.13 3.14', as long as Debian's mirror has their sources
#   3.14 as a debug build, twine and auditwheel are there, too
#   build/provision-pythons.sh            the root is $PYEXT_PYTHON_ROOT, /opt/pyext-pythons by default
#   build/provision-pythons.sh --peers    also what `dotnet run build.cs benchmarks` compares with: PyO3 and maturin, nanobind,
#                                         pybind11 and Cython with their compilers (another 1.5 GB, a few minutes)
#   build/provision-pythons.sh --valgrind also what `dotnet run build.cs soak --valgrind` runs the tests under
# Programs in the root are run by wrappers in artifacts/pythons, which `dotnet run build.cs` finds by itself. Nothing stays
# mounted: each run gets a mount namespace of its own, in which the repository and /tmp are at their usual places.
# Running it again when everything is there takes a second.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=${PYEXT_PYTHON_ROOT:-/opt/pyext-pythons}
wrappers=$repository/artifacts/pythons
suite=${PYEXT_PYTHON_SUITE:-forky}
versions='3.13 3.14 3.15'
free_threaded=${PYEXT_FREE_THREADED:-3.13}
ready=$root/.pyext-ready-4
debug=python3.14-dbg
peers_ready=$root/.pyext-peers-1

fail() { echo "provision-pythons: $*" >&2; exit 1; }
. "$repository/build/debian-root.sh"

peers= valgrind=
case $# in
    0) ;;
    1) case $1 in
           --peers) peers=1 ;;
           --valgrind) valgrind=1 ;;
           *) fail "there is no option '$1': see the head of this file." ;;
       esac ;;
    *) fail "one option at most: see the head of this file." ;;
esac

# Is there a CPython $1 (by pyenv or on PATH) that runs and can make a venv?
native() {
    local path
    for path in "${PYENV_ROOT:-$HOME/.pyenv}"/versions/"$1".*/bin/python"$1" $(type -ap "python$1" || true); do
        case $path in */shims/* | "$wrappers"/*) continue ;; esac
        "$path" -c 'import venv, ensurepip' 2>/dev/null && return 0
    done
    return 1
}

# Debian's own tools need root; everything runs in a private mount namespace, so that no mount outlives its command and
# deleting the root can never reach through one.
inside() {
    unshare --mount --propagation private bash -euc '
        root=$1; shift
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        exec chroot "$root" env DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 "$@"' - "$root" "$@"
}

make_root() {
    [ "$(id -u)" = 0 ] || fail "making Python ${versions// /, } available needs root: run this as root."
    command -v apt-get >/dev/null || fail "Python ${versions// /, } can only be made available on Debian and Ubuntu; elsewhere install them and name them in PYEXT_TEST_PYTHONS."
    need_program debootstrap debootstrap
    if [ ! -e "$root/.pyext-bootstrapped" ]; then
        # A root that was left half-way is made again, but only one that was begun here.
        if [ -d "$root" ] && [ -n "$(ls -A "$root")" ] && [ ! -e "$root/.pyext-begun" ]; then
            [ -e "$root/etc/debian_version" ] || fail "$root is not empty and not a Debian root: set PYEXT_PYTHON_ROOT to another folder."
        else
            rm -rf --one-file-system "$root"
            mkdir -p "$root"
            touch "$root/.pyext-begun"
            echo "provision-pythons: Debian $suite into $root ..."
            run_debootstrap "$root" "$suite" "$root.log"
        fi
        touch "$root/.pyext-bootstrapped"
    fi
    echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/99valid"
    cp -f /etc/resolv.conf "$root/etc/" 2>/dev/null || true
    local packages="python3-pip python3-venv twine python3-auditwheel python3-build patchelf $debug" version
    for version in $versions; do packages="$packages python$version python$version-venv libpython$version"; done
    echo "provision-pythons: Python ${versions// /, }, twine and auditwheel ..."
    inside sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $packages" >"$root.log" 2>&1 ||
        { tail -n 5 "$root.log" >&2; fail "installing Pythons into $root failed: see $root.log"; }
    touch "$ready"
}

# Debian packages no free-threaded CPython, but the sources of the others. They are built inside the root, so they fit its libc.
add_free_threaded() {
    local version=$1 prefix=/opt/python$1t
    [ "$(id -u)" = 0 ] || fail "building the free-threaded Python $version needs root: run this as root."
    echo "provision-pythons: free-threaded Python $version from Debian's source package ..."
    sed -n 's/^deb /deb-src /p' "$root/etc/apt/sources.list" >"$root/etc/apt/sources.list.d/sources.list"
    # Installed beside its place and moved there last: what is there is whole.
    inside sh -euc "
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends gcc make pkg-config xz-utils libc6-dev zlib1g-dev libffi-dev libssl-dev libbz2-dev liblzma-dev
        rm -rf /var/tmp/python$version && mkdir /var/tmp/python$version && cd /var/tmp/python$version
        apt-get source -qq --download-only python$version
        tar --strip-components=1 -xf python${version}_*.orig.tar.xz
        ./configure -q --disable-gil --disable-test-modules --with-ensurepip=no --prefix=$prefix
        make -s -j$(nproc)
        make -s install DESTDIR=/var/tmp/python$version/image
        rm -rf $prefix && mv image$prefix $prefix
        rm -rf /var/tmp/python$version" >"$root.log.$version" 2>&1 ||
        { tail -n 5 "$root.log.$version" >&2; fail "building Python ${version}t failed: see $root.log.$version"; }
}

# The binding systems that PyExt is measured against, as Debian packages them.
add_peers() {
    [ "$(id -u)" = 0 ] || fail "installing the peers needs root: run this as root."
    local packages='gcc g++ libc6-dev rustc cargo python3-maturin librust-pyo3-dev nanobind-dev python3-nanobind pybind11-dev
        python3-pybind11 cython3 python3-dev cmake ninja-build' version
    for version in $versions; do packages="$packages python$version-dev"; done
    echo "provision-pythons: PyO3, nanobind, pybind11, Cython and their compilers ..."
    inside sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $(echo $packages)" >"$root.log" 2>&1 ||
        { tail -n 5 "$root.log" >&2; fail "installing the peers into $root failed: see $root.log"; }
    touch "$peers_ready"
}

# memcheck needs the symbols of libc beside it.
add_valgrind() {
    [ "$(id -u)" = 0 ] || fail "installing valgrind needs root: run this as root."
    echo "provision-pythons: valgrind ..."
    inside sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends valgrind libc6-dbg" >"$root.log" 2>&1 ||
        { tail -n 5 "$root.log" >&2; fail "installing valgrind into $root failed: see $root.log"; }
}

# The wrappers: `inside PROGRAM …` runs a program of the root in the caller's folder and environment, the others use it.
write_wrappers() {
    mkdir -p "$wrappers"
    write_inside "$wrappers/inside" '' 'mount -t proc proc "$root/proc"'
    local program
    for program in $(printf 'python%s ' $versions) "$debug" twine auditwheel $(printf '/opt/python%st/bin/python%st ' $(echo $free_threaded | sed -E 's/[^ ]+/& &/g')); do
        printf '#!/usr/bin/env bash\n# Written by build/provision-pythons.sh.\nexec "$(dirname "$0")/inside" %s "$@"\n' "$program" >"$wrappers/${program##*/}"
        chmod +x "$wrappers/${program##*/}"
    done
    # The front end `build` is pure Python. It runs outside of the root, where dotnet is: a copy for any interpreter's PYTHONPATH.
    rm -rf "$wrappers/front-end"
    mkdir -p "$wrappers/front-end"
    cp -R "$root"/usr/lib/python3/dist-packages/{build,pyproject_hooks,packaging} "$wrappers/front-end/"
}

if ! native 3.12; then
    pyenv=$(command -v pyenv || echo "${PYENV_ROOT:-$HOME/.pyenv}/bin/pyenv")
    [ -x "$pyenv" ] || fail 'there is no Python 3.12. Install it with its venv module (Ubuntu 24.04: apt-get install python3.12-venv), or install pyenv.'
    "$pyenv" install --skip-existing 3.12 || fail 'pyenv could not install Python 3.12.'
fi
[ -e "$ready" ] || make_root
[ -z "$peers" ] || [ -e "$peers_ready" ] || add_peers
[ -z "$valgrind" ] || [ -x "$root/usr/bin/valgrind" ] || add_valgrind
for version in $free_threaded; do
    [ -x "$root/opt/python${version}t/bin/python${version}t" ] || add_free_threaded "$version"
done
write_wrappers
# The wrappers run in the caller's folder, and a root sees the repository's.
cd "$repository"
for version in $versions $(printf '%st ' $free_threaded); do
    "$wrappers/python$version" -c 'import venv, ensurepip' || fail "the Python $version in $root does not run."
done
"$wrappers/$debug" -c '' || fail "the $debug in $root does not run."
"$wrappers/twine" --version >/dev/null || fail "the twine in $root does not run."
"$wrappers/auditwheel" --version >/dev/null || fail "the auditwheel in $root does not run."
