/** Settings of the inspector. */
import type { Setting } from "./setting.ts";

export interface InspectorSettings {
  /** Null turns the inspector off. */
  readonly address: string | null;
  readonly tokenFile: string | undefined;
}

export const INSPECTOR_SETTINGS = {
  inspectorAddress: {
    flag: "inspector-address",
    variable: "GASTOWN_INSPECTOR_ADDRESS",
    argument: "<address>",
    about: "where the inspector's page is served, or off",
    fallback: "127.0.0.1:8081",
  },
  inspectorTokenFile: {
    flag: "inspector-token-file",
    variable: "GASTOWN_INSPECTOR_TOKEN_FILE",
    argument: "<path>",
    about: "file with the token that the inspector asks for on any address but loopback",
  },
} as const satisfies Record<string, Setting>;
