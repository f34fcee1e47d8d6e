import { signal } from '@preact/signals';
import type { MetricView } from '../../../gateway/http/contract-metrics.ts';
import { getJson } from './api.ts';

type Metrics = ReadonlyMap<string, MetricView>;

const known = signal<Metrics>(new Map());
let isAsked = false;

/** What figures mean, by id; asked for once, when a page first shows one. An answer that does not come is asked for again by the next page. */
export function metrics(): Metrics {
  if (!isAsked) {
    isAsked = true;
    void getJson<MetricView[]>('/api/v1/metrics').then((answer) => {
      if (answer.ok) known.value = new Map(answer.value.map((metric) => [metric.id, metric]));
      else isAsked = false;
    });
  }
  return known.value;
}
