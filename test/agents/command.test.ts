import { describe, expect, it } from "vitest";
import { accessVariables, agentCommand, AGENT_NAMES, instructionsFor } from "../../src/agents/index.ts";

const none = { model: null, command: [], args: [], folder: "/workspace/agent" } as const;

describe("The command of an agent's container", () => {
  it("runs each agent by the script, without a question to anybody", () => {
    for (const agent of AGENT_NAMES.filter((name) => name !== "custom"))
      expect(agentCommand({ ...none, agent })?.slice(0, 3)).toEqual([
        "/bin/sh",
        "/workspace/agent/run",
        "/workspace/agent",
      ]);
  });

  it("has the model and further arguments as arguments of their own, whatever they hold", () => {
    const args = ["--add-dir", "/a b; $(reboot)"];
    expect(agentCommand({ ...none, agent: "claude-code", model: "opus $HOME", args })).toEqual(
      expect.arrayContaining(["--model=opus $HOME", "--add-dir", "/a b; $(reboot)"]),
    );
    expect(agentCommand({ ...none, agent: "codex", args })?.slice(-3)).toEqual([...args, "-"]);
    expect(agentCommand({ ...none, agent: "aider" })).toContain(
      "--message-file=/workspace/agent/instructions.md",
    );
  });

  it("is the spec's own where that names one, and needed for a custom agent", () => {
    expect(agentCommand({ ...none, agent: "custom" })).toBeNull();
    expect(agentCommand({ ...none, agent: "custom", command: ["my agent"], args: ["-x"] })?.slice(3)).toEqual(
      ["my agent", "-x"],
    );
    expect(agentCommand({ ...none, agent: "aider", command: ["/opt/aider"] })?.slice(3)).toEqual([
      "/opt/aider",
    ]);
  });
});

it("A key has the name under which the agent looks for it, and none where it cannot use that provider", () => {
  expect(accessVariables("claude-code", "anthropic")).toEqual({
    key: "ANTHROPIC_API_KEY",
    endpoint: "ANTHROPIC_BASE_URL",
  });
  expect(accessVariables("claude-code", "openai")).toEqual({ key: null, endpoint: null });
  expect(accessVariables("aider", "ollama")).toEqual({ key: null, endpoint: "OLLAMA_API_BASE" });
});

describe("Instructions", () => {
  const work = {
    bead: "al-1r3",
    title: "Fix the door",
    description: "It squeaks.\n",
    branch: "feature/al-1r3",
    further: ["Use oil."],
  };

  it("hold what the bead and the spec say, and how to hand in", () => {
    const { GASTOWN_BEAD, GASTOWN_INSTRUCTIONS } = instructionsFor(work);
    expect(GASTOWN_BEAD).toBe("al-1r3");
    expect(GASTOWN_INSTRUCTIONS).toMatch(/^# Fix the door \(al-1r3\)\n\nIt squeaks\.\n\nUse oil\.\n\n/);
    expect(GASTOWN_INSTRUCTIONS).toContain("on the branch `feature/al-1r3`");
  });

  it("fit into a variable, and still say how to hand in", () => {
    const { GASTOWN_INSTRUCTIONS = "" } = instructionsFor({ ...work, description: "ü".repeat(200_000) });
    expect(Buffer.byteLength(GASTOWN_INSTRUCTIONS)).toBeLessThan(128 * 1024 - 100);
    expect(GASTOWN_INSTRUCTIONS).toContain("How to hand in");
  });
});
