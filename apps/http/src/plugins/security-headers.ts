import fastifyPlugin from 'fastify-plugin';

type SecurityHeadersOptions = Readonly<{
  /** Where browsers find this system. */
  publicUrl: string;
}>;

/**
 * What OWASP asks of an API's answers (REST Security Cheat Sheet, "Security Headers"): taken for nothing but what they
 * say they are, shown in no frame, run by no browser and kept by no cache. Pages and files say otherwise where they must.
 */
const ofEveryAnswer = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** RFC 6797; a year, and no word about other names of the domain, which are not ours to speak for. */
const onlyByHttps = { 'strict-transport-security': 'max-age=31536000' } as const;

/** Puts on every answer what keeps browsers from harm. */
export const securityHeaders = fastifyPlugin<SecurityHeadersOptions>(async (app, { publicUrl }) => {
  const headers = publicUrl.startsWith('https:') ? { ...ofEveryAnswer, ...onlyByHttps } : ofEveryAnswer;
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
});
