// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { describe, expect, it } from 'vitest';
import { DateField, MoneyField, NumberField, PasswordField, TextField } from '@/ui';
import { readYuan } from '@/ui/fields';
import { byName, find, leave, mount, settle, tap, type } from './mount';

function Money({ start, seen }: { start: number | null; seen: (fen: number | null) => void }) {
  const [fen, set] = useState(start);
  return (
    <MoneyField
      label="到账"
      fen={fen}
      onChange={(next) => {
        set(next);
        seen(next);
      }}
    />
  );
}

describe('money', () => {
  it.each([
    ['1280', 128000],
    ['1,280.5', 128050],
    ['0.07', 7],
    ['１２８０．５０', 128050],
    ['12.', 1200],
  ])('reads %s yuan as fen', (text, fen) => {
    expect(readYuan(text)).toBe(fen);
  });

  it.each(['', 'abc', '1.234', '-5', '1e3', '99999999999'])('refuses %s', (text) => {
    expect(readYuan(text)).toBeUndefined();
  });

  it('shows yuan with separators and stores fen', () => {
    const seen: (number | null)[] = [];
    mount(<Money start={128000} seen={(fen) => seen.push(fen)} />);
    const box = find<HTMLInputElement>('input');
    expect(box.value).toBe('1,280');
    type(box, '1260.5');
    expect(seen).toEqual([126050]);
    leave(box);
    expect(box.value).toBe('1,260.5');
  });

  it('keeps the half-typed text and says what is wrong only when it is left', () => {
    const seen: (number | null)[] = [];
    mount(<Money start={null} seen={(fen) => seen.push(fen)} />);
    const box = find<HTMLInputElement>('input');
    type(box, '12.345');
    expect(box.getAttribute('aria-invalid')).toBeNull();
    leave(box);
    expect(box.value).toBe('12.345');
    expect(seen).toEqual([null]);
    expect(box.getAttribute('aria-invalid')).toBe('true');
    const told = box.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(told)?.textContent).toContain('请填写金额');
  });
});

describe('other fields', () => {
  it('takes a number inside its range and names the range otherwise', () => {
    const seen: (number | null)[] = [];
    mount(
      <NumberField label="人数" unit="口" min={0} max={30} value={null} onChange={(n) => seen.push(n)} />,
    );
    const box = find<HTMLInputElement>('input');
    type(box, '３');
    type(box, '31');
    leave(box);
    expect(seen).toEqual([3, null]);
    expect(find('.wrong').textContent).toContain('0到30');
  });

  it('ties label, hint and error to the field', () => {
    mount(
      <TextField
        id="n"
        label="姓名"
        hint="照身份证写"
        error="请填写姓名"
        optional
        value=""
        onInput={() => undefined}
      />,
    );
    expect(find<HTMLLabelElement>('label').htmlFor).toBe('n');
    expect(find('label').textContent).toContain('可不填');
    expect(find('input').getAttribute('aria-describedby')).toBe('n-hint n-wrong');
  });

  it('never changes a rare name', () => {
    const seen: string[] = [];
    mount(<TextField label="姓名" value="" onInput={(text) => seen.push(text)} literal />);
    type(find<HTMLInputElement>('input'), '㛃𬱖·吐尔逊');
    expect(seen).toEqual(['㛃𬱖·吐尔逊']);
  });

  it('shows the password on demand and says so', async () => {
    mount(<PasswordField label="密码" value="abc" onInput={() => undefined} />);
    expect(find<HTMLInputElement>('input').type).toBe('password');
    tap(byName('button', '显示密码'));
    await settle();
    expect(find<HTMLInputElement>('input').type).toBe('text');
    expect(byName('button', '隐藏密码').getAttribute('aria-pressed')).toBe('true');
  });

  it('gives null for an emptied date', () => {
    const seen: (string | null)[] = [];
    mount(<DateField label="日期" value="2026-11-10" onChange={(day) => seen.push(day)} />);
    const box = find<HTMLInputElement>('input');
    box.value = '';
    box.dispatchEvent(new Event('change', { bubbles: true }));
    expect(seen).toEqual([null]);
  });
});
