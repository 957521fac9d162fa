import { ALL_KINDS } from "../../src/kinds/index.ts";
import { request } from "node:http";
import { describe, expect, it, onTestFinished } from "vitest";
import { createMetrics, startTelemetryServer, type HealthReport } from "../../src/telemetry/index.ts";

async function serve() {
  const reports: { ready: HealthReport } = {
    ready: { ok: false, checks: [{ name: "resources", ok: false, message: "not listed yet" }] },
  };
  const { registry } = createMetrics(ALL_KINDS);
  const server = await startTelemetryServer({
    address: "127.0.0.1:0",
    registry,
    health: () => ({ ok: true, checks: [{ name: "process", ok: true, message: "alive" }] }),
    ready: () => Promise.resolve(reports.ready),
    onProblem(error) {
      throw error;
    },
  });
  onTestFinished(() => server.close());
  const get = async (path: string, init: RequestInit = {}) => {
    const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, init);
    return { status: answer.status, type: answer.headers.get("content-type"), body: await answer.text() };
  };
  return { server, reports, get };
}

describe("/metrics", () => {
  it("is in Prometheus' text format", async () => {
    const { get } = await serve();
    const { status, type, body } = await get("/metrics");
    expect(status).toBe(200);
    expect(type).toContain("text/plain; version=0.0.4");
    expect(body).toContain("# TYPE gastown_polecat_phase gauge");
    expect(body).toContain("process_resident_memory_bytes");
  });
});

describe("/healthz and /readyz", () => {
  it("say what they checked, and 503 until all of it is well", async () => {
    const { get, reports } = await serve();
    expect(await get("/healthz")).toMatchObject({ status: 200, body: "[+] process: alive\nok\n" });
    expect(await get("/readyz")).toMatchObject({
      status: 503,
      body: "[-] resources: not listed yet\nnot ok\n",
    });
    reports.ready = { ok: true, checks: [{ name: "resources", ok: true, message: "listed" }] };
    expect(await get("/readyz?verbose")).toMatchObject({ status: 200, body: "[+] resources: listed\nok\n" });
  });

  it("answer HEAD without a body", async () => {
    const { get } = await serve();
    expect(await get("/healthz", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });
});

describe("Anything else", () => {
  it("is not found, or not allowed, and says what there is", async () => {
    const { get } = await serve();
    expect(await get("/")).toMatchObject({ status: 404, body: "there are /metrics, /healthz and /readyz\n" });
    expect(await get("/metrics", { method: "POST" })).toMatchObject({ status: 405 });
  });

  it("that is no path does not end the server", async () => {
    const { server, get } = await serve();
    await new Promise((resolve) => {
      const asking = request(
        { host: "127.0.0.1", port: server.port, path: "//", method: "GET" },
        (answer) => {
          answer.resume().on("end", resolve);
        },
      );
      asking.on("error", resolve).end();
    });
    expect((await get("/healthz")).status).toBe(200);
  });
});

describe("An address that is taken", () => {
  it("is named, with what to do", async () => {
    const { server } = await serve();
    const { registry } = createMetrics(ALL_KINDS);
    const well = (): HealthReport => ({ ok: true, checks: [] });
    const second = startTelemetryServer({
      address: `127.0.0.1:${server.port}`,
      registry,
      health: well,
      ready: () => Promise.resolve(well()),
      onProblem: () => undefined,
    });
    await expect(second).rejects.toThrow(
      `cannot listen on 127.0.0.1:${server.port}: choose another --http-address`,
    );
  });
});
