// Looks at what is on the screen as an eye does: nothing sideways, nothing cut, nothing over something else. Returns sentences.
() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  const root = document.querySelector('dialog[open], .key-help') ?? document.body;
  const name = (node) => {
    const own = node.id ? `#${node.id}` : '';
    const cls = typeof node.className === 'string' && node.className ? `.${node.className.trim().split(/\s+/).join('.')}` : '';
    return `${node.tagName.toLowerCase()}${own}${cls} "${(node.innerText ?? node.textContent ?? '').trim().slice(0, 30)}"`;
  };
  const unseen = (node) => node.closest('.unseen, .skip, [hidden], [aria-hidden=true] svg, svg') !== null;
  const shown = (node) => node.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) && !unseen(node);
  const scrolls = (node) => {
    const style = getComputedStyle(node);
    return /auto|scroll/.test(style.overflowX) || /auto|scroll/.test(style.overflowY);
  };
  const slidesSideways = (node) => {
    for (let at = node; at && at !== document.documentElement; at = at.parentElement)
      if (/auto|scroll/.test(getComputedStyle(at).overflowX) && at.matches('.chips, .shots, .strip, .thumbs, .seg, .segments')) return true;
    return false;
  };
  // What can be seen of a box: its part inside of every scroller around it.
  const visible = (node, box) => {
    let { left, top, right, bottom } = box;
    for (let at = node.parentElement; at; at = at.parentElement) {
      if (!scrolls(at) && getComputedStyle(at).overflowX !== 'hidden') continue;
      const edge = at.getBoundingClientRect();
      left = Math.max(left, edge.left); top = Math.max(top, edge.top);
      right = Math.min(right, edge.right); bottom = Math.min(bottom, edge.bottom);
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : null;
  };
  const meet = (a, b) => Math.min(Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top));

  for (const node of [document.documentElement, document.body, ...root.querySelectorAll('main, dialog, .page, .office, .review, .centre, .foot, .bar')])
    if (node.scrollWidth > node.clientWidth + 1 && getComputedStyle(node).overflowX !== 'visible' && !slidesSideways(node)) found.push(`sideways: ${name(node)} ${node.scrollWidth} > ${node.clientWidth}`);
  if (document.documentElement.scrollWidth > width + 1) found.push(`sideways: page ${document.documentElement.scrollWidth} > ${width}`);

  const texts = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const home = node.parentElement;
    if (!node.data.trim() || !home || !shown(home) || home.closest('script, style, noscript')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 1 || box.height < 1) continue;
      if (!slidesSideways(home) && (box.right > width + 1 || box.left < -1)) found.push(`outside: ${name(home)} ${Math.round(box.left)}–${Math.round(box.right)} of ${width}`);
      const seen = visible(home, box);
      if (seen) texts.push({ home, box: seen, tall: box.height });
    }
  }
  for (const node of root.querySelectorAll('*')) {
    if (!shown(node) || !node.innerText?.trim()) continue;
    const style = getComputedStyle(node);
    if (/hidden|clip/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 1) found.push(`cut: ${name(node)} ${node.scrollWidth} > ${node.clientWidth}`);
    if (/hidden|clip/.test(style.overflowY) && node.scrollHeight > node.clientHeight + 3 && node.clientHeight > 1 && style.overflowY !== 'auto')
      found.push(`cut below: ${name(node)} ${node.scrollHeight} > ${node.clientHeight}`);
  }
  for (const [at, one] of texts.entries())
    for (const two of texts.slice(at + 1)) {
      if (one.home === two.home || one.home.contains(two.home) || two.home.contains(one.home)) continue;
      // Line boxes are taller than their letters; two lines may touch.
      const over = meet(one.box, two.box);
      if (over > 0.3 * Math.min(one.tall, two.tall)) found.push(`text over text: ${name(one.home)} and ${name(two.home)}`);
    }
  const acts = [...root.querySelectorAll('a[href], button, input, textarea, select, summary, [role=button], [role=tab], label:has(input)')]
    .filter((node) => shown(node) && !(node.matches('input') && node.closest('label')))
    .map((node) => ({ node, box: visible(node, node.getBoundingClientRect()) }))
    .filter(({ box }) => box);
  for (const [at, one] of acts.entries())
    for (const two of acts.slice(at + 1)) {
      if (one.node.contains(two.node) || two.node.contains(one.node)) continue;
      if (one.node.closest('.search') && one.node.closest('.search') === two.node.closest('.search')) continue;
      if (meet(one.box, two.box) > 2) found.push(`act over act: ${name(one.node)} and ${name(two.node)}`);
    }
  return [...new Set(found)];
}
