import type { AntennaPlace } from '../floor-plan.ts';
import { sigmoid } from '../statistics.ts';
import { cellOf } from './fingerprint.ts';
import { addGateRead, EXITED_AT, exitEvidence, isGate } from './gate.ts';
import { leftBecause } from './resting.ts';
import { none, type Tag } from './tag.ts';
import { confirmPick, leave } from './travelling.ts';
import { placeAt, say, type TagWorld } from './world.ts';

/** Reads that a tag at rest gives at the gate anyway are no pass: as strong as usual, or up to 8 dB stronger. */
const explained = (tag: Tag, antenna: AntennaPlace, rssi: number | null): boolean => {
  if (tag.trip !== null) return false;
  const cell = cellOf(tag, antenna.index);
  return cell !== null && cell.reads >= 3 && (rssi === null || rssi < cell.mean + 8);
};

/** Takes a believed read into the tag's pass through the gate, or as a sign that it is still inside. */
export const watchGate = (world: TagWorld, tag: Tag, antenna: AntennaPlace, rssi: number | null, at: number): void => {
  if (!isGate(antenna)) {
    if (tag.gate !== null && (rssi === null || rssi > -75) && at > tag.gate.last) tag.gate.inside++;
    return;
  }
  if (explained(tag, antenna, rssi)) return;
  tag.gate = addGateRead(tag.gate, antenna, rssi, at);
  world.atGate.add(tag);
};

/** Forgets where a tag that is no longer in the shop used to rest. */
export const forgetPlace = (world: TagWorld, tag: Tag): void => {
  placeAt(world, tag, null, null);
  tag.trip = null;
  tag.gate = null;
  tag.cells = none;
  tag.primary = 0;
  tag.comeback = null;
  world.atGate.delete(tag);
};

const exit = (world: TagWorld, tag: Tag, nats: number, why: ReturnType<typeof exitEvidence>['why']): void => {
  const gate = tag.gate;
  if (gate === null) return;
  const trip = tag.trip ?? leave(world, tag, tag.llr, leftBecause(tag, 0, gate.first));
  confirmPick(world, tag, trip, why.slice(0, 1));
  say(world, tag, 'item.exited', { at: gate.last, zone: gate.zone, from: tag.zone, section: null, confidence: sigmoid(nats), why });
  tag.state = 'exited';
  forgetPlace(world, tag);
};

/** Ends the gate passes that have been silent for `exitSilence` at `now`: each was an exit or nothing. */
export const decideExits = (world: TagWorld, now: number): void => {
  const { exitSilence } = world.plan.shop.settings.security;
  for (const tag of [...world.atGate]) {
    const gate = tag.gate;
    if (gate !== null && now - gate.last < exitSilence) continue;
    if (gate !== null) {
      const { nats, why } = exitEvidence(tag, gate, world.door(gate.zone, world.base() + gate.last));
      if (nats > EXITED_AT) exit(world, tag, nats, why);
    }
    tag.gate = null;
    world.atGate.delete(tag);
  }
};
