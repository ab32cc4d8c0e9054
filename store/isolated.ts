import { rows, type Tx } from './store.ts';

/**
 * Does something within a transaction so that, where it throws, nothing of it is left and the transaction goes on. The
 * work may do nothing but statements of the transaction, one after another.
 */
export async function isolated<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await rows(tx, 'savepoint isolated');
  try {
    const result = await work();
    await rows(tx, 'release savepoint isolated');
    return result;
  } catch (error) {
    await rows(tx, 'rollback to savepoint isolated');
    await rows(tx, 'release savepoint isolated');
    throw error;
  }
}
