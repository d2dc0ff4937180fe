/** One setting of a systemd unit, and the comment that stands directly above it. */
export interface UnitSetting {
  readonly section: string;
  readonly name: string;
  readonly value: string;
  readonly reason: string | undefined;
}

/** Reads a unit as systemd does: `#` begins a comment, a backslash at the end goes on in the next line. */
export function readUnit(text: string): readonly UnitSetting[] {
  const settings: UnitSetting[] = [];
  let section = '';
  let reason: string | undefined;
  for (const line of text.replaceAll(/\\\n\s*/g, '').split('\n')) {
    if (line.startsWith('#')) {
      reason = line.slice(1).trim();
      continue;
    }
    const [, heading] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? [];
    if (heading !== undefined) section = heading;
    if (name !== undefined && value !== undefined) settings.push({ section, name, value, reason });
    // A comment speaks for the line under it and for no other.
    reason = undefined;
  }
  return settings;
}

/** All values of a name, in their order: some settings may stand more than once. */
export function valuesOf(settings: readonly UnitSetting[], name: string): readonly string[] {
  return settings.filter((setting) => setting.name === name).map(({ value }) => value);
}

/** What `Environment=` lines set. */
export function environmentOf(settings: readonly UnitSetting[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    valuesOf(settings, 'Environment').map((text) => {
      const [name = '', ...value] = text.split('=');
      return [name, value.join('=')];
    }),
  );
}
