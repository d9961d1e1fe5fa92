import { MAIL_KINDS, type MailKind, type MailRequest } from '../../domain/mail';
import { LANGUAGES, type Language } from '../../domain/wording';
import { loadMailTexts } from '../../config/mail-texts';
import { renderMail } from '../../activities/mail/render';
import { WIDEST_SUBJECT, widthOf } from '../../activities/mail/subject';
import { BARE_CONTENT, FULL_CONTENT, sampleMail } from './sample-mail';

const texts = loadMailTexts();
const URL = 'https://portal.example/p/aaa.bbb.ccc';
const render = (mail: MailRequest) => renderMail(texts, mail, mail.link || mail.insuredLink ? URL : null);
const PARTNER_KINDS = MAIL_KINDS.filter((kind) => sampleMail(kind).link);
const STAFF_KINDS = MAIL_KINDS.filter((kind) => !['PARTNER', 'INSURED'].includes(sampleMail(kind).to.role));

const everyMail: [MailKind, Language, string, MailRequest][] = MAIL_KINDS.flatMap((kind) =>
  LANGUAGES.flatMap((language): [MailKind, Language, string, MailRequest][] => {
    const full = sampleMail(kind, language);
    return [
      [kind, language, 'full', full],
      [kind, language, 'bare', { ...full, content: BARE_CONTENT, taskId: null, link: null }],
      [kind, language, 'to the insured', { ...full, to: { ...full.to, company: null, role: 'INSURED' }, link: null }],
    ];
  }),
);

/** Words alone: no marks, no spaces, no tags. */
const bare = (text: string): string => text.replace(/[■・：:▼\s-]/g, '');
const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"' };
function wordsOfHtml(html: string): string {
  const body = html.slice(html.indexOf('<body'));
  return bare(body.replace(/<[^>]*>/g, ' ').replace(/&\w+;/g, (entity) => ENTITIES[entity] ?? entity));
}

describe.each(everyMail)('%s in %s (%s)', (_kind, language, _what, mail) => {
  const rendered = render(mail);
  test('is filled in completely', () => {
    expect(rendered.subject + rendered.text + rendered.fromName).not.toMatch(/[{}]|null|undefined|NaN|\n{3}/);
    expect(rendered.text).not.toMatch(/（）|\(\)|[：:] *\n(?!・)/);
  });
  test('F31 F32 has a subject that fits, also as a drill', () => {
    const drill = render({ ...mail, drill: true }).subject;
    expect(widthOf(rendered.subject)).toBeLessThanOrEqual(WIDEST_SUBJECT);
    expect(widthOf(drill)).toBeLessThanOrEqual(WIDEST_SUBJECT);
    expect(drill.startsWith(language === 'ja' ? '【訓練】' : '[DRILL] ')).toBe(true);
    for (const subject of [rendered.subject, drill]) expect(subject).toContain('7K3M-Q9XD');
  });
  test('says the same in HTML as in plain text', () => {
    expect(wordsOfHtml(rendered.html)).toBe(bare(rendered.text));
    expect(rendered.html).toContain(`<html lang="${language}">`);
  });
});

describe('subjects', () => {
  test.each(['VENDOR_REQUEST', 'SUBSTITUTE_REQUEST', 'VENDOR_REMINDER', 'APPROVAL_REQUEST', 'APPROVAL_REMINDER'] as const)(
    'F31 %s carries when to act',
    (kind) => {
      expect(render(sampleMail(kind)).subject).toContain('12月31日(木) 23:40まで');
      expect(render(sampleMail(kind, 'en')).subject).toContain('Thu 31 Dec 23:40 JST');
    },
  );

  test('a long service name is shortened, what to do and the number stay', () => {
    const service = { ja: '再発防止策の実施状況の証明書および格付結果の公表に関する支援業務一式', en: 'S'.repeat(200) };
    const ja = render(sampleMail('VENDOR_REQUEST', 'ja', { content: { ...FULL_CONTENT, service } })).subject;
    expect(ja).toMatch(/^【ご依頼・12月31日\(木\) 23:40までにご回答】再発防止策の.*…（受付番号 7K3M-Q9XD）$/);
    expect(widthOf(ja)).toBeGreaterThan(WIDEST_SUBJECT - 1);
    const en = render(sampleMail('ESCALATION', 'en', { content: { ...FULL_CONTENT, service }, drill: true })).subject;
    expect(widthOf(en)).toBeLessThanOrEqual(WIDEST_SUBJECT);
    expect(en).toContain('…');
  });

  test('F31 no line break, no person and no firm gets into one', () => {
    for (const kind of MAIL_KINDS) {
      const mail = sampleMail(kind, 'ja', { content: { ...FULL_CONTENT, service: { ja: '調査\r\nBcc: x@y.example', en: 'x' } } });
      expect(render(mail).subject).not.toMatch(/[\r\n]|髙﨑|吉田|赤坂/);
    }
  });

  test('overdue is said as such, not as a time to come', () => {
    const late = { ...FULL_CONTENT, replyBy: '2026-12-31T21:18:00+09:00' };
    expect(render(sampleMail('VENDOR_LATE', 'ja', { content: late })).subject).toContain('納品期限を過ぎています・42分超過');
    expect(render(sampleMail('VENDOR_LATE')).subject).not.toContain('過ぎています');
  });
});

describe('the opening', () => {
  const openingAt = (writtenAt: string, language: Language = 'ja') => render(sampleMail('RECEIPT', language, { writtenAt })).text;
  test.each([
    ['2026-11-24T10:00:00+09:00', '平素より大変お世話になっております。'],
    ['2026-11-24T06:00:00+09:00', '平素より大変お世話になっております。'],
    ['2026-11-24T21:59:59+09:00', '平素より大変お世話になっております。'],
    ['2026-11-24T22:00:00+09:00', '夜分に恐れ入ります。'],
    ['2026-11-24T05:59:00+09:00', '夜分に恐れ入ります。'],
    ['2026-11-23T10:00:00+09:00', '休日に恐れ入ります。'],
    ['2026-11-28T10:00:00+09:00', '休日に恐れ入ります。'],
    ['2026-11-29T10:00:00+09:00', '休日に恐れ入ります。'],
    ['2026-12-30T10:00:00+09:00', '休日に恐れ入ります。'],
    ['2026-11-28T23:00:00+09:00', '夜分に恐れ入ります。'],
    ['2026-11-24T01:00:00Z', '平素より大変お世話になっております。'],
    ['2026-11-24T14:00:00Z', '夜分に恐れ入ります。'],
  ])('%s: %s', (writtenAt, opening) => expect(openingAt(writtenAt)).toContain(opening));

  test('English readers get their own', () => {
    expect(openingAt('2026-11-24T23:00:00+09:00', 'en')).toContain('We apologise for writing at night.');
  });

  test('staff are not greeted', () => {
    for (const kind of STAFF_KINDS) expect(render(sampleMail(kind)).text).not.toMatch(/恐れ入ります|お世話になって/);
  });
});

describe('the address line', () => {
  const addressOf = (name: string, company: string | null = '赤坂セキュリティ株式会社') => {
    const mail = sampleMail('VENDOR_REQUEST');
    return render({ ...mail, to: { ...mail.to, name, company } }).text.split('\n')[0];
  };
  test.each([
    ['髙﨑 花子', '赤坂セキュリティ株式会社／髙﨑 花子 様'],
    ['髙﨑 花子 様', '赤坂セキュリティ株式会社／髙﨑 花子 様'],
    ['服部', '赤坂セキュリティ株式会社／服部 様'],
    ['小室', '赤坂セキュリティ株式会社／小室 様'],
    ['緊急対応窓口', '赤坂セキュリティ株式会社　緊急対応窓口 御中'],
    ['広報部 御中', '赤坂セキュリティ株式会社　広報部 御中'],
    ['インシデント対応課', '赤坂セキュリティ株式会社　インシデント対応課 御中'],
    ['', '赤坂セキュリティ株式会社 御中'],
    ['赤坂セキュリティ株式会社', '赤坂セキュリティ株式会社 御中'],
    ['髙﨑\r\n花子', '赤坂セキュリティ株式会社／髙﨑 花子 様'],
  ])('%j: %s', (name, line) => expect(addressOf(name)).toBe(line));

  test('staff by name alone', () => expect(addressOf('佐藤 花子', null)).toBe('佐藤 花子 様'));
});

describe('the body', () => {
  test('limits are said as a time with weekday and as what is left', () => {
    expect(render(sampleMail('VENDOR_REQUEST')).text).toContain('■ご回答の期限：12月31日(木) 23:40（あと1時間40分）');
    expect(render(sampleMail('VENDOR_REQUEST', 'en')).text).toContain('■Answer by: Thu 31 Dec 23:40 JST (1 h 40 min left)');
  });

  test.each(PARTNER_KINDS)('%s: one link, as a button and in clear, with its footer', (kind) => {
    const { text, html } = render(sampleMail(kind));
    expect(text.split(URL)).toHaveLength(2);
    expect(html.match(/<a /g)).toHaveLength(1);
    expect(html).toContain(`href="${URL}"`);
    expect(text).toContain('リンクを開いただけでは回答になりません');
    expect(render({ ...sampleMail(kind), link: null }).text).not.toContain('リンクは髙﨑');
  });

  test('what people typed cannot become markup or a field', () => {
    const reason = '<img src=x onerror=alert(1)> {service} & "quoted"\u202e';
    const { text, html } = render(sampleMail('CANCEL', 'ja', { content: { ...FULL_CONTENT, reason } }));
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)>');
    expect(text).toContain('<img src=x onerror=alert(1)> {service} & "quoted"');
    expect(text).not.toContain('\u202e');
  });

  test('the tone rules hold', () => {
    for (const kind of PARTNER_KINDS) {
      const { text } = render(sampleMail(kind));
      expect(text.match(/させていただきます/g)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(text).not.toMatch(/業者|ベンダー|ご安心ください/);
    }
  });

  test('the second firm does not learn about the first', () => {
    const content = { ...FULL_CONTENT, reason: 'SECRET', previousPerson: 'SECRET', partner: 'SECRET' };
    expect(render(sampleMail('SUBSTITUTE_REQUEST', 'ja', { content })).text).not.toContain('SECRET');
  });

  test('a receipt of a delivery names each file with its hash', () => {
    const { text } = render(sampleMail('RECEIPT'));
    for (const { name, sha256 } of FULL_CONTENT.files) expect(text).toContain(`・${name}（SHA-256 ${sha256}）`);
    const accepted = render(sampleMail('RECEIPT', 'ja', { content: { ...FULL_CONTENT, answer: 'ACCEPTED', files: [] } })).text;
    expect(accepted).toContain('ご受諾ありがとうございます');
    expect(accepted).not.toContain('ファイル');
  });

  test('an escalation says who, since when, what comes next and which commands help', () => {
    const content = { ...FULL_CONTENT, gate: null, approvalId: null };
    const { text } = render(sampleMail('ESCALATION', 'ja', { content }));
    expect(text).toContain('■止まっている相手：赤坂セキュリティ株式会社');
    expect(text).toContain('■いつから：12月31日(木) 21:15（45分経過）');
    expect(text).toContain('■次に自動で行うこと：12月31日(木) 23:55 次の候補へ依頼（あと1時間55分）');
    expect(text).toContain('npx desk ack 7K3M-Q9XD T02');
    expect(text).toContain('npx desk escalate 7K3M-Q9XD T02');
    expect(text).not.toContain('npx desk approve');
  });

  test('an approval that is stuck names the decision, not the partner, as what is waited for', () => {
    const { text } = render(sampleMail('ESCALATION', 'ja', { content: { ...FULL_CONTENT, waitingFor: 'APPROVAL' } }));
    expect(text).toContain('■止まっていること：費用の事前承認（T02-A1）');
    expect(text).toContain('npx desk approve 7K3M-Q9XD T02-A1');
    expect(text).not.toContain('先方へ電話する');
  });

  test('the insured is asked in its own words, without our tools', () => {
    const mail = sampleMail('APPROVAL_REQUEST');
    const { text } = render({ ...mail, to: { ...mail.to, role: 'INSURED' } });
    expect(text).toContain('ご承認いただくまで公表はいたしません');
    expect(text).not.toMatch(/npx|赤坂/);
  });
});
