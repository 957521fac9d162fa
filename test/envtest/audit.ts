/** What the API server was asked, in its own words. */
import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";

/** Each request for what the operator uses, when it comes in and when it has been answered. */
export const AUDIT_POLICY = `
apiVersion: audit.k8s.io/v1
kind: Policy
rules:
  - level: Metadata
    resources:
      - group: gastown.gastown.io
      - group: coordination.k8s.io
      - group: events.k8s.io
  - level: None
`;

const lineSchema = z.object({
  stage: z.string(),
  verb: z.string(),
  /** Without a name where nobody was recognized. */
  user: z.object({ username: z.string().optional() }),
  objectRef: z.object({ resource: z.string(), subresource: z.string().optional() }).optional(),
  responseStatus: z.object({ code: z.number().optional() }).optional(),
});
export type AuditLine = z.infer<typeof lineSchema>;

export class AuditLog {
  readonly file: string;

  constructor(file: string) {
    this.file = file;
  }

  /** All so far; the last one is left out while it is half written. */
  get lines(): readonly AuditLine[] {
    if (!existsSync(this.file)) return [];
    return readFileSync(this.file, "utf8")
      .split("\n")
      .slice(0, -1)
      .map((line) => lineSchema.parse(JSON.parse(line)));
  }
}
