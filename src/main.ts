#!/usr/bin/env node
/** The command line: `gastown-operator COMMAND …`. */
import { program } from "./cli/program.ts";

await program(process.argv, process.env);
