# Sourced by the other commands: where we are, which Python, how to say things.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
VENV=$ROOT/.venv

say() { printf '%s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# The first Python that is new enough, or a plain sentence.
find_python() {
  local candidate
  for candidate in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
      "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  if command -v python3 >/dev/null 2>&1; then
    die "Makegood needs Python 3.11 or newer; python3 here is $(python3 -V 2>&1). Install a newer one, or set PYTHON to it."
  fi
  die "Makegood needs Python 3.11 or newer, and no python3 was found. Install it, or set PYTHON to it."
}

digest() { cat "$@" | sha256sum | cut -c1-16; }
