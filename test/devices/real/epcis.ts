import { expect } from 'vitest';
import { type EpcisEvent, readEpcis } from '../../../devices/kit/epcis/read-document.ts';
import { defineFamily } from '../../support/real-messages.ts';

/** Names of the corpus and where each stands in an event of ours. */
const FACT_OF: Readonly<Record<string, (event: EpcisEvent) => unknown>> = {
  type: ({ type }) => type,
  timestamp_ms: ({ time }) => time,
  eventID: ({ eventId }) => eventId,
  action: ({ action }) => action,
  bizStep: ({ bizStep }) => bizStep,
  disposition: ({ disposition }) => disposition,
  tz_offset: ({ zone }) => zone,
  epcs: ({ epcs }) => epcs,
  parent: ({ parent }) => parent,
  child_epcs: ({ childEpcs }) => childEpcs,
  read_point: ({ readPoint }) => readPoint,
  biz_location: ({ bizLocation }) => bizLocation,
  sensor_reports: ({ sensors }) => sensors.reduce((sum, { reports }) => sum + reports.length, 0),
};

export const family = defineFamily({
  family: 'epcis',
  check({ payload, expected }) {
    const events = readEpcis(payload);
    if ('ok' in events) throw new Error(events.detail);
    const wanted = expected.events as readonly Readonly<Record<string, unknown>>[];
    expect(events).toHaveLength(Number(expected.event_count));
    expect(wanted).toHaveLength(events.length);
    for (const [index, facts] of wanted.entries()) {
      const event = events[index];
      if (event === undefined) continue;
      for (const [name, value] of Object.entries(facts)) {
        expect(FACT_OF[name], `no place for ${name}`).toBeDefined();
        expect(FACT_OF[name]?.(event), name).toEqual(value);
      }
    }
  },
});
