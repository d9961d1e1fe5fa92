/** Tells the person at the terminal, and programs that come later, where everything is. */
import { Connection } from '@temporalio/client';
import { readEnv } from '../config/env';
import { connectionOptions } from '../config/temporal';
import { WORKFLOW_TYPE } from '../workflows/messages';
import { writePrivately } from './desk-dir';
import type { Layout } from './parts';

const LOCAL = '127.0.0.1';

/** How many incidents go on; null when the server cannot say. */
async function runningIncidents(env: NodeJS.ProcessEnv): Promise<number | null> {
  const read = readEnv(env);
  try {
    const connection = await Connection.connect(connectionOptions(read));
    const query = `WorkflowType = '${WORKFLOW_TYPE}' AND ExecutionStatus = 'Running'`;
    const { count } = await connection.workflowService.countWorkflowExecutions({
      namespace: read.temporal.namespace,
      query,
    });
    await connection.close();
    return Number(count);
  } catch {
    return null;
  }
}

export interface Announcement {
  readonly layout: Layout;
  /** The command that starts this system again. */
  readonly command: string;
  /** How the command line is called for this system. */
  readonly desk: string;
  readonly temporalUiUrl: string | null;
  /** Where the first administrator sets up an account; null when there is one, or none is made here. */
  readonly firstWayIn: string | null;
  /** Lines about what else there is. */
  readonly more?: readonly string[];
}

const apiUrlOf = ({ ports }: Layout): string => `http://${LOCAL}:${ports.API_PORT}`;

/** Leaves the addresses in the folder and prints them. */
export async function announce(what: Announcement): Promise<void> {
  writeRunFile(what);
  const incidents = await runningIncidents(what.layout.env);
  console.log(linesOf(what, incidents).join('\n'));
}

function writeRunFile({ layout, temporalUiUrl }: Announcement): void {
  const { env, desk } = layout;
  writePrivately(desk.runFile, {
    pid: process.pid,
    startedAt: new Date().toISOString(),
    temporalAddress: env.TEMPORAL_ADDRESS,
    namespace: env.TEMPORAL_NAMESPACE,
    databaseUrl: env.DATABASE_URL,
    consoleUrl: env.CONSOLE_URL,
    portalUrl: env.PORTAL_URL,
    apiUrl: apiUrlOf(layout),
    mailboxUrl: env.MAILBOX_URL,
    smtpUrl: env.SMTP_URL,
    temporalUiUrl,
  });
}

function linesOf(
  { layout, command, desk, temporalUiUrl, firstWayIn, more = [] }: Announcement,
  incidents: number | null,
): string[] {
  const { env, ports } = layout;
  const own = env.SMTP_URL === `smtp://${LOCAL}:${ports.SMTP_PORT}`;
  return [
    '',
    '  緊急時総合サポート デスクが動いています / The desk is running',
    '',
    `  コンソール       Console            ${env.CONSOLE_URL}`,
    ...(firstWayIn ? [`    はじめての設定(24時間以内に1回) / first set-up (once, within 24 h):`, `    ${firstWayIn}`] : []),
    `  案件を始める     Open an incident   ${desk} open`,
    `  届いたメール     Mails              ${env.MAILBOX_URL}`,
    own
      ? '                                      (外部には送信されません / none leaves this machine)'
      : '                                      (実際のメールは SMTP_URL へ送信されます / real mails go out by SMTP_URL)',
    `  ポータル         Portal             ${env.PORTAL_URL}  (メールのリンクから / by the links in the mails)`,
    `  API              API                ${apiUrlOf(layout)}/api/openapi.json`,
    `                                      (鍵を作る / make a token: ${desk} token create --role desk --name NAME)`,
    ...more,
    ...(temporalUiUrl ? [`  Temporal の画面  Temporal UI        ${temporalUiUrl}`] : []),
    ...(incidents ? [`  進行中の案件     Incidents going on ${incidents}  (${desk} list)`] : []),
    '',
    `  止める: Ctrl+C。案件は残り、次の ${command} で続きます / Stop: Ctrl+C. Incidents are kept and go on at the next ${command}`,
    '',
  ];
}
