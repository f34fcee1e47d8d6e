import { describe, expect, it } from 'vitest';
import { readJson } from '../../../devices/kit/json.ts';

const read = (text: string) => readJson(Buffer.from(text));
const nested = (depth: number, inside = '') => `${'['.repeat(depth)}${inside}${']'.repeat(depth)}`;

describe('readJson', () => {
  it.each([
    ['an object', '{"a":1}', { a: 1 }],
    ['text of other scripts', '{"名":"微感商務"}', { 名: '微感商務' }],
    ['the NUL that ends a text in C', '{"a":1}\u0000', { a: 1 }],
    ['a byte order mark before it', '\uFEFF[1]', [1]],
    ['the last of equal keys', '{"a":1,"a":2}', { a: 2 }],
    ['sixteen levels', nested(16), JSON.parse(nested(16))],
    ['brackets inside of strings', JSON.stringify({ a: '[['.repeat(40), b: '"]}\\' }), { a: '[['.repeat(40), b: '"]}\\' }],
    ['forbidden words as values', '{"a":"constructor","b":"__proto__ \\u0041"}', { a: 'constructor', b: '__proto__ A' }],
    ['minus zero and the smallest number', '[-0,5e-324]', [-0, 5e-324]],
  ])('takes %s', (_name, text, value) => {
    expect(read(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['half a message', '{"a":', 'not-json'],
    ['plain text', 'connection lost', 'not-json'],
    ['NaN', '{"a":NaN}', 'not-json'],
    ['seventeen levels', nested(17), 'too-deep'],
    ['seventeen levels hidden behind brackets in strings', nested(17, '"]]]]]]]]]]]]]]]]]"'), 'too-deep'],
    ['a hundred thousand levels', nested(100_000), 'too-deep'],
    ['a prototype key', '{"a":[{"__proto__":{"x":1}}]}', 'forbidden-key'],
    ['a prototype key in escapes', '{"\\u005f_proto__":1}', 'forbidden-key'],
    ['a constructor key', '{"constructor":{"prototype":{}}}', 'forbidden-key'],
  ])('refuses %s', (_name, text, code) => {
    expect(read(text)).toMatchObject({ ok: false, code });
  });

  it('refuses bytes that are not UTF-8 instead of storing replacement characters', () => {
    expect(readJson(Uint8Array.of(0x22, 0xff, 0xfe, 0x22))).toMatchObject({ ok: false, code: 'not-utf8' });
  });

  it('does not quote the message in its refusal', () => {
    expect(JSON.stringify(read('{"card":4929123456781234x}'))).not.toContain('4929');
  });

  it('does not touch the prototype of anything', () => {
    read('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
