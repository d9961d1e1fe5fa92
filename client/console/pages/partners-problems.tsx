/** What is wrong in the files of the business data, each at its place. */
import type { Problem } from '../../../config/problems';
import type { Visit } from '../visit';

const CHECK_COMMAND = 'npx desk playbook check';

export function DataProblems({ visit, problems }: { visit: Visit; problems: readonly Problem[] }) {
  const { t, language } = visit;
  const { business } = t;
  if (!problems.length) return null;
  return (
    <div class="summary" role="alert">
      <h2>{business.problems}</h2>
      <p>{business.problemsLead}</p>
      <ul>
        {problems.map(({ file, line, col, reason }) => (
          <li key={`${file}:${line}:${col} ${reason.en}`}>
            <span class="code">{business.place(file, line, col)}</span>
            <span class="under">{reason[language]}</span>
          </li>
        ))}
      </ul>
      <p class="small">{business.check(CHECK_COMMAND)}</p>
    </div>
  );
}
