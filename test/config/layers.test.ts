import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../gateway/config/load-config.ts';
import { isGatewayError } from '../../gateway/errors.ts';
import { errorsOf, loadShop } from './shop-folder.ts';

const FILE = { 'store.yaml': 'store:\n  id: corner\nhttp:\n  port: 8081\n' };

describe('the layers of the configuration', () => {
  it.each([
    { name: 'a default where nothing is said', file: '', env: {}, flags: {}, port: 8_080, origin: 'default' },
    { name: 'the file over the default', file: 'http: { port: 8081 }', env: {}, flags: {}, port: 8_081, origin: 'store.yaml:1' },
    {
      name: 'the environment over the file',
      file: 'http: { port: 8081 }',
      env: { AISLE_HTTP_PORT: '9000' },
      flags: {},
      port: 9_000,
      origin: 'env AISLE_HTTP_PORT',
    },
    {
      name: 'a flag over the environment',
      file: 'http: { port: 8081 }',
      env: { AISLE_HTTP_PORT: '9000' },
      flags: { 'http.port': '9001' },
      port: 9_001,
      origin: 'flag',
    },
    { name: 'an empty variable as none', file: '', env: { AISLE_HTTP_PORT: '' }, flags: {}, port: 8_080, origin: 'default' },
  ])('take $name', ({ file, env, flags, port, origin }) => {
    const loaded = loadShop({ 'store.yaml': file }, { env, flags });
    expect(loaded.config.http.port).toBe(port);
    expect(loaded.origins.get('http.port')?.replace(/^.*\/store/, 'store')).toBe(origin);
  });

  it('tell the line of every value of the file', () => {
    const { origins } = loadShop(FILE);
    expect(origins.get('store.id')).toMatch(/store\.yaml:2$/);
    expect(origins.get('http.port')).toMatch(/store\.yaml:4$/);
    expect(origins.get('http.host')).toBe('default');
  });

  it('read texts, booleans, numbers and lists from variables and flags', () => {
    const { config } = loadShop(FILE, {
      env: { AISLE_STORE_TIMEZONE: 'Europe/Berlin', AISLE_BROKER_EMBEDDED: 'false', AISLE_SENSING_TAGS_ARRIVAL_WINDOW_S: '12.5' },
      flags: { 'loyalty.tiers': '[one, two]', 'store.name': '{ en: Corner }', 'store.dayParts.early': { from: '05:00', to: '06:00' } },
    });
    expect(config.store.timezone).toBe('Europe/Berlin');
    expect(config.broker.embedded).toBe(false);
    expect(config.sensing.tags.arrivalWindowS).toBe(12.5);
    expect(config.loyalty.tiers).toEqual(['one', 'two']);
    expect(config.store.name).toEqual({ en: 'Corner' });
    expect(config.store.dayParts.early).toEqual({ from: '05:00', to: '06:00' });
  });

  it('keep a text that looks like a number a text', () => {
    expect(loadShop(FILE, { env: { AISLE_STORE_ID: '123' } }).config.store.id).toBe('123');
  });

  it('name the variable or the flag in the error', () => {
    const options = { env: { AISLE_HTTP_PORT: 'x', AISLE_HTTP_PROT: '1' }, flags: { 'http.hots': 'a', 'broker.port': '-1' } };
    expect(errorsOf(FILE, options).sort()).toEqual([
      '--set broker.port: must be at least 0 (got -1)',
      '--set http.hots: unknown key - did you mean "host"?',
      'env AISLE_HTTP_PORT http.port: expected a number (got "x")',
      'env AISLE_HTTP_PROT: names no setting - did you mean "AISLE_HTTP_PORT"?',
    ]);
  });

  it('leave secrets and foreign variables alone', () => {
    const env = { AISLE_INFLUX_TOKEN: 's3cret', AISLE_BROKER_PASSWORD: 's3cret', AISLE_CORPUS: '/x', AISLE_VERSION: '9', HTTP_PORT: '1' };
    const loaded = loadShop(FILE, { env });
    expect(JSON.stringify([loaded.config, [...loaded.origins]])).not.toContain('s3cret');
  });

  it('cannot reach the prototype of all objects', () => {
    expect(errorsOf(FILE, { flags: { '__proto__.polluted': 'yes', 'constructor.prototype.polluted': 'yes' } })).not.toEqual([]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it('make a frozen whole', () => {
    const { config } = loadShop(FILE);
    expect(() => Object.assign(config.http, { port: 1 })).toThrow(TypeError);
  });

  it('work without any file', () => {
    const loaded = loadConfig({ env: { AISLE_STORE_ID: 'bare' } });
    expect([loaded.config.store.id, loaded.file]).toEqual(['bare', null]);
  });

  it('take an empty part as nothing given', () => {
    expect(loadShop({ 'store.yaml': 'zones:\ndevices:\n' }).config.zones).toEqual([]);
  });

  it('say so when the file is not there', () => {
    const load = () => loadConfig({ file: 'no/such/store.yaml', env: {} });
    expect(load).toThrow('no/such/store.yaml cannot be read: no such file');
    try {
      load();
    } catch (error) {
      expect(isGatewayError(error, 'CONFIG_MISSING')).toBe(true);
    }
  });

  it('carry the list of problems in the error', () => {
    try {
      loadShop({ 'store.yaml': 'http: { port: x }' });
      expect.unreachable();
    } catch (error) {
      if (!isGatewayError(error, 'CONFIG_INVALID')) throw error;
      expect(error.context.problems).toMatchObject([{ line: 1, column: 15, path: 'http.port', message: 'expected a number', got: '"x"' }]);
    }
  });
});
