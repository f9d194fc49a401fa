// Answers beside the roster. A difference is a sunk row in bold; no colour, because a difference is not a fault.
import { t } from '@/i18n/office';
import type { Answer, Topic, VisitCase } from './shapes';
import { plain, say, word } from './words';

const answered = (answer: Answer): string =>
  answer.value_words ? say(answer.value_words) : plain(answer.value);

function registeredOf(answer: Answer): string {
  if (answer.registered === null || answer.registered === undefined) return '';
  if (!answer.differs) return t('answers_equal');
  return answer.registered_words ? say(answer.registered_words) : plain(answer.registered);
}

function TopicRows({ topic }: { topic: Topic }) {
  return (
    <tbody>
      <tr class="g">
        <th colSpan={3} scope="rowgroup">
          {say(topic.words)}
          {topic.place !== 'home' && word('place', topic.place) !== say(topic.words) && (
            <span class="soft s"> {word('place', topic.place)}</span>
          )}
        </th>
      </tr>
      {topic.answers.map((answer) => (
        <tr key={`${answer.key}${answer.member ?? ''}`} class={answer.differs ? 'diff' : undefined}>
          <th scope="row">
            {answer.member && <b>{answer.member} </b>}
            {say(answer.words)}
          </th>
          <td>{answered(answer)}</td>
          <td>{registeredOf(answer)}</td>
        </tr>
      ))}
    </tbody>
  );
}

export function Answers({ visit }: { visit: VisitCase }) {
  const topics = visit.topics.filter((topic) => topic.answers.length > 0);
  const differing = topics.flatMap((topic) => topic.answers).filter((answer) => answer.differs).length;
  return (
    <section class="answers" aria-label={t('answers')}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable by keyboard */}
      <div class="scroll" tabIndex={0}>
        {topics.length === 0 ? (
          <p class="note soft">
            {visit.result === null || visit.result === 'MET' ? t('answers_none') : t('answers_unmet')}
          </p>
        ) : (
          <table>
            <thead>
              <tr>
                <th>{differing > 0 ? t('answers_diff', { n: differing }) : t('answers_same')}</th>
                <th>{t('answers_now')}</th>
                <th>{t('answers_registered')}</th>
              </tr>
            </thead>
            {topics.map((topic) => (
              <TopicRows key={topic.key} topic={topic} />
            ))}
          </table>
        )}
      </div>
      {visit.missing.length > 0 && (
        <details class="missing">
          <summary>{t('answers_missing', { n: visit.missing.length })}</summary>
          <ul>
            {visit.missing.map((words) => (
              <li key={words['zh-CN']}>{say(words)}</li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
