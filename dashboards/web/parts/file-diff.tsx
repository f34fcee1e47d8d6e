import type { FileCheckView } from '../../../gateway/http/contract-settings.ts';
import { t } from '../i18n/translate.ts';

type Diff = FileCheckView['diff'];
const SIGNS = { same: ' ', gone: '−', new: '+' } as const;

/** How a file would change, line by line; colour only repeats what the sign says. */
export function FileDiff({ diff }: { readonly diff: Diff }) {
  if (diff.length === 0) return null;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section class="diff" tabIndex={0} aria-label={t('file.diff')}>
      <table>
        <caption class="visually-hidden">{t('file.diff')}</caption>
        <thead class="visually-hidden">
          <tr>
            <th scope="col">{t('file.line')}</th>
            <th scope="col">{t('file.change')}</th>
            <th scope="col">{t('file.text')}</th>
          </tr>
        </thead>
        {diff.map((piece) => (
          <tbody key={`${piece[0]?.before}:${piece[0]?.after}`}>
            {piece.map(({ kind, text, before, after }) => (
              <tr key={`${before}:${after}`} class={`diff-${kind}`}>
                <th scope="row">{after ?? before}</th>
                <td>
                  <span aria-hidden="true">{SIGNS[kind]}</span>
                  {kind !== 'same' && <span class="visually-hidden">{t(`file.${kind}`)}</span>}
                </td>
                <td>
                  <code>{text}</code>
                </td>
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
}
