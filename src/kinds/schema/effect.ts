/**
 * Effects: for each field of a spec, when anything comes of it. What is accepted and does nothing is reported in the
 * condition SpecHonored, in the words that stand with its kind. A test walks the schemas: a field is listed there, and where
 * it is said to work, another value of it changes what is decided.
 */
/**
 * - `always`: the operator acts on it, or the API server does.
 * - `managed`: it asks something of gt, which `management: Observe` and `paused` forbid.
 * - `inPods`: it bears on executionMode kubernetes.
 * - `forPeople`: it asks for nothing, and its description says so.
 * - `never`: it asks for something that is not done; `instead` says what helps.
 */
export interface Effect {
  readonly works: "always" | "managed" | "inPods" | "forPeople" | "never";
  /** The default: what is written without being asked for. */
  readonly unless?: unknown;
  readonly instead?: string;
}

export const always: Effect = { works: "always" };
export const managed = (unless?: unknown): Effect => ({ works: "managed", unless });
export const inPods = (unless?: unknown, instead = "take it out of the spec"): Effect => ({
  works: "inPods",
  unless,
  instead,
});
export const never = (instead: string, unless?: unknown): Effect => ({ works: "never", unless, instead });

/** Of what the views do not do for git. */
export const GIT_SECRET = never("gt fetches and pushes with the credentials of the town");

export type HonorReason = "ObserveOnly" | "Paused" | "FieldNotSupported";

/** What is asked for and not done, in one sentence for all that have one cause. */
export interface Unhonored {
  readonly reason: HonorReason;
  readonly fields: readonly string[];
  readonly message: string;
}

/** @param spec as it was read, with its defaults. */
export function unhonored(
  effects: Readonly<Record<string, Effect>>,
  spec: Readonly<Record<string, unknown>>,
): readonly Unhonored[] {
  const asked = Object.entries(effects).filter(([path, effect]) => isAskedFor(spec, path, effect));
  const hold = holdOn(spec);
  const held = asked.filter(([, { works }]) => works === "managed").map(([path]) => `spec.${path}`);
  const undone = asked.filter(([, { works }]) => works === "never" || works === "inPods");
  return [
    ...(hold !== null && held.length > 0 ? [{ ...hold, fields: held }] : []),
    ...undone.map(([path, effect]) => ({
      reason: "FieldNotSupported" as const,
      fields: [`spec.${path}`],
      message: undoneText(effect),
    })),
  ];
}

function undoneText({ works, instead = "" }: Effect): string {
  return works === "inPods" ? `bears on executionMode kubernetes only: ${instead}` : instead;
}

function holdOn({
  management,
  paused,
}: Readonly<Record<string, unknown>>): Pick<Unhonored, "reason" | "message"> | null {
  if (management === "Observe") {
    return {
      reason: "ObserveOnly",
      message: "management is Observe, so that nothing is asked of gt: set spec.management to Manage",
    };
  }
  if (paused !== true) return null;
  return {
    reason: "Paused",
    message: "paused is true, so that nothing is asked of gt: set spec.paused to false",
  };
}

function isAskedFor(spec: unknown, path: string, { unless }: Effect): boolean {
  const value = path
    .split(".")
    .reduce<unknown>((part, name) => (isTree(part) ? part[name] : undefined), spec);
  return value !== undefined && value !== unless;
}

function isTree(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
