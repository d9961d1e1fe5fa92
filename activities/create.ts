/** The effects of an incident, tied to the systems that carry them out. */
import { ApplicationFailure } from '@temporalio/common';
import { loadMailTexts } from '../config/mail-texts';
import { StoreError } from '../store/errors';
import type { Store } from '../store/types';
import { carryOut } from './carry-out';
import type { Activities } from './index';
import { sendMail, type MailDeps } from './mail/send';

export interface ActivityDeps extends Omit<MailDeps, 'record' | 'texts'> {
  readonly record: Pick<Store, 'append' | 'seal' | 'wasMailSent' | 'markMailSent'>;
}

/** @throws ConfigProblems when the texts of the mails cannot be used. */
export function createActivities(deps: ActivityDeps): Activities {
  const mailDeps: MailDeps = { ...deps, texts: loadMailTexts() };
  const alone: Omit<Activities, 'carryOut'> = {
    appendTimeline: (number, entries) => deps.record.append(number, entries).catch(withoutValues),
    sealRecord: (number) => deps.record.seal(number).catch(withoutValues),
    sendMail: (mail) => sendMail(mailDeps, mail),
  };
  return { ...alone, carryOut: (number, entries, mails) => carryOut({ ...alone, log: deps.log }, number, entries, mails) };
}

const RECORD_FAILED = 'RECORD_FAILED';

/** Failures of activities are kept in the engine's history: the store's own words may go there, a database's may not. */
function withoutValues(error: unknown): never {
  if (error instanceof StoreError) throw error;
  throw ApplicationFailure.retryable(`the record failed (${error instanceof Error ? error.name : 'unknown'})`, RECORD_FAILED);
}
