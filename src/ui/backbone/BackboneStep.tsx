import { ProblemNote } from '../common/ProblemNote';
import { ProgressLine } from '../common/ProgressLine';
import { Section } from '../common/Section';
import { Term } from '../common/Term';
import { useAttempt } from '../common/useAttempt';
import { isRunActive } from '../run/runPhase';
import { useApp, useSession } from '../sessionContext';
import type { BackboneRequest } from '../../worker/protocol';
import { BackboneFacts } from './BackboneFacts';
import { BackboneSources } from './BackboneSources';
import { NonFiniteNote } from './NonFiniteNote';

/** The frozen vision transformer. */
export function BackboneStep() {
  const session = useSession();
  const { attempt, problem } = useAttempt('The backbone');
  const backbone = useApp((state) => state.backbone);
  const isRunning = isRunActive(useApp((state) => state.run.status));
  const isEngineUp = useApp((state) => state.engine.status === 'ready');
  const isLoading = backbone.status === 'loading';
  const load = (request: BackboneRequest) => attempt(() => session.loadBackbone(request));
  const refused = backbone.refused ?? problem;
  return (
    <Section
      id="backbone"
      title="Backbone"
      lead={
        <>
          A vision transformer trained on {backbone.summary?.config.pretrainedOn ?? 'images'}, kept frozen.{' '}
          <Term name="backbone" />
        </>
      }
    >
      {backbone.summary ? <BackboneFacts summary={backbone.summary} /> : null}
      {isLoading ? (
        <ProgressLine
          progress={backbone.progress}
          waiting="Opening the weights"
          onCancel={() => session.cancelBackbone()}
        />
      ) : null}
      {refused ? (
        <ProblemNote problem={refused}>
          {backbone.summary ? 'The backbone that was loaded before is still in place.' : null}
        </ProblemNote>
      ) : null}
      {backbone.summary && backbone.summary.nonFinite.length > 0 ? <NonFiniteNote summary={backbone.summary} /> : null}
      <BackboneSources
        onLoad={load}
        disabled={isLoading || isRunning || !isEngineUp}
        isNeeded={!backbone.summary && refused !== null}
      />
    </Section>
  );
}
