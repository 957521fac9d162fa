/**
 * An agent without a model, for the demo, for tests and for a first try on a cluster: it does what lines of its instructions
 * say, and prints tokens in the form of Claude Code. A step that is done is done again without harm, as after an eviction.
 */
export const STAND_IN = String.raw`#!/bin/sh
# A line of the instructions that begins with "stand-in:" is a step:
#   write FILE TEXT      commit MESSAGE       say TEXT
#   sleep SECONDS        wait-for FILE        fail-once CODE       exit CODE       stall
# Without any step it writes stand-in.md and commits it.
steps=0
tokens=0

say() {
  printf '{"type":"assistant","message":{"content":[{"type":"text","text":"%s"}]}}\n' "$(printf %s "$1" | tr -d '"\\')"
}

finish() {
  printf '{"type":"result","subtype":"success","is_error":false,"total_cost_usd":%d.%02d,"usage":{"input_tokens":%d,"output_tokens":%d}}\n' \
    "$((steps / 100))" "$((steps % 100))" "$((steps * 1000 + tokens))" "$((steps * 100))"
  exit "$1"
}

commit() {
  git add --all && { git diff --cached --quiet || git commit --quiet --message "$1"; }
}

trap 'say "ended by a signal"; exit 143' TERM INT

while IFS= read -r line; do
  tokens=$((tokens + 1))
  case $line in
  "stand-in: "*) step=$(printf %s "$line" | cut -c 11-) ;;
  *) continue ;;
  esac
  steps=$((steps + 1))
  name=$(printf %s "$step" | cut -d ' ' -f 1)
  rest=$(printf %s "$step" | cut -s -d ' ' -f 2-)
  first=$(printf %s "$rest" | cut -d ' ' -f 1)
  say "$step"
  case $name in
  write)
    mkdir -p "$(dirname "$first")" && printf '%s\n' "$(printf %s "$rest" | cut -s -d ' ' -f 2-)" >"$first" || finish 1
    ;;
  commit) commit "$rest" || finish 1 ;;
  say) ;;
  sleep) sleep "$first" & wait "$!" ;;
  wait-for) while [ ! -e "$first" ]; do sleep 1 & wait "$!"; done ;;
  fail-once) [ -e .stand-in-failed ] || { : >.stand-in-failed; exit "$first"; } ;;
  exit) finish "$first" ;;
  stall) while :; do sleep 60 & wait "$!"; done ;;
  *) say "there is no step $name"; finish 2 ;;
  esac
done

if [ "$steps" -eq 0 ]; then
  steps=1
  printf '# %s\n' "$GASTOWN_BEAD_TITLE" >stand-in.md && commit "$GASTOWN_BEAD_TITLE ($GASTOWN_BEAD)" || finish 1
fi
finish 0
`;
