import { expect, it } from 'vitest';
import { cardInForm } from '../../../../devices/kit/card/em4100.ts';

it.each([
  ['hex10', '0A00C0FFEE'],
  ['hex8', '00C0FFEE'],
  ['decimal10', '0012648430'],
  ['decimal8', '12648430'],
] as const)('a card is known as %s', (form, known) => expect(cardInForm('0A00C0FFEE', form)).toBe(known));

it('what is no 125 kHz card keeps its name', () => expect(cardInForm('04A1B2C3D4E5F6', 'hex8')).toBe('04A1B2C3D4E5F6'));
