/** The programs that steps run, and what to do where one is not there. */
import { homedir } from "node:os";
import path from "node:path";

/** Where scripts/get-helm.sh puts it. */
const HELM_FOLDER = path.join(homedir(), ".cache/gastown-operator/helm");

const HOW: Readonly<Record<string, string>> = {
  helm: `\`sh scripts/get-helm.sh\` builds it, and \`export PATH="$PATH:${HELM_FOLDER}"\` puts it there`,
  docker: "install Docker with its buildx",
  gh: "install GitHub's command line",
};

export function missingProgram(program: string): string {
  return `${program} is not on the PATH: ${HOW[program] ?? "install it"}`;
}

/** Whether a program could not be started because there is none. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
