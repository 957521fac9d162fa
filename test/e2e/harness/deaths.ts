/**
 * Deaths of the operator at exact moments: `kill -9` just before or just after an effect of gt, by a script that gt is
 * called through; the call itself lives on and prints on, as the real gt does.
 */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Town } from "./town.ts";

/** `sling.before`: at the first call that begins with `sling`, before it has an effect. `17.after`: after call 17, or a later one. */
export type Moment = `${string}.${"before" | "after"}`;

export interface Deaths {
  /** Moments that have not come yet. */
  readonly left: readonly Moment[];
}

/** Each moment kills the operator once. @param moments spaces of a command are dashes: `convoy-create.after`. */
export function plantDeaths(town: Town, folder: string, moments: readonly Moment[]): Deaths {
  const planted = path.join(folder, "deaths");
  mkdirSync(planted);
  for (const moment of moments) writeFileSync(path.join(planted, moment), "");
  town.wrapGt(script(planted));
  return {
    get left() {
      return existsSync(planted) ? readdirSync(planted).filter(isMoment) : [];
    },
  };
}

function isMoment(name: string): name is Moment {
  return name.endsWith(".before") || name.endsWith(".after");
}

/**
 * `rm` succeeds for one caller only, so that a moment comes once although calls run beside each other; a call that has
 * outlived its operator uses up none.
 */
function script(planted: string): string {
  return `
cd "${planted}"
echo >> .count
count=$(wc -l < .count | tr -d " ")
# A write's parents are the shell and the timeout of the fence; an orphan has no operator above it.
operator() {
  pid=$PPID
  while [ "$pid" -gt 1 ]; do
    case "$(ps -o args= -p "$pid")" in *main.ts*) echo "$pid"; return ;; esac
    pid=$(ps -o ppid= -p "$pid" | tr -d " ")
    [ -n "$pid" ] || return
  done
}
strike() {
  for moment in "$1-$2.$3" "$1.$3" [0-9]*."$3"; do
    [ -e "$moment" ] || continue
    case "$moment" in [0-9]*) [ "$count" -ge "\${moment%.*}" ] || continue ;; esac
    pid=$(operator)
    # It died of another moment while this call was on its way, which is what this moment was to bring about.
    if [ -z "$pid" ]; then
      case "$moment" in [0-9]*) ;; *) rm -f "$moment" ;; esac
      return
    fi
    if rm "$moment" 2>/dev/null; then kill -9 "$pid"; sleep 0.1; echo; return; fi
  done
}
strike "$1" "$2" before
cd "$GT_TOWN_ROOT"
"$GT" "$@"
code=$?
cd "${planted}"
strike "$1" "$2" after
exit $code`;
}
