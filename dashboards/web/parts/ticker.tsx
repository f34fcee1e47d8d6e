import { secondOf } from '../i18n/format.ts';
import { eventText, fill, t, tOr } from '../i18n/translate.ts';
import type { LiveEvent } from '../state/live-feed.ts';
import { ticker } from '../state/model.ts';
import { deviceName, itemName, offerName, productName, productOfGtin, zoneName } from '../state/names.ts';
import { Panel } from './panel.tsx';

const asText = (value: string | number | null | undefined): string => (value === null || value === undefined ? '' : String(value));

/** The product behind an event, by whatever of it the event names. */
function itemOf(text: LiveEvent['text']): string {
  if (text.sku) return productName(asText(text.sku));
  const byGtin = text.gtin ? productOfGtin(asText(text.gtin)) : '';
  return byGtin || (text.epc ? itemName(asText(text.epc)) : '');
}

/** The event's fields as words of the page's language. A missing field becomes a dash, never a hole in the sentence. */
function wordsOf({ text }: LiveEvent): Record<string, string> {
  const words: Record<string, string> = {};
  for (const [key, value] of Object.entries(text)) words[key] = asText(value);
  const item = itemOf(text);
  return {
    ...words,
    item: item || '–',
    zone: zoneName(asText(text.zone) || null) || '–',
    device: deviceName(asText(text.device) || null) || '–',
    display: deviceName(asText(text.display) || null) || '–',
    offer: text.offer ? offerName(asText(text.offer)) : '–',
    reason: tOr(
      text.reason === 'control' ? 'offers.control' : text.reason === 'selected' ? 'offers.pending' : `reason.${asText(text.reason)}`,
      asText(text.reason),
    ),
    outcome: tOr(`outcome.${asText(text.outcome)}`, asText(text.outcome)),
    state: tOr(`shelves.${asText(text.state)}`, asText(text.state)),
    about: tOr(`alert.${asText(text.about)}`, asText(text.about)),
  };
}

/** What just happened, newest first; not announced, since it never stops. */
export function Ticker() {
  const lines = ticker.value.flatMap((event) => {
    const pattern = eventText(event.event);
    return pattern ? [{ id: event.id, at: event.at, text: fill(pattern, wordsOf(event)) }] : [];
  });
  return (
    <Panel id="ticker" title={t('ticker.title')}>
      {lines.length === 0 && <p class="muted">{t('ticker.empty')}</p>}
      <ol class="ticker">
        {lines.map((line) => (
          <li key={line.id}>
            <time class="muted">{secondOf(line.at)}</time>
            <span>{line.text}</span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
