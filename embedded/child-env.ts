/** What the processes of a system on this machine are told about each other. */
import type { DeskDir, Secrets } from './desk-dir';
import type { Ports } from './ports';
import { databaseUrlOf } from './postgres';

const LOCAL = '127.0.0.1';

/** What the user has set stays; what is missing points into this system. */
export function childEnv(given: NodeJS.ProcessEnv, desk: DeskDir, ports: Ports, secrets: Secrets): NodeJS.ProcessEnv {
  const mailbox = `smtp://${LOCAL}:${ports.SMTP_PORT}`;
  return {
    TEMPORAL_ADDRESS: `${LOCAL}:${ports.TEMPORAL_PORT}`,
    TEMPORAL_NAMESPACE: 'default',
    DATABASE_URL: databaseUrlOf(ports.DATABASE_PORT, secrets.databasePassword),
    SMTP_URL: mailbox,
    DRILL_SMTP_URL: mailbox,
    CONSOLE_URL: `http://${LOCAL}:${ports.CONSOLE_PORT}`,
    PORTAL_URL: `http://${LOCAL}:${ports.PORTAL_PORT}`,
    MAILBOX_URL: `http://${LOCAL}:${ports.MAILBOX_PORT}`,
    LINK_SECRET: secrets.linkSecret,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    CONSOLE_PORT: String(ports.CONSOLE_PORT),
    PORTAL_PORT: String(ports.PORTAL_PORT),
    API_PORT: String(ports.API_PORT),
    MAILBOX_PORT: String(ports.MAILBOX_PORT),
    DESK_DIR: desk.dir,
  };
}
