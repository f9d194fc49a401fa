import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { iconNames } from '@/ui/icon-names';

const root = fileURLToPath(new URL('../../', import.meta.url));
const sources = readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !/^gallery|icon-names/.test(name))
  .map((name) => readFileSync(`${root}src/${name}`, 'utf8'))
  .join('\n');

describe('icons', () => {
  it('are drawn from the list that the code names', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/icons.mjs', '--check'], { cwd: root }),
    ).not.toThrow();
  });

  it('are each used somewhere, and none twice in the list', () => {
    expect(iconNames.filter((name) => !new RegExp(`['"]${name}['"]`).test(sources))).toEqual([]);
    expect(new Set(iconNames).size).toBe(iconNames.length);
  });

  it('travel with their licence', () => {
    expect(readFileSync(`${root}public/licences.txt`, 'utf8')).toContain('ISC License');
  });
});
