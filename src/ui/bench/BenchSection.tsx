import { FoldedSection } from '../common/FoldedSection';
import { BenchPanel } from './BenchPanel';

/** How fast the engine is on this machine, for those who ask. */
export function BenchSection() {
  return (
    <FoldedSection id="bench" title="Benchmark" lead="How fast the engine is on this machine">
      <BenchPanel />
    </FoldedSection>
  );
}
