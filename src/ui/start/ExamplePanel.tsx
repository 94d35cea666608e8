import { useState } from 'react';
import type { Example } from '../../example/example';
import type { ExamplePictures } from '../../example/pictures';
import { planTitle } from '../../model/adapters';
import { FRONT_ENDS } from '../../audio/frontEnds';
import { Heading } from '../common/Heading';
import { ProblemNote } from '../common/ProblemNote';
import { plural, trainedOf } from '../format';
import styles from './Example.module.css';
import { ExampleActions } from './ExampleActions';
import { ExampleConfusion } from './ExampleConfusion';
import { ExampleCurves } from './ExampleCurves';
import { ExampleMaps } from './ExampleMaps';
import { useExample } from './useExample';

/** A run on the demo sounds that was made beforehand: what there is to see here before anybody has done anything. */
export function ExamplePanel() {
  const loaded = useExample();
  if (loaded.status === 'failed') return <ProblemNote problem={loaded.problem} />;
  if (loaded.status === 'loading') return <div className={styles.waiting}>Loading the example</div>;
  return <Panel {...loaded} />;
}

function Panel({ example, pictures }: { readonly example: Example; readonly pictures: ExamplePictures }) {
  const last = example.pictures.stages - 1;
  const [stage, setStage] = useState(last);
  return (
    <div className={styles.panel} data-testid="example">
      <div className={styles.head}>
        <Heading>An example: telling drum sounds apart</Heading>
        <span className={styles.badge}>Precomputed</span>
      </div>
      <ExampleMaps example={example} pictures={pictures} stage={stage} onStage={setStage} />
      <ExampleCurves example={example} stage={stage} />
      <ExampleConfusion example={example} />
      <div className={styles.about}>
        <Provenance example={example} />
        <ExampleActions example={example} />
      </div>
    </div>
  );
}

/** What the example was made of, so that anybody can make it again. */
function Provenance({ example }: { readonly example: Example }) {
  const { backbone, config, split, parts, trainable, total, backend, version } = example;
  const seconds = config.frames / FRONT_ENDS[config.frontEnd].framesPerSecond;
  return (
    <p className={styles.provenance}>
      Made with this page ({version}, {backend}), not live: {backbone.name} frozen, adapters{' '}
      {planTitle(config.adapters)} with bottleneck {config.adapters.attn?.bottleneck}, {trainedOf(trainable, total)}{' '}
      parameters trained; {plural(parts.train, 'demo sound')} to learn from and {parts.validation} to be judged on,{' '}
      {seconds.toFixed(2)} s each; {plural(config.epochs, 'epoch')}, batch {config.batch}, learning rate{' '}
      {config.learningRate}, {config.schedule} schedule, seed {config.seed}, split {split.seed}.{' '}
      <code>npm run example</code> makes it again.
    </p>
  );
}
