#!/usr/bin/env node
/** `kubectl_complete-gastown` of the npm package. */
import { startBundle } from "./start-bundle.ts";

await startBundle("kubectl-complete.mjs");
