import type { Locale } from '@bonin/protocol/consent-text';

const LANGUAGES: Readonly<Record<Locale, string>> = { ko: '한국어', en: 'English' };

interface LanguageChoiceProps {
  readonly locale: Locale;
  readonly label: string;
  readonly onLocale: (locale: Locale) => void;
}

export function LanguageChoice({ locale, label, onLocale }: LanguageChoiceProps) {
  return (
    <div class="languages" role="group" aria-label={label}>
      {(Object.keys(LANGUAGES) as Locale[]).map((language) => (
        <button
          type="button"
          key={language}
          lang={language}
          aria-pressed={language === locale}
          onClick={() => onLocale(language)}
        >
          {LANGUAGES[language]}
        </button>
      ))}
    </div>
  );
}
