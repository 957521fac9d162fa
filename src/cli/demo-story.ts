/** The demo's plot: a person who finds a town, takes it over and gives it work, and the checks that it really happened. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { runInTown, withState } from "simulated-town";
import { explanationText } from "../explain/index.ts";
import { shellWord } from "@gastown/system";
import { objectPath, type KubeApi } from "../kube/index.ts";
import type { Screen, Shown } from "./demo-screen.ts";
import { Stage } from "./demo-stage.ts";
import { FILE_LEFT, OUTSIDE } from "./demo-town.ts";
import { applyManifest, readManifests, typeOf } from "./manifests.ts";
import { samplesFolder } from "./simulated-gt.ts";
import { why } from "./why.ts";

/** What was shown, and how one knows. */
type Proven = readonly [what: string, how: string];

export interface StoryPorts {
  readonly api: KubeApi;
  readonly screen: Screen;
  readonly townRoot: string;
  /** As this program is called here. */
  readonly program: string;
}

export class Story {
  readonly #ports: StoryPorts;
  readonly #stage: Stage;

  constructor(ports: StoryPorts) {
    this.#ports = ports;
    this.#stage = new Stage(ports.api, ports.screen);
  }

  close(): Promise<void> {
    return this.#stage.close();
  }

  /** @throws where something that is shown is not so. */
  async tell(): Promise<readonly Proven[]> {
    await this.#stage.open();
    return [
      await this.#findTown(),
      await this.#takeRigs(),
      await this.#giveWork(),
      await this.#workBeside(),
      ...(await this.#refuseEnd()),
      await this.#completeConvoy(),
    ];
  }

  async #findTown(): Promise<Proven> {
    const { screen } = this.#ports;
    screen.step(
      "Find the town",
      "The operator asks gt which rigs there are, and shows each one. It only looks: nothing is written to gt for them yet.",
    );
    const rigs = await this.#stage.until("both rigs are shown", () => {
      const shown = this.#stage.all("Rig").filter(({ status }) => status?.phase === "Ready");
      return shown.length === 2 && shown.every(({ status }) => status?.mode === "Observe") && shown;
    });
    return ["the town is found", `${rigs.length} rigs that nobody made a resource for`];
  }

  async #takeRigs(): Promise<Proven> {
    const { screen, program } = this.#ports;
    screen.step(
      "Take it over",
      "One command, and one back (release). From now on polecats of these rigs may work.",
    );
    screen.command(`${program} take rig/alpha rig/beta`);
    for (const name of ["alpha", "beta"]) await this.#patch("Rig", name, { management: "Manage" });
    await this.#stage.until("both rigs are managed", () =>
      this.#stage.all("Rig").every(({ status }) => status?.mode === "Manage"),
    );
    return ["rigs are taken over", "their mode is Manage, and they are Ready"];
  }

  async #giveWork(): Promise<Proven> {
    const { screen, api } = this.#ports;
    screen.step(
      "Give it work",
      "Four Polecats, each with a bead, and a Convoy that follows five. gt slings, agents work, and each status says what is true.",
    );
    const samples = samplesFolder();
    screen.command(`kubectl apply -f ${shellWord(fromHere(samples))}/`);
    screen.say("Applied are 4 Polecats, a Convoy, a Witness, and views of a rig.");
    for (const manifest of readManifests(samples)) await applyManifest(api, manifest);
    const names = ["parser", "printer", "importer", "dirty"];
    await this.#stage.until("all four polecats have worked", () =>
      names.every((name) => this.#polecat(name)?.status?.assignedBead !== undefined),
    );
    return ["work is given", "4 beads were slung, each to a polecat of its rig"];
  }

  async #workBeside(): Promise<Proven> {
    const { screen, townRoot } = this.#ports;
    const { slung, closed } = OUTSIDE;
    screen.step(
      "Work beside it",
      "gt stays the source of truth. What people do at a shell is seen within seconds, and a polecat that they sling is shown, too.",
    );
    screen.command(`gt sling ${slung.bead} ${slung.rig}; bd close ${closed}`);
    runInTown(townRoot, "gt", ["sling", slung.bead, slung.rig], Date.now());
    runInTown(townRoot, "bd", ["close", closed], Date.now());
    // On a slow machine its agent may be done before anybody looks.
    const view = await this.#stage.until("the stranger's polecat is shown", () =>
      this.#stage
        .all("Polecat")
        .find(({ spec, status }) => spec?.management === "Observe" && status?.polecatName !== undefined),
    );
    return [
      "work beside it is seen",
      `the polecat of ${slung.bead} is polecat/${view.metadata.name}, only observed`,
    ];
  }

  async #refuseEnd(): Promise<readonly Proven[]> {
    const { screen, program, api, townRoot } = this.#ports;
    screen.step(
      "Lose nothing",
      `The agent of polecat/dirty leaves ${FILE_LEFT} uncommitted. Asked for its end all the same, the operator reads the worktree first, and refuses.`,
    );
    await this.#stage.until("polecat dirty is Idle", () => this.#polecat("dirty")?.status?.phase === "Idle");
    screen.command(`${program} stop dirty --terminate`);
    await this.#patch("Polecat", "dirty", { desiredState: "Terminated" });
    const refusal = await this.#stage.until("the termination is refused", () =>
      this.#polecat("dirty")?.status?.conditions?.find(
        ({ type, status, reason }) =>
          type === "Terminating" && status === "True" && reason === "UncommittedWork",
      ),
    );
    screen.say(`Refused, nothing was touched: ${refusal.reason}: ${refusal.message}`);
    screen.step("Ask why", "For each resource: what it waits for, what was tried, and what a person can do.");
    screen.command(`${program} why polecat/dirty`);
    const subject = { kind: "Polecat", namespace: "default", name: "dirty" } as const;
    const explained = await why({ api, asked: undefined, namespace: "default" }, subject);
    const told = explanationText(explained, screen.quoteWidth);
    screen.quote(told);
    if (!told.includes(FILE_LEFT)) throw new Error(`why does not name ${FILE_LEFT}`);
    if (!isLeft(townRoot)) throw new Error(`${FILE_LEFT} of polecat dirty is gone`);
    return [
      ["an end that loses work is refused", `${FILE_LEFT} is still in its worktree`],
      ["why is answered", `it names ${FILE_LEFT}, and what to do`],
    ];
  }

  async #completeConvoy(): Promise<Proven> {
    const { screen, townRoot } = this.#ports;
    screen.step(
      "Know when it is done",
      "The Convoy completes when all of its beads are closed, and tells the mayor once.",
    );
    const convoy = await this.#stage.until("the convoy is Completed and announced", () => {
      const { status } = this.#stage.get("Convoy", "first-release") ?? {};
      return status?.phase === "Completed" && status.notifiedAt !== undefined && status;
    });
    const mails = withState(townRoot, ({ mail }) => mail.length);
    if (mails !== 1) throw new Error(`the mayor should have one mail and has ${mails}`);
    screen.say("The convoy is Completed, and mayor/ has exactly one mail about it.");
    return ["a convoy completes", `${convoy.progress ?? ""} beads are closed, and mayor/ has 1 mail`];
  }

  #polecat(name: string): Shown | undefined {
    return this.#stage.get("Polecat", name);
  }

  /** As the plugin's verbs write. */
  async #patch(kind: "Rig" | "Polecat", name: string, spec: object): Promise<void> {
    const place = kind === "Rig" ? { name } : { name, namespace: "default" };
    await this.#ports.api.request("PATCH", objectPath(typeOf(kind), place), z.unknown(), {
      body: { spec },
      contentType: "application/merge-patch+json",
    });
  }
}

/** As one would type it: the package has its samples elsewhere than a checkout. */
function fromHere(folder: string): string {
  const relative = path.relative(process.cwd(), folder);
  return relative.startsWith("..") ? folder : relative;
}

function isLeft(townRoot: string): boolean {
  const files = readdirSync(path.join(townRoot, "beta", "polecats"), { recursive: true, encoding: "utf8" });
  return files.some((file) => path.basename(file) === FILE_LEFT);
}
