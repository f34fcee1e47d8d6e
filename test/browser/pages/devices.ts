import { busyNow } from '../fixture-now.ts';
import type { Answers } from '../fixture-server.ts';
import { texts } from '../fixture-shop.ts';

const { devices: all, at, pending } = busyNow();
const [gate] = all;

/** Beside the devices of the first page, a reader that fell silent this morning. */
const silent = gate && {
  ...gate,
  id: 'gift-reader',
  name: texts('Gift shelf reader', '伴手禮架讀取器', '礼品架读取器'),
  zone: 'gifts',
  state: 'silent' as const,
  lastMessage: at - 47.5 * 60_000,
  messagesPerMinute: 0,
};

export const devices: { readonly busy: Answers; readonly empty: Answers } = {
  busy: { devices: () => [...all, ...(silent ? [silent] : [])], 'devices/pending': () => pending },
  empty: { devices: () => [], 'devices/pending': () => [] },
};
