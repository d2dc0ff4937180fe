/** What stands at one place of a compose file. */
export interface ComposeSetting {
  /** `services.bonin.read_only`; an item of a list has the place of its list. */
  readonly place: string;
  readonly value: string;
  readonly hasReason: boolean;
}

/**
 * Reads the part of YAML that the compose file keeps to: keys with a value or with an indented block, and items of a
 * list, one a line.
 */
export function readCompose(text: string): readonly ComposeSetting[] {
  const settings: ComposeSetting[] = [];
  const open: { readonly indent: number; readonly key: string }[] = [];
  let hasReason = false;
  for (const line of text.split('\n')) {
    const indent = line.search(/\S/);
    if (indent === -1) continue;
    const words = line.slice(indent);
    if (words.startsWith('#')) {
      hasReason = true;
      continue;
    }
    const [, item] = /^- (.+)$/.exec(words) ?? [];
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const [, key = '', value = ''] = /^([\w.-]+):(?: (.+))?$/.exec(words) ?? [];
    const keys = open.map((each) => each.key);
    if (item !== undefined) {
      settings.push({ place: keys.join('.'), value: unquoted(item), hasReason });
    } else if (value !== '') {
      settings.push({ place: [...keys, key].join('.'), value: unquoted(value), hasReason });
    } else {
      open.push({ indent, key });
    }
    hasReason = false;
  }
  return settings;
}

function unquoted(text: string): string {
  return text.replace(/^'(.*)'$/, '$1');
}
