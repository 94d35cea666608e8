import { Lock } from 'lucide-react';
import { backboneSize } from '../../model/methods';
import type { BackboneSummary } from '../../worker/protocol';
import { FileName } from '../common/FileName';
import { parameters } from '../format';
import styles from './Backbone.module.css';

/** The public namings of the same architecture, as people know them. */
const NAMINGS = {
  'timm-deit': 'DeiT, timm naming',
  'hf-deit': 'DeiT, Hugging Face naming',
  'ast-original': 'AST, original naming',
  'hf-ast': 'AST, Hugging Face naming',
} as const satisfies Record<BackboneSummary['naming'], string>;

/** What is loaded: name, shape, size, and the hash that an exported adapter will name. */
export function BackboneFacts({ summary }: { readonly summary: BackboneSummary }) {
  const { config } = summary;
  const [rows, columns] = config.positionGrid;
  const size = backboneSize({ ...config, tokens: config.prefixTokens + rows * columns, classes: 0 });
  const facts: readonly (readonly [string, string])[] = [
    ['Kind', NAMINGS[summary.naming]],
    ['Trained on', config.pretrainedOn],
    ['Parameters', parameters(size)],
    ['Layers × heads', `${config.depth} × ${config.heads}`],
    ['Width', String(config.dim)],
    ['Position grid', `${rows} × ${columns}`],
  ];
  return (
    <div className={styles.card}>
      <p className={styles.name}>
        <Lock size={15} aria-label="Frozen" /> <FileName name={summary.name} />
      </p>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.hash} title={`SHA-256 of the weight file: ${summary.sha256}`}>
        SHA-256 <code>{summary.sha256.slice(0, 12)}</code>
        {summary.origin ? (
          <>
            {' · revision '}
            <code>{summary.origin.revision.slice(0, 8)}</code>
          </>
        ) : null}
      </p>
    </div>
  );
}
