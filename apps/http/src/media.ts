import { OBJECT_CACHING, type ObjectStorage } from '@online-cinema/application/ports';
import type { Routes } from './type-provider.ts';

/** Stored objects at `/media/…`, for browsers that cannot reach the storage themselves. */
export function media({ objects }: { objects: Pick<ObjectStorage, 'get'> }): Routes {
  return async (app) => {
    app.get<{ Params: { '*': string } }>('/media/*', async ({ params }, reply) => {
      const object = await objects.get(params['*']);
      if (!object) return reply.callNotFound();
      return reply
        .type(object.contentType)
        .headers({
          'cache-control': OBJECT_CACHING,
          'content-security-policy': "default-src 'none'; sandbox",
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'cross-origin',
        })
        .send(object.body);
    });
  };
}
