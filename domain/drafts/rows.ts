/** The rows of each item: what the case data says, what somebody told, and what nobody knows yet (調査中). */
import type { Facts, PersonCount } from '../facts';
import { isEnded, type Task } from '../incident';
import { improperPurposeOf } from '../obligations/accident';
import type { ObligationKind } from '../obligations/assessment';
import { myNumberPersonsOf, personsOfInsured } from '../obligations/categories';
import { functionOf, type ServiceId } from '../services';
import { courseOf } from './course';
import type { Family, ItemId } from './kinds';
import { factRow, isUnknown, since, sourcedRow, toldOrUnknown, toldRows, type Material, type Statement } from './material';
import { sayDate, sayInstant, sayPersons, sayYesNo } from './values';
import type { RowId, TaskWord } from './words';

type Rows = (material: Material, family: Family) => Statement[];

export const ROWS_OF: Readonly<Record<ItemId, Rows>> = {
  company: (material) => [
    ...companyRows(material),
    ...toldOrUnknown(material, 'industry', 'industry'),
    ...toldOrUnknown(material, 'contact', 'contact'),
  ],
  overview: overviewRows,
  data_items: dataRows,
  person_count: personRows,
  safety_measures: (material) => [encryptionRow(material), ...toldOrUnknown(material, 'safetyMeasures', 'safety_measures')],
  cause: causeRows,
  secondary_damage: damageRows,
  subject_response: responseRows,
  publication: publicationRows,
  prevention: preventionRows,
  other: otherRows,
};

function companyRows(material: Material): Statement[] {
  const told = toldRows(material, 'company', 'company');
  const { insured } = material.data;
  if (told.length || insured === null) return told.length ? told : toldOrUnknown(material, 'company', 'company');
  return [sourcedRow(material, 'company', insured, { from: 'TIMELINE', seqs: [1] })];
}

const yesNo = (material: Material, row: RowId, read: (facts: Facts) => boolean | null): Statement =>
  factRow(material, row, read, sayYesNo(read(material.facts), material.say));

const encryptionRow = (material: Material): Statement => yesNo(material, 'strongEncryption', (facts) => facts.strongEncryption);

function overviewRows(material: Material, family: Family): Statement[] {
  const { facts, versions, say } = material;
  const { texts, word } = say;
  const aware = versions[0]?.knownAt ?? material.data.now;
  const awareRow = sourcedRow(material, 'aware', sayInstant(aware, say), { from: 'FACTS', version: versions[0]?.version ?? 1 });
  const what = [
    factRow(material, 'nature', (one) => one.nature, word(texts.nature[facts.nature])),
    factRow(material, 'leak', (one) => one.leak, word(texts.leak[facts.leak])),
  ];
  const told = toldRows(material, 'overview', 'overview');
  if (family === 'SUBJECT') return [awareRow, ...toldOrUnknown(material, 'occurred', 'occurred'), ...what, ...told];
  return [
    ...(family === 'PMARK' ? [] : companyRows(material)),
    awareRow,
    ...toldOrUnknown(material, 'occurred', 'occurred'),
    ...toldOrUnknown(material, 'finder', 'finder'),
    ...what,
    factRow(material, 'role', (one) => one.role, word(texts.role[facts.role])),
    factRow(material, 'dataState', (one) => one.dataState, word(texts.dataState[facts.dataState])),
    ...categoryRows(material, family),
    ...courseRows(material, family),
    ...told,
  ];
}

/** Which categories of the law it falls under. A client judges that for itself. */
function categoryRows(material: Material, family: Family): Statement[] {
  const { assessment, say, version } = material;
  if (!assessment || family === 'CLIENT') return [];
  const { ppcCategory, myNumberCategory } = say.texts;
  const isMyNumber = family === 'MYNUMBER';
  const names = isMyNumber
    ? assessment.myNumber.categories.map((one) => say.word(myNumberCategory[one]))
    : assessment.ppc.categories.map((one) => say.word(ppcCategory[one]));
  const open = isMyNumber ? [] : assessment.ppc.undetermined.map((one) => say.word(ppcCategory[one]));
  const lines = [
    ...(names.length ? names : [say.term('none')]),
    ...(open.length ? [say.phrase('undetermined', { categories: say.list(open) })] : []),
  ];
  return [sourcedRow(material, 'categories', lines.join('\n'), { from: 'LAW', version })];
}

/** A client is told what was done with its data, not what the desk did for others. */
function courseRows(material: Material, family: Family): Statement[] {
  const told = toldRows(material, 'course', 'course');
  if (family === 'CLIENT') return told;
  const { lines, seqs } = courseOf(material);
  const course = lines.length ? [sourcedRow(material, 'course', lines.join('\n'), { from: 'TIMELINE', seqs })] : [];
  return [...course, ...told];
}

function dataRows(material: Material, family: Family): Statement[] {
  const { facts, say } = material;
  const names = toldOrUnknown(material, 'dataNames', 'data_items');
  const kinds = [
    yesNo(material, 'specialCare', (one) => one.specialCare),
    yesNo(material, 'propertyHarm', (one) => one.propertyHarm),
    factRow(material, 'myNumberData', (one) => one.myNumber !== null, say.term(facts.myNumber ? 'yes' : 'notTold')),
  ];
  // A person is told what is among the data, not what is not.
  if (family === 'SUBJECT') return [...names, ...kinds.filter((row) => isUnknown(row) || row.text === say.term('yes'))];
  const medium = family === 'PMARK' ? toldOrUnknown(material, 'medium', 'medium') : toldRows(material, 'medium', 'medium');
  return [...medium, ...names, ...kinds, ...(family === 'PMARK' ? [] : [encryptionRow(material)])];
}

const personsRow = (material: Material, row: RowId, read: (facts: Facts) => PersonCount): Statement =>
  factRow(material, row, read, sayPersons(read(material.facts), material.say));

function personRows(material: Material, family: Family): Statement[] {
  const { facts, client } = material;
  const told = toldRows(material, 'personsNote', 'person_count');
  if (family === 'CLIENT') {
    const own = (one: Facts): PersonCount =>
      (client ? one.clients.find(({ id }) => id === client.id) : undefined)?.persons ?? { min: 0, max: null };
    const ownNumber =
      facts.myNumber && client ? [personsRow(material, 'myNumberPersons', (one) => myNumberPersonsOf(client, one))] : [];
    return [personsRow(material, 'persons', own), ...ownNumber, ...told];
  }
  const myNumber = facts.myNumber ? [personsRow(material, 'myNumberPersons', (one) => myNumberPersonsOf(null, one))] : [];
  const persons = personsRow(material, 'persons', personsOfInsured);
  return [...(family === 'MYNUMBER' ? [...myNumber, persons] : [persons, ...myNumber]), ...clientRows(material), ...told];
}

/** A processor tells its clients apart: each counts its own persons (rule A18). */
function clientRows(material: Material): Statement[] {
  const { facts, say } = material;
  if (facts.role !== 'PROCESSOR') return [];
  return facts.clients.map(({ id, persons }) => {
    const version = since(material, (one) => one.clients.find((client) => client.id === id)?.persons);
    const text = sayPersons(persons, say);
    return sourcedRow(
      material,
      'clientPersons',
      text ?? say.term('unknown'),
      text === null ? { from: 'NOBODY' } : { from: 'FACTS', version },
      id,
    );
  });
}

function causeRows(material: Material, family: Family): Statement[] {
  const cause = toldOrUnknown(material, 'cause', 'cause');
  if (family === 'SUBJECT') return cause;
  const { facts, say } = material;
  const text = sayYesNo(improperPurposeOf(facts), say);
  const derived = text !== null && facts.improperPurpose === null ? `${text}${say.term('derived')}` : text;
  const purpose = factRow(material, 'improperPurpose', ({ improperPurpose, nature }) => improperPurpose ?? nature, derived);
  return [...cause, ...toldOrUnknown(material, 'origin', 'origin'), purpose];
}

function damageRows(material: Material, family: Family): Statement[] {
  const { facts, say } = material;
  const told = toldOrUnknown(material, 'secondaryDamage', 'secondary_damage');
  if (family === 'SUBJECT') {
    const caution = facts.propertyHarm === true;
    return [...told, ...(caution ? [factRow(material, 'propertyHarm', (one) => one.propertyHarm, say.term('harmCaution'))] : [])];
  }
  return [
    ...told,
    yesNo(material, 'recoveredUnseen', (one) => one.recoveredUnseen),
    yesNo(material, 'backupOfSameData', (one) => one.backupOfSameData),
  ];
}

function responseRows(material: Material): Statement[] {
  const told = toldRows(material, 'subjectResponse', 'subject_response');
  const notice = noticeRows(material);
  const tasks = taskRows(material, 'callCentre', (service) => functionOf(service) === 'CALLCENTER');
  const rows = [...notice, ...tasks, ...told];
  return rows.length ? rows : toldOrUnknown(material, 'subjectResponse', 'subject_response');
}

function noticeRows(material: Material): Statement[] {
  const { assessment, say, data, version } = material;
  const filed = data.filings.find(({ kind, party }) => kind === 'SUBJECT_NOTICE' && party === 'INSURED');
  if (filed) return [sourcedRow(material, 'subjectNotice', sayInstant(filed.at, say), { from: 'TIMELINE', seqs: [] })];
  if (!assessment) return [];
  const term = { REQUIRED: 'noticeNotYet', NOT_REQUIRED: 'noticeNotRequired', CLIENT_GIVES_IT: 'noticeByClient' } as const;
  return [sourcedRow(material, 'subjectNotice', say.term(term[assessment.ppc.subjectNotice]), { from: 'LAW', version })];
}

function publicationRows(material: Material): Statement[] {
  const tasks = taskRows(material, 'publicationState', (service) => functionOf(service) === 'PR');
  return [...toldOrUnknown(material, 'publication', 'publication'), ...tasks];
}

function preventionRows(material: Material): Statement[] {
  return [
    ...toldOrUnknown(material, 'preventionDone', 'prevention_done'),
    ...taskRows(material, 'containment', (service) => service === 'INVESTIGATION.containment_advice'),
    ...toldOrUnknown(material, 'preventionPlanned', 'prevention_planned'),
    ...taskRows(material, 'certificate', (service) => service === 'TRUST.recurrence_certificate'),
  ];
}

function wordOf(task: Task): TaskWord {
  if (isEnded(task)) return 'DONE';
  return task.acceptedAt === null ? 'ASKED' : 'UNDER_WAY';
}

/** Where the tasks of a kind stand, in one row. Of an older version nobody knows. */
function taskRows(material: Material, row: RowId, isIt: (service: ServiceId) => boolean): Statement[] {
  const { data, say } = material;
  if (material.version !== data.versions.at(-1)?.version) return [];
  const tasks = data.tasks.filter(({ service, state }) => isIt(service) && state !== 'CANCELLED');
  if (tasks.length === 0) return [];
  const lines = tasks.map((task) =>
    say.phrase('taskState', {
      service: say.word(say.texts.service[task.service]),
      state: say.word(say.texts.task[wordOf(task)]),
    }),
  );
  const ids = new Set(tasks.map(({ taskId }) => taskId));
  const seqs = data.entries.flatMap((entry) =>
    entry.kind === 'TASK_REQUESTED' && ids.has(entry.data.taskId) ? [entry.seq] : [],
  );
  return [sourcedRow(material, row, lines.join('\n'), { from: 'TIMELINE', seqs })];
}

const OWN_REPORTS: Readonly<Record<Family, string>> = {
  PPC: 'PPC_',
  MYNUMBER: 'MYNUMBER_',
  PMARK: 'PMARK_',
  SUBJECT: 'SUBJECT_',
  CLIENT: 'CLIENT_',
};

function otherRows(material: Material, family: Family): Statement[] {
  const told = toldRows(material, 'other', 'other');
  if (family === 'SUBJECT' || family === 'CLIENT') return [...told, ...toldOrUnknown(material, 'contact', 'contact')];
  const rows = [...reportRows(material, family), ...commonFormRows(material), ...told];
  return rows.length ? rows : toldOrUnknown(material, 'other', 'other');
}

/** What else is reported to whom: authorities compare what they get. */
function reportRows(material: Material, family: Family): Statement[] {
  const { assessment, say, version } = material;
  const isElsewhere = (kind: ObligationKind): boolean => kind.endsWith('_FINAL') && !kind.startsWith(OWN_REPORTS[family]);
  const lines = (assessment?.obligations ?? [])
    .filter(({ kind, party, state }) => party === 'INSURED' && state === 'OPEN' && isElsewhere(kind))
    .map(({ kind, due }) =>
      say.phrase('report', {
        report: say.word(say.texts.obligation[kind]),
        due: due === null ? say.term('promptly') : sayDate(due, say),
      }),
    );
  return lines.length ? [sourcedRow(material, 'otherReports', lines.join('\n'), { from: 'LAW', version })] : [];
}

function commonFormRows(material: Material): Statement[] {
  const { data, facts, version, say } = material;
  if (!data.ruleset?.commonFormNatures.includes(facts.nature)) return [];
  return [sourcedRow(material, 'commonForm', say.term('commonForm'), { from: 'LAW', version })];
}
