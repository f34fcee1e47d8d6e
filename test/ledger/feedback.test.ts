import { expect, test } from 'vitest';
import { feedbackAnswer, feedbackView } from '../../gateway/http/contract-feedback.ts';
import { openLedger } from '../../gateway/ledger/open-ledger.ts';
import { CATALOGUE } from './catalogue.ts';
import { commitOf, events, MINUTE, NINE, type Told } from './events.ts';

const DAY = 86_400_000;
const at = (minutes: number) => NINE + minutes * MINUTE;
const opened = (told: readonly Told[]) => {
  const all = openLedger({ file: ':memory:', clock: () => NINE });
  all.ledger.commit(commitOf(1, events(told)));
  return all;
};
const said = (minute: number, differs: Readonly<Record<string, unknown>>): Told => ['feedback.given', { at: at(minute), ...differs }];

const day: readonly Told[] = [
  ['visit.opened', { visit: 'v1', at: at(0) }],
  ['visit.identified', { visit: 'v1', at: at(1) }],
  ['custody.assigned', { visit: 'v1', epc: 'E1', at: at(2) }],
  said(5, { visit: 'v1', score: 5, zone: 'till' }),
  ['sale.recorded', { visit: 'v1', at: at(6) }],
  ['custody.ended', { visit: 'v1', epc: 'E1', at: at(6), since: at(2), outcome: 'bought' }],
  ['visit.opened', { visit: 'v2', at: at(10) }],
  said(12, { visit: 'v2', score: 2, zone: 'door' }),
  ['visit.closed', { visit: 'v2', at: at(13) }],
  said(14, { visit: null, score: 4, zone: 'till' }),
  said(15, { visit: null, scale: 'nps', score: 9, zone: null }),
  said(16, { visit: 'v1', scale: 'nps', score: 6, zone: 'till' }),
  said(90, { visit: null, score: 1 }),
];

test('answers are summed altogether, by zone and by what their visits did', () => {
  const feedback = opened(day).queries(CATALOGUE).feedback(at(0), at(60));
  expect(feedbackView.strict().parse(feedback)).toEqual(feedback);
  expect(feedback.smileys).toMatchObject({ answers: 3, counts: [0, 1, 0, 1, 1], happy: 2 / 3, mean: 11 / 3 });
  expect(feedback.nps).toMatchObject({ answers: 2, promoters: 1, passives: 0, detractors: 1, score: 0 });
  expect(feedback.zones.map(({ zone, smileys, nps }) => [zone, smileys?.answers ?? 0, nps?.answers ?? 0])).toEqual([
    ['door', 1, 0],
    [null, 0, 1],
    ['till', 2, 1],
  ]);
  expect(feedback.bought.smileys).toMatchObject({ answers: 1, counts: [0, 0, 0, 0, 1] });
  expect(feedback.left.smileys).toMatchObject({ answers: 1, counts: [0, 1, 0, 0, 0] });
  expect(feedback.left.nps).toBeNull();
});

test('each answer stands with what is known of its visit', () => {
  const answers = opened(day).queries(CATALOGUE).feedbackAnswers(at(0), at(13));
  expect(feedbackAnswer.strict().array().parse(answers)).toEqual([
    {
      at: at(5),
      zone: 'till',
      device: 'terminal-1',
      scale: 'smileys',
      score: 5,
      visit: 'v1',
      secondsIn: 300,
      identified: true,
      picked: 1,
      bought: 1,
    },
    expect.objectContaining({ at: at(12), visit: 'v2', secondsIn: 120, identified: false, picked: 0, bought: 0 }),
  ]);
});

test('an answer outlives its visit and no longer names it', async () => {
  const all = opened(day);
  await all.expire({ visitDays: 1, now: NINE + 3 * DAY });
  const pages = all.queries(CATALOGUE);
  expect(pages.feedback(at(0), at(60)).smileys).toMatchObject({ answers: 3 });
  expect(pages.feedbackAnswers(at(0), at(13))[0]).toMatchObject({ score: 5, visit: null, secondsIn: null, identified: null, bought: null });
});
