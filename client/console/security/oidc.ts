/** OpenID Connect: the authorization code flow with PKCE, against the provider of the staff. */
import * as oidc from 'openid-client';
import type { ConsoleEnv } from '../../../config/env-console';
import { isStaffRole, refuseUnknownRoles, type StaffRole } from '../../permissions';
import type { Identity, Vouched } from './identity';

type Settings = NonNullable<ConsoleEnv['oidc']>;

export const BACK_PATH = '/sign-in/provider/back';
/** Where the provider sends people back to when their sign-in is over. To be registered there. */
export const ENDED_PATH = '/sign-out/provider/back';
const ANSWERS_WITHIN_S = 10;

interface Pending {
  readonly verifier: string;
  readonly state: string;
  readonly nonce: string;
}

/** The provider is asked for its addresses at the first sign-in: it need not be there when the console starts. */
function lazyConfiguration({ issuer, clientId, clientSecret }: Settings): () => Promise<oidc.Configuration> {
  let known: Promise<oidc.Configuration> | null = null;
  const discover = () => {
    const execute = issuer.startsWith('http:') ? [oidc.allowInsecureRequests] : [];
    const authentication = clientSecret === null ? oidc.None() : oidc.ClientSecretPost(clientSecret);
    return oidc.discovery(new URL(issuer), clientId, undefined, authentication, { execute, timeout: ANSWERS_WITHIN_S });
  };
  return () => {
    known ??= discover().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** The provider's words for roles, as ours. What neither knows gives nothing. */
function rolesIn(claim: unknown, { roleNames }: Settings): readonly StaffRole[] {
  const told = (Array.isArray(claim) ? claim : [claim]).filter((one) => typeof one === 'string');
  const ours = told.map((name) => (Object.hasOwn(roleNames, name) ? roleNames[name] : name));
  return [...new Set(ours)].filter((role) => role !== undefined && isStaffRole(role));
}

const LONGEST_NAME = 100;
const nameIn = (claims: oidc.IDToken): string => {
  const told = [claims['name'], claims['preferred_username'], claims['email']];
  const name = told.filter((one) => typeof one === 'string').find(Boolean) ?? claims.sub;
  return name.slice(0, LONGEST_NAME);
};

/** RP-initiated logout (OpenID Connect). */
async function endAddress(
  configuration: () => Promise<oidc.Configuration>,
  idToken: string,
  backTo: string,
): Promise<string | null> {
  const config = await configuration();
  if (!config.serverMetadata().end_session_endpoint) return null;
  return oidc.buildEndSessionUrl(config, { id_token_hint: idToken, post_logout_redirect_uri: backTo }).href;
}

/** @throws when the settings name a role that does not exist */
export function createIdentity(settings: Settings, consoleUrl: string): Identity {
  refuseUnknownRoles('OIDC_ROLE_NAMES', Object.values(settings.roleNames));
  const configuration = lazyConfiguration(settings);
  const redirectUri = consoleUrl + BACK_PATH;
  const begin: Identity['begin'] = async () => {
    const config = await configuration();
    const pending: Pending = {
      verifier: oidc.randomPKCECodeVerifier(),
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
    };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: settings.scope,
      state: pending.state,
      nonce: pending.nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier),
      code_challenge_method: 'S256',
    });
    return { url: url.href, pending: JSON.stringify(pending) };
  };
  const finish = async (text: string, query: string): Promise<Vouched> => {
    const config = await configuration();
    const { verifier, state, nonce } = JSON.parse(text) as Pending;
    const tokens = await oidc.authorizationCodeGrant(config, new URL(`${redirectUri}?${query}`), {
      ...{ pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (!claims) throw new Error('the provider sent no ID token');
    // Some providers tell roles only when asked once more.
    const roles =
      claims[settings.rolesClaim] ??
      (config.serverMetadata().userinfo_endpoint
        ? (await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))[settings.rolesClaim]
        : undefined);
    const idToken = tokens.id_token ?? '';
    return { issuer: claims.iss, subject: claims.sub, name: nameIn(claims), roles: rolesIn(roles, settings), idToken };
  };
  return { begin, finish, end: (idToken) => endAddress(configuration, idToken, consoleUrl + ENDED_PATH) };
}
