/** One incident on one page: nine parts in a fixed order. */
import { Head, Index, PrintHead } from './header';
import { FactsPart } from './facts';
import { LanesPart } from './lanes';
import { Overview } from './overview';
import { ObligationsPart } from './obligations';
import { ApprovalsPart, CostsPart, DocumentsPart } from './papers';
import { DoneNotice, LiveBar, Section, type PartProps } from './parts';
import { TalkPart } from './talk';
import { TimelinePart, type Narrowed } from './timeline';

export function IncidentPage({ narrowed, done, ...props }: PartProps & { narrowed: Narrowed; done: string | undefined }) {
  const { visit, of } = props;
  return (
    <>
      <Head {...props} />
      <PrintHead {...props} />
      <DoneNotice words={done} />
      <Index visit={visit} />
      <Section visit={visit} id="overview">
        <Overview {...props} />
      </Section>
      <FactsPart {...props} />
      <ObligationsPart {...props} />
      <LanesPart {...props} />
      <ApprovalsPart {...props} />
      <CostsPart {...props} />
      <TalkPart {...props} />
      <DocumentsPart {...props} />
      <TimelinePart {...props} narrowed={narrowed} />
      <LiveBar visit={visit} of={of} />
    </>
  );
}
