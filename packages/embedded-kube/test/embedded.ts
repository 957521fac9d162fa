import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { EmbeddedApi, EmbeddedApiOptions } from "../src/index.ts";
import { startApiWithFaults, type EmbeddedApiWithFaults } from "../src/testing.ts";
import { widgetCrd, type ApiServer } from "./conformance/index.ts";

const folder = path.join(import.meta.dirname, "../../../crds");

/** The definitions that the operator ships. */
export function shippedCrds(): unknown[] {
  return readdirSync(folder).map((file): unknown => parse(readFileSync(path.join(folder, file), "utf8")));
}

/** An embedded API that serves the operator's kinds and Widgets. */
export function startTestApi(options: Partial<EmbeddedApiOptions> = {}): Promise<EmbeddedApiWithFaults> {
  return startApiWithFaults({ crds: [...shippedCrds(), widgetCrd], ...options });
}

export function asServer({ url, token, ca }: EmbeddedApi): ApiServer {
  return { url, token, lacks: {}, ...(ca === undefined ? {} : { ca }) };
}
