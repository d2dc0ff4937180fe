import type { PersonModel } from '@bonin/simulated-person';
import { join } from 'node:path';
import { ROOT, type BuildPart } from './parts.ts';

// The builders are imported when something is built: a start that builds nothing should not load them.
function page(name: string, workspace: string, sources: readonly string[]): BuildPart {
  return {
    name,
    folder: workspace,
    sources: [`apps/${workspace}/**/*.{ts,tsx,css,html,svg,json}`, ...sources, 'package-lock.json'],
    make: async () => {
      const { build } = await import('vite');
      await build({
        configFile: join(ROOT, 'apps', workspace, 'vite.config.ts'),
        logLevel: 'error',
      });
    },
  };
}

export const PARTS: readonly BuildPart[] = [
  {
    name: 'booth programs',
    folder: 'booth',
    sources: [
      'packages/{booth,engine,sealing,core}/{build.ts,package.json,src/**/*.ts}',
      'package-lock.json',
    ],
    make: async (folder) => {
      const { buildBoothPrograms } = await import('@bonin/booth/build');
      await buildBoothPrograms(folder);
    },
  },
  page('applicant page', 'applicant', [
    'packages/{core,ledger,protocol,sealing,simulated-person}/src/**/*.ts',
  ]),
  page('order page of the demonstration carrier', 'demo-carrier', [
    'packages/{core,ledger,protocol}/src/**/*.ts',
    'apps/audit/src/**/*.ts',
  ]),
  {
    name: 'sample applicants',
    folder: 'samples',
    sources: [
      'packages/{testkit/src/drawing,engine/src/{alignment,detection,image}}/*.ts',
      '{models,samples}/manifest.json',
    ],
    make: async (folder) => {
      const { drawSamples } = await import('@bonin/testkit/samples');
      const facesFolder = join(ROOT, 'samples', 'files');
      await drawSamples({ facesFolder, folder, locate: locateFace });
    },
  },
];

/** Opened for one picture and closed again: nothing else of the build needs networks. */
async function locateFace(image: Uint8Array): Promise<PersonModel | undefined> {
  const { openEngine } = await import('@bonin/engine');
  await using engine = await openEngine({
    manifestFile: join(ROOT, 'models', 'manifest.json'),
    modelFolder: join(ROOT, 'models', 'files'),
  });
  const located = await engine.locate(image);
  return located.kind === 'located' ? located : undefined;
}
