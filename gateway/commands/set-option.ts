import { InvalidArgumentError, Option } from 'commander';

/** `--set path=value`, as often as wanted: the highest layer of the configuration. The result maps dotted paths to texts. */
export const setOption = (): Option =>
  new Option('--set <path=value>', 'set one field, for instance http.port=9000 (may be repeated)').default({}, 'none').argParser(collect);

function collect(text: string, before: unknown): Readonly<Record<string, string>> {
  const split = text.indexOf('=');
  if (split < 1) throw new InvalidArgumentError('Write it as path=value, for instance http.port=9000.');
  return { ...(before as Record<string, string>), [text.slice(0, split).trim()]: text.slice(split + 1) };
}
