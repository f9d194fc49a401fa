// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { Shell } from '@/app/shell';
import { PinPad } from '@/ui';
import { account, fakePhone, type Start } from './fake_phone';
import { byName, find, mount, press, settle, tap, type } from './mount';

// The rooms have their own tests.
vi.mock('@/app/doors', () => {
  const load = () => Promise.resolve(() => null);
  return { loadField: load, loadOffice: load, loadGallery: load };
});
Object.defineProperty(navigator, 'serviceWorker', { value: new EventTarget(), configurable: true });

const typePin = async (pin: string): Promise<void> => {
  for (const digit of pin) press(digit);
  await settle();
};

describe('PIN pad', () => {
  it('takes the real keyboard and the keys on the screen alike, and calls once', () => {
    const seen: string[] = [];
    mount(<PinPad label="密码" onDone={(pin) => seen.push(pin)} />);
    for (const digit of '135') press(digit);
    press('x');
    press('Backspace');
    for (const digit of '790') tap(byName('.pin-keys button', digit));
    press('2');
    expect(seen).toEqual(['137902']);
  });

  it('says how many digits are there and never which', async () => {
    mount(<PinPad label="密码" onDone={() => undefined} />);
    await typePin('42');
    expect(find('[role=status]').textContent).toBe('已输入2位，共6位');
    expect(find('.pin-dots').getAttribute('aria-hidden')).toBe('true');
    expect(document.querySelectorAll('.pin-dots .on').length).toBe(2);
  });

  it('ignores keys while it is busy and shortcuts always', async () => {
    const seen: string[] = [];
    mount(<PinPad label="密码" busy onDone={(pin) => seen.push(pin)} />);
    await typePin('123456');
    mount(<PinPad label="密码" onDone={(pin) => seen.push(pin)} />);
    for (const digit of '123456') press(digit, window, { ctrlKey: true });
    expect(seen).toEqual([]);
  });
});

describe('PIN screens', () => {
  const open = async (start: Start) => {
    const fake = fakePhone(start);
    mount(<Shell boot={{ kind: 'open', phone: fake.phone }} />);
    await settle();
    return fake;
  };

  it('asks for the same six digits twice before it sets them', async () => {
    const fake = await open({ current: account, vault: 'new' });
    expect(find('h1').textContent).toBe('设一个6位密码');
    await typePin('246813');
    expect(find('h1').textContent).toBe('再输一遍');
    await typePin('246813');
    expect(fake.state.value).toBe('unlocked');
  });

  it('starts again where the two differ', async () => {
    const fake = await open({ current: account, vault: 'new' });
    await typePin('246813');
    await typePin('246814');
    expect(find('[role=status].pin-say').textContent).toContain('两遍不一样');
    expect(find('h1').textContent).toBe('设一个6位密码');
    expect(fake.state.value).toBe('new');
  });

  it('says that an obvious PIN is too easy', async () => {
    await open({ current: account, vault: 'new' });
    await typePin('123456');
    await typePin('123456');
    expect(find('.pin-say').textContent).toBe('太容易猜到，请换一个。');
  });

  it('says that a PIN was wrong without saying which digit', async () => {
    const fake = await open({ current: account, vault: 'locked', pin: '246813' });
    await typePin('000000');
    expect(find('.pin-say').textContent).toBe('密码不对，请再输一次。');
    await typePin('246813');
    expect(fake.state.value).toBe('unlocked');
  });

  it('takes no digit while it has to wait', async () => {
    await open({ current: account, vault: 'locked', wait_until_ms: Date.now() + 30_000 });
    expect(find('.pin-say').textContent).toContain('请等30秒再试');
    expect(find<HTMLButtonElement>('.pin-keys button').disabled).toBe(true);
  });

  it('leads from a forgotten PIN over the password, live session or not, to a new one, and says what is kept', async () => {
    const fake = await open({
      current: account,
      vault: 'locked',
      session: { kind: 'live', user: account.user },
    });
    tap(byName('button', '忘了6位密码'));
    await settle();
    expect(find('.notice').textContent).toContain('已经提交的不会丢');
    tap(byName('button', '重新登录'));
    await settle();
    expect(document.querySelector('#login')).toBeNull();
    type(find<HTMLInputElement>('#password'), 'right');
    tap(byName('button[type=submit]', '登录'));
    await settle();
    await typePin('975310');
    await typePin('975310');
    expect(fake.calls).toContain('replaceForgottenPin');
    expect(fake.state.value).toBe('unlocked');
  });
});
