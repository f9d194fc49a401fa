import { Help, Steps } from './help';
import { stepTopics } from './steps';

/** `/help/<topic>`; anything else is the help itself. */
export function StepsPage({ topic }: { topic: string }) {
  const known = stepTopics.find((one) => one === topic);
  return known ? <Steps key={known} topic={known} /> : <Help />;
}
