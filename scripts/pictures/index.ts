/**
 * scripts/pictures/: pictures of the inspector, made of a running demo by a real browser.
 *
 * In: Chromium (CHROMIUM_PATH, or Debian's).
 * Out: screenshots and a recording as WebP.
 *   demo.ts        a demo that runs, and where its inspector is
 *   frames.ts      screenshots as WebP, each only as far as it is other than the one before
 *   animation.ts   frames as one file that moves
 */
export { animated, type Frame } from "./animation.ts";
export { launchBrowser, startDemo, type Demo } from "./demo.ts";
export { FrameMaker } from "./frames.ts";
