/** The machine's own state as one word, such as `working.healthy`. */
export { statePath } from "../host/state-path.ts";
