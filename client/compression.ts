/** Pages and assets made smaller on their way. Streams of events never are: a compressor would hold back what is new. */
import compress from '@fastify/compress';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Text we send. Files of people leave as they are: most are packed already. */
const COMPRESSED = /^text\/(?:html|css|csv|plain|javascript)(?:;|$)|^application\/(?:javascript|json)(?:;|$)/;

/**
 * Only what we send: a request that says it is compressed is refused as before, so that nobody unpacks a bomb here.
 * `unless`: requests whose answer stays as it is.
 */
export function compressAnswers(app: FastifyInstance, unless: (request: FastifyRequest) => boolean = () => false): void {
  app.addHook('onRequest', async (request) => {
    // The plugin's own word for it.
    if (unless(request)) request.headers['x-no-compression'] = '1';
  });
  app.register(compress, { globalDecompression: false, encodings: ['br', 'gzip'], customTypes: COMPRESSED });
}
