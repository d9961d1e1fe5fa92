/** What was said, as one stream; the insured's link; and the form by which somebody is written to. */
import { insuredLinkOf } from '../../../../domain/incident';
import { tellEntry } from '../../../cli/words/entries';
import { MAIL_WORDS, RECIPIENT_WORDS, SERVICE_WORDS, wordFor } from '../../../cli/words/terms';
import { Choices, TextArea, type FormState } from '../../../design/fields';
import type { Case } from '../../routes/incident-read';
import {
  SIDES,
  hasInsuredPage,
  isMail,
  lastMailToInsured,
  linkChangesFor,
  reachable,
  talkOf,
  type Side,
  type Talk,
} from '../../routes/incident-talk';
import type { Visit } from '../../visit';
import { ActPage, Back } from './act-form';
import { Section, When, whoIs, type PartProps } from './parts';

type Part = Pick<PartProps, 'visit' | 'of'>;

/** More than a shift brings; the rest is one link away. */
const SHOWN = 30;

const taskName = (of: Case, taskId: string, { language }: Visit): string => {
  const service = of.services.get(taskId);
  return service ? `${taskId} ${SERVICE_WORDS[service][language]}` : taskId;
};

function MailLine({ entry, visit, of }: Part & { entry: Talk['entry'] }) {
  if (!isMail(entry)) return null;
  const { t, language } = visit;
  const { mail, recipient, taskId } = entry.data;
  const { talk } = t.work;
  return (
    <>
      <p class="small">
        <When visit={visit} of={of} at={entry.at} /> <strong>{talk.mailStates[entry.kind]}</strong>{' '}
        {talk.mail(MAIL_WORDS[mail][language], wordFor(RECIPIENT_WORDS, recipient)[language])}{' '}
        {taskId && <a href={`/i/${of.number}/t/${taskId}`}>{taskName(of, taskId, visit)}</a>}
      </p>
      {'problem' in entry.data && (
        <p class="small">
          {talk.serverSaid} <q lang="en">{entry.data.problem}</q>
        </p>
      )}
    </>
  );
}

const TAGS: Readonly<Record<Side, string>> = { INTERNAL: '■', PARTNER: '▶', INSURED: '●', AUTO: '@' };

function Words({ entry, visit, of }: Part & { entry: Talk['entry'] }) {
  if (entry.kind === 'MESSAGE_SENT') return <p class="typed">{entry.data.text}</p>;
  if (entry.kind === 'ANSWER_NOT_APPLIED') return <p class="typed">{visit.t.incident.keptOnly}</p>;
  return <p>{tellEntry(entry, of.services, visit.language)}</p>;
}

function SaidLine({ talk: { entry, sides }, visit, of, mayWrite }: Part & { talk: Talk; mayWrite: boolean }) {
  const { t } = visit;
  const taskId = 'taskId' in entry.data && entry.data.taskId;
  const isFromPartner = entry.actor.role === 'PARTNER';
  return (
    <>
      <p class="small">
        <When visit={visit} of={of} at={entry.at} /> <strong>{whoIs(entry.actor, visit)}</strong>{' '}
        {sides.map((side) => `${TAGS[side]} ${t.work.talk.sides[side]}`).join(' ')}{' '}
        {taskId && (
          <a href={`/i/${of.number}/t/${taskId}`}>
            {isFromPartner ? taskName(of, taskId, visit) : t.work.talk.toHolder(taskName(of, taskId, visit))}
          </a>
        )}{' '}
        {taskId && isFromPartner && mayWrite && (
          <a
            class="no-print"
            href={`/i/${of.number}/message?to=${taskId}`}
            aria-label={t.incident.linkAbout(t.work.talk.reply, `${whoIs(entry.actor, visit)} ${taskId}`)}
          >
            {t.work.talk.reply}
          </a>
        )}
      </p>
      <Words {...{ entry, visit, of }} />
    </>
  );
}

function Filter({ visit, of, side, talks }: Part & { side: Side | null; talks: readonly Talk[] }) {
  const { talk } = visit.t.work;
  const count = (one: Side) => talks.filter(({ sides }) => sides.includes(one)).length;
  const link = (one: Side | null, words: string) => (
    <li key={one ?? ''}>
      <a href={`/i/${of.number}${one ? `?talk=${one}` : ''}#messages`} aria-current={one === side ? 'true' : undefined}>
        {words}
      </a>
    </li>
  );
  return (
    <nav class="talk-filter no-print" aria-label={talk.filter}>
      <ul>
        {link(null, talk.count(talk.everybody, talks.length))}
        {SIDES.map((one) => link(one, talk.count(talk.sides[one], count(one))))}
      </ul>
    </nav>
  );
}

function LastMail({ visit, of }: Part) {
  const { insured, talk } = visit.t.work;
  const mail = lastMailToInsured(of.entries);
  return (
    <span>
      {insured.lastMail}{' '}
      {mail ? (
        <>
          <When visit={visit} of={of} at={mail.at} /> {talk.mailStates[mail.kind]} ({MAIL_WORDS[mail.data.mail][visit.language]})
        </>
      ) : (
        insured.noneYet
      )}
    </span>
  );
}

/** How the insured is reached: its link in words, and what became of the last mail. */
function InsuredLink({ visit, of }: Part) {
  const { insured } = visit.t.work;
  const isReached = hasInsuredPage(of) && of.state.caller.email !== null;
  const mayChange = visit.may('DECIDE') && linkChangesFor(of).length > 0;
  return (
    <div class="insured-link">
      <h3>{insured.heading}</h3>
      <p>
        {sayInsuredLink(visit, of)} {isReached && <LastMail {...{ visit, of }} />}{' '}
        {mayChange && (
          <a class="no-print" href={`/i/${of.number}/insured-link`}>
            {insured.change}
          </a>
        )}
      </p>
    </div>
  );
}

export function sayInsuredLink({ t }: Visit, of: Case): string {
  const { insured } = t.work;
  const { generation, valid } = insuredLinkOf(of.state);
  if (!hasInsuredPage(of)) return of.setup ? insured.noPage : '';
  if (!of.state.caller.email) return insured.noMail;
  return valid ? insured.valid(generation) : insured.revoked(generation);
}

export function TalkPart({ visit, of }: PartProps) {
  const { t } = visit;
  const side = SIDES.find((one) => one === visit.query('talk')) ?? null;
  const all = talkOf(of.entries);
  const found = side ? all.filter(({ sides }) => sides.includes(side)) : all;
  const shown = visit.query('all') === '1' ? found : found.slice(0, SHOWN);
  const mayWrite = visit.may('DECIDE') && of.state.status === 'OPEN' && of.setup !== null;
  const write = mayWrite && (
    <a class="no-print" href={`/i/${of.number}/message`}>
      {t.work.acts.write}
    </a>
  );
  return (
    <Section visit={visit} id="messages" extra={write}>
      <InsuredLink {...{ visit, of }} />
      <Filter {...{ visit, of, side }} talks={all} />
      {shown.length ? (
        <ul class="messages">
          {shown.map((one) => (
            <li key={one.entry.seq} class={one.entry.kind === 'MAIL_BOUNCED' ? 'attention' : undefined}>
              {isMail(one.entry) ? (
                <MailLine entry={one.entry} {...{ visit, of }} />
              ) : (
                <SaidLine talk={one} {...{ visit, of, mayWrite }} />
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p>{side ? t.work.talk.none : t.incident.noMessages}</p>
      )}
      {shown.length < found.length && (
        <p class="no-print">
          <a href={`/i/${of.number}?all=1${side ? `&talk=${side}` : ''}#messages`}>
            {t.work.talk.older(found.length - shown.length)}
          </a>
        </p>
      )}
    </Section>
  );
}

/** First of all: who will see it. Nobody is preset. */
export function MessageForm({ visit, of, form }: Part & { form: FormState }) {
  const { t } = visit;
  const { message } = t.work;
  const tasks = reachable(of);
  const options = tasks.map(({ taskId, assignment }) => ({
    value: taskId,
    label: message.holder(assignment.company, assignment.holder.name, taskName(of, taskId, visit)),
  }));
  const others = (
    <div class="small">
      <p>{message.insured(of.state.caller.phone)}</p>
      <p>{message.internal}</p>
    </div>
  );
  if (!tasks.length) {
    return (
      <div class="narrow">
        <Back visit={visit} of={of} />
        <h1>{message.title}</h1>
        <p>{message.nobody}</p>
        {others}
      </div>
    );
  }
  return (
    <ActPage {...{ visit, of, form }} title={message.title} lead={message.lead} submit={message.send}>
      <Choices
        kind="radio"
        page={visit}
        form={form}
        name="to"
        label={message.whom}
        hint={message.whomHint}
        options={options}
        required
      />
      {others}
      <TextArea page={visit} form={form} name="text" label={message.text} hint={message.textHint} required />
    </ActPage>
  );
}
