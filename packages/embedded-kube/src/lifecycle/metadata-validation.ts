import {
  forbidden,
  invalid,
  jsonEqual,
  required,
  type FieldError,
  type KubeObject,
  type ObjectMeta,
} from "../objects/index.ts";
import type { Resource } from "../resources/index.ts";

const label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
const subdomain = `${label}(\\.${label})*`;
const qualifiedName = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]";

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}

function subdomainProblems(name: string): string[] {
  const problems = name.length > 253 ? ["must be no more than 253 characters"] : [];
  if (whole(subdomain).test(name)) return problems;
  return [
    ...problems,
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
      `with an alphanumeric character (e.g. 'example.com', regex used for validation is '${subdomain}')`,
  ];
}

function labelProblems(name: string): string[] {
  const problems = name.length > 63 ? ["must be no more than 63 characters"] : [];
  if (whole(label).test(name)) return problems;
  if (whole(subdomain).test(name)) return [...problems, "must not contain dots"];
  return [
    ...problems,
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
      `alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '${label}')`,
  ];
}

function prefixProblems(prefix: string): string[] {
  const problems = prefix === "" ? ["must be non-empty"] : subdomainProblems(prefix);
  return problems.map((problem) => `prefix part ${problem}`);
}

function qualifiedNameProblems(key: string): string[] {
  const parts = key.split("/");
  const name = parts.at(-1) ?? "";
  const problems: string[] = [];
  if (parts.length > 2)
    problems.push(
      `a qualified name ${qualifiedNameRule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    );
  if (parts.length === 2) problems.push(...prefixProblems(parts[0] ?? ""));
  if (name === "") problems.push("name part must be non-empty");
  if (name.length > 63) problems.push("name part must be no more than 63 characters");
  if (!whole(qualifiedName).test(name)) problems.push(`name part ${qualifiedNameRule}`);
  return problems;
}

const qualifiedNameRule =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character " +
  `(e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '${qualifiedName}')`;

const labelValueRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with " +
  "an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is " +
  `'(${qualifiedName})?')`;

function labelFindings(labels: Readonly<Record<string, string>>): FieldError[] {
  return Object.entries(labels).flatMap(([key, value]) => {
    const problems = qualifiedNameProblems(key).map((problem) => invalid("metadata.labels", key, problem));
    if (value.length > 63)
      problems.push(invalid("metadata.labels", value, "must be no more than 63 characters"));
    if (value !== "" && !whole(qualifiedName).test(value))
      problems.push(invalid("metadata.labels", value, labelValueRule));
    return problems;
  });
}

function annotationFindings(annotations: Readonly<Record<string, string>>): FieldError[] {
  const keys = Object.keys(annotations).flatMap((key) =>
    qualifiedNameProblems(key.toLowerCase()).map((problem) => invalid("metadata.annotations", key, problem)),
  );
  const size = Object.entries(annotations).reduce(
    (total, [key, value]) => total + key.length + value.length,
    0,
  );
  const most = 256 * 1024;
  const tooLarge: FieldError = {
    reason: "FieldValueTooLong",
    field: "metadata.annotations",
    body: `Too long: may not be more than ${most} bytes`,
  };
  return size > most ? [...keys, tooLarge] : keys;
}

function ownerFindings(metadata: ObjectMeta): FieldError[] {
  const owners = metadata.ownerReferences ?? [];
  // Without an index: kube-apiserver names the list alone.
  const at = "metadata.ownerReferences";
  const each = owners.flatMap((owner) => {
    const empty = (["apiVersion", "kind", "name", "uid"] as const).filter(
      (key) => ((owner[key] as string | undefined) ?? "") === "",
    );
    return empty.map((key) => {
      if (key === "apiVersion") return invalid(`${at}.apiVersion`, "", "version must not be empty");
      return invalid(`${at}.${key}`, "", "must not be empty");
    });
  });
  const controllers = owners.filter((owner) => owner.controller === true);
  if (controllers.length < 2) return each;
  const [first, second] = controllers.map((owner) => `${owner.kind}/${owner.name}`);
  const why = `Only one reference can have Controller set to true. Found "true" in references for ${first ?? ""} and ${second ?? ""}`;
  return [...each, invalid("metadata.ownerReferences", owners, why)];
}

/** Findings on metadata of a new or changed object. */
export function metadataFindings(resource: Resource, metadata: ObjectMeta): FieldError[] {
  const nameProblems = resource.labelNames ? labelProblems : subdomainProblems;
  const name = metadata.name ?? "";
  const nameFindings =
    name === ""
      ? [required("metadata.name", "name or generateName is required")]
      : nameProblems(name).map((problem) => invalid("metadata.name", name, problem));
  const finalizers = (metadata.finalizers ?? []).flatMap((finalizer) =>
    qualifiedNameProblems(finalizer).map((problem) => invalid("metadata.finalizers", finalizer, problem)),
  );
  return [
    ...nameFindings,
    ...labelFindings(metadata.labels ?? {}),
    ...annotationFindings(metadata.annotations ?? {}),
    ...ownerFindings(metadata),
    ...finalizers,
  ];
}

/** Findings on metadata that an update may not change. */
export function metadataUpdateFindings(next: KubeObject, old: KubeObject): FieldError[] {
  const immutable = [
    "name",
    "namespace",
    "uid",
    "creationTimestamp",
    "deletionTimestamp",
    "deletionGracePeriodSeconds",
  ];
  const changed = immutable
    .filter((key) => !jsonEqual(next.metadata[key], old.metadata[key]))
    .map((key) => invalid(`metadata.${key}`, next.metadata[key], "field is immutable"));
  if (old.metadata.deletionTimestamp === undefined) return changed;
  const before = new Set(old.metadata.finalizers);
  const added = (next.metadata.finalizers ?? []).filter((finalizer) => !before.has(finalizer));
  if (added.length === 0) return changed;
  const list = `[]string{${added.map((finalizer) => JSON.stringify(finalizer)).join(", ")}}`;
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [...changed, forbidden("metadata.finalizers", why)];
}

const standardFinalizers = new Set(["orphan", "foregroundDeletion", "kubernetes"]);

/** Warnings about finalizers that other writers might choose, too. */
export function finalizerWarnings(next: KubeObject, old: KubeObject | undefined): string[] {
  const before = new Set(old?.metadata.finalizers);
  return (next.metadata.finalizers ?? [])
    .filter(
      (finalizer) => !before.has(finalizer) && !finalizer.includes("/") && !standardFinalizers.has(finalizer),
    )
    .map((finalizer) => {
      const how = finalizer.includes(".") ? "finalizer name including a path (/)" : "finalizer name";
      const why = `prefer a domain-qualified ${how} to avoid accidental conflicts with other finalizer writers`;
      return `metadata.finalizers: ${JSON.stringify(finalizer)}: ${why}`;
    });
}
