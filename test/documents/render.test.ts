/** Every draft in every format: opened again by programs that are not ours, and read. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { XMLValidator } from 'fast-xml-parser';
import { strFromU8, unzipSync } from 'fflate';
import { DRAFT_FORMATS, draftJson, fileNameOf, formatOfName, makeDraft, renderDraft } from '../../client/documents/drafting';
import { pdfOf } from '../../client/documents/pdf';
import { wordOf } from '../../client/documents/word';
import type { Block, DraftDocument } from '../../domain/drafts/document';
import { DRAFT_KINDS } from '../../domain/drafts/kinds';
import { isNoDraft, type Draft, type DraftRequest } from '../../domain/drafts/model';
import { LAW } from '../support/law';
import type { Play } from '../support/play';
import { SCENARIOS, incidentOf, s03OnDay4 } from './cases';

/** What each page says, read in a process of its own: pdf.js is an ES module that the sandbox of the tests cannot load. */
function pagesOfPdf(pdf: Buffer): string[] {
  const ran = execFileSync(process.execPath, [path.join(__dirname, 'read-pdf.cjs')], {
    ...{ input: pdf, stdio: ['pipe', 'pipe', 'ignore'] },
  });
  return JSON.parse(ran.toString()) as string[];
}

const textOfPdf = (pdf: Buffer): string => pagesOfPdf(pdf).join('\n');

/** Without what stands on every page, which is drawn last. */
const contentOfPdf = (pdf: Buffer, header: string): string =>
  pagesOfPdf(pdf)
    .map((page) => plain(page).slice(0, plain(page).lastIndexOf(plain(header))))
    .join('');

const plain = (text: string): string => text.replace(/\s+/g, '');

function wordParts(docx: Buffer): Readonly<Record<string, string>> {
  const parts = Object.entries(unzipSync(docx)).map(([name, bytes]) => [name, strFromU8(bytes)] as const);
  for (const [name, xml] of parts) {
    if (/\.(xml|rels)$/.test(name)) expect([name, XMLValidator.validate(xml)]).toEqual([name, true]);
  }
  return Object.fromEntries(parts);
}

const entities = (xml: string): string =>
  xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
const textOfWord = (docx: Buffer): string => entities((wordParts(docx)['word/document.xml'] ?? '').replace(/<[^>]+>/g, ''));

function draftOf(incident: Play, request: Partial<DraftRequest>): Draft {
  const view = { state: incident.state(), nowMs: incident.nowMs(), unrecorded: [], mailsUnderWay: 0, source: 'ENGINE' } as const;
  const draft = makeDraft(view, incident.entries, LAW, {
    ...{ kind: 'ppc-preliminary', language: 'ja', version: null, baseVersion: null, clientId: null, told: {} },
    ...request,
  });
  if (isNoDraft(draft)) throw new Error(draft.reason.en);
  return draft;
}

const documentWith = (...blocks: readonly Block[]): DraftDocument => ({
  ...{ language: 'ja', title: '見本', header: '受付番号 7K3M-Q2XK', marks: ['案'], madeAt: '2026-12-01T09:00:00+09:00', blocks },
});
const paragraph = (text: string): Block => ({ block: 'PARAGRAPH', text, look: 'NORMAL' });

describe.each(Object.entries(SCENARIOS))('%s', (name, make) => {
  const incident = make();
  it.each(DRAFT_KINDS)('%s in every format', async (kind) => {
    for (const language of name === 'S05' ? (['ja', 'en'] as const) : (['ja'] as const)) {
      const draft = draftOf(incident, { kind, language });
      const [pdf, docx, text, json] = await Promise.all(DRAFT_FORMATS.map((format) => renderDraft(draft, format)));
      expect(pdf?.subarray(0, 8).toString('latin1')).toBe('%PDF-1.7');
      expect(pdf?.subarray(-6).toString('latin1')).toContain('%%EOF');
      const word = textOfWord(docx ?? Buffer.alloc(0));
      for (const { text: said } of draft.items.flatMap(({ statements }) => statements)) {
        for (const line of said.split('\n')) {
          expect(word).toContain(line);
          expect(String(text)).toContain(line);
        }
      }
      expect(JSON.parse(String(json))).toEqual(JSON.parse(JSON.stringify(draftJson(draft))));
    }
  });
});

describe('a PDF', () => {
  it('prints Japanese that can be read again, and carries its fonts', async () => {
    const hard = '髙﨑 鷗 ①㈱ 〜—';
    const pdf = await pdfOf(documentWith(paragraph(hard), { block: 'HEADING', text: hard }));
    expect(plain(textOfPdf(pdf)).split(plain(hard))).toHaveLength(3);
    const raw = pdf.toString('latin1');
    expect(raw.match(/\/FontFile2/g)).toHaveLength(2);
    expect(raw).toContain('/Lang (ja-JP)');
    expect(raw).toContain('/Marked true');
  });

  it('says the same to pdftotext, where that is installed', async () => {
    const found = spawnSync('pdftotext', ['-v']);
    const dir = mkdtempSync(path.join(tmpdir(), 'desk-pdf-'));
    try {
      const file = path.join(dir, 'a.pdf');
      writeFileSync(file, await pdfOf(documentWith(paragraph('髙﨑 鷗 ①㈱ 〜—'))));
      const text = found.error
        ? textOfPdf(await pdfOf(documentWith(paragraph('髙﨑 鷗 ①㈱ 〜—'))))
        : execFileSync('pdftotext', [file, '-']).toString();
      expect(text).toContain('髙﨑 鷗 ①㈱ 〜—');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('holds every statement of a draft, its bar, its header and its page numbers', async () => {
    const draft = draftOf(s03OnDay4(), { kind: 'ppc-final', version: 1 });
    const text = plain(textOfPdf(await renderDraft(draft, 'pdf')));
    expect(text).toContain(plain('本人の数：この案 640人 ／ 現在 1,380人'));
    expect(text).toContain(plain('受付番号 7K3M-Q2XK　事実情報 第1版'));
    expect(text).toContain('【案】【訓練】');
    expect(text).toMatch(/1\/3.*2\/3.*3\/3/s);
    for (const { label, text: said } of draft.items.flatMap(({ statements }) => statements)) {
      expect(text).toContain(plain(label));
      for (const line of said.split('\n')) expect(text).toContain(plain(line));
    }
  });

  it('goes on over as many pages as a very long text takes, and loses none of it', async () => {
    const words = Array.from({ length: 900 }, (_, i) => `第${i}文です。`).join('');
    const unbroken = 'x'.repeat(5_000);
    const told = { cause: { text: `${words}\n${unbroken}`, by: '情報 太郎', factsVersion: null } };
    const draft = draftOf(incidentOf('S01-missent-mail.yaml'), { told });
    const text = contentOfPdf(await renderDraft(draft, 'pdf'), '受付番号 7K3M-Q2XK 事実情報 第1版');
    expect(text).toContain(words);
    expect(text.match(/x/g)?.length).toBeGreaterThanOrEqual(5_000);
    expect(textOfWord(await renderDraft(draft, 'docx'))).toContain(unbroken);
  });

  it('puts a sign where its font has no letter', async () => {
    const text = textOfPdf(await pdfOf(documentWith(paragraph('絵文字🙂と𠮷野家の葛󠄀城'))));
    expect(plain(text)).toMatch(/絵文字〓と.野家の葛城/);
  });

  it('is the same bytes for the same draft', async () => {
    const draft = draftOf(incidentOf('S01-missent-mail.yaml'), {});
    expect((await renderDraft(draft, 'pdf')).equals(await renderDraft(draft, 'pdf'))).toBe(true);
  });
});

describe('a Word file', () => {
  it('is a whole package with header, page numbers, headings and the bar', async () => {
    const parts = wordParts(await renderDraft(draftOf(s03OnDay4(), { kind: 'ppc-final', version: 1 }), 'docx'));
    expect(Object.keys(parts)).toEqual(
      expect.arrayContaining([
        '[Content_Types].xml',
        '_rels/.rels',
        'word/document.xml',
        'word/_rels/document.xml.rels',
        'word/styles.xml',
      ]),
    );
    const body = parts['word/document.xml'] ?? '';
    expect(body).toContain('w:val="Heading1"');
    expect(body).toContain('この案 640人 ／ 現在 1,380人');
    expect(body).toContain('w:fill="FDECEC"');
    const others = Object.entries(parts)
      .filter(([name]) => /word\/(header|footer)\d*\.xml/.test(name))
      .map(([, xml]) => xml)
      .join('');
    expect(others).toMatch(/受付番号 7K3M-Q2XK\u3000事実情報 第1版/);
    expect(others).toMatch(/NUMPAGES/);
  });

  it('keeps scripts and controls as text', async () => {
    const told = { cause: { text: '<w:p/>&amp;<script>\u001b\u0000x', by: '<b>', factsVersion: null } };
    const docx = await renderDraft(draftOf(incidentOf('S01-missent-mail.yaml'), { told }), 'docx');
    expect(textOfWord(docx)).toContain('<w:p/>&amp;<script>  x');
    expect(textOfWord(docx)).toContain('申告：<b>');
  });

  it('starts what is taken off before sending on a page of its own', async () => {
    const xml = await wordOf(documentWith(paragraph('前'), { block: 'NEW_PAGE' }, paragraph('後')));
    expect(wordParts(xml)['word/document.xml']).toContain('w:pageBreakBefore');
  });
});

it('names files by number, kind and version, and knows formats by name', () => {
  const draft = draftOf(s03OnDay4(), { kind: 'pmark-final', language: 'en' });
  expect(DRAFT_FORMATS.map((format) => fileNameOf(draft, format))).toEqual([
    '7K3M-Q2XK-pmark-final-v2-en.pdf',
    '7K3M-Q2XK-pmark-final-v2-en.docx',
    '7K3M-Q2XK-pmark-final-v2-en.txt',
    '7K3M-Q2XK-pmark-final-v2-en.json',
  ]);
  expect(['速報.PDF', 'a.docx', 'b.txt', 'c.json', 'd.exe'].map(formatOfName)).toEqual(['pdf', 'docx', 'text', 'json', null]);
});
