import type { VisitDetail as Detail } from '../../../gateway/http/contract.ts';
import { dateTimeOf, duration, minuteOf } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { clock } from '../state/model.ts';
import { ask } from '../state/place.ts';
import { useAnswer } from '../state/use-answer.ts';
import { Explanation } from './explanation.tsx';
import { Icon } from './icon.tsx';
import { Answered } from './page-frame.tsx';
import { Panel } from './panel.tsx';
import { VisitSteps } from './visit-steps.tsx';
import { VisitTimeline } from './visit-timeline.tsx';
import { VisitItems, VisitTitle, versionOf } from './visits.tsx';

function Facts({ visit }: { readonly visit: Detail }) {
  const stay = duration((visit.end ?? Math.max(clock.value, visit.start)) - visit.start);
  return (
    <p class="muted">
      {visit.end === null ? dateTimeOf(visit.start) : `${dateTimeOf(visit.start)}–${minuteOf(visit.end)}`} ·{' '}
      {visit.end === null ? t('visits.now', { duration: stay }) : t('visits.stay', { duration: stay })}
    </p>
  );
}

/** One visit with its way, its items, what it was offered, and why the gateway says so. */
export function VisitDetail({ id }: { readonly id: string }) {
  const known = useAnswer<Detail>(`/visits/${encodeURIComponent(id)}`);
  return (
    <Panel id="visit" title={t('visits.one')}>
      <button type="button" class="button-quiet panel-close" onClick={() => ask({ visit: '' })}>
        <Icon name="cross" />
        {t('visits.close')}
      </button>
      <Answered known={known}>
        {(visit) => (
          <div class="visit-detail" data-visit={visit.id}>
            <div>
              <VisitTitle visit={visit} />
              <Facts visit={visit} />
            </div>
            <VisitTimeline visit={visit} />
            {visit.items.length > 0 && (
              <section aria-labelledby="visit-items-title">
                <h3 id="visit-items-title">{t('visits.items')}</h3>
                <VisitItems items={visit.items} />
              </section>
            )}
            <VisitSteps visit={visit} />
            <section aria-labelledby="visit-evidence-title">
              <h3 id="visit-evidence-title">{t('visits.evidence')}</h3>
              <Explanation of={{ kind: 'visits', id: visit.id }} version={versionOf(visit)} />
            </section>
          </div>
        )}
      </Answered>
    </Panel>
  );
}
