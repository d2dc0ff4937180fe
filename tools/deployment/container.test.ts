import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { readConfig } from '@bonin/server';
import { buildFiles } from '../../apps/server/src/digests/build-digest.ts';
import { PARTS } from '../build/all-parts.ts';
import { findCallFaults, findComposeFaults } from './compose-faults.ts';
import { CONFINING_PROGRAMS, findContainerFaults } from './container-faults.ts';
import { copiedInto, environmentIn, readContainerFile } from './container-file.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const CONTAINER = read('deploy/container/Containerfile');
const COMPOSE = read('deploy/container/compose.yaml');
const CALLS = read('deploy/container/seccomp.json');

const environment = environmentIn(readContainerFile(CONTAINER));
const config = readConfig(environment);
const { devDependencies } = JSON.parse(read('package.json')) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

const NEEDS = {
  root: ROOT,
  nodeVersion: devDependencies['node'] ?? '',
  needed: [
    // What the service reads, by its own account; samples are for the demonstration alone.
    ...[config.files.boothFolder, config.files.modelFolder, config.files.modelManifest],
    ...[config.files.applicantPage, config.policyFile],
    ...['apps/server/src/main.ts', 'packages', 'node_modules', 'package-lock.json'].map((path) =>
      join(ROOT, path),
    ),
  ].map((path) => relative(ROOT, path)),
};

type Change = readonly [what: string, into: string, fault: RegExp];

function assertFound(
  text: string,
  changes: readonly Change[],
  find: (text: string) => readonly string[],
): void {
  for (const [what, into, fault] of changes) {
    assert.ok(text.includes(what), `“${what}” stands in the file`);
    const faults = find(text.replace(what, into));
    assert.ok(
      faults.some((each) => fault.test(each)),
      `${what} → ${into}: ${faults.join(' | ')}`,
    );
  }
}

describe('the container', () => {
  const faultsOf = (text: string) => findContainerFaults(text, NEEDS);

  it('is of an exact base, ends as a numbered user, and takes over all that the service needs', () => {
    assert.deepEqual(faultsOf(CONTAINER), []);
  });

  it('takes over everything that the build digest is made of', () => {
    const files = buildFiles(ROOT);
    assert.ok(files.length > 100, `${files.length} files`);
    const copied = copiedInto(readContainerFile(CONTAINER));
    for (const { path } of files) {
      assert.ok(
        copied.some((each) => path === each || path.startsWith(`${each}/`)),
        path,
      );
    }
  });

  it('takes over of what is built only what the build makes', () => {
    const built = copiedInto(readContainerFile(CONTAINER)).filter((path) => /^dist\//.test(path));
    const made = PARTS.map(({ folder }) => `dist/${folder}`);
    assert.ok(built.length > 0);
    for (const path of built) assert.ok(made.includes(path), path);
  });

  it('listens where the outside of the container reaches it, and is nobody’s demonstration', () => {
    assert.equal(config.host, '0.0.0.0');
    assert.equal(config.demonstration, undefined);
    assert.equal(environment['NODE_ENV'], 'production');
    assert.equal(config.port, 8080);
  });

  it('asks its base for every program that booths are confined by', () => {
    const launch = read('packages/booth/src/launch.ts');
    for (const program of CONFINING_PROGRAMS) assert.match(launch, new RegExp(`\\b${program}\\b`));
  });

  it('is found out when its file is changed for the worse', () => {
    assertFound(
      CONTAINER,
      [
        ['node:26.10.0-bookworm-slim\n', 'node:26-bookworm-slim\n', /not exactly Node/],
        ['node:26.10.0-bookworm-slim AS', 'node:latest AS', /not exactly Node/],
        ['node:26.10.0-bookworm-slim\n', 'node:26.10.0-alpine\n', /not exactly Node/],
        ['FROM node:26.10.0', 'FROM registry.example/node:26.10.0', /not exactly Node/],
        ['USER 10001:10001\n', '', /ends as root/],
        ['USER 10001:10001', 'USER 0:0', /ends as 0:0/],
        ['USER 10001:10001', 'USER node', /ends as node/],
        ['STOPSIGNAL SIGTERM', 'USER root', /ends as root/],
        ['/opt/bonin/policies policies', '/opt/bonin/gone gone', /gone is not in the repository/],
        ['COPY --from=build /opt/bonin/models models\n', '', /models\/files is needed/],
        ['setpriv prlimit;', 'setpriv;', /without prlimit would not be noticed/],
        ['src/main.ts"]', 'src/gone.ts"]', /does not start a file/],
        ['ENTRYPOINT ["node", "', 'ENTRYPOINT node --inspect "', /does not start a file/],
        ['HEALTHCHECK', 'LABEL', /nobody asks/],
        ['VOLUME /var/lib/bonin\n', '', /is not kept/],
        ['--mode=0700', '--mode=0755', /not made for the user alone/],
        ['EXPOSE 8080', 'ADD https://files.example/x /x', /fetches what nothing checks/],
      ],
      faultsOf,
    );
  });
});

describe('how the container is run', () => {
  const faultsOf = (text: string) => findComposeFaults(text, CONTAINER, ROOT);

  it('gives it no rights, nothing to write but its data, no swap and no core dumps, each with its reason', () => {
    assert.deepEqual(faultsOf(COMPOSE), []);
  });

  it('is found out when the file is changed for the worse', () => {
    assertFound(
      COMPOSE,
      [
        ['read_only: true', 'read_only: false', /^read_only is not true/],
        ['cap_drop: [ALL]', 'cap_add: [SYS_ADMIN]', /^cap_add gives rights away/],
        ['init: true', 'privileged: true', /^privileged gives rights away/],
        ['- no-new-privileges:true', '- label:disable', /^security_opt is not/],
        ['seccomp:./seccomp.json', 'seccomp:unconfined', /^security_opt is not/],
        ['systempaths=unconfined', 'label:disable', /^security_opt is not/],
        ['core: 0', 'core: -1', /^ulimits.core is not 0/],
        ['memswap_limit: 4g', 'memswap_limit: 8g', /swapped out/],
        ["'10001:10001'", "'0:0'", /not that of the image/],
        ["'127.0.0.1:8080:8080'", "'8080:8080'", /^ports is not/],
        ['container/Containerfile', 'container/Gone', /not built from a file/],
        [
          '    # Never root; the same as in the image, so that neither can be changed alone.\n',
          '',
          /user 10001:10001 has no reason/,
        ],
      ],
      faultsOf,
    );
  });

  it('allows the system calls by which booths confine themselves, and none into other processes', () => {
    assert.deepEqual(findCallFaults(CALLS), []);
    assertFound(
      CALLS,
      [
        ['"unshare",', '', /^booths need unshare/],
        ['"mount",', '', /^booths need mount/],
        ['"unshare",', '"unshare", "ptrace",', /^ptrace is allowed/],
        ['SCMP_ACT_ERRNO', 'SCMP_ACT_ALLOW', /^what is not listed is allowed/],
      ],
      findCallFaults,
    );
  });
});
