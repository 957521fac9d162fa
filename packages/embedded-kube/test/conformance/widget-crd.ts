/** A definition of no meaning, with what schemas may have and the operator's own do not. */
const status = {
  type: "object",
  properties: { phase: { type: "string" }, seen: { type: "integer" } },
};

const spec = {
  type: "object",
  properties: {
    size: { type: "integer", minimum: 1, maximum: 10, default: 1 },
    ratio: { type: "number" },
    colour: { type: "string", enum: ["red", "green"], maxLength: 10 },
    when: { type: "string", format: "date-time" },
    code: { type: "string", pattern: "^[a-z]+$", minLength: 2, maxLength: 4 },
    flag: { type: "boolean" },
    port: { "x-kubernetes-int-or-string": true },
    note: { type: "string", nullable: true },
    any: { type: "object", "x-kubernetes-preserve-unknown-fields": true },
    labels: { type: "object", additionalProperties: { type: "string" }, maxProperties: 2 },
    tags: {
      type: "array",
      items: { type: "string" },
      "x-kubernetes-list-type": "set",
      minItems: 1,
      maxItems: 3,
    },
    whole: {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      "x-kubernetes-map-type": "atomic",
    },
    list: { type: "array", items: { type: "string" } },
    parts: {
      type: "array",
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["name"],
      items: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string" },
          value: { type: "string" },
          weight: { type: "integer", default: 5 },
        },
      },
    },
    low: { type: "integer" },
    high: { type: "integer" },
  },
  "x-kubernetes-validations": [
    {
      rule: "!has(self.low) || !has(self.high) || self.low <= self.high",
      messageExpression: "self.low > 5 ? 'low is far above high' : 'low is above high'",
      fieldPath: ".low",
      reason: "FieldValueForbidden",
    },
  ],
};

export const widgetCrd = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.test.gastown.io" },
  spec: {
    group: "test.gastown.io",
    names: {
      kind: "Widget",
      listKind: "WidgetList",
      plural: "widgets",
      singular: "widget",
      shortNames: ["wd"],
    },
    scope: "Namespaced",
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        subresources: { status: {} },
        selectableFields: [
          { jsonPath: ".spec.colour" },
          { jsonPath: ".spec.size" },
          { jsonPath: ".status.phase" },
        ],
        additionalPrinterColumns: [
          { name: "Size", type: "integer", jsonPath: ".spec.size" },
          { name: "Flag", type: "boolean", jsonPath: ".spec.flag" },
          { name: "When", type: "date", jsonPath: ".spec.when", priority: 1 },
        ],
        schema: {
          openAPIV3Schema: {
            type: "object",
            description: "A thing for tests.",
            properties: { spec, status },
          },
        },
      },
    ],
  },
};
