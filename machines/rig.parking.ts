/** Parking: gt's own word for a rig that takes no work until a person says so. What is at work there goes on. */

/** @param status of `gt rig list`; undefined where it was not read. @returns why nothing is slung there, or null. */
export function parkingOf(
  rig: string,
  status: string | undefined,
): { readonly reason: string; readonly message: string } | null {
  switch (status) {
    case undefined:
    case "operational":
      return null;
    case "parked":
      return {
        reason: "RigParked",
        message: `rig ${rig} is parked: gt slings nothing to it until somebody runs \`gt rig unpark ${rig}\``,
      };
    case "docked":
      return {
        reason: "RigDocked",
        message: `rig ${rig} is docked: gt slings nothing to it until somebody runs \`gt rig undock ${rig}\``,
      };
    default:
      return {
        reason: "RigStatusUnknown",
        message: `gt calls rig ${rig} ${status}, a word that the operator does not know: nothing is slung to it until gt calls it operational`,
      };
  }
}
