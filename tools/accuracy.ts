import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endBar, showBar } from '../gateway/commands/progress-bar.ts';
import { ABLATIONS } from './accuracy/ablations.ts';
import { inParallel } from './accuracy/child.ts';
import { figureDigest, root } from './accuracy/digest.ts';
import { accuracyDocument } from './accuracy/document.ts';
import { type Judged, judge } from './accuracy/judge.ts';
import { hasAblations, type Plan, readPlan, USAGE } from './accuracy/plan.ts';
import { ablationTable, comparisonTable, groupsOf, reliabilityTable, shortcomings, speedTable, titleOf } from './accuracy/report.ts';

/** `npm run accuracy`: how near the gateway and its rivals come to the truth of simulated shops that nobody tuned on. */
async function main(): Promise<void> {
  const plan = readPlan(process.argv.slice(2));
  if (plan === null) {
    console.log(USAGE);
    return;
  }
  const judged = await judgeAll(plan);
  console.log(plan.json ? JSON.stringify({ digest: figureDigest(), runs: judged }) : textOf(judged));
  if (!plan.write) return;
  const file = join(root, 'docs', 'accuracy.md');
  writeFileSync(file, accuracyDocument(judged, { digest: figureDigest(), date: new Date().toISOString().slice(0, 10) }));
  console.error(`${file} written`);
}

async function judgeAll({ runs, jobs, withAblations, withBaselines }: Plan): Promise<Judged[]> {
  const steps = runs.reduce(
    (sum, run) => sum + 2 + (withBaselines ? 1 : 0) + (withAblations && hasAblations(run) ? ABLATIONS.length : 0),
    0,
  );
  let done = 0;
  const judged = await inParallel(runs, jobs, (run) =>
    judge(run, {
      withAblations,
      withBaselines,
      onStep: (what) => {
        done++;
        showBar(done / steps, `${run.layout} ${run.preset} ${run.seed}: ${what}`);
      },
    }),
  );
  endBar();
  return judged;
}

function textOf(judged: readonly Judged[]): string {
  const groups = groupsOf(judged);
  const ablations = ablationTable(judged);
  const reliability = reliabilityTable(judged);
  return [
    ...groups.flatMap((group) => {
      const short = shortcomings(group);
      return [titleOf(group), comparisonTable(group), short.length === 0 ? 'nothing is missed' : `missed: ${short.join('; ')}`, ''];
    }),
    ...(ablations === null ? [] : ['what each thing is worth (concept, realistic)', ablations, '']),
    ...(reliability === null ? [] : ['how sure, and how often right (concept, realistic)', reliability, '']),
    'speed',
    speedTable(groups),
  ].join('\n');
}

try {
  await main();
} catch (error) {
  endBar();
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
