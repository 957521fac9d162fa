#!/usr/bin/env node
/** `gastown-operator` of the npm package. */
import { startBundle } from "./node-version.ts";

await startBundle("gastown-operator.mjs");
