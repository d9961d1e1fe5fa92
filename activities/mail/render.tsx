/** A mail request becomes subject, plain text and HTML; the two bodies are made from the same lines. */
import { renderToStaticMarkup } from 'preact-render-to-string';
import type { Template } from '../../config/mail-template';
import type { KindText, MailTexts } from '../../config/mail-texts';
import type { MailRequest } from '../../domain/mail';
import { fieldsOf } from './fields';
import { fill, fillText, type Line } from './fill';
import { MailPage, type MailParts } from './page';
import { addresseeOf, openingAt } from './salutation';
import { subjectOf } from './subject';

interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Display name of the sender. */
  readonly fromName: string;
}

/** @param linkUrl address of the partner's page, when the reader may act. */
export function renderMail(texts: MailTexts, mail: MailRequest, linkUrl: string | null): RenderedMail {
  const { language, role } = mail.to;
  const common = texts.common[language];
  const kind = texts.kinds[mail.kind];
  const words: KindText = (role === 'INSURED' && kind.toInsured?.[language]) || kind[language];
  const isInternal = kind.audience === 'STAFF' && role !== 'INSURED';
  const addressee = addresseeOf(mail.to, common);
  const fields = fieldsOf(mail, addressee.name, linkUrl, common);
  const lines = (template: Template): Line[] => fill(template, fields);
  const text = (line: string): Line => ({ text: line });

  const greeting = isInternal ? [] : [text(''), text(common.openings[openingAt(mail.writtenAt)]), ...lines(common.intro)];
  const ofPartner = addressee.form === 'person' ? common.linkFooter : common.departmentLinkFooter;
  const forWhom = role === 'INSURED' ? common.insuredLinkFooter : ofPartner;
  const parts: MailParts = {
    drillNotice: mail.drill ? common.drillNotice : null,
    head: [...lines(common.address[addressee.form]), ...greeting],
    body: lines(words.body),
    footer: [...(linkUrl ? [...lines(forWhom), text('')] : []), ...lines(common.signature)],
    button: words.button,
  };
  const subject = subjectOf(words.subject, mail.drill ? common.drillPrefix : '', fields);
  return {
    subject,
    text: plainText(parts),
    html: `<!doctype html>${renderToStaticMarkup(<MailPage subject={subject} language={language} parts={parts} />)}`,
    fromName: fillText(common.fromName, fields),
  };
}

const RULE = '-'.repeat(40);

function plainText({ drillNotice, head, body, footer, button }: MailParts): string {
  const say = (line: Line): string => ('text' in line ? line.text : `▼ ${button}\n${line.linkUrl}`);
  const blocks = [
    ...(drillNotice ? [drillNotice, ''] : []),
    ...head.map(say),
    '',
    ...body.map(say),
    '',
    RULE,
    ...footer.map(say),
  ];
  return `${blocks.join('\n')}\n`;
}
