import { describe, expect, it } from "vitest";
import { redactLine, redactText } from "../../src/host/journal/redaction.ts";

const redacted = (value: unknown): unknown => JSON.parse(redactLine(JSON.stringify(value)));
const MARK = "[redacted]";

/** Made up, in the shapes that the real ones have; in pieces, so that scanners of repositories are not alarmed. */
const GITHUB = ["ghp", "16C7e42F292c6912E7710c838347Ae178B4a"].join("_");
const JWT = ["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", "dozjgNryP4J3jVmNHl0w5N"].join(".");
const KEY = [
  "-----BEGIN OPENSSH",
  "PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAA\n-----END OPENSSH PRIVATE KEY-----",
].join(" ");

describe("Redaction", () => {
  it.each<[string, string, string]>([
    ["a password in a URL", "cannot push to https://bot:hunter2@git.example.com/r.git", "hunter2"],
    ["a token in a URL", `https://${GITHUB}@github.com/r.git`, GITHUB],
    ["a variable in a command line", "GITHUB_TOKEN=abc123 git push", "abc123"],
    ["a password in words", "the password: 'hunter2' is wrong", "hunter2"],
    ["a key in JSON inside of a message", '{"api_key":"k-99"}', "k-99"],
    ["an authorization header", "Authorization: Bearer abc.def-ghi", "abc.def-ghi"],
    ["a bearer token alone", "sent bearer abcdefgh12345", "abcdefgh12345"],
    ["a token of GitHub", `remote said ${GITHUB} is not valid`, GITHUB],
    [
      "a key of an AI provider",
      ["sk", "ant-api03-abcdefghijklmnop was refused"].join("-"),
      "abcdefghijklmnop",
    ],
    ["a JSON web token", `got ${JWT}`, JWT],
    ["a key of a cloud", ["AKIA", "IOSFODNN7EXAMPLE"].join(""), "IOSFODNN7EXAMPLE"],
    ["a private key", KEY, "b3BlbnNzaC1rZXktdjEAAAA"],
    ["a short name of a password", "DB_PASS=hunter2", "hunter2"],
    ["a short name in words", "pwd: hunter2", "hunter2"],
    ["a variable of a database", "MYSQL_PWD=hunter2 mysql -u bot", "hunter2"],
    ["a quoted password of several words", "export DB_PASS='hunter2 two three'", "two three"],
    ["a password of several words", "password: correct horse battery staple", "battery"],
    ["a password with a slash in a URL", "push to https://bot:hun/ter2@git.example.com/r.git", "ter2"],
    ["a password with an at in a URL", "https://bot:hun@ter2@git.example.com/r.git", "ter2"],
    ["a password without a user in a URL", "redis://:hunter2@cache:6379", "hunter2"],
    ["a live key of a shop", ["sk", "live", "4eC39HqLyjWDarjtT1zdp7dc"].join("_"), "4eC39HqLy"],
    ["a token of a vault", ["hvs", "CAESIJlWh5xSqGqQyYB3kXbA"].join("."), "CAESIJlWh5"],
    ["a token of an OAuth login", ["ya29", "a0AfH6SMBx7hJ2kLmN0pQrS"].join("."), "a0AfH6SMBx"],
    ["a key of a storage account", "AccountName=x;AccountKey=Zm9vYmFyYmF6cXV4Zm9v==;Suffix=y", "Zm9vYmFy"],
    ["a signature of a storage URL", "https://x.example/c?sv=1&sig=abc%3D&se=2", "abc%3D"],
    [
      "a PGP key",
      ["-----BEGIN PGP", "PRIVATE KEY BLOCK-----\n\nlQOYBF\n-----END PGP", "PRIVATE KEY BLOCK-----"].join(
        " ",
      ),
      "lQOYBF",
    ],
    ["a key that was cut off", ["-----BEGIN RSA", "PRIVATE KEY-----\nMIIEow"].join(" "), "MIIEow"],
    ["JSON inside of a text", String.raw`{"a":"{\"password\":\"hunter2 and more\"}"}`, "more"],
    ["JSON escaped twice", String.raw`\\\"token\\\":\\\"abc123\\\"`, "abc123"],
    ["a hash of Ruby", 'client_secret => "abc123"', "abc123"],
    ["a header of an API", "curl -H 'X-Api-Key: abc123'", "abc123"],
    ["a token of GitLab", ["glpat", "Zx3kQ8vLmN2pRtY6wUaB"].join("-"), "Zx3kQ8"],
    ["a token on a new line of JSON in a text", String.raw`{"a":"b\n` + `${GITHUB}"}`, GITHUB],
    [
      "a key of a cloud behind an escape",
      String.raw`"a\t` + `${["AKIA", "IOSFODNN7EXAMPLE"].join("")}"`,
      "IOSFODNN7",
    ],
    [
      "a short name on a new line of JSON in a text",
      String.raw`{"a":"login: bot\npass: hunter2"}`,
      "hunter2",
    ],
    ["an option with its value behind a space", "gh auth login --with-token hunter2", "hunter2"],
    ["an option of a database", "dolt --user root --password 'hunter2 two' sql", "two"],
    ["an element of XML", "<password>hunter2</password>", "hunter2"],
    ["an element of XML with a short name", "<pass>hunter2</pass>", "hunter2"],
    ["a password for once behind spaces", "otp : 931172", "931172"],
    ["a short name before a space that does not break", "pwd\u00A0: hunter2", "hunter2"],
    ["a line of a netrc file", "machine github.com login bot password hunter2", "hunter2"],
    ["a login of Dolt's driver", "dial root:hun/ter2@tcp(127.0.0.1:3307)/hq: refused", "ter2"],
    ["a variable that is a key", "STRIPE_KEY=hunter2", "hunter2"],
    ["a variable that is a personal access token", "export GITHUB_PAT='hunter2'", "hunter2"],
    ["a key in a kubeconfig", "client-key-data: LS0tLS1CRUdJTi", "LS0tLS1"],
    ["a webhook of a chat", `https://hooks.slack.com/services/T0000/B0000/abcdefghijkl`, "abcdefghijkl"],
    ["a password with a comma", "DB_PASS=hun,ter2", "ter2"],
    ["a password with a semicolon", "password: hun;ter2 x", "ter2"],
    ["a password with an and", "password=hun&ter2", "ter2"],
    ["a password with a bracket", "MYSQL_PWD=hun(ter2 mysql", "ter2"],
    ["a password in braces", "Driver=x;Pwd={hun;ter2};Port=1", "ter2"],
    ["a password with an escaped quote", String.raw`password: "hun\"ter2"`, "ter2"],
    ["a password with an escaped quote in JSON", String.raw`{"a":"{\"password\":\"hun\\\"ter2\"}"}`, "ter2"],
    ["a password with an escaped quote, in no quotes", String.raw`token=hun\"ter2`, "ter2"],
    ["a password with a quote of a shell", String.raw`DB_PASS='hun'\''ter2'`, "ter2"],
    ["a password in colours", "password=\u001B[31mhunter2\u001B[0m", "hunter2"],
    ["a password after colours", "\u001B[1mpassword\u001B[0m: \u001B[31mhunter2\u001B[0m", "hunter2"],
    ["a password in colours of JSON", String.raw`"password=\u001b[31mhunter2\u001b[0m"`, "hunter2"],
    ["a block of YAML", "a: 1\n  db_password: |\n    one\n\n    hunter2\n  b: 2", "hunter2"],
    ["a folded block of YAML", "- token: >-\n    one\n    hunter2\nb: 2", "hunter2"],
    ["a block of YAML inside of JSON", String.raw`{"a":"x: 1\ntoken: |\n  one\n  hunter2\nb: 2"}`, "hunter2"],
    ["a login of curl", "curl -fsSu bot:hunter2 https://x.example", "hunter2"],
    ["a quoted login of curl", "curl https://x.example --user 'bot:hun ter2'", "ter2"],
    ["a cookie", "curl -H 'Cookie: theme=dark; sid=hunter2'", "hunter2"],
    ["a cookie that is set", "Set-Cookie: sid=hunter2; Path=/", "hunter2"],
    ["a login of a registry", '{"auths":{"x.example":{"auth":"Ym90Omh1bnRlcjI="}}}', "Ym90Omh1bnRlcjI"],
    ["a login of npm", "//x.example/:_auth=Ym90Omh1bnRlcjI=", "Ym90Omh1bnRlcjI"],
    ["a variable of sshpass", "SSHPASS=hunter2 sshpass -e ssh x", "hunter2"],
    ["an option of sshpass", "sshpass -p hunter2 ssh x", "hunter2"],
    ["a login of a registry by an option", "docker login -u bot -p hunter2 x.example", "hunter2"],
    ["a quoted cookie", 'Cookie: theme=dark; sid="hunter2"', "hunter2"],
    ["a password in brackets", "password=(hunter2)", "hunter2"],
    ["a base of keys", "SECRET_KEY_BASE=hunter2", "hunter2"],
    ["a numbered password", "PASSWORD2=hunter2", "hunter2"],
    ["a passcode", "passcode: 93117", "93117"],
    ["a password for once", "otp=931172", "931172"],
    ["a login in an encoded URL", "?next=https%3A%2F%2Fbot%3Ahunter2%40x.example%2Fr", "hunter2"],
    ["an encoded login in a URL", "https://bot%3Ahunter2%40x.example/r", "hunter2"],
    ["a key of a query", "https://x.example/c?key=hunter2", "hunter2"],
    ["an auth of a query", "https://x.example/c?a=1&auth=hunter2", "hunter2"],
    [
      "a webhook of Discord",
      `https://discord.com/api/webhooks/1234567890/${"abcdefghijkl".repeat(3)}`,
      "abcdefghijkl",
    ],
    ["a token to refresh of Google", ["1//0", "gAbCdEfGhIjKlMnOpQrStUv"].join(""), "gAbCdEfGh"],
    [
      "a key of PuTTY",
      "PuTTY-User-Key-File-3: ssh-rsa\nPrivate-Lines: 2\nAAABAQhunter2\nBBB\nPrivate-MAC: 0a1b",
      "hunter2",
    ],
    ["a key of PuTTY that was cut off", "Private-Lines: 2\nAAABAQhunter2\nBBB", "hunter2"],
    ["a line of a pgpass file", "db.example:5432:*:bot:hunter2", "hunter2"],
    [
      "a digest login",
      'Authorization: Digest username="bot", response="6629fae49393a05397450978507c4ef1"',
      "6629fae4",
    ],
    [
      "a signature of a request",
      `Authorization: AWS4-HMAC-SHA256 SignedHeaders=host, Signature=${"fe5f80f77d5fa3be".repeat(4)}`,
      "fe5f80f7",
    ],
  ])("takes %s out of any text", (_, text, secret) => {
    const line = redactLine(JSON.stringify({ message: text, deep: [{ list: [text] }] }));
    expect(line).not.toContain(secret);
    expect(line).toContain(MARK);
    expect(redactLine(line)).toBe(line);
  });

  it("takes the values of environments, and leaves their names", () => {
    const agentConfig = { image: "agent:1", env: [{ name: "MODE", value: "fast" }], command: ["run"] };
    expect(redacted({ agentConfig })).toEqual({
      agentConfig: { image: "agent:1", env: [{ name: "MODE", value: MARK }], command: ["run"] },
    });
    expect(redacted({ env: { MODE: "fast" } })).toEqual({ env: { MODE: MARK } });
  });

  it.each(["token", "Auth", "githubToken", "secret", "client_secret", "apiKey", "password", "Authorization"])(
    "takes the text of a field called %s",
    (name) => expect(redacted({ [name]: "x", count: 3 })).toEqual({ [name]: MARK, count: 3 }),
  );

  it.each([
    "bead al-1r3 of alpha/polecats/nux is hooked",
    "task-12345678901234567890 on branch polecat/nux/al-1@mh0x",
    "https://git.example.com/alpha.git",
    "2 unpushed commits; stash@{0}",
    "7f1d0b1c-2f36-4b52-9d0e-5f3f0c2a8b11",
    "86eeb02fd1a86eeb02fd1a86eeb02fd1a86eeb02",
    "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824",
    "http://localhost:8080/path/@scope/pkg",
    "https://registry.example.com:4873/@scope/pkg",
    "git@github.com:org/repo.git",
    "/home/gt/rigs/alpha/polecats/nux/secret-garden/file.ts",
    "PWD=/home/me",
    "bypass=true",
    "compass: north",
    "the token is missing",
    "feature/add-password-reset",
    "gt-wisp-8l1.2",
    "polecat/default/one@uid:3:0",
    "a risk-averse-approach-to-refactoring",
    "sk-learn-pipeline-fix-42",
    "polecat/default/ico-loader-service-team-a",
    "hf_transformers_training/polecats/nux",
    "rig npm_registry_client_v2 is parked",
    "on branch polecat/nux/sk-learning-to-fly/sk-7k2p9@mk4f8d2e",
    "SSH_AUTH_SOCK=/run/agent.1",
    "root@tcp(127.0.0.1:3307)/hq",
    "pass: 3 tests",
    "pass: 3, fail: 0",
    "token: missing",
    "password: not found",
    "secret: kubernetes.io/tls",
    "secret: helm.sh/release.v1",
    "polecat/default/rotate-token: new → pending",
    "polecat/default/rotate-token: working → stuck",
    "consent: alpha/nux@rotate-token:1f3d5a7c9e2b4d6f,93ab04c2d7781f5e",
    "consent: beta/chrome@polecat/chrome/be-2@auyf3pwd:311c87b9f75678f6,a748918bf657110f",
    "docker run -u 1000:1000 agent:1",
    "fix the cookie: its banner overlaps",
    "auth: login fails on Safari",
    "https://x.example/search?q=me%40x.example",
    "src/main.c:1234:5:warning:unused",
    "2026-07-01T10:12:30Z on 127.0.0.1:8080",
    "monkey=see",
    "laptop: dell",
  ])("leaves other text alone: %s", (text) => expect(redacted({ text })).toEqual({ text }));
});

describe("Hostile text", () => {
  const LENGTH = 200_000;
  const PARTS = [
    ...[
      "a",
      "://a:",
      "password",
      "password: ",
      "eyJ",
      "eyJaaaaaaaa.",
      "-----BEGIN PRIVATE KEY-----",
      "-----BEGIN ",
      "sk-",
    ],
    ...[
      "xoxb-",
      "api ",
      "token ",
      'token="',
      String.raw`password\\\\`,
      "EAA",
      "aaa1Q~",
      "pat.",
      "bearer ",
      "?sig=",
      "1:A",
    ],
    ...[
      'cookie: a="',
      "docker login -p ",
      "curl ",
      "curl -u ",
      " -u a:b",
      "cookie: a=",
      "a_auth",
      "://%40",
      "%3A%2F%2F",
      "1//0",
      "PASS",
    ],
    ...["db.", "a:5432:b:c:", "token: |\n", "token: |\n ", " token: |\n  \n", String.raw`token: |\n `],
    ...['token=a"b', "token={", "pass: 3 ", "token: new ", "polecat/a/token: ", "Private-Lines: 1\n"],
    ...[
      String.raw`token="\"`,
      String.raw`token=\"\\\"`,
      "token='\\''",
      "\u001B[1m",
      "token=\u001B[1m",
      "-token-",
    ],
  ];

  /** Quadratic time would be minutes for it. */
  it.each(PARTS)("made of %j is read in time that grows with its length", { timeout: 20_000 }, (part) => {
    const text = `${part.repeat(LENGTH / part.length)} DB_PASS=hunter2`;
    expect(redactText(text)).not.toContain("hunter2");
  });
});
