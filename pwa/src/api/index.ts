export { type Call, call, onSignedOut } from './client';
export { ApiProblem, type ProblemCode, problemText, textOf } from './problem';
export {
  type Config,
  configShape,
  type Role,
  roleShape,
  roles,
  sessionShape,
  type User,
  userShape,
} from './shapes';
