import { LEFT_AT, secondsUntilDoubt, silenceEvidence } from './fingerprint.ts';
import { exitDeparted, forgetPlace } from './leaving-shop.ts';
import { leftBecause, listenedInVain } from './resting.ts';
import type { Tag } from './tag.ts';
import { confirmIfHeardElsewhere, leave } from './travelling.ts';
import { say, type TagWorld } from './world.ts';

/** Departed and exited tags are remembered this long, so that they can return. */
const AGE_OUT_MS = 336 * 3_600_000;

const depart = (world: TagWorld, tag: Tag): void => {
  const silent = (world.uptime.upAnywhere() - tag.upAt) / 1_000;
  say(world, tag, 'item.departed', {
    at: tag.lastRead,
    confidence: 0.9,
    why: [
      { code: 'silent-everywhere', nats: 2.2, facts: { seconds: Math.max(0, Math.round(silent)), lastRead: world.base() + tag.lastRead } },
    ],
  });
  tag.state = 'departed';
  forgetPlace(world, tag);
};

const doubt = (world: TagWorld, tag: Tag, now: number): void => {
  const silent = listenedInVain(world, tag) / 1_000;
  const odds = tag.llr + silenceEvidence(tag, silent);
  if (odds <= LEFT_AT) return;
  leave(world, tag, odds, leftBecause(tag, silent, now));
  world.gate.unheard.doubt(tag);
};

/** Looks at a tag whose time has come: silent at home, pick to confirm, departed, or old enough to be forgotten. */
export const wake = (world: TagWorld, tag: Tag, now: number): void => {
  const { departedAfter } = world.plan.shop.settings.tags;
  if (tag.state === 'departed' || tag.state === 'exited') {
    if (now - tag.lastRead >= AGE_OUT_MS) world.tags.delete(tag.epc);
    else world.wheel.schedule(tag, tag.lastRead + AGE_OUT_MS);
    return;
  }
  const silent = tag.trip === null ? listenedInVain(world, tag) : world.uptime.upAnywhere() - tag.upAt;
  if (now - tag.lastRead >= departedAfter && silent >= departedAfter * 0.9 && !world.uptime.isAnyOut(now)) {
    if (!exitDeparted(world, tag, now)) depart(world, tag);
    world.wheel.schedule(tag, tag.lastRead + AGE_OUT_MS);
    return;
  }
  if (tag.trip === null) doubt(world, tag, now);
  else {
    confirmIfHeardElsewhere(world, tag, tag.trip, now);
    world.gate.unheard.doubt(tag);
  }
  const until = Math.max(tag.lastRead + departedAfter, now + 5_000);
  const look = tag.trip === null ? Math.max(now + 5_000, now + 1_000 * (secondsUntilDoubt(tag) - silent / 1_000)) : until;
  world.wheel.schedule(tag, Math.min(until, look));
};
