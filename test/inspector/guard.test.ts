import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InspectorError } from "../../src/inspector/index.ts";
import { ask, inspectedTown, type InspectedTown } from "./given.ts";

const TOKEN = "a-token-that-nobody-guesses";

let town: InspectedTown;

afterEach(() => town.close());

describe("on loopback", () => {
  beforeEach(async () => {
    town = await inspectedTown();
  });

  const journal = (): string => `${town.inspector.url}journal`;
  const own = (): string => new URL(town.inspector.url).host;

  it("answers this machine without a token", async () => {
    expect((await ask(journal())).status).toBe(200);
    expect((await ask(journal(), { headers: { host: "localhost:12345" } })).status).toBe(200);
  });

  it.for(["evil.example", "evil.example:8081", "127.0.0.1.evil.example", "192.0.2.7:8081"])(
    "refuses the Host %s: a page that rebound its own name to this address",
    async (host) => {
      expect((await ask(journal(), { headers: { host } })).status).toBe(403);
    },
  );

  it.for(["http://evil.example", "null", "http://127.0.0.1:1"])("refuses the Origin %s", async (origin) => {
    expect((await ask(`${town.inspector.url}stream`, { headers: { origin } })).status).toBe(403);
  });

  it("answers its own page, whose requests name it as their origin", async () => {
    expect((await ask(journal(), { headers: { origin: `http://${own()}` } })).status).toBe(200);
  });

  it("refuses what another site asks for without an Origin, and lets its links open the page", async () => {
    const fromElsewhere = {
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "no-cors",
      "sec-fetch-dest": "image",
    };
    expect((await ask(journal(), { headers: fromElsewhere })).status).toBe(403);
    const framed = { ...fromElsewhere, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
    expect((await ask(town.inspector.url, { headers: framed })).status).toBe(403);
    const link = { ...framed, "sec-fetch-dest": "document" };
    expect((await ask(town.inspector.url, { headers: link })).status).not.toBe(403);
    for (const path of ["journal?download", "peek/alpha/furiosa", "stream", "calls", "machines"]) {
      expect((await ask(`${town.inspector.url}${path}`, { headers: link })).status).toBe(403);
    }
  });

  it("refuses every method that writes", async () => {
    for (const method of ["POST", "PUT", "DELETE", "PATCH"]) {
      expect((await ask(journal(), { method })).status).toBe(403);
    }
  });

  it("forbids its page every other host, scripts in the text, and frames around it", async () => {
    const { headers } = await ask(town.inspector.url);
    expect(headers["content-security-policy"]).toContain("default-src 'self'");
    expect(headers["content-security-policy"]).not.toContain("unsafe");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });
});

describe("on another address", () => {
  beforeEach(async () => {
    town = await inspectedTown({ address: "0.0.0.0:0", token: TOKEN });
  });

  const journal = (): string => `${local()}journal`;
  const local = (): string => `http://127.0.0.1:${new URL(town.inspector.url).port}/inspector/`;

  it("does not start without a token", async () => {
    await expect(inspectedTown({ address: "0.0.0.0:0", token: null })).rejects.toThrow(InspectorError);
    await expect(inspectedTown({ address: ":0", token: null })).rejects.toThrow("--inspector-token-file");
  });

  it("answers only who has the token", async () => {
    expect((await ask(journal())).status).toBe(401);
    for (const given of ["", "a", `${TOKEN}x`, TOKEN.slice(1), TOKEN.toUpperCase()]) {
      expect((await ask(journal(), { headers: { authorization: `Bearer ${given}` } })).status).toBe(401);
    }
    expect((await ask(journal(), { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200);
  });

  it("takes the token from a link into a cookie that no script and no other site gets", async () => {
    const { status, headers } = await ask(`${local()}?actor=rig/alpha&token=${TOKEN}`);
    expect(status).toBe(302);
    expect(headers.location).toBe("/inspector/?actor=rig%2Falpha");
    const cookie = headers["set-cookie"]?.[0] ?? "";
    expect(cookie).toContain("HttpOnly");
    expect(cookie).toContain("SameSite=Strict");
    const [pair = ""] = cookie.split(";");
    expect((await ask(journal(), { headers: { cookie: pair } })).status).toBe(200);
    expect((await ask(`${local()}?token=wrong`)).status).toBe(401);
  });

  it("refuses another site and a rebound name even with the token", async () => {
    const authorization = `Bearer ${TOKEN}`;
    const headers = { authorization, host: "evil.example" };
    expect((await ask(journal(), { headers })).status).toBe(403);
    expect((await ask(journal(), { headers: { authorization, origin: "http://evil.example" } })).status).toBe(
      403,
    );
    expect((await ask(`${local()}?token=${TOKEN}`, { headers: { host: "evil.example" } })).status).toBe(403);
  });
});
