#!/bin/sh
# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# janitor.sh PID FOLDER [BRIDGE]: waits for the end of the test process PID. If it was killed, and so its FOLDER is still
# there, ends what runs out of that folder (supervisors, a private Docker engine and its containers) and removes it.
set -u
test_process=$1
folder=$2
bridge=${3:-}

while kill -0 "$test_process" 2>/dev/null; do
    [ -d "$folder" ] || exit 0
    sleep 1
done
sleep 2 # a test that ended by itself is still removing it
[ -d "$folder" ] || exit 0

# Supervisors end their apps when they are asked to.
for file in "$folder"/deploy/*/*/pid; do
    [ -f "$file" ] && kill "$(cat "$file")" 2>/dev/null
done
[ -f "$folder/pid" ] && kill "$(cat "$folder/pid")" 2>/dev/null
sleep 5
find "$folder" -name init.pid 2>/dev/null | while read -r file; do
    kill -9 "$(cat "$file")" 2>/dev/null
done
for process in /proc/[0-9]*; do
    number=${process#/proc/}
    [ "$number" = "$$" ] && continue
    if grep -qF "$folder/" "$process/cmdline" 2>/dev/null; then
        kill -9 "$number" 2>/dev/null
    fi
done
sleep 1
grep -F " $folder/" /proc/mounts | cut -d' ' -f2 | sort -r | while read -r place; do
    umount -l "$place"
done
[ -z "$bridge" ] || ip link del "$bridge" 2>/dev/null
rm -rf "$folder"
