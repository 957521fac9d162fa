/**
 * src/agents/: the coding agents that run in a polecat's pod, as data: how each is started without a person, in which
 * variables it looks for its key, and where it prints tokens and cost.
 *
 * In: an agent's name, what a Polecat's spec says of it, the bead; and later the lines that it prints. Out: the command and
 * the variables of its container, as lists and never as a line for a shell; and the tokens and cost so far. `run-agent.ts`
 * is the one script here: it runs in the agent's own image, of which it needs `sh` and nothing else. Nothing here runs or
 * reads anything.
 */
export { AGENTS } from "./agents.ts";
export { AGENT_NAMES, type Agent, type AgentName, type Provider } from "./agent.ts";
export { agentCommand, type AgentCommandInput } from "./command.ts";
export { AGENT_FILES } from "./files.ts";
export { instructionsFor, type Work } from "./instructions.ts";
export { accessVariables, type AccessVariables } from "./access.ts";
export { RUN_AGENT } from "./run-agent.ts";
export { STAND_IN } from "./stand-in.ts";
export { UsageCount } from "./usage-count.ts";
