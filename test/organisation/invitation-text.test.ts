import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isGoodCode, readInvitation, writeCode } from '../../src/organisation/invitation-text.ts';

const prefixes = ['mã', 'mã mời', 'mã của em', 'là', 'dạ', 'code'];
const token = 'Ab3_xY-9Qw7eRt5uIo1pZ0';

describe('What is typed as an invitation code', () => {
  it.each([
    '1234567890',
    '12345 67890',
    '  12345  67890 ',
    '1 2 3 4 5 6 7 8 9 0',
    '12345-67890',
    '12345.67890',
    '123.456.7890',
    '(12345) (67890)',
    '12345 67890.',
    '/start 1234567890',
    '/start 12345 67890',
    '/start@to_am_bot 12345-67890',
    'mã 12345 67890',
    'ma moi: 12345 67890',
    'dạ mã của em là 12345 67890',
    'một hai ba bốn năm sáu bảy tám chín không',
    'mot hai ba bon nam sau bay tam chin khong',
    'một hai ba bốn năm, sáu bẩy tám chín không',
    'mười hai, ba tư, năm sáu, bảy tám, chín mươi',
    '12345 sáu bảy tám chín không',
    'mã là một hai ba bốn năm sáu bảy tám chín ko',
    '12345\n67890',
    'em gửi chị mã mời 12345 67890 ạ',
    'chi oi ma cua em la 12345-67890 nhe',
  ])('"%s" is 12345 67890', (text) => {
    expect(readInvitation(text.normalize('NFC'), prefixes)).toEqual({ kind: 'code', code: '1234567890' });
  });

  it.each([
    { text: '123456789', digits: 9 },
    { text: '12345 678901', digits: 11 },
    { text: '/start 1234', digits: 4 },
    { text: 'mã mời 12345', digits: 5 },
    { text: 'một hai ba bốn năm sáu bảy tám chín', digits: 9 },
  ])('"$text" has $digits digits, and she is told', ({ text, digits }) => {
    expect(readInvitation(text, prefixes)).toEqual({ kind: 'miscounted', digits });
  });

  it.each([
    '0912345678',
    '0912 345 678',
    '+84 912345678',
    '84912345678',
    '1900 969 680',
    '02043123456',
    '5000000000',
    '1.200.000.000',
    '20/10/2026',
    '113',
    '5',
    'bà Lan 5tr',
    'giúp 2 hộ',
    'hai ba hộ',
    'một hai ba bốn năm sáu bảy tám chín không được',
    'không',
    'mã số hộ 0912345678 gọi cho em',
    'giúp 12345 67890 hộ',
    '',
    'phunuvietnamdangtienlen',
    '/start',
    'mã',
  ])('"%s" is none', (text) => {
    expect(readInvitation(text, prefixes)).toBeNull();
  });

  it.each([`/start ${token}`, token, `https://t.me/to_am_bot?start=${token}`, `https://to-am.example/moi/${token}`])(
    '"%s" is a link',
    (text) => {
      expect(readInvitation(text, prefixes)).toEqual({ kind: 'link', token });
    },
  );

  it('is found again however a good code is written', () => {
    const code = fc.stringMatching(/^\d{10}$/).filter(isGoodCode);
    fc.assert(
      fc.property(code, (digits) => {
        expect(readInvitation(writeCode(digits))).toEqual({ kind: 'code', code: digits });
      }),
    );
  });
});
