#!/usr/bin/env node
/** `kubectl_complete-gastown`, which kubectl asks what may come next behind `kubectl gastown`. */
import { program } from "../cli/program.ts";

const [node = "node", script = "kubectl_complete-gastown", ...words] = process.argv;
await program([node, script, "__complete", ...words], process.env, "kubectl gastown");
