import { describe, expect, it } from 'vitest';
import { splitJson } from '../../../devices/kit/json-stream.ts';

const split = (text: string): string[] => splitJson(Buffer.from(text)).map((piece) => Buffer.from(piece).toString());

describe('JSON values one behind the other', () => {
  it.each<[string, string, string[]]>([
    ['lines with keep-alives between', '{"a":1}\r\n\r\n[2]\n', ['{"a":1}', '[2]']],
    ['nothing between', '{"a":{"b":[1]}}{"c":2}', ['{"a":{"b":[1]}}', '{"c":2}']],
    ['brackets and quotes in texts', '{"a":"}\\"{"} {"b":"]"}', ['{"a":"}\\"{"}', '{"b":"]"}']],
    ['one written over several lines', '{\n "a": 1\n}\n{"b":2}', ['{\n "a": 1\n}', '{"b":2}']],
    ['one that is cut short', '{"a":1}\n{"b":"', ['{"a":1}', '{"b":"']],
    ['text between', '{"a":1}\nnoise here\n{"b":2}', ['{"a":1}', 'noise here', '{"b":2}']],
    ['blanks only', ' \r\n\t', []],
  ])('are told apart: %s', (_name, text, pieces) => expect(split(text)).toEqual(pieces));

  it('takes no longer than its bytes', () => {
    const begin = performance.now();
    splitJson(Buffer.alloc(4_000_000, '{'));
    splitJson(Buffer.alloc(4_000_000, '}'));
    splitJson(Buffer.alloc(4_000_000, '{}'));
    expect(performance.now() - begin).toBeLessThan(2_000);
  });
});
