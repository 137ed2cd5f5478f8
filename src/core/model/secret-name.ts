const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/** True for the NAME of a `{{secret:NAME}}`, which also names a file and an environment variable. */
export function isSecretName(name: string): boolean {
  return NAME.test(name);
}
