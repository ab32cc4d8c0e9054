import type { Named } from '../../case/chapter.ts';
import type { AnnouncementBody, AnnouncementContext, Section } from '../../disclosure/announcement.ts';
import {
  contactRows,
  contactSection,
  daysText,
  deadlineSection,
  memberOf,
  NOT_STATED,
  present,
  projectSection,
  rejectionSection,
} from '../../disclosure/announcements/sections.ts';
import { basisOf, basisOfStep } from '../../disclosure/basis.ts';
import { publicityMoveCause } from '../../disclosure/causes.ts';
import { zhEnd, zhInstant } from '../../disclosure/format/instant.ts';
import { moneyText } from '../../disclosure/format/money.ts';
import { conceal } from '../../disclosure/format/text.ts';
import type { Candidate, EvaluationReport } from '../ground/parts.ts';
import type { TenderState } from '../ground/state.ts';
import type { PublicityEvent } from './commands-and-events.ts';

type Event<Name extends PublicityEvent['name']> = Named<PublicityEvent, Name>;

/**
 * 中标候选人公示, in the items of PUB-004: ranking, name, price, quality, duration and how the
 * evaluation went; project manager with certificate; the qualifications met; how to object. The
 * committee's names are secret until the award (ZTB-307) and are taken out of its free texts.
 */
export function candidatePublicity(
  event: Event<'candidatesPublished'>,
  state: TenderState,
  ctx: AnnouncementContext,
): AnnouncementBody {
  const report = reportOf(state);
  const secretNames = report.committee.map((member) => member.name);
  return {
    ...basisOf(state, 'candidatePublicity'),
    sections: present([
      projectSection(state),
      {
        heading: '公示期',
        rows: [
          { label: '公示开始', value: zhInstant(event.at) },
          { label: '公示结束', value: zhEnd(event.publicityEndsAt) },
        ],
      },
      evaluationSection(report, secretNames, state),
      managersSection(report.candidates),
      qualificationsSection(report.candidates, secretNames, state),
      rejectionSection(state, report.rejected, secretNames),
      objectionSection(event, state, ctx),
      deadlineSection(event.deadlines),
      contactSection(state.draft),
    ]),
  };
}

/** 公示期变更公告: the end of the publicity before and after, and why. */
export function publicityMoved(event: Event<'publicityMoved'>, state: TenderState): AnnouncementBody {
  return {
    ...basisOfStep(state, event, 'candidatePublicity'),
    sections: [
      projectSection(state),
      {
        heading: '变更内容',
        rows: [
          { label: '原公示结束时间', value: zhEnd(event.fromAt) },
          { label: '变更后的公示结束时间', value: zhEnd(event.toAt) },
          { label: '变更原因', value: publicityMoveCause(event, state).zh },
        ],
      },
      contactSection(state.draft),
    ],
  };
}

function reportOf(state: TenderState): EvaluationReport {
  if (state.evaluation === null) throw new RangeError(`tender ${state.id} has no evaluation report`);
  return state.evaluation;
}

function evaluationSection(
  report: EvaluationReport,
  secretNames: readonly string[],
  state: TenderState,
): Section {
  return {
    heading: '中标候选人及评标情况',
    table: {
      caption: '中标候选人排序',
      columns: ['排序', '中标候选人', '投标报价', '质量', '工期（交货期）', '评标得分'],
      rows: report.candidates.map((candidate) => [
        `第${candidate.rank}名`,
        `${candidate.name}（${candidate.uscc}）`,
        moneyText(candidate.priceFen),
        candidate.quality,
        daysText(candidate.durationDays),
        candidate.score ?? NOT_STATED,
      ]),
    },
    paragraphs: conceal(report.summary, secretNames, memberOf(state.draft)).split('\n'),
  };
}

function managersSection(candidates: readonly Candidate[]): Section {
  return {
    heading: '项目负责人及相关证书',
    table: {
      caption: '投标文件承诺的项目负责人',
      columns: ['中标候选人', '项目负责人', '证书名称和编号'],
      rows: candidates.map((candidate) => [
        candidate.name,
        candidate.projectManager ?? NOT_STATED,
        candidate.certificate ?? NOT_STATED,
      ]),
    },
  };
}

function qualificationsSection(
  candidates: readonly Candidate[],
  secretNames: readonly string[],
  state: TenderState,
): Section {
  return {
    heading: '响应招标文件要求的资格能力条件',
    rows: candidates.map((candidate) => ({
      label: candidate.name,
      value: conceal(candidate.qualifications, secretNames, memberOf(state.draft)),
    })),
  };
}

function objectionSection(
  event: Event<'candidatesPublished'>,
  state: TenderState,
  ctx: AnnouncementContext,
): Section {
  return {
    heading: '提出异议的渠道和方式',
    rows: contactRows(state.draft.objectionContact),
    paragraphs: [
      `投标人或者其他利害关系人对评标结果有异议的，应当在公示期间（${zhEnd(event.publicityEndsAt)}前）` +
        `登录${ctx.platformName}（${ctx.publicUrl}）在线提出，并在线接收答复。`,
    ],
  };
}
