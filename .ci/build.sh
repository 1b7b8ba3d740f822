#!/usr/bin/env bash
# Source archive and wheel, the same bytes wherever and whenever they are made: .ci/build.sh SOURCE OUT
# SOURCE is a checkout, of which the last commit is built, or any other folder, as it is, with SOURCE_DATE_EPOCH set.
# Needs GNU tar. The wheel is made from the archive, so that the archive is known to be whole. PYTHON=... names a Python that has build and setuptools.
set -euo pipefail

source=$1
mkdir -p "$2"
out=$(cd "$2" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/extractor-build.XXXXXX")
trap 'rm -rf "$work"' EXIT
umask 022
export LC_ALL=C TZ=UTC PYTHONHASHSEED=0

if [ -e "$source/.git" ]; then
    SOURCE_DATE_EPOCH=$(git -C "$source" log -1 --format=%ct)
    mkdir "$work/source"
    git -C "$source" archive HEAD | tar -xf - -C "$work/source"
else
    : "${SOURCE_DATE_EPOCH:?is the time, in seconds since 1970, that the files of a folder without git get}"
    cp -R "$source" "$work/source"
fi
export SOURCE_DATE_EPOCH

# the archive: setuptools keeps times, owners and permissions of files, tar can set them
chmod -R u=rwX,go=rX "$work/source"
"${PYTHON:-python3}" -m build --sdist --no-isolation --outdir "$work" "$work/source" >&2
archive=$(basename "$work"/*.tar.gz)
mkdir "$work/unpacked"
tar -xzf "$work/$archive" -C "$work/unpacked"
chmod -R u=rwX,go=rX "$work/unpacked"
tar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --format=ustar -C "$work/unpacked" -cf - "${archive%.tar.gz}" |
    gzip -9n >"$out/$archive"

"${PYTHON:-python3}" -m build --wheel --no-isolation --outdir "$out" "$work/unpacked/${archive%.tar.gz}" >&2
(cd "$out" && sha256sum "$archive" "${archive%.tar.gz}"-*.whl)
