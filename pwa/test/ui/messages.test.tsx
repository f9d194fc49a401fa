// @vitest-environment happy-dom
import { useState } from 'preact/hooks';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  Cards,
  EmptyState,
  ErrorSummary,
  hideToast,
  Icon,
  Meter,
  Sheet,
  showToast,
  TaskList,
  TextField,
  Toasts,
} from '@/ui';
import { byName, find, mount, press, settle, tap } from './mount';

beforeEach(() => {
  document.title = '登录 · 访查';
});

describe('error summary', () => {
  it('takes focus, marks the title and leads to the field', async () => {
    mount(
      <>
        <ErrorSummary errors={[{ id: 'login', text: '请填写登录名' }]} />
        <TextField id="login" label="登录名" value="" onInput={() => undefined} error="请填写登录名" />
      </>,
    );
    await settle();
    expect(document.activeElement).toBe(find('.summary'));
    expect(document.title).toBe('有错误：登录 · 访查');
    expect(find('.summary h2').textContent).toBe('还有1项没有填好');
    tap(byName('.summary button', '请填写登录名'));
    expect(document.activeElement).toBe(find('#login'));
  });

  it('gives the title back when all is filled in', async () => {
    mount(<ErrorSummary errors={[{ id: 'a', text: 'x' }]} />);
    await settle();
    mount(<ErrorSummary errors={[]} />);
    await settle();
    expect(document.title).toBe('登录 · 访查');
    expect(document.querySelector('.summary')).toBeNull();
  });
});

describe('toast', () => {
  it('offers to take back and goes by itself after eight seconds', async () => {
    vi.useFakeTimers();
    const undone = vi.fn();
    mount(<Toasts />);
    showToast('已退回', { undo: undone });
    vi.advanceTimersByTime(100);
    mount(<Toasts />);
    tap(byName('.toast button', '撤销'));
    expect(undone).toHaveBeenCalledOnce();
    showToast('已退回');
    mount(<Toasts />);
    expect(find('[role=status]').textContent).toContain('已退回');
    vi.advanceTimersByTime(8001);
    mount(<Toasts />);
    expect(document.querySelector('.toast')).toBeNull();
    hideToast();
    vi.useRealTimers();
  });
});

describe('sheet', () => {
  function Box({ closed }: { closed: () => void }) {
    const [open, set] = useState(true);
    return (
      <Sheet
        open={open}
        title="为什么？"
        onClose={() => {
          set(false);
          closed();
        }}
      >
        <p>选一个原因</p>
      </Sheet>
    );
  }

  it('is a modal dialog named by its heading and closes by its button', async () => {
    const closed = vi.fn();
    mount(<Box closed={closed} />);
    await settle();
    const dialog = find<HTMLDialogElement>('dialog');
    expect(dialog.open).toBe(true);
    expect(document.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent).toBe(
      '为什么？',
    );
    tap(byName('button', '关闭'));
    await settle();
    expect(closed).toHaveBeenCalledOnce();
    expect(dialog.open).toBe(false);
  });
});

describe('lists', () => {
  it('renders forty cards and then forty more on demand', () => {
    const items = Array.from({ length: 95 }, (_, n) => `户${n}`);
    mount(<Cards items={items} keyOf={(item) => item} render={(item) => <p>{item}</p>} />);
    expect(document.querySelectorAll('.cards > li').length).toBe(40);
    tap(byName('button', '显示更多，还有55条'));
    expect(document.querySelectorAll('.cards > li').length).toBe(80);
  });

  it('marks the card before a sealed one, so that the tear line has no rule under it', () => {
    mount(
      <Cards
        items={['a', 'b']}
        keyOf={(item) => item}
        sealed={(item) => item === 'b'}
        render={(item) => <p>{item}</p>}
      />,
    );
    expect([...document.querySelectorAll('.cards > li')].map((li) => li.className)).toEqual([
      'before-sealed',
      '',
    ]);
  });

  it('makes a step that cannot start no link, and says why', () => {
    mount(
      <TaskList
        tasks={[{ key: 's', label: '签字', href: null, status: { icon: 'lock-keyhole', word: '先填1–5' } }]}
      />,
    );
    expect(document.querySelector('a')).toBeNull();
    expect(find('.task').textContent).toContain('先填1–5');
  });
});

describe('small ones', () => {
  it('gives one sentence and one act when there is nothing', () => {
    const act = vi.fn();
    mount(<EmptyState action={{ label: '看全部', onClick: act }}>今天没有安排</EmptyState>);
    tap(byName('button', '看全部'));
    expect(act).toHaveBeenCalledOnce();
  });

  it('says a meter in words', () => {
    mount(<Meter value={3} max={5} label="照片3张已到，共5张" />);
    expect(find('[role=progressbar]').getAttribute('aria-valuetext')).toBe('照片3张已到，共5张');
    expect(find('.meter i').style.width).toBe('60%');
  });

  it('hides a decorative icon and names a telling one', () => {
    mount(
      <>
        <Icon name="sun" />
        <Icon name="camera" label="照片" />
      </>,
    );
    const [plain, telling] = [...document.querySelectorAll('svg')];
    expect(plain?.getAttribute('aria-hidden')).toBe('true');
    expect(telling?.getAttribute('aria-label')).toBe('照片');
    press('Escape');
  });
});
