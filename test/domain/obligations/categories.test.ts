/** Which accident is reportable: the categories of APPI Art. 26, of the My Number Act, and the Privacy Mark. */
import type { Facts, Nature } from '../../../domain/facts';
import { NATURES } from '../../../domain/facts';
import { AWARE, HOLDER, assessed, at, kinds, once } from '../../support/law';

describe('the categories of the APPI', () => {
  const table: [string, Partial<Facts>, string[], string[]][] = [
    ['100 persons, all known: nothing', {}, [], []],
    ['special-care data of one person', { specialCare: true, persons: { min: 1, max: 1 } }, ['SPECIAL_CARE'], []],
    ['property harm', { propertyHarm: true }, ['PROPERTY_HARM'], []],
    ['exactly 1,000 is not over', { persons: { min: 1000, max: 1000 } }, [], []],
    ['1,001 is', { persons: { min: 1001, max: 1001 } }, ['OVER_1000'], []],
    ['A3: at most 1,000, fewer for certain', { persons: { min: 5, max: 1000 } }, [], []],
    ['A3: the maximum is over', { persons: { min: 5, max: 1001 } }, ['OVER_1000'], []],
    ['A3: nobody knows the maximum', { persons: { min: 0, max: null } }, ['OVER_1000'], []],
    ['unknown is neither', { specialCare: null, propertyHarm: null }, [], ['SPECIAL_CARE', 'PROPERTY_HARM']],
    ['the purpose cannot be told from the nature', { nature: 'OTHER' }, [], ['IMPROPER_PURPOSE']],
    [
      'all four',
      { specialCare: true, propertyHarm: true, improperPurpose: true, persons: { min: 2000, max: null } },
      ['SPECIAL_CARE', 'PROPERTY_HARM', 'IMPROPER_PURPOSE', 'OVER_1000'],
      [],
    ],
  ];
  it.each(table)('%s', (_, changes, categories, undetermined) => {
    const { ppc } = once(changes);
    expect(ppc).toMatchObject({ categories, undetermined, reportable: categories.length > 0 });
    expect(ppc.subjectNotice).toBe(categories.length ? 'REQUIRED' : 'NOT_REQUIRED');
    expect(ppc.voluntary).toBe(categories.length === 0);
  });

  const IMPROPER: readonly Nature[] = [
    ...(['UNAUTHORISED_ACCESS', 'MALWARE', 'RANSOMWARE', 'WEB_SKIMMING', 'PHISHING', 'INSIDER_THEFT', 'STOLEN_DEVICE'] as const),
  ];
  it.each(NATURES)('an improper purpose follows from %s until somebody has judged it', (nature) => {
    expect(once({ nature }).ppc.categories).toEqual(IMPROPER.includes(nature) ? ['IMPROPER_PURPOSE'] : []);
    expect(once({ nature, improperPurpose: false }).ppc.categories).toEqual([]);
    expect(once({ nature, improperPurpose: true }).ppc.categories).toEqual(['IMPROPER_PURPOSE']);
  });
});

describe('what takes an accident out of the law', () => {
  const REPORTABLE = { specialCare: true, persons: { min: 2000, max: 2000 } } as const;
  const table: [string, Partial<Facts>, boolean][] = [
    ['a certain leak', { leak: 'CONFIRMED' }, true],
    ['A6: a suspected one', { leak: 'SUSPECTED' }, true],
    ['a leak that is ruled out', { leak: 'RULED_OUT' }, false],
    ['A4: recovered before anybody saw it', { recoveredUnseen: true }, false],
    ['A7: strongly encrypted', { strongEncryption: true }, false],
    ['no personal data', { role: 'NONE' }, false],
    ['no data at all', { dataState: 'NONE' }, false],
    ['A5: a copy is no help against a leak', { backupOfSameData: true }, true],
    ['A5: ransomware without a leak and without a copy is damage', { nature: 'RANSOMWARE', leak: 'RULED_OUT' }, true],
    ['A5: with a copy it is not', { nature: 'RANSOMWARE', leak: 'RULED_OUT', backupOfSameData: true }, false],
    ['A5: ransomware with a leak is one, copy or not', { nature: 'RANSOMWARE', leak: 'SUSPECTED', backupOfSameData: true }, true],
    ['A5: paper lost for good', { nature: 'PAPER_LOSS', leak: 'RULED_OUT' }, true],
    ['A5: paper lost, with a copy', { nature: 'PAPER_LOSS', leak: 'RULED_OUT', backupOfSameData: true }, false],
    ['A5: encrypted data that are damaged', { nature: 'RANSOMWARE', leak: 'RULED_OUT', strongEncryption: true }, false],
  ];
  it.each(table)('%s', (_, changes, reportable) => {
    const result = once({ ...REPORTABLE, ...changes });
    expect(result.ppc.reportable).toBe(reportable);
    expect(kinds(result)).toEqual(reportable ? ['PPC_PRELIMINARY', 'PPC_FINAL', 'SUBJECT_NOTICE'] : []);
  });

  it('says by which rule', () => {
    const why = (changes: Partial<Facts>) => once({ ...REPORTABLE, ...changes }).obligations[0]?.why;
    expect(why({ leak: 'SUSPECTED' })).toContain('A6');
    expect(why({ leak: 'CONFIRMED' })).not.toContain('A6');
    expect(why({ nature: 'RANSOMWARE', leak: 'RULED_OUT' })).toContain('A5');
    expect(why({ persons: { min: 1, max: null } })).toContain('A3');
    expect(why({})).not.toContain('A3');
  });
});

describe('data that are still being acquired (web skimming)', () => {
  const SKIMMING: Partial<Facts> = {
    nature: 'WEB_SKIMMING',
    dataState: 'BEING_ACQUIRED',
    propertyHarm: true,
    specialCare: true,
    persons: { min: 5000, max: 5000 },
  };
  it.each([
    ['2024-03-31T23:59:59+09:00', [], 'jp-2022-04-01'],
    ['2024-04-01T00:00:00+09:00', ['IMPROPER_PURPOSE'], 'jp-2024-04-01'],
    ['2024-03-31T15:00:00Z', ['IMPROPER_PURPOSE'], 'jp-2024-04-01'],
  ])('known at %s: %j', (knownAt, categories, ruleset) => {
    expect(assessed([at(knownAt, SKIMMING)])).toMatchObject({ ruleset, ppc: { categories } });
  });
  it('by mistake they are nothing', () => {
    expect(once({ ...SKIMMING, improperPurpose: false }).ppc.reportable).toBe(false);
  });
  it('held data count as ever', () => {
    const held = assessed([at('2024-03-31T10:00:00+09:00', { ...SKIMMING, dataState: 'HELD' })]);
    expect(held.ppc.categories).toHaveLength(4);
  });
});

describe('the law of the day of awareness', () => {
  it.each([
    ['2022-03-31T23:59:00+09:00', 'jp-2017-05-30', []],
    [
      '2022-04-01T00:00:00+09:00',
      'jp-2022-04-01',
      ['PPC_PRELIMINARY', 'PPC_FINAL', 'SUBJECT_NOTICE', 'PMARK_PRELIMINARY', 'PMARK_FINAL'],
    ],
    [
      '2025-10-01T00:00:00+09:00',
      'jp-2025-10-01',
      ['PPC_PRELIMINARY', 'PPC_FINAL', 'SUBJECT_NOTICE', 'PMARK_PRELIMINARY', 'PMARK_FINAL'],
    ],
  ])('%s: %s', (knownAt, ruleset, expected) => {
    const result = assessed([at(knownAt, { persons: { min: 1001, max: 1001 }, pmark: HOLDER })]);
    expect(result.ruleset).toBe(ruleset);
    expect(kinds(result)).toEqual(expected);
  });
  it('holds for what becomes known later, too', () => {
    const later = [
      at('2024-03-31T10:00:00+09:00'),
      at('2024-04-02T10:00:00+09:00', { nature: 'WEB_SKIMMING', dataState: 'BEING_ACQUIRED' }),
    ];
    expect(assessed(later)).toMatchObject({ ruleset: 'jp-2022-04-01', ppc: { reportable: false } });
  });
});

describe('My Number', () => {
  const myNumber = (changes: Partial<NonNullable<Facts['myNumber']>> = {}): NonNullable<Facts['myNumber']> => ({
    persons: { min: 10, max: 10 },
    publicExposure: false,
    improperPurpose: null,
    ...changes,
  });
  const table: [string, Partial<Facts>, string[], boolean][] = [
    ['no such data', { myNumber: null }, [], false],
    ['below the categories: an effort', { myNumber: myNumber() }, [], true],
    ['100 is not over', { myNumber: myNumber({ persons: { min: 100, max: 100 } }) }, [], true],
    ['101 is', { myNumber: myNumber({ persons: { min: 101, max: 101 } }) }, ['OVER_100'], false],
    ['an unknown maximum is', { myNumber: myNumber({ persons: { min: 1, max: null } }) }, ['OVER_100'], false],
    ['open to anybody', { myNumber: myNumber({ publicExposure: true }) }, ['PUBLIC_EXPOSURE'], false],
    ['improper by nature', { nature: 'MALWARE', myNumber: myNumber() }, ['IMPROPER_PURPOSE'], false],
    ['judged not improper', { nature: 'MALWARE', myNumber: myNumber({ improperPurpose: false }) }, [], true],
    ['judged improper for these data', { myNumber: myNumber({ improperPurpose: true }) }, ['IMPROPER_PURPOSE'], false],
    ['judged improper for the whole', { improperPurpose: true, myNumber: myNumber() }, ['IMPROPER_PURPOSE'], false],
    [
      'strongly encrypted: not even an effort',
      { strongEncryption: true, myNumber: myNumber({ publicExposure: true }) },
      [],
      false,
    ],
    ['ruled out', { leak: 'RULED_OUT', myNumber: myNumber({ publicExposure: true }) }, [], false],
    [
      'still being acquired, open to anybody',
      { dataState: 'BEING_ACQUIRED', myNumber: myNumber({ publicExposure: true, persons: { min: 500, max: 500 } }) },
      [],
      true,
    ],
  ];
  it.each(table)('%s', (_, changes, categories, effortDuty) => {
    const result = once(changes);
    expect(result.myNumber).toEqual({ reportable: categories.length > 0, categories, effortDuty });
    expect(kinds(result).filter((kind) => kind.startsWith('MYNUMBER'))).toEqual(
      categories.length ? ['MYNUMBER_PRELIMINARY', 'MYNUMBER_FINAL'] : [],
    );
    expect(kinds(result).includes('SUBJECT_NOTICE')).toBe(result.ppc.reportable || categories.length > 0);
  });
  it('each category has its rule', () => {
    const all = once({ myNumber: myNumber({ improperPurpose: true, publicExposure: true, persons: { min: 1, max: null } }) });
    expect(all.obligations.find(({ kind }) => kind === 'MYNUMBER_FINAL')?.why).toEqual(
      expect.arrayContaining(['M2', 'M3', 'M4', 'A3']),
    );
  });
});

describe('the Privacy Mark', () => {
  const table: [string, Partial<Facts>, [boolean, boolean, string]][] = [
    ['unknown whether there is one', { pmark: null }, [false, false, 'NOT_HOLDER']],
    ['no holder', { pmark: { ...HOLDER, holder: false } }, [false, false, 'NOT_HOLDER']],
    ['P2: every accident of a holder', {}, [true, false, 'VALID']],
    ['P3: over 1,000', { persons: { min: 1001, max: 1001 } }, [true, true, 'VALID']],
    ['P3: exactly 1,000', { persons: { min: 1000, max: 1000 } }, [true, false, 'VALID']],
    ['P3: special-care data', { specialCare: true }, [true, true, 'VALID']],
    ['P3: property harm', { propertyHarm: true }, [true, true, 'VALID']],
    ['P3: improper purpose', { nature: 'PHISHING' }, [true, true, 'VALID']],
    [
      'P7: strongly encrypted, 2,400 persons',
      { strongEncryption: true, persons: { min: 2400, max: 2400 } },
      [true, true, 'VALID'],
    ],
    [
      'P4: My Number of 101',
      { myNumber: { persons: { min: 101, max: 101 }, publicExposure: false, improperPurpose: false } },
      [true, true, 'VALID'],
    ],
    [
      'P4: My Number open to anybody',
      { myNumber: { persons: { min: 1, max: 1 }, publicExposure: true, improperPurpose: false } },
      [true, true, 'VALID'],
    ],
    [
      'P4: My Number, improper',
      { myNumber: { persons: { min: 1, max: 1 }, publicExposure: false, improperPurpose: true } },
      [true, true, 'VALID'],
    ],
    [
      'P4: My Number of 100',
      { myNumber: { persons: { min: 100, max: 100 }, publicExposure: false, improperPurpose: null } },
      [true, false, 'VALID'],
    ],
    ['P6: lost and got back is still an accident', { recoveredUnseen: true }, [true, false, 'VALID']],
    ['nothing leaked', { leak: 'RULED_OUT', specialCare: true }, [false, false, 'VALID']],
    ['no personal data', { role: 'NONE' }, [false, false, 'VALID']],
    ['expired', { pmark: { ...HOLDER, validUntil: '2026-11-09' } }, [false, false, 'EXPIRED']],
    ['the last day', { pmark: { ...HOLDER, validUntil: '2026-11-10' } }, [true, false, 'VALID']],
    [
      'P14: renewal under screening',
      { pmark: { ...HOLDER, validUntil: '2026-11-09', renewalFiledOn: '2026-05-01' } },
      [true, false, 'PROVISIONALLY_VALID'],
    ],
    [
      'renewal filed on the last day',
      { pmark: { ...HOLDER, validUntil: '2026-11-09', renewalFiledOn: '2026-11-09' } },
      [true, false, 'PROVISIONALLY_VALID'],
    ],
    [
      'renewal filed too late',
      { pmark: { ...HOLDER, validUntil: '2026-11-08', renewalFiledOn: '2026-11-09' } },
      [false, false, 'EXPIRED'],
    ],
  ];
  it.each(table)('%s', (_, changes, [reportable, preliminary, status]) => {
    const result = once({ pmark: HOLDER, ...changes });
    expect(result.pmark).toEqual({ reportable, preliminary, status });
    const expected = [...(preliminary ? ['PMARK_PRELIMINARY'] : []), ...(reportable ? ['PMARK_FINAL'] : [])];
    expect(kinds(result).filter((kind) => kind.startsWith('PMARK'))).toEqual(expected);
  });
  it('a mark that runs out later does not end the duty of an accident within its time', () => {
    const ending = { ...HOLDER, validUntil: '2026-11-12' };
    const result = assessed([
      at(AWARE, { pmark: ending }),
      at('2026-11-20T10:00:00+09:00', { pmark: ending, specialCare: true }),
    ]);
    expect(result.pmark).toEqual({ reportable: true, preliminary: true, status: 'EXPIRED' });
  });
  it('is counted from the discovery, also when the mark is told later', () => {
    const result = assessed([at(AWARE, {}), at('2026-11-14T10:00:00+09:00', { pmark: HOLDER })]);
    expect(result.obligations).toMatchObject([
      { kind: 'PMARK_FINAL', dayOne: '2026-11-10', due: '2026-12-09', why: expect.arrayContaining(['P2', 'C7']) as unknown },
    ]);
  });
});
