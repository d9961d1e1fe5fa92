/** What staff decide about their own work on an incident: who is in charge, and that the promised call was made. */
import { callBackDueAt } from './call-back';
import type { Rule } from './decisions';
import { refuse } from './draft';
import { ownerOf } from './incident';

const handOverIncident: Rule<'handOverIncident'> = (draft, { to, note, basedOn }) => {
  const from = ownerOf(draft.state());
  if (basedOn !== undefined && basedOn !== from) return refuse('OWNER_CHANGED');
  if (to === from) return refuse('SAME_OWNER');
  draft.emit('INCIDENT_HANDED_OVER', { from, to, note });
  return null;
};

const recordCallBack: Rule<'recordCallBack'> = (draft, { note }) => {
  const state = draft.state();
  if (!state.callBack) return refuse('NO_CALL_BACK');
  if (callBackDueAt(state) === null) return refuse('CALL_BACK_DONE');
  draft.emit('CALL_BACK_MADE', { note });
  return null;
};

export const DESK_RULES = { handOverIncident, recordCallBack } as const;
