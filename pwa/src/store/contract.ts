/**
 * What the screens may ask of the phone, and nothing else. Types only: the code behind it is `sync/phone.ts` (`openPhone`).
 *
 * Three promises hold for every function here.
 * 1. A promise that resolves means "IndexedDB has committed it with strict durability". Show 已保存 after that, never before.
 * 2. A promise that rejects, rejects with a `PhoneError` whose `code` is in `PhoneErrorCode`; nothing was half written.
 * 3. Nothing here waits for the network, except where the comment says "online".
 *
 * Signals hold frozen values: never change what you read from them.
 */
export type * from './contract/people';
export type * from './contract/phone';
export type * from './contract/visit';
