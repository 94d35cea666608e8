import { useEffect, useMemo, useState } from 'react';
import type { MapStage } from '../../embedding/mapState';
import controls from '../common/controls.module.css';
import { Heading } from '../common/Heading';
import { useSuspicions } from '../clips/useSuspicions';
import { useApp } from '../sessionContext';
import { ClipMapView } from './ClipMapView';
import { MapStages } from './MapStages';
import { SuspectLists } from './SuspectLists';

/** Clips as points, near where the model finds them alike: what stands out can be heard and put right. */
export function ClipMapPanel() {
  const [stage, setStage] = useState<MapStage>('before');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(NONE);
  const map = useApp((state) => state.map.maps[stage]);
  const split = useApp((state) => state.data.split);
  const suspicions = useSuspicions(stage);
  const missing = useMemo(() => {
    const known = new Set(map?.ids ?? []);
    const used = split ? [...split.train, ...split.validation, ...split.test] : [];
    return used.filter((id) => !known.has(id)).length;
  }, [map?.ids, split]);
  const base = useApp((state) => state.edits.base);
  useEffect(() => setChosen(NONE), [base]);
  return (
    <div className={controls.stack} id="map">
      <Heading term="clipMap">Map and suspicious clips</Heading>
      <p className={controls.quiet}>
        Every clip by the vector that the model makes of it. Clips whose neighbours contradict their label are listed
        below, the most suspicious first.
      </p>
      <MapStages stage={stage} onStage={setStage} missing={missing} />
      {map?.components ? <ClipMapView map={map} suspicions={suspicions} chosen={chosen} onChosen={setChosen} /> : null}
      {suspicions ? <SuspectLists suspicions={suspicions} chosen={chosen} /> : null}
    </div>
  );
}

const NONE: ReadonlySet<string> = new Set();
