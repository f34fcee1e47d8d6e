import { describe, expect, it } from 'vitest';
import { createLetterBox, type Letter } from '../../../dashboards/player/letter-box.ts';
import { createPlaylistSource } from '../../../dashboards/player/playlist-source.ts';
import { createShopClock } from '../../../dashboards/player/shop-clock.ts';
import { playlistFake } from '../../support/fakes/displays.fake.ts';

function createStorage() {
  const values = new Map<string, string>();
  return { getItem: (key: string) => values.get(key) ?? null, setItem: (key: string, value: string) => void values.set(key, value) };
}
const letter = (payload: string): Letter => ({ channel: 'ack', payload });
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('what a display has to say', () => {
  it('is kept until the gateway has it, also across a restart of the browser', async () => {
    const storage = createStorage();
    let isOnline = false;
    const sent: string[] = [];
    const send = async ({ payload }: Letter) => {
      if (!isOnline) throw new Error('not connected');
      sent.push(payload);
    };
    createLetterBox(storage, send).put(letter('a'));
    await settled();
    const restarted = createLetterBox(storage, send);
    restarted.put(letter('b'));
    await settled();
    expect([restarted.waiting(), sent]).toEqual([2, []]);
    isOnline = true;
    restarted.sendAll();
    await settled();
    expect([restarted.waiting(), sent]).toEqual([0, ['a', 'b']]);
    expect(createLetterBox(storage, send).waiting()).toBe(0);
  });

  it('is not said twice while it is under way', async () => {
    const sent: string[] = [];
    let acknowledge = () => {};
    const box = createLetterBox(createStorage(), ({ payload }) => {
      sent.push(payload);
      return new Promise((resolve) => {
        acknowledge = resolve;
      });
    });
    box.put(letter('a'));
    box.sendAll();
    expect(sent).toEqual(['a']);
    acknowledge();
    await settled();
    expect(box.waiting()).toBe(0);
  });

  it('survives a storage that is full, and one that something else wrote', () => {
    const full = {
      getItem: () => '{"not":"a list"}',
      setItem: () => {
        throw new Error('QuotaExceededError');
      },
    };
    const box = createLetterBox(full, async () => undefined);
    box.put(letter('a'));
    expect(box.waiting()).toBe(1);
  });
});

describe('the playlist of a display', () => {
  const settings = { store: 'river', display: 'screen', key: 'K', language: null, idle: null };
  const open = (storage: ReturnType<typeof createStorage>, answer: () => Promise<Response>, display = 'screen') => {
    const asked: RequestInit[] = [];
    const source = createPlaylistSource({
      settings: { ...settings, display },
      storage,
      clock: createShopClock(() => 0),
      machine: () => 0,
      fetch: (_address, init) => {
        asked.push(init ?? {});
        return answer();
      },
      onChange: () => undefined,
    });
    return { source, asked };
  };
  const good = async () => new Response(JSON.stringify(playlistFake), { headers: { etag: '"v1"' } });
  const gone = () => Promise.reject(new TypeError('fetch failed'));

  it('is that of before, when a restarted display finds no network', async () => {
    const storage = createStorage();
    const first = open(storage, good);
    expect(first.source.present().idle).toEqual({});
    await first.source.refresh();
    const restarted = open(storage, gone);
    await restarted.source.refresh();
    expect(restarted.source.present().idle).toEqual({ en: 'Welcome' });
    expect(restarted.asked[0]?.headers).toMatchObject({ authorization: 'Bearer screen:K', 'if-none-match': '"v1"' });
  });

  it('is not another display’s, and not what is no playlist', async () => {
    const storage = createStorage();
    await open(storage, good).source.refresh();
    expect(open(storage, gone, 'other').source.present().idle).toEqual({});
    const { source } = open(storage, async () => new Response('<html>', { headers: { etag: '"v2"' } }));
    await source.refresh();
    expect([source.present().idle, source.tag()]).toEqual([{ en: 'Welcome' }, '"v1"']);
  });
});

describe('the shop’s time on a machine whose clock is wrong', () => {
  it('is that of the gateway’s answers, as far as whole seconds tell', () => {
    let machine = 1_700_000_300_000;
    const clock = createShopClock(() => machine);
    expect(clock.now()).toBe(machine);
    clock.heard(new Date(1_700_000_000_000).toUTCString(), machine, machine + 100);
    expect(clock.skewMs()).toBe(299_550);
    machine += 1_000;
    expect(Math.abs(clock.now() - 1_700_000_001_000)).toBeLessThan(1_000);
    clock.heard(null, machine, machine);
    clock.heard('nonsense', machine, machine);
    expect(clock.skewMs()).toBe(299_550);
  });

  it('leaves a clock alone that is right to the second', () => {
    const clock = createShopClock(() => 1_700_000_000_900);
    clock.heard(new Date(1_700_000_000_000).toUTCString(), 1_700_000_000_800, 1_700_000_000_900);
    expect(clock.skewMs()).toBe(0);
  });
});
