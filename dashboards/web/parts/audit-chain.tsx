import { useSignal } from '@preact/signals';
import type { AuditCheck } from '../../../gateway/http/contract-actuator.ts';
import { number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { type Answer, getJson } from '../state/api.ts';
import { NO_FILTERS } from '../state/audit-filters.ts';
import { page } from '../state/model.ts';
import { ask } from '../state/place.ts';
import { Chip } from './chip.tsx';
import { Panel } from './panel.tsx';

const HASH = /^[0-9a-f]{64}$/;
/** So many rows stand on each side of the broken one. */
const AROUND = 25;

function Broken({ seq, what }: NonNullable<AuditCheck['broken']>) {
  return (
    <div class="page-problem" role="alert">
      <p>{t(`audit.${what}`, { row: number(seq) })}</p>
      <button type="button" class="button-quiet" onClick={() => ask({ ...NO_FILTERS, before: String(seq + AROUND) })}>
        {t('audit.toRow')}
      </button>
    </div>
  );
}

function Whole({ rows, deletedUpTo, headSeq, headHash }: AuditCheck) {
  return (
    <>
      <Chip tone="good" icon="check" text={t('audit.whole', { n: rows })} />
      {deletedUpTo > 0 && <p class="muted">{t('audit.deleted', { row: number(deletedUpTo) })}</p>}
      {headSeq > 0 && (
        <p class="muted">
          {t('audit.newestHash', { row: number(headSeq) })}
          <code class="audit-hash">{headHash}</code>
        </p>
      )}
    </>
  );
}

function Result({ answer }: { readonly answer: Answer<AuditCheck> }) {
  if (!answer.ok) {
    return (
      <p class="page-problem" role="alert">
        {t('app.failed')} {answer.detail} {answer.next}
      </p>
    );
  }
  const { broken, isHeadKnown } = answer.value;
  return (
    <>
      {broken === null ? <Whole {...answer.value} /> : <Broken {...broken} />}
      {isHeadKnown === true && <Chip tone="good" icon="check" text={t('audit.known')} />}
      {isHeadKnown === false && (
        <p class="page-problem" role="alert">
          {t('audit.unknown')}
        </p>
      )}
    </>
  );
}

/** Asks the gateway to go through the whole log, and says what came out. */
export function AuditChain() {
  const head = useSignal('');
  const isWrong = useSignal(false);
  const isChecking = useSignal(false);
  const answer = useSignal<Answer<AuditCheck> | null>(null);
  const check = async (event: Event) => {
    event.preventDefault();
    const asked = head.value.trim().toLowerCase();
    isWrong.value = asked !== '' && !HASH.test(asked);
    if (isWrong.value || isChecking.value) return;
    isChecking.value = true;
    const found = await getJson<AuditCheck>(`/api/v1/audit/check${asked === '' ? '' : `?head=${asked}`}`);
    isChecking.value = false;
    if (!found.ok && found.status === 401) page.value = 'login';
    else answer.value = found;
  };
  return (
    <Panel id="audit-chain" title={t('audit.chain')} summary={t('audit.chainHint')}>
      <form class="audit-check" onSubmit={(event) => void check(event)}>
        <label>
          <span>{t('audit.head')}</span>
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            maxLength={80}
            value={head.value}
            aria-invalid={isWrong.value}
            aria-describedby="audit-head-hint"
            onInput={(event) => {
              head.value = event.currentTarget.value;
            }}
          />
        </label>
        <button type="submit" class="button" disabled={isChecking.value}>
          {isChecking.value ? t('audit.checking') : t('audit.check')}
        </button>
        <p id="audit-head-hint" class={isWrong.value ? 'audit-wrong' : 'muted'}>
          {isWrong.value ? t('audit.headWrong') : t('audit.headHint')}
        </p>
      </form>
      <div role="status" class="audit-result">
        {answer.value && <Result answer={answer.value} />}
      </div>
    </Panel>
  );
}
