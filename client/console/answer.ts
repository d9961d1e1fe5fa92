/** What a route can answer. */
import type { Readable } from 'node:stream';
import type { ComponentChildren, VNode } from 'preact';

export type Answer =
  | {
      readonly kind: 'PAGE';
      readonly status: number;
      readonly title: string;
      readonly content: ComponentChildren;
      /** A form came back: the title says so. */
      readonly failed: boolean;
      readonly drill: boolean;
      /** Scripts of this page alone, by the names of their files. */
      readonly scripts: readonly string[];
    }
  | { readonly kind: 'GO'; readonly to: string }
  | { readonly kind: 'FRAGMENT'; readonly content: VNode; readonly status: number }
  | { readonly kind: 'TEXT'; readonly text: string; readonly status: number }
  | { readonly kind: 'NOT_FOUND' }
  | {
      readonly kind: 'BODY';
      readonly body: Buffer | Readable;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'SENT' };

interface PageOptions {
  readonly status?: number;
  readonly failed?: boolean;
  readonly drill?: boolean;
  readonly scripts?: readonly string[];
}

/** A whole page. The frame puts title, header and footer around the content, which begins with its `<h1>`. */
export const page = (title: string, content: ComponentChildren, options: PageOptions = {}): Answer => ({
  kind: 'PAGE',
  ...{ title, content, status: options.status ?? 200, failed: options.failed ?? false },
  ...{ drill: options.drill ?? false, scripts: options.scripts ?? [] },
});

/** A form that comes back with what is wrong. */
export const formAgain = (title: string, content: ComponentChildren, options: PageOptions = {}): Answer =>
  page(title, content, { status: 422, failed: true, ...options });

/** To another page of ours, after something was done. What was typed is done with: its draft is removed. */
export const go = (to: string): Answer => ({ kind: 'GO', to });

/** A part of a page, for htmx. */
export const fragment = (content: VNode, status = 200): Answer => ({ kind: 'FRAGMENT', content, status });

/** A few words, for a script of ours. */
export const text = (words: string, status = 200): Answer => ({ kind: 'TEXT', text: words, status });

/** The same for what does not exist and what may not be known to exist. */
export const notFound = (): Answer => ({ kind: 'NOT_FOUND' });

/** A file or a stream: like a page, it leaves after the audit log has it. */
export const body = (bytes: Buffer | Readable, headers: Readonly<Record<string, string>>): Answer => ({
  kind: 'BODY',
  body: bytes,
  headers,
});

/** The route has answered by itself through `visit.reply`: a file, a stream. For GET only. */
export const sent = (): Answer => ({ kind: 'SENT' });
