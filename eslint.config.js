// @ts-check
import tseslint from "typescript-eslint";
import { IMPURE_GLOBALS, PURE_IMPORTS } from "./scripts/lint/pure-machines.ts";
import { stateNameRule } from "./scripts/lint/state-names.ts";
import { ALL_KINDS } from "./src/kinds/registry.ts";

export default tseslint.config(
  {
    ignores: [
      "dist/",
      "release/",
      "site/",
      "inspector-ui/dist/",
      "coverage/",
      "node_modules/",
      "eslint.config.js",
    ],
  },
  tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // Leaving a property out of an object names it; a leading underscore says that this is all it is named for.
      "@typescript-eslint/no-unused-vars": ["error", { varsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 50, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    // Programs are run by src/gt/, through execa. The others are not the town's: kubectl, a browser, the credential plugin
    // that a kubeconfig names, what the simulated gt leaves running as an agent, and the warden's git, which runs where there
    // is no town.
    files: ["src/**/*.ts", "machines/**/*.ts", "packages/*/src/**/*.ts", "inspector-ui/**/*.{ts,tsx}"],
    ignores: [
      "src/gt/**",
      "src/cli/inspect.ts",
      "src/cli/kubectl.ts",
      "src/kube/kubeconfig/plugin.ts",
      "packages/simulated-town/src/gt-main.ts",
      "src/warden/git.ts",
      "src/fake-kubelet/process-runtime.ts",
    ],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["child_process", "node:child_process", "execa"].map((name) => ({
            name,
            message: "Only src/gt/ runs programs, through execa; src/warden/git.ts runs git.",
          })),
        },
      ],
    },
  },
  {
    // These rooms see actors. The others have words of their own for the states of other things, such as gt's of a polecat.
    // An upcast knows states by the names that they had.
    files: ["src/**/*.ts", "inspector-ui/**/*.{ts,tsx}", "scripts/**/*.ts", "bench/**/*.ts"],
    ignores: [
      "src/{fake-kubelet,grammar,gt,host,kube,pods,watchdog}/**",
      "src/kinds/*/upcasts.ts",
      "scripts/lint/**",
    ],
    plugins: {
      gastown: { rules: { "no-state-name": stateNameRule(ALL_KINDS.map(({ machine }) => machine)) } },
    },
    rules: { "gastown/no-state-name": "error" },
  },
  {
    // What differs from kind to kind is said in the kind's folder: whoever needs it asks the registry.
    files: ["src/**/*.ts", "inspector-ui/**/*.{ts,tsx}"],
    ignores: ["src/kinds/*/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        ...[
          "[discriminant.name='kind']",
          "[discriminant.property.name='kind'][discriminant.object.name='ref']",
          "[discriminant.property.name='kind'][discriminant.object.property.name='ref']",
        ].map((of) => ({
          selector: `SwitchStatement${of}`,
          message: "No switch over kinds: define-kind.ts has what is asked of each of them.",
        })),
        ...["[left.object.name='ref']", "[left.object.property.name='ref']"].map((of) => ({
          selector: `BinaryExpression[left.property.name='kind'][right.type='Literal']${of}`,
          message:
            "No comparison of kinds: define-kind.ts, or the page's kinds/, has what is asked of each of them.",
        })),
      ],
    },
  },
  {
    files: ["src/**/*.ts", "inspector-ui/**/*.{ts,tsx}"],
    ignores: ["src/host/xstate-internals.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { property: "_nodes", message: "What reaches into XState is in src/host/xstate-internals.ts." },
      ],
    },
  },
  {
    // A machine's decision depends on nothing but its snapshot and its event: otherwise no journal could be replayed.
    files: ["machines/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...IMPURE_GLOBALS],
      "no-restricted-properties": [
        "error",
        {
          object: "Math",
          property: "random",
          message: "A machine has no chance: a service's answer brings it.",
        },
      ],
      "no-restricted-imports": ["error", { patterns: [PURE_IMPORTS] }],
    },
  },
  {
    // XState's setup() takes its types from an asserted empty object; without the assertion they are lost.
    files: ["machines/*.ts"],
    rules: { "@typescript-eslint/no-unnecessary-type-assertion": "off" },
  },
  {
    // A test file reads as a list of sentences; its describe block may be long.
    files: ["test/**/*.ts", "packages/*/test/**/*.ts"],
    rules: { "max-lines-per-function": "off" },
  },
);
