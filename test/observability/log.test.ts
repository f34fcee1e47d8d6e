import { describe, expect, it } from 'vitest';
import { GatewayError } from '../../gateway/errors.ts';
import { createLog } from '../../gateway/observability/log.ts';

function logged() {
  const lines: string[] = [];
  const log = createLog({ level: 'trace', destination: { write: (line) => void lines.push(line) } });
  return { log, text: () => lines.join(''), last: (): Record<string, unknown> => JSON.parse(lines.at(-1) ?? 'null') };
}

const RAW = [
  '4712345678901',
  'Bearer-secret-1',
  'hunter2-password',
  'cookie-value-9',
  'link-token-5',
  'dGVzdHBzZXVkb255bTAwMQ',
  '0912345678',
];
const visit = {
  id: 'v-17',
  visitor: 'dGVzdHBzZXVkb255bTAwMQ',
  party: 2,
  seen: { by: { reader: { card: '4712345678901', cardId: '4712345678901', 'card-number': '4712345678901', phone: '0912345678' } } },
  sightings: [{ card: '4712345678901', at: 1 }, [{ loyaltyCard: '4712345678901' }]],
  request: {
    headers: { authorization: 'Bearer-secret-1', Cookie: 'cookie-value-9', 'set-cookie': ['cookie-value-9'] },
    body: { token: 'link-token-5', login_token: 'link-token-5', brokerPassword: 'hunter2-password', deviceSecret: 'Bearer-secret-1' },
  },
  members: new Map([['mei', { card: '4712345678901' }]]),
  frame: Buffer.from('{"card":"4712345678901"}'),
};

describe('the log', () => {
  it('of a whole visit with its card holds nothing raw', () => {
    const { log, text, last } = logged();
    log.info(visit, 'visit');
    log.info({ visit }, 'visit inside');
    log.child({ visit, token: 'link-token-5' }).warn('visit of a child logger');
    log.error({
      err: new GatewayError(
        'BROKER_UNREACHABLE',
        'no broker',
        { visit, password: 'hunter2-password' },
        Object.assign(new Error('inner'), { visit }),
      ),
    });
    log.error(Object.assign(new Error('bare'), { card: '4712345678901' }));
    for (const raw of RAW) expect(text()).not.toContain(raw);
    // Bytes become their length: spelt out as numbers they would be the card again.
    expect(text()).toContain('"frame":"[24 bytes]"');
    expect(text()).not.toMatch(/52\D+55\D+49\D+50/);
    expect(text()).toContain('[hidden]');
    expect(text()).toContain('v-17');
    expect(last()).toMatchObject({ level: 'error', err: { message: 'bare', card: '[hidden]' } });
  });

  it('says what failed, with its code, its stack and its cause', () => {
    const { log, last } = logged();
    log.error({ err: new GatewayError('JOURNAL_UNAVAILABLE', 'disk full', { free: 0 }, new Error('ENOSPC')) }, 'not stored');
    expect(last()).toMatchObject({
      level: 'error',
      msg: 'not stored',
      err: { type: 'GatewayError', code: 'JOURNAL_UNAVAILABLE', message: 'disk full', context: { free: 0 }, cause: { message: 'ENOSPC' } },
    });
    expect(String((last().err as { stack: string }).stack)).toContain('log.test');
  });

  it('keeps every line one JSON object, whatever a name holds', () => {
    const { log, text, last } = logged();
    log.info({ name: 'a\nb\u001b[31mred\u202e', size: 12n, none: null, missing: undefined, card: null }, 'named');
    expect(text().trimEnd().split('\n')).toHaveLength(1);
    expect(text()).not.toContain('\u001b');
    expect(last()).toMatchObject({ size: '12', none: null, card: null });
  });

  it('survives cycles and endless lists', () => {
    const { log, text } = logged();
    const cycle: Record<string, unknown> = { list: Array.from({ length: 5_000 }, (_, n) => n) };
    cycle.self = cycle;
    log.info(cycle, 'round');
    expect(text()).toContain('[too deep]');
    expect(text()).toContain('[4900 more]');
    expect(text().length).toBeLessThan(10_000);
  });

  it('keeps below its level', () => {
    const lines: string[] = [];
    const log = createLog({ level: 'warn', destination: { write: (line) => void lines.push(line) } });
    log.info('quiet');
    log.warn('loud');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 'warn', msg: 'loud', time: expect.any(Number) });
  });
});
