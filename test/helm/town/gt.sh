#!/bin/sh
# A gt that keeps a town in files, with what the real one refuses (measured on 1.0.1 and 1.2.1): an install where a town is,
# a rig whose folder is there. `$HOLD/install` and `$HOLD/NAME` make it wait in the middle until they are gone.
root=$GT_TOWN_ROOT
echo "gt $*" >>"$CALLS"
hold() { while [ -e "$HOLD/$1" ]; do sleep 0.05; done; }
fail() {
  printf 'Error: %s\nUsage:\n  gt [flags]\n' "$1"
  exit 1
}
case "$1 ${2:-}" in
"install "*)
  if [ -e "$root/mayor/town.json" ]; then fail "directory is already a Gas Town HQ (use --force to reinitialize)"; fi
  mkdir -p "$root/mayor" "$root/daemon" && echo '{}' >"$root/mayor/town.json"
  hold install
  mkdir -p "$root/.beads" "$root/rigs"
  ;;
"rig list")
  if [ -z "$(ls "$root/rigs")" ]; then
    echo "No rigs configured."
    exit 0
  fi
  printf '['
  comma=
  for rig in "$root"/rigs/*; do
    [ -e "$rig" ] || continue
    printf '%s{ "name": "%s" }' "$comma" "$(basename "$rig")"
    comma=,
  done
  echo ']'
  ;;
"rig add")
  name=$3 url=$4
  if [ -e "$root/$name" ]; then fail "adding rig: directory already exists: $root/$name"; fi
  mkdir "$root/$name"
  hold "$name"
  case $url in
  *missing*)
    rmdir "$root/$name"
    fail "adding rig: cloning $url: repository not found"
    ;;
  esac
  echo "$*" >"$root/rigs/$name"
  ;;
"dolt start")
  dolt 1000 >/dev/null 2>&1 &
  echo "$!" >"$root/daemon/dolt.pid"
  ;;
"dolt stop") kill "$(cat "$root/daemon/dolt.pid")" && rm "$root/daemon/dolt.pid" ;;
esac
