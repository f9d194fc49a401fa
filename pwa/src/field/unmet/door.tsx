import type { VisitHandle } from '@/store/contract';
import type { Job } from '../visit/job';
import { isUnmet } from './paths';
import { UnmetList, UnmetPath } from './unmet';

export function UnmetDoor({ job, handle, code }: { job: Job; handle: VisitHandle; code: string }) {
  return isUnmet(code) ? (
    <UnmetPath key={code} job={job} handle={handle} code={code} />
  ) : (
    <UnmetList job={job} handle={handle} />
  );
}
