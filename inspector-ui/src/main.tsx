import "./no-eval.ts";
import { render } from "preact";
import { App } from "./app.tsx";
import { loadCharts } from "./chart/charts.ts";
import { startClock } from "./live/clock.ts";
import { start } from "./start.ts";
import "./styles.css";

const page = document.getElementById("page");
if (page === null) throw new Error("the page has lost its root element");
startClock();
void start();
render(<App />, page);
await loadCharts();
