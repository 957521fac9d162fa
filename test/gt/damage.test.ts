import { describe, expect, it } from "vitest";
import { z } from "zod";
import { DAMAGES, seeded } from "./damage.ts";
import { PARSERS } from "./parsers.ts";
import { transcriptsOfAllVersions, type Transcript } from "simulated-town/testing";

const ROUNDS = 40;

const answered = transcriptsOfAllVersions().filter(({ exitCode }) => exitCode === 0);
const parserOf = ({ argv }: Transcript) => PARSERS.find(([pattern]) => pattern.test(argv))?.[1];

const entrySchema = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  status: z.string().optional(),
});
const answerSchema = z.object({
  running: z.boolean().optional(),
  clean: z.boolean().optional(),
  verdict: z.string().nullish(),
  outcome: z.string().optional(),
  polecat: z.string().optional(),
  found: z.array(entrySchema).optional(),
  missing: z.array(z.string()).optional(),
});

/** gt names who was chosen for a sling to a rig twice; in the other answers nobody can tell that a letter of it is lost. */
const isNamedTwice = ({ stdout }: Transcript): boolean => /^(Created|Reusing idle) polecat: /m.test(stdout);

/** What of an answer lets the operator end, sling or forget something. */
function permissions(answer: unknown, isPolecatSure: boolean): readonly string[] {
  if (Array.isArray(answer))
    return answer.length === 0 ? ["empty list"] : [`at most ${answer.length} entries`];
  const { running, clean, verdict, outcome, polecat, found, missing } = answerSchema.parse(answer ?? {});
  return [
    ...(running === true ? ["healthy"] : []),
    ...(clean === true ? ["clean"] : []),
    // One that is not known blocks.
    ...(verdict === "SAFE_TO_NUKE" || verdict === "NEEDS_MQ_SUBMIT" ? [verdict] : []),
    ...(outcome === undefined ? [] : [`${outcome} ${isPolecatSure ? (polecat ?? "") : ""}`]),
    ...(found ?? []).filter(({ status }) => status === "closed").map(({ id = "" }) => `${id} is closed`),
    ...(missing ?? []).map((id) => `${id} is missing`),
  ];
}

/** Null where it is refused. */
function read(recorded: Transcript, stdout = recorded.stdout): readonly string[] | null {
  try {
    return permissions(parserOf(recorded)?.({ ...recorded, stdout }), isNamedTwice(recorded));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const damaged = answered.filter((recorded) => parserOf(recorded) !== undefined && recorded.stdout !== "");

describe("what gt printed, damaged by", () => {
  it.each(Object.entries(DAMAGES))("%s, allows nothing that the whole of it did not allow", (_, damage) => {
    const random = seeded(20_261_128);
    let refused = 0;
    let wrong: readonly unknown[] = [];
    for (const recorded of damaged) {
      const whole = read(recorded);
      if (whole === null) throw new Error(`${recorded.name} cannot be read`);
      for (let round = 0; round < ROUNDS; round += 1) {
        const stdout = damage(recorded.stdout, random);
        const allowed = read(recorded, stdout);
        if (allowed === null) refused += 1;
        const added = (allowed ?? []).filter((permission) => !whole.includes(permission));
        if (added.length > 0) wrong = [...wrong, { name: recorded.name, added, stdout }];
      }
    }
    expect(wrong).toEqual([]);
    expect(refused).toBeGreaterThan(0);
  });
});
