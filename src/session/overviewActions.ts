import { bandOf } from '../attention/choose';
import type { ColumnChoice } from '../attention/columns';
import type { LookState } from '../attention/lookState';
import { createJob, guarded, type SessionContext } from './context';
import type { Session } from './session';

/** What an overview is of: the same while its maps are. Null where there is none to have. */
export function overviewKey(look: LookState): string | null {
  const panel = look.panels[look.overviewPanel];
  return panel?.facts ? JSON.stringify([look.clip, panel.facts.version, look.reading, choiceOf(look)]) : null;
}

/** The band, or the prefix token that is looked from; from a patch, the column that it lies in. */
function choiceOf(look: LookState): ColumnChoice | null {
  const facts = look.panels[look.overviewPanel]?.facts;
  if (!facts) return null;
  const { token } = look;
  if (token === null) return { band: bandOf(look, facts.grid[1]) };
  if (token < facts.prefix) return { prefixToken: token };
  const column = (token - facts.prefix) % facts.grid[1];
  return { band: [column, column] };
}

/** The maps of every layer and head, for the panel that the overview is of. */
export function createOverviewActions({ store, engine }: SessionContext): Pick<Session, 'lookOver'> {
  const job = createJob();
  return {
    lookOver: () =>
      guarded(
        'The layers and heads',
        (problem) => store.dispatch({ type: 'look.failed', problem }),
        async () => {
          const { look, config, data } = store.getState();
          const panel = look.panels[look.overviewPanel];
          const of = overviewKey(look);
          const columns = choiceOf(look);
          if (!of || !columns || !panel || !data.split || look.clip === null || look.overview?.of === of) return;
          const { frontEnd, frames, stride, normalisation } = config;
          const view = { frontEnd, frames, stride, normalisation, train: data.split.train };
          const request = { clip: look.clip, source: panel.source, view, reading: look.reading, columns };
          const maps = await engine().call('look.overview', request, { signal: job.start() });
          store.dispatch({ type: 'look.overview', overview: { of, maps } });
        },
      ),
  };
}
