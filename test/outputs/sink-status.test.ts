import { expect, test } from 'vitest';
import { createSinkStatus } from '../../gateway/outputs/sink-status.ts';

const taken = { kind: 'taken' } as const;
const broken = { kind: 'failed', reason: 'http-500', detail: 'oops', retryAfterMs: null } as const;
const gone = { kind: 'away', reason: 'no-answer-ECONNREFUSED', detail: '', retryAfterMs: null } as const;

function opened() {
  let now = 0;
  const lines: string[] = [];
  const status = createSinkStatus({
    sink: 'webhook:crm',
    clock: () => now,
    log: (text, facts) => void lines.push(`${text} ${String(facts.reason ?? '')}`.trim()),
  });
  return {
    ...status,
    lines,
    at: (ms: number) => {
      now = ms;
    },
  };
}

test('trouble has a code, a reason and a beginning, and ends with the next delivery', () => {
  const { report, trouble, lastDelivered, at } = opened();
  expect([trouble(), lastDelivered()]).toEqual([null, null]);
  at(1_000);
  report(gone);
  at(2_000);
  report(broken);
  expect(trouble()).toEqual({ code: 'RECEIVER_REFUSED', reason: 'http-500', detail: 'oops', since: 1_000 });
  at(3_000);
  report(taken);
  expect([trouble(), lastDelivered()]).toEqual([null, 3_000]);
});

test('the log says when trouble begins and ends, and not each time that a receiver comes and goes', () => {
  const { report, lines, at } = opened();
  for (let second = 0; second < 50; second++) {
    at(second * 1_000);
    report(second % 2 === 0 ? gone : taken);
  }
  expect(lines).toEqual(['the receiver does not take events; they wait no-answer-ECONNREFUSED']);
  at(70_000);
  report(taken);
  expect(lines.slice(1)).toEqual(['the receiver takes events again']);
  report(broken);
  at(200_000);
  report(broken);
  report(gone);
  expect(lines.slice(2).map((line) => line.split(' ').at(-1))).toEqual(['http-500', 'no-answer-ECONNREFUSED']);
});
