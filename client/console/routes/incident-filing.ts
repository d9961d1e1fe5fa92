/** What was filed with an authority is recorded: when, under which number, with which file. */
import { h } from 'preact';
import type { FileRef } from '../../../domain/files';
import type { ObligationKey } from '../../../domain/legal';
import { OBLIGATION_KINDS, type Party } from '../../../domain/obligations/assessment';
import { toInstant } from '../../../domain/time';
import type { DraftFields } from '../../../store/staff-types';
import { sayWhen } from '../../../domain/time-words';
import { sayObligation } from '../../cli/words/obligations';
import { readWhen } from '../../cli/when';
import { keepFiles } from '../../portal/uploads';
import { cleanLine, cleanText } from '../../portal/wording';
import { formAgain, go, notFound, page, type Answer } from '../answer';
import { formState, NO_PROBLEMS, type Problems } from '../form';
import { CheckPage } from '../pages/incident/act-form';
import { FilingForm, FilingKinds } from '../pages/incident/filing';
import type { Route } from '../route';
import type { Visit } from '../visit';
import { optionsOf } from './incident-acts';
import { act, refusedForm, type Said } from './incident-act';
import { onCase, type Case } from './incident-read';

const LONGEST_RECEIPT = 200;

function keyOf(visit: Visit): ObligationKey | null {
  const kind = OBLIGATION_KINDS.find((one) => one === visit.param('kind'));
  const party = visit.param('party');
  return kind && (party === 'INSURED' || /^CLIENT:./s.test(party)) ? { kind, party: party as Party } : null;
}

const isFiled = (of: Case, key: ObligationKey): boolean =>
  of.legal.filings.some((one) => one.party === key.party && (one.kind === key.kind || one.serves.includes(key.kind)));

const show =
  (of: Case, key: ObligationKey, file: FileRef | null = null) =>
  (visit: Visit, problems: Problems = NO_PROBLEMS): Answer => {
    const { title } = visit.t.incident.filing;
    const form = formState(visit, problems);
    const kept = file && visit.deps.keys.seal('kept-file', JSON.stringify(file));
    const content = h(FilingForm, { visit, of, obligation: key, form, file, kept, isFiled: isFiled(of, key) });
    return problems.size ? formAgain(title, content, optionsOf(of)) : page(title, content, optionsOf(of));
  };

/** The file that came with the form, or the one that came before and was kept. */
async function fileOf(visit: Visit): Promise<{ readonly file: FileRef | null; readonly problems: readonly string[] }> {
  const { upload, deps, t } = visit;
  const problems = upload?.problems.map(({ kind, name }) => t.incident.fileProblems[kind](name, deps.maxFileMb)) ?? [];
  if (problems.length) return { file: null, problems };
  if ((upload?.files.length ?? 0) > 1) return { file: null, problems: [t.incident.errors.oneFile] };
  const [fresh] = upload?.files.length ? await keepFiles(deps.store, upload.files) : [];
  if (fresh) return { file: fresh, problems };
  const sealed = visit.field('kept');
  const before = sealed ? deps.keys.unseal('kept-file', sealed) : null;
  return { file: before === null ? null : (JSON.parse(before) as FileRef), problems };
}

async function readFiling(
  visit: Visit,
  of: Case,
  key: ObligationKey,
): Promise<{ said: Said<'recordFiling'>; problems: Problems }> {
  const { errors } = visit.t.incident;
  const problems = new Map<string, readonly string[]>();
  const told = cleanLine(visit.field('filedAt'));
  const filedAt = told ? readWhen(told, of.nowMs) : toInstant(of.nowMs);
  if (!filedAt) problems.set('filedAt', [errors.time]);
  const receipt = cleanLine(visit.field('receipt'));
  if (receipt.length > LONGEST_RECEIPT) problems.set('receipt', [errors.tooLong]);
  const { file, problems: wrong } = await fileOf(visit);
  if (wrong.length) problems.set('file', wrong);
  const said = {
    ...{ obligation: key, filedAt: filedAt ?? '', receiptNumber: receipt || null, file },
    ...{ supplement: visit.field('supplement') === 'yes', reason: cleanText(visit.field('reason')) || null },
  };
  return { said, problems };
}

async function take(visit: Visit, of: Case, key: ObligationKey): Promise<Answer> {
  const { said, problems } = await readFiling(visit, of, key);
  const file = said.file ?? null;
  const again = show(of, key, file);
  if (problems.size || visit.field('step') === 'edit') return again(visit, problems);
  if (visit.field('step') !== 'do') return check(visit, of, said);
  const acted = await act(visit, of, 'recordFiling', said);
  if (acted.ok) return go(`/i/${of.number}?did=filing#obligations`);
  return refusedForm(
    visit,
    acted,
    acted.code === 'REASON_MISSING' ? 'reason' : acted.code === 'NOT_FILED' ? 'supplement' : 'filedAt',
    again,
  );
}

function check(
  visit: Visit,
  of: Case,
  { obligation, filedAt, receiptNumber, file, supplement, reason }: Said<'recordFiling'>,
): Answer {
  const { t, language } = visit;
  const { filing } = t.incident;
  const rows = [
    { label: filing.what, value: `${sayObligation(obligation, language)}${supplement ? ` (${t.incident.supplement})` : ''}` },
    { label: filing.filedAt, value: sayWhen(filedAt, language, of.nowMs) },
    { label: filing.receipt, value: receiptNumber ?? '―' },
    { label: filing.file, value: file?.name ?? '―' },
    { label: filing.factsVersion, value: t.incident.version(of.state.factsVersions.length) },
    { label: t.incident.reason, value: reason ?? '―' },
  ];
  const kept: DraftFields = file ? { kept: [visit.deps.keys.seal('kept-file', JSON.stringify(file))] } : {};
  const fields = { ...visit.fields, filedAt: [filedAt], ...kept };
  const content = h(CheckPage, {
    visit,
    of,
    title: filing.check,
    rows,
    consequence: filing.consequence,
    submit: filing.submit,
    fields,
  });
  return page(filing.check, content, optionsOf(of));
}

const onFiling = (handle: (visit: Visit, of: Case, key: ObligationKey) => Promise<Answer> | Answer) =>
  onCase((visit, of) => {
    const key = keyOf(visit);
    return key ? handle(visit, of, key) : notFound();
  });

const PATH = '/i/:number/filings/:kind/:party';

export const incidentFilingRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/i/:number/filings',
    may: 'DECIDE',
    audit: 'INCIDENT_VIEWED',
    handle: onCase((visit, of) => page(visit.t.incident.filing.kindsTitle, h(FilingKinds, { visit, of }), optionsOf(of))),
  },
  {
    method: 'GET',
    path: PATH,
    may: 'DECIDE',
    audit: 'INCIDENT_VIEWED',
    draft: true,
    handle: onFiling((visit, of, key) => show(of, key)(visit)),
  },
  { method: 'POST', path: PATH, may: 'DECIDE', audit: 'FILING_RECORDED', files: true, handle: onFiling(take) },
];
