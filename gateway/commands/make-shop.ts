import type { Command } from 'commander';
import { KINDS } from '../../simulators/layout/made/plan.ts';
import { makeShop, writeShop } from '../../simulators/layout/make-shop.ts';
import { GatewayError } from '../errors.ts';

interface MakeShopArguments {
  readonly kind: string;
  readonly seed: string;
  readonly items: string;
  readonly out: string;
}

/** `aisle simulate make-shop`: a made-up shop as a folder, to simulate, to try settings on, or to start one's own from. */
export function registerMakeShop(simulate: Command): void {
  simulate
    .command('make-shop')
    .description('write the folder of a made-up shop: store.yaml, products, stock count, members')
    .option('--kind <name>', `what it sells and how it is fitted out: ${KINDS.join(', ')}`, 'concept')
    .option('--seed <number>', 'the same seed gives the same shop', '1')
    .option('--items <number>', 'tagged pieces in it', '3000')
    .requiredOption('--out <folder>', 'where to write; files of the same names are replaced')
    .action(run);
}

async function run({ kind, seed, items, out }: MakeShopArguments): Promise<void> {
  const known = KINDS.find((one) => one === kind);
  if (!known) throw invalid(`no kind ${kind}; there are ${KINDS.join(', ')}`);
  const numbers = [Number(seed), Number(items)] as const;
  if (!Number.isSafeInteger(numbers[0])) throw invalid(`--seed wants a whole number, not ${seed}`);
  if (!Number.isSafeInteger(numbers[1]) || numbers[1] < 50 || numbers[1] > 100_000) {
    throw invalid(`--items wants a whole number from 50 to 100000, not ${items}`);
  }
  await writeShop(makeShop({ kind: known, seed: numbers[0], items: numbers[1] }), out);
  console.error(`a ${kind} shop in ${out}; simulate it with: aisle simulate --shop ${out} --record FILE --truth FOLDER`);
}

const invalid = (message: string): GatewayError => new GatewayError('INPUT_INVALID', message);
