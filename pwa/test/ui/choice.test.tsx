// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest';
import { Checks, Chips, Radios, Register, type RegisterRow, Search, Segments, Switch } from '@/ui';
import { byName, find, mount, press, tap, type } from './mount';

const options = [
  { value: 'food', label: '口粮' },
  { value: 'medicine', label: '药' },
  { value: 'none', label: '都不缺', exclusive: true },
];

describe('radios and checks', () => {
  it('are native inputs of one group with the question as legend', () => {
    mount(
      <Radios
        legend="谁保管？"
        hint="看一眼存折"
        error="请选一项"
        options={options}
        value="food"
        onChange={() => undefined}
      />,
    );
    const inputs = [...document.querySelectorAll<HTMLInputElement>('input[type=radio]')];
    expect(new Set(inputs.map((input) => input.name)).size).toBe(1);
    expect(inputs.map((input) => input.checked)).toEqual([true, false, false]);
    expect(find('legend').textContent).toBe('谁保管？');
    const ids = (find('fieldset').getAttribute('aria-describedby') ?? '').split(' ');
    expect(ids.map((id) => document.getElementById(id)?.textContent)).toEqual(['看一眼存折', '请选一项']);
  });

  it.each([
    [['food'], '药', ['food', 'medicine']],
    [['food', 'medicine'], '药', ['food']],
    [['food', 'medicine'], '都不缺', ['none']],
    [['none'], '口粮', ['food']],
    [['medicine'], '口粮', ['food', 'medicine']],
  ])('from %j a tap on %s gives %j', (value, label, after) => {
    let seen: string[] = [];
    mount(<Checks legend="缺什么？" options={options} value={value} onChange={(next) => (seen = next)} />);
    tap(byName('label', label).querySelector('input') as HTMLElement);
    expect(seen).toEqual(after);
  });
});

describe('chips, search, switch and tabs', () => {
  it('says which chip is on and with how many', () => {
    mount(
      <Chips
        label="筛选"
        value="a"
        onChange={() => undefined}
        options={[
          { value: 'a', label: '全部', count: 9 },
          { value: 'b', label: '退回', count: 1 },
        ]}
      />,
    );
    expect(byName('button', '全部9').getAttribute('aria-pressed')).toBe('true');
    expect(byName('button', '退回1').getAttribute('aria-pressed')).toBe('false');
  });

  it('clears the search and gives focus back to it', () => {
    const seen: string[] = [];
    mount(<Search label="搜索" value="钱" onInput={(text) => seen.push(text)} />);
    type(find<HTMLInputElement>('input'), '钱德');
    tap(byName('button', '清除'));
    expect(seen).toEqual(['钱德', '']);
    expect(document.activeElement).toBe(find('input'));
  });

  it('turns the switch and tells its state', () => {
    const seen: boolean[] = [];
    mount(<Switch label="只用Wi-Fi" checked onChange={(on) => seen.push(on)} />);
    const control = find('[role=switch]');
    expect(control.getAttribute('aria-checked')).toBe('true');
    tap(control);
    expect(seen).toEqual([false]);
  });

  it('moves between tabs with the arrow keys, around the end', () => {
    const seen: string[] = [];
    mount(
      <Segments
        label="看"
        panel="p"
        value="a"
        onChange={(next) => seen.push(next)}
        options={[
          { value: 'a', label: '照片' },
          { value: 'b', label: '位置' },
        ]}
      />,
    );
    const list = find('[role=tablist]');
    press('ArrowRight', list);
    press('ArrowLeft', list);
    press('x', list);
    expect(seen).toEqual(['b', 'b']);
    expect([...document.querySelectorAll<HTMLElement>('[role=tab]')].map((tab) => tab.tabIndex)).toEqual([
      0, -1,
    ]);
  });
});

describe('register', () => {
  const rows: RegisterRow[] = [
    { key: 'a', label: '每月金额', value: '1,280元', state: 'same' },
    { key: 'b', label: '最近到账', value: '11月10日', state: 'same' },
    { key: 'c', label: '存折保管', value: '本人', state: 'different' },
  ];
  const show = (list: RegisterRow[]) => {
    const seen: string[] = [];
    mount(
      <Register
        rows={list}
        onToggle={(key, different) => seen.push(`${key} ${different}`)}
        onConfirm={() => seen.push('all')}
      />,
    );
    return seen;
  };

  it('confirms everything at once where nothing differs', () => {
    const seen = show(rows.map((row) => ({ ...row, state: 'open' })));
    tap(byName('button.btn', '与登记一致'));
    expect(seen).toEqual(['all']);
    expect(find('button.btn').getAttribute('aria-pressed')).toBe('false');
  });

  it('counts the rest once one row differs and shows it as confirmed', () => {
    show(rows);
    const button = byName('button.btn', '其余2项与登记一致');
    expect(button.getAttribute('aria-pressed')).toBe('true');
  });

  it('turns a row to 有不同 and back, by a button that names row, value and act', () => {
    const seen = show(rows);
    tap(byName('dd button', '每月金额，1,280元'));
    tap(byName('dd button', '存折保管，本人，点一下改回一致'));
    expect(seen).toEqual(['a true', 'c false']);
  });

  it('offers nothing to confirm when every row differs', () => {
    show(rows.map((row) => ({ ...row, state: 'different' })));
    expect(document.querySelector('button.btn')).toBeNull();
  });
});
