// The build lowers syntax for old kernels, not calls. These few are missing up to Chrome 92 and used by the engine and its libraries.
export {};

function at<T>(this: ArrayLike<T>, index: number): T | undefined {
  const whole = Math.trunc(index) || 0;
  return this[whole < 0 ? whole + this.length : whole];
}

const lists = [Array.prototype, String.prototype, Object.getPrototypeOf(Int8Array.prototype) as object];
for (const list of lists)
  if (!('at' in list)) Object.defineProperty(list, 'at', { value: at, writable: true, configurable: true });

const objects: object = Object;
if (!('hasOwn' in objects)) {
  Object.defineProperty(objects, 'hasOwn', {
    // Through the descriptor: written with hasOwn itself it would call itself for ever.
    value: (thing: object, key: PropertyKey) => Object.getOwnPropertyDescriptor(thing, key) !== undefined,
    writable: true,
    configurable: true,
  });
}
