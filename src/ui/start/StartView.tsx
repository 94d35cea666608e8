import { DropZone } from '../data/DropZone';
import { Section } from '../common/Section';

/** The first thing that is seen: what this is, and where sounds go in. */
export function StartView() {
  return (
    <Section
      id="start"
      title="Teach a vision transformer to listen"
      lead="Drop a folder of sounds and train small adapters beside a frozen image model, here in this tab."
    >
      <DropZone compact={false} />
    </Section>
  );
}
