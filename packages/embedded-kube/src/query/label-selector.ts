import { badRequest } from "../objects/index.ts";

/** Decides over an object's labels. */
export type LabelMatch = (labels: Readonly<Record<string, string>>) => boolean;

// key in (a,b) | key notin (a) | !key | key | key=v | key==v | key!=v | key>1 | key<1
const requirement =
  /\s*(?:(!)\s*([\w./-]+)|([\w./-]+)\s*(?:(=|==|!=)\s*([\w.-]*)|\s(in|notin)\s*\(([^)]*)\)|([<>])\s*(-?\d+))?)\s*(?:,|$)/y;

function operation(key: string, match: RegExpExecArray): LabelMatch {
  const [, , , , equality, value = "", membership, list = "", order, bound = ""] = match;
  if (equality !== undefined) {
    return equality === "!=" ? (labels) => labels[key] !== value : (labels) => labels[key] === value;
  }
  if (membership !== undefined) {
    const values = new Set(list.split(",").map((item) => item.trim()));
    const isIn: LabelMatch = (labels) => labels[key] !== undefined && values.has(labels[key]);
    return membership === "in" ? isIn : (labels) => !isIn(labels);
  }
  if (order === undefined) return (labels) => Object.hasOwn(labels, key);
  return (labels) => {
    const actual = Number(labels[key] ?? Number.NaN);
    return order === ">" ? actual > Number(bound) : actual < Number(bound);
  };
}

/** Parses a label selector, with equality and set requirements; throws 400. */
export function parseLabelSelector(text: string): LabelMatch {
  const requirements: LabelMatch[] = [];
  requirement.lastIndex = 0;
  while (requirement.lastIndex < text.length) {
    const at = requirement.lastIndex;
    const match = requirement.exec(text);
    if (match === null) {
      throw badRequest(
        `unable to parse requirement: found '${text.slice(at).trim()}', expected: a label requirement`,
      );
    }
    const [, negation, absent, key] = match;
    if (negation !== undefined) requirements.push((labels) => !Object.hasOwn(labels, absent ?? ""));
    else requirements.push(operation(key ?? "", match));
  }
  return (labels) => requirements.every((matches) => matches(labels));
}
