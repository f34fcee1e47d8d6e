import { describe, expect, it } from 'vitest';
import { configSchema } from '../../gateway/config/schema.ts';
import { schemaTree } from '../../gateway/config/schema-tree.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { allTunables, parseTunable } from '../../gateway/tune/tunables.ts';

const config = configSchema.parse({ sensing: { tags: { pickSilenceS: 12 } } });
const tree = schemaTree();

describe('the settings that can be tuned', () => {
  it('are the numbers of sensing and security with bounds, from where the shop has them', () => {
    const all = allTunables(tree, config);
    expect(all).toContainEqual({ path: 'sensing.tags.pickSilenceS', low: 1, high: 600, start: 12, isWhole: false });
    expect(all).toContainEqual({ path: 'security.bulkItems', low: 2, high: 1_000, start: 5, isWhole: true });
    expect(all.every(({ path }) => /^(sensing|security)\./.test(path))).toBe(true);
    expect(all.every(({ low, high, start }) => low <= start && start <= high)).toBe(true);
  });

  it('may be narrowed', () => {
    expect(parseTunable('sensing.tags.pickSilenceS=4..10', tree, config)).toMatchObject({ low: 4, high: 10, start: 10 });
  });

  it.each(['http.port', 'sensing.tags', 'sensing.tags.nothing', 'sensing.tags.pickSilenceS=10..4', 'sensing.tags.pickSilenceS=0..9000'])(
    'does not take %s',
    (text) => {
      let error: unknown;
      try {
        parseTunable(text, tree, config);
      } catch (thrown) {
        error = thrown;
      }
      expect(isGatewayError(error) && error.code).toBe('CONFIG_INVALID');
    },
  );
});
