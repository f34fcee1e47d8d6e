import type { Judged } from './judge.ts';
import { ITEMS } from './plan.ts';
import { ablationTable, comparisonTable, type Group, groupsOf, reliabilityTable, shortcomings, speedTable, titleOf } from './report.ts';

export interface Stamp {
  /** Of the sources that the figures depend on. */
  readonly digest: string;
  /** ISO date. */
  readonly date: string;
}

/** The line by which a test sees whether the document is of these sources. */
export const stampLine = ({ digest, date }: Stamp): string => `Measured on ${date}, sources ${digest}.`;

/** docs/accuracy.md. */
export function accuracyDocument(judged: readonly Judged[], stamp: Stamp): string {
  const groups = groupsOf(judged);
  const ablations = ablationTable(judged);
  const reliability = reliabilityTable(judged);
  return [
    '# Accuracy',
    '',
    '<!-- Written by `npm run accuracy -- --write`; do not edit. -->',
    '',
    stampLine(stamp),
    '',
    METHOD,
    '## Figures',
    '',
    'Bold: a rival is better. ✗: the gateway misses its target. `-`: there was nothing to judge.',
    '',
    ...groups.flatMap((group) => [`### ${titleOf(group)}`, '', comparisonTable(group), '', missed(group), '']),
    ...section(
      'What each thing is worth',
      'The gateway again with something taken away, on the realistic hours of the standard shop.',
      ablations,
    ),
    ...section(
      'How far its confidence can be trusted',
      'Associations of items with visits, by what the gateway said of its own certainty.',
      reliability,
    ),
    ...section('Speed', 'Replays of one simulated hour, two at a time on the machine that made this page.', speedTable(groups)),
    LIMITS,
  ].join('\n');
}

function missed(group: Group): string {
  const short = shortcomings(group);
  if (short.length === 0) return 'Nothing is missed.';
  return ['Missed:', '', ...short.map((sentence) => `- ${sentence}`)].join('\n');
}

const section = (title: string, words: string, table: string | null): string[] =>
  table === null ? [] : [`## ${title}`, '', words, '', table, ''];

const METHOD = `## How it is measured

A simulated shop of ${ITEMS.toLocaleString('en')} tagged items records what its devices say in an hour, and beside it what truly happened. The recording
goes through \`aisle replay\`, and \`aisle score\` compares. The simulator knows nothing of the gateway and the gateway nothing of the truth; it
was tuned on other seeds than those below. \`fashion\` and \`grocery\` are a new shop with each seed. \`nobody\` is an hour without customers.

| figure | what it means |
| --- | --- |
| composite | mean of the F1 of place away from home, move, visit, association with outcome, exit and alarm; what neither truth nor claims have is left out |
| place away from home | sampled every 10 s: an item in the shop but not in its home zone must be claimed in its true zone. Claimed at home or outside costs recall; claimed away while it is at home or gone costs precision. By when it was so, and by when it was said |
| move, pick, put, exit | same item (move and put: same zone too) within 30 s for moves, 20 s for the others; pairs one to one, as many as possible. A move is a stay of ten seconds or more in the hand, or being laid down there: walking through a zone is none |
| visit | pairs one to one that share at least half of their united time, and all together the most; cards recognised: the visit was identified, and as the same person as the card's other visits |
| association | which visit held which item for 30 s or more, or took it out; a visit without a true one is wrong with all it holds. By party: several claimed visits may be members of one true party |
| exit delays | from the true passage: suspected is the first alert \`exit-suspected\`, which accuses nobody; confirmed is the exit |
| alarm | alerts \`unsold-exit\` only, same item, within 30 s |
| stock | every section and product, every minute. Out of stock: not a piece on the shelf. Misplaced: pieces in a section that is not theirs |
| Brier, recall at precision .95 | of the confidence of associations; the second is what may be acted on without asking |

### The rivals

Programs on the same recordings, each as strong as its idea allows, with the same doors and tills: visits first in, first out from the door counter, cards
claim theirs; an item that left belongs to the visit that ended nearest, unless a receipt with a card says otherwise; an exit is a gate read, outer
antenna last, then silence; an alarm is an exit without receipt, receipts by product are a budget.

| name | place of an item |
| --- | --- |
| null | where the last stock count has it, for ever |
| last-reader | the antenna that read it last; 15 s window |
| fixed-window | the strongest mean of the last 5 s |
| smurf | per item and zone a window that fits its read rate (Jeffery, Garofalakis, Franklin: Adaptive Cleaning for RFID Data Streams, VLDB 2006) |
| profile-garment, profile-asset | the mobility profile of Intel's RSP controller: mean of 20 reads per antenna in mW, another antenna takes over when it leads by min(T, m Δt + b); an item last at the gate has left after 30 s, one read at the till is sold |

`;

const LIMITS = `## What limits these figures

- They are simulated. Ranks should hold in a shop, absolute figures will shift: measure your own with \`aisle score\` on a recording with a truth, or by
  receipts with cards.
- Between coming and leaving nobody tells people without a card apart: who left is concluded from when they came and when their goods were taken up. Even
  with every crossing and every pick known exactly, the best such pairing named the right one in 71 to 81 of 100 cases (worked out once from the truth of
  sixteen other hours, easy and realistic).
- Near the border of two zones a carried item is heard by the antennas of both. A classifier taught by the truth of six easy hours, looking twenty
  seconds ahead, named the right zone of goods carried away from home at 79 of 100 moments of two other hours; in stays under ten seconds at 45.
- Two people who stand together look alike to radio: which member of a party holds an item is near chance. Sell by party.
- Goods that are never read keep the place of the last stock count until somebody counts again.
- Picks are seen by silence, weight and another antenna; one that ends within seconds at the same place is not always seen.

## How to repeat it

\`\`\`sh
npm run accuracy                          # all of it, tables in the terminal
npm run accuracy -- --quick               # one seed each, a few minutes
npm run accuracy -- --presets hard --seeds 31..33 --no-ablations
npm run accuracy -- --write               # this page
\`\`\`
`;
