import { canonical, searchable } from '@online-cinema/domain/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('folding', () => {
  it('makes equal what people take for equal', () => {
    expect(canonical('  ＡＭÉLIE ')).toBe('amélie');
    expect(searchable('Amélie')).toBe('amelie');
    expect(searchable('ÅNGSTRÖM')).toBe('angstrom');
    expect(searchable('´quoted´')).toBe('quoted');
    expect(searchable('한글')).toBe('한글');
  });

  it('changes nothing when done twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(searchable(searchable(text))).toBe(searchable(text));
      }),
    );
  });
});
