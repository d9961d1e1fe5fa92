/** What a partner can do with a link, and when the page offers it. */
import type { PartnerTaskView } from '../../domain/partner-view';

const ACTIONS = ['accept', 'decline', 'hand-over', 'progress', 'deliver', 'quote', 'invoice', 'message'] as const;
export type Action = (typeof ACTIONS)[number];
/** Everything but accepting has a form of its own. */
export type FormAction = Exclude<Action, 'accept'>;

const WITH_FILES: readonly Action[] = ['deliver', 'quote', 'invoice'];
export const takesFiles = (action: Action): boolean => WITH_FILES.includes(action);

export const isAction = (text: string): text is Action => (ACTIONS as readonly string[]).includes(text);
export const isFormAction = (text: string): text is FormAction => isAction(text) && text !== 'accept';

/** The whole of the work was delivered, and was not sent back. */
const isDelivered = ({ deliveries }: PartnerTaskView): boolean =>
  deliveries.some(({ milestone, returnedAt }) => milestone === 'FINAL' && returnedAt === null);

/** The forms that make sense now, the most likely first. Answers to others are still taken: the incident decides. */
export function formsOffered(view: PartnerTaskView): readonly FormAction[] {
  switch (view.state) {
    case 'REQUESTED':
      return ['decline', 'hand-over', 'message'];
    case 'ACCEPTED':
    case 'IN_PROGRESS':
      if (view.paused) return ['message', 'quote', 'invoice', 'hand-over', 'decline'];
      return ['deliver', 'progress', 'quote', 'invoice', 'message', 'hand-over', 'decline'];
    case 'WAITING_APPROVAL':
      if (isDelivered(view)) return ['quote', 'invoice', 'message', 'hand-over'];
      return ['progress', 'quote', 'invoice', 'message', 'hand-over', 'decline'];
    case 'DELIVERED':
      return ['quote', 'invoice', 'message', 'hand-over'];
    case 'CLOSED':
    case 'CANCELLED':
      return ['invoice', 'message'];
    case 'DECLINED':
      return [];
  }
}
