/** Waits for an answer, but not for ever. */

/** The answer, or `otherwise` when it has not come in time. An error that comes later is nobody's concern any more. */
export async function within<T>(ms: number, answer: Promise<T>, otherwise: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), ms);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
