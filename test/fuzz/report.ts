import { operationsOf, type OpenApi } from './narrowed.ts';

/** An answer that the document does not tell of, or none. */
export interface Fault {
  readonly operation: string;
  /** Null where no answer came. */
  readonly status: number | null;
  /** The call that brings it again, as the tool writes it down. */
  readonly request: string;
}

/** What a run of schemathesis brought. */
export interface Outcome {
  readonly calls: number;
  /** Ids of the operations that answered 2xx at least once. */
  readonly succeeded: ReadonlySet<string>;
  readonly faults: readonly Fault[];
}

interface Interaction {
  readonly request: { readonly method: string; readonly uri: string; readonly body?: unknown };
  readonly response?: { readonly status_code: number } | null;
}
interface Scenario {
  readonly recorder: {
    readonly label: string;
    /** Absent where nothing was sent. */
    readonly interactions?: Readonly<Record<string, Interaction>>;
  };
}

/**
 * Reads the lines of an NDJSON report. An answer is a fault when its operation does not document that very status (5XX is none),
 * and so is a call without an answer.
 */
export function outcomeOf(report: string, document: OpenApi): Outcome {
  const operations = new Map(operationsOf(document).map(({ label, operation }) => [label, operation]));
  const succeeded = new Set<string>();
  const faults: Fault[] = [];
  let calls = 0;
  for (const line of report.split('\n')) {
    if (line === '') continue;
    const { ScenarioFinished: scenario } = JSON.parse(line) as { ScenarioFinished?: Scenario };
    if (scenario === undefined) continue;
    const operation = operations.get(scenario.recorder.label);
    if (operation === undefined) throw new Error(`no operation is ${scenario.recorder.label}`);
    for (const { request, response } of Object.values(scenario.recorder.interactions ?? {})) {
      calls += 1;
      const status = response?.status_code ?? null;
      if (status !== null && status >= 200 && status < 300) succeeded.add(operation.operationId);
      if (String(status) in operation.responses) continue;
      faults.push({ operation: operation.operationId, status, request: JSON.stringify(request) });
    }
  }
  return { calls, succeeded, faults };
}
