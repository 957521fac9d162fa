#!/bin/sh
# A town on a volume: makes it once, adds its rigs, and keeps its Dolt and its tmux running. It runs in the user's gt image
# and needs of it: sh, coreutils, git, gt, bd, dolt and tmux. Whatever is interrupted goes on where it was at the next start.
#
#   town.sh run            the town's container; ends with SIGTERM
#   town.sh copy FOLDER    puts gt, bd, dolt and a tmux that starts no server there, for the operator's container
#   town.sh credential     git asks this for a user and a password
#
# In: GT_TOWN_ROOT, HOME, GT_TMUX_SOCKET, TMUX_TMPDIR; TOWN_STATE (a folder on the volume, beside the town), TOWN_READY (a file),
# TOWN_RIGS (a line a rig: NAME PREFIX BRANCH URL, `-` for none), TOWN_GIT (a folder with the git Secret, or none),
# TOWN_GIT_NAME, TOWN_GIT_EMAIL, TOWN_UP (true: gt's own agents are started). TOWN_LOOK and TOWN_RETRY (seconds) are for tests.
set -u

say() { printf 'town: %s\n' "$*"; }
die() {
  say "$*" >&2
  exit 1
}

# Why a program of gt failed, in one line: what it says behind `Error:`, before it explains its flags.
reason_in() {
  told=$(sed -n '/^Error: /,/^Usage:/p' "$1" | sed 's/^Error: //; /^Usage:/d; /^[[:space:]]*$/d')
  if [ -z "$told" ]; then told=$(grep -v '^[[:space:]]*$' "$1" | tail -n 3); fi
  printf %s "$told" | tr -s '\n\t ' ' ' | cut -c 1-600
}

# --- copy ---------------------------------------------------------------------------------------------------------------
copy_programs() {
  # gt asks Dolt for its connections by the program dolt before each sling.
  for program in gt bd dolt; do
    found=$(command -v "$program") || die "the image of town.image has no $program on its PATH: put it there"
    cp "$(readlink -f "$found")" "$1/.new" && mv "$1/.new" "$1/$program" || die "$program was not copied"
  done
  # A tmux server that was started by the operator's container would run agents there, without their programs and keys. And
  # tmux gives a new pane the PATH of who asked for it: without one, that of the town's container.
  printf '#!/bin/sh\nunset PATH\nexec /usr/bin/tmux -N "$@"\n' >"$1/tmux" && chmod 755 "$1/tmux" || die "tmux was not written"
}

# --- credential ---------------------------------------------------------------------------------------------------------
# Read for each call, so that a new password needs no restart.
tell_credential() {
  [ -r "$TOWN_GIT/password" ] || exit 0
  printf 'username=%s\npassword=%s\n' "$(cat "$TOWN_GIT/username" 2>/dev/null || echo git)" "$(cat "$TOWN_GIT/password")"
}

# Runs a program so that a signal reaches this shell at once, and not at the program's end.
run_aside() {
  "$@" </dev/null &
  child=$!
  wait "$child"
  code=$?
  child=
  return "$code"
}

end_child() {
  if [ -n "$child" ]; then kill "$child" 2>/dev/null && wait "$child" 2>/dev/null; fi
}

# --- the town -----------------------------------------------------------------------------------------------------------
configure_git() {
  git config --global user.name "$TOWN_GIT_NAME" &&
    git config --global user.email "$TOWN_GIT_EMAIL" &&
    # A server that says nothing for a minute has hung.
    git config --global http.lowSpeedLimit 1 &&
    git config --global http.lowSpeedTime 60 || die "git's settings were not written to $HOME"
  ssh="ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=20"
  if [ -r "$TOWN_GIT/ssh-privatekey" ]; then ssh="$ssh -i $TOWN_GIT/ssh-privatekey -o IdentitiesOnly=yes"; fi
  if [ -r "$TOWN_GIT/known_hosts" ]; then
    ssh="$ssh -o StrictHostKeyChecking=yes -o UserKnownHostsFile=$TOWN_GIT/known_hosts"
  fi
  git config --global core.sshCommand "$ssh"
  git config --global --replace-all credential.helper "!TOWN_GIT=$TOWN_GIT sh $0 credential"
  if [ -r "$TOWN_GIT/ca.crt" ]; then git config --global http.sslCAInfo "$TOWN_GIT/ca.crt"; fi
}

# What an interrupted program of gt has left is in its way when it is run again. Nobody has worked in it; it is put aside all
# the same, and not deleted.
put_aside() {
  [ -e "$1" ] || return 0
  to=$TOWN_STATE/aside/$(basename "$1").$(date +%s)
  mkdir -p "$TOWN_STATE/aside" && mv "$1" "$to" && say "what an interrupted $2 has left is now in $to"
}

# gt makes mayor/town.json first and the database later, and does not go on with a town that has the one and a part of the
# other (1.2.1: bd init refuses, with or without --force). `begun` says that this is such a town: no operator has seen it yet.
install_town() {
  begun=$TOWN_STATE/install-begun
  if [ -e "$GT_TOWN_ROOT/mayor/town.json" ] && [ ! -e "$begun" ]; then
    say "$GT_TOWN_ROOT is a town already"
    return
  fi
  if [ -e "$begun" ]; then put_aside "$GT_TOWN_ROOT" "gt install" || die "it could not be put aside"; fi
  : >"$begun" || die "$TOWN_STATE cannot be written: the volume belongs to another user (podSecurityContext.fsGroup)"
  run_aside gt install "$GT_TOWN_ROOT" || die "gt install failed: see above"
  cd "$GT_TOWN_ROOT" || die "gt install has made no $GT_TOWN_ROOT"
  # Without them gt makes no convoy in a fresh town.
  bd config set status.custom staged_ready,staged_warnings || die "bd config failed: see above"
  rm "$begun"
  say "the town is installed"
}

dolt_runs() {
  pid=$(cat "$GT_TOWN_ROOT/daemon/dolt.pid" 2>/dev/null) && [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = dolt ]
}

keep_dolt() {
  if dolt_runs; then return; fi
  gt dolt start >"$work/dolt" 2>&1 || say "Dolt did not start: $(reason_in "$work/dolt")"
}

# Without a session it would end at once.
keep_tmux() {
  tmux -L "$GT_TMUX_SOCKET" start-server \; set-option -s exit-empty off || say "tmux did not start: see above"
}

# --- rigs ---------------------------------------------------------------------------------------------------------------
# Whether gt has the rig: yes, no, or unknown where it does not say.
registered() {
  gt rig list --json >"$work/list" 2>/dev/null </dev/null || { echo unknown; return; }
  list=$(tr -d '[:space:]' <"$work/list")
  case $list in
  *"\"name\":\"$1\""*) echo yes ;;
  # Without any rig it prints a sentence.
  "["*"]" | null | Norigsconfigured*) echo no ;;
  *) echo unknown ;;
  esac
}

add_rig() {
  name=$1 prefix=$2 branch=$3 url=$4
  begun=$TOWN_STATE/rig-begun-$name
  case $(registered "$name") in
  yes)
    rm -f "$begun"
    return 0
    ;;
  unknown)
    say "rig $name: gt rig list does not say whether it is there"
    return 1
    ;;
  esac
  if [ -e "$begun" ]; then put_aside "$GT_TOWN_ROOT/$name" "gt rig add" || return 1; fi
  : >"$begun" || return 1
  set -- gt rig add "$name" "$url"
  if [ "$prefix" != - ]; then set -- "$@" --prefix "$prefix"; fi
  if [ "$branch" != - ]; then set -- "$@" --branch "$branch"; fi
  say "rig $name: gt rig add $url"
  if ! run_aside "$@" >"$work/rig" 2>&1; then
    say "rig $name: not added: $(reason_in "$work/rig")"
    # gt has taken back what it began.
    if [ ! -e "$GT_TOWN_ROOT/$name" ]; then rm -f "$begun"; fi
    return 1
  fi
  rm -f "$begun"
  say "rig $name: added"
  if [ "$TOWN_UP" = true ]; then bring_up; fi
}

bring_up() { gt up >"$work/up" 2>&1 </dev/null || say "gt up: $(reason_in "$work/up")"; }

# Each rig by itself: one that fails is tried again after 10 s, 20 s and so on up to 5 min, the others go on. The list is
# read anew each time, for a ConfigMap that is mounted changes by itself.
keep_rigs() {
  while :; do
    now=$(date +%s)
    while read -r name prefix branch url; do
      [ -n "$url" ] || continue
      known=$work/rig-$name
      if [ -e "$known.added" ]; then continue; fi
      due=0 wait=${TOWN_RETRY:-10}
      if [ -e "$known.retry" ]; then read -r due wait <"$known.retry"; fi
      if [ "$now" -lt "$due" ]; then continue; fi
      if add_rig "$name" "$prefix" "$branch" "$url"; then
        : >"$known.added"
      else
        say "rig $name: tried again in $wait s"
        next=$((wait * 2))
        printf '%s %s\n' "$(($(date +%s) + wait))" "$((next > 300 ? 300 : next))" >"$known.retry"
      fi
    done <"$TOWN_RIGS"
    run_aside sleep "${TOWN_LOOK:-2}"
  done
}

# --- run ----------------------------------------------------------------------------------------------------------------
end_town() {
  trap '' TERM INT
  say "ending"
  rm -f "$TOWN_READY"
  end_child
  if [ -n "$rigs" ]; then kill "$rigs" 2>/dev/null && wait "$rigs" 2>/dev/null; fi
  if [ "$TOWN_UP" = true ]; then gt down >/dev/null 2>&1 </dev/null; fi
  tmux -L "$GT_TMUX_SOCKET" kill-server 2>/dev/null
  if dolt_runs; then gt dolt stop </dev/null; fi
  exit 0
}

run_town() {
  rigs= child=
  mkdir -p "$HOME" "$TOWN_STATE" || die "$(dirname "$TOWN_STATE") cannot be written: the volume belongs to another user (podSecurityContext.fsGroup)"
  rm -f "$TOWN_READY"
  work=$(mktemp -d)
  trap end_town TERM INT
  configure_git
  install_town
  cd "$GT_TOWN_ROOT" || die "there is no $GT_TOWN_ROOT"
  keep_tmux
  keep_dolt
  if [ "$TOWN_UP" = true ]; then bring_up; fi
  : >"$TOWN_READY"
  say "the town is up"
  (
    trap 'end_child; exit 0' TERM INT
    keep_rigs
  ) &
  rigs=$!
  while :; do
    run_aside sleep "${TOWN_LOOK:-5}"
    keep_dolt
    keep_tmux
  done
}

case ${1:-} in
run) run_town ;;
copy) copy_programs "${2:?the folder to copy to}" ;;
credential) tell_credential ;;
*) die "run, copy FOLDER or credential" ;;
esac
