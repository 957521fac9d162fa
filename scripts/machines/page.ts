/** The page of one machine: its picture, its states, the ways between them, its events and its tags. */
import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from "xstate";
import { eventLabel } from "inspector-ui/chart";
import { CAUSES, EVENTS } from "../../machines/index.ts";
import type { Kind } from "../../src/kinds/index.ts";
import { GENERATED } from "../reference/kind-page.ts";
import { definitionsOf, eventOf, nameOf, nodesOf, servicesOf } from "./nodes.ts";

export function indexPage(kinds: readonly Kind[]): string {
  return [
    GENERATED,
    "# Machines",
    "Each kind of resource has a state machine in `machines/`, and each resource runs it for itself. These pages are written from the machines, so they cannot say anything else. The inspector shows the same pictures, with the state of an actor lit.",
    table(
      ["Machine", "What it is"],
      kinds.map(({ name, singular, machine }) => [`[${name}](${singular}.md)`, described(machine.root)]),
    ),
  ].join("\n\n");
}

export function machinePage({ name, singular, version, machine, tags }: Kind): string {
  const nodes = nodesOf(machine);
  return [
    GENERATED,
    `# Machine of a ${name}`,
    described(machine.root),
    `[![The states of a ${name} and the ways between them](${singular}.svg)](${singular}.svg)`,
    `Version ${version} of its snapshots; the tables after the picture have all of it. A restart of the operator (\`host.restored\`) is not drawn. Select the picture for its full size.`,
    "## States",
    "A tag is what others ask for: no other part of the operator knows the name of a state.",
    table(
      ["State", "What it is", "Tags"],
      nodes.map((node) => [code(pathOf(node)), described(node), node.tags.map(code).join(", ")]),
    ),
    ...(singular === "polecat" ? ["## Decision", ...decision()] : []),
    "## Ways",
    "The first whose guard holds is taken. One without an event is taken as soon as its guard holds; one without a target stays where it is.",
    ways(machine, nodes),
    "## Events",
    table(["Event", "What it says"], eventRows(machine, nodes)),
    "## Tags",
    table(
      ["Tag", "What it says"],
      Object.entries(tags).map(([tag, meaning]) => [code(tag), meaning]),
    ),
  ].join("\n\n");
}

/** Of a polecat, whose state is asked for by spec and town together. */
function decision(): readonly string[] {
  return [
    "Exactly one of these causes holds, by spec and town alone; `machines/polecat.decision.ts` asks. A state is left when the cause leads to another one, and nothing is left while it is undecided.",
    table(
      ["Cause", "What it says", "State that it asks for"],
      Object.entries(CAUSES).map(([cause, { to, says }]) => [
        code(cause),
        says,
        to === "undecided" ? "" : code(to),
      ]),
    ),
  ];
}

function ways(machine: AnyStateMachine, nodes: readonly AnyStateNode[]): string {
  return table(
    ["From", "Event", "Guard", "To", "What it does"],
    [machine.root, ...nodes].flatMap((node) =>
      definitionsOf(node).map((definition) => [
        node === machine.root ? "any" : code(pathOf(node)),
        eventWord(eventOf(definition)),
        guardWord(definition.guard),
        (definition.target ?? []).map((target) => code(pathOf(target))).join(", "),
        doings(definition),
      ]),
    ),
  );
}

function doings({ actions, description }: AnyTransitionDefinition): string {
  const names = actions.map(doing).filter(Boolean).join(", ");
  return [names, description].filter(Boolean).join(": ");
}

/** The name of a transition is written where it is the same each time. */
function doing(action: unknown): string {
  const name = nameOf(action);
  if (name !== "nameTransition") return codeOf(name);
  const isAsked = typeof action === "object" && action !== null && "params" in action;
  return isAsked && typeof action.params === "string" ? `named ${code(action.params)}` : "";
}

/** Of its own union, and of the services that it waits for. */
function eventRows(machine: AnyStateMachine, nodes: readonly AnyStateNode[]): readonly string[][] {
  const heard = new Set([machine.root, ...nodes].flatMap((node) => [...node.transitions.keys()]));
  const own = Object.entries(EVENTS).filter(([event]) => heard.has(event));
  const services = [...new Set(nodes.flatMap(servicesOf))];
  return [
    ...own.map(([event, meaning]) => [code(event), meaning]),
    ...services.map((service) => [
      `${service} done, ${service} failed`,
      `The service \`${service}\` has answered, or could not find out.`,
    ]),
  ];
}

function eventWord(event: string): string {
  if (event === "") return "";
  return event.startsWith("xstate.") ? eventLabel(event) : code(event);
}

/** With its parameter, where that is a word. */
function guardWord(guard: unknown): string {
  const name = nameOf(guard);
  const isAsked = typeof guard === "object" && guard !== null && "params" in guard;
  return name === null || !isAsked || typeof guard.params !== "string"
    ? codeOf(name)
    : code(`${name}: ${guard.params}`);
}

function pathOf({ path }: AnyStateNode): string {
  return path.join(".");
}

function described({ description = "" }: AnyStateNode): string {
  return description;
}

function codeOf(name: string | null): string {
  return name === null ? "" : code(name);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
