import { useMemo } from 'react';
import type { AxisContext, Draft } from '../../sweep/axes';
import { subjectBackbone } from '../../sweep/fingerprint';
import type { SubjectBackbone } from '../../sweep/types';
import { runSize } from '../adapter/modelSize';
import { useApp } from '../sessionContext';

/** What is set and loaded on the page, as a sweep takes it; null before there are sounds and a backbone. */
export function useDraft(): { draft: Draft; context: AxisContext; backbone: SubjectBackbone; layout: string } | null {
  const config = useApp((state) => state.config);
  const split = useApp((state) => state.data.splitOptions);
  const dataset = useApp((state) => state.data.dataset);
  const isReady = useApp((state) => state.data.status === 'ready');
  const summary = useApp((state) => state.backbone.summary);
  return useMemo(() => {
    if (!isReady || !dataset || !summary) return null;
    const { dim, depth } = summary.config;
    const parameters = runSize(config, summary.config, dataset.classes.length).backbone;
    return {
      draft: { config, split },
      context: { backbone: { dim, depth, parameters }, folds: dataset.folds },
      backbone: subjectBackbone(summary),
      layout: dataset.layout,
    };
  }, [config, split, dataset, isReady, summary]);
}
