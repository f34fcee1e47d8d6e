import type { AuditEntry } from '../../../gateway/http/contract-actuator.ts';
import { dateOf, minuteOf, number, percent, secondOf } from '../i18n/format.ts';
import { t, tOr } from '../i18n/translate.ts';
import { dateIn } from '../state/dates.ts';
import { store } from '../state/model.ts';
import { deviceName, offerName } from '../state/names.ts';
import { Chip, type Tone } from './chip.tsx';
import type { IconName } from './icon.tsx';

const OUTCOMES: Readonly<Record<string, { readonly tone: Tone; readonly icon: IconName }>> = {
  done: { tone: 'good', icon: 'check' },
  refused: { tone: 'bad', icon: 'cross' },
  unproved: { tone: 'bad', icon: 'question' },
  barred: { tone: 'warn', icon: 'pause' },
  superseded: { tone: 'plain', icon: 'minus' },
};

export const whatText = (what: string): string => tOr(`audit.what.${what}`, what);
export const outcomeText = (outcome: string): string => tOr(`audit.outcome.${outcome}`, outcome);

/** Who did or asked it, as pages call them. `id` of an operator is the name. */
export function whoText(kind: 'offer' | 'rule' | 'operator' | 'console', id: string): string {
  if (kind === 'console') return t('audit.who.console');
  if (kind === 'offer') return t('audit.who.offer', { name: offerName(id) });
  return kind === 'rule' ? t('audit.who.rule', { name: id }) : id;
}

/** Nobody has to ask for what keeps an actuator within its bounds; what it answers names the command. */
function byText({ by, kind }: AuditEntry): string {
  if (by !== null) return whoText(by.kind, by.user ?? by.id);
  return kind === 'commanded' ? t('audit.who.gateway') : '–';
}

function actionText(action: AuditEntry['action']): string {
  switch (action?.do) {
    case 'switch':
      return action.on ? t('audit.on') : t('audit.off');
    case 'light':
      return action.on ? `${t('audit.on')} ${percent(action.brightness)}${action.color ? ` ${action.color}` : ''}` : t('audit.off');
    case 'write':
      return `${action.name} = ${action.value}`;
    case 'call':
      return `${action.name}(${action.arguments.join(', ')})`;
    default:
      return '';
  }
}

function More({ because, detail, until, attempt, action, channel }: AuditEntry) {
  const parts = [
    because ?? '',
    actionText(action),
    channel ? t('audit.channel', { n: channel }) : '',
    until === null ? '' : t('audit.until', { time: secondOf(until) }),
    attempt !== null && attempt > 1 ? t('audit.attempt', { n: attempt }) : '',
    detail,
  ];
  return parts.filter(Boolean).join(' · ');
}

/** One row of the log. A command that was turned away has that as its outcome. */
export function AuditLine({ row }: { readonly row: AuditEntry }) {
  const { kind } = row;
  const outcome = row.outcome ?? (kind === 'barred' ? 'barred' : null);
  const look = outcome === null ? undefined : OUTCOMES[outcome];
  return (
    <tr data-row={row.seq}>
      <td>
        {dateOf(dateIn(row.at, store.value?.timezone ?? 'UTC'))} <time title={secondOf(row.at)}>{minuteOf(row.at)}</time>
      </td>
      <th scope="row">{byText(row)}</th>
      <td>{whatText(row.deed ?? kind)}</td>
      <td class="audit-about">{row.device === '' ? (row.about ?? '–') : deviceName(row.device)}</td>
      <td>
        {outcome === null ? '–' : <Chip tone={look?.tone ?? 'plain'} {...(look ? { icon: look.icon } : {})} text={outcomeText(outcome)} />}
      </td>
      <td class="audit-more">
        <More {...row} />
      </td>
      <td class="is-number">
        {number(row.seq)}
        <code class="muted">{row.hash.slice(0, 8)}</code>
      </td>
    </tr>
  );
}
