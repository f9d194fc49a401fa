// @vitest-environment happy-dom
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { busy, holdBusy } from '@/app/busy';
import { defineRoutes, go, href, match, path, startRouter, useArrival, useRoute } from '@/app/router';
import { find, mount, settle } from './mount';

const routes = defineRoutes({ today: '/', household: '/h/:id', topic: '/h/:id/t/:topic' });

const arrive = async (to: string): Promise<void> => {
  go(to);
  dispatchEvent(new HashChangeEvent('hashchange'));
  await settle();
};

function Room() {
  const here = useRoute(routes);
  useArrival(path.value);
  if (here?.name === 'topic') return <h1 tabIndex={-1}>{`${here.params.id}/${here.params.topic}`}</h1>;
  return <h1 tabIndex={-1}>{here?.name ?? 'lost'}</h1>;
}

beforeAll(startRouter);
beforeEach(() => arrive('/'));

describe('routes', () => {
  it('match by their parts and give back what they took', () => {
    expect(match('/h/:id/t/:topic', '/h/42/t/money')).toEqual({ id: '42', topic: 'money' });
    expect(match('/h/:id', '/h')).toBeNull();
    expect(match('/h/:id', '/x/42')).toBeNull();
  });

  it('make addresses that survive any id', () => {
    const to = href(routes, 'topic', { id: 'a/b', topic: '收入' });
    expect(match('/h/:id/t/:topic', to.slice(1))).toEqual({ id: 'a/b', topic: '收入' });
    expect(href(routes, 'today')).toBe('#/');
  });

  it('move focus to the heading after a change, never at the first page', async () => {
    mount(<Room />);
    await settle();
    expect(document.activeElement).not.toBe(find('h1'));
    await arrive('#/h/42/t/money');
    expect(find('h1').textContent).toBe('42/money');
    expect(document.activeElement).toBe(find('h1'));
  });

  it('say when an address belongs to no page', async () => {
    mount(<Room />);
    await arrive('#/nowhere/at/all/now');
    expect(find('h1').textContent).toBe('lost');
  });
});

describe('busy', () => {
  it('lasts until the last holder lets go, and a second release does nothing', () => {
    const form = holdBusy('form');
    const camera = holdBusy('camera');
    form();
    form();
    expect(busy.value).toBe(true);
    camera();
    expect(busy.value).toBe(false);
  });
});
