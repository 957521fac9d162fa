/** Frames: what the stream sends. One frame brings a page from one version of the town to a later one. */
import type { JournalRecord } from "../host/index.ts";
import type { Cell } from "./cell.ts";
import type { Detail } from "./detail.ts";
import type { Concern, SeenCall } from "./port.ts";

/** The actor that a page watches. */
export interface WatchedActor {
  readonly id: string;
  /** Null when there is no such actor. */
  readonly detail: Detail | null;
  /** What it took since the frame before. */
  readonly records: readonly JournalRecord[];
  /** What gt was asked for it since the frame before. */
  readonly calls: readonly SeenCall[];
  /** True when some of both were left out: the page reads the journal again. */
  readonly hasGap: boolean;
}

export interface TownChange {
  /** Names one run of the hub: another one means other versions. */
  readonly epoch: string;
  readonly version: number;
  /** The operator's clock, epoch ms. */
  readonly now: number;
  /** True when `cells` are all there are; false when they are those that changed. */
  readonly isWhole: boolean;
  readonly cells: readonly Cell[];
  /** Ids of actors that are gone. */
  readonly gone: readonly string[];
}

/** A sign of life every few seconds, with what is wrong around the actors. */
export interface Beat {
  /** The operator's clock, epoch ms. */
  readonly now: number;
  readonly concerns: readonly Concern[];
}
