/**
 * Secret shapes: what tokens and keys look like, as data. The facts (prefixes, alphabets) are those of gitleaks'
 * rules (github.com/gitleaks/gitleaks, config/gitleaks.toml, commit b58d3f1; MIT License, Copyright (c) 2019 Zachary
 * Rice), with `ya29.` and `GOCSPX-` of Google beside them. Lengths are lower bounds here: gitleaks must not cry wolf in a
 * repository, while here a token that was cut off is still a token. Rules of gitleaks that only know a vendor's name
 * beside a random text are left to the names in redaction.ts.
 *
 * Each shape has a literal beginning, so that one search for all of them finds the few lines that need more, and no
 * repetition inside of another, so that no text makes a match slow.
 */
export interface SecretShape {
  /** Texts of which one stands in every match. */
  readonly keywords: readonly string[];
  readonly pattern: RegExp;
  /** Whether a text that matches is none all the same. */
  readonly isOrdinary?: (match: string) => boolean;
}

/** The text as a pattern that matches it alone. */
export function literal(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/** No letter or digit before it, unless that is of an escape: in JSON inside of a text, `\n` stands before a new line. */
export const START = String.raw`(?:(?<![A-Za-z0-9])|(?<=\\[bfnrt]))`;

/** A word that begins with `prefix`: at least `least` more characters of those that tokens are made of. */
function prefixed(least: number, ...prefixes: readonly string[]): SecretShape {
  const alternatives = prefixes.map((prefix) => literal(prefix)).join("|");
  return {
    keywords: prefixes,
    pattern: new RegExp(`${START}(?:${alternatives})[A-Za-z0-9_=.+/~-]{${least},}`, "g"),
    isOrdinary: isMadeOfWords,
  };
}

/** Names of rigs, branches and resources begin like tokens, too: `hf_transformers_training`, `sk-learn-pipeline-2`. */
function isMadeOfWords(text: string): boolean {
  return text.split(/[-_=.+/~]/).every((word) => /^(?:[a-z]{0,15}\d{0,3}|[a-z\d]{1,6})$/.test(word));
}

/** Where the pattern begins with a boundary of a word, that may be an escape, too. */
function shape({ source, flags }: RegExp, ...keywords: readonly string[]): SecretShape {
  return { keywords, pattern: new RegExp(source.replaceAll(/(?<=^|\|)\\b/g, START), flags) };
}

export const SECRET_SHAPES: readonly SecretShape[] = [
  shape(
    /-----BEGIN[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END[ A-Z0-9_-]{0,100}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    "-----BEGIN",
  ),
  shape(/Private-Lines: \d{1,4}\s[\s\S]*?(?:Private-(?:MAC|Hash): ?[0-9a-f]*|$)/g, "Private-Lines: "),
  shape(/\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/g, "A3T", "AKIA", "ASIA", "ABIA", "ACCA"),
  shape(/\bAIza[\w-]{30,}/g, "AIza"),
  shape(/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, "eyJ"),
  shape(/\bLTAI[A-Za-z0-9]{20}\b/g, "LTAI"),
  shape(/\bSK[0-9a-fA-F]{32}\b/g, "SK"),
  shape(/\bSG\.[\w=.-]{20,}/g, "SG."),
  shape(/\bA3-[A-Z0-9]{6}-[A-Z0-9-]{20,}/g, "A3-"),
  shape(/[\w~.]{3}\dQ~[\w~.-]{31,34}/g, "Q~"),
  shape(/\bxox[a-z](?:\.xox[a-z])?-[\w-]{8,}|\bxapp-\d-[\w-]{8,}/gi, "xox", "xapp-", "XOX"),
  shape(/hooks\.slack\.com\/(?:services|workflows|triggers)\/[\w+/]{20,}/g, "hooks.slack.com"),
  shape(/\/webhooks\/\d{5,25}\/[\w-]{20,}/g, "/webhooks/"),
  shape(/\b1\/\/0[\w-]{20,}/g, "1//0"),
  shape(/\.webhook\.office\.com\/webhookb2\/[\w@/-]{20,}/g, "webhook.office.com"),
  shape(/\b\d{5,16}:A[\w-]{34}\b/g, ":A"),
  shape(/\b[A-Za-z0-9]{14}\.atlasv1\.[\w=-]{20,}/g, ".atlasv1."),
  shape(/\b[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk\b/g, "_mmk"),
  shape(/\b[ps]at\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}/g, "pat.", "sat."),
  shape(/\bEAA(?:[MC][A-Za-z0-9]{60,}|A[\w-]{22,})/g, "EAA"),
  prefixed(16, "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
  prefixed(
    16,
    "glpat-",
    "gldt-",
    "glrt-",
    "glcbt-",
    "glptt-",
    "glft-",
    "glffct-",
    "glimt-",
    "glagent-",
    "gloas-",
  ),
  prefixed(
    16,
    "glsoat-",
    "GR1348941",
    "glc_",
    "glsa_",
    "hf_",
    "api_org_",
    "npm_",
    "pypi-",
    "rubygems_",
    "CLOJARS_",
  ),
  prefixed(10, "sk_test_", "sk_live_", "sk_prod_", "rk_test_", "rk_live_", "rk_prod_"),
  prefixed(16, "sk-", "pplx-", "ABSK", "hvs.", "hvb.", "ya29.", "GOCSPX-", "HRKU-", "ATATT3", "sha256~"),
  prefixed(
    16,
    "dop_v1_",
    "doo_v1_",
    "dor_v1_",
    "dapi",
    "dp.pt.",
    "dt0c01.",
    "duffel_",
    "EZAK",
    "EZTK",
    "fio-u-",
  ),
  prefixed(
    16,
    "fo1_",
    "fm1a_",
    "fm1r_",
    "fm2_",
    "ico-",
    "lin_api_",
    "ntn_",
    "NRAK-",
    "NRII-",
    "NRJS-",
    "ops_eyJ",
  ),
  prefixed(
    16,
    "p8e-",
    "PMAK-",
    "pnu_",
    "pscale_tkn_",
    "pscale_oauth_",
    "pscale_pw_",
    "pul-",
    "rdme_",
    "tk-us-",
  ),
  prefixed(
    16,
    "xkeysib-",
    "sntrys_",
    "sntryu_",
    "sm_aat_",
    "sm_pat_",
    "sm_sat_",
    "shippo_live_",
    "shippo_test_",
  ),
  prefixed(16, "shpat_", "shpca_", "shppa_", "shpss_", "sgp_", "sq0atp-", "sq0csp-", "tfp_", "AKCp", "cmVmd"),
  prefixed(12, "AGE-SECRET-KEY-1", "FLWSECK_TEST-", "FLWPUBK_TEST-", "s-s4t2ud-", "s-s4t2af-", "AQVN"),
];
