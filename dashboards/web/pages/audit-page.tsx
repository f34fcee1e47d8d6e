import type { AuditSums } from '../../../gateway/http/contract-actuator.ts';
import { number } from '../i18n/format.ts';
import { t } from '../i18n/translate.ts';
import { AuditChain } from '../parts/audit-chain.tsx';
import { AuditList } from '../parts/audit-list.tsx';
import { Figure } from '../parts/figure.tsx';
import { Answered, PageFrame } from '../parts/page-frame.tsx';
import { Empty } from '../parts/panel.tsx';
import { comparedSpanAsked, spanAsked } from '../state/range.ts';
import { useAnswer } from '../state/use-answer.ts';
import '../styles/listing.css';
import '../styles/audit-page.css';

const FIGURES = ['rows', 'deeds', 'commands', 'failed'] as const;

function Figures({ sums, compared }: { readonly sums: AuditSums; readonly compared: AuditSums | null }) {
  return (
    <section class="figures" aria-label={t('audit.figures')}>
      {FIGURES.map((figure) => (
        <Figure
          key={figure}
          id={figure}
          label={t(`audit.${figure}`)}
          value={number(sums[figure])}
          now={sums[figure]}
          before={compared?.[figure] ?? null}
          of={['audit_rows']}
          {...(figure === 'failed' ? { sub: t('audit.failedSub') } : {})}
        />
      ))}
    </section>
  );
}

/** Who did what when: people with the gateway, offers, rules and operators with actuators; and whether the log is whole. */
export function AuditPage() {
  const known = useAnswer<AuditSums>(`/audit/sums?${spanAsked.value}`);
  const compared = useAnswer<AuditSums>(comparedSpanAsked.value && `/audit/sums?${comparedSpanAsked.value}`).value;
  return (
    <PageFrame id="audit" title={t('nav.audit')}>
      <Answered known={known}>
        {(sums) => (
          <>
            {sums.rows === 0 ? (
              <Empty text={t('audit.nothing')} />
            ) : (
              <>
                <Figures sums={sums} compared={compared} />
                <AuditList sums={sums} />
              </>
            )}
            <AuditChain />
          </>
        )}
      </Answered>
    </PageFrame>
  );
}
