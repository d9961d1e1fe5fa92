/** An open page as far as the stream is concerned: over a socket of its own, with the time of each event. */
import { request, type ClientRequest } from 'node:http';

interface Heard {
  readonly id: number | null;
  readonly event: string;
  readonly data: {
    readonly count?: number;
    readonly sections?: readonly string[];
    readonly words: Record<string, { text: string }>;
  };
  readonly atMs: number;
}

export class OpenPage {
  readonly heard: Heard[] = [];
  status = 0;
  ended = false;
  private readonly request: ClientRequest;
  private rest = '';
  /** Answered. */
  readonly open: Promise<void>;

  constructor(base: string, path: string, cookie: string, headers: Record<string, string> = {}) {
    let isOpen = (): void => undefined;
    this.open = new Promise((resolve) => (isOpen = resolve));
    this.request = request(`${base}${path}`, { agent: false, headers: { cookie, accept: 'text/event-stream', ...headers } });
    this.request.on('response', (response) => {
      this.status = response.statusCode ?? 0;
      response.setEncoding('utf8');
      response.on('data', (text: string) => this.take(text));
      response.on('end', () => (this.ended = true));
      isOpen();
    });
    this.request.on('error', () => (this.ended = true));
    this.request.end();
  }

  get news(): readonly Heard[] {
    return this.heard.filter(({ event }) => event === 'news');
  }

  close(): void {
    this.request.destroy();
  }

  private take(text: string): void {
    const blocks = (this.rest + text).split('\n\n');
    this.rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const field = (name: string) =>
        block
          .split('\n')
          .find((line) => line.startsWith(`${name}: `))
          ?.slice(name.length + 2);
      const data = field('data');
      if (!data) continue;
      const id = field('id');
      this.heard.push({
        ...{ id: id === undefined ? null : Number(id), event: field('event') ?? '', atMs: performance.now() },
        data: JSON.parse(data) as Heard['data'],
      });
    }
  }
}

export async function until(holds: () => boolean, withinMs = 10_000): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!holds()) {
    if (Date.now() > endMs) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
