import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const repository = fileURLToPath(new URL('..', import.meta.url));
const read = (...path: string[]): string => readFileSync(join(repository, ...path), 'utf8');

describe('the commands of package.json', () => {
  it('refuse an unknown name and list the known ones', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/run.mjs', 'tset'], {
      cwd: repository,
      encoding: 'utf8',
    });
    expect(status).toBe(2);
    expect(stderr).toContain("'tset'");
    expect(stderr).toContain('test, ');
  });

  it('are all known to the runner', () => {
    const scripts = Object.values<string>(JSON.parse(read('package.json')).scripts);
    const runner = read('scripts', 'run.mjs');
    for (const script of scripts) {
      const name = /^node scripts\/run\.mjs (\S+)$/.exec(script)?.[1] ?? script;
      expect(runner).toMatch(new RegExp(`^ {2}'?${name}'?: `, 'm'));
    }
  });
});

describe('the project references', () => {
  it('name every workspace and its tests, so that none escapes the compiler', () => {
    const referenced = [...`${read('tsconfig.json')}${read('tsconfig.build.json')}`.matchAll(/"path": "([^"]+)"/g)].map(
      (match) => match[1],
    );
    const workspaces = ['packages', 'examples'].flatMap((folder) =>
      readdirSync(join(repository, folder)).map((name) => `${folder}/${name}`),
    );
    for (const workspace of [...workspaces, 'conformance', 'benchmarks', 'browser']) {
      expect(referenced).toContain(workspace);
      expect(referenced).toContain(`${workspace}/test`);
    }
  });
});

describe('the lockfile', () => {
  it('names no host, so that it serves with every mirror of the registry', () => {
    expect(read('pnpm-lock.yaml')).not.toMatch(/https?:|tarball:/);
  });
});
