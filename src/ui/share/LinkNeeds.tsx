import { isDemo } from '../../session/shared';
import type { Shared } from '../../share/types';
import controls from '../common/controls.module.css';
import { plural } from '../format';
import { useApp, useSession } from '../sessionContext';
import styles from './Share.module.css';

/** What a link was made with and is not here, and the way to it. */
export function LinkNeeds({ link }: { readonly link: Shared }) {
  return (
    <ul className={styles.needs}>
      <BackboneNeed backbone={link.backbone} />
      <DataNeed data={link.data} />
    </ul>
  );
}

function BackboneNeed({ backbone }: Pick<Shared, 'backbone'>) {
  const session = useSession();
  const { status, summary } = useApp((state) => state.backbone);
  const endpoint = useApp((state) => state.hubEndpoint);
  if (!backbone || (status === 'loading' && !summary)) return null;
  if (summary?.sha256 === backbone.sha256)
    return <li>It was made with the backbone that is loaded, {summary.name}.</li>;
  const { origin } = backbone;
  if (!origin) {
    return (
      <li>
        It was made with another backbone, from a file: open it on the Model step. Its SHA-256 begins with{' '}
        <code>{backbone.sha256.slice(0, 12)}</code>.
      </li>
    );
  }
  return (
    <li>
      It was made with {origin.repo} of the hub, at revision <code>{origin.revision.slice(0, 12)}</code>.{' '}
      <button
        type="button"
        className={controls.chip}
        disabled={status === 'loading'}
        onClick={() => void session.loadBackbone({ kind: 'hub', endpoint, ...origin })}
      >
        Fetch it
      </button>
    </li>
  );
}

function DataNeed({ data }: Pick<Shared, 'data'>) {
  const session = useSession();
  const { status, dataset } = useApp((state) => state.data);
  if (!data) return null;
  if (data.kind === 'own') {
    return (
      <li>
        It was made on somebody’s own data, {plural(data.classes, 'class', 'classes')} ({data.layout}): drop yours.
      </li>
    );
  }
  if (dataset && isDemo(dataset)) return <li>It was made on the demo sounds, which are loaded.</li>;
  return (
    <li>
      It was made on the demo sounds.{' '}
      <button
        type="button"
        className={controls.chip}
        disabled={status === 'reading' || status === 'preparing'}
        onClick={() => void session.openDemo()}
      >
        Load the demo sounds
      </button>
    </li>
  );
}
