import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import type { Service } from '../service.ts';
import { pageHeaders } from './security-headers.ts';

/** The applicant's page, and in a demonstration the sample applicants. */
export async function servePages(app: FastifyInstance, service: Service): Promise<void> {
  const { applicantPage, samples } = service.files;
  if (existsSync(join(applicantPage, 'index.html'))) {
    app.get('/c', (_request, reply) => reply.redirect('/c/', 308));
    await app.register(fastifyStatic, {
      root: applicantPage,
      prefix: '/c/',
      decorateReply: false,
      dotfiles: 'ignore',
      index: 'index.html',
      cacheControl: false,
      setHeaders: (response, path) => {
        void response
          .headers(pageHeaders(service.lifecycle.publicUrl))
          .header('cache-control', cachingOf(path));
      },
    });
  } else {
    service.log('warn', 'page-missing');
  }
  if (service.demonstration && existsSync(samples)) {
    await app.register(fastifyStatic, {
      root: samples,
      prefix: '/demonstration/samples/',
      decorateReply: false,
      dotfiles: 'ignore',
      index: false,
      cacheControl: false,
      setHeaders: (response) => {
        void response.header('cache-control', 'no-cache');
      },
    });
  }
}

// The build gives every asset a name with a digest of its content; the page itself is always fetched anew.
function cachingOf(path: string): string {
  return /[/\\]assets[/\\]/.test(path) ? 'public, max-age=31536000, immutable' : 'no-store';
}
