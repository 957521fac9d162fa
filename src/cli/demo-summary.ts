/** The end of the demo: what came of it, and, where it stays up, what is left to try. */
import { shellWord } from "@gastown/system";
import type { Screen } from "./demo-screen.ts";
import { FILE_LEFT, LEFT_OPEN } from "./demo-town.ts";

interface Played {
  /** Beads. */
  readonly closed: number;
  /** What was shown, and how one knows. */
  readonly proven: readonly (readonly [what: string, how: string])[];
}

interface LeftUp {
  readonly townRoot: string;
  readonly kubeconfigPath: string;
  /** As this program is called here. */
  readonly program: string;
  readonly metricsPort: number;
}

/** @param left null where the demo ends with it: then there is nothing left to try. */
export function sumUp(screen: Screen, { closed, proven }: Played, left: LeftUp | null): void {
  screen.verdict(`${closed} beads closed, 1 end refused: its file is safe.`);
  if (left === null) {
    screen.verdict(`PASS: ${proven.length} things were shown, and each was checked`);
    screen.table(proven);
    return;
  }
  const { townRoot, kubeconfigPath, program, metricsPort } = left;
  const { bead, rig } = LEFT_OPEN;
  screen.step("Try it yourself", `Bead ${bead} was left open for you. In another terminal:`);
  screen.command(`export KUBECONFIG=${shellWord(kubeconfigPath)}`);
  screen.command(`${program} sling ${bead} ${rig} --wait`);
  screen.command(`${program} status`);
  screen.command("kubectl get gastown -A");
  screen.say(`And what lets polecat/dirty end, for it is tried again by itself:`);
  screen.command(`rm ${shellWord(townRoot)}/beta/polecats/*/beta/${FILE_LEFT}`);
  screen.say(`Metrics: http://127.0.0.1:${metricsPort}/metrics`);
  screen.say("It stays up until Ctrl-C.");
}
