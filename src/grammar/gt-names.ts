/**
 * Names as gt takes them (its source: rig/manager.go, beads_types.go, convoy.go, mail/resolve.go, namepool.go), less what
 * could be taken for a flag or for a shell's own. Patterns keep to what Go's RE2 and JavaScript both know.
 */
export interface Grammar {
  readonly pattern: RegExp;
  /** Characters. */
  readonly most: number;
  /** For messages: what a value that does not match is not, with an example. */
  readonly what: string;
}

const DOTTED = /[A-Za-z0-9_][A-Za-z0-9._-]*/.source;

const whole = (source: string): RegExp => new RegExp(`^${source}$`, "u");

/**
 * Inside of a class: letters and digits of any script, symbols such as emoji. gt refuses a dot, a space, slashes and a
 * hyphen, and takes all else. Not here: controls, what a shell takes for its own, and `:` and `@`, which addresses use.
 */
const RIG_FIRST = String.raw`\p{L}\p{N}\p{So}_+,%`;
/** A gt of today makes no rig with a hyphen; towns have older ones. */
const RIG_REST = String.raw`${RIG_FIRST}\p{M}=#^~\-`;

/** So long that an address with a role behind it is one, too: gt has no limit, but that of a folder's name. */
export const RIG_NAME: Grammar = {
  pattern: whole(`[${RIG_FIRST}][${RIG_REST}]*`),
  most: 200,
  what: "a rig's name such as alpha",
};

/** gt's pools give lower-case words; a theme of one's own may give others. */
export const POLECAT_NAME: Grammar = {
  pattern: whole(DOTTED),
  most: 253,
  what: "a polecat's name such as nux",
};

/** An alias from gt's settings, among them names of models. */
export const AGENT_NAME: Grammar = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._:@+/-]*$/,
  most: 63,
  what: "an agent's name such as claude or gpt-5.1",
};

/** Prefix, hyphen, one or more parts, and children's numbers: al-1r3, be-wisp-8l1, web_app-x1, gt-abc.1.2. */
export const BEAD_ID: Grammar = {
  pattern: /^[A-Za-z0-9_][A-Za-z0-9._-]*-[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/,
  most: 128,
  what: "a bead id such as al-1r3",
};

/** Without the hyphen that follows it: gt takes one at the end away. */
export const BEAD_PREFIX: Grammar = {
  pattern: /^[a-zA-Z]([a-zA-Z0-9-]{0,18}[a-zA-Z0-9])?$/,
  most: 20,
  what: "a bead prefix such as al",
};

/** Any may be a rig's name, or a pattern for some. */
const ADDRESS_PART = `[${RIG_FIRST}*][${RIG_REST}.*]*`;

/** mayor/, alpha/witness, alpha/crew/max, alpha/*, list:oncall, queue:work, @town, @crew/alpha, ops-team. */
export const MAIL_ADDRESS: Grammar = {
  pattern: whole(`(@|(group|queue|channel|list|announce):)?${ADDRESS_PART}(/${ADDRESS_PART})*/?`),
  most: 253,
  what: "a mail address such as mayor/, alpha/witness, list:oncall or @town",
};

/** Parts of a branch's name between slashes. Of a dot: not first or last in a part, not two in a row. */
const BRANCH_TEXT = /[A-Za-z0-9_#%+=,@-]/.source;
const BRANCH_REST = `(\\.${BRANCH_TEXT}+)*`;

/** As `git check-ref-format --branch` has it, of ASCII only, and without what a shell takes for its own. */
export const BRANCH_NAME: Grammar = {
  pattern: whole(`[A-Za-z0-9_#%+=,@]${BRANCH_TEXT}*${BRANCH_REST}(/${BRANCH_TEXT}+${BRANCH_REST})*`),
  most: 255,
  what: "a branch's name such as main or release/1.0",
};

export const MERGE_STRATEGIES = ["direct", "mr", "local"] as const;
