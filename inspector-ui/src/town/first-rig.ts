/** What an empty town is begun with, as one command; RIG, URL and the folder are the reader's to fill in. */
export const FIRST_RIG = `kubectl apply -f - <<'END'
apiVersion: gastown.gastown.io/v1alpha1
kind: Rig
metadata: { name: RIG }
spec: { gitURL: "URL", localPath: /path/of/the/town/RIG }
END`;
