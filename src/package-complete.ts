#!/usr/bin/env node
/** `kubectl_complete-gastown` of the npm package. */
import { startBundle } from "./node-version.ts";

await startBundle("kubectl-complete.mjs");
