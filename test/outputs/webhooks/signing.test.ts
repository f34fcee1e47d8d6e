import { createHmac, randomBytes } from 'node:crypto';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { signedHeaders } from '../../../gateway/outputs/webhooks/sign.ts';
import { createSigningSecrets, parseSecrets } from '../../../gateway/outputs/webhooks/signing-secrets.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const secret = (byte: number, length = 32): string => `whsec_${Buffer.alloc(length, byte).toString('base64')}`;

describe('a signed request', () => {
  test('carries id, time and a signature over both and the body, for each key', () => {
    const keys = parseSecrets(`${secret(1)}\n${secret(2)}\n`, 'crm.secret');
    const headers = signedHeaders(keys, '17-1790000000000', 1_790_000_123_999, '{"a":1}');
    expect(headers).toMatchObject({ 'webhook-id': '17-1790000000000', 'webhook-timestamp': '1790000123' });
    const expected = keys.map((key) => createHmac('sha256', key).update('17-1790000000000.1790000123.{"a":1}').digest('base64'));
    expect(headers['webhook-signature']).toBe(`v1,${expected[0]} v1,${expected[1]}`);
  });

  // Worked out by hand with `openssl dgst -sha256 -mac HMAC`, so that it does not follow a mistake of ours.
  test('is that of the specification', () => {
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    expect(signedHeaders([key], 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, '{"test": 2432232314}')['webhook-signature']).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    );
  });
});

describe('the file of secrets', () => {
  test.each([
    ['nothing', '\n# none yet\n', 'it holds no secret'],
    ['a short one', secret(1, 8), 'line 1 is not whsec_ with 24 to 64 bytes of base64'],
    ['a long one', secret(1, 65), 'line 1 is not whsec_'],
    ['no base64', '# old\nwhsec_this is no base64, whatever it is', 'line 2 is not whsec_'],
    ['three of them', [secret(1), secret(2), secret(3)].join('\n'), 'more than 2 secrets'],
  ])('with %s is refused, and what stands in it is not repeated', (_, text, message) => {
    expect(() => parseSecrets(text, 'crm.secret')).toThrow(message);
    try {
      parseSecrets(text, 'crm.secret');
    } catch (error) {
      for (const line of text.split('\n').filter((each) => each.length > 12)) expect(String(error)).not.toContain(line);
    }
  });

  test('may have its prefix or not, a line end or not, and notes', () => {
    expect(parseSecrets(`# CRM\n\n${secret(7)}`, 'f')).toEqual(parseSecrets(`${secret(7).slice('whsec_'.length)}\r\n`, 'f'));
  });

  test('is read again when it changes, without a restart; a wrong one leaves the keys of before', () => {
    const file = join(temporaryFolder(), 'crm.secret');
    const write = (text: string, second: number): void => {
      writeFileSync(file, text);
      utimesSync(file, second, second);
    };
    let now = 0;
    const onProblem = vi.fn();
    write(secret(1), 1);
    const secrets = createSigningSecrets(file, () => now, onProblem);
    const bytes = () => secrets.keys().map((key) => key[0]);
    expect(bytes()).toEqual([1]);
    write(`${secret(2)}\n${secret(1)}\n`, 2);
    expect(bytes()).toEqual([1]);
    now += 1_000;
    expect(bytes()).toEqual([2, 1]);
    write('rubbish', 3);
    now += 1_000;
    expect(bytes()).toEqual([2, 1]);
    now += 1_000;
    expect(bytes()).toEqual([2, 1]);
    expect(onProblem).toHaveBeenCalledOnce();
    rmSync(file);
    now += 1_000;
    expect(bytes()).toEqual([2, 1]);
    write(secret(2), 4);
    now += 1_000;
    expect(bytes()).toEqual([2]);
  });

  test('must be there at the start', () => {
    expect(() => createSigningSecrets(join(temporaryFolder(), randomBytes(4).toString('hex')), () => 0, vi.fn())).toThrow(/cannot be read/);
  });
});
