#!/usr/bin/env node
/** `kubectl-gastown` of the npm package, which kubectl finds as `kubectl gastown`. */
import { startBundle } from "./node-version.ts";

await startBundle("kubectl-gastown.mjs");
