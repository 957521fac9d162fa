#!/usr/bin/env node
/** The same program as a plugin of kubectl: `kubectl gastown VERB …`. */
import { program } from "../cli/program.ts";

await program(process.argv, process.env, "kubectl gastown");
