#!/usr/bin/env bash
# What the tests need of the machine: a browser, and Python to install real Salt agents with. Installed when this is root on
# Debian or Ubuntu, named otherwise; the tests that lack it skip themselves and say so.
set -euo pipefail
missing=()
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
  || missing+=(chromium)
fc-list 2>/dev/null | grep -i 'noto.*cjk' >/dev/null || missing+=(fonts-noto-cjk)
python3 -c 'import venv, ensurepip' 2>/dev/null || missing+=(python3-venv)
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the tests: ${missing[*]}"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >/dev/null \
    || echo "Could not install ${missing[*]}; the tests that need them will be skipped." >&2
else
  echo "The tests that need these Debian packages will be skipped: ${missing[*]}" >&2
  echo "To run them too: sudo apt-get install ${missing[*]}" >&2
fi
