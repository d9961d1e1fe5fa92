/** The playbook as shipped: what it calls for in the worked scenarios, and what it promises partners. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { factsSchema } from '../../client/facts-schema';
import { readOpenFile } from '../../client/open-file';
import { loadSetup } from '../../config/load';
import { activate, severityOf } from '../../domain/activation';
import { NOTHING_KNOWN, type Facts } from '../../domain/facts';
import { SERVICES, functionOf } from '../../domain/services';
import { SHIPPED } from './changed-data';

const setup = loadSetup(SHIPPED);
const { playbook } = setup;
const SCENARIOS = path.join(__dirname, '../fixtures/scenarios');
const text = (file: string): string => fs.readFileSync(path.join(SCENARIOS, file), 'utf8');
const servicesFor = (facts: Facts): string[] => activate(facts, playbook).active.map(({ service }) => service);
const specOf = (service: string) => playbook.services.find((spec) => spec.service === service)!;

function factsOf(file: string): Facts {
  const read = readOpenFile(text(file), file, Date.parse('2026-11-24T10:00:00+09:00'));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.request.versions[0]!.facts;
}

const FIRST_RESPONSE = ['INVESTIGATION.triage', 'INVESTIGATION.containment_advice'];
const REPORTABLE = [...FIRST_RESPONSE, 'INVESTIGATION.cause_scope', 'INVESTIGATION.report_support'];

describe('the shipped playbook', () => {
  it('holds every service of the catalogue once', () => {
    expect(playbook.services.map(({ service }) => service).sort()).toEqual([...SERVICES].sort());
  });

  it.each([
    ['S01-missent-mail.yaml', 'LOW', FIRST_RESPONSE],
    ['S03-count-passes-1000.yaml', 'LOW', FIRST_RESPONSE],
    ['S05-card-breach.yaml', 'HIGH', [...SERVICES]],
    ['S09-policy-expiry.yaml', 'MEDIUM', [...REPORTABLE, 'PR.release_review']],
    ['S12-encrypted-laptop.yaml', 'LOW', [...FIRST_RESPONSE, 'INVESTIGATION.report_support']],
  ])('calls in %s (%s) for exactly what the scenario needs', (file, severity, services) => {
    expect(servicesFor(factsOf(file)).sort()).toEqual([...services].sort());
    expect(severityOf(factsOf(file), playbook)).toBe(severity);
  });

  it('calls for more once the count passes 1,000', () => {
    const later = factsSchema.parse(parse(text('S03-on-day-4.facts.yaml')));
    expect(servicesFor(later)).toEqual([...REPORTABLE, 'PR.release_review']);
  });

  it.each([1000, 1001])('takes %i persons for what the law says of that number', (count) => {
    const facts = { ...factsOf('S01-missent-mail.yaml'), persons: { min: count, max: count } };
    expect(servicesFor(facts).includes('INVESTIGATION.report_support')).toBe(count > 1000);
  });

  it('prepares the safe side and nothing public while nothing is known', () => {
    expect(servicesFor(NOTHING_KNOWN)).toEqual(REPORTABLE);
  });

  it('calls for first response alone once a leak is ruled out', () => {
    expect(servicesFor({ ...factsOf('S05-card-breach.yaml'), leak: 'RULED_OUT' })).toEqual(FIRST_RESPONSE);
  });

  it('derives an untold purpose from the nature, and believes what was told', () => {
    const base = { ...factsOf('S09-policy-expiry.yaml'), propertyHarm: false };
    expect(servicesFor({ ...base, improperPurpose: null })).toContain('INVESTIGATION.report_support');
    expect(servicesFor({ ...base, improperPurpose: false })).toEqual(FIRST_RESPONSE);
    expect(servicesFor({ ...base, nature: 'MISSENT_MAIL', improperPurpose: null })).toEqual(FIRST_RESPONSE);
  });

  it.each([
    ['INVESTIGATION.triage', 30, 240, 1440],
    ['INVESTIGATION.cause_scope', 120, 72 * 60, 30 * 1440],
    ['PR.press_conference', 120, 1440, 48 * 60],
    ['PR.newspaper_notice', 240, null, 3 * 540],
    ['CALLCENTER.setup', 240, 1440, 72 * 60],
    ['CALLCENTER.closing', 5 * 540, null, 20 * 540],
  ])('gives %s its limits in minutes', (service, accept, interim, complete) => {
    const { acceptWithinMinutes, interimWithinMinutes, completeWithinMinutes } = specOf(service);
    expect([acceptWithinMinutes, interimWithinMinutes, completeWithinMinutes]).toEqual([accept, interim, complete]);
  });

  it('lets no investigation wait for claims', () => {
    const waiting = playbook.services
      .filter(({ service }) => functionOf(service) === 'INVESTIGATION')
      .flatMap(({ approvals }) => approvals)
      .filter(({ approver, stage }) => approver === 'CLAIMS' && stage !== 'BESIDE');
    expect(waiting).toEqual([]);
  });

  it('keeps the certifier apart from the investigators', () => {
    for (const service of ['TRUST.recurrence_certificate', 'TRUST.rating_publication']) {
      expect(specOf(service).independentOf).toContain('INVESTIGATION.cause_scope');
    }
  });

  it('asks for the conference only after review and call centre, and for the certificate after the final report', () => {
    const waitsFor = (service: string) => specOf(service).dependsOn.map(({ service: other, at }) => `${other} ${at}`);
    expect(waitsFor('PR.press_conference')).toEqual(['PR.release_review FINAL', 'CALLCENTER.setup INTERIM']);
    expect(waitsFor('TRUST.recurrence_certificate')).toEqual(['INVESTIGATION.cause_scope FINAL']);
    expect(waitsFor('INVESTIGATION.report_support')).toEqual(['INVESTIGATION.triage INTERIM']);
  });

  it('speaks Japanese without the blanks of folded lines, and writes to reserved addresses only', () => {
    for (const { request } of playbook.services) expect(request.ja).not.toMatch(/[\p{sc=Han}\p{sc=Hiragana}。、] /u);
    expect(setup.partners.map(({ contact }) => contact.email).filter((email) => !email.endsWith('.example'))).toEqual([]);
  });

  it('is plain data that survives the way into a workflow', () => {
    expect(JSON.parse(JSON.stringify(setup))).toEqual(setup);
  });
});
