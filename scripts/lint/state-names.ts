/**
 * A rule for ESLint: outside of machines/ nobody decides by the name of a state. Such a name is a detail of its machine, and
 * a string that no compiler knows: who decides asks for a tag (machines/tags.ts), which is typed and outlives a renaming.
 */
import type { Rule } from "eslint";
import type { AnyStateMachine, AnyStateNode } from "xstate";

type Of<Type extends string> = Extract<Rule.Node, { readonly type: Type }>;
type Part = Of<"CallExpression">["arguments"][number] | Of<"BinaryExpression">["left"];
type Asked = Part | undefined;

interface Names {
  /** Of a state inside of another, such as `working.stuck.nudged`. No word of any other language looks like it. */
  readonly paths: ReadonlySet<string>;
  /** Each by itself, such as `nudged`: only where it is asked of a `state` it is known to be one. */
  readonly keys: ReadonlySet<string>;
}

const MESSAGE = "No decision by the name of a state: ask the actor for a tag of machines/tags.ts (hasTag).";
/** Questions about a text, by which one could ask for a state all the same. */
const QUESTIONS = new Set(["endsWith", "has", "includes", "indexOf", "startsWith"]);

export function stateNameRule(machines: readonly AnyStateMachine[]): Rule.RuleModule {
  const names = namesOf(machines);
  return {
    meta: { type: "problem", docs: { description: "no state name outside of machines/" }, schema: [] },
    create: (context) => {
      const report = (node: Rule.Node | Part): void => context.report({ node, message: MESSAGE });
      return {
        Literal(node) {
          if (typeof node.value === "string" && isPath(names, node.value)) report(node);
        },
        TemplateElement(node) {
          if (isPath(names, node.value.raw)) report(node);
        },
        BinaryExpression(node) {
          const { left, right } = node;
          if ((isState(left) && isKey(names, right)) || (isState(right) && isKey(names, left))) report(node);
        },
        SwitchStatement({ discriminant, cases }) {
          if (!isState(discriminant)) return;
          for (const { test } of cases) if (test != null && isKey(names, test)) report(test);
        },
        MemberExpression(node) {
          if (node.computed && isState(node.property)) report(node);
        },
        CallExpression(node) {
          if (isQuestion(names, node)) report(node);
        },
      };
    },
  };
}

function namesOf(machines: readonly AnyStateMachine[]): Names {
  const below = (node: AnyStateNode): readonly AnyStateNode[] =>
    Object.values(node.states).flatMap((child: AnyStateNode) => [child, ...below(child)]);
  const paths = machines.flatMap(({ root }) => below(root).map(({ path }) => path));
  return {
    paths: new Set(paths.filter(({ length }) => length > 1).map((path) => path.join("."))),
    keys: new Set(paths.flat()),
  };
}

/** Also the beginning of one, such as `working.`. */
function isPath({ paths, keys }: Names, text: string): boolean {
  if (paths.has(text)) return true;
  return text.endsWith(".") && (paths.has(text.slice(0, -1)) || keys.has(text.slice(0, -1)));
}

/** `state`, or `actor.state`. */
function isState(node: Asked): boolean {
  if (node?.type === "Identifier") return node.name === "state";
  if (node?.type !== "MemberExpression" || node.computed) return false;
  return node.property.type === "Identifier" && node.property.name === "state";
}

function isKey({ keys }: Names, node: Asked): boolean {
  return node?.type === "Literal" && typeof node.value === "string" && keys.has(node.value);
}

/** `state.startsWith("working")`, `state.split(".")`, `NAMES.has(state)`. */
function isQuestion(
  names: Names,
  { callee, arguments: [first] }: Omit<Of<"CallExpression">, "parent">,
): boolean {
  if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return false;
  const { name } = callee.property;
  const of = callee.object.type === "Super" ? undefined : callee.object;
  if (isState(of)) {
    const isSplit = name === "split" && first?.type === "Literal" && first.value === ".";
    return isSplit || (QUESTIONS.has(name) && isKey(names, first));
  }
  return QUESTIONS.has(name) && isState(first);
}
