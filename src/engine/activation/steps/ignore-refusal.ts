import { OperatingError } from '../../../core/model/errors.ts';

/** For what only helps: a message to players, a look at a list. A failure of it never holds anything up. */
export async function ignoreRefusal<T>(attempt: () => Promise<T>, otherwise: T): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (failure instanceof OperatingError) return otherwise;
    throw failure;
  }
}
