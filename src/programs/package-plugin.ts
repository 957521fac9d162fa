#!/usr/bin/env node
/** `kubectl-gastown` of the npm package, which kubectl finds as `kubectl gastown`. */
import { startBundle } from "./start-bundle.ts";

await startBundle("kubectl-gastown.mjs");
