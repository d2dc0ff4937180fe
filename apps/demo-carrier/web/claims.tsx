import { usePage } from './page-context.ts';
import { keyOr, type WordingKey } from './wording/say.ts';

type Members = Readonly<Record<string, unknown>>;

interface ClaimsProps {
  readonly header: Members;
  readonly claims: Members;
}

/** The signed text, decoded: each member of its header and each claim with, in words, what it means. */
export function Claims({ header, claims }: ClaimsProps) {
  const { say } = usePage();
  return (
    <>
      <h2>{say('claims.title')}</h2>
      <MemberTable caption={say('claims.header')} members={header} part="header" />
      <MemberTable caption={say('claims.claims')} members={claims} part="claim" />
    </>
  );
}

interface MemberTableProps {
  readonly caption: string;
  readonly members: Members;
  readonly part: 'header' | 'claim';
}

function MemberTable({ caption, members, part }: MemberTableProps) {
  const { say, language } = usePage();
  return (
    <table class="claims" data-part={part}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{say('claims.name')}</th>
          <th scope="col">{say('claims.value')}</th>
          <th scope="col">{say('claims.meaning')}</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(members).map(([name, value]) => (
          <tr key={name}>
            <th scope="row">
              <code>{name}</code>
            </th>
            <td class="value">{present(name, value, language)}</td>
            <td>{say(wordsOfMember(part, name))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function wordsOfMember(part: 'header' | 'claim', name: string): WordingKey {
  return keyOr(part === 'header' ? `header.${name}` : `claim.${name}`, 'claim.other');
}

function present(name: string, value: unknown, language: string): string {
  if ((name === 'iat' || name === 'exp') && typeof value === 'number') {
    return new Date(value * 1000).toLocaleString(language);
  }
  if (Array.isArray(value)) {
    const parts = value as readonly unknown[];
    const isOfObjects = parts.some((part) => typeof part === 'object');
    return parts.map((part) => present(name, part, language)).join(isOfObjects ? '; ' : ', ');
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([member, held]) => `${member} ${String(held)}`)
      .join(', ');
  }
  return String(value);
}
