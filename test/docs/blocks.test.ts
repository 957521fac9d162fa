/** Each code block of the pages is run by a test, or says why not; what it holds for others to apply is taken by its schema. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseAllDocuments } from "yaml";
import { z } from "zod";
import { CHART, describeWithHelm, helmTemplate, TOWN } from "../helm/helm.ts";
import { API_VERSION } from "../../src/kinds/index.ts";
import { manifests, read } from "../kinds/schema/manifests.ts";
import { schemaProblems } from "../kinds/schema/served.ts";
import { blocksOf, commandsOf, pages, RUN_BESIDE_THE_DEMO, type Block } from "./blocks.ts";

/** Pages whose commands a test runs: start.test.ts, test/plugin/documented.test.ts, and commands.test.ts. */
const RUN = ["docs/start.md", "docs/kubectl-plugin.md", ...RUN_BESIDE_THE_DEMO];

const blocks = pages().flatMap(blocksOf);
const of = (...languages: readonly string[]): readonly Block[] =>
  blocks.filter(({ language }) => languages.includes(language));
const firstLine = ({ page, text }: Block): string => `${page}: ${text.split("\n")[0] ?? ""}`;

describe("The code blocks of the pages", () => {
  it("are there, in languages that are known here", () => {
    expect(blocks.length).toBeGreaterThan(30);
    expect(of("sh", "yaml").map(firstLine)).toEqual(blocks.map(firstLine));
  });

  it("that hold commands are run, or say why not", () => {
    const silent = of("sh").filter(
      ({ page, remark }) => !RUN.includes(page) && !/^not run: .{10,}/.test(remark),
    );
    expect(silent.map(firstLine)).toEqual([]);
  });
});

/** Whose every document has an apiVersion; the others are values of the chart. */
function documentsOf({ text }: Block): readonly unknown[] {
  return parseAllDocuments(text).map((document) => z.unknown().parse(document.toJS()));
}

const typed = z.looseObject({ apiVersion: z.string() });
const isManifest = (block: Block): boolean =>
  documentsOf(block).every((document) => typed.safeParse(document).success);

describe("The manifests of the pages", () => {
  const ours = of("yaml")
    .filter(isManifest)
    .filter(({ text }) => text.includes(`apiVersion: ${API_VERSION}`));

  it("are there", () => expect(ours.length).toBeGreaterThan(1));

  it.each(ours.map((block) => ({ name: firstLine(block), block })))(
    "$name: the CRDs take them",
    ({ block }) => {
      for (const manifest of manifests(block.text)) {
        expect(schemaProblems(manifest)).toEqual([]);
        expect(read(manifest)).toMatchObject({ ok: true, dropped: [] });
      }
    },
  );
});

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), "gastown-blocks-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

/** The words of a command, as a shell reads them. */
function words(command: string): readonly string[] {
  const script = `${command.split(" ")[0] ?? ""}() { printf '%s\\n' "$@"; }\n${command}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("\n");
}

describeWithHelm("The chart, as the pages tell to install it", () => {
  const values = of("yaml").filter((block) => !isManifest(block));
  const installs = of("sh").flatMap((block) =>
    commandsOf(block)
      .filter((command) => command.startsWith("helm install "))
      .map((command) => ({ page: block.page, command })),
  );

  it("is installed by commands, and by values", () => {
    expect(installs.length).toBeGreaterThan(2);
    expect(values.length).toBeGreaterThan(3);
  });

  it.each(values.map((block) => ({ name: firstLine(block), block })))(
    "$name: it takes these values",
    ({ block }) => {
      const file = path.join(folder(), "values.yaml");
      writeFileSync(file, block.text);
      const hasPlace = /volumes:|create: true/.test(block.text);
      const place = hasPlace ? [] : ["--set", TOWN];
      expect(helmTemplate(CHART, { flags: [...place, "--values", file] }).refusal).toBeNull();
    },
  );

  it.each(installs)("$page: $command", ({ page, command }) => {
    const [, release = "", chart, ...flags] = words(command);
    expect(chart).toBe("helm/gastown-operator");
    const place = folder();
    for (const { text } of values.filter((block) => block.page === page))
      writeFileSync(path.join(place, "town.yaml"), text);
    const rendered = flags
      .filter((flag) => flag !== "--create-namespace")
      .map((flag) => (flag === "town.yaml" ? path.join(place, flag) : flag.replace("…", "/srv/gt")));
    expect(helmTemplate(CHART, { release, flags: rendered }).refusal).toBeNull();
  });
});
