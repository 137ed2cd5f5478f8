type Environment = Readonly<Record<string, string | undefined>>;

const USUAL_PATH = '/etc/homeamp/agent.yaml';

/** The settings file: the one that is named, `$HOMEAMP_CONFIG`, or `/etc/homeamp/agent.yaml`. */
export function settingsPath(environment: Environment, named: string | undefined): string {
  return named || environment['HOMEAMP_CONFIG'] || USUAL_PATH;
}

/** True when somebody said which file it is, so that it must be there. */
export function isSettingsNamed(environment: Environment, named: string | undefined): boolean {
  return settingsPath(environment, named) !== USUAL_PATH;
}
