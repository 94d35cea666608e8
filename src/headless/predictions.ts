import { createSession } from '../session/createSession';
import { ProblemError } from '../core/problem';
import { bundledBackbone } from '../worker/bundledBackbone';
import type { BackendChoice } from '../ops/backend';

/** What the model said of a sound: its scores by label. */
export type Answer = Readonly<Record<string, number>>;

/**
 * What an adapter says of sounds, through the same session as the page's: it is imported as a person would, and each sound
 * is given to it.
 * @throws ProblemError with the first thing that went wrong
 */
export async function predictWith(
  backend: BackendChoice,
  adapter: readonly File[],
  sounds: readonly File[],
): Promise<readonly Answer[]> {
  const session = createSession();
  const refused = () => {
    const { engine, backbone, adapter: read, tries } = session.store.getState();
    const problem = engine.problem ?? backbone.refused ?? read.problem ?? tries.problems[0];
    if (problem) throw new ProblemError(problem);
  };
  await session.startEngine(backend);
  refused();
  await session.loadBackbone(bundledBackbone(document.baseURI));
  refused();
  await session.importAdapter(adapter);
  refused();
  const answers: Answer[] = [];
  for (const sound of sounds) {
    await session.predictFiles([sound]);
    refused();
    const [last] = session.store.getState().tries.results;
    answers.push(Object.fromEntries(last?.scores.map(({ label, score }) => [label, score]) ?? []));
  }
  return answers;
}
