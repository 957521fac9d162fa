/** A pod as the template writes it: the part of Kubernetes' own types that is used. */
import type { PlannedResources, PlannedVariable } from "./plan.ts";

export interface HttpProbe {
  readonly httpGet: { readonly path: string; readonly port: number };
  readonly periodSeconds: number;
  readonly timeoutSeconds: number;
  readonly failureThreshold: number;
}

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: true;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly workingDir?: string;
  readonly env: readonly PlannedVariable[];
  readonly resources: PlannedResources;
  readonly volumeMounts: readonly Mount[];
  readonly securityContext: {
    readonly allowPrivilegeEscalation: false;
    readonly readOnlyRootFilesystem: true;
    readonly capabilities: { readonly drop: readonly ["ALL"] };
  };
  /** Of an init container: it goes on beside the others, and is ended after them. */
  readonly restartPolicy?: "Always";
  readonly startupProbe?: HttpProbe;
  readonly livenessProbe?: HttpProbe;
  readonly readinessProbe?: HttpProbe;
}

export type Volume = { readonly name: string } & (
  | { readonly emptyDir: { readonly medium?: "Memory"; readonly sizeLimit?: string } }
  | { readonly persistentVolumeClaim: { readonly claimName: string } }
  | { readonly secret: { readonly secretName: string; readonly defaultMode: number } }
  | { readonly configMap: { readonly name: string; readonly defaultMode: number } }
);

export interface PodSpec {
  readonly restartPolicy: "Never";
  readonly terminationGracePeriodSeconds: number;
  readonly automountServiceAccountToken: false;
  readonly enableServiceLinks: false;
  readonly activeDeadlineSeconds?: number;
  readonly runtimeClassName?: string;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly securityContext: {
    readonly runAsNonRoot: true;
    readonly runAsUser: number;
    readonly runAsGroup: number;
    readonly fsGroup: number;
    readonly fsGroupChangePolicy: "OnRootMismatch";
    readonly seccompProfile: { readonly type: "RuntimeDefault" };
  };
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly Volume[];
}

export interface PodObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}
