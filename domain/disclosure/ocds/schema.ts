import { z } from 'zod';
import { MANDATE_SIGNINGS } from '../../party/mandate.ts';

/**
 * What the platform's OCDS packages hold: the part of OCDS 1.1.5 that its releases use, closed. What it means says
 * the standard (https://standard.open-contracting.org/1.1/en/schema/); that the releases are valid by the standard's
 * own schema, the tests show (test/support/ocds).
 */

const dateTime = z.string().meta({ format: 'date-time' });
/** A member that a later release may take back by null, as merging has it. */
const undoable = dateTime.nullable().optional();

const value = z.strictObject({ amount: z.number(), currency: z.literal('CNY') });
const reference = z.strictObject({ id: z.string(), name: z.string() });
const period = z.strictObject({
  startDate: dateTime.optional(),
  endDate: undoable,
  durationInDays: z.number().optional(),
});
const document = z.strictObject({
  id: z.string(),
  documentType: z.string().optional(),
  title: z.string(),
  url: z.string().optional(),
  datePublished: dateTime.optional(),
  format: z.string(),
  language: z.string(),
});
const mandate = z.strictObject({
  id: z.string(),
  sha256: z.string(),
  scope: z.string(),
  projectCode: z.string().nullable().optional(),
  fromAt: dateTime,
  untilAt: dateTime,
  signedBy: z.enum(MANDATE_SIGNINGS),
});
const party = z.strictObject({
  id: z.string(),
  name: z.string(),
  identifier: z.strictObject({ scheme: z.string(), id: z.string(), legalName: z.string() }),
  roles: z.array(z.enum(['buyer', 'procuringEntity', 'tenderer', 'supplier'])),
  details: z.strictObject({ mandate }).optional(),
  address: z.strictObject({ streetAddress: z.string(), countryName: z.string() }).optional(),
  contactPoint: z
    .strictObject({ name: z.string(), telephone: z.string(), email: z.string().optional() })
    .optional(),
});
const milestone = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  code: z.string().optional(),
  dueDate: undoable,
  dateMet: undoable,
  dateModified: dateTime.optional(),
  status: z.enum(['scheduled', 'met', 'notMet']),
});
const amendment = z.strictObject({
  id: z.string(),
  date: dateTime,
  rationale: z.string(),
  description: z.string(),
  releaseID: z.string().optional(),
});
const item = z.strictObject({
  id: z.string(),
  description: z.string(),
  classification: z.strictObject({ scheme: z.string(), id: z.string(), description: z.string() }),
});
const tender = z.strictObject({
  id: z.string(),
  title: z.string(),
  description: z.string(),
  status: z.enum(['active', 'complete', 'unsuccessful', 'cancelled']),
  procuringEntity: reference,
  value: value.optional(),
  procurementMethod: z.enum(['open', 'selective', 'limited', 'direct']),
  procurementMethodDetails: z.string(),
  procurementMethodRationale: z.string().optional(),
  mainProcurementCategory: z.enum(['works', 'goods', 'services']),
  items: z.array(item),
  awardCriteria: z.string().optional(),
  awardCriteriaDetails: z.string(),
  submissionMethod: z.array(z.literal('electronicSubmission')),
  submissionMethodDetails: z.string(),
  eligibilityCriteria: z.string(),
  tenderPeriod: period,
  enquiryPeriod: period.optional(),
  awardPeriod: period.optional(),
  contractPeriod: period.optional(),
  numberOfTenderers: z.number().optional(),
  tenderers: z.array(reference).optional(),
  documents: z.array(document).optional(),
  milestones: z.array(milestone).optional(),
  amendments: z.array(amendment).optional(),
});
const award = z.strictObject({
  id: z.string(),
  title: z.string(),
  status: z.enum(['pending', 'active', 'cancelled']),
  date: dateTime.optional(),
  value: value.optional(),
  suppliers: z.array(reference),
  contractPeriod: period.optional(),
  documents: z.array(document).optional(),
});
const contract = z.strictObject({
  id: z.string(),
  awardID: z.string(),
  title: z.string(),
  status: z.enum(['active', 'terminated']),
  dateSigned: dateTime,
  value: value.optional(),
  period: period.optional(),
  documents: z.array(document).optional(),
});
const relatedProcess = z.strictObject({
  id: z.string(),
  relationship: z.array(z.enum(['unsuccessfulProcess', 'parent'])),
  scheme: z.string(),
  identifier: z.string(),
  uri: z.string().optional(),
});

/** What a release tells of the process; merged ones tell it too. */
const process = {
  ocid: z.string(),
  id: z.string(),
  date: dateTime,
  initiationType: z.literal('tender'),
  language: z.literal('zh'),
  parties: z.array(party),
  buyer: reference,
  planning: z.strictObject({
    budget: z.strictObject({ description: z.string(), amount: value.optional() }),
  }),
  tender,
  awards: z.array(award).optional(),
  contracts: z.array(contract).optional(),
  relatedProcesses: z.array(relatedProcess).optional(),
};

export const releaseSchema = z
  .strictObject({ ...process, tag: z.array(z.string()) })
  .meta({ id: 'OcdsRelease', description: 'An OCDS 1.1.5 release' });

const packageFields = {
  uri: z.string(),
  version: z.literal('1.1'),
  publishedDate: dateTime,
  publisher: z.strictObject({ name: z.string(), uri: z.string().optional() }),
  license: z.string(),
  publicationPolicy: z.string(),
};

export const releasePackageSchema = z.strictObject({ ...packageFields, releases: z.array(releaseSchema) });

export const recordPackageSchema = z.strictObject({
  ...packageFields,
  records: z.array(
    z.strictObject({
      ocid: z.string(),
      releases: z.array(releaseSchema),
      compiledRelease: z.strictObject({ ...process, tag: z.array(z.literal('compiled')) }),
    }),
  ),
});
