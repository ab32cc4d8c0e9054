import type { TenderState } from '../../tender/index.ts';
import type { AnnouncementBody, EventOf } from '../announcement.ts';
import { basisOf } from '../basis.ts';
import { zhInstant } from '../format/instant.ts';
import { contactSection, present, projectSection, rejectionSection } from './sections.ts';

/**
 * 招标失败公告: why the tender ends without an award and what follows. Bids that were not opened
 * stay sealed and their bidders unnamed.
 */
export function tenderFailed(event: EventOf<'tenderFailed'>, state: TenderState): AnnouncementBody {
  const tooFew = event.reason === 'failed-fewer-than-three';
  const secretNames = state.evaluation?.committee.map((member) => member.name) ?? [];
  return {
    kind: 'tender-failed',
    ...basisOf(tooFew ? 'ZTB-213' : 'ZTB-316'),
    sections: present([
      projectSection(state),
      {
        heading: '招标失败情况',
        rows: [
          { label: '失败时间', value: zhInstant(event.at) },
          {
            label: '失败原因',
            value: tooFew ? '投标截止时投标人少于法定数量，依法不得开标' : '经评标委员会评审，所有投标被否决',
          },
          { label: '后续安排', value: aftermath(tooFew, state) },
        ],
      },
      tooFew ? null : rejectionSection(state, state.evaluation?.rejected ?? [], secretNames),
      contactSection(state.draft),
    ]),
  };
}

function aftermath(tooFew: boolean, state: TenderState): string {
  if (tooFew || state.draft.attributes.mandatory) return '招标人应当依法重新招标，时间另行公告';
  return '由招标人依法另行决定';
}
