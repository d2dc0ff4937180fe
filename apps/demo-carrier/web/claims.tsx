import { usePage } from './page-context.ts';
import { keyOr } from './wording/say.ts';

/** Each claim with its value and, in words, what it means. */
export function Claims({ claims }: { readonly claims: Readonly<Record<string, unknown>> }) {
  const { say, language } = usePage();
  return (
    <>
      <h2>{say('claims.title')}</h2>
      <table class="claims">
        <thead>
          <tr>
            <th scope="col">{say('claims.name')}</th>
            <th scope="col">{say('claims.value')}</th>
            <th scope="col">{say('claims.meaning')}</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(claims).map(([name, value]) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
              </th>
              <td class="value">{present(name, value, language)}</td>
              <td>{say(keyOr(`claim.${name}`, 'claim.other'))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function present(name: string, value: unknown, language: string): string {
  if ((name === 'iat' || name === 'exp') && typeof value === 'number') {
    return new Date(value * 1000).toLocaleString(language);
  }
  if (Array.isArray(value)) return value.map(String).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([member, held]) => `${member} ${String(held)}`)
      .join(', ');
  }
  return String(value);
}
