/** For helpers that may be down: nothing waits for them longer than this. */

export async function withinTime<T>(answer: Promise<T>, limitMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TooLate()), limitMs);
  });
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** What may be logged of any error: its message may hold values. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
