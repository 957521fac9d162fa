import { requireBinaries } from "./index.ts";

/** Of the tests on a real control plane: its programs are there before the first of them begins. */
export default async function setup(): Promise<void> {
  await requireBinaries();
}
