import type { OfferCheckView } from '../../../gateway/http/contract-offer-source.ts';
import { money } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { check } from '../state/offer-editor.ts';
import { Empty } from './panel.tsx';

type Preview = OfferCheckView['previews'][number];
type Slide = Preview['slides'][string];

function Sign({ language, slide }: { readonly language: string; readonly slide: Slide }) {
  return (
    <figure class="sign">
      <div class="sign-face" lang={language}>
        <p class="sign-title">{slide.title}</p>
        {slide.body !== '' && <p>{slide.body}</p>}
        {slide.priceMinor !== null && (
          <p class="sign-price">
            {money(slide.priceMinor)}
            {slide.wasMinor !== null && <s>{money(slide.wasMinor)}</s>}
          </p>
        )}
      </div>
      <figcaption>
        {language}
        {slide.link !== null && ` · ${t('editor.link')}`}
        {slide.picture !== null && ` · ${t('editor.picture')}`}
      </figcaption>
    </figure>
  );
}

/** What displays would show of each offer, in each of its languages. */
export function OfferPreviews() {
  const { previews, problems } = check.value ?? { previews: [], problems: [] };
  if (problems.length > 0) return <p class="muted">{t('editor.noPreview')}</p>;
  if (previews.length === 0) return <Empty text={t('editor.empty')} />;
  return (
    <ul class="offer-previews">
      {previews.map(({ offer, product, slides }) => (
        <li key={offer}>
          <h3>
            {offer} {product !== null && <span class="muted">{t('editor.of', { product })}</span>}
          </h3>
          <div class="signs">
            {Object.entries(slides).map(([language, slide]) => (
              <Sign key={language} language={language} slide={slide} />
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
