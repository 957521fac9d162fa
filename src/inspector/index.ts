/**
 * src/inspector/: the server side of the live inspector. An operator loads feeds.ts always, the rest where it is turned on.
 *
 * In: the running actors, the journal, gt's calls, each through a feed of a few methods (port.ts); an address.
 * Out: HTTP at /inspector/: the page, a stream of changes, slices of the journal, terminals on demand. Reads only.
 *   hub.ts → town-cells.ts → stream-client.ts   changes of the actors -> frames, ten a second at most for each page
 *   cell.ts, detail.ts                          what is shown of an actor; the page uses them, too, on replayed states
 *   stately.ts                                  the same actors in the protocol of Stately's tools
 *   guard.ts                                    who may ask
 */
export { createAudience, createCallLog, createJournalTap, type CallLog } from "./feeds.ts";
export type { ActorFeed, ActorListener, CallFeed, Concern, JournalFeed, Peek, SeenCall } from "./port.ts";
export { InspectorError, startInspector, type Inspector, type InspectorOptions } from "./server.ts";
