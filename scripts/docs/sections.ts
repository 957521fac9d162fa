/** What the site's pages are, in the order of its menu. A page that is not named here, or not there, fails the build. */
interface Section {
  readonly title: string;
  /** Under docs/; a folder has all of its pages. */
  readonly pages: readonly string[];
}

export const HOME = "README.md";

export const SECTIONS: readonly Section[] = [
  { title: "Begin", pages: [HOME, "start.md", "concepts.md", "cluster.md", "faq.md"] },
  {
    title: "Use it",
    pages: [
      "kubectl-plugin.md",
      "why.md",
      "inspector.md",
      "gitops.md",
      "many-towns.md",
      "deployment.md",
      "pods.md",
      "upgrade.md",
    ],
  },
  { title: "Watch it", pages: ["metrics.md", "alerts.md"] },
  { title: "Rely on it", pages: ["safety.md", "reliability.md", "compatibility.md", "comparison.md"] },
  { title: "Reference", pages: ["reference/", "glossary.md"] },
  { title: "Work on it", pages: ["development.md", "architecture.md", "machines/", "adr/"] },
];
