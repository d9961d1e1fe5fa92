/** Whether the audit log is as it was written: one sentence, and what to keep for the next time. */
import type { AuditChain } from '../../../store/staff-types';
import { TextField, type FormState } from '../../design/fields';
import type { Visit } from '../visit';
import { Form } from './form';

interface Result {
  readonly chain: AuditChain;
  /** The hash that was kept from an earlier time. */
  readonly noted: string | null;
}

function Sentence({ visit, result }: { visit: Visit; result: Result }) {
  const { chain: words } = visit.t.audit;
  const { chain, noted } = result;
  const isMissing = noted !== null && chain.notedSeq === null;
  if (chain.brokenAtSeq !== null || isMissing) {
    return (
      <div class="strip overdue" role="status">
        <p>
          <span aria-hidden="true">▲</span>{' '}
          {chain.brokenAtSeq === null ? words.notedMissing : words.broken(chain.brokenAtSeq, chain.rows)}
        </p>
      </div>
    );
  }
  return (
    <div class="strip done" role="status">
      <p>
        <span aria-hidden="true">✓</span> {words.whole(chain.rows)} {chain.notedSeq !== null && words.notedFound(chain.notedSeq)}
      </p>
    </div>
  );
}

export function AuditChainPage({ visit, form, result }: { visit: Visit; form: FormState; result: Result | null }) {
  const { chain: words, verify } = visit.t.audit;
  return (
    <>
      <h1>{words.title}</h1>
      {result && <Sentence visit={visit} result={result} />}
      {result && result.chain.rows > 0 && (
        <p>
          {words.keep(result.chain.last.seq)} <span class="code breakable">{result.chain.last.sha256}</span>
        </p>
      )}
      <p>{words.lead}</p>
      <Form visit={visit} action="/audit/chain" form={form} class="no-print">
        <TextField page={visit} form={form} name="hash" label={words.hash} hint={words.hashHint} />
        <p class="actions">
          <button class="button">{verify}</button>
          <a href="/audit">{words.back}</a>
        </p>
      </Form>
    </>
  );
}
