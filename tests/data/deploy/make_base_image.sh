#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Writes the tree of a small image to the folder $1: this machine's Python with its library, a shell and chown.
# The tests import it as a base image, so that they need no registry.
set -eu
root=$1
python=$(readlink -f /usr/bin/python3)
version=$(basename "$python")
mkdir -p "$root/usr/bin" "$root/usr/lib" "$root/bin" "$root/tmp" "$root/etc"
cp "$python" "$root/usr/bin/$version"
ln -s "$version" "$root/usr/bin/python3"
ln -s python3 "$root/usr/bin/python"
cp "$(readlink -f /bin/sh)" "$root/bin/sh"
cp "$(command -v chown)" "$root/bin/chown"
(cd /usr/lib && tar -c --exclude=test --exclude=__pycache__ --exclude=idlelib --exclude='config-*' "$version") | tar -x -C "$root/usr/lib"
ldd "$python" /bin/sh "$(command -v chown)" | grep -o '/[^ ]*\.so[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done
