import { Section } from '../common/Section';
import { BenchPanel } from './BenchPanel';

/** How fast the engine is on this machine, for those who ask. */
export function BenchSection() {
  return (
    <Section id="bench" title="Benchmark" lead="How fast the engine is on this machine.">
      <BenchPanel />
    </Section>
  );
}
