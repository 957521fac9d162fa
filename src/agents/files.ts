/** The folder that the agent's container shares with `clone` and the warden, by the names that docs/pods.md promises. */
export const AGENT_FILES = {
  /** The script that runs the agent; `clone` writes it. */
  run: "run",
  /** What is to be done; the script writes it. */
  instructions: "instructions.md",
  /** What the agent has printed. */
  output: "output.log",
  exitCode: "exit-code",
  usage: "usage.json",
  /** What the script needs for itself. */
  pipe: ".output",
  unfinishedExitCode: ".exit-code",
} as const;
