import { ownSideWork, type Work, type WorkOwner } from '../case/work.ts';
import { owedComplaintDuties } from './ground/duties.ts';
import { complaintEnded } from './ground/facts.ts';
import type { ComplaintDutyOwner, ComplaintState } from './ground/state.ts';

/** Everything that is open in a complaint: the duties that are owed, late ones too, until they are met. */
export function complaintWork(state: ComplaintState): Work[] {
  const { id, regime, authority, status } = state;
  if (complaintEnded(status)) return [];
  return owedComplaintDuties(state).map((duty) => ({
    kind: 'complaint-duty',
    key: `${id}/${duty.id}`,
    at: duty.dueAt,
    falls: duty.timedOutAt === null,
    owner: ownerOf(duty.owner, state),
    body: { complaint: { complaintId: id, regime, authority: authority.name, duty } },
  }));
}

function ownerOf(owner: ComplaintDutyOwner, { authority, complainant, tender }: ComplaintState): WorkOwner {
  switch (owner) {
    case 'supervisor':
      return { role: 'supervisor', uscc: authority.uscc, agentUscc: null };
    case 'complainant':
      return { role: 'bidder', uscc: complainant.uscc, agentUscc: null };
    case 'respondent':
      return ownSideWork(tender);
    default:
      return owner satisfies never;
  }
}
