/** Secret names: what credentials are called, in texts and in structured fields. */

/** Words in the names of credentials, as they are found inside of longer ones: `githubToken`, `PGPASSWORD`. */
export const LONG_NAMES: readonly string[] = [
  ...["token", "secret", "password", "passwd", "passphrase", "passcode"],
  ...["authorization", "credential"],
];
/** Of a key: `api_key`, `PrivateKey`. */
export const KEY_OWNERS: readonly string[] = [
  ...["api", "access", "private", "account", "encryption", "signing", "master", "secret"],
];
/** Only as words of their own, for they stand in others, too: `DB_PASS`, `pwd`, but not `compass`. */
export const SHORT_NAMES: readonly string[] = ["pass", "pwd", "creds", "otp"];
/** What they are written together with all the same: `SSHPASS`. */
export const SHORT_OWNERS: readonly string[] = [
  ...["ssh", "db", "sql", "ftp", "user", "root", "admin", "smtp", "mail", "redis", "ldap"],
];
