/** The same page in the other language. */
import { LANGUAGES, type Language } from '../../domain/wording';

const NAMES: Readonly<Record<Language, string>> = { ja: '日本語', en: 'English' };

interface LanguagesProps {
  readonly label: string;
  readonly chosen: Language;
  readonly hrefOf: (language: Language) => string;
}

export function Languages({ label, chosen, hrefOf }: LanguagesProps) {
  return (
    <nav class="languages" aria-label={label}>
      {LANGUAGES.map((language) => (
        <a
          key={language}
          href={hrefOf(language)}
          lang={language}
          hreflang={language}
          aria-current={language === chosen ? 'true' : undefined}
        >
          {NAMES[language]}
        </a>
      ))}
    </nav>
  );
}
