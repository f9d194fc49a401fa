// @vitest-environment happy-dom
import * as v from 'valibot';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { call } from '@/api';
import { config } from '@/app/config';
import { Shell } from '@/app/shell';
import { account, fakePhone, type Start } from './fake_phone';
import { byName, find, mount, settle, tap, type } from './mount';

// The rooms have their own tests.
vi.mock('@/app/doors', () => {
  const load = () => Promise.resolve(() => null);
  return { loadField: load, loadOffice: load, loadGallery: load };
});
Object.defineProperty(navigator, 'serviceWorker', { value: new EventTarget(), configurable: true });

const open = async (start: Start = {}) => {
  const fake = fakePhone(start);
  mount(<Shell boot={{ kind: 'open', phone: fake.phone }} />);
  await settle();
  return fake;
};

const told = { version: '1', demo: true, hotline: null, office_phone: '0593-3322110', secure_url: null };

afterEach(() => {
  config.value = null;
});

describe('sign-in', () => {
  it('names what is missing instead of asking the server', async () => {
    const fake = await open();
    tap(byName('button[type=submit]', '登录'));
    await settle();
    expect([...document.querySelectorAll('.summary li')].map((li) => li.textContent)).toEqual([
      '请填写登录名',
      '请填写密码',
    ]);
    expect(fake.calls).toEqual([]);
  });

  it('says that login or password is wrong and keeps what was typed', async () => {
    const fake = await open();
    type(find<HTMLInputElement>('#login'), ' lin ');
    type(find<HTMLInputElement>('#password'), 'nope');
    tap(byName('button[type=submit]', '登录'));
    await settle();
    expect(find('[role=alert]').textContent).toContain('登录名或密码不对');
    expect(find<HTMLInputElement>('#login').value).toBe(' lin ');
    expect(fake.calls).toEqual(['signIn lin']);
  });

  it('leads an inspector to the first PIN', async () => {
    await open();
    type(find<HTMLInputElement>('#login'), 'lin');
    type(find<HTMLInputElement>('#password'), 'right');
    tap(byName('button[type=submit]', '登录'));
    await settle();
    expect(find('h1').textContent).toBe('设一个6位密码');
  });

  it('offers one button a role in a demonstration, and says that it is one', async () => {
    config.value = { ...told, demo_roles: [{ login: 'wang', name: '王阿姨', role: 'volunteer' }] };
    const fake = await open();
    expect(find('.demo').textContent).toContain('演示');
    tap(byName('button.row', '义务监督员'));
    await settle();
    expect(fake.calls).toEqual(['signInDemo wang']);
    expect(find('h1').textContent).toBe('监督员的页面正在做');
    expect(byName('a', '0593-3322110').getAttribute('href')).toBe('tel:0593-3322110');
  });

  it('says at a first use without an answer that a network is needed, and tries again', async () => {
    vi.stubGlobal(
      'fetch',
      vi.fn(() => Promise.reject(new TypeError('no network'))),
    );
    const fake = await open({ session: { kind: 'unknown' } });
    expect(find('.notice').textContent).toContain('第一次使用需要联网');
    tap(byName('button', '再试一次'));
    fake.session.value = { kind: 'none' };
    await settle();
    expect(document.querySelector('.notice')).toBeNull();
    expect(document.title).toBe('登录 · 访查');
    vi.unstubAllGlobals();
  });

  it('lets a person known to this phone in without a network', async () => {
    const fake = await open({ known: [account] });
    tap(byName('button.row', '林晓芳'));
    await settle();
    expect(fake.calls).toEqual([`choose ${account.device}`]);
    expect(find('h1').textContent).toBe('输入6位密码');
  });

  it('tells an account without a role whom to call', async () => {
    config.value = { ...told, demo: false, demo_roles: [] };
    await open({ session: { kind: 'live', user: { ...account.user, roles: [] } } });
    expect(find('h1').textContent).toBe('这个账号还没有分配工作');
    expect(byName('a', '0593-3322110')).toBeTruthy();
  });
});

describe('an expired session', () => {
  it('leads the office back to sign-in and says that nothing is lost', async () => {
    const fake = await open({ session: { kind: 'live', user: { ...account.user, roles: ['reviewer'] } } });
    vi.stubGlobal(
      'fetch',
      vi.fn(
        async () =>
          new Response('{"code":"signed-out"}', {
            status: 401,
            headers: { 'content-type': 'application/problem+json' },
          }),
      ),
    );
    fake.session.value = { kind: 'live', user: { ...account.user, roles: ['reviewer'] } };
    await call('/api/visits', { shape: v.unknown() }).catch(() => undefined);
    fake.session.value = { kind: 'none' };
    await settle();
    vi.unstubAllGlobals();
    expect(find('.notice').textContent).toContain('登录已过期，数据没有丢');
    expect(find('#login')).toBeTruthy();
  });
});

describe('gates', () => {
  it('names the secure address on an insecure page', async () => {
    config.value = { ...told, demo_roles: [], secure_url: 'https://fangcha.example.cn/' };
    mount(<Shell boot={{ kind: 'insecure' }} />);
    expect(find('h1').textContent).toBe('请换一个地址打开');
    expect(byName('a', '打开安全地址').getAttribute('href')).toBe('https://fangcha.example.cn/');
  });

  it('lists what a weak browser lacks', () => {
    mount(
      <Shell boot={{ kind: 'weak', lacks: { store: true, worker: true, crypto: false, camera: false } }} />,
    );
    expect([...document.querySelectorAll('.lacks li')].map((li) => li.textContent)).toEqual([
      '不能保存资料',
      '不能离线打开',
    ]);
  });
});
