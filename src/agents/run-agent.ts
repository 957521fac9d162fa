/**
 * The script that runs the agent in its own image, whose only shell code this is: nothing of a spec or a bead is a part of
 * it. It needs `sh` and what coreutils and busybox both have. SIGTERM reaches the agent, whose exit code is the container's.
 */
export const RUN_AGENT = String.raw`#!/bin/sh
# Usage: sh run FOLDER PROGRAM [ARGUMENT...]
# The instructions are PROGRAM's standard input, and FOLDER/instructions.md; FOLDER/output.log gets what it prints, and
# FOLDER/exit-code how it has ended.
folder=$1
shift
agent=
is_ending=
trap 'is_ending=yes; [ -z "$agent" ] || kill -TERM "$agent" 2>/dev/null' TERM INT HUP

rm -f "$folder/exit-code" "$folder/.output"
printf '%s\n' "$GASTOWN_INSTRUCTIONS" >"$folder/instructions.md" || exit 1
mkfifo "$folder/.output" || exit 1
tee -a "$folder/output.log" <"$folder/.output" &
copy=$!
"$@" <"$folder/instructions.md" >"$folder/.output" &
agent=$!
[ -z "$is_ending" ] || kill -TERM "$agent" 2>/dev/null

wait "$agent"
code=$?
# A signal ends the wait, and not always the agent.
while kill -0 "$agent" 2>/dev/null; do
  wait "$agent"
  code=$?
done

# What the agent has left running may hold its output open for ever.
(
  pause=
  trap '[ -z "$pause" ] || kill "$pause"; exit' TERM
  sleep 5 &
  pause=$!
  wait "$pause"
  kill "$copy"
) >/dev/null 2>&1 &
limit=$!
wait "$copy"
kill "$limit" 2>/dev/null
rm -f "$folder/.output"

# The name comes last: nobody is to read half of a number.
printf '%s\n' "$code" >"$folder/.exit-code" && mv "$folder/.exit-code" "$folder/exit-code"
exit "$code"
`;
