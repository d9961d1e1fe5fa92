// An OpenID provider on this machine, as a process of its own: port, redirect address and client from the environment.
// Whoever signs in by the name N has the roles of N's part after the hyphen: `hanako-desk` has the role `desk`.
async function main() {
  const { default: Provider } = await import('oidc-provider');
  const { PROVIDER_PORT: port, REDIRECT_URI: redirectUri, ENDED_URI: endedUri, CLIENT_SECRET: secret } = process.env;
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      {
        client_id: 'console',
        ...(secret
          ? { client_secret: secret, token_endpoint_auth_method: 'client_secret_post' }
          : { token_endpoint_auth_method: 'none' }),
        redirect_uris: [redirectUri],
        post_logout_redirect_uris: [endedUri],
      },
    ],
    pkce: { required: () => true },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    findAccount: (_context, id) => ({
      accountId: id,
      claims: async () => ({ sub: id, name: `組織 ${id}`, groups: id.split('-').slice(1) }),
    }),
  });
  provider.listen(Number(port), '127.0.0.1', () => process.send?.('listening'));
}
process.once('disconnect', () => process.exit(0));
main().catch((error) => {
  console.error(error);
  process.exit(1);
});
