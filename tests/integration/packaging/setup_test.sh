#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Slipway authors
# SPDX-License-Identifier: GPL-3.0-or-later
# packaging/setup on pretended machines: it never touches this one.
# shellcheck source=harness.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/harness.sh" "$1"

# A machine on which the packages named in $machine/lacks are missing, those in $machine/old are there but old, and apt
# offers what the case wrote into $machine/candidates ("package version", or a default version for all).
pretend() { # NAME DEFAULT-CANDIDATE
    start "$1"
    echo "$2" >"$machine/candidate"
    : >"$machine/lacks"
    : >"$machine/old"
    : >"$machine/candidates"
    export SLIPWAY_TEST_APT_ETC=$machine/etc SLIPWAY_TEST_POLICY_RC_D=$machine/policy-rc.d SLIPWAY_TEST_EUID=0
    program dpkg-query <<'P'
shift 3
for name in "$@"; do
    if grep -qx "$name" "$machine/lacks"; then continue; fi
    if grep -qx "$name" "$machine/old"; then echo "$name 1.0 installed"; else echo "$name 99:1 installed"; fi
done
P
    program apt-cache <<'P'
release=own
if [[ $1 == -t ]]; then release=$2 && shift 2; fi
echo "apt-cache $release $2" >>"$machine/calls"
version=$(awk -v name="$2" '$1 == name { print $2 }' "$machine/candidates")
printf '%s:\n  Installed: (none)\n  Candidate: %s\n' "$2" "${version:-$(cat "$machine/candidate")}"
P
    program apt-get <<'P'
echo "apt-get $*" >>"$machine/calls"
if [[ $1 == install ]]; then
    if [[ -e $SLIPWAY_TEST_POLICY_RC_D ]]; then echo "policy $("$SLIPWAY_TEST_POLICY_RC_D"; echo $?)" >>"$machine/calls"; fi
    if [[ -e $machine/broken ]]; then echo "E: Broken packages" && exit 100; fi
    : >"$machine/lacks"
    : >"$machine/old"
fi
P
    program systemctl <<'P'
echo "systemctl $*" >>"$machine/calls"
P
    program sudo <<'P'
echo "sudo $*" >>"$machine/calls"
while [[ $1 != -- ]]; do shift; done
shift
SLIPWAY_TEST_EUID=0 exec "$@"
P
}

debian12() {
    cat >"$machine/etc/sources.list.d/debian.sources" <<'S'
Types: deb
# a comment
URIs: http://mirror.example.org/debian
Suites: bookworm bookworm-updates
Components: main contrib
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.example.org/debian-security
Suites: bookworm-security
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
S
}

setup=$source_dir/packaging/setup

pretend "nothing to do" 99:1
began=$(date +%s%N)
run "$setup"
took=$((($(date +%s%N) - began) / 1000000))
expect_status 0
expect_no_call apt-get
((took < 3000)) || complain "it took $took ms"
run "$setup" --print
expect_status 0
expect_output "nothing to do"
finish_case

pretend "Debian 12 takes the next release from its own mirror" 99:1
debian12
printf '%s\n' qt6-base-dev redis-server >"$machine/lacks"
run "$setup" --yes
expect_status 0
source_file=$machine/etc/sources.list.d/slipway-next.sources
expect_file "$source_file" "URIs: http://mirror.example.org/debian"
expect_file "$source_file" "Suites: trixie"
expect_file "$source_file" "Components: main"
expect_file "$source_file" "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg"
[[ $(grep -c '^URIs' "$source_file") == 1 ]] || complain "more than one entry was copied"
expect_file "$machine/etc/preferences.d/slipway-next" "Pin: release n=trixie"
expect_file "$machine/etc/preferences.d/slipway-next" "Pin-Priority: 100"
expect_call '^apt-get update'
expect_call '^apt-get install .* -t trixie .*qt6-base-dev redis-server$'
expect_call '^policy 101$'
expect_call '^systemctl disable redis-server.service$'
expect_absent "$machine/policy-rc.d"
: >"$calls"
echo shellcheck >"$machine/lacks" # a second time, with the source there
run "$setup" --yes --lint
expect_status 0
expect_call '^apt-get install .* -t trixie .*shellcheck$'
expect_no_call systemctl
[[ $(grep -c '^URIs' "$source_file") == 1 ]] || complain "the source was added twice"
finish_case

pretend "a key inside the entry is copied whole" 99:1
cat >"$machine/etc/sources.list.d/debian.sources" <<'S'
Types: deb deb-src
URIs: https://mirror.example.org/debian
Suites: bookworm
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEY865UxYJKwYBBAHaRw8BAQdAd7Z0srwuhlB6JKFkcf4HU4SSS
 -----END PGP PUBLIC KEY BLOCK-----
S
echo cmake >"$machine/lacks"
run "$setup" --yes
expect_status 0
expect_file "$machine/etc/sources.list.d/slipway-next.sources" "Types: deb"
expect_file "$machine/etc/sources.list.d/slipway-next.sources" " mDMEY865UxYJKwYBBAHaRw8BAQdAd7Z0srwuhlB6JKFkcf4HU4SSS"
finish_case

pretend "a one-line source with options" 99:1
cat >"$machine/etc/sources.list" <<'S'
# deb http://old.example.org/debian bookworm main
deb cdrom:[Debian GNU/Linux 12]/ bookworm main
deb [ arch=amd64 signed-by=/usr/share/keyrings/debian.gpg ] http://mirror.example.org/debian bookworm main non-free-firmware
deb http://mirror.example.org/debian-security bookworm-security main
S
echo cmake >"$machine/lacks"
run "$setup" --yes
expect_status 0
expect_file "$machine/etc/sources.list.d/slipway-next.list" \
    "deb [ arch=amd64 signed-by=/usr/share/keyrings/debian.gpg ] http://mirror.example.org/debian trixie main"
finish_case

pretend "Debian 13 and Ubuntu use their own packages" 99:1
printf 'Types: deb\nURIs: http://mirror.example.org/debian\nSuites: trixie\nComponents: main\n' >"$machine/etc/sources.list.d/debian.sources"
printf '%s\n' cmake g++-14 >"$machine/lacks"
run "$setup" --yes
expect_status 0
expect_call '^apt-get install -y .*g[+][+]-14 cmake$'
expect_no_call ' -t '
expect_absent "$machine/etc/sources.list.d/slipway-next.sources"
expect_absent "$machine/etc/preferences.d/slipway-next"
finish_case

pretend "an old version counts as missing" 99:1
echo qt6-base-dev >"$machine/old"
run "$setup" --yes
expect_status 0
expect_call '^apt-get install .*qt6-base-dev$'
finish_case

pretend "printing changes nothing" 99:1
debian12
echo cmake >"$machine/lacks"
run "$setup" --print
expect_status 0
expect_output "trixie"
expect_output "mirror.example.org"
expect_output "cmake"
expect_no_call 'apt-get'
expect_absent "$machine/etc/sources.list.d/slipway-next.sources"
finish_case

pretend "a release that is too old is named" 6.4.2
echo qt6-base-dev >"$machine/lacks"
run "$setup" --yes
expect_status 1
expect_output "qt6-base-dev (6.8)"
expect_output "Ubuntu 25.04"
expect_no_call 'apt-get install'
finish_case

pretend "a package that does not exist is named" 99:1
echo "libjs-htmx (none)" >"$machine/candidates"
printf '%s\n' libjs-htmx cmake >"$machine/lacks"
run "$setup" --yes
expect_status 1
expect_output "libjs-htmx"
expect_no_call 'apt-get install'
finish_case

pretend "a failed installation leaves no trace and says what apt said" 99:1
echo redis-server >"$machine/lacks"
touch "$machine/broken"
run "$setup" --yes
expect_status 1
expect_output "E: Broken packages"
expect_call '^policy 101$'
expect_absent "$machine/policy-rc.d"
finish_case

pretend "a policy of the machine's own stays" 99:1
echo redis-server >"$machine/lacks"
printf '#!/bin/sh\nexit 104\n' >"$machine/policy-rc.d"
chmod +x "$machine/policy-rc.d"
run "$setup" --yes
expect_status 0
expect_call '^policy 104$'
expect_file "$machine/policy-rc.d" "exit 104"
finish_case

pretend "what a killed run left behind is removed" 99:1
echo cmake >"$machine/lacks"
touch "$machine/broken"
run "$setup" --yes
printf '#!/bin/sh\n# made by slipway packaging/setup for the time of one installation\nexit 101\n' >"$machine/policy-rc.d"
rm "$machine/broken"
echo cmake >"$machine/lacks"
run "$setup" --yes
expect_status 0
expect_absent "$machine/policy-rc.d"
finish_case

pretend "without root it asks sudo" 99:1
export SLIPWAY_TEST_EUID=1000
echo cmake >"$machine/lacks"
run "$setup" --lint
expect_status 0
expect_call '^sudo -n -- bash .*/packaging/setup --yes --lint$'
expect_call '^apt-get install'
finish_case

pretend "without root and sudo it says what to do" 99:1
export SLIPWAY_TEST_EUID=1000
rm "$machine/bin/sudo"
for name in bash cat dirname basename awk sed grep fold env mktemp; do ln -s "$(command -v "$name")" "$machine/bin/$name"; done
ln -s "$(command -v dpkg)" "$machine/bin/dpkg"
echo cmake >"$machine/lacks"
PATH=$machine/bin "$setup" >"$output" 2>&1 </dev/null
status=$?
expect_status 1
expect_output "this needs root"
expect_output "setup --yes"
expect_no_call 'apt-get'
finish_case

pretend "an unknown option" 99:1
run "$setup" --frobnicate
expect_status 2
expect_output "Usage"
finish_case

summary
