#!/usr/bin/env node
/** `gastown-operator` of the npm package. */
import { startBundle } from "./start-bundle.ts";

await startBundle("gastown-operator.mjs");
