import { basename } from 'node:path';
import type { CheckThread } from './check-thread.ts';
import type { LoadedConfig } from './config/loaded-config.ts';
import { cutOffers, type OfferSource, strangersIn, withOffers } from './config/offer-source.ts';
import type { ConfigProblem } from './config/problem.ts';
import { readStore } from './config/set-values.ts';
import { GatewayError } from './errors.ts';
import type { OfferCheckView } from './http/contract-offer-source.ts';
import type { OfferDesk, SavedFile } from './http/ports.ts';
import type { Log } from './observability/log.ts';
import { checkUnchanged, hashOf, replaceFile } from './store-file.ts';

export interface OfferDeskOptions {
  readonly loaded: Pick<LoadedConfig, 'file'>;
  /** Nothing is written: the shop of the demo belongs to the product. */
  readonly isDemo: boolean;
  readonly checks: CheckThread;
  /** Keeps in the audit log who saved. */
  readonly noteSaved: (note: SavedFile) => void;
  readonly log: Log;
}

type Problem = OfferCheckView['problems'][number];

/** Where operators read, try and save the offers of store.yaml. The running gateway keeps those that it was started with. */
export function createOfferDesk({ loaded, isDemo, checks, noteSaved, log }: OfferDeskOptions): OfferDesk {
  const running = loaded.file === null ? '' : (cutOffers(readStore(loaded.file))?.offers ?? '');

  const fileOf = (): string => {
    if (loaded.file !== null) return loaded.file;
    throw new GatewayError('NOT_FOUND', 'This gateway was started without a store.yaml.');
  };
  const cut = (text: string): OfferSource => {
    const source = cutOffers(text);
    if (source !== null) return source;
    throw new GatewayError('CONFIG_READ_ONLY', 'The offers of this store.yaml do not stand in lines of their own.');
  };
  const view = (text: string) => {
    const { offers } = cut(text);
    return { text: offers, hash: hashOf(text), file: basename(fileOf()), isRunning: offers === running };
  };

  const check = async (text: string, whole: string): Promise<OfferCheckView> => {
    const source = cut(whole);
    const strangers = strangersIn(text).map(({ key, line }): Problem => {
      return { line, column: 1, path: key, message: 'only `offers:` can be changed here' };
    });
    if (strangers.length > 0) return { problems: strangers, previews: [] };
    const { problems, previews } = await checks.ask('offers', [fileOf(), withOffers(source, text)]);
    const first = linesIn(source.before);
    const last = first + linesIn(text) + (text.endsWith('\n') ? 0 : 1);
    return { problems: problems.map((problem) => placed(problem, first, last)), previews };
  };

  return {
    source: () => view(readStore(fileOf())),
    check: (text) => check(text, readStore(fileOf())),
    async save(text, hash, user) {
      const file = fileOf();
      if (isDemo) throw new GatewayError('CONFIG_READ_ONLY', 'The demo leaves its shop as it is.');
      const before = readStore(file);
      const { problems } = await check(text, before);
      const [wrong] = problems;
      if (wrong !== undefined) throw new GatewayError('CONFIG_INVALID', `${wrong.path}: ${wrong.message}`);
      checkUnchanged(file, hash);
      const after = withOffers(cut(before), text);
      replaceFile(file, after);
      noteSaved({ file: basename(file), user, paths: ['offers'], before: hash, after: hashOf(after) });
      log.info({ user, before: hash, after: hashOf(after) }, 'offers saved; they run after a restart');
      return view(after);
    },
  };
}

const linesIn = (text: string): number => text.split('\n').length - 1;

/** A problem with its line in the text that is edited, which is the file from the line behind `first` to `last`; else with its line in the file. */
function placed({ line, column, path, message, source }: ConfigProblem, first: number, last: number): Problem {
  if (line !== null && line > first && line <= last) return { line: line - first, column, path, message };
  return { line: null, column: null, path, message: `${basename(source)}${line === null ? '' : ` line ${line}`}: ${message}` };
}
