import { describe, expect, it } from 'vitest';
import { paths, unmetCodes } from '@/field/unmet/paths';
import { findings as english } from '@/i18n/en/findings';
import { findingCodes, sentence } from '@/i18n/findings';
import { field } from '@/i18n/zh-CN/field';
import { findings } from '@/i18n/zh-CN/findings';
import { unmet } from '@/i18n/zh-CN/unmet';
import catalogue from '../../../server/checklists/definitions/findings.json';
import { definition } from './world';

describe('findings on the phone', () => {
  it('are the sentences of the catalogue, without level and route', () => {
    const known = new Map(catalogue.findings.map((one) => [one.code, one.sentence]));
    for (const code of findingCodes)
      expect([code, sentence(code)]).toEqual([code, known.get(code)?.['zh-CN']]);
    expect(JSON.stringify(findings) + JSON.stringify(english)).not.toMatch(/R[123]\b|严重|severity/);
  });

  it('have a sentence for every code that the form can raise', () => {
    const raised = definition.topics.flatMap((topic) =>
      topic.items.flatMap((item) => (item.choices ?? []).flatMap((choice) => choice.raises ?? [])),
    );
    expect(
      [...new Set(raised)].filter((code) => !(findingCodes as readonly string[]).includes(code)),
    ).toEqual([]);
  });
});

describe('the paths of 见不到人', () => {
  it('have words for every field and choice', () => {
    for (const code of unmetCodes) {
      expect(field).toHaveProperty([`result.${code}`]);
      for (const one of paths[code].fields) {
        expect(unmet).toHaveProperty([`${code}.${one.key}`]);
        if ('options' in one)
          for (const option of one.options) expect(unmet).toHaveProperty([`${code}.${one.key}.${option}`]);
      }
    }
  });

  it('ask for no photo where somebody mourns or somebody is in danger', () => {
    for (const code of ['DECEASED', 'UNSAFE', 'REFUSED'] as const)
      expect(paths[code].fields.filter((one) => one.kind === 'photo')).toEqual([]);
  });
});

it('no word of the room calls a household a suspect or says why it was chosen', () => {
  expect(
    Object.values({ ...field, ...unmet }).filter((text) => /嫌疑|可疑|骗|抽中|被选中/.test(text)),
  ).toEqual([]);
});
