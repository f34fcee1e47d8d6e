import { GatewayError } from '../errors.ts';

/** `90s`, `20m`, `1.5h` as ms; INPUT_INVALID names the option otherwise. */
export function parseDuration(option: string, text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text) ?? [];
  const factor = { s: 1_000, m: 60_000, h: 3_600_000 }[unit ?? ''];
  if (amount === undefined || factor === undefined) throw new GatewayError('INPUT_INVALID', `${option} wants 90s, 20m or 1h, not ${text}`);
  return Number(amount) * factor;
}
