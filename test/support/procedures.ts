import { noticeSchema, type Notice } from '../../rehearsal/notice.ts';
import { PROCEDURES, type Procedure, type ProcedureId } from '../../domain/procedure/index.ts';

const at = (day: string, time = '09:00'): string => `2026-${day}T${time}:00+08:00`;

/** When the documents are issued until, and the deadline, by procedure; where absent, as an open tender has them. */
const SHORTER: Partial<Record<ProcedureId, { until: string; deadline: string }>> = {
  'procurement-open': { until: at('09-18', '17:00'), deadline: at('09-30') },
  'procurement-open-prequalified': { until: at('09-18', '17:00'), deadline: at('09-30') },
  'procurement-invited': { until: at('09-18', '17:00'), deadline: at('09-30') },
  'procurement-negotiation': { until: at('09-16', '17:00'), deadline: at('09-17') },
  'procurement-consultation': { until: at('09-18', '17:00'), deadline: at('09-24') },
  'procurement-inquiry': { until: at('09-16', '17:00'), deadline: at('09-17') },
  'procurement-single-source': { until: at('09-18', '17:00'), deadline: at('09-21') },
};
const FIRST_STAGE = { issuedFrom: at('08-20'), issuedUntil: at('08-27', '17:00'), due: at('09-04') };

/** A lawful notice of a procedure, with bid securities, in the autumn of 2026; made up. */
export function noticeOf(id: ProcedureId): Notice {
  const procedure = PROCEDURES.find((one) => one.id === id) as Procedure;
  const { regime, method, qualification, phases } = procedure;
  const procurement = regime === 'government-procurement';
  return noticeSchema.parse({
    id,
    title: `示例项目（${procedure.zh}）`,
    regime,
    method,
    qualification,
    firstStage: phases.includes('prequalification') || phases.includes('proposals') ? FIRST_STAGE : null,
    mandatory: true,
    category: procurement ? 'goods' : 'engineering',
    tenderee: '示例招标单位',
    agency: '示例招标代理有限公司',
    documentsIssuedFrom: at('09-10'),
    documentsIssuedUntil: SHORTER[id]?.until ?? at('09-16', '17:00'),
    bidDeadline: SHORTER[id]?.deadline ?? at('09-30'),
    durationCalendarDays: 150,
    bidSecurityRequired: true,
  });
}
