/** Lets the same message through once: whoever sends it again gets the result of the first time. */

const REMEMBERED = 1_000;

/**
 * For double taps on one form. Results that `keeps` does not hold for are forgotten, so that they can be tried again.
 * A repeat after a restart is recognised by the incident itself, from the id of the message.
 */
export function createOnce<T>(keeps: (result: T) => boolean): (id: string, run: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (id, run) => {
    const before = known.get(id);
    if (before) return before;
    const result = run();
    known.set(id, result);
    const oldest = known.keys().next();
    if (known.size > REMEMBERED && !oldest.done) known.delete(oldest.value);
    result.then(
      (value) => {
        if (!keeps(value)) known.delete(id);
      },
      () => known.delete(id),
    );
    return result;
  };
}
