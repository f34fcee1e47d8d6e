import { describe, expect, it } from 'vitest';
import { createLoginThrottle } from '../../../gateway/http/auth/login-throttle.ts';

function atRest() {
  let now = 1_000_000;
  const throttle = createLoginThrottle(() => now);
  return {
    throttle,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('the login throttle', () => {
  it('doubles the wait from the fifth failure on, up to thirty seconds', () => {
    const { throttle } = atRest();
    const waits = Array.from({ length: 12 }, () => {
      throttle.failed('192.0.2.1');
      return throttle.waitMs('192.0.2.1');
    });
    expect(waits).toEqual([0, 0, 0, 0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('ends the wait by itself, and everything with a success', () => {
    const { throttle, pass } = atRest();
    for (let n = 0; n < 6; n++) throttle.failed('192.0.2.1');
    pass(1_999);
    expect(throttle.waitMs('192.0.2.1')).toBe(1);
    pass(1);
    expect(throttle.waitMs('192.0.2.1')).toBe(0);
    throttle.succeeded('192.0.2.1');
    throttle.failed('192.0.2.1');
    expect(throttle.waitMs('192.0.2.1')).toBe(0);
  });

  it('forgets after fifteen quiet minutes', () => {
    const { throttle, pass } = atRest();
    for (let n = 0; n < 12; n++) throttle.failed('192.0.2.1');
    pass(15 * 60_000);
    throttle.failed('192.0.2.1');
    expect(throttle.waitMs('192.0.2.1')).toBe(0);
  });

  it('takes a house with IPv6 for one address, and another for another', () => {
    const { throttle } = atRest();
    for (let n = 0; n < 5; n++) throttle.failed(`2001:db8:1:2:${n}::1`);
    expect(throttle.waitMs('2001:db8:1:2:ffff::9')).toBe(1_000);
    expect(throttle.waitMs('2001:db8:1:3::1')).toBe(0);
    for (let n = 0; n < 5; n++) throttle.failed(`::ffff:192.0.2.${n}`);
    expect(throttle.waitMs('::ffff:192.0.2.1')).toBe(0);
  });

  it('remembers so many addresses only', () => {
    const { throttle } = atRest();
    for (let n = 0; n < 5; n++) throttle.failed('192.0.2.1');
    for (let n = 0; n < 10_000; n++) throttle.failed(`10.0.${n >> 8}.${n & 255}`);
    expect(throttle.waitMs('192.0.2.1')).toBe(0);
  });
});
