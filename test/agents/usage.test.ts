import { describe, expect, it } from "vitest";
import { AGENT_NAMES, AGENTS, UsageCount, type AgentName } from "../../src/agents/index.ts";
import { polecatSpecSchema } from "../../src/kinds/polecat/schema.ts";

/** In the forms that the agents' own pages and sources show. */
const OUTPUTS: Readonly<Record<Exclude<AgentName, "custom">, string>> = {
  "claude-code": [
    '{"type":"system","subtype":"init","session_id":"0e63"}',
    '{"type":"assistant","message":{"id":"msg_1","usage":{"input_tokens":3,"output_tokens":1}}}',
    '{"type":"result","subtype":"success","is_error":false,"result":"done","total_cost_usd":0.0079825,"usage":{"input_tokens":3,"cache_creation_input_tokens":100,"cache_read_input_tokens":15635,"output_tokens":6}}',
  ].join("\n"),
  opencode: [
    '{"type":"step_start","timestamp":1,"part":{"type":"step-start"}}',
    '{"type":"step_finish","timestamp":2,"part":{"type":"step-finish","reason":"tool-calls","cost":0.003,"tokens":{"input":1200,"output":300,"reasoning":50,"cache":{"read":800,"write":100}}}}',
    '{"type":"step_finish","timestamp":3,"part":{"type":"step-finish","reason":"stop","cost":0.001,"tokens":{"input":10,"output":5,"reasoning":0,"cache":{"read":0,"write":0}}}}\n',
  ].join("\n"),
  codex: [
    '{"type":"thread.started","thread_id":"t"}',
    '{"type":"turn.completed","usage":{"input_tokens":26549,"cached_input_tokens":22272,"output_tokens":1590}}\n',
  ].join("\n"),
  aider: [
    "Tokens: 2.3k sent, 157 received. Cost: $0.01 message, $0.01 session.",
    "Applied edit to a.py",
    "Tokens: 12k sent, 1.1k cache write, 3.0k cache hit, 1.5k received.",
    "Cost: $0.05 message, $0.06 session.\n",
  ].join("\n"),
};

function counted(agent: AgentName, output: string, pieceBytes = 7): UsageCount["usage"] {
  const count = new UsageCount(AGENTS[agent]);
  const bytes = Buffer.from(output);
  for (let at = 0; at < bytes.length; at += pieceBytes) count.take(bytes.subarray(at, at + pieceBytes));
  count.end();
  return count.usage;
}

describe("Tokens and cost are read from what is printed by", () => {
  it.each([
    ["claude-code", { inputTokens: 15_738, outputTokens: 6, costUsd: 0.007_982_5 }],
    ["opencode", { inputTokens: 2_110, outputTokens: 355, costUsd: 0.004 }],
    ["codex", { inputTokens: 26_549, outputTokens: 1_590, costUsd: null }],
    ["aider", { inputTokens: 14_300, outputTokens: 1_657, costUsd: 0.06 }],
  ] as const)("%s", (agent, usage) => {
    expect(counted(agent, OUTPUTS[agent])).toEqual(usage);
  });

  it("nobody where nothing of that kind is printed", () => {
    for (const agent of AGENT_NAMES) {
      expect(counted(agent, "thinking…\n{}\n{\n[1]\nTokens: many sent\n")).toBeNull();
      expect(counted(agent, "")).toBeNull();
    }
  });
});

it("A line without an end takes no memory, and the next one counts", () => {
  const count = new UsageCount(AGENTS.codex);
  const megabyte = Buffer.alloc(1024 * 1024, "x");
  for (let part = 0; part < 20; part += 1) count.take(megabyte);
  count.take(Buffer.from(`\n${OUTPUTS.codex}`));
  expect(count.usage).toMatchObject({ inputTokens: 26_549 });
});

it("A Polecat's spec takes the names of all of them", () => {
  expect(polecatSpecSchema.shape.agent.unwrap().options.toSorted()).toEqual(AGENT_NAMES.toSorted());
});
