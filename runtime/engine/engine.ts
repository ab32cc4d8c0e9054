import {
  Client,
  Connection,
  WithStartWorkflowOperation,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
} from '@temporalio/client';
import { ApplicationFailure, type PayloadCodec } from '@temporalio/common';
import {
  ADVANCE_CLOCK,
  COMPLAINT_WORKFLOW,
  complaintWorkflowId,
  DELIVERY_WORKFLOW,
  deliveryWorkflowId,
  HANDLE_COMMAND,
  KEYS_COMPLETE,
  MOVED_ON,
  TENDER_WORKFLOW,
  tenderWorkflowId,
  WAKE,
  type CommandOutcome,
  type ComplaintInput,
  type TenderInput,
} from '../../workflows/messages.ts';

export interface EngineOptions {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly codec: PayloadCodec;
  readonly apiKey?: string | undefined;
  readonly tls?: boolean | undefined;
}

/** How a tender's process starts, should it not be running. */
export type TenderStart = Pick<TenderInput, 'tenderId' | 'rehearsal' | 'shiftMs'>;

/** A process by its type and id, with what starts it should it not be running. */
interface ProcessStart {
  readonly type: string;
  readonly workflowId: string;
  readonly input: TenderInput | ComplaintInput;
}

const tenderProcess = (start: TenderStart): ProcessStart => ({
  type: TENDER_WORKFLOW,
  workflowId: tenderWorkflowId(start.tenderId),
  input: { ...start, phaseIndex: 0, facts: null },
});

const complaintProcess = (input: ComplaintInput): ProcessStart => ({
  type: COMPLAINT_WORKFLOW,
  workflowId: complaintWorkflowId(input.complaintId),
  input,
});

/**
 * Deliveries come after the processes that cause them: where hundreds of deadlines fall on one instant,
 * first all of them are dealt with, then all is published. Engines that know no priorities take no notice.
 */
const DELIVERY_PRIORITY = 4;

/** The id of the message that hands over a command. */
const messageId = (commandId: string, turn: number): string =>
  turn === 0 ? commandId : `${commandId}/${turn}`;

/** A process by what it is about. */
export interface ProcessName {
  readonly kind: 'tender' | 'complaint';
  readonly id: string;
}

export const workflowIdOf = ({ kind, id }: ProcessName): string =>
  kind === 'tender' ? tenderWorkflowId(id) : complaintWorkflowId(id);

/** How a process ended that is over, as the engine says it. */
const ENDS = ['COMPLETED', 'FAILED', 'CANCELLED', 'TERMINATED', 'TIMED_OUT'] as const;
export type ProcessEnd = (typeof ENDS)[number];

/** The most the engine gives in one page. */
const LIST_PAGE = 1_000;

/** The run that a message met was at its end; the next one takes it, usually within milliseconds. */
const MOVED_ON_TRIES = 50;
const MOVED_ON_WAIT_MS = 100;

/**
 * The engine as the other processes see it: messages to processes, by name. It connects when first
 * used and again whenever the engine comes back; every call has a deadline and may be repeated.
 */
export class Engine {
  private readonly options: EngineOptions;
  private readonly connection: Connection;
  readonly client: Client;

  constructor(options: EngineOptions) {
    this.options = options;
    this.connection = Connection.lazy({
      address: options.address,
      ...(options.apiKey === undefined ? {} : { apiKey: options.apiKey }),
      ...(options.tls === undefined ? {} : { tls: options.tls }),
    });
    this.client = new Client({
      connection: this.connection,
      namespace: options.namespace,
      dataConverter: { payloadCodecs: [options.codec] },
    });
  }

  /**
   * Has a stored command decided by its tender's process; `turn` counts how often it was set aside before, as a process
   * answers one message once. Rejects when the engine does not answer in time.
   */
  async handleCommand(
    start: TenderStart,
    commandId: string,
    waitMs: number,
    turn = 0,
  ): Promise<CommandOutcome> {
    const updateId = messageId(commandId, turn);
    return this.update<CommandOutcome>(tenderProcess(start), HANDLE_COMMAND, commandId, updateId, waitMs);
  }

  /** Moves a rehearsal's clock; answers with its time (ms) when everything that fell due is dealt with. */
  async advanceClock(start: TenderStart, toAt: number, waitMs: number): Promise<number> {
    return this.update<number>(
      tenderProcess(start),
      ADVANCE_CLOCK,
      toAt,
      `clock-${toAt}-${Date.now()}`,
      waitMs,
    );
  }

  /** As `handleCommand`, for a command to a complaint. */
  async handleComplaintCommand(
    start: ComplaintInput,
    commandId: string,
    waitMs: number,
    turn = 0,
  ): Promise<CommandOutcome> {
    const updateId = messageId(commandId, turn);
    return this.update<CommandOutcome>(complaintProcess(start), HANDLE_COMMAND, commandId, updateId, waitMs);
  }

  /** As `advanceClock`, for a complaint of the rehearsal: the clock is its tender's. */
  async advanceComplaintClock(start: ComplaintInput, toAt: number, waitMs: number): Promise<number> {
    const updateId = `clock-${toAt}-${Date.now()}`;
    return this.update<number>(complaintProcess(start), ADVANCE_CLOCK, toAt, updateId, waitMs);
  }

  /** Starts a complaint's process that was lost, or tells a running one to look at its complaint anew. */
  async wakeComplaint(start: ComplaintInput, waitMs = 5_000): Promise<void> {
    const { type, workflowId, input } = complaintProcess(start);
    const { taskQueue } = this.options;
    await this.within(waitMs, () =>
      this.client.workflow.signalWithStart(type, {
        workflowId,
        taskQueue,
        args: [input],
        signal: WAKE,
        signalArgs: [],
      }),
    );
  }

  /**
   * The workflow ids of the processes that run, page by page, as the engine's visibility shows them: what started or
   * ended within the last moments may be missing or still there. Each page may take `waitMs`.
   */
  async runningProcesses(pageSize = LIST_PAGE, waitMs = 10_000): Promise<ReadonlySet<string>> {
    const found = new Set<string>();
    const query = `ExecutionStatus = "Running" AND WorkflowType IN ("${TENDER_WORKFLOW}", "${COMPLAINT_WORKFLOW}")`;
    const { namespace } = this.options;
    let nextPageToken: Uint8Array | undefined;
    do {
      const page = await this.within(waitMs, () =>
        this.connection.workflowService.listWorkflowExecutions({
          namespace,
          pageSize,
          query,
          nextPageToken: nextPageToken ?? null,
        }),
      );
      for (const { execution } of page.executions) found.add(execution?.workflowId ?? '');
      nextPageToken = page.nextPageToken;
    } while (nextPageToken !== undefined && nextPageToken.length > 0);
    return found;
  }

  /** How a process ended; `lost` when the engine does not know it, null while it runs. Asks the history, not the visibility. */
  async endOf(process: ProcessName, waitMs = 5_000): Promise<ProcessEnd | 'lost' | null> {
    try {
      const { status } = await this.within(waitMs, () =>
        this.client.workflow.getHandle(workflowIdOf(process)).describe(),
      );
      return ENDS.find((end) => end === status.name) ?? null;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return 'lost';
      throw error;
    }
  }

  /** Starts a tender's process that does not run, from its facts. False when it runs: it is never started twice. */
  async startTender(input: TenderInput, waitMs = 5_000): Promise<boolean> {
    const { type, workflowId } = tenderProcess(input);
    const { taskQueue } = this.options;
    try {
      await this.within(waitMs, () =>
        this.client.workflow.start(type, {
          workflowId,
          taskQueue,
          args: [input],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowIdConflictPolicy: 'FAIL',
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /**
   * Has a tender's running process learn how its tender stands, by handing it a command again that was decided: that
   * decides nothing, and answers with the facts. Once for each version of the tender and run, however often it is called.
   */
  async showTender(tenderId: string, commandId: string, version: number, waitMs = 5_000): Promise<void> {
    await this.within(waitMs, () =>
      this.client.workflow.getHandle(tenderWorkflowId(tenderId)).startUpdate(HANDLE_COMMAND, {
        args: [commandId],
        updateId: `shown-${version}`,
        waitForStage: 'ACCEPTED',
      }),
    );
  }

  async keysComplete(tenderId: string, waitMs = 5_000): Promise<void> {
    await this.within(waitMs, () =>
      this.client.workflow.getHandle(tenderWorkflowId(tenderId)).signal(KEYS_COMPLETE),
    );
  }

  /** Starts a delivery lane, or tells a running one that there is something to do now. */
  async wakeDelivery(lane: string, waitMs = 5_000): Promise<void> {
    await this.within(waitMs, () =>
      this.client.workflow.signalWithStart(DELIVERY_WORKFLOW, {
        workflowId: deliveryWorkflowId(lane),
        taskQueue: this.options.taskQueue,
        priority: { priorityKey: DELIVERY_PRIORITY },
        args: [lane],
        signal: WAKE,
        signalArgs: [],
      }),
    );
  }

  /** Whether the engine answers now. */
  async healthy(waitMs = 1_000): Promise<boolean> {
    try {
      await this.within(waitMs, () => this.connection.workflowService.getSystemInfo({}));
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async update<T>(
    start: ProcessStart,
    name: string,
    argument: unknown,
    updateId: string,
    waitMs: number,
  ): Promise<T> {
    const endsAt = Date.now() + waitMs;
    for (let tries = 1; ; tries++) {
      try {
        return await this.within(endsAt - Date.now(), () =>
          this.sendUpdate<T>(start, name, argument, updateId),
        );
      } catch (error) {
        if (!metEndOfRun(error) || tries === MOVED_ON_TRIES || Date.now() + MOVED_ON_WAIT_MS > endsAt)
          throw error;
        await new Promise((resolve) => setTimeout(resolve, MOVED_ON_WAIT_MS));
      }
    }
  }

  private async sendUpdate<T>(
    { type, workflowId, input }: ProcessStart,
    name: string,
    argument: unknown,
    updateId: string,
  ): Promise<T> {
    return (await this.client.workflow.executeUpdateWithStart(name, {
      startWorkflowOperation: new WithStartWorkflowOperation(type, {
        workflowId,
        taskQueue: this.options.taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
      }),
      updateId,
      args: [argument],
    })) as T;
  }

  private async within<T>(waitMs: number, call: () => Promise<T>): Promise<T> {
    return this.connection.withDeadline(Date.now() + waitMs, call);
  }
}

/** Whether an update was cut off by a run that went on as a new one: it is to be sent again. */
function metEndOfRun(error: unknown): boolean {
  if (error instanceof WorkflowNotFoundError) return true;
  if (!(error instanceof WorkflowUpdateFailedError)) return false;
  const { cause } = error;
  return (
    cause instanceof ApplicationFailure &&
    (cause.type === MOVED_ON || cause.type === 'AcceptedUpdateCompletedWorkflow')
  );
}
