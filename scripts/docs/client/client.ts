/** What a page of the site does beside being read: search, dark or light, copying a block, large pictures, the menu of a phone. */
import MiniSearch, { type AsPlainObject } from "minisearch";
import { enlargingPictures } from "./pictures.ts";

declare global {
  var searchIndex: AsPlainObject | undefined;
}

const home = document.currentScript?.dataset["home"] ?? ".";
const MOST = 12;

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}

/** The system's, until somebody chooses. */
function choosingTheme(): void {
  const button = element("theme", HTMLButtonElement);
  const dark = (): boolean =>
    (document.documentElement.dataset["theme"] ??
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "")) === "dark";
  const show = (): void => {
    button.textContent = dark() ? "Light" : "Dark";
  };
  const kept = localStorage.getItem("theme");
  if (kept !== null) document.documentElement.dataset["theme"] = kept;
  button.addEventListener("click", () => {
    const chosen = dark() ? "light" : "dark";
    document.documentElement.dataset["theme"] = chosen;
    localStorage.setItem("theme", chosen);
    show();
  });
  button.hidden = false;
  show();
}

/** The index is loaded with the first letter that somebody looks for. */
async function loadIndex(): Promise<MiniSearch> {
  if (globalThis.searchIndex === undefined) {
    const script = document.createElement("script");
    script.src = `${home}/search-index.js`;
    await new Promise((resolve, reject) => {
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }
  if (globalThis.searchIndex === undefined) throw new Error("the search's index did not load");
  const options = { fields: ["title", "text"], storeFields: ["title", "page", "address"] };
  return MiniSearch.loadJS(globalThis.searchIndex, options);
}

function searching(): void {
  const input = element("search", HTMLInputElement);
  const found = element("found", HTMLDivElement);
  let index: Promise<MiniSearch> | undefined;
  const look = async (): Promise<void> => {
    const words = input.value.trim();
    found.hidden = words === "";
    if (words === "") return;
    index ??= loadIndex();
    const hits = (await index).search(words, {
      prefix: true,
      fuzzy: 0.15,
      boost: { title: 3 },
      combineWith: "AND",
    });
    found.replaceChildren(...(hits.length === 0 ? ["Nothing found."] : [listOf(hits.slice(0, MOST))]));
  };
  input.addEventListener("input", () => void look());
  input.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") found.querySelector("a")?.click();
    if (key !== "Escape") return;
    input.value = "";
    found.hidden = true;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    input.focus();
  });
  input.hidden = false;
}

function listOf(hits: readonly Record<string, unknown>[]): HTMLElement {
  const list = document.createElement("ul");
  for (const { address, title, page } of hits) {
    const link = document.createElement("a");
    link.href = `${home}/${String(address)}`;
    link.textContent = title === page ? String(page) : `${String(page)}: ${String(title)}`;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  return list;
}

function copying(): void {
  for (const block of document.querySelectorAll("pre")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.addEventListener("click", () => {
      void navigator.clipboard.writeText(block.textContent).then(() => (button.textContent = "Copied"));
    });
    const frame = document.createElement("div");
    frame.className = "block";
    block.replaceWith(frame);
    frame.append(block, button);
  }
}

function foldingMenu(): void {
  const menu = document.querySelector<HTMLDetailsElement>("details.menu");
  if (menu !== null && matchMedia("(max-width: 60rem)").matches) menu.open = false;
}

choosingTheme();
searching();
copying();
foldingMenu();
enlargingPictures();
