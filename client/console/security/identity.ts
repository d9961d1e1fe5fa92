/** What an identity provider is to the console. */

/** Somebody the provider vouches for. */
export interface Vouched {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  /** Roles of ours; empty when this person has none. */
  readonly roles: readonly string[];
  /** What the provider knows this sign-in by. */
  readonly idToken: string;
}

export interface Identity {
  /** Where to send the browser, and what must come back with it. */
  begin(): Promise<{ readonly url: string; readonly pending: string }>;
  /** Who came back. @throws when the answer does not belong to what was begun */
  finish(pending: string, query: string): Promise<Vouched>;
  /** Where to send the browser so that the sign-in ends at the provider too; null when the provider has no such place. */
  end(idToken: string): Promise<string | null>;
}
