/**
 * A draft of a report or notice out of the case data. It knows the version of the facts it was made from and says on
 * its face where it differs from the facts in force. Nothing here knows a file format.
 */
import type { EntrustingClient } from '../facts';
import type { Bilingual } from '../wording';
import { differencesBetween } from './differences';
import { SPECS, type DraftKind, type ItemId } from './kinds';
import { obligationOf, type CaseData, type Material } from './material';
import type { Base, Draft, DraftItem, DraftRequest, NoDraft } from './model';
import { ROWS_OF } from './rows';
import { plainText, withoutCounts, type Told, type ToldKey, type ToldText } from './told';
import { warningsOf } from './warnings';
import { speaker, type DraftTexts } from './words';

export function buildDraft(data: CaseData, request: DraftRequest, texts: DraftTexts): Draft | NoDraft {
  const currentVersion = data.versions.at(-1)?.version ?? 0;
  const version = request.version ?? currentVersion;
  const refusal = refuse(data, request, version);
  if (refusal) return refusal;
  const spec = SPECS[request.kind];
  const client = spec.family === 'CLIENT' ? clientOf(data, request.clientId) : null;
  const part = (of: number, told: Told): Made => makeItems(data, request, texts, { version: of, told, client });
  const { items, material, leftOut } = part(version, request.told);
  const current = version === currentVersion ? items : part(currentVersion, request.told).items;
  const base = spec.after ? baseOf(data, request, version) : null;
  const before = base ? part(base.version, toldBy(request.told, base.version)).items : [];
  // Whether it is due, and when, is a question of now, whichever version the draft is made from.
  const obligation = obligationOf(data.assessments.at(-1) ?? null, spec.obligation, client ? `CLIENT:${client.id}` : 'INSURED');
  const face = { material, request, currentVersion, items, current, leftOut, base, obligation };
  return {
    ...{ kind: request.kind, language: request.language, incidentNumber: data.number, isDrill: data.isDrill },
    title: material.say.word(texts.documents[request.kind].title),
    to: addresseeOf(material, request.kind, texts),
    insured: insuredOf(material),
    madeAt: data.now,
    factsVersion: version,
    factsKnownAt: material.versions.at(-1)?.knownAt ?? data.now,
    currentVersion,
    target: obligation?.target ?? null,
    due: obligation?.due ?? null,
    warnings: warningsOf(face),
    items,
    base,
    changes: base ? differencesBetween(before, items, ({ source }) => source.from !== 'TIMELINE') : [],
  };
}

function refuse({ versions }: CaseData, { baseVersion, kind, clientId }: DraftRequest, version: number): NoDraft | null {
  const isKnown = (n: number): boolean => versions.some((one) => one.version === n);
  const count = versions.length;
  const noVersion = (n: number): Bilingual => ({
    ja: `事実情報 第${n}版はありません(第1版〜第${count}版)`,
    en: `There is no version ${n} of the facts (1 to ${count})`,
  });
  if (!isKnown(version)) return { field: 'version', reason: noVersion(version) };
  if (baseVersion !== null && !isKnown(baseVersion)) return { field: 'baseVersion', reason: noVersion(baseVersion) };
  if (baseVersion !== null && baseVersion > version) return { field: 'baseVersion', reason: BASE_LATER };
  if (SPECS[kind].family !== 'CLIENT') return null;
  const clients = versions.find((one) => one.version === version)?.facts.clients ?? [];
  const ids = clients.map(({ id }) => id).join(', ');
  if (clientId !== null && !clients.some(({ id }) => id === clientId)) return { field: 'clientId', reason: noClient(ids) };
  if (clientId === null && clients.length > 1) return { field: 'clientId', reason: whichClient(ids) };
  return null;
}

const BASE_LATER: Bilingual = {
  ja: '速報の版は、この書面の版より後にはできません',
  en: 'The version of the preliminary report cannot be later than that of this one',
};
const noClient = (ids: string): Bilingual => ({
  ja: `この委託元は事実情報にありません(${ids || 'なし'})`,
  en: `The facts have no such client (${ids || 'none'})`,
});
const whichClient = (ids: string): Bilingual => ({
  ja: `委託元ごとに作成します。どの委託元か指定してください(${ids})`,
  en: `One notice for each client: say which one (${ids})`,
});

const clientOf = ({ versions }: CaseData, id: string | null): EntrustingClient | null => {
  const clients = versions.at(-1)?.facts.clients ?? [];
  return clients.find((one) => id === null || one.id === id) ?? null;
};

/** What had been told by then: of the rest nobody knows when it was said. */
const toldBy = (told: Told, version: number): Told =>
  Object.fromEntries(Object.entries(told).filter(([, { factsVersion }]) => factsVersion !== null && factsVersion <= version));

function baseOf({ filings, versions }: CaseData, { kind, baseVersion }: DraftRequest, version: number): Base {
  const after = SPECS[kind].after;
  const obligation = after && SPECS[after].obligation;
  const filing = filings.find((one) => one.kind === obligation && one.party === 'INSURED') ?? null;
  const filed = filing?.factsVersion ?? null;
  const first = versions[0]?.version ?? 1;
  return { version: Math.min(baseVersion ?? filed ?? first, version), filing: baseVersion === null ? filing : null };
}

interface Made {
  readonly items: readonly DraftItem[];
  readonly material: Material;
  /** Items of whose told text something was left out. */
  readonly leftOut: readonly ItemId[];
}

interface Part {
  readonly version: number;
  readonly told: Told;
  readonly client: EntrustingClient | null;
}

function makeItems(data: CaseData, { kind, language }: DraftRequest, texts: DraftTexts, { version, told, client }: Part): Made {
  const { family, items } = SPECS[kind];
  const at = data.versions.findIndex((one) => one.version === version);
  const versions = data.versions.slice(0, at + 1);
  const facts = versions.at(-1)?.facts;
  if (!facts) throw new Error('a draft needs at least one version of the facts');
  const hidesCounts = family === 'SUBJECT';
  const clean = cleaned(told, hidesCounts);
  const say = speaker(texts, language);
  const assessment = data.assessments[at] ?? null;
  const material: Material = { data, versions, facts, version, assessment, told: clean.told, say, client };
  const made = items.map((id, i) => ({
    id,
    number: i + 1,
    title: say.word(texts.items[id]),
    statements: ROWS_OF[id](material, family),
  }));
  return { items: made, material, leftOut: clean.leftOut };
}

/** Where a told text stands. */
const ITEM_OF: Readonly<Partial<Record<ToldKey, ItemId>>> = {
  overview: 'overview',
  occurred: 'overview',
  data_items: 'data_items',
  cause: 'cause',
  secondary_damage: 'secondary_damage',
  other: 'other',
  contact: 'other',
};

/** Told text as text; where no number of persons may stand, without the sentences that name one. */
function cleaned(told: Told, hidesCounts: boolean): { readonly told: Told; readonly leftOut: readonly ItemId[] } {
  const leftOut = new Set<ItemId>();
  const entries = Object.entries(told).map(([key, { text, by, factsVersion }]): [string, ToldText] => {
    const plain = plainText(text);
    const kept = hidesCounts ? withoutCounts(plain) : { text: plain, leftOut: false };
    const item = ITEM_OF[key as ToldKey];
    if (kept.leftOut && item) leftOut.add(item);
    return [key, { text: kept.text, by: plainText(by), factsVersion }];
  });
  return { told: Object.fromEntries(entries), leftOut: [...leftOut] };
}

const insuredOf = ({ told, data }: Material): string | null => told.company?.text ?? (data.insured && plainText(data.insured));

function addresseeOf({ client, say }: Material, kind: DraftKind, texts: DraftTexts): string {
  if (SPECS[kind].family !== 'CLIENT') return say.word(texts.documents[kind].to);
  return client ? say.phrase('client', { client: plainText(client.id) }) : say.term('clientUnknown');
}
