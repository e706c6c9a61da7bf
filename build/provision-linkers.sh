#!/usr/bin/env bash
# Makes clang, lld (for ELF, Mach-O and PE) and LLVM's and elfutils' tools that list what is in a binary available to the tests of linking and of audits,
# in artifacts/linkers and not on PATH, so that everything else goes on with the compiler that the machine has. On Debian and Ubuntu, as root; elsewhere install them, or the tests that want them are skipped.
# Running it again when everything is there takes no time.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
linkers=$repository/artifacts/linkers

programs='clang ld.lld ld64.lld lld-link lld llvm-objcopy llvm-readobj llvm-nm llvm-lipo eu-elflint'
for program in $programs; do
    [ -x "$linkers/$program" ] || missing=1
done
[ "${missing:-}" ] || exit 0
[ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || exit 0

# The packages with a version in their name keep their programs in a folder of their own: what `clang` and `lld` depend on.
versioned() { apt-cache depends clang lld llvm | sed -nE 's/^ +Depends: ((clang|lld|llvm)-[0-9]+)$/\1/p'; }
[ -n "$(versioned)" ] || apt-get update -qq
packages="$(versioned) elfutils"
echo "provision-linkers: $(echo $packages) ..."
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>"$repository/artifacts/provision-linkers.log" ||
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null; }

mkdir -p "$linkers"
for program in $programs; do
    found=$(ls -d /usr/lib/llvm-*/bin/"$program" /usr/bin/"$program" 2>/dev/null | sort -V | tail -n 1 || true)
    [ -z "$found" ] || ln -sf "$found" "$linkers/$program"
done
"$linkers/clang" --version >/dev/null
