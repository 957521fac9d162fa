/** Situations that were taken of both versions under one name: bead statuses, odd names, parked rigs, inboxes. */
import { bead, polecat, rig, state, type Given } from "../given.ts";

const of = (id: string, status: string): readonly Given[] => [bead(id, { status })];
export const WEB_APP = rig("Web_App", { prefix: "web-app" });
export const DATA2 = rig("Data2", { prefix: "Dt" });
export const PARKED = rig("beta", { status: "parked" });
export const DOCKED = rig("beta", { status: "docked" });
const NO_RIGS: Given = state((town) => void Object.assign(town, { rigs: [] }));

const inAlpha = (...names: readonly string[]): readonly Given[] =>
  names.map((name, index) => polecat(`alpha/${name}`, { hook: `al-of-${index}` }));

/** The letter that somebody sent to the overseer. */
export const letter = (id: string, ackedAt?: string): Given =>
  state(({ mail }) => {
    const sent = { id, to: "overseer", subject: "one", body: "two", sentAt: 0 };
    mail.push({ ...sent, ...(ackedAt !== undefined && { ackedAt: Date.parse(ackedAt) }) });
  });

export const BOTH = {
  "rig-park": [],
  "rig-unpark": [PARKED],
  "rig-dock": [],
  "rig-undock": [DOCKED],
  "rig-status-parked": [PARKED],
  "rig-list-none": [NO_RIGS],
} satisfies Readonly<Record<string, readonly Given[]>>;

/** Of 1.0.1. */
export const NAMES: Readonly<Record<string, readonly Given[]>> = {
  ...BOTH,
  "rig-list-parked": [...inAlpha("furiosa", "nux", "slit"), PARKED],
  "rig-list-docked": [...inAlpha("furiosa", "nux", "slit"), DOCKED],
  "sling-parked-rig": [PARKED, bead("be-qrb")],
  "sling-docked-rig": [DOCKED, bead("be-qrb")],
  "sling-status-blocked": [...inAlpha("furiosa"), ...of("al-vv0", "blocked")],
  "sling-status-custom": [...inAlpha("furiosa", "nux"), ...of("al-2tc", "triage")],
  "sling-status-deferred": [bead("al-2dw", { status: "deferred", title: "status deferred" })],
  "sling-status-in_progress": of("al-5lt", "in_progress"),
  "sling-status-pinned": of("al-adf", "pinned"),
  "mail-inbox-pending": [letter("hq-wisp-5kv")],
  "mail-inbox-acknowledged": [letter("hq-wisp-5kv", "2026-11-28T14:20:48Z")],
  "show-prefix-with-hyphen": [WEB_APP, bead("web-app-rqu")],
  "sling-prefix-with-hyphen": [WEB_APP, bead("web-app-rqu")],
  "sling-rig-with-capital": [DATA2, bead("Dt-qu0")],
  "sling-nested-bead": [DATA2, polecat("Data2/rust", { hook: "Dt-qu0" }), bead("Dt-qu0.1")],
  "nudge-crew-of-same-name": [rig("alpha", { crew: ["nux"] }), ...inAlpha("nux")],
  "nudge-polecat-by-whole-address": [rig("alpha", { crew: ["nux"] }), ...inAlpha("nux")],
  "peek-by-whole-address": inAlpha("nux"),
  "polecat-status-by-whole-address": inAlpha("nux"),
  "nuke-dry-run-by-whole-address": inAlpha("nux"),
};
