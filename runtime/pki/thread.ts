import { answerJobs } from '../work/thread.ts';
import { doPkiJob, type PkiMessage } from './jobs.ts';

/** A thread that reads certificates, signatures and answers of authorities (runtime/pki/threads.ts starts it). */
answerJobs((job) => doPkiJob(job as PkiMessage));
