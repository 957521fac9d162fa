// @ts-check
import tseslint from "typescript-eslint";

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
    // that a kubeconfig names, and what the simulated gt leaves running as an agent.
    files: ["src/**/*.ts", "machines/**/*.ts", "inspector-ui/**/*.{ts,tsx}"],
    ignores: [
      "src/gt/**",
      "src/cli/inspect.ts",
      "src/cli/kubectl.ts",
      "src/kube/kubeconfig/plugin.ts",
      "src/embedded/town/gt-main.ts",
    ],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: ["child_process", "node:child_process", "execa"].map((name) => ({
            name,
            message: "Only src/gt/ runs programs, through execa.",
          })),
        },
      ],
    },
  },
  {
    // XState's setup() takes its types from an asserted empty object; without the assertion they are lost.
    files: ["machines/*.ts"],
    rules: { "@typescript-eslint/no-unnecessary-type-assertion": "off" },
  },
  {
    // A test file reads as a list of sentences; its describe block may be long.
    files: ["test/**/*.ts"],
    rules: { "max-lines-per-function": "off" },
  },
);
