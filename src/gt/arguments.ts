/** Checks of what goes into an argv: nothing that gt could take for a flag, nothing that a shell would act on. */
import { GtError } from "./errors.ts";

const RIG = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;
const POLECAT = RIG;
const BEAD = /^[a-z][a-z0-9]*(-[a-z0-9]+)+(\.[0-9]+)*$/;
const ADDRESS = /^[a-z][A-Za-z0-9_-]*(\/[A-Za-z0-9_-]+)*\/?$/;
const BRANCH = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,254}$/;

const checked = (pattern: RegExp, what: string) => {
  return (value: string): string => {
    if (pattern.test(value)) return value;
    throw new GtError(
      "InvalidArgument",
      "arguments",
      `${JSON.stringify(value)} is not ${what}: correct the spec`,
    );
  };
};

export const rig = checked(RIG, "a rig's name");
export const polecat = checked(POLECAT, "a polecat's name");
export const bead = checked(BEAD, "a bead id such as al-1r3");
export const address = checked(ADDRESS, "a mail address such as mayor/");
export const branch = checked(BRANCH, "a branch's name");

/** Free text in its own argument. A leading dash would make it a flag, a NUL would end it. */
export const text = checked(/^[^-\0][^\0]*$/, "a text: it is empty, begins with a dash, or holds a NUL");
