# SPDX-License-Identifier: Apache-2.0
# Shared by the scripts of this folder, which source it. Needs bash and dpkg alone.

set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LC_ALL=C.UTF-8
# Precompiled headers and ccache get along only with these two.
export CCACHE_SLOPPINESS=pch_defines,time_macros
# A second checkout finds what the first has compiled.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$(basename "$0"): $*"
  exit 1
}

# The packages of the lists named (files of script/packages) that are not installed.
missing_packages() {
  local list package command wanted=()
  for list in "$@"; do
    while read -r package command _; do
      case $package in '' | '#'*) continue ;; esac
      if [ -n "$command" ] && command -v "$command" >/dev/null; then continue; fi
      wanted+=("$package")
    done <"$root/script/packages/$list"
  done
  [ ${#wanted[@]} -gt 0 ] || return 0

  local installed
  # Exits 1 when it knows nothing of a package, which is one of the answers we ask for.
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
  for package in "${wanted[@]}"; do
    case $'\n'$installed$'\n' in
      *$'\n'"installed $package"$'\n'*) ;;
      *) printf '%s\n' "$package" ;;
    esac
  done
}

# Installs what is missing of the lists named; without anything to do it takes a few milliseconds.
ensure_packages() {
  local missing as_root=()
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  # One a line is for the loop above; from here on it is one line of words.
  missing=${missing//$'\n'/ }

  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || die "please install, as root:
  apt-get update && apt-get install --no-install-recommends $missing"
    as_root=(sudo)
  fi
  say "Installing $missing"
  # shellcheck disable=SC2086  # words on purpose
  "${as_root[@]}" bash "$root/script/install-packages" $missing ||
    die "apt could not install: $missing"
}
