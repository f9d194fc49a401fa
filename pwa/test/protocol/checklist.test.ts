import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '@/protocol/bytes';
import type { Expr, Roster, Words } from '@/protocol/checklist';
import { pinnedDefinition, readDefinition } from '@/protocol/definition';
import { confirmable, evaluate, isDate, Sheet, splitAnswers } from '@/protocol/evaluate';
import { holds } from '@/protocol/expressions';
import { sha256Hex } from '@/protocol/hash';
import { readBack, readText } from '@/protocol/read_back';
import { vectors } from './vectors';

type Given = Record<string, unknown>;
interface ChecklistVectors {
  definition: object;
  roster: Roster;
  expressions: { answers: Given; cases: { member: string | null; expr: Expr; value: boolean }[] };
  evaluate: {
    name: string;
    roster?: Roster;
    answers: Given;
    photos: Record<string, number>;
    result: object;
  }[];
  read_back: { name: string; answers: Given; locale: keyof Words; lines: string[] }[];
  confirmable: { name: string; key: string; roster: Roster; value: unknown }[];
  split: { answers: Given; core: Given; part: Given };
  dates: { good: string[]; bad: string[] };
}
const v = vectors<ChecklistVectors>('checklist');
const definition = readDefinition(JSON.stringify(v.definition));

describe('expressions', () => {
  const sheet = new Sheet(definition, v.roster, v.expressions.answers);

  it.each(v.expressions.cases.map((each) => ({ ...each, text: JSON.stringify(each.expr) })))(
    '$text is $value for $member',
    ({ member, expr, value }) => {
      const seen = sheet.members.find((each) => each.id === member) ?? null;
      const spot = { ...(sheet.spots[0] as (typeof sheet.spots)[number]), member: seen };
      expect(holds(expr, sheet.at(spot))).toBe(value);
    },
  );
});

describe('evaluate', () => {
  it.each(v.evaluate)('$name', ({ roster, answers, photos, result }) => {
    expect(evaluate(definition, roster ?? v.roster, answers, photos)).toEqual(result);
  });

  it('never throws, whatever was answered', () => {
    const keys = fc.constantFrom(...evaluate(definition, v.roster, {}).visible, 'nonsense');
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), fc.jsonValue(), (answers, members) => {
        const verdict = evaluate(definition, { members }, answers as Given);
        expect(new Set(verdict.visible).size).toBe(verdict.visible.length);
      }),
    );
  });

  it.each(v.confirmable)('与登记一致: $name', ({ key, roster, value }) => {
    expect(confirmable(definition, roster, key)).toEqual(value);
  });

  it('splits the visible answers into core and part', () => {
    const { answers, core, part } = v.split;
    expect(splitAnswers(definition, v.roster, answers)).toEqual({ core, part });
  });

  it('knows which days exist', () => {
    expect(v.dates.good.filter((day) => !isDate(day))).toEqual([]);
    expect(v.dates.bad.filter(isDate)).toEqual([]);
  });
});

describe('read back', () => {
  it.each(v.read_back)('$name', ({ answers, locale, lines }) => {
    expect(readBack(definition, v.roster, answers, locale)).toEqual(lines);
  });

  it('is hashed line by line', () => {
    expect(readText(['常住：是', '每月领取：900元'])).toBe('常住：是\n每月领取：900元\n');
  });
});

describe('definition', () => {
  it('is read only when its bytes have the hash that pins them', async () => {
    const bytes = utf8(JSON.stringify(v.definition));
    expect((await pinnedDefinition(bytes, sha256Hex(bytes))).id).toBe('sample-form');
    await expect(pinnedDefinition(bytes, '0'.repeat(64))).rejects.toThrow(RangeError);
  });
});
